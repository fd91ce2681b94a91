"""What a brand's tone comes to in print: the same report in other words, in each of the four languages."""

from __future__ import annotations

import html
import re

import pytest

from reportgen.report.model import Paragraphs, Report, plain
from tests.rooms.documents.conftest import Document, Library, bare

# What only the one tone writes where the summary begins, and what introduces it.
MARKS = {
    "en-US": (("What the figures say", " was $"), ("Commentary on the figures", " higher than in ")),
    "ko-KR": (("수치 해설", "했습니다"), ("주요 수치 분석", "하였습니다")),
    "zh-TW": (("數據解讀", "則抵銷"), ("數據說明", "本期營收淨額")),
    "zh-CN": (("数据解读", "推高"), ("数据说明", "本期净收入")),
}


def summary(report: Report) -> str:
    blocks = report.sections[0].blocks
    texts = [text for block in blocks if isinstance(block.content, Paragraphs) for text in block.content.paragraphs]
    return " ".join([*(plain(block.title) for block in blocks), *map(plain, texts)]).replace("\u00a0", " ")


@pytest.fixture(
    params=[pytest.param(one, marks=pytest.mark.slow if one.startswith("zh") else ()) for one in sorted(MARKS)]
)
def pair(request: pytest.FixtureRequest, library: Library) -> tuple[Document, Document]:
    return library("lumen-oak", "executive", request.param), library("lumen-oak", "executive", request.param, "formal")


def test_each_tone_prints_its_own_words_and_none_of_the_other_s(pair: tuple[Document, Document]) -> None:
    for number, document in enumerate(pair):
        own, other = MARKS[document.locale][number], MARKS[document.locale][1 - number]
        said = summary(document.report)
        pages = "".join(document.pages)
        screen = bare(re.sub(r"<[^>]+>", "", html.unescape(document.html.decode())))
        for words in own:
            assert words in said
            assert bare(words) in pages
            assert bare(words) in screen
        assert [words for words in other if words in said] == []


def test_figures_pages_and_charts_are_the_same_in_both(pair: tuple[Document, Document]) -> None:
    one, other = pair
    assert {key: fact.value for key, fact in one.report.facts.items()} == {
        key: fact.value for key, fact in other.report.facts.items()
    }
    assert one.report.charts == other.report.charts
    assert len(one.pages) == len(other.pages)
    assert one.table == other.table

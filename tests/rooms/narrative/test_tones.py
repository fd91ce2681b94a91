"""A brand's tone: the formal wording of each language says the same, otherwise, and only where a tone is heard."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from reportgen.config.brand import Tone
from reportgen.formatting import Formatter
from reportgen.insights import Scope
from reportgen.insights.catalog import BY_ID
from reportgen.kpis import kpi_names
from reportgen.narrative import Teller, compose, language_of, languages, load_phrases, plain, tones
from reportgen.narrative.template import literals_of, names_of, parse
from tests.rooms.report import results_sample as sample

EVERY_LANGUAGE = pytest.mark.parametrize("language", languages())
# Where the tone is heard in every language: how findings are told, what introduces them, the mail's own sentence.
HEARD = {
    "change.on",
    "insight.to_date.compared",
    "insight.change.lead",
    "insight.change.moved",
    "insight.target.higher.after",
    "insight.target.higher.alone",
    "insight.target.lower.alone",
    "insight.factors.both",
    "insight.drivers.one",
    "insight.detractors.one",
    "mail.attached",
    "block.commentary",
    "block.actions.title",
}


def other_wording(language: str) -> dict[str, tuple[str, str]]:
    """Key → the plain and the formal phrase, of those that differ."""
    one, other = load_phrases(language), load_phrases(language, "formal")
    assert set(other.templates) == set(one.templates)  # a phrase of no use would stand in the formal file alone
    return {key: (text, other.templates[key]) for key, text in one.templates.items() if text != other.templates[key]}


def test_the_tones_are_those_that_a_brand_may_ask_for() -> None:
    assert tones() == ("plain", "formal") == get_args(Tone)


@EVERY_LANGUAGE
def test_the_tone_is_heard_in_the_findings_in_every_language(language: str) -> None:
    assert other_wording(language).keys() >= HEARD


@EVERY_LANGUAGE
def test_a_formal_phrase_asks_for_no_other_fact_and_leaves_none_out(language: str) -> None:
    grammar = {"many", "moves", "way", "basis", "first_basis", "second_basis", "lead", "whole"}
    for key, (one, other) in other_wording(language).items():
        asked, given = (names_of(parse(text)) - grammar for text in (one, other))
        assert asked == given, key


@EVERY_LANGUAGE
def test_a_formal_phrase_holds_no_figure(language: str) -> None:
    for key, (_, text) in other_wording(language).items():
        literals = "".join(literals_of(parse(text)))
        assert not re.search(r"\d", literals), key


@EVERY_LANGUAGE
def test_a_formal_phrase_differs_in_words_and_not_in_spaces(language: str) -> None:
    for key, (one, other) in other_wording(language).items():
        assert "".join(one.split()) != "".join(other.split()), key


def test_korean_is_formal_throughout_the_report_s_own_sentences() -> None:
    """The contracted past (했습니다) beside the full one (하였습니다) in one paragraph would read as two writers."""
    phrases = load_phrases("ko", "formal").templates
    own = {key: text for key, text in phrases.items() if key.split(".")[0] not in ("check", "reason")}
    assert [key for key, text in own.items() if "했" in text or "웃돌았" in text] == []


# The plain sentences of the same findings stand in test_languages.py; the figures are the sample's, worked out there.
FORMAL = {
    "en-US": [
        "Net revenue stood at $492,213, 6.0% higher than in September and 14.2% higher than in October 2025.",
        "This represents 98.4% of the target of $500,000, a shortfall of $7,787.",
        (
            "Of the increase in net revenue, more sessions accounted for $34,014 and larger orders $12,039; "
            "fewer orders per session offset $17,976."
        ),
        "Lighting accounted for $18,730 of the $28,077 increase.",
        "Paid social reduced the increase by $6,880.",
    ],
    "ko-KR": [
        "순매출은 492,213원으로 집계되었으며, 전월 대비 6.0%, 전년 동월 대비 14.2% 증가하였습니다.",
        "목표 500,000원 대비 달성률은 98.4%이며, 목표에 7,787원 미달하였습니다.",
        (
            "순매출 증가분은 세션 증가(+34,014원) 및 객단가 상승(+12,039원)에 기인하였으며, "
            "세션당 주문 감소(−17,976원)가 그 일부를 상쇄하였습니다."
        ),
        "Lighting이 증가분 28,077원 중 18,730원을 차지하였습니다.",
        "유료 소셜은 6,880원 줄어 증가분을 일부 상쇄하였습니다.",
    ],
    "zh-TW": [
        "本期營收淨額為492,213元，較上月增加6.0%，並較去年同月增加14.2%。",
        "目標為500,000元，達成率為98.4%，距目標尚差7,787元。",
        (
            "本期營收淨額之增加，主係工作階段增加（+34,014元）和客單價上升（+12,039元）所致，"
            "惟每工作階段訂單減少（−17,976元）抵銷部分影響。"
        ),
        "總增額28,077元中，Lighting占18,730元。",
        "付費社群減少6,880元，抵銷部分增幅。",
    ],
    "zh-CN": [
        "本期净收入为492,213元，环比增长6.0%，同比增长14.2%。",
        "目标为500,000元，完成率为98.4%，距目标尚差7,787元。",
        (
            "本期净收入的增长主要系会话增加（+34,014元）和客单价上升（+12,039元）所致，"
            "每会话订单减少（−17,976元）则抵消部分影响。"
        ),
        "总增量28,077元中，Lighting占18,730元。",
        "付费社交减少6,880元，使增幅有所收窄。",
    ],
}
CURRENCIES = {"en-US": "USD", "ko-KR": "KRW", "zh-TW": "TWD", "zh-CN": "CNY"}


def told(locale: str, tone: str) -> list[str]:
    results = sample.full()
    scope = Scope(results, tuple(results.kpis), ("channel", "category"), tuple(results.kpis))
    kinds = ("change", "target", "factors", "drivers", "detractors")
    found = [one for kind in kinds for one in BY_ID[kind].find(scope) if one.kpi == "revenue"]
    names = {kpi: name for kpi, (name, _) in kpi_names(language_of(locale)).items()}
    teller = Teller(Formatter(locale, CURRENCIES[locale]), load_phrases(locale, tone), names)
    return [plain(text).replace("\u00a0", " ") for text in compose(found, results, teller)]


@pytest.mark.parametrize("locale", sorted(FORMAL))
def test_the_lead_its_target_its_factors_and_who_made_it(locale: str) -> None:
    one, other = told(locale, "plain"), told(locale, "formal")
    assert [text for text in other if text in FORMAL[locale]] == FORMAL[locale]
    assert [text for text in one if text in other] == []
    # the same figures in the same findings
    figures = [[sorted(re.findall(r"[\d,.]*\d", text)) for text in texts] for texts in (one, other)]
    assert figures[0] == figures[1]

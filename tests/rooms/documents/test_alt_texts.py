"""What a chart says to those who do not see it, held against what was drawn rather than against the words around."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest

from reportgen.charts.model import (
    BarChart,
    Chart,
    CoverBars,
    DivergingChart,
    DonutChart,
    FunnelChart,
    HeatMap,
    IntervalChart,
    LineChart,
    ScatterChart,
    SlopeChart,
    Sparkline,
    StackedChart,
    Waterfall,
)
from reportgen.report.model import Block, ChartBlock, plain
from tests.rooms.documents.conftest import Document, bare
from tests.rooms.documents.test_pdf_files import elements

# Kind of drawing → what it is called in each language, as a reader of that language would name it.
CALLED: dict[type, dict[str, str]] = {
    LineChart: {"en": "Line chart", "ko": "선 차트", "zh-TW": "折線圖", "zh-CN": "折线图"},
    BarChart: {"en": "Bar chart", "ko": "막대 차트", "zh-TW": "橫條圖", "zh-CN": "条形图"},
    DivergingChart: {"en": "Bar chart", "ko": "막대 차트", "zh-TW": "橫條圖", "zh-CN": "条形图"},
    CoverBars: {"en": "Bar chart", "ko": "막대 차트", "zh-TW": "直條圖", "zh-CN": "柱形图"},
    Waterfall: {"en": "Waterfall chart", "ko": "폭포 차트", "zh-TW": "瀑布圖", "zh-CN": "瀑布图"},
    FunnelChart: {"en": "Funnel chart", "ko": "퍼널 차트", "zh-TW": "漏斗圖", "zh-CN": "漏斗图"},
    HeatMap: {"en": "Heat map", "ko": "히트맵", "zh-TW": "熱度圖", "zh-CN": "热力图"},
    StackedChart: {"en": "Stacked bars", "ko": "누적 막대 차트", "zh-TW": "堆疊橫條圖", "zh-CN": "堆积条形图"},
    DonutChart: {"en": "Donut chart", "ko": "도넛 차트", "zh-TW": "環圈圖", "zh-CN": "环形图"},
    IntervalChart: {"en": "Interval chart", "ko": "구간 차트", "zh-TW": "區間圖", "zh-CN": "区间图"},
    ScatterChart: {"en": "Scatter chart", "ko": "산점도", "zh-TW": "散佈圖", "zh-CN": "散点图"},
    SlopeChart: {"en": "Slope chart", "ko": "기울기 차트", "zh-TW": "斜率圖", "zh-CN": "斜率图"},
    Sparkline: {"en": "Trend line", "ko": "추세선", "zh-TW": "走勢線", "zh-CN": "走势线"},
}
MONTHS = {"en": "{name} 2026", "ko": "2026년 {month}월", "zh": "2026年{month}月"}
NAMES = {9: "September", 10: "October", 11: "November"}
# Written otherwise in the other Chinese: what shows that a text is in the wrong one.
ONLY_SIMPLIFIED, ONLY_TRADITIONAL = set("图线单时从为与较长区间样广总环"), set("圖線單時從為與較長區間樣廣總環")
DATES = {
    "en": r"(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,4}\b",
    "ko": r"(?:\d{4}년 )?\d{1,2}월(?: \d{1,2}일)?",
    "zh": r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?",
}
HOURS = re.compile(r"\d{1,2}(?: [ap]m|시|時|时)")
NUMBER = re.compile(
    r"([+\u2212]?)[^\d\s(（,，、]{0,4}?(\d[\d,]*(?:\.(\d+))?)(만|억|萬|億|万|亿)?\s?(%p|pp|個百分點|个百分点|%)?"
)
MYRIADS = {"만": 1e4, "萬": 1e4, "万": 1e4, "억": 1e8, "億": 1e8, "亿": 1e8}


def tongue(locale: str) -> str:
    return locale if locale.startswith("zh") else locale[:2]


def drawn(chart: Chart) -> Iterator[float]:
    """The numbers that the marks stand for, and how many marks there are."""
    match chart:
        case LineChart():
            yield from (point.value for point in chart.points if point.value is not None)
        case Sparkline() | CoverBars():
            known = [value for value in chart.values if value is not None]
            yield from known
            yield len(known)
        case BarChart() | DivergingChart():
            yield from (bar.value for bar in chart.bars if bar.value is not None)
        case Waterfall():
            yield from (step.end - step.start for step in chart.steps)
        case FunnelChart():
            yield from (step.value for step in chart.steps)
        case HeatMap():
            yield from (cell.value for cell in chart.cells)
        case IntervalChart():
            yield from (row.value for row in chart.rows)
        case StackedChart():
            whole = sum(chart.rows[0].values)  # the period's own bar is the first
            yield from (value / whole for value in chart.rows[0].values)
        case DonutChart():
            whole = sum(part.value for part in chart.slices)
            yield from (part.value / whole for part in chart.slices)
        case SlopeChart():
            yield from (value for slope in chart.slopes for value in (slope.before, slope.after))
        case ScatterChart():
            for place in chart.places:
                yield from (place.x, place.y, 10.0 ** min(place.y, 30.0))  # the height may be logarithmic


def named(chart: Chart) -> list[str]:
    """The members' own names, which may hold digits; the longest first."""
    rows = [
        thing
        for field in ("bars", "steps", "places", "slopes", "slices", "rows")
        for thing in getattr(chart, field, ())
        if not isinstance(thing, str)
    ]
    names = [row.label for row in rows] + list(getattr(chart, "parts", ()))
    return sorted(names, key=len, reverse=True)


def said(chart: Chart, locale: str) -> list[tuple[str, float, float]]:
    """Each number of the alt text: as written, its size with sign, and half a unit of its last digit."""
    text = chart.alt
    for mark in getattr(chart, "annotations", ()):
        text = text.replace(f"{mark.date} {mark.label}", "")
    text = re.sub(DATES[locale[:2]], "", text)
    for name in named(chart):
        text = text.replace(name, "")
    text = HOURS.sub("", text)
    found = []
    for sign, digits, decimals, myriad, share in NUMBER.findall(text):
        scale = MYRIADS.get(myriad, 1.0) / (100 if share else 1)
        size = float(digits.replace(",", "")) * scale * (-1 if sign == "\u2212" else 1)
        found.append((sign + digits + myriad + share, size, 0.5 * 10.0 ** -len(decimals) * scale))
    return found


@pytest.fixture
def charts(document: Document) -> list[Chart]:
    assert document.report.charts
    return list(document.report.charts.values())


def test_each_begins_with_what_kind_of_chart_it_is(document: Document, charts: list[Chart]) -> None:
    language = tongue(document.locale)
    assert [chart.alt for chart in charts if not chart.alt.startswith(CALLED[type(chart)][language])] == []


def test_each_names_the_report_s_period(document: Document, charts: list[Chart]) -> None:
    """October 2026; a forecast is of the months after it, and cohorts end a month before: it is their next month."""
    language = document.locale[:2]

    def month(number: int) -> str:
        return MONTHS[language].format(name=NAMES[number], month=number)

    for chart in charts:
        ahead = isinstance(chart, LineChart) and bool(chart.band)
        asked = month(11) if ahead else month(9) if chart.id.endswith("cohorts") else month(10)
        assert asked in chart.alt, chart.id


def test_its_numbers_are_those_of_the_marks(document: Document, charts: list[Chart]) -> None:
    for chart in charts:
        values = list(drawn(chart))
        numbers = said(chart, document.locale)
        assert numbers, f"{chart.id} says no number"
        astray = [
            written
            for written, size, room in numbers
            if not any(abs(size - value) <= room * 1.001 + 1e-9 for value in values)
        ]
        assert astray == [], (chart.id, chart.alt)


def test_every_member_that_is_named_is_drawn_and_the_other_way_round(charts: list[Chart]) -> None:
    for chart in charts:
        if isinstance(chart, BarChart | DivergingChart | FunnelChart | ScatterChart | SlopeChart | DonutChart):
            assert [name for name in named(chart) if name not in chart.alt] == [], chart.id


def test_each_is_in_the_report_s_language(document: Document, charts: list[Chart]) -> None:
    for chart in charts:
        text = chart.alt
        for name in named(chart):
            text = text.replace(name, "")  # what a client calls its members stands as it is
        hangul, letters = bool(re.search("[가-힣]", text)), set(text)
        match tongue(document.locale):
            case "en":
                assert not re.search("[가-힣\u4e00-\u9fff]", text), text
            case "ko":
                assert hangul, text
            case "zh-TW":
                assert not hangul, text
                assert not letters & ONLY_SIMPLIFIED, text
            case "zh-CN":
                assert not hangul, text
                assert not letters & ONLY_TRADITIONAL, text


def test_no_two_are_the_same(charts: list[Chart]) -> None:
    texts = [bare(chart.alt) for chart in charts]
    assert sorted(texts) == sorted(set(texts))


def blocks(document: Document) -> Iterator[tuple[Chart, Block]]:
    for section in document.report.sections:
        for block in section.blocks:
            if isinstance(block.content, ChartBlock):
                yield document.report.charts[block.content.chart], block


def test_none_repeats_what_is_printed_around_the_chart(document: Document) -> None:
    """Title, subtitle and the notes below it are read out anyway; only the measure is named in both."""
    page = bare(re.sub(r"<[^>]+>", "", html.unescape(document.html.decode())))
    for chart, block in blocks(document):
        for text in (block.title, block.subtitle):
            printed = bare(plain(text)).rstrip(".。")
            assert not printed or printed not in bare(chart.alt) or 2 * len(printed) < len(bare(chart.alt)), chart.id
        notes = getattr(chart, "annotations", ())
        if len(notes) > 1:
            assert [note.label for note in notes if note.label in chart.alt] == []
            assert all(bare(f"{note.date}: {note.label}") in page for note in notes)
            assert all(any(bare(f"{note.date}: {note.label}") in text for text in document.pages) for note in notes)


def test_pages_and_screens_carry_them_whole(document: Document) -> None:
    labels = {html.unescape(found) for found in re.findall(r'aria-label="([^"]*)"', document.html.decode())}
    heard = {bare(label) for label in labels}
    figures = [bare(str(figure.get("/Alt", ""))) for figure in elements(document.opened, "/Figure")]
    shown = [bare(chart.alt) for chart, _ in blocks(document)]
    assert [text for text in shown if text not in heard] == []
    assert [text for text in shown if figures.count(text) != 1] == []
    assert all(figures)

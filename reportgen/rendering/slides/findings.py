"""The slides of findings: a sentence as the title, its chart or table, what is said further, and why in the notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.comparisons.model import KpiResult
from reportgen.formatting import PeriodStyle
from reportgen.insights.model import Insight
from reportgen.narrative.teller import Teller
from reportgen.periods import Period
from reportgen.rendering.chart_series import Plotted, Series, Shape, Words, plotted
from reportgen.rendering.chart_tables import chart_table
from reportgen.rendering.slides import native
from reportgen.rendering.slides.deck import EDGE, FOOT, WIDTH, Deck, Pptx
from reportgen.rendering.slides.fit import Box
from reportgen.report.model import (
    Block,
    Cards,
    Cell,
    ChartBlock,
    Column,
    Definitions,
    Report,
    Row,
    Run,
    Table,
    Text,
    plain,
)

BODY = Box(EDGE, 1.95, 3.7, 4.8)
BESIDE = Box(EDGE + 4.1, 1.85, WIDTH - 2 * EDGE - 4.1, 5.0)
WHOLE = Box(EDGE, 1.85, WIDTH - 2 * EDGE, 5.0)
LATEST, LEAST = 13, 2  # periods of a line
WIDE_TABLE = 5  # columns from which a table gets the whole width
_SHOWN_BY = {"experiment": "experiment-table"}  # what no KPI over time can show
_HOUSEKEEPING = frozenset({"cards", "kpi-table", "all-kpis", "data-status", "commentary"})


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding and the sentences that go on about it."""

    insight: Insight
    sentence: Text
    more: tuple[Text, ...]


def findings(report: Report) -> list[Finding]:
    """The report's sentences, those on the same KPI that follow each other together but for what has its own chart."""
    found: list[Finding] = []
    for insight, sentence in report.insights:
        last = found[-1] if found else None
        if last is None or last.insight.kpi != insight.kpi or _own_chart(report, insight, last.insight):
            found.append(Finding(insight, sentence, ()))
        else:
            found[-1] = Finding(last.insight, last.sentence, (*last.more, sentence))
    return found


def _own_chart(report: Report, insight: Insight, before: Insight) -> bool:
    block = _block(report, insight)
    return block is not None and isinstance(block.content, ChartBlock) and insight.chart != before.chart


def _block(report: Report, insight: Insight) -> Block | None:
    kind = _SHOWN_BY.get(insight.kind)
    return next((block for block in report.blocks if (block.kind == kind if kind else block.id == insight.chart)), None)


def finding_slide(deck: Deck, teller: Teller, words: Words, finding: Finding) -> None:
    """One slide."""
    report, block = deck.report, _block(deck.report, finding.insight)
    slide = deck.slide(finding.sentence, notes=[*_notes(deck, teller, finding, block)], size=26)
    drawn, alt, caption = _drawn(report, teller, words, finding, block)
    found = None if drawn is not None else _table(report, block)
    whole = not finding.more or (drawn is None and found is not None and len(found.columns) >= WIDE_TABLE)
    place = WHOLE if whole else BESIDE
    said: list[Text | str] = [*finding.more, caption]
    if drawn is not None:
        place = Box(place.left, place.top + (0.4 if whole else 0), place.width, place.height - (0.4 if whole else 0))
        native.chart(deck, slide, place, drawn, alt)
        if whole:
            deck.text(slide, Box(EDGE, 1.8, WIDTH - 2 * EDGE, 0.35), [caption], sizes=(13, 9), colour=deck.theme.ink2)
        else:
            deck.text(slide, BODY, said, sizes=(17, 10), gap=0.6)
    elif found is not None and block is not None:
        top = place.top
        if whole and finding.more:
            deck.text(slide, Box(EDGE, top, WIDTH - 2 * EDGE, 0.7), finding.more, sizes=(15, 10), gap=0.2)
            top += 0.8
        room = Box(place.left, top, place.width, place.top + place.height - top)
        table(deck, teller, slide, room, found, plain(block.title), caption if whole else "")
        if not whole:
            deck.text(slide, BODY, said, sizes=(17, 10), gap=0.6)
    else:
        deck.text(slide, WHOLE, said, sizes=(20, 11), gap=0.6)


def table(deck: Deck, teller: Teller, slide: Pptx, box: Box, found: Table, alt: str, caption: str) -> None:
    """A table, and below it what it shows and how many of its rows there is no room for."""
    line = 0.35
    high, left_out = native.table(deck, slide, Box(box.left, box.top, box.width, box.height - line), found, alt)
    more = teller.say("block.top.more", count=teller.count(f"slides.more[{left_out}]", left_out)) if left_out else ""
    said = teller.space.join(text for text in (caption, deck.words(more) if more else "") if text)
    below = Box(box.left, min(box.top + high + 0.1, FOOT.top - line), box.width, line - 0.1)
    deck.text(slide, below, [said], sizes=(11, 8), colour=deck.theme.ink2)


def _worth(block: Block) -> bool:
    return block.kind not in _HOUSEKEEPING


def _table(report: Report, block: Block | None) -> Table | None:
    """The block's table; of a figure that an office program cannot draw, its figures as the report prints them."""
    if block is None or not _worth(block):
        return None
    if isinstance(block.content, Table):
        return block.content
    found = chart_table(report.charts.get(block.content.chart)) if isinstance(block.content, ChartBlock) else None
    if found is None or len(found.rows[0]) > native.MOST_COLUMNS:
        return None
    heads = found.heads or ("",) * len(found.rows[0])
    columns = tuple(Column(head, numeric=place > 0) for place, head in enumerate(heads))
    rows = tuple(Row(tuple(Cell((Run(text),)) for text in row)) for row in found.rows)
    return Table(columns, rows)


def _drawn(
    report: Report, teller: Teller, words: Words, finding: Finding, block: Block | None
) -> tuple[Plotted | None, str, str]:
    """What is drawn, its alternative text and what it shows: the finding's own chart, else its KPI over time."""
    if block is not None and isinstance(block.content, ChartBlock):
        found = report.charts.get(block.content.chart)
        made = plotted(found, words)
        if made is not None and found is not None and made.shape is not Shape.NONE and made.series and made.categories:
            return made, found.alt, plain(block.subtitle)
    if block is not None and block.kind != "target-table" and _table(report, block) is not None:
        return None, "", plain(block.subtitle)
    result = report.results.kpis.get(finding.insight.kpi)
    made = None if result is None else over_time(result, teller)
    if made is None:
        return None, "", plain(block.subtitle) if block is not None else ""
    caption = plain(teller.say("slides.over_time", kpi=teller.kpi(finding.insight.kpi), sign=_sign(result, teller)))
    return made, f"{caption}: {made.categories[0]} – {made.categories[-1]}", caption


def _sign(result: KpiResult | None, teller: Teller) -> str:
    mark = "" if result is None else teller.formatter.mark(result.kpi.unit)
    return plain(teller.say("labels.sign", sign=teller.name(mark))) if mark else ""


def over_time(result: KpiResult, teller: Teller) -> Plotted | None:
    """A KPI's last periods as a line; None where too few have a number."""
    points = [point for point in result.series if point.value.number is not None][-LATEST:]
    if len(points) < LEAST:
        return None
    periods = [teller.period_of(point.period) for point in points]
    names = tuple(teller.formatter.period(period, PeriodStyle.SHORT) for period in periods)
    numbers = [point.value.number for point in points if point.value.number is not None]
    largest = max(numbers, key=abs)
    label = teller.formatter.value(
        largest, result.kpi.unit, decimals=teller.formatter.decimals(numbers, result.kpi.unit)
    )
    series = Series(teller.kpi_name(result.kpi.id), tuple(float(number) for number in numbers), label, float(largest))
    return Plotted(
        Shape.LINE, names, (series,), ticks=_ticks(teller, periods) if teller.phrases.language != "en" else ()
    )


def _ticks(teller: Teller, periods: Sequence[Period]) -> tuple[str, ...]:
    """The periods' names, with the year only where it begins."""
    found = []
    for place, period in enumerate(periods):
        begins = not place or periods[place - 1].start.year != period.start.year
        found.append(teller.formatter.period(period, PeriodStyle.SHORT if begins else PeriodStyle.NAME))
    return tuple(found)


def _notes(deck: Deck, teller: Teller, finding: Finding, block: Block | None) -> Iterator[str]:
    """Everything that is said, the KPI's figures, its definition, the chart in words, what can be done."""
    yield deck.words(finding.sentence)
    yield from (deck.words(text) for text in finding.more)
    result = deck.report.results.kpis.get(finding.insight.kpi)
    if result is not None:
        yield ""
        yield from figures(deck, teller, result)
        name = teller.kpi_name(result.kpi.id)
        yield from (
            deck.words(teller.say("slides.definition", text=teller.name(deck.words(text))))
            for term, text in _definitions(deck.report)
            if plain(term) == name
        )
    found = deck.report.charts.get(block.content.chart) if block and isinstance(block.content, ChartBlock) else None
    if block is not None and block.title:
        yield ""
        yield f"{deck.words(block.title)}. {deck.words(block.subtitle)}".strip()
    if found is not None:
        yield deck.words(found.alt)
    done = [one for one in deck.report.suggestions if one.get("kpi") == finding.insight.kpi]
    for suggestion in (text for one in done for text in one.get("suggestions", ())):
        evidence = suggestion.get("evidence") or {}
        said = f"{suggestion['text']} ({evidence['text']})" if evidence.get("text") else str(suggestion["text"])
        yield deck.words(teller.say("slides.action", text=teller.name(said)))


def figures(deck: Deck, teller: Teller, result: KpiResult) -> Iterator[str]:
    """A KPI's value, what it is held against and its target, a line each."""
    form, unit = teller.formatter, result.kpi.unit
    if result.value.number is None:
        return
    period = form.period(deck.report.results.state.period, PeriodStyle.SHORT)
    yield f"{teller.kpi_name(result.kpi.id)}, {period}: {form.value(result.value.number, unit)}"
    for held in result.comparisons.values():
        if held.value.number is None or held.change is None:
            continue
        change = form.change(held.change, unit, level=result.value.number)
        if held.relative is not None and unit.value != "rate":
            change = f"{change}, {form.percent(held.relative, sign=True)}"
        name = plain(teller.period(held.period, PeriodStyle.SHORT)) if ".." not in held.period else held.baseline.value
        yield f"{name}: {form.value(held.value.number, unit)} ({change})"
    if result.target is not None:
        attained = result.target.attainment
        share = "" if attained is None else f" ({form.percent(attained)})"
        yield f"{teller.word('table.target')}: {form.value(result.target.target, unit)}{share}"


def _definitions(report: Report) -> Sequence[tuple[Text, Text]]:
    return [item for block in report.blocks if isinstance(block.content, Definitions) for item in block.content.items]


def cards_of(report: Report) -> Cards | None:
    """The summary's cards."""
    return next((block.content for block in report.blocks if isinstance(block.content, Cards)), None)

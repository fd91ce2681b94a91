"""The sample report in English, whole: every kind of content, one suppressed block, one table over pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace

from reportgen.charts.model import (
    BarChart,
    Chart,
    CoverBars,
    DivergingChart,
    Figure,
    FunnelChart,
    HeatMap,
    LineChart,
    Sparkline,
    Waterfall,
)
from reportgen.insights.model import FactValue
from reportgen.report.model import (
    Block,
    Cover,
    Labels,
    Outcome,
    Paragraphs,
    Report,
    ReportStatus,
    Run,
    SourceSummary,
    Text,
)
from tests.rooms.rendering.sample_sections import sales, summary
from tests.rooms.rendering.sample_tables import actions, appendix
from tests.rooms.rendering.sample_why import journey, why
from tests.rooms.rendering.sample_writer import RESULTS, Writer, sparklines


def said(charts: dict[str, Chart]) -> dict[str, FactValue]:
    """Every text of the charts as a fact: figures here are written by hand, like those of the page."""

    def texts(noun: object) -> Iterator[str]:
        for value in (getattr(noun, field.name) for field in fields(noun)):  # type: ignore[arg-type]
            for item in value if isinstance(value, tuple) else (value,):
                if isinstance(item, str):
                    yield item
                elif is_dataclass(item):
                    yield from texts(item)

    return {f"{name}-{at}": FactValue(text, "text") for name in charts for at, text in enumerate(texts(charts[name]))}


def english() -> Report:
    """Lumen & Oak, October 2026: every kind of content, one suppressed block, one table over pages."""
    write = Writer()
    bars = CoverBars(
        "cover-bars",
        "Revenue per day; Sunday, October 18 was the best of 31 days with $23,269.",
        tuple(
            {17: 23269.0}.get(day, 12900 + 900 * ((day * 7) % 5) + (5200 if day % 7 == 3 else 0)) for day in range(31)
        ),
        17,
        "Sunday, October 18: $23,269",
        "The best of 31 days; one bar a day",
    )
    first = summary(write)
    parts = [sales(write), why(write), journey(write)]
    charts: dict[str, Chart] = {**sparklines(), "cover-bars": bars}
    for _, drawn in parts:
        charts |= drawn
    return Report(
        client="Lumen & Oak",
        client_id="lumen-oak",
        kind="ecommerce",
        locale="en-GB",
        currency="USD",
        timezone="America/New_York",
        status=ReportStatus.FINAL,
        title="Lumen & Oak: performance report, October 2026",
        labels=Labels(
            "Performance report, October 2026",
            (
                *write("Final", strong=True),
                *write(", data to {date:October 31, 2026}. Confidential: prepared for Lumen & Oak"),
            ),
            "Page {page} of {pages}",
            ", continued",
            "Contents",
            "up",
            "down",
            "Data of this chart",
        ),
        cover=Cover(
            ("October", "2026"),
            "Monthly performance report",
            (
                ("Period", write("{date:October 1 to 31, 2026}")),
                ("Prepared for", write("Maya Ortiz, Head of Commerce")),
                ("Prepared by", write("Northlight Analytics")),
                ("Status", write("Final. Data as of {date:November 2, 2026}")),
            ),
            "cover-bars",
        ),
        sections=(first, *(section for section, _ in parts), actions(write), appendix(write)),
        charts=charts,
        facts={**write.facts, **said(charts)},
        results=RESULTS,
        insights=(),
        silenced=(),
        checks=(),
        sources=(SourceSummary("Shop orders", "orders", 4830, 4819),),
    )


PLATE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}">'
    '<rect x="0" y="0" width="{w}" height="{h}" fill="#B2BEB9"/><text x="4" y="14" font-size="10" '
    'font-family="Pretendard" fill="#1A211E">{name}</text></svg>'
)
HEIGHTS = {LineChart: 60, BarChart: 45, Waterfall: 63, DivergingChart: 37, FunnelChart: 48, HeatMap: 58}


def stand_ins(report: Report) -> dict[str, Figure]:
    """A plate for each chart, at the size of the real figure."""
    figures = {}
    for name, chart in report.charts.items():
        width, height = {Sparkline: (40, 15), CoverBars: (175, 113)}.get(
            type(chart), (130, HEIGHTS.get(type(chart), 45))
        )
        svg = PLATE.format(w=round(width * 96 / 25.4), h=round(height * 96 / 25.4), name=name)
        figures[name] = Figure(name, svg, chart.alt, width, height)
    return figures


def with_text(report: Report, text: Text, name: str = "added") -> Report:
    """The report with one more paragraph at the end of its first section."""
    first, *rest = report.sections
    extra = Block(name, "paragraphs", first.id, Outcome.OK, (Run("Added"),), (), Paragraphs((text,)))
    return replace(report, sections=(replace(first, blocks=(*first.blocks, extra)), *rest))


LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">'
    b'<g fill="none" stroke="#1F5A49" stroke-width="3"><circle cx="24" cy="24" r="22.5"/>'
    b'<circle cx="24" cy="31" r="15"/></g><circle cx="24" cy="37" r="10" fill="#1F5A49"/></svg>'
)

"""``reportgen kpis`` for people: the numbers as a table of plain text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from reportgen.comparisons.model import Baseline, Comparison, KpiResult, Results
from reportgen.formatting import PeriodStyle
from reportgen.kpis.model import Kpi, Value
from reportgen.narrative.model import plain
from reportgen.narrative.reasons import message_text
from reportgen.narrative.teller import Teller
from reportgen.units import Unit

DASH = "–"


def kpi_table(client: str, results: Results, teller: Teller) -> str:
    """KPIs down, value and comparisons across; members of dimensions indented; reasons at the end."""
    baselines = tuple(dict.fromkeys(b for result in results.kpis.values() for b in result.comparisons))
    targets = any(result.target is not None for result in results.kpis.values())
    head = ["", teller.formatter.period(results.state.period, PeriodStyle.SHORT)]
    head += [cell for baseline in baselines for cell in (baseline.value, "change")]
    head += ["target"] if targets else []
    rows = [head]
    reasons: list[str] = []
    for result in results.kpis.values():
        rows.append(_row(teller.kpi_name(result.kpi.id), result, baselines, teller, targets=targets))
        rows += list(_members(result, baselines, teller, len(head)))
        if result.value.reason is not None:
            words = plain(message_text(result.value.reason, teller, f"reason[{result.kpi.id}]"))
            reasons.append(f"{teller.kpi_name(result.kpi.id)}: {words}")
    title = f"{client}, {teller.formatter.period(results.state.period, PeriodStyle.LONG)}"
    return "\n".join([title, "", *_aligned(rows), *(["", *reasons] if reasons else [])])


def _row(name: str, result: KpiResult, baselines: tuple[Baseline, ...], teller: Teller, *, targets: bool) -> list[str]:
    cells = [name, _figure(result.kpi, result.value, teller)]
    for baseline in baselines:
        comparison = result.comparisons.get(baseline)
        cells += _against(result.kpi, comparison, teller)
    if targets:
        attained = result.target.attainment if result.target is not None else None
        cells.append(DASH if attained is None else teller.formatter.percent(attained))
    return cells


def _members(result: KpiResult, baselines: tuple[Baseline, ...], teller: Teller, width: int) -> Iterator[list[str]]:
    for dimension, segments in result.segments.items():
        for segment in segments:
            key = segment.key if segment.key is not None else teller.word("member.none")
            cells = [f"  {dimension}: {key}", _figure(result.kpi, segment.value, teller)]
            for baseline in baselines:
                cells += _against(result.kpi, segment.comparisons.get(baseline), teller)
            yield cells + [""] * (width - len(cells))


def _figure(kpi: Kpi, value: Value, teller: Teller) -> str:
    return DASH if value.number is None else teller.formatter.value(value.number, kpi.unit)


def _against(kpi: Kpi, comparison: Comparison | None, teller: Teller) -> list[str]:
    if comparison is None:
        return ["", ""]
    if comparison.change is None:
        return [_figure(kpi, comparison.value, teller), DASH]
    if kpi.unit is Unit.RATE or comparison.relative is None:
        change = teller.formatter.change(comparison.change, kpi.unit)
    else:
        change = teller.formatter.percent(comparison.relative, sign=True)
    return [_figure(kpi, comparison.value, teller), change]


def _aligned(rows: list[list[str]]) -> list[str]:
    widths = [max(_width(row[at]) for row in rows if at < len(row)) for at in range(len(rows[0]))]
    return [
        "  ".join(
            cell + " " * (width - _width(cell)) if at == 0 else " " * (width - _width(cell)) + cell
            for at, (cell, width) in enumerate(zip(row, widths, strict=False))
        ).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    """Columns on a terminal: wide characters take two, joiners none."""
    return sum(
        0 if unicodedata.category(c) in ("Cf", "Mn") else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )

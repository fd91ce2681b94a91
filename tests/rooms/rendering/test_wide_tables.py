"""A table whose figures would run into each other in the main column takes the page's whole width."""

from __future__ import annotations

import pytest

from reportgen.charts.measure import Typesetter
from reportgen.rendering import column_widths, layout
from reportgen.report.model import Cell, Column, Row, Run, Table

MEASURE = column_widths.Measure(Typesetter(("Pretendard",)))


def table(figure: str) -> Table:
    """A KPI against five comparisons: its name and six figures."""
    columns = (Column("KPI", numeric=False), *(Column(f"Head {number}") for number in range(6)))
    cells = tuple(Cell((Run(text),)) for text in ("Net revenue", *[figure] * 6))
    return Table(columns, (Row(cells),))


@pytest.mark.parametrize(("figure", "wide", "total"), [("$177,989", False, 130.0), ("NT$21,791,462", True, 175.0)])
def test_long_amounts_get_the_whole_width_and_then_fit(figure: str, wide: bool, total: float) -> None:  # noqa: FBT001
    seen = layout.table_view(table(figure), MEASURE)
    assert seen.table.wide is wide
    assert sum(seen.widths) == pytest.approx(total, abs=0.1)
    assert min(seen.widths[1:]) > MEASURE.width(figure, 7.5)  # at least the small size, with room between

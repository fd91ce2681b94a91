"""Names that are printed in part, and the figures of the new charts for those who cannot see them."""

from __future__ import annotations

from html import escape

from reportgen.rendering.chart_tables import chart_table
from tests.rooms.charts.parts_sample import PARTS
from tests.rooms.rendering.conftest import prepared
from tests.rooms.report.test_lists import PAGES, TOP, report_with, visits


def test_a_shortened_name_is_whole_where_it_is_pointed_at() -> None:
    html = prepared(report_with(visits(), TOP)).html
    assert all(f'title="{escape(page)}"' in html for page in PAGES)
    assert html.count(' title="') == len(PAGES)


def test_the_figures_of_a_mix_and_of_intervals_can_be_read_as_a_table() -> None:
    charts = {chart.id: chart for chart in PARTS}
    mix, intervals = chart_table(charts["mix"]), chart_table(charts["intervals"])
    assert mix is not None
    assert mix.heads == ("", "Organic search", "Paid search", "Email", "All others")
    assert mix.rows[0] == ("Oct 2026", "50%", "30%", "18%", "2%")
    assert intervals is not None
    assert intervals.rows[0] == ("Checkout: one page", "+1.00 pp", "+0.40 pp to +1.60 pp")

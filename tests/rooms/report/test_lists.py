"""Lists and splits by member: top lists, movers, the mix, sends; small enough to work out by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from reportgen.charts.model import StackedChart
from reportgen.comparisons.model import Results
from reportgen.kpis.model import StepValues, Value
from reportgen.narrative import plain
from reportgen.report.columns import shortened
from reportgen.report.kind import Kind, parse_kind
from reportgen.report.model import Outcome, Report, Table
from reportgen.units import Good, Unit
from tests.rooms.report import results_sample as sample
from tests.rooms.report.results_sample import Figure, Spec
from tests.rooms.report.test_compose import block, make, rows_of

PAGES = (
    "https://shop.example.com/lamps",
    "https://shop.example.com/collections/lighting/pendant-lamps/brass-and-opal-glass",
    "https://shop.example.com/",
)


def kind_with(*blocks: str, kpis: str = "sessions") -> Kind:
    lines = "\n".join(f"      - {{{one}}}" for one in blocks)
    return parse_kind(f"id: one\nkpis: [{kpis}]\nsections:\n  - id: part\n    blocks:\n{lines}\n", "one.yaml")


def report_with(results: Results, *blocks: str, kpis: str = "sessions") -> Report:
    return make(results, sample.config(segments=()), kind=kind_with(*blocks, kpis=kpis))


def split(**members: tuple[Figure, Figure]) -> dict[str | None, tuple[Figure, Figure, Figure]]:
    return {name: (now, before, None) for name, (now, before) in members.items()}


def by_page(*rows: tuple[Figure, Figure]) -> dict[str, dict[str | None, tuple[Figure, Figure, Figure]]]:
    return {"landing_page": {page: (now, before, None) for page, (now, before) in zip(PAGES, rows, strict=True)}}


def visits() -> Results:
    # 60 + 30 + 10 = 100 sessions, before 50 + 40 + 10; a rate of each page and of all
    return sample.results(
        [
            Spec("sessions", Unit.COUNT, 100, 100, additive=True, segments=by_page((60, 50), (30, 40), (10, 10))),
            Spec("conversion_rate", Unit.RATE, "0.03", segments=by_page(("0.02", None), ("0.05", None), (None, None))),
        ]
    )


TOP = "kind: top-list, kpi: sessions, by: landing_page, with: [conversion_rate, bounce_rate]"


def test_a_list_is_ordered_by_its_kpi_with_the_others_beside_it_and_the_whole_below() -> None:
    report = report_with(visits(), TOP)
    assert rows_of(report, "part-top-list") == [
        ["/lamps", "60", "+20.0", "2.00"],
        ["/collections/lighting/p…s/brass-and-opal-glass", "30", "−25.0", "5.00"],
        ["/", "10", "0.0", "–"],
        ["All", "100", "0.0", "3.00"],
    ]  # fmt: skip
    assert plain(block(report, "part-top-list").title) == "/lamps brings 60% of sessions"


def test_a_name_of_which_only_a_part_is_printed_keeps_its_whole_beside_it() -> None:
    table = block(report_with(visits(), TOP), "part-top-list").content
    assert isinstance(table, Table)
    assert [row.cells[0].whole for row in table.rows] == [*PAGES, ""]


def test_what_is_not_listed_is_counted() -> None:
    table = block(report_with(visits(), TOP.replace("by:", "most: 1, by:")), "part-top-list").content
    assert isinstance(table, Table)
    assert len(table.rows) == 2
    assert plain(table.more) == "2 more are not listed."


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("Autumn Living", 13, "Autumn Living"),
        ("Autumn Living – Retargeting", 15, "Autumn…rgeting"),  # 14 letters are left for both ends: seven each
        ("봄맞이 대규모 할인 행사", 11, "봄맞…행사"),  # a Hangul letter is as wide as two
    ],
)
def test_a_long_name_is_cut_in_the_middle(text: str, most: int, short: str) -> None:
    assert shortened(text, most) == short


def positions(**keywords: tuple[Figure, Figure]) -> Results:
    spec = Spec(
        "keyword_position", Unit.SCORE, 8, 9, good=Good.DOWN, section="search", segments={"query": split(**keywords)}
    )
    return sample.results([spec])


MOVERS = "kind: movers, kpi: keyword_position, by: query"


def test_keywords_move_up_when_their_number_falls_and_come_and_go() -> None:
    report = report_with(
        positions(lamp=(4, 9), sofa=(12, 7), rug=("6.4", "6.1"), desk=(8, None), chair=(None, 3)),
        MOVERS,
        kpis="keyword_position",
    )
    assert rows_of(report, "part-movers") == [
        ["Up (1)", "", "", ""],
        ["lamp", "9", "4", "5"],
        ["Down (1)", "", "", ""],
        ["sofa", "7", "12", "5"],
        ["New (1)", "", "", ""],
        ["desk", "–", "8", "–"],
        ["Lost (1)", "", "", ""],
        ["chair", "3", "–", "–"],
    ]
    table = block(report, "part-movers").content
    assert isinstance(table, Table)
    assert [row.cells[3].arrow for row in table.rows if row.cells[3].arrow] == ["up", "down"]
    assert plain(block(report, "part-movers").title) == "1 moved up, 1 moved down"


def test_keywords_that_hold_their_place_make_no_table() -> None:
    one = block(report_with(positions(rug=("6.4", "6.1"), desk=(8, 8)), MOVERS, kpis="keyword_position"), "part-movers")
    assert (one.outcome, one.reason) == (Outcome.EMPTY, "no member moved enough to be named")


def test_the_movers_of_a_part_are_compared_by_the_part() -> None:
    windows = {
        "current": {"lamp": Value.of(2), "rug": Value.of(9)},
        "previous": {"lamp": Value.of(5), "rug": Value.of(9)},
    }
    part = StepValues(
        "position", {"current": Value.of(6), "previous": Value.of(7)}, {"keyword": dict(windows)}, Unit.SCORE
    )
    results = sample.results([Spec("keywords_top10", Unit.COUNT, 2, 2, section="search")])
    held = replace(results.kpis["keywords_top10"], parts=(part,))
    report = report_with(
        replace(results, kpis={"keywords_top10": held}),
        "kind: movers, kpi: keywords_top10, by: keyword, part: position, good: down",
        kpis="keywords_top10",
    )
    assert rows_of(report, "part-movers") == [["Up (1)", "", "", ""], ["lamp", "5", "2", "3"]]


def mixed(*rows: tuple[str, int, int, int]) -> Results:
    channels: dict[str | None, tuple[Figure, Figure, Figure]] = {name: (now, old, ago) for name, now, old, ago in rows}
    now, old, ago = (sum(row[at] for row in rows) for at in (1, 2, 3))
    return sample.results([Spec("sessions", Unit.COUNT, now, old, ago, additive=True, segments={"channel": channels})])


MIX = "kind: mix, kpi: sessions, by: channel, most: 2"


def test_the_mix_is_of_shares_now_before_and_a_year_ago_and_names_the_one_that_moved() -> None:
    # now 50, 30, 20 of 100; before 60, 20, 20; a year ago 80, 10, 10
    report = report_with(mixed(("Search", 50, 60, 80), ("Email", 30, 20, 10), ("Direct", 20, 20, 10)), MIX)
    chart = report.charts["part-mix"]
    assert isinstance(chart, StackedChart)
    assert chart.parts == ("Search", "Email", "Direct")
    assert [(row.label, row.value_labels) for row in chart.rows] == [
        ("Oct 2026", ("50%", "30%", "20%")),
        ("Sep 2026", ("60%", "20%", "20%")),
        ("Oct 2025", ("80%", "10%", "10%")),
    ]
    title = plain(block(report, "part-mix").title).replace("\u00a0", " ")
    assert (chart.accent, title) == (0, "Search fell 10.0 pp to 50% of sessions")


def test_a_mix_with_a_negative_part_is_no_whole() -> None:
    report = report_with(mixed(("Search", 50, 60, 80), ("Returns", -10, 0, 0)), MIX)
    assert block(report, "part-mix").reason == "its members do not add up to a whole"


def test_the_sends_of_the_period_are_listed_with_their_rates() -> None:
    # a mail of September was not sent in October: it is no row
    sends = {
        "delivered": split(Spring=(900, 0), Autumn=(100, 0), Old=(0, 400)),
        "ctr": split(Spring=("0.02", None), Autumn=("0.05", None)),
    }
    results = sample.results(
        [
            Spec("emails_delivered", Unit.COUNT, 1000, 400, additive=True, section="email", segments={"campaign": sends["delivered"]}),
            Spec("email_ctr", Unit.RATE, "0.023", section="email", segments={"campaign": sends["ctr"]}),
        ]
    )  # fmt: skip
    report = report_with(results, "kind: sends-table", kpis="emails_delivered")
    assert rows_of(report, "part-sends-table") == [
        ["Spring", "900", "2.00"],
        ["Autumn", "100", "5.00"],
        ["All", "1,000", "2.30"],
    ]
    assert plain(block(report, "part-sends-table").title) == "Autumn has the highest e-mail click rate, 5.00%"


def test_no_sends_no_table() -> None:
    results = sample.results([Spec("sessions", Unit.COUNT, Decimal(5))])
    assert block(report_with(results, "kind: sends-table"), "part-sends-table").reason == "no e-mails were sent"


def test_members_of_earlier_periods_only_are_not_counted_among_those_not_listed() -> None:
    # Two pages have sessions now, the third had them before: one more is not listed, not two.
    segments = by_page((60, 50), (30, 40), (0, 10))
    results = sample.results([Spec("sessions", Unit.COUNT, 90, 100, additive=True, segments=segments)])
    table = block(report_with(results, TOP.replace("by:", "most: 1, by:")), "part-top-list").content
    assert isinstance(table, Table)
    assert plain(table.more) == "1 more is not listed."

"""The journey's pages: a funnel small enough to work out by hand."""

from dataclasses import replace
from decimal import Decimal

import pytest

from reportgen.charts.model import FunnelChart, HeatMap
from reportgen.comparisons.model import Results
from reportgen.kpis.model import StepValues, Value
from reportgen.narrative import plain
from reportgen.report.blocks.journey import counts, step_rates
from reportgen.report.model import Outcome, Table
from reportgen.units import Sentiment, Unit
from tests.rooms.report import results_sample as sample
from tests.rooms.report.results_sample import Spec
from tests.rooms.report.test_compose import block, make, rows_of

D = Decimal
NOW = {"sessions": 10000, "product_views": 5600, "add_to_carts": 880, "checkouts": 460, "purchases": 230}
BEFORE = {"sessions": 9000, "product_views": 5040, "add_to_carts": 792, "checkouts": 414, "purchases": 248}
PHONE = {"sessions": (6000, 5500), "purchases": (90, 120), "checkouts": (230, 214)}
DESK = {"sessions": (4000, 3500), "purchases": (140, 128), "checkouts": (230, 200)}


def steps(now: dict[str, int] = NOW, before: dict[str, int] = BEFORE) -> tuple[StepValues, ...]:
    def split(name: str, side: int) -> dict[str | None, Value]:
        return {key: Value.of(of[name][side]) for key, of in (("phone", PHONE), ("desktop", DESK)) if name in of}

    return tuple(
        StepValues(
            name,
            {"current": Value.of(now[name]), "previous": Value.of(before[name])},
            {"device": {"current": split(name, 0), "previous": split(name, 1)}},
        )
        for name in now
    )


def results(of: tuple[StepValues, ...], grid: tuple[tuple[str, str, int], ...] = ()) -> Results:
    made = sample.results(
        [Spec("revenue", Unit.MONEY, 900, 800, additive=True), Spec("funnel", Unit.COUNT, 230, 248, additive=True),
         Spec("sessions", Unit.COUNT, 10000, 9000, additive=True), Spec("orders_peak", Unit.COUNT, 40, 30)]
    )  # fmt: skip
    kpis = dict(made.kpis)
    kpis["funnel"] = replace(kpis["funnel"], steps=of)
    kpis["orders_peak"] = replace(kpis["orders_peak"], grid=grid)
    return replace(made, kpis=kpis)


def test_the_rate_of_a_step_is_its_share_of_the_step_before() -> None:
    rates = {rate.id: rate for rate in step_rates(steps())}
    assert list(rates) == ["product_views", "add_to_carts", "checkouts", "purchases"]
    assert rates["purchases"].now == D("0.5")
    assert rates["purchases"].before == D(248) / 414
    assert rates["product_views"].change == 0


def test_the_effects_of_sessions_and_rates_sum_to_the_change_in_orders() -> None:
    # Only sessions and the last step moved: ln(10/9) and ln(0.5 / 0.59903) shares of −18 orders.
    rates = {rate.id: rate for rate in step_rates(steps())}
    assert rates["checkouts"].effect == pytest.approx(0, abs=1e-9)
    # L(230, 248) = −18 / ln(230 / 248) = 238.887; × ln(0.5 / (248 / 414)) = −43.169
    assert float(rates["purchases"].effect) == pytest.approx(-43.169, abs=1e-3)
    assert (rates["purchases"].clear, rates["add_to_carts"].clear) == (True, False)


def test_a_step_that_nobody_reached_has_no_rates() -> None:
    nothing = steps({**NOW, "purchases": 0})
    assert counts(nothing, "current") is None
    assert step_rates(nothing) == ()


def test_the_funnel_names_the_step_that_moved_the_end_most() -> None:
    report = make(results(steps()), sample.config())
    found = block(report, "conversion-funnel")
    assert plain(found.title).replace("\u00a0", " ") == "Order placed lost 9.9 pp"
    chart = report.charts["journey-funnel"]
    assert isinstance(chart, FunnelChart)
    assert [step.count for step in chart.steps] == ["10,000", "5,600", "880", "460", "230"]
    assert [step.accent for step in chart.steps] == [False] * 4 + [True]
    assert chart.steps[-1].sentiment is Sentiment.UNFAVOURABLE
    assert (chart.steps[-1].rate, chart.steps[-1].rate_before) == ("50.0%", "59.9%")
    assert chart.steps[-1].change.replace("\u00a0", " ") == "▼ −9.9 pp"


def test_the_table_by_device_has_every_rate_with_its_change_and_the_clearest_in_its_title() -> None:
    report = make(results(steps()), sample.config())
    rows = rows_of(report, "conversion-journey-table")
    assert rows[0] == ["Phone", "6,000", "90", "1.50", "−0.68", "39.1", "−16.9"]  # 120/5500 and 120/214 before
    assert rows[-1] == ["All", "10,000", "230", "2.30", "−0.46", "50.0", "−9.9"]
    title = plain(block(report, "conversion-journey-table").title).replace("\u00a0", " ")
    assert title == "Phone completes 39.1% of checkouts, down 16.9 pp"
    table = block(report, "conversion-journey-table").content
    assert isinstance(table, Table)
    assert table.rows[-1].total


def test_the_busiest_three_hours_carry_their_figures() -> None:
    grid = (
        *((str(day), str(hour), 3) for day in range(1, 8) for hour in range(24)),
        ("7", "19", 20), ("7", "20", 40), ("7", "21", 30),
    )  # fmt: skip
    report = make(results(steps(), grid), sample.config())
    found = block(report, "sales-peak-hours")
    title = plain(found.title).replace("\u202f", " ").replace("\u00a0", " ")
    assert title == "Sunday from 7 pm to 10 pm is the busiest stretch"
    chart = report.charts["journey-hours"]
    assert isinstance(chart, HeatMap)
    assert sorted(cell.label for cell in chart.cells if cell.label) == ["20", "30", "40"]
    assert chart.rows[0] == "Mon"


def test_few_orders_are_not_mapped_by_the_hour() -> None:
    report = make(results(steps(), (("1", "10", 99),)), sample.config())
    assert block(report, "sales-peak-hours").outcome is Outcome.SUPPRESSED

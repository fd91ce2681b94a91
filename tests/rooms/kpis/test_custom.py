"""A client's own KPIs: what works, and how a slip is shown where it is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.config.client import ClientConfig
from reportgen.config.load import load_client
from reportgen.errors import ConfigError, Problem
from reportgen.facts.store import FactStore
from reportgen.kpis import DayWindow, Request, Settings, Status, compute, load_catalog
from reportgen.kpis.custom import custom_kpis
from reportgen.kpis.model import Kpi, Value
from reportgen.periods.model import Span
from reportgen.pipeline.ask import names
from reportgen.units import Cadence, Good, Unit

StoreOf = Callable[..., FactStore]
MARCH = DayWindow((Span(date(2026, 3, 1), date(2026, 3, 31)),), open_start=True)
HEAD = """client: Lumen & Oak
report: ecommerce
currency: USD
timezone: UTC
sources:
  - {table: orders, path: orders.csv}
"""
ORDERS = """order_id,ordered_at,amount,channel
1,2026-03-01,10.00,gift
2,2026-03-02,30.00,web
3,2026-03-03,20.00,gift
4,2026-03-04,60.00,
"""


@pytest.fixture
def load(tmp_path: Path) -> Callable[[str], ClientConfig]:
    """The client whose report.yaml ends in this text, from its seventh line on."""

    def client(text: str) -> ClientConfig:
        folder = tmp_path / "oak"
        folder.mkdir(exist_ok=True)
        (folder / "orders.csv").write_text(ORDERS, encoding="utf-8")
        (folder / "report.yaml").write_text(HEAD + text, encoding="utf-8")
        return load_client(folder, names())

    return client


@pytest.fixture
def kpis(load: Callable[[str], ClientConfig]) -> Callable[[str], tuple[Kpi, ...]]:
    def read(text: str) -> tuple[Kpi, ...]:
        config = load(text)
        return custom_kpis(config.custom_kpis, config.file, config.written)

    return read


@pytest.fixture
def problem(kpis: Callable[[str], tuple[Kpi, ...]]) -> Callable[[str], Problem]:
    """The one problem of a report.yaml with this text."""

    def refused(text: str) -> Problem:
        with pytest.raises(ConfigError) as caught:
            kpis(text)
        (found,) = caught.value.problems
        return found

    return refused


def value(store: FactStore, kpi: Kpi) -> Value:
    catalog = load_catalog().with_custom((kpi,))
    found = compute(store, catalog, Request({kpi.id: {"current": MARCH}}), Settings(Decimal(12)))
    return found[kpi.id].windows["current"]


SHARE = """custom_kpis:
  - {id: gift_share, name: Gift share, formula: gifts / orders, unit: rate, good: up,
     measures: {gifts: {table: orders, aggregate: count, where: "channel = 'gift'"}}}
"""


def test_a_share_of_orders_is_two_of_four(kpis: Callable[[str], tuple[Kpi, ...]], store_of: StoreOf) -> None:
    (share,) = kpis(SHARE)
    assert value(store_of(orders=ORDERS), share).number == Decimal("0.5")


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("{table: orders, aggregate: sum, column: amount}", "120"),
        ("{table: orders, aggregate: sum, column: AMOUNT * 2}", "240"),
        ("{table: orders, aggregate: count}", "4"),
        ("{table: orders, aggregate: count_distinct, column: channel}", "2"),
        ("{table: orders, aggregate: min, column: amount}", "10"),
        ("{table: orders, aggregate: max, column: amount}", "60"),
        ("{table: orders, aggregate: mean, column: amount}", "30"),
        ("{table: orders, aggregate: median, column: amount}", "25"),  # of 10, 20, 30 and 60
    ],
)
def test_every_aggregate_works_and_a_kpi_without_unit_or_definition_is_a_plain_count(
    kpis: Callable[[str], tuple[Kpi, ...]], store_of: StoreOf, measure: str, expected: str
) -> None:
    (own,) = kpis(f"custom_kpis: [{{id: own, name: Own, formula: m, measures: {{m: {measure}}}}}]\n")
    assert value(store_of(orders=ORDERS), own).number == Decimal(expected)
    assert (own.unit, own.good, own.cadence) == (Unit.COUNT, Good.NONE, Cadence.MONTHLY)
    assert (own.section, own.definition) == ("custom", None)


def test_a_column_that_the_data_lack_makes_it_unavailable_and_not_zero(
    kpis: Callable[[str], tuple[Kpi, ...]], store_of: StoreOf
) -> None:
    (share,) = kpis(SHARE)
    found = value(store_of(orders="order_id,ordered_at,amount\n1,2026-03-01,10\n"), share)
    assert found.status is Status.UNAVAILABLE
    assert found.reason is not None
    assert found.reason.arguments == {"table": "orders", "column": "channel"}


def test_a_typo_in_a_formula_is_underlined_in_the_file_with_the_nearest_name(
    problem: Callable[[str], Problem],
) -> None:
    found = problem(SHARE.replace("gifts / orders", "gifts / ordres"))
    assert str(found.where).endswith("oak/report.yaml:8:57")
    assert found.excerpt == (
        "8 |   - {id: gift_share, name: Gift share, formula: gifts / ordres, unit: rate, good: up,\n"
        "  |                                                         ^^^^^^"
    )
    assert (found.found, found.todo) == ("ordres", "did you mean 'orders'?")
    assert "^^^^^^\n  found: ordres" in str(found)


def test_in_a_folded_formula_the_right_one_of_equal_words_is_underlined(problem: Callable[[str], Problem]) -> None:
    text = "custom_kpis:\n  - id: own\n    name: orderz\n    formula: >-\n      orders + orders\n      - (orderz / revenue)\n"
    found = problem(text)
    assert found.excerpt == "12 |       - (orderz / revenue)\n   |          ^^^^^^"


def test_after_hangul_the_mark_stands_under_the_word(problem: Callable[[str], Problem]) -> None:
    found = problem("custom_kpis: [{id: own, name: 선물, formula: ordres}]\n")
    assert found.excerpt is not None
    line, mark = found.excerpt.splitlines()
    assert mark.index("^") == line.index("ordres") + 2  # two signs before it are two columns wide


@pytest.mark.parametrize(
    ("formula", "underlined", "todo"),
    [
        ("frist(orders, revenue)", "frist", "did you mean 'first'?"),
        ("orders / ", "/", None),
        ("orders + revenue.amount", "revenue.amount", None),
        ("orders $ revenue", "$", None),
        ("orders if revenue else aov", "orders if revenue else aov", None),
        ("min(orders)", "'min(orders)'", None),
    ],
)
def test_what_is_no_arithmetic_is_underlined(
    problem: Callable[[str], Problem], formula: str, underlined: str, todo: str | None
) -> None:
    found = problem(f"custom_kpis:\n  - id: own\n    name: Own\n    formula: '{formula}'\n")
    assert found.excerpt is not None
    line, mark = found.excerpt.splitlines()
    assert line[mark.index("^") : mark.rindex("^") + 1] == underlined
    assert found.todo == todo


@pytest.mark.parametrize(
    ("measure", "underlined", "todo"),
    [
        ("{table: ordres, aggregate: count}", "ordres", "did you mean 'orders'?"),
        ("{table: orders, aggregate: sum, column: amuont * 2}", "amuont", "did you mean 'amount'?"),
        ("{table: orders, aggregate: count, where: chanel = 'gift'}", "chanel", "did you mean 'channel'?"),
        ("{table: orders, aggregate: summ, column: amount}", "summ", None),
        ("{table: orders, aggregate: sum, column: read_csv('x')}", "read_csv('x')", None),
        ("{table: orders, aggregate: sum, column: '(select 1)'}", "(select 1)", None),
        ("{table: orders, aggregate: count, where: amount in (select amount from orders)}", "in", None),
        ("{table: orders, aggregate: sum, column: amount; drop table orders}", "amount; drop table orders", None),
        ("{table: orders, aggregate: sum, column: SUM(amount)}", "SUM(amount)", "write `aggregate: sum`, and in `column` what is aggregated"),
        ("{table: orders, aggregate: sum, column: channel}", "channel", "use count_distinct for different values, or count with a `where`"),
        ("{table: orders, aggregate: count, where: channel}", "channel", "compare it: channel = 'Email'"),
    ],
)  # fmt: skip
def test_a_measure_takes_known_tables_columns_and_aggregates_and_no_query(
    problem: Callable[[str], Problem], measure: str, underlined: str, todo: str | None
) -> None:
    found = problem(f"custom_kpis: [{{id: own, name: Own, formula: m, measures: {{m: {measure}}}}}]\n")
    assert found.where is not None
    assert (found.where.line, found.where.column is not None) == (7, True)
    assert found.excerpt is not None
    line, mark = found.excerpt.splitlines()
    assert line[mark.index("^") : mark.rindex("^") + 1] == underlined
    if todo:
        assert found.todo == todo


def test_a_formula_that_leads_back_to_itself_is_shown(problem: Callable[[str], Problem]) -> None:
    found = problem("custom_kpis:\n  - {id: a, name: A, formula: b}\n  - {id: b, name: B, formula: 1 - a}\n")
    assert found.found == "a → b → a"
    assert found.where is not None
    assert found.where.line == 8


def test_a_formula_nested_without_end_is_refused(problem: Callable[[str], Problem]) -> None:
    found = problem(f"custom_kpis:\n  - id: own\n    name: Own\n    formula: '{'-' * 5000}orders'\n")
    assert found.what == "custom KPI 'own': the formula is nested too deeply"
    assert len(str(found)) < 600


def test_every_slip_is_listed_at_once(kpis: Callable[[str], tuple[Kpi, ...]]) -> None:
    with pytest.raises(ConfigError) as caught:
        kpis(SHARE.replace("gifts / orders", "gift / ordres").replace("channel =", "chanel ="))
    assert [problem.found for problem in caught.value.problems] == ["gift", "ordres", "chanel = 'gift'"]


def test_a_password_on_the_same_line_is_not_shown(problem: Callable[[str], Problem]) -> None:
    found = problem("custom_kpis: [{id: own, name: 'password: hunter2', formula: ordres}]\n")
    assert "hunter2" not in str(found)
    assert "^^^^^^" in str(found)

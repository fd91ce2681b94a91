"""Forecasts of short histories, by hand, and of a shop's months."""

from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest

from reportgen.facts.store import FactStore
from reportgen.kpis import DayWindow
from reportgen.kpis.forecast import FEWEST, forecast
from reportgen.kpis.model import Forecast
from tests.rooms.kpis.asking import ask, month

StoreOf = Callable[..., FactStore]


def of(*history: int, season: int = 12, skip: int = 0) -> Forecast:
    return forecast([Decimal(number) for number in history], season, "mrr", skip)


def test_a_level_that_never_moved_is_forecast_as_it_is_without_doubt() -> None:
    found = of(50, 50, 50, 50, 50, 50)
    assert found.method == "forecast.last_value"  # all methods are right: the simplest is taken
    assert [tuple(point) for point in found.points] == [(1, 50, 50, 50), (2, 50, 50, 50), (3, 50, 50, 50)]


def test_a_straight_line_goes_on() -> None:
    found = of(10, 20, 30, 40, 50, 60)
    assert found.method == "forecast.drift"
    assert [(point.offset, point.value, point.low, point.high) for point in found.points] == [
        (1, 70, 70, 70), (2, 80, 80, 80), (3, 90, 90, 90),
    ]  # fmt: skip


def test_the_interval_is_the_spread_of_the_errors_and_widens_with_the_root_of_the_steps() -> None:
    # Up and down around 100: the last value is off by 10, 10 and 10 at the fourth, fifth and sixth month; drift and
    # damped drift, which take the last step or a part of it further, are off by more or by as much.
    found = of(100, 110, 100, 110, 100, 110)
    assert found.method in {"forecast.last_value", "forecast.damped_drift", "forecast.drift"}
    first, second, third = (point.high - point.low for point in found.points)
    assert float(second / first) == pytest.approx(2**0.5)
    assert float(third / first) == pytest.approx(3**0.5)


def test_a_pattern_that_returns_every_year_is_seen_in_the_third() -> None:
    year = [100, 40, 70, 90]
    found = of(*year, *(number + 10 for number in year), *(number + 20 for number in year), season=4)
    assert found.method == "forecast.seasonal"
    assert [point.value for point in found.points] == [130, 70, 100]


def test_money_that_was_never_negative_is_not_forecast_to_be() -> None:
    found = of(60, 50, 40, 30, 20, 10)
    assert [point.value for point in found.points] == [0, 0, 0]
    assert all(point.low == 0 <= point.high for point in found.points)


def test_steps_that_are_skipped_are_further_away() -> None:
    assert [point.value for point in of(10, 20, 30, 40, 50, 60, skip=1).points] == [80, 90, 100]


def orders(amounts: Sequence[int]) -> str:
    """One order a month, from January 2025 on."""
    rows = [f"{at},{2025 + at // 12}-{at % 12 + 1:02d}-15,{amount}\n" for at, amount in enumerate(amounts)]
    return "order_id,ordered_at,amount\n" + "".join(rows)


def months(first: int, count: int) -> dict[str, DayWindow]:
    names = [f"{2025 + at // 12}-{at % 12 + 1:02d}" for at in range(first, first + count)]
    return {f"series:{name}": month(name) for name in names}


def test_without_subscriptions_net_revenue_is_forecast_from_its_own_months(store_of: StoreOf) -> None:
    store = store_of(orders=orders([100, 110, 120, 130, 140, 150, 160]))
    found = ask(store, "mrr_forecast", in_="2025-07", more=months(0, 6))["mrr_forecast"]
    assert found.forecast is not None
    assert (found.forecast.kpi, found.forecast.method, found.forecast.history) == ("revenue", "forecast.drift", 7)
    assert [point.value for point in found.forecast.points] == [170, 180, 190]
    assert found.windows["current"].number == 170
    assert found.windows["series:2025-06"].number == 160  # as it would have been told then


def test_a_month_under_way_is_forecast_from_those_before_it(store_of: StoreOf) -> None:
    store = store_of(orders=orders([100, 110, 120, 130, 140, 150, 3]))
    window = month("2025-07", to=month("2025-07").start)
    found = ask(store, "mrr_forecast", in_=window, more=months(0, 6))["mrr_forecast"]
    assert found.forecast is not None
    assert [point.value for point in found.forecast.points] == [170, 180, 190]  # August is two steps after June


def test_a_short_or_broken_history_is_no_history(store_of: StoreOf) -> None:
    store = store_of(orders=orders([100, 110, 120, 130, 140]))
    found = ask(store, "mrr_forecast", in_="2025-05", more=months(0, 4))["mrr_forecast"].windows["current"]
    assert found.reason is not None
    assert (found.status, found.reason.key) == ("unavailable", "reason.few_periods")
    assert found.reason.arguments == {"have": 5, "needed": FEWEST}


def test_subscriptions_are_forecast_before_revenue(store_of: StoreOf) -> None:
    text = "subscription_id,customer_id,started_at,mrr\n" + "".join(
        f"s{n},c{n},2025-{n:02d}-01,10\n" for n in range(1, 8)
    )
    store = store_of(subscriptions=text, orders=orders([1] * 7))
    found = ask(store, "mrr_forecast", in_="2025-07", more=months(0, 6))["mrr_forecast"]
    assert found.forecast is not None
    assert found.forecast.kpi == "mrr"
    assert [point.value for point in found.forecast.points] == [80, 90, 100]
    assert found.sources == ("subscriptions",)

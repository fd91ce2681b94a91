"""Broad moves, movers, concentration and inefficiency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.comparisons.model import Results
from reportgen.insights import Scope, Thresholds
from reportgen.insights.contributions import Member
from reportgen.insights.inefficiency import inefficiency
from reportgen.insights.model import Insight
from reportgen.insights.movers import GROUPS, grouped, movers
from reportgen.insights.spread import broad, concentration, herfindahl, smallest_half
from reportgen.kpis.model import Quotients
from reportgen.units import Direction, Unit
from tests.rooms.report import results_sample as sample
from tests.rooms.report.results_sample import Spec

LIMITS = Thresholds()
Pairs = Mapping[str | None, tuple[int, int]]  # now, before


def scope(pairs: Pairs, *, unit: Unit = Unit.MONEY, dimension: str = "channel") -> Scope:
    """Revenue (or another sum) by a dimension, adding up."""
    members = {dimension: {key: (now, before, None) for key, (now, before) in pairs.items()}}
    now, before = (sum(pair[at] for pair in pairs.values()) for at in (0, 1))
    results = sample.results([Spec("revenue", unit, now, before, additive=True, segments=members)])
    return Scope(results, ("revenue",), (dimension,))


def values(found: Insight) -> dict[str, object]:
    return {name: fact.value for name, fact in found.facts.items()}


# --- broad ------------------------------------------------------------------------------------------------------


def test_a_move_of_all_alike_is_broad() -> None:
    (found,) = broad(scope({"a": (110, 100), "b": (220, 200), "c": (330, 300), "d": (108, 100), "e": (9, 10)}))
    assert values(found)["revenue.channel.broad.moved"] == 4
    assert values(found)["revenue.channel.broad.members"] == 5
    assert found.direction is Direction.UP


@pytest.mark.parametrize(
    "pairs",
    [
        {"a": (110, 100), "b": (220, 200), "c": (330, 300)},  # three are few
        {"a": (111, 100), "b": (221, 200), "c": (398, 400), "d": (398, 400)},  # half of them fell
        {"a": (190, 100), "b": (200, 200), "c": (300, 300), "d": (100, 100)},  # one made it all
        {"a": (0, 0), "b": (0, 0), "c": (0, 0), "d": (0, 0)},
        {"a": (110, 100)},
    ],
)
def test_few_divided_or_led_moves_are_not_broad(pairs: Pairs) -> None:
    assert list(broad(scope(pairs))) == []


# --- movers -----------------------------------------------------------------------------------------------------

MOVED: Pairs = {"up": (150, 100), "down": (50, 100), "new": (40, 0), "gone": (0, 60), "same": (800, 800)}


def test_members_that_grew_shrank_came_and_went_are_told_apart() -> None:
    (found,) = movers(scope(MOVED))
    assert {group: values(found)[f"revenue.channel.movers.{group}"] for group in GROUPS} == dict.fromkeys(GROUPS, 1)
    assert [key for key, _ in found.members] == ["gone", "down", "up", "new"]  # −60, −50, +50, +40
    assert values(found)["revenue.channel[gone].previous.value"] == 60


@pytest.mark.parametrize(("now", "moves"), [(125, True), (124, False)])
def test_a_quarter_more_is_a_move(now: int, *, moves: bool) -> None:
    assert bool(list(movers(scope({"a": (now, 100), "b": (500, 500), "c": (400, 400)})))) is moves


@pytest.mark.parametrize(("now", "moves"), [(10, True), (9, False)])
def test_less_than_a_hundredth_of_the_whole_is_no_move(now: int, *, moves: bool) -> None:
    rest = 1000 - now
    assert (
        bool(list(movers(scope({"a": (now, 0), "b": (rest // 2, rest // 2), "c": (rest - rest // 2, 490)})))) is moves
    )


def test_who_only_moved_along_with_the_whole_is_no_mover() -> None:
    assert list(movers(scope({"a": (150, 100), "b": (300, 200), "c": (450, 300)}))) == []


def test_where_members_come_anew_each_period_nobody_moves() -> None:
    assert list(movers(scope({"August": (0, 500), "September": (600, 0), "News": (500, 500)}))) == []
    assert len(list(movers(scope({"August": (0, 500), "September": (500, 0), "News": (500, 500)})))) == 1


def test_counts_that_can_have_moved_by_chance_are_no_movers() -> None:
    few: Pairs = {"a": (15, 10), "b": (40, 40), "c": (30, 30)}  # 5 more of 25: the standard error is 5
    assert list(movers(scope(few, unit=Unit.COUNT))) == []
    assert len(list(movers(scope(few)))) == 1


def test_one_member_none_and_one_that_is_nearly_all_say_nothing() -> None:
    assert list(movers(scope({"a": (150, 100)}))) == []
    assert list(movers(scope({"a": (0, 0), "b": (0, 0)}))) == []
    assert list(movers(scope({"US": (1500, 1000), "CA": (20, 40)}))) == []


amounts = st.integers(0, 10**6)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=10))
def test_every_mover_is_in_one_group_and_moved_its_way(rows: list[tuple[int, int]]) -> None:
    members = [Member(str(at), Decimal(now), Decimal(before)) for at, (now, before) in enumerate(rows)]
    groups = grouped(members, LIMITS)
    every = [one for group in GROUPS for one in groups[group]]
    assert len(every) == len(set(every))
    assert all(one.change > 0 for group in ("up", "new") for one in groups[group])
    assert all(one.change < 0 for group in ("down", "gone") for one in groups[group])
    assert all(not one.before for one in groups["new"])
    assert all(not one.current for one in groups["gone"])


# --- concentration ----------------------------------------------------------------------------------------------


def held(*numbers: int) -> Pairs:
    return {chr(97 + at): (number, number) for at, number in enumerate(numbers)}


def test_two_of_ten_with_half_are_few() -> None:
    (found,) = concentration(scope(held(30, 20, *[50 // 8 + (at < 2) for at in range(8)])))
    assert values(found)["revenue.channel.largest"] == 2
    assert values(found)["revenue.channel.holding"] == 10
    assert [key for key, _ in found.members] == ["a", "b"]


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ((50, 30, 20), True),  # one has half
        ((49, 31, 20), False),  # 49 %: two of three have half
        ((30, 20, 20, 20, 10), False),  # two of five are 40 %
        ((90, 5, 5), False),  # one is nearly all of it
        ((60, 40), False),  # of two one always has half
        ((100,), False),
        ((0, 0, 0), False),
    ],
)
def test_what_is_a_concentration(numbers: tuple[int, ...], *, told: bool) -> None:
    assert bool(list(concentration(scope(held(*numbers))))) is told


def test_a_rise_of_the_herfindahl_index_is_told_with_its_direction() -> None:
    # 1/4 at first; then 0.4² + 3 × 0.2² = 0.28, and 0.45² + 0.25² + 2 × 0.15² = 0.31
    assert list(concentration(scope({"a": (40, 25), "b": (20, 25), "c": (20, 25), "d": (20, 25)}))) == []
    (found,) = concentration(scope({"a": (45, 25), "b": (25, 25), "c": (15, 25), "d": (15, 25)}))
    assert found.direction is Direction.UP


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=12))
def test_the_smallest_half_is_half_and_no_smaller(numbers: list[int]) -> None:
    ordered = sorted((Decimal(number) for number in numbers), reverse=True)
    count = smallest_half(ordered, Decimal("0.5"))
    assert sum(ordered[:count]) * 2 >= sum(ordered)
    assert sum(ordered[: count - 1]) * 2 < sum(ordered)
    index = herfindahl(ordered)
    assert index is not None
    assert Decimal(1) / len(ordered) - Decimal("1e-20") <= index <= 1


# --- inefficiency -----------------------------------------------------------------------------------------------


def spend(rows: Mapping[str, tuple[int, int]], *, dimension: str = "campaign") -> Scope:
    """Campaigns with what they spent and what they brought."""
    paid = {dimension: {key: (cost, cost, None) for key, (cost, _) in rows.items()}}
    costs, brought = (sum(row[at] for row in rows.values()) for at in (0, 1))
    specs = [
        Spec("ad_spend", Unit.MONEY, costs, costs, additive=True, segments=paid),
        Spec("roas", Unit.RATIO, str(Decimal(brought) / costs) if costs else "0", 1),
    ]
    results = sample.results(specs)
    pairs = {dimension: {"current": {key: (Decimal(got), Decimal(cost)) for key, (cost, got) in rows.items()}}}
    roas = replace(results.kpis["roas"], quotients=Quotients("ad_spend", pairs))
    return Scope(replace(results, kpis={**results.kpis, "roas": roas}), ("ad_spend", "roas"), ("channel",))


def test_the_campaign_that_takes_most_beyond_what_it_brings_is_named() -> None:
    (found,) = inefficiency(spend({"Display": (22, 6), "Search": (48, 64), "Shopping": (30, 30)}))
    assert (found.kpi, found.dimension, found.member) == ("roas", "campaign", "Display")
    assert values(found)["inefficiency.campaign[Display].spend_share"] == Decimal("0.22")
    assert values(found)["inefficiency.campaign[Display].revenue_share"] == Decimal("0.06")


@pytest.mark.parametrize(("cost", "told"), [(20, True), (19, False)])
def test_ten_points_make_it(cost: int, *, told: bool) -> None:
    assert bool(list(inefficiency(spend({"Display": (cost, 10), "Search": (100 - cost, 90)})))) is told


def test_below_the_floor_without_spend_or_alone_nobody_is_judged() -> None:
    limits = Thresholds(inefficiency_gap=Decimal("0.03"))
    assert list(inefficiency(replace(spend({"Tiny": (4, 0), "Search": (96, 100)}), thresholds=limits))) == []
    assert len(list(inefficiency(replace(spend({"Small": (5, 0), "Search": (95, 100)}), thresholds=limits)))) == 1
    assert list(inefficiency(spend({"Only": (100, 1)}))) == []
    assert list(inefficiency(spend({"A": (0, 0), "B": (0, 0)}))) == []


def test_without_attributed_revenue_conversions_are_the_result() -> None:
    rows = {"Display": (30, 5), "Search": (70, 95)}
    segments = [{"campaign": {key: (row[at], row[at], None) for key, row in rows.items()}} for at in (0, 1)]
    specs = [
        Spec("ad_spend", Unit.MONEY, 100, 100, additive=True, segments=segments[0]),
        Spec("conversions", Unit.COUNT, 100, 100, additive=True, segments=segments[1]),
    ]
    (found,) = inefficiency(Scope(sample.results(specs), ("ad_spend",)))
    assert (found.kpi, found.member) == ("ad_spend", "Display")
    assert values(found)["inefficiency.campaign[Display].conversions_share"] == Decimal("0.05")


def test_results_of_a_client_without_advertising_say_nothing() -> None:
    results: Results = sample.full()
    assert list(inefficiency(Scope(results, tuple(results.kpis), ("channel",)))) == []

"""Drivers and detractors, against the mock's figures and against arithmetic."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.comparisons.model import Baseline
from reportgen.insights import Scope, Thresholds
from reportgen.insights.contributions import Member, detractors, drivers, members_of, split, split_of
from tests.rooms.report import results_sample as sample

LIMITS = Thresholds()


def member(key: str, current: object, before: object) -> Member:
    return Member(key, Decimal(str(current)), Decimal(str(before)))


def scope(**given: object) -> Scope:
    return Scope(sample.full(), ("revenue", "orders", "aov"), ("channel", "category"), **given)  # type: ignore[arg-type]


def test_email_and_affiliates_drive_the_rise_and_paid_social_works_against_it() -> None:
    found = split_of(sample.full().kpis["revenue"], "channel", LIMITS)
    assert found is not None
    # Organic search brought 27 % of the rise with 30 % of the revenue: its share, so it is not named.
    assert [one.key for one in found.drivers] == ["Email", "Affiliates"]
    assert [one.key for one in found.detractors] == ["Paid social"]
    assert found.rest == Decimal(28077 - 20310 - 7147 + 6880)


def test_a_member_that_moved_in_proportion_is_not_named_for_being_big() -> None:
    # Both grew by a tenth: big is 90 % of the change and 90 % of the base.
    found = split(Decimal(100), [member("big", 990, 900), member("small", 110, 100)], LIMITS)
    assert found.drivers == ()


def test_a_driver_brought_more_than_its_share_and_not_less() -> None:
    # Half of the base brought 40 of the 100: in proportion 50, so it lagged behind and drove nothing.
    members = [member("half", 540, 500), member("small", 160, 100), member("idle", 400, 400)]
    assert [one.key for one in split(Decimal(100), members, LIMITS).drivers] == ["small"]


def test_counts_that_can_have_moved_by_chance_name_nobody() -> None:
    # 30 more after 400: the standard error of the difference is the root of 830, 28.8. Of 180 more 80 are the share of
    # 400 in 900: 100 beyond it are past two standard errors of 31.3; of 105 more 58 are, and not past two of 30.1.
    few = [member("a", 430, 400), member("idle", 500, 500)]
    assert split(Decimal(30), few, LIMITS, spread=1.0).drivers == ()
    assert [one.key for one in split(Decimal(30), few, LIMITS).drivers] == ["a"]
    for more, named in ((180, ["a"]), (105, [])):
        members = [member("a", 400 + more, 400), member("idle", 500, 500)]
        assert [one.key for one in split(Decimal(more), members, LIMITS, spread=1.0).drivers] == named


def test_naming_stops_when_four_fifths_are_explained() -> None:
    changes = {"a": 50, "b": 35, "c": 15}
    members = [member(key, 100 + change, 100) for key, change in changes.items()] + [member("idle", 900, 900)]
    assert [one.key for one in split(Decimal(100), members, LIMITS).drivers] == ["a", "b"]


def test_at_most_three_are_named() -> None:
    members = [member(key, 20, 0) for key in "abcd"] + [member("idle", 900, 900)]
    assert [one.key for one in split(Decimal(80), members, LIMITS).drivers] == ["a", "b", "c"]


def test_a_tenth_of_the_change_is_enough_and_less_is_not() -> None:
    members = [member("main", 90, 0), member("tenth", 10, 0), member("idle", 500, 500)]
    lower = Thresholds(driver_stop=Decimal(1))
    assert [one.key for one in split(Decimal(100), members, lower).drivers] == ["main", "tenth"]
    less = [member("main", "90.1", 0), member("less", "9.9", 0), member("idle", 500, 500)]
    assert [one.key for one in split(Decimal(100), less, lower).drivers] == ["main"]


def test_a_kpi_that_does_not_add_up_has_no_drivers() -> None:
    assert {insight.kpi for insight in drivers(scope())} == {"revenue"}


def test_members_that_leave_the_change_unexplained_are_another_split() -> None:
    channels = dict(list(sample.CHANNELS.items())[:3])
    spec = sample.SPECS[0].__class__(
        **{**{name: getattr(sample.SPECS[0], name) for name in sample.SPECS[0].__dataclass_fields__},
           "segments": {"channel": channels}}
    )  # fmt: skip
    assert split_of(sample.result(spec), "channel", LIMITS) is None


def test_the_facts_of_a_split_add_up_to_the_change() -> None:
    by_kind = {
        kind: {insight.dimension: insight for insight in detect(scope())}
        for kind, detect in (("drivers", drivers), ("detractors", detractors))
    }
    for dimension in ("channel", "category"):
        told = {kind: found[dimension].facts for kind, found in by_kind.items() if dimension in found}
        named = sum(
            (Decimal(facts[f"revenue.{dimension}.{kind}.change"].value) for kind, facts in told.items()), Decimal(0)
        )
        assert named + Decimal(told["drivers"][f"revenue.{dimension}.rest.change"].value) == Decimal(28077)
    assert {
        dimension: [kind for kind in by_kind if dimension in by_kind[kind]] for dimension in ("channel", "category")
    } == {
        "channel": ["drivers", "detractors"],
        "category": ["drivers"],  # furniture's 3,360 less of 131,780 are within what chance does
    }


amounts = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=12))
def test_drivers_detractors_and_the_rest_are_the_change_exactly(pairs: list[tuple[Decimal, Decimal]]) -> None:
    members = [Member(str(place), now, before) for place, (now, before) in enumerate(pairs)]
    change = sum((one.change for one in members), Decimal(0))
    found = split(change, members, LIMITS)
    named = found.drivers + found.detractors
    unnamed = [one for one in members if one not in named]
    assert found.rest == sum((one.change for one in unnamed), Decimal(0))
    assert sum((one.change for one in named), Decimal(0)) + found.rest == change
    assert all(one.change * change > 0 for one in found.drivers)
    assert all(one.change * change < 0 for one in found.detractors)
    assert max(len(found.drivers), len(found.detractors)) <= LIMITS.driver_most


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(amounts, amounts), min_size=2, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_members_changes_nothing(pairs: list[tuple[Decimal, Decimal]], random: object) -> None:
    members = [Member(str(place), now, before) for place, (now, before) in enumerate(pairs)]
    change = sum((one.change for one in members), Decimal(0))
    shuffled = list(members)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert split(change, members, LIMITS) == split(change, shuffled, LIMITS)


def test_a_member_without_a_name_is_a_member() -> None:
    found = members_of(sample.lines_only().kpis["revenue"], "country", Baseline.PREVIOUS)
    assert sum(one.current for one in found) == Decimal(958000)
    assert None in {one.key for one in found}

"""Steps of the funnel: of all, and of single members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.insights import Scope
from reportgen.insights.funnel import funnel_step, step_moves
from reportgen.kpis.model import StepValues, Value
from reportgen.units import Direction, Good, Sentiment, Unit
from tests.rooms.report import results_sample as sample
from tests.rooms.report.results_sample import Spec

NAMES = ("sessions", "product_views", "add_to_carts", "checkouts", "purchases")
Row = Sequence[int]
Member = tuple[Row, Row]  # before, now


def scope(members: dict[str, Member], *, asked: tuple[str, ...] = ("conversion_rate",)) -> Scope:
    """A funnel by device whose members add up to the whole."""
    whole = [[sum(pair[side][at] for pair in members.values()) for at in range(5)] for side in (0, 1)]
    windows = ("previous", "current")
    steps = tuple(
        StepValues(
            name,
            {window: Value.of(whole[side][at]) for side, window in enumerate(windows)},
            {
                "device": {
                    window: {key: Value.of(pair[side][at]) for key, pair in members.items()}
                    for side, window in enumerate(windows)
                }
            },
        )
        for at, name in enumerate(NAMES)
    )
    specs = [
        Spec("conversion_rate", Unit.RATE, "0.0257", "0.0278", significant=True),
        Spec("funnel", Unit.COUNT, whole[1][4], whole[0][4], good=Good.NONE, additive=True),
    ]
    results = sample.results(specs)
    funnel = replace(results.kpis["funnel"], steps=steps)
    return Scope(replace(results, kpis={**results.kpis, "funnel": funnel}), asked, ("device",))


# Phones complete 482 of 1,000 checkouts instead of 526 of 1,000; desktops stay as they were.
PHONES: Member = ((36000, 20000, 2900, 1000, 526), (36000, 20000, 2900, 1000, 482))
DESKTOP: Member = ((16000, 9900, 1860, 1000, 664), (16000, 9900, 1860, 1000, 664))


def test_the_step_of_one_device_is_told_where_the_whole_is_not_clear() -> None:
    (found,) = funnel_step(scope({"desktop": DESKTOP, "mobile": PHONES}))
    facts = {name: Decimal(fact.value) for name, fact in found.facts.items()}
    assert (found.dimension, found.member, found.direction) == ("device", "mobile", Direction.DOWN)
    assert found.sentiment is Sentiment.UNFAVOURABLE
    assert facts["funnel.device[mobile].purchases.rate.current"] == Decimal("0.482")
    # Only this step changed, so that its effect is the whole of the 44 purchases less.
    assert float(facts["funnel.device[mobile].purchases.effect"]) == pytest.approx(-44)
    # p of 526 and 482 of 1,000 each: z = 0.044 / sqrt(0.504 × 0.496 × 2 / 1000) = 1.968
    assert found.p == pytest.approx(0.0491, abs=5e-4)
    assert found.tested == 8  # two devices, four steps


def test_a_step_of_the_whole_is_told_with_its_part_of_the_change() -> None:
    larger: Member = tuple([count * 4 for count in row] for row in PHONES)  # type: ignore[assignment]
    whole, *_ = funnel_step(scope({"desktop": DESKTOP, "mobile": larger}))
    assert whole.dimension is None
    assert whole.p is not None
    assert whole.tested == 4  # the largest of four steps is told
    assert float(whole.facts["funnel.purchases.part"].value) == pytest.approx(1)


@pytest.mark.parametrize(("purchases", "told"), [(482, True), (483, False)])
def test_just_inside_chance_nothing_is_told(purchases: int, *, told: bool) -> None:
    # 526 against 483 of 1,000: z = 1.92, p = 0.054
    phones: Member = (PHONES[0], (*PHONES[1][:4], purchases))
    assert bool(list(funnel_step(scope({"desktop": DESKTOP, "mobile": phones})))) is told


def test_zeros_one_member_and_no_funnel_say_nothing() -> None:
    empty: Member = ((0, 0, 0, 0, 0), (0, 0, 0, 0, 0))
    assert list(funnel_step(scope({"desktop": empty, "mobile": empty}))) == []
    assert [one.dimension for one in funnel_step(scope({"mobile": PHONES}))] == [None]  # the whole, not the member
    results = sample.full()
    assert list(funnel_step(Scope(results, tuple(results.kpis), ("device",)))) == []
    assert list(funnel_step(scope({"desktop": DESKTOP, "mobile": PHONES}, asked=("aov",)))) == []


rows = st.lists(st.integers(1, 10**6), min_size=5, max_size=5)


@settings(max_examples=200, deadline=None)
@given(rows, rows)
def test_traffic_and_steps_explain_the_change_of_purchases(before: list[int], now: list[int]) -> None:
    first, last = ([Decimal(count) for count in row] for row in (before, now))
    moves = step_moves(NAMES, first, last)
    assert [move.step for move in moves] == list(NAMES[1:])
    together = sum((move.effect for move in moves), Decimal(0))
    if abs(together) > Decimal("1e-6"):
        assert abs(sum((move.part for move in moves), Decimal(0)) - 1) < Decimal("1e-6")
    same = step_moves(NAMES, first, [first[0], *last[1:]])  # as many sessions: the steps are all there is
    explained = sum((move.effect for move in same), Decimal(0))
    assert abs(explained - (last[4] - first[4])) < Decimal("1e-6") * max(first[4], last[4])

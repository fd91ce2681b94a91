"""Rate and mix: arithmetic and thresholds."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.insights import Scope
from reportgen.insights.mix import Mix, mix_of, mix_rate
from reportgen.insights.model import Insight
from reportgen.kpis.model import Quotients
from reportgen.units import Direction, Sentiment
from tests.rooms.insights.mix_sample import Counts, pairs, rate_of, scope, shop


def found(before: Counts, now: Counts, *, significant: bool | None = True) -> list[Insight]:
    return list(mix_rate(scope(before, now, significant=significant)))


# Search 4 % and Social 1 % of 800 and 200 visits: 34 of 1,000. Then 4 % and 1 % of 500 and 500: 25 of 1,000.
STEADY: tuple[Counts, Counts] = ({"Search": (32, 800), "Social": (2, 200)}, {"Search": (20, 500), "Social": (5, 500)})


def test_a_change_of_the_mix_alone_is_all_mix() -> None:
    (one,) = found(*STEADY)
    facts = {name: fact.value for name, fact in one.facts.items()}
    assert facts["conversion_rate.channel.mix_effect"] == Decimal("-0.009")
    assert facts["conversion_rate.channel.rate_effect"] == 0
    assert (one.direction, one.sentiment, one.member) == (Direction.DOWN, Sentiment.UNFAVOURABLE, "Social")
    # Social lies further below the middle of 2.95 % than Search above it.
    assert facts["conversion_rate.channel[Social].weight.previous"] == Decimal("0.2")
    assert facts["conversion_rate.channel[Social].weight.current"] == Decimal("0.5")
    assert facts["conversion_rate.channel.weighed_by"] == "sessions"
    assert not one.mandatory


def test_the_midpoint_form_by_hand() -> None:
    # Shares 0.8, 0.2 → 0.6, 0.4; rates 4 %, 1 % → 5 %, 2 %: the whole 3.4 % → 3.8 %.
    split = mix_of(pairs({"Search": (32, 800), "Social": (2, 200)}), pairs({"Search": (30, 600), "Social": (8, 400)}))
    assert split is not None
    # within: 0.7 × 1 pp + 0.3 × 1 pp = 1 pp; mix: 4.5 % × −0.2 + 1.5 % × 0.2 = −0.6 pp
    assert (split.rate, split.mix, split.change) == (Fraction(1, 100), Fraction(-6, 1000), Fraction(4, 1000))


def test_a_mix_below_its_share_of_the_change_is_not_told_and_at_it_it_is() -> None:
    # Search and Social hold 50 % each before; rates 4 % and 1 %, then 5 % and 2 %: 1 pp within. A shift of s from
    # Social to Search adds s × (4.5 % − 1.5 %) = s × 3 pp. At 20 % of the change: 3s = 0.2 (1 + 3s), s = 1/12.
    before: Counts = {"Search": (4800, 120000), "Social": (1200, 120000)}
    at: Counts = {"Search": (7000, 140000), "Social": (2000, 100000)}  # s = 10/120
    below: Counts = {"Search": (6995, 139900), "Social": (2002, 100100)}
    assert [one.kind for one in found(before, at)] == ["mix_rate"]
    assert found(before, below) == []


def test_a_slight_shift_is_not_told() -> None:
    before: Counts = {"Search": (320, 8000), "Social": (20, 2000)}
    slight: Counts = {"Search": (304, 7600), "Social": (24, 2400)}  # of 80 % and 20 % four points moved
    assert found(before, slight, significant=False) == []


def test_a_large_shift_is_told_though_the_ratios_change_can_be_chance() -> None:
    assert [one.member for one in found(*STEADY, significant=False)] == ["Social"]  # from 20 % to 50 % of the visits


def test_one_member_zero_denominators_and_members_of_another_whole_say_nothing() -> None:
    assert found({"Search": (32, 800)}, {"Search": (20, 800)}) == []
    assert mix_of(pairs({"Search": (0, 0), "Social": (0, 0)}), pairs({"Search": (1, 10)})) is None
    assert mix_of(pairs({"Search": (5, 0), "Social": (1, 10)}), pairs({"Search": (1, 10)})) is None
    results = shop(*STEADY)
    result = results.kpis["conversion_rate"]
    quotients = Quotients(
        "sessions", {"channel": {"previous": pairs(STEADY[0]), "current": pairs({"Search": (205, 5000)})}}
    )
    other = replace(results, kpis={"conversion_rate": replace(result, quotients=quotients)})
    assert list(mix_rate(Scope(other, ("conversion_rate",), ("channel",)))) == []


def test_members_that_come_anew_each_period_are_no_mix() -> None:
    mailings: Counts = {"August": (300, 1000), "News": (300, 1000)}
    assert found(mailings, {"September": (200, 1000), "News": (300, 1000)}) != []  # half of it is the same
    assert found(mailings, {"September": (200, 1001), "News": (300, 1000)}) == []


def test_a_member_that_came_is_mix_alone() -> None:
    split = mix_of(pairs({"Search": (40, 1000)}), pairs({"Search": (40, 1000), "Social": (10, 1000)}))
    assert split is not None
    assert split.rate == 0
    assert split.mix == split.change == Fraction(-15, 1000)


counts = st.tuples(st.integers(0, 10**6), st.integers(1, 10**6))
members = st.dictionaries(st.sampled_from("abcdef"), counts, min_size=1)


@settings(max_examples=300, deadline=None)
@given(members, members)
def test_rate_and_mix_are_the_change_exactly(
    before: dict[str, tuple[int, int]], now: dict[str, tuple[int, int]]
) -> None:
    split = mix_of(pairs({**before}), pairs({**now}))
    assert split is not None
    assert split.rate + split.mix == split.change
    assert split.change == rate_of(now) - rate_of(before)


def test_the_order_of_members_changes_nothing() -> None:
    first = mix_of(*(pairs(side) for side in STEADY))
    second = mix_of(*(pairs(dict(reversed(side.items()))) for side in STEADY))
    assert isinstance(first, Mix)
    assert first == second

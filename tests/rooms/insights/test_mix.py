"""Rate and mix: arithmetic, thresholds, and Simpson's paradox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reportgen.comparisons.model import Results
from reportgen.insights import Scope
from reportgen.insights.mix import Mix, mix_of, mix_rate
from reportgen.insights.model import Insight
from reportgen.kpis.model import Quotients
from reportgen.units import Direction, Sentiment, Unit
from tests.rooms.report import results_sample as sample
from tests.rooms.report.results_sample import Spec

Counts = Mapping[str | None, tuple[int, int]]  # purchases, sessions


def pairs(counts: Counts) -> dict[str | None, tuple[Decimal, Decimal]]:
    return {key: (Decimal(above), Decimal(below)) for key, (above, below) in counts.items()}


def whole(counts: Counts) -> Decimal:
    above, below = (sum(pair[at] for pair in counts.values()) for at in (0, 1))
    return Decimal(above) / Decimal(below)


def shop(before: Counts, now: Counts, *, significant: bool | None = True) -> Results:
    """A shop of which only a conversion rate by channel is known."""
    spec = Spec("conversion_rate", Unit.RATE, str(whole(now)), str(whole(before)), significant=significant)
    members = {"channel": {"previous": pairs(before), "current": pairs(now)}}
    results = sample.results([spec])
    result = replace(results.kpis["conversion_rate"], quotients=Quotients("sessions", members))
    return replace(results, kpis={"conversion_rate": result})


def found(before: Counts, now: Counts, *, significant: bool | None = True) -> list[Insight]:
    return list(mix_rate(Scope(shop(before, now, significant=significant), ("conversion_rate",), ("channel",))))


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


def test_a_change_that_can_be_chance_is_not_split_but_a_paradox_is_told() -> None:
    slight: Counts = {"Search": (304, 7600), "Social": (24, 2400)}  # of 80 % and 20 % four points moved
    assert found(PARADOX[0], slight, significant=False) == []
    (one,) = found(*PARADOX, significant=False)
    assert one.mandatory


def test_a_large_shift_is_told_though_the_ratios_change_can_be_chance() -> None:
    assert [one.member for one in found(*STEADY, significant=False)] == ["Social"]  # from 20 % to 50 % of the visits


# Both channels convert better than before, and the whole worse: more of the visits come from the weaker one.
PARADOX: tuple[Counts, Counts] = (
    {"Search": (320, 8000), "Social": (20, 2000)},  # 4 % and 1 %: 3.4 %
    {"Search": (205, 5000), "Social": (60, 5000)},  # 4.1 % and 1.2 %: 2.65 %
)


def test_simpsons_paradox_is_mandatory_and_names_the_shift() -> None:
    (one,) = found(*PARADOX)
    assert one.mandatory
    assert one.facts["conversion_rate.channel.opposed"].value == 2
    assert (one.direction, one.member) == (Direction.DOWN, "Social")


def test_one_member_zero_denominators_and_members_of_another_whole_say_nothing() -> None:
    assert found({"Search": (32, 800)}, {"Search": (20, 800)}) == []
    assert mix_of(pairs({"Search": (0, 0), "Social": (0, 0)}), pairs({"Search": (1, 10)})) is None
    assert mix_of(pairs({"Search": (5, 0), "Social": (1, 10)}), pairs({"Search": (1, 10)})) is None
    results = shop(*STEADY)
    result = results.kpis["conversion_rate"]
    quotients = Quotients("sessions", {"channel": {"previous": pairs(STEADY[0]), "current": pairs(PARADOX[1])}})
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
    assert split.change == _rate(now) - _rate(before)


def _rate(counts: Mapping[str, tuple[int, int]]) -> Fraction:
    return Fraction(sum(above for above, _ in counts.values()), sum(below for _, below in counts.values()))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(counts, counts), min_size=2, max_size=5))
def test_the_paradox_is_seen_exactly_when_all_go_against_the_whole(
    rows: list[tuple[tuple[int, int], tuple[int, int]]],
) -> None:
    before, now = ({str(at): row[side] for at, row in enumerate(rows)} for side in (0, 1))
    split = mix_of(pairs(before), pairs(now))
    assert split is not None
    steps = [Fraction(*n) - Fraction(*b) for b, n in rows]
    change = _rate(now) - _rate(before)
    assert split.is_paradox == (bool(change) and all(step * change < 0 for step in steps))


rates = st.integers(1, 40)
visits = st.integers(1, 60)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(rates, st.integers(1, 10), visits, visits), min_size=2, max_size=5))
def test_simpsons_paradox_is_always_told(rows: list[tuple[int, int, int, int]]) -> None:
    # Every member gains; where the whole falls all the same by more than what is called flat, it must be said.
    before: Counts = {str(at): (rate * visits, 200 * visits) for at, (rate, _, visits, _) in enumerate(rows)}
    now: Counts = {
        str(at): ((rate * 10 + gain) * visits, 2000 * visits) for at, (rate, gain, _, visits) in enumerate(rows)
    }
    assume(whole(now) - whole(before) <= Decimal("-0.001"))
    (one,) = found(before, now)
    assert one.mandatory
    assert f"{one.kpi}.channel.opposed" in one.facts


def test_the_order_of_members_changes_nothing() -> None:
    first = mix_of(pairs(PARADOX[0]), pairs(PARADOX[1]))
    second = mix_of(pairs(dict(reversed(PARADOX[0].items()))), pairs(dict(reversed(PARADOX[1].items()))))
    assert isinstance(first, Mix)
    assert first == second

"""Simpson's paradox is always told: of every KPI, dimension and baseline shown, whatever its size."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from reportgen.insights import Scope, Thresholds, find_insights, judged, select
from reportgen.insights.mix import mix_of, mix_rate
from reportgen.insights.model import Insight
from reportgen.units import Direction, Sentiment
from tests.rooms.insights.mix_sample import Counts, pairs, rate_of, scope, shop
from tests.rooms.report import results_sample as sample

FLAT = Fraction(1, 1000)  # a rate that moved by less is called flat

# Both channels convert better than before, and the whole worse: more of the visits come from the weaker one.
BEFORE: Counts = {"Search": (320, 8000), "Social": (20, 2000)}  # 4 % and 1 %: 3.4 %
NOW: Counts = {"Search": (205, 5000), "Social": (60, 5000)}  # 4.1 % and 1.2 %: 2.65 %


def told(asked: Scope, sections: dict[str, str] | None = None) -> list[Insight]:
    """The reversals that are printed, after everything that may silence a finding."""
    found, silenced = find_insights(asked)
    chosen = select(asked, found, sections=sections or {}, silenced=silenced)
    printed = [*chosen.summary, *(one for section in chosen.sections.values() for one in section)]
    return [one for one in printed if any(name.endswith(".opposed") for name in one.facts)]


def test_it_names_the_shift_and_how_many_members_went_against_the_whole() -> None:
    (one,) = told(scope(BEFORE, NOW))
    facts = {name: fact.value for name, fact in one.facts.items()}
    assert (facts["conversion_rate.channel.opposed"], facts["conversion_rate.channel.members"]) == (2, 2)
    assert (one.direction, one.sentiment, one.member) == (Direction.DOWN, Sentiment.UNFAVOURABLE, "Social")


def test_it_is_no_claim_that_something_moved_beyond_chance() -> None:
    (one,) = told(scope(BEFORE, NOW, significant=False))
    assert one.p is None
    assert one.sentiment is Sentiment.NEUTRAL


def test_it_is_told_on_the_year_before_too() -> None:
    # On September both channels and the whole fell (5 % and 2 %: 3.5 %); on October 2025 the paradox above.
    fell: Counts = {"Search": (250, 5000), "Social": (100, 5000)}
    (one,) = told(scope(fell, NOW, year_ago=BEFORE))
    facts = {name: fact.value for name, fact in one.facts.items()}
    assert facts["conversion_rate.channel.year_ago.opposed"] == 2
    assert facts["conversion_rate.channel[Social].weight.year_ago"] == Decimal("0.2")
    both = [facts[f"conversion_rate.channel.year_ago.{part}_effect"] for part in ("rate", "mix")]
    assert sum(Decimal(part) for part in both) == facts["conversion_rate.year_ago.change"] == Decimal("-0.0075")


def shares(tail: int) -> tuple[Counts, Counts]:
    """The paradox of 100,000 visits, and a tail of so many of them that fell with the whole: 1.5 % and 1.4 %."""
    before, now = (20000 - tail, 50000 - tail)
    return (
        {"Search": (3200, 80000), "Social": (before // 100, before), "Other": (15 * tail // 1000, tail)},
        {"Search": (2050, 50000), "Social": (12 * now // 1000, now), "Other": (14 * tail // 1000, tail)},
    )


@pytest.mark.parametrize(("tail", "is_told"), [(2000, True), (10000, True), (11000, False)])
def test_a_small_tail_that_goes_with_the_whole_hides_nothing(tail: int, *, is_told: bool) -> None:
    found = told(scope(*shares(tail)))
    assert bool(found) is is_told
    assert [one.facts["conversion_rate.channel.opposed"].value for one in found] == [2] * is_told
    assert [one.facts["conversion_rate.channel.members"].value for one in found] == [3] * is_told


def test_what_the_tail_did_itself_is_no_paradox() -> None:
    # Of 10,000 visits 9,500 convert a little better, 500 far worse: the whole falls at an unchanged mix.
    before: Counts = {"Search": (200, 5000), "Social": (90, 4500), "Other": (100, 500)}
    now: Counts = {"Search": (205, 5000), "Social": (95, 4500), "Other": (50, 500)}
    assert told(scope(before, now)) == []


def test_a_change_that_is_called_flat_went_no_way() -> None:
    # 10 % and 1 % become 10.1 % and 1.1 %; of Search's half of the visits two points go to Social: 5.50 % → 5.42 %.
    before: Counts = {"Search": (5000, 50000), "Social": (500, 50000)}
    now: Counts = {"Search": (4848, 48000), "Social": (572, 52000)}
    assert rate_of(now) - rate_of(before) == Fraction(-8, 10000)
    assert told(scope(before, now)) == []
    assert told(judged_by(Decimal("0.05"), before, now)) != []  # points, of a client that calls less flat


def judged_by(points: Decimal, before: Counts, now: Counts) -> Scope:
    limits = replace(Thresholds(), flat_points=points)
    return replace(scope(before, now), results=judged(shop(before, now), limits), thresholds=limits)


def test_one_channel_alone_and_nothing_at_all_reverse_nothing() -> None:
    assert told(scope({"Search": (32, 800)}, {"Search": (20, 800)})) == []
    assert told(scope({"Search": (32, 800), "Social": (0, 1)}, {"Search": (20, 800), "Social": (0, 1)})) == []


def test_it_stands_in_its_own_section_unless_the_kpi_has_a_card_and_takes_nobodys_place() -> None:
    asked = Scope(shop(BEFORE, NOW), ("conversion_rate",), ("channel",))
    first = replace(sample.full(), kpis={"revenue": sample.full().kpis["revenue"], **asked.results.kpis})
    asked = replace(asked, results=first, kpis=("revenue", "conversion_rate"))
    homes = {"revenue": "sales", "conversion_rate": "web"}

    def places(one: Scope, sections: dict[str, str]) -> list[str]:
        found, silenced = find_insights(one)
        chosen = select(one, found, sections=sections, silenced=silenced)
        parts = {"summary": chosen.summary, **chosen.sections}
        return [name for name, part in parts.items() if any("channel.opposed" in " ".join(i.facts) for i in part)]

    assert places(asked, homes) == ["web"]
    assert places(replace(asked, headlines=("revenue", "conversion_rate")), homes) == ["summary"]
    assert places(asked, {"revenue": "sales"}) == ["summary"]  # nowhere else to be said
    full = replace(asked, thresholds=replace(asked.thresholds, section_most=0, kpi_most=0, kind_most=0, summary_most=0))
    assert places(full, homes) == ["web"]


rates = st.tuples(st.integers(1, 40), st.integers(1, 10))
visits = st.integers(1, 60)
rows = st.lists(st.tuples(rates, visits, visits), min_size=2, max_size=5)


def generated(rows: list[tuple[tuple[int, int], int, int]], *, falls: bool) -> tuple[Counts, Counts]:
    """Members whose own rates all rise (or all fall), each with so many visits before and now."""
    low = {str(at): (rate * 10 * before, 2000 * before) for at, ((rate, _), before, _) in enumerate(rows)}
    high = {str(at): ((rate * 10 + step) * now, 2000 * now) for at, ((rate, step), _, now) in enumerate(rows)}
    return ({**high}, {**low}) if falls else ({**low}, {**high})


@settings(max_examples=150, deadline=None)
@given(rows, st.booleans(), st.sampled_from([True, False, None]), st.booleans(), st.booleans())
def test_whenever_all_members_go_one_way_and_the_whole_the_other_it_is_told(
    rows: list[tuple[tuple[int, int], int, int]],
    falls: bool,  # noqa: FBT001  # drawn
    significant: bool | None,  # noqa: FBT001
    headline: bool,  # noqa: FBT001
    year_ago: bool,  # noqa: FBT001
) -> None:
    before, now = generated(rows, falls=falls)
    change = rate_of(now) - rate_of(before)
    ways = {Fraction(*now[key]) > Fraction(*before[key]) for key in now}
    holds = abs(change) >= FLAT and ways == {change < 0}
    event(f"reversal: {holds}")
    asked = scope(
        None if year_ago else before,
        now,
        year_ago=before if year_ago else None,
        significant=significant,
        headlines=("conversion_rate",) if headline else (),
    )
    assert len(told(asked, {"conversion_rate": "web"})) == holds


counts = st.tuples(st.integers(0, 10**6), st.integers(1, 10**6)).map(lambda pair: (min(pair), max(pair)))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(counts, counts), min_size=2, max_size=5))
def test_of_all_members_it_is_the_paradox_of_the_textbooks(
    rows: list[tuple[tuple[int, int], tuple[int, int]]],
) -> None:
    before, now = ({str(at): row[side] for at, row in enumerate(rows)} for side in (0, 1))
    split = mix_of(pairs({**before}), pairs({**now}))
    assert split is not None
    steps = [Fraction(*after) - Fraction(*earlier) for earlier, after in rows]
    change = rate_of(now) - rate_of(before)
    assert split.is_reversal(Fraction(1)) == (bool(change) and all(step * change < 0 for step in steps))


def test_a_kpi_that_was_not_asked_for_is_not_warned_of() -> None:
    assert list(mix_rate(Scope(shop(BEFORE, NOW), ("revenue",), ("channel",)))) == []

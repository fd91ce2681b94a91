"""A ratio that stood still over a mix that did not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reportgen.insights import Scope, Thresholds, find_insights
from reportgen.insights.catalog import BY_ID
from reportgen.insights.discoveries import chance_findings, looks
from reportgen.insights.mix_offset import mix_offset
from reportgen.insights.model import Insight
from reportgen.units import Direction, Sentiment
from tests.rooms.insights.mix_sample import Counts, rate_of, scope
from tests.rooms.report import results_sample as sample
from tests.rooms.report.results_sample import Spec


def found(before: Counts, now: Counts, *, asked: Scope | None = None) -> list[Insight]:
    return list(mix_offset(asked or scope(before, now)))


# Search 4 % and Social 1 % of 80,000 and 20,000 visits: 3.40 %. Then 4.4 % and 1.2 % of 70,000 and 30,000: 3.44 %.
BEFORE: Counts = {"Search": (3200, 80000), "Social": (200, 20000)}
NOW: Counts = {"Search": (3080, 70000), "Social": (360, 30000)}


def test_it_says_what_the_mix_took_and_what_the_members_gave_back() -> None:
    (one,) = found(BEFORE, NOW)
    facts = {name: fact.value for name, fact in one.facts.items()}
    # mix: 4.2 % × −0.1 + 1.1 % × 0.1 = −0.31 pp; within: 0.75 × 0.4 pp + 0.25 × 0.2 pp = 0.35 pp; together 0.04 pp
    assert facts["conversion_rate.channel.mix_effect"] == Decimal("-0.0031")
    assert facts["conversion_rate.channel.rate_effect"] == Decimal("0.0035")
    assert facts["conversion_rate.previous.change"] == Decimal("0.0004")
    assert facts["conversion_rate.channel[Social].weight.previous"] == Decimal("0.2")
    assert facts["conversion_rate.channel[Social].weight.current"] == Decimal("0.3")
    assert facts["conversion_rate.channel.weighed_by"] == "sessions"
    # The mix's direction; the whole stood still, which is neither good nor bad.
    assert (one.member, one.direction, one.sentiment) == ("Social", Direction.DOWN, Sentiment.NEUTRAL)
    assert not one.mandatory


def test_a_shift_just_below_five_points_is_not_told_and_at_it_it_is() -> None:
    # Search 9 % and Social 1 %, half the visits each; five points less Search take 8.3 pp × 0.05, higher rates give back.
    before: Counts = {"Search": (9000, 100000), "Social": (1000, 100000)}
    at: Counts = {"Search": (8550 + 450, 90000), "Social": (1100, 110000)}
    below: Counts = {"Search": (8560 + 450, 90100), "Social": (1099, 109900)}
    assert [one.member for one in found(before, at)] == ["Search"] or [one.member for one in found(before, at)] == [
        "Social"
    ]
    assert found(before, below) == []


def test_a_mix_that_alone_would_be_called_flat_is_not_told_and_at_a_tenth_of_a_point_it_is() -> None:
    # Both halves; 3 % and 2 % at their middles: ten points of the visits from Search to Social take exactly 0.1 pp.
    before: Counts = {"Search": (1475, 50000), "Social": (975, 50000)}  # 2.95 % and 1.95 %
    at: Counts = {"Search": (1220, 40000), "Social": (1230, 60000)}  # 3.05 % and 2.05 %
    below: Counts = {"Search": (1220, 40000), "Social": (1236, 60000)}  # 2.06 %: the two are less apart
    assert found(before, at)[0].facts["conversion_rate.channel.mix_effect"].value == Decimal("-0.001")
    assert found(before, below) == []


def test_what_is_hardly_given_back_is_no_offset() -> None:
    # 4 % and 2.95 %, ten points of the visits: −0.105 pp. A fifth of it back is told, less is not.
    before: Counts = {"Search": (20000, 500000), "Social": (14750, 500000)}
    nothing: Counts = {"Search": (16000, 400000), "Social": (17700, 600000)}
    assert rate_of(nothing) - rate_of(before) == Fraction(-105, 100000)  # this is past flat
    a_little: Counts = {"Search": (16000, 400000), "Social": (17780, 600000)}  # −0.097 pp, 0.007 given back
    a_fifth: Counts = {"Search": (16000, 400000), "Social": (17950, 600000)}  # −0.08 pp, 0.023 given back
    assert found(before, a_little) == []
    assert len(found(before, a_fifth)) == 1


def test_one_member_members_that_come_anew_and_no_earlier_figure_say_nothing() -> None:
    assert found({"Search": (32, 800)}, {"Search": (32, 800)}) == []
    assert found({"August": (400, 9000), "News": (10, 1000)}, {"September": (400, 9000), "News": (10, 1000)}) == []
    assert list(mix_offset(scope(None, NOW))) == []
    assert list(mix_offset(Scope(sample.results([Spec("aov", "money", 5, 5)]), ("aov",), ("channel",)))) == []


def test_a_ratio_that_moved_is_split_instead() -> None:
    moved: Counts = {"Search": (2800, 70000), "Social": (300, 30000)}  # 3.1 %
    assert found(BEFORE, moved) == []
    assert [one.kind for one in BY_ID["mix_rate"].find(scope(BEFORE, moved))] == ["mix_rate"]
    assert list(BY_ID["mix_rate"].find(scope(BEFORE, NOW))) == []


def test_its_shift_is_held_against_chance_with_all_else_that_was_looked_at() -> None:
    (one,) = found(BEFORE, NOW)
    asked = scope(BEFORE, NOW)
    assert looks(asked)["conversion_rate"] >= 1
    assert chance_findings([replace(one, p=0.04)], asked) == {0}  # of two channels 0.08
    assert chance_findings([replace(one, p=1e-9)], asked) == frozenset()


def test_what_is_not_told_is_logged_and_a_client_can_switch_it_off() -> None:
    printed, silenced = find_insights(scope(BEFORE, NOW), off=("mix_offset",))
    assert "mix_offset" not in {one.kind for one in printed}
    assert ("mix_offset", "silence.off") in {(one.insight.kind, one.reason) for one in silenced}
    strict = replace(scope(BEFORE, NOW), thresholds=replace(Thresholds(), mix_shift=Decimal("0.11")))
    assert found(BEFORE, NOW, asked=strict) == []


counts = st.tuples(st.integers(0, 400), st.integers(1, 60)).map(lambda pair: (pair[0] * pair[1], 10000 * pair[1]))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(counts, counts), min_size=2, max_size=4), st.integers(-9, 9))
def test_the_two_effects_add_up_to_the_change_and_go_against_each_other(
    rows: list[tuple[tuple[int, int], tuple[int, int]]], gap: int
) -> None:
    # One member's purchases are set so that the whole stands still, or nearly.
    before = {str(at): row[0] for at, row in enumerate(rows)}
    now = {str(at): row[1] for at, row in enumerate(rows)}
    visits = sum(below for _, below in now.values())
    wanted = rate_of(before) + Fraction(gap, 10000)
    rest = sum(above for key, (above, _) in now.items() if key != "0")
    now["0"] = (round(wanted * visits) - rest, now["0"][1])
    assume(0 <= now["0"][0] <= now["0"][1])
    for one in found({**before}, {**now}):
        facts = {name: fact.value for name, fact in one.facts.items()}
        rate, mix = (Decimal(facts[f"conversion_rate.channel.{part}_effect"]) for part in ("rate", "mix"))
        assert rate + mix == facts["conversion_rate.previous.change"]
        assert rate * mix < 0
        assert (one.direction is Direction.UP) == (mix > 0)
        assert abs(mix) >= Decimal("0.001")

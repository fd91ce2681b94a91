"""What a report finds is held against all that it looked at; what is established opens a second look."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from reportgen.comparisons.model import Results
from reportgen.insights import Scope, find_insights
from reportgen.insights.discoveries import chance_findings, family_p, looks
from reportgen.insights.model import Insight
from reportgen.insights.noise import change_p, share_p
from reportgen.insights.thresholds import Thresholds
from reportgen.statistics import benjamini_hochberg, student_p, tail_p
from reportgen.units import Direction, Sentiment, Unit
from tests.rooms.insights.series_sample import line
from tests.rooms.report import results_sample as sample
from tests.rooms.report.results_sample import Figure, Spec

KPIS = tuple(spec.id for spec in sample.SPECS)
LIMITS = replace(Thresholds(), trend_points=30)  # longer than these histories: only what a test is about is counted


def scope(results: Results | None = None, kpis: tuple[str, ...] = ("orders", "customers")) -> Scope:
    specs = [Spec(kpi, Unit.COUNT, 100, 100) for kpi in ("orders", "sessions", "customers")]
    return Scope(results or sample.results(specs), kpis, ("channel",), thresholds=LIMITS)


def finding(p: float | None, tested: int = 1, *, kind: str = "unusual", kpi: str = "orders") -> Insight:
    return Insight(kind, kpi, Direction.DOWN, Sentiment.UNFAVOURABLE, {}, p=p, tested=tested)


def test_the_clearest_of_many_has_to_be_clearer() -> None:
    assert family_p(finding(0.02, 3)) == pytest.approx(0.06)
    assert family_p(finding(0.5, 3)) == 1
    assert family_p(finding(None)) is None


def test_benjamini_and_hochbergs_procedure_counts_the_tests_that_found_nothing() -> None:
    # q = 0.05 of two: limits 0.025 and 0.05. Of ten: 0.005 and 0.01.
    assert benjamini_hochberg([0.004, 0.04], 0.05) == (True, True)
    assert benjamini_hochberg([0.004, 0.04], 0.05, 10) == (True, False)
    assert benjamini_hochberg([0.006, 0.04], 0.05, 10) == (False, False)


def test_every_way_of_looking_at_a_kpi_is_counted() -> None:
    # The sample's revenue is a sum with days before October or without, by the dimensions asked for.
    full = Scope(sample.full(), KPIS, ("channel",), KPIS[:8], thresholds=LIMITS)
    result = full.results.kpis["revenue"]
    assert looks(full)["revenue"] == bool(result.daily_before) + 2  # by channel: who made it, who moved by himself
    longer = replace(full, thresholds=Thresholds())
    assert looks(longer)["revenue"] - looks(full)["revenue"] in (
        0,
        5,
    )  # with a history: step, level, record, trend, turn


def test_among_many_looks_a_finding_has_to_be_surer() -> None:
    few, many = scope(), Scope(sample.full(), KPIS, ("channel", "category"))
    assert sum(looks(few).values()) < 5
    assert sum(looks(many).values()) > 10
    assert chance_findings([finding(0.01)], few) == frozenset()
    assert chance_findings([finding(0.01, kpi="gross_margin")], many) == {0}
    assert chance_findings([finding(None), finding(0.9, 3)], few) == {1}  # what has no p-value is not judged


def test_what_is_established_opens_a_second_look_at_its_kin_only() -> None:
    # Five members looked at: 0.04 × 5 is chance by itself. Sessions that moved for sure ask where orders moved.
    sure = finding(1e-9, kpi="sessions")
    asked, other = finding(0.04, 5, kind="drivers"), finding(0.04, 5, kind="drivers", kpi="customers")
    assert chance_findings([asked, other], scope()) == {0, 1}
    assert chance_findings([asked, other, sure], scope()) == {1}
    assert chance_findings([asked, other, replace(sure, kind="day_anomaly")], scope()) == {0, 1}  # a day is no period


def test_a_missed_target_asks_for_its_reasons() -> None:
    met, missed = ([Spec("orders", Unit.COUNT, 100, 100, target=target)] for target in (100, 200))
    asked = [finding(0.04, 5, kind="funnel_step")]
    assert chance_findings(asked, scope(sample.results(met))) == {0}
    assert chance_findings(asked, scope(sample.results(missed))) == frozenset()


def test_a_finding_that_may_be_chance_is_silenced_with_its_reason() -> None:
    # 50 more orders after 100: 3.16 standard errors, p = 0.0016; of one of 65 channels 0.10 in all, no discovery.
    rows: dict[str | None, tuple[Figure, Figure, Figure]] = {"Email": (150, 100, None)}
    rows |= {f"c{at}": (40, 40, None) for at in range(64)}
    spec = Spec("orders", Unit.COUNT, 2710, 2660, additive=True, segments={"channel": rows})
    found, silenced = find_insights(Scope(sample.results([spec]), ("orders",), ("channel",)))
    assert "drivers" not in {one.kind for one in found}
    assert ("drivers", "silence.chance") in {(one.insight.kind, one.reason) for one in silenced}


@pytest.mark.parametrize(("q", "told"), [("0.05", True), ("0.0001", False)])
def test_a_record_is_said_where_the_step_to_it_is_no_chance(q: str, *, told: bool) -> None:
    # Values that waver between 100 and 104, then 140. Steps of +4 % and -3.85 % in turn, six of each: the median 0.08 %,
    # all deviations 3.92 %: their median / 0.6745 = 5.82 %. 40 % less the 4 % of a year ago: t = 36 / 5.82 = 6.19.
    results = line(*(100, 104) * 6, 100, 140)
    assert change_p(results.kpis["revenue"]) == pytest.approx(student_p(6.19, 11), rel=0.02)
    limits = Thresholds(false_discoveries=Decimal(q))
    found, silenced = find_insights(Scope(results, ("revenue",), (), ("revenue",), thresholds=limits))
    assert ("record_streak" in {one.kind for one in found}) is told
    assert (("record_streak", "silence.chance") in {(one.insight.kind, one.reason) for one in silenced}) is not told


@pytest.mark.parametrize(
    ("t", "freedom", "p"), [(12.706, 1, 0.05), (4.303, 2, 0.05), (2.571, 5, 0.05), (4.144, 10, 0.002)]
)
def test_students_t_is_that_of_the_tables(t: float, freedom: int, p: float) -> None:
    assert student_p(t, freedom) == pytest.approx(p, rel=2e-3)
    assert student_p(-t, freedom) == student_p(t, freedom)


def test_a_tail_is_what_the_others_are_like() -> None:
    # Of 1 … 20 the upper tenth begins at 19: excesses 0 and 1, their mean 0.5; 21 lies 2 beyond: 0.1 × e⁻⁴.
    others = [float(one) for one in range(1, 21)]
    assert tail_p(10.5, others) == 0.5
    assert tail_p(21, others) == pytest.approx(0.1 * 2.718281828**-4)


def test_shares_waver_by_what_the_whole_is_made_of() -> None:
    # 0.2 against 0.3 of 1,000 each: the root of 0.25 × 0.75 × 2 / 1000 is 0.01936, z = 5.16; 25 times the variance: 1.03.
    assert share_p(0.2, 0.3, (1000, 1000), 1.0) == pytest.approx(2.4e-7, rel=0.1)
    assert share_p(0.2, 0.3, (1000, 1000), 25.0) == pytest.approx(0.30, abs=0.01)
    assert share_p(0.0, 0.0, (1000, 1000), 1.0) is None

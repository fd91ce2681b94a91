"""Caveats, restatements, the KPI change log; what the last report led with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from reportgen.governance import KpiChange
from reportgen.insights import Scope, find_insights, select
from reportgen.insights.background import Background, Caveat, Told
from reportgen.insights.governed import data_caveat, kpi_change, restatement
from reportgen.insights.model import Insight
from reportgen.insights.novelty import novelty, size_of
from reportgen.insights.thresholds import Thresholds
from reportgen.issues import Issue, Severity
from reportgen.messages import message
from reportgen.units import Direction, Good, Sentiment, Unit
from tests.rooms.report import results_sample as sample

KPIS = tuple(spec.id for spec in sample.SPECS)


def scope(**known: object) -> Scope:
    return Scope(sample.full(), KPIS, ("channel", "category"), KPIS[:8], background=Background(**known))  # type: ignore[arg-type]


# --- caveats ----------------------------------------------------------------------------------------------------


def caveat(severity: Severity, rule: str = "claimed-revenue", tables: Sequence[str] = ("orders",)) -> Caveat:
    return Caveat(Issue(rule, severity, "Shop", message(f"check.{rule}"), 1), tuple(tables))


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (caveat(Severity.WARN), True),
        (caveat(Severity.NOTE), False),
        (caveat(Severity.NOTE, "missing-days"), True),  # no reader can see it in the figures
        (caveat(Severity.OFF, "missing-days"), False),
        (caveat(Severity.WARN, tables=("email",)), False),  # no KPI used here rests on it
    ],
)
def test_a_check_that_warns_and_touches_a_kpi_is_said(found: Caveat, *, told: bool) -> None:
    insights = list(data_caveat(scope(caveats=(found,))))
    assert bool(insights) is told
    assert all(one.mandatory and one.message == found.issue.message for one in insights)


def test_caveats_are_said_first_and_take_no_place() -> None:
    looked = scope(caveats=(caveat(Severity.WARN), caveat(Severity.WARN, "missing-days")))
    plain, _ = find_insights(scope())
    found, _ = find_insights(looked)
    homes = dict.fromkeys(KPIS, "sales")
    summary = select(looked, found, sections=homes).summary
    assert [one.kind for one in summary[:2]] == ["data_caveat", "data_caveat"]
    assert [one.kind for one in summary[2:]] == [one.kind for one in select(scope(), plain, sections=homes).summary]


# --- restatements -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("then", "told"), [("461827", False), ("461700", True), ("464136", False), ("0", True)])
def test_a_finished_period_that_differs_by_half_a_per_cent_is_restated(then: str, *, told: bool) -> None:
    # September is 464,136 now: 0.5 % of 461,827 is 2,309.1, and 464,136 − 461,827 = 2,309.
    found = list(restatement(scope(archived={"2026-09": {"revenue": Decimal(then)}})))
    assert bool(found) is told
    assert all(one.member == "2026-09" for one in found)


def test_a_restatement_carries_both_figures() -> None:
    (found,) = restatement(
        scope(archived={"2026-08": {"revenue": Decimal(400000)}, "2026-10": {"revenue": Decimal(1)}})
    )
    facts = {name: fact.value for name, fact in found.facts.items()}
    assert facts["revenue.restated[2026-08].then"] == 400000
    assert facts["revenue.restated[2026-08].now"] == 431900
    assert facts["revenue.restated[2026-08].relative"] == Decimal("0.07975")
    assert (found.direction, found.sentiment) == (Direction.UP, Sentiment.FAVOURABLE)


def test_a_kpi_defined_otherwise_since_then_is_not_called_restated() -> None:
    known = {"archived": {"2026-09": {"revenue": Decimal(1)}}}
    assert list(restatement(scope(changes=(KpiChange("definition", "revenue", "2026-09"),), **known))) == []
    assert len(list(restatement(scope(changes=(KpiChange("owner", "revenue", "2026-09"),), **known)))) == 1


# --- the KPI change log -----------------------------------------------------------------------------------------


def test_every_change_is_a_finding_about_its_kpi_or_about_the_lead() -> None:
    log = (
        KpiChange("target", "revenue", "2026-09", Decimal(450000), Decimal(500000)),
        KpiChange("owner", "aov", "2026-09", "Jonas", None),
        KpiChange("removed", "gift_share", "2026-09"),
    )
    found = list(kpi_change(scope(changes=log)))
    assert [(one.kpi, one.member) for one in found] == [
        ("revenue", "revenue"),
        ("aov", "aov"),
        ("revenue", "gift_share"),
    ]
    assert found[0].facts["kpi_change[revenue].target.after"].value == 500000
    assert "kpi_change[aov].owner.after" not in found[1].facts


def test_without_a_change_there_is_no_log() -> None:
    assert list(kpi_change(scope())) == []


# --- novelty ----------------------------------------------------------------------------------------------------


def told(size: str | None) -> tuple[Told, ...]:
    return (Told("drivers", "revenue", "channel", "Email", None if size is None else Decimal(size)),)


def drivers(found: Sequence[Insight]) -> Insight:
    return next(one for one in found if (one.kind, one.kpi, one.dimension) == ("drivers", "revenue", "channel"))


def test_what_the_last_report_led_with_counts_half_unless_it_has_grown() -> None:
    plain = drivers(find_insights(scope())[0])
    assert size_of(plain) == 20310  # Email's
    limits = Thresholds()
    assert novelty(plain, told("20310"), limits) == Decimal("0.5")
    assert novelty(plain, told("16249"), limits) == Decimal("0.5")  # 16,249 × 1.25 = 20,311
    assert novelty(plain, told("16248"), limits) == 1
    assert novelty(plain, told(None), limits) == Decimal("0.5")
    assert novelty(replace(plain, member="Affiliates"), told("20310"), limits) == 1
    again = drivers(find_insights(scope(told=told("20310")))[0])
    assert abs(again.score - plain.score / 2) <= Decimal("0.0001")


# --- refunds that still come ------------------------------------------------------------------------------------


def refunds(basis: str) -> Caveat:
    found = Issue("refunds-basis", Severity.NOTE, "Shop", message("check.refunds-basis", basis=basis), 1)
    return Caveat(found, ("orders",))


@pytest.mark.parametrize(
    ("basis", "previous", "data_to", "silent"),
    [
        ("order", 0.05, date(2026, 10, 31), True),  # the rate fell, on the day after the period
        ("order", 0.05, date(2026, 11, 29), True),
        ("order", 0.05, date(2026, 11, 30), False),  # a month has passed: they are in
        ("order", 0.02, date(2026, 10, 31), False),  # a rise is one all the more
        ("refund", 0.05, date(2026, 10, 31), False),  # each counts on its own day
    ],
)
def test_a_refund_rate_that_still_grows_is_not_said_to_have_fallen(
    basis: str, previous: float, data_to: date, *, silent: bool
) -> None:
    spec = sample.Spec("refund_rate", Unit.RATE, "0.03", str(previous), "0.03", good=Good.DOWN)
    results = sample.results((*sample.SPECS, spec))
    results = replace(results, state=replace(results.state, data_to=data_to))
    looked = Scope(
        results, (*KPIS, "refund_rate"), (), ("refund_rate",), background=Background(caveats=(refunds(basis),))
    )
    found, silenced = find_insights(looked)
    assert any(one.kpi == "refund_rate" and one.kind == "change" for one in found) is not silent
    assert any(one.insight.kpi == "refund_rate" and one.reason == "silence.unripe" for one in silenced) is silent


def test_a_kpi_of_the_clients_own_that_is_gone_is_named() -> None:
    change = KpiChange("removed", "gift_share", "2026-09", name="Share of gifts")
    (insight,) = kpi_change(scope(changes=(change,)))
    assert insight.facts["kpi_change[gift_share].removed.name"].value == "Share of gifts"

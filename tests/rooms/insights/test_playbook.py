"""The playbook: which KPI is off, and which suggestions its evidence selects."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from reportgen.comparisons.model import Results
from reportgen.facts.model import dimensions
from reportgen.insights import Scope
from reportgen.insights.playbook import MOST, RULES, Action, actions, playbook
from reportgen.kpis import load_catalog
from reportgen.kpis.model import Quotients, StepValues, Value
from reportgen.narrative import languages, load_phrases
from reportgen.units import Good, Unit
from tests.rooms.report import results_sample as sample
from tests.rooms.report.results_sample import Spec

STEPS = ("sessions", "product_views", "add_to_carts", "checkouts", "purchases")


def test_every_entry_is_of_a_known_kpi_rule_and_argument() -> None:
    catalog = load_catalog()
    known = {"step": STEPS[1:], "weak": dimensions(), "uneven": dimensions(), "kpi": tuple(catalog.kpis), "gap": ("",)}
    assert set(playbook()) <= set(catalog.kpis)
    for kpi, entries in playbook().items():
        assert entries, kpi
        for entry in entries:
            for rule in entry.evidence:
                name, _, argument = rule.partition(".")
                assert name in RULES, rule
                assert argument in known[name], rule


@pytest.mark.parametrize("language", languages())
def test_every_suggestion_has_words(language: str) -> None:
    templates = load_phrases(language).templates
    ids = {entry.id for entries in playbook().values() for entry in entries}
    assert {f"suggestion.{one}" for one in ids} == {key for key in templates if key.startswith("suggestion.")}


def scope(results: Results, report: str = "ecommerce") -> Scope:
    return Scope(results, tuple(results.kpis), ("channel", "device"), report=report)


def found(*specs: Spec) -> list[Action]:
    return list(actions(scope(sample.results(specs))))


def test_kpis_off_target_or_out_of_band_come_worst_first() -> None:
    off = found(
        Spec("revenue", Unit.MONEY, 98, 90, target=100),  # near
        Spec("orders", Unit.COUNT, 120, 90, target=100),  # met
        Spec("cac", Unit.MONEY, 60, 50, target=40, good=Good.DOWN),  # missed by a third
        Spec("aov", Unit.MONEY, 80, 90, target=100),  # missed by a fifth
        Spec("clv_cac_ratio", Unit.RATIO, "2.5", 3),  # no target, out of its band
        Spec("net_margin", Unit.RATE, "0.12", "0.12"),  # in it
    )
    assert [action.result.kpi.id for action in off] == ["cac", "aov", "revenue", "clv_cac_ratio"]
    assert [action.band.side if action.band else None for action in off] == [None, None, None, "below"]


def test_nothing_is_suggested_where_all_is_well() -> None:
    assert found(Spec("revenue", Unit.MONEY, 100, 90, target=100), Spec("aov", Unit.MONEY, 80, 90)) == []


def test_without_evidence_only_what_goes_by_the_gap_is_suggested() -> None:
    (action,) = found(Spec("conversion_rate", Unit.RATE, "0.02", "0.02", target="0.03"))
    assert [(one.id, one.evidence.rule) for one in action.suggestions] == [("trust_signs", "gap")]


def funnel(now: int) -> Results:
    """A conversion rate off target; ``now`` of 1,000 checkouts are completed after 500."""
    specs = [
        Spec("conversion_rate", Unit.RATE, "0.02", "0.02", target="0.03"),
        Spec("funnel", Unit.COUNT, now, 500, good=Good.NONE, additive=True),
    ]
    results = sample.results(specs)
    counts = {"previous": (30000, 9000, 2000, 1000, 500), "current": (30000, 9000, 2000, 1000, now)}
    steps = tuple(
        StepValues(step, {window: Value.of(row[at]) for window, row in counts.items()}) for at, step in enumerate(STEPS)
    )
    devices = {"mobile": (Decimal(300), Decimal(20000)), "desktop": (Decimal(300), Decimal(10000))}
    rate = results.kpis["conversion_rate"]
    spec = Spec("conversion_rate", Unit.RATE, "0.02", "0.02", target="0.03", segments={
        "device": {"mobile": ("0.015", "0.015", None), "desktop": ("0.03", "0.03", None)}})  # fmt: skip
    rate = replace(sample.result(spec), quotients=Quotients("sessions", {"device": {"current": {**devices}}}))
    kpis = {"conversion_rate": rate, "funnel": replace(results.kpis["funnel"], steps=steps)}
    return replace(results, kpis=kpis)


def test_the_step_that_lost_purchases_and_the_weak_device_select_their_suggestions() -> None:
    (action,) = actions(scope(funnel(450)))
    told = {one.id: (one.evidence.rule, one.evidence.member, one.evidence.step) for one in action.suggestions}
    assert told == {
        "mobile": ("weak", "mobile", None),
        "fewer_steps": ("step", None, "purchases"),
        "trust_signs": ("gap", None, None),
    }
    assert len(action.suggestions) <= MOST


def test_a_step_that_gained_selects_nothing() -> None:
    (action,) = actions(scope(funnel(550)))
    assert [one.id for one in action.suggestions] == ["mobile", "trust_signs"]


@pytest.mark.parametrize(("rate", "weak"), [("0.018", True), ("0.0181", False)])
def test_a_member_is_weak_from_a_tenth_below_the_whole(rate: str, *, weak: bool) -> None:
    results = funnel(500)
    spec = Spec("conversion_rate", Unit.RATE, "0.02", "0.02", target="0.03", segments={
        "device": {"mobile": (rate, rate, None), "desktop": ("0.03", "0.03", None)}})  # fmt: skip
    held = replace(sample.result(spec), quotients=results.kpis["conversion_rate"].quotients)
    (action,) = actions(scope(replace(results, kpis={**results.kpis, "conversion_rate": held})))
    assert ("mobile" in [one.id for one in action.suggestions]) is weak


def test_a_suggestion_is_made_once_for_the_kpi_that_is_furthest_off() -> None:
    specs = [
        Spec(kpi, unit, now, now, target=1000, good=good)
        for kpi, unit, now, good in (
            ("conversion_rate", Unit.RATE, 900, Good.UP),  # 0.90 of its target
            ("cart_conversion_rate", Unit.RATE, 500, Good.UP),  # 0.50: the first to choose
            ("cart_abandonment_rate", Unit.RATE, 1250, Good.DOWN),  # 0.80
            ("checkout_abandonment_rate", Unit.RATE, 2000, Good.DOWN),  # 0.50
            ("churn_rate", Unit.RATE, 1500, Good.DOWN),
            ("retention_rate", Unit.RATE, 700, Good.UP),
        )
    ]
    off = found(*specs)
    made = [one.id for action in off for one in action.suggestions]
    assert made
    assert len(made) == len(set(made))
    for action in off:
        alone = found(*(spec for spec in specs if spec.id == action.result.kpi.id))[0]
        assert {one.id for one in alone.suggestions} <= set(made)

"""The governance rules: each fires on a set made to break it, and is silent on a set that is well kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.config.client import ClientConfig
from reportgen.config.load import load_client
from reportgen.governance import RULES, KpiChange, KpiEntry, KpiSet, Shown, changes, governance_issues, kpi_set, latest
from reportgen.governance.model import natures
from reportgen.issues import Issue, Severity
from reportgen.kpis import load_catalog
from reportgen.pipeline.ask import names

START, END = date(2026, 10, 1), date(2026, 10, 31)
GOOD = ("revenue", "gross_margin", "new_customers", "cac")
KEPT = """
kpis: [revenue, gross_margin, new_customers, cac]
targets: {revenue: 1000, gross_margin: 0.4, new_customers: 20, cac: 30}
owners: {revenue: Ann, gross_margin: Bo, new_customers: Cy, cac: Di}
goals: {grow: [revenue, new_customers], earn: [gross_margin, cac]}
"""


@pytest.fixture
def client(tmp_path: Path) -> Callable[[str], ClientConfig]:
    """A client with these keys beside the needed ones."""

    def load(more: str) -> ClientConfig:
        (tmp_path / "orders.csv").write_text("order_id,ordered_at,amount\n1,2026-10-01,5\n", encoding="utf-8")
        text = "client: C\nid: c\nreport: ecommerce\ncurrency: EUR\ntimezone: UTC\n"
        text += "sources: [{table: orders, path: orders.csv}]\n"
        (tmp_path / "report.yaml").write_text(text + more, encoding="utf-8")
        return load_client(tmp_path, names())

    return load


def _set(config: ClientConfig, kpis: tuple[str, ...], start: date = START, end: date = END) -> KpiSet:
    return kpi_set(config, load_catalog(), kpis, f"{start:%Y-%m}", start, end)


def _rules(
    config: ClientConfig,
    kpis: tuple[str, ...] = GOOD,
    sections: dict[str, tuple[str, ...]] | None = None,
    earlier: tuple[KpiSet, ...] = (),
) -> dict[str, Issue]:
    shown = Shown(kpis, sections or {"sales": kpis})
    known = tuple(kpi for kpi in kpis if kpi in load_catalog().kpis)
    return {issue.rule: issue for issue in governance_issues(config, shown, _set(config, known), earlier)}


def test_a_well_kept_set_is_not_complained_of(client: Callable[[str], ClientConfig]) -> None:
    assert _rules(client(KEPT)) == {}


def test_every_kpi_of_the_catalogue_has_one_nature() -> None:
    classified = natures()
    assert set(classified.of) == set(load_catalog().kpis)
    for some in (classified.external, classified.cost, classified.sales):
        assert some <= set(classified.of)


def test_headline_kpis_without_target_owner_or_goal_are_named(client: Callable[[str], ClientConfig]) -> None:
    config = client("kpis: [revenue, cac]\ntargets: {revenue: 5}\nowners: {cac: Di}\ngoals: {earn: [cac]}\n")
    found = _rules(config, ("revenue", "cac"))
    assert found["no-target"].message.arguments == {"kpis": ("cac",)}
    assert found["no-owner"].message.arguments == {"kpis": ("revenue",)}
    assert found["not-linked-to-goal"].message.arguments == {"kpis": ("revenue",), "goals": "some"}


def test_a_target_of_another_period_is_none_of_this_one(client: Callable[[str], ClientConfig]) -> None:
    config = client(KEPT.replace("revenue: 1000", "revenue: {2026-09: 1000}"))
    assert _rules(config)["no-target"].message.arguments == {"kpis": ("revenue",)}


def test_eleven_kpis_of_a_section_are_too_many(client: Callable[[str], ClientConfig]) -> None:
    many = tuple(sorted(load_catalog().kpis))[:11]
    assert _rules(client(KEPT), sections={"sales": many})["too-many-kpis"].message.arguments["rows"] == 11
    assert "too-many-kpis" not in _rules(client(KEPT), sections={"sales": many[:10], "more": many[1:]})


@pytest.mark.parametrize(
    ("rule", "bad", "good"),
    [
        ("external-kpis", ("sessions", "ctr", "revenue"), ("sessions", "ctr", "revenue", "cac")),  # 2 of 3; 2 of 4
        ("process-over-outcome", ("ctr", "open_rate", "revenue"), ("ctr", "revenue")),  # 2 : 1; 1 : 1
        ("vanity-only", ("impressions", "ctr"), ("impressions", "revenue")),
        ("revenue-without-cost", ("revenue", "orders"), ("revenue", "gross_margin")),
    ],
)
def test_lopsided_sets_are_told(
    client: Callable[[str], ClientConfig], rule: str, bad: tuple[str, ...], good: tuple[str, ...]
) -> None:
    config = client(KEPT)
    assert rule in _rules(config, bad)
    assert rule not in _rules(config, good)


def test_the_set_of_everyone_is_told_until_a_client_chooses(client: Callable[[str], ClientConfig]) -> None:
    assert _rules(client(""))["default-set-unchanged"].message.arguments == {"kind": "ecommerce"}
    assert "default-set-unchanged" not in _rules(client("kpis: [revenue]\n"))


@pytest.mark.parametrize(
    ("definition", "rules"),
    [
        ("", {"vague-custom-kpi"}),
        (", definition: Gift orders", {"vague-custom-kpi"}),
        (", definition: Share of orders that were gifts", set()),
    ],
)
def test_a_custom_kpi_needs_a_definition(
    client: Callable[[str], ClientConfig], definition: str, rules: set[str]
) -> None:
    own = f"custom_kpis: [{{id: gifts, name: Gifts, formula: orders / orders, unit: rate, good: up{definition}}}]\n"
    assert set(_rules(client(KEPT + own))) == rules


def test_a_set_that_is_the_same_for_a_year_is_stale(client: Callable[[str], ClientConfig]) -> None:
    config = client(KEPT)
    then = [
        _set(config, GOOD, date(2025, 10, 1), date(2025, 10, 31)),
        _set(config, GOOD, date(2026, 9, 1), date(2026, 9, 30)),
    ]
    assert _rules(config, earlier=tuple(then))["stale-kpi-set"].message.arguments == {"since": date(2025, 10, 31)}
    changed = _set(config, (*GOOD, "nps"), date(2026, 3, 1), date(2026, 3, 31))
    assert "stale-kpi-set" not in _rules(config, earlier=(*then, changed)), "it was another one in between"
    assert "stale-kpi-set" not in _rules(config, earlier=(then[1],)), "not for a year"


def test_governance_never_stops_a_report(client: Callable[[str], ClientConfig]) -> None:
    config = client("kpis: [revenue]\nchecks: {no-target: block, no-owner: note, revenue-without-cost: off}\n")
    found = _rules(config, ("revenue",))
    assert found["no-target"].severity is Severity.WARN
    assert found["no-owner"].severity is Severity.NOTE
    assert "revenue-without-cost" not in found
    assert set(RULES.values()) == {Severity.WARN}


def test_a_set_survives_the_manifest(client: Callable[[str], ClientConfig]) -> None:
    now = _set(client(KEPT), GOOD)
    assert KpiSet.from_json(now.as_json()) == now
    for broken in (
        None,
        {},
        [],
        {"period": "2026-10"},
        {**now.as_json(), "start": "soon"},
        {**now.as_json(), "kpis": [1]},
    ):
        assert KpiSet.from_json(broken) is None


def test_the_change_log_names_what_changed_since_the_last_report(client: Callable[[str], ClientConfig]) -> None:
    config = client(KEPT)
    before = _set(config, ("revenue", "orders", "cac"), date(2026, 9, 1), date(2026, 9, 30))
    entries = {entry.kpi: entry for entry in before.entries}
    aimed = replace(entries["revenue"], target=Decimal(900), owner="Eve")
    other = replace(entries["cac"], definition="something else")
    before = replace(before, entries=(aimed, entries["orders"], other))
    assert changes(_set(config, (*GOOD[:1], "cac", "new_customers")), before, config.target_for) == (
        KpiChange("definition", "cac", "2026-09"),
        KpiChange("added", "new_customers", "2026-09"),
        KpiChange("removed", "orders", "2026-09"),
        KpiChange("target", "revenue", "2026-09", Decimal(900), Decimal(1000)),
        KpiChange("owner", "revenue", "2026-09", "Eve", "Ann"),
    )
    assert changes(before, None, config.target_for) == ()
    assert changes(before, before, config.target_for) == ()


def test_a_plan_by_months_that_goes_on_as_it_was_changes_no_target(client: Callable[[str], ClientConfig]) -> None:
    september, last = date(2026, 9, 1), date(2026, 9, 30)
    was = client("kpis: [revenue]\ntargets: {revenue: {2026-09: 900, 2026-10: 1000}}\n")
    before = _set(was, ("revenue",), september, last)
    assert changes(_set(was, ("revenue",)), before, was.target_for) == ()
    raised = client("kpis: [revenue]\ntargets: {revenue: {2026-09: 950, 2026-10: 1100}}\n")
    assert changes(_set(raised, ("revenue",)), before, raised.target_for) == (
        KpiChange("target", "revenue", "2026-09", Decimal(900), Decimal(1100)),
    )


def test_a_kpi_of_the_clients_own_keeps_its_name_when_it_is_gone(client: Callable[[str], ClientConfig]) -> None:
    config = client("kpis: [revenue]\n")
    own = KpiEntry("gift_share", "orders / orders", None, None, "Share of gifts")
    before = KpiSet.from_json(KpiSet("2026-09", START, END, (own,)).as_json())
    assert before is not None
    assert changes(_set(config, ("revenue",)), before, config.target_for)[0] == KpiChange(
        "removed", "gift_share", "2026-09", name="Share of gifts"
    )


def test_the_last_report_is_the_one_before_this_period(client: Callable[[str], ClientConfig]) -> None:
    config = client(KEPT)
    months = [_set(config, GOOD, date(2026, m, 1), date(2026, m, 28)) for m in (8, 10, 9)]
    assert latest(months, date(2026, 10, 28)) == months[2]
    assert latest(months, date(2026, 8, 28)) is None

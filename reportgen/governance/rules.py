"""The governance rules: each a small function over a client's KPI set, in a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from reportgen.config.client import ClientConfig
from reportgen.governance.changes import KpiSet
from reportgen.governance.model import Nature, Natures, Shown, natures
from reportgen.issues import Issue, Severity
from reportgen.messages import Argument, Message

MOST_KPIS = 10  # of a section: four to ten can be read and acted upon
FEWEST_WORDS = 4  # of a definition that says something
STALE_DAYS = 365


@dataclass(frozen=True, slots=True)
class Case:
    """What the rules look at."""

    config: ClientConfig
    shown: Shown
    natures: Natures
    earlier: Sequence[KpiSet]  # of the client's earlier reports, the latest first
    now: KpiSet

    @property
    def classified(self) -> tuple[str, ...]:
        """The headline KPIs of the catalogue; a client's own ones have no nature."""
        return tuple(kpi for kpi in self.shown.headline if kpi in self.natures.of)

    def of_nature(self, nature: Nature) -> tuple[str, ...]:
        """The headline KPIs of that nature."""
        return tuple(kpi for kpi in self.classified if self.natures.of[kpi] is nature)


Found = Iterator[Mapping[str, Argument]]


def _no_target(case: Case) -> Found:
    ids = case.now.period
    without = tuple(kpi for kpi in case.shown.headline if case.config.target_for(kpi, ids) is None)
    if without:
        yield {"kpis": without}


def _no_owner(case: Case) -> Found:
    without = tuple(kpi for kpi in case.shown.headline if kpi not in case.config.owners)
    if without:
        yield {"kpis": without}


def _too_many(case: Case) -> Found:
    for section, kpis in case.shown.sections.items():
        if len(kpis) > MOST_KPIS:
            yield {"section": section, "rows": len(kpis), "most": MOST_KPIS}


def _external(case: Case) -> Found:
    outside = tuple(kpi for kpi in case.classified if kpi in case.natures.external)
    if 2 * len(outside) > len(case.classified):
        yield {"kpis": outside, "rows": len(outside), "whole": len(case.classified)}


def _process(case: Case) -> Found:
    process, outcome = case.of_nature(Nature.PROCESS), case.of_nature(Nature.OUTCOME)
    if len(process) > len(outcome):
        yield {"rows": len(process), "outcomes": len(outcome)}


def _default_set(case: Case) -> Found:
    if case.config.kpis is None and not case.config.custom_kpis:
        yield {"kind": case.config.report}


def _vanity(case: Case) -> Found:
    vanity = case.of_nature(Nature.VANITY)
    if vanity and not case.of_nature(Nature.OUTCOME):
        yield {"kpis": vanity}


def _no_cost(case: Case) -> Found:
    shown = frozenset(case.shown.all)
    sales = tuple(kpi for kpi in case.shown.headline if kpi in case.natures.sales)
    if sales and not shown & case.natures.cost:
        yield {"kpis": sales}


def _vague(case: Case) -> Found:
    for kpi in case.config.custom_kpis:
        if kpi.definition is None or (len(kpi.definition.split()) < FEWEST_WORDS and kpi.definition.isascii()):
            yield {"kpi": kpi.id}


def _no_goal(case: Case) -> Found:
    linked = {kpi for kpis in case.config.goals.values() for kpi in kpis}
    without = tuple(kpi for kpi in case.shown.headline if kpi not in linked)
    if without:
        yield {"kpis": without, "goals": "some" if case.config.goals else "none"}


def _stale(case: Case) -> Found:
    same: KpiSet | None = None
    for earlier in case.earlier:
        if earlier.ids != case.now.ids:
            break
        same = earlier
    if same is not None and (case.now.end - same.end).days >= STALE_DAYS:
        yield {"since": same.end}


_RULES: Mapping[str, Callable[[Case], Found]] = MappingProxyType(
    {
        "no-target": _no_target,
        "no-owner": _no_owner,
        "too-many-kpis": _too_many,
        "external-kpis": _external,
        "process-over-outcome": _process,
        "default-set-unchanged": _default_set,
        "vanity-only": _vanity,
        "revenue-without-cost": _no_cost,
        "vague-custom-kpi": _vague,
        "not-linked-to-goal": _no_goal,
        "stale-kpi-set": _stale,
    }
)

RULES: Mapping[str, Severity] = MappingProxyType(dict.fromkeys(_RULES, Severity.WARN))
"""The governance rules by name, with their severity; none of them stops a report, whatever it is set to."""


def governance_issues(config: ClientConfig, shown: Shown, now: KpiSet, earlier: Sequence[KpiSet]) -> tuple[Issue, ...]:
    """What is to be said about a client's KPI set; ``earlier`` are the sets of its earlier reports, in any order.

    Severities are the client's; a rule that is set to block warns.
    """
    before = sorted((old for old in earlier if old.end < now.end), key=lambda old: (old.end, old.start), reverse=True)
    case = Case(config, shown, natures(), before, now)
    issues = []
    for rule, find in _RULES.items():
        severity = config.checks.get(rule, RULES[rule])
        if severity is Severity.OFF:
            continue
        severity = Severity.WARN if severity is Severity.BLOCK else severity
        issues += [
            Issue(rule, severity, config.file, Message(f"check.{rule}", dict(arguments))) for arguments in find(case)
        ]
    return tuple(issues)


def latest(sets: Sequence[KpiSet], end: date) -> KpiSet | None:
    """The set of the last report about days before ``end``; None without one."""
    before = [old for old in sets if old.end < end]
    return max(before, key=lambda old: (old.end, old.start), default=None)

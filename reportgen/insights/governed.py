"""What a reader must know of the figures themselves: checks that touch them, restatements, the KPI change log."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reportgen.comparisons.compare import relate
from reportgen.comparisons.model import KpiResult
from reportgen.governance.changes import KpiChange
from reportgen.insights.facts import PERCENT, Facts, change_unit, current_fact
from reportgen.insights.model import FactValue, Insight
from reportgen.insights.scope import Scope
from reportgen.issues import Severity
from reportgen.units import Direction, Sentiment, sentiment

_ALWAYS = ("missing-days",)  # what no reader can see in the figures, whatever its severity
_GRAVE = (Severity.WARN, Severity.BLOCK)


def data_caveat(scope: Scope) -> Iterator[Insight]:
    """Checks that warn and touch a KPI used here: said first, always."""
    for caveat in scope.background.caveats:
        issue = caveat.issue
        if issue.severity is Severity.OFF or (issue.severity not in _GRAVE and issue.rule not in _ALWAYS):
            continue
        touched = [result for result in scope.asked() if set(result.sources) & set(caveat.tables)]
        if touched:
            yield Insight(
                kind="data_caveat",
                kpi=touched[0].kpi.id,
                direction=Direction.NONE,
                sentiment=Sentiment.NEUTRAL,
                facts={f"caveat[{issue.rule}].kpi": FactValue(touched[0].kpi.id, "text")},
                member=issue.source,
                mandatory=True,
                message=issue.message,
            )


def restatement(scope: Scope) -> Iterator[Insight]:
    """Finished periods whose archived figure and today's differ by more than is worth no word.

    A KPI that is defined otherwise since then is left to the change log.
    """
    redefined = {change.kpi for change in scope.background.changes if change.kind == "definition"}
    for result in scope.asked():
        if result.kpi.id in redefined:
            continue
        for point in result.series[:-1]:
            then = scope.background.archived.get(point.period, {}).get(result.kpi.id)
            now = point.value.number
            if then is None or now is None or abs(now - then) <= scope.thresholds.restated_share * abs(then):
                continue
            yield _restated(scope, result, point.period, then, now)


def _restated(scope: Scope, result: KpiResult, period: str, then: Decimal, now: Decimal) -> Insight:
    kpi, change = result.kpi, now - then
    stem = f"{kpi.id}.restated[{period}]"
    facts: Facts = current_fact(result, scope.period) | {
        f"{stem}.then": FactValue(then, kpi.unit.value, period),
        f"{stem}.now": FactValue(now, kpi.unit.value, period),
        f"{stem}.change": FactValue(change, change_unit(kpi.unit), period),
    }
    relative, _ = relate(change, then, kpi.unit)
    if relative is not None:
        facts[f"{stem}.relative"] = FactValue(relative, PERCENT, period)
    direction = Direction.UP if change > 0 else Direction.DOWN
    return Insight(
        kind="restatement",
        kpi=kpi.id,
        direction=direction,
        sentiment=sentiment(kpi.good, direction),
        facts=facts,
        member=period,
    )


def kpi_change(scope: Scope) -> Iterator[Insight]:
    """Definitions, targets and owners that changed, KPIs that came or went, since the last report."""
    lead = scope.lead
    if lead is None:
        return
    told = {result.kpi.id for result in scope.asked()}
    for change in scope.background.changes:
        yield _changed(scope, change, change.kpi if change.kpi in told else lead.kpi.id)


def _changed(scope: Scope, change: KpiChange, about: str) -> Insight:
    stem = f"kpi_change[{change.kpi}].{change.kind}"
    facts: Facts = {f"{stem}.since": FactValue(change.since, "period")}
    result = scope.results.kpis.get(change.kpi)
    unit = result.kpi.unit.value if result is not None else "count"
    for side, value in (("before", change.before), ("after", change.after)):
        if value is not None:
            facts[f"{stem}.{side}"] = FactValue(value, unit if isinstance(value, Decimal) else "text")
    if change.name is not None:
        facts[f"{stem}.name"] = FactValue(change.name, "text")
    return Insight(
        kind="kpi_change",
        kpi=about,
        direction=Direction.NONE,
        sentiment=Sentiment.NEUTRAL,
        facts=facts,
        dimension=None,
        member=change.kpi,
    )

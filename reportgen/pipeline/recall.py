"""Recalling: what the commentary knows besides the numbers, from earlier reports, the KPI sets and the checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from reportgen.comparisons.model import TargetStatus
from reportgen.config.client import ClientConfig
from reportgen.errors import ReportgenError
from reportgen.governance import KpiSet, changes
from reportgen.insights.background import Background, Caveat, Told
from reportgen.insights.novelty import size_of
from reportgen.narrative.model import plain
from reportgen.periods import Calendar, from_id
from reportgen.periods.model import Period
from reportgen.pipeline.ask import Answer
from reportgen.pipeline.govern import manifests_of, set_of
from reportgen.report.kind import Kind
from reportgen.report.model import Cards, Report


@dataclass(frozen=True, slots=True)
class Memory:
    """What the manifests of earlier reports tell: the last KPI set, values as reported, what the last one led with."""

    last: KpiSet | None
    archived: Mapping[str, Mapping[str, Decimal]]
    told: tuple[Told, ...]


def background_of(config: ClientConfig, kind: Kind, answer: Answer, out: Path) -> Background:
    """What is known from earlier periods of the same kind (archived, else built in ``out``), and from the checks."""
    period, before = answer.plan.period, answer.plan.previous.id
    memory = remembered(manifests_of(config, out), period, before, config.calendar)
    return Background(
        changes=changes(set_of(config, kind, answer.catalog, period), memory.last, config.target_for),
        archived=memory.archived,
        told=memory.told,
        caveats=tuple(Caveat(issue, answer.store.touched(issue)) for issue in answer.issues),
    )


def remembered(manifests: Iterable[Mapping[str, Any]], period: Period, before: str, calendar: Calendar) -> Memory:
    """The memory of a report about ``period``: earlier periods of its kind, ``before`` the id of the last one.

    Values are those of periods that were over with all their data; what a manifest lacks or has wrong is left out.
    """
    earlier = [found for found in manifests if _is_before(found, period, calendar)]
    sets = [found for manifest in earlier if (found := KpiSet.from_json(manifest.get("kpi_set"))) is not None]
    return Memory(
        last=max(sets, key=lambda found: found.start, default=None),
        archived={str(found["period"]["id"]): _numbers(found) for found in earlier if found["period"].get("complete")},
        told=_told(earlier, before),
    )


def told_of(report: Report) -> list[dict[str, Any]]:
    """The report's findings as its manifest keeps them: for the next report, and for who compares two."""
    return [
        {
            "kind": insight.kind,
            "kpi": insight.kpi,
            "dimension": insight.dimension,
            "member": insight.member,
            "mandatory": insight.mandatory,
            "size": None if (size := size_of(insight)) is None else str(size),
            "text": plain(text),
        }
        for insight, text in report.insights
    ]


def front_of(report: Report) -> dict[str, Any]:
    """What a page about many clients says of this one: its heading, its first card, how its targets stand."""
    cards = next((block.content.cards for block in report.blocks if isinstance(block.content, Cards)), ())
    held = [result.target.status for result in report.results.kpis.values() if result.target is not None]
    return {
        "heading": plain(report.sections[0].heading) if report.sections else None,
        "card": {
            "name": cards[0].name,
            "value": plain(cards[0].value),
            "changes": [
                {"text": f"{plain(change.figure)} {plain(change.words)}".strip(), "sentiment": change.sentiment.value}
                for change in cards[0].changes
            ],
        }
        if cards
        else None,
        "targets": {status.value: held.count(status) for status in TargetStatus},
    }


def _is_before(manifest: Mapping[str, Any], period: Period, calendar: Calendar) -> bool:
    """Whether a manifest is of a period of the same kind that began earlier."""
    found = _period(manifest.get("period"), calendar)
    return found is not None and found.kind is period.kind and found.start < period.start


def _period(entry: object, calendar: Calendar) -> Period | None:
    try:
        assert isinstance(entry, Mapping)  # noqa: S101  # caught below
        date.fromisoformat(entry["start"])
        return from_id(entry["id"], calendar)
    except (AssertionError, KeyError, TypeError, ValueError, ReportgenError):
        return None


def _numbers(manifest: Mapping[str, Any]) -> dict[str, Decimal]:
    """The KPIs' values that a manifest lists."""
    found: dict[str, Decimal] = {}
    for entry in _entries(manifest.get("numbers")):
        value = _decimal(entry.get("value"))
        if value is not None:
            found[str(entry.get("kpi"))] = value
    return found


def _decimal(written: object) -> Decimal | None:
    try:
        return None if written is None else Decimal(str(written))
    except InvalidOperation:
        return None


def _told(earlier: Iterable[Mapping[str, Any]], period: str) -> tuple[Told, ...]:
    """What the last report led with: its first finding, and the first that was chosen rather than owed."""
    manifest = next((found for found in earlier if found["period"]["id"] == period), None)
    if manifest is None:
        return ()
    listed = _entries(manifest.get("told"))
    free = [entry for entry in listed if not entry.get("mandatory")]
    led = [*listed[:1], *(entry for entry in free[:1] if entry not in listed[:1])]
    return tuple(
        Told(
            str(entry.get("kind")),
            str(entry.get("kpi")),
            entry.get("dimension"),
            entry.get("member"),
            _decimal(entry.get("size")),
        )
        for entry in led
    )


def _entries(listed: object) -> list[Mapping[str, Any]]:
    return [entry for entry in listed if isinstance(entry, Mapping)] if isinstance(listed, list) else []

"""``reportgen build --format json``: the report before any styling, for machines."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from reportgen.insights.model import FactValue, Insight
from reportgen.narrative.compose import compose
from reportgen.narrative.model import Text, plain
from reportgen.narrative.reasons import message_text
from reportgen.narrative.teller import Teller
from reportgen.report.kpi_json import kpis_json, number
from reportgen.report.model import Block, Paragraphs, Report
from reportgen.report.notes import KIND as NOTE


def report_json(report: Report, teller: Teller) -> dict[str, Any]:
    """The document: client, period, kpis as in ``kpis --json``, findings, the analyst's notes, checks, blocks.

    ``teller`` words the reasons and the silenced findings; use one of its own, so that the report's
    facts stay those that were printed.
    """
    kpis = kpis_json(report.client_id, report.currency, report.results, teller)
    return {
        "client": report.client_id,
        "name": report.client,
        "report": report.kind,
        "period": kpis["period"],
        "currency": report.currency,
        "locale": report.locale,
        "timezone": report.timezone,
        "status": report.status.value,
        "kpis": kpis["kpis"],
        "insights": [
            {**_insight(insight, _printed(text, report)), "text": plain(text)} for insight, text in report.insights
        ],
        "silenced": [
            {
                **_insight(silenced.insight, {}),
                "text": plain(_silent_text(silenced.insight, report, teller)),
                "reason": teller.word(silenced.reason),
            }
            for silenced in report.silenced
        ],
        "notes": [
            {
                "section": block.section,
                "by": plain(block.subtitle),
                "text": [plain(text) for text in block.content.paragraphs],
            }
            for block in report.blocks
            if block.kind == NOTE and isinstance(block.content, Paragraphs)
        ],
        "checks": [
            {
                "rule": issue.rule,
                "severity": issue.severity.value,
                "source": issue.source,
                "message": plain(message_text(issue.message, teller, f"check[{place}]")),
                "rows": issue.rows,
            }
            for place, issue in enumerate(report.checks, start=1)
        ],
        "sources": [
            {
                "label": source.label,
                "table": source.table,
                "rows_read": source.rows_read,
                "rows_used": source.rows_used,
            }
            for source in report.sources
        ],
        "blocks": [
            {
                "id": block.id,
                "kind": block.kind,
                "section": block.section,
                "outcome": block.outcome.value,
                "reason": block.reason,
                **_prose(block),
            }
            for block in report.blocks
        ],
        "suggestions": [dict(suggestion) for suggestion in report.suggestions],
    }


def _prose(block: Block) -> dict[str, Any]:
    """The paragraphs of a block of text, as they are read."""
    if not isinstance(block.content, Paragraphs):
        return {}
    return {"text": [plain(text) for text in block.content.paragraphs]}


def dump(document: dict[str, Any]) -> str:
    """The document as text, the same bytes for the same document; a NaN is a ValueError."""
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _silent_text(insight: Insight, report: Report, teller: Teller) -> Text:
    return compose((insight,), report.results, teller)[0]


def _printed(text: Text, report: Report) -> dict[str, FactValue]:
    """The facts that a sentence prints, its own and those that it is told with (the change beside a missed target)."""
    return {run.fact: report.facts[run.fact] for run in text if run.fact is not None and run.fact in report.facts}


def _insight(insight: Insight, printed: Mapping[str, FactValue]) -> dict[str, Any]:
    return {
        "kind": insight.kind,
        "kpi": insight.kpi,
        "dimension": insight.dimension,
        "member": insight.member,
        "direction": insight.direction.value,
        "score": float(insight.score),
        "chart": insight.chart,
        "facts": {name: _fact(fact) for name, fact in sorted({**printed, **insight.facts}.items())},
    }


def _fact(fact: FactValue) -> dict[str, Any]:
    value = number(fact.value) if isinstance(fact.value, Decimal) else fact.value
    return {"value": value, "unit": fact.unit, "period": fact.period}

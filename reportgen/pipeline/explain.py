"""Explaining: one number of one period, down to the rows and files that it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reportgen.config.client import ClientConfig
from reportgen.errors import Problem, UsageError, did_you_mean
from reportgen.kpis.lineage import Constant, KpiNode, MeasureNode, first_rows, lineage
from reportgen.kpis.model import Value
from reportgen.narrative import Teller, plain
from reportgen.narrative.reasons import issue_text, message_text
from reportgen.pipeline.ask import Answer, Question, catalog_of, numbers, settings_of, teller_of
from reportgen.units import Unit


def explain(config: ClientConfig, question: Question, kpi: str, rows: int = 0) -> dict[str, Any]:
    """The tree under a KPI's number as plain data: formula, measures with SQL, rows, files with hashes, checks.

    ``rows`` is how many of the rows behind each measure are listed. Raises UsageError for an unknown KPI.
    """
    known = tuple(catalog_of(config).kpis)
    if kpi not in known:
        raise UsageError(Problem(f"there is no KPI '{kpi}'", found=kpi, todo=did_you_mean(kpi, known)))
    asked = Question(question.period, question.today, (), (kpi,))
    answer = numbers(config, asked)
    teller = teller_of(config, answer.catalog)
    window = answer.plan.kpis[kpi].windows["current"]
    settings = settings_of(config, answer.plan.period)
    tree = lineage(answer.store, answer.catalog, answer.catalog.kpis[kpi], window, settings)
    result = answer.results.kpis[kpi]
    labels = _labels(answer, result.sources)
    return {
        "client": config.id,
        "period": {
            "id": answer.plan.period.id,
            "start": answer.plan.period.start.isoformat(),
            "end": answer.plan.period.end.isoformat(),
        },
        "kpi": kpi,
        "name": teller.kpi_name(kpi),
        "unit": result.kpi.unit.value,
        "printed": _printed(result.value, result.kpi.unit.value, teller),
        **_value(result.value, teller),
        "tree": _node(answer, tree, teller, rows),
        "sources": list(_sources(answer, labels)),
        "checks": [
            {
                "rule": issue.rule,
                "severity": issue.severity.value,
                "source": issue.source,
                "message": issue_text(issue, teller),
                "rows": issue.rows,
            }
            for issue in answer.issues
            if any(issue.concerns(label) for label in labels)
        ],
    }


def _labels(answer: Answer, tables: tuple[str, ...]) -> tuple[str, ...]:
    """The sources that the tables were made from."""
    known = answer.store.tables
    return tuple(dict.fromkeys(label for table in tables if table in known for label in known[table].sources))


def _printed(value: Value, unit: str, teller: Teller) -> str | None:
    return None if value.number is None else teller.formatter.value(value.number, Unit(unit))


def _value(value: Value, teller: Teller) -> dict[str, Any]:
    reason = None if value.reason is None else plain(message_text(value.reason, teller, "explain"))
    number = None if value.number is None else float(value.number)
    return {"value": number, "status": value.status.value, "reason": reason}


def _node(answer: Answer, node: KpiNode | MeasureNode | Constant, teller: Teller, most: int) -> dict[str, Any]:
    if isinstance(node, Constant):
        return {"setting": node.id, "value": float(node.value)}
    if isinstance(node, KpiNode):
        children = [_node(answer, child, teller, most) for child in node.children]
        return {"kpi": node.id, "formula": node.formula, **_value(node.value, teller), "of": children}
    found: dict[str, Any] = {"measure": node.id, "is": node.description, **_value(node.value, teller)}
    found |= {"table": node.table, "rows": node.rows, "sql": node.sql, "rows_sql": node.rows_sql}
    if most:
        columns, listed = first_rows(answer.store, node, most)
        found |= {"columns": list(columns), "first_rows": [list(row) for row in listed]}
    return found


def _sources(answer: Answer, labels: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for source in answer.store.sources:
        if source.label in labels:
            yield {
                "source": source.label,
                "table": source.table,
                "rows_read": source.rows_read,
                "rows_used": source.rows_used,
                "dropped": dict(source.dropped),
                "files": [
                    {"path": file.path, "sha256": file.sha256, "bytes": file.bytes, "rows": file.rows}
                    for file in source.files
                ],
            }

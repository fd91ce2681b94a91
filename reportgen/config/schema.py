"""JSON Schemas of the config files, made from the models that read them: for editors, which complete and check by them.

A schema says what a file may look like; what needs the folder (do the files exist, do formulas add up) only the
loader knows. Nothing that the loader takes is refused by its schema.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from reportgen.config.brand import BrandFile
from reportgen.config.model import ReportFile
from reportgen.config.names import Names
from reportgen.config.source import ColumnSource

Schema: TypeAlias = dict[str, Any]

FOLDER = ".reportgen"
"""Beside a client's files: where `init` puts the schemas that its modelines name."""

FILES: Mapping[str, str] = {
    "report": "report.yaml, what one client's report is made of",
    "portfolio": "portfolio.yaml, the defaults of the clients below it",
    "brand": "brand.yaml, how the reports look",
}
"""Schema → what it describes."""

_NUMBER: Schema = {"type": "number"}


def schema_of(file: str, names: Names) -> Schema:
    """The schema of ``report``, ``portfolio`` or ``brand``; KeyError for another."""
    title = FILES[file]
    model = BrandFile if file == "brand" else ReportFile
    made: Schema = model.model_json_schema(mode="validation")
    if model is ReportFile:
        _report(made, names)
    if file == "portfolio":
        made.pop("required", None)
    _plain(made)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": title}


def modeline(file: str) -> str:
    """The comment by which editors find the schema that stands in ``FOLDER``."""
    return f"# yaml-language-server: $schema={FOLDER}/{file}.schema.json"


def text_of(schema: Schema) -> str:
    """As it stands in a file."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def _report(made: Schema, names: Names) -> None:
    """What the models read from a shape of its own, and the names that only the rooms below know."""
    parts, own = made["$defs"], made["properties"]
    own["report"] |= _perhaps(names.kinds)
    for key in ("kpis", "goals"):
        _each_text(own[key], names.kpis)
    _each_text(own["segments"], names.dimensions)
    own["targets"] = _described(own["targets"], {
        "type": "object",
        "propertyNames": _perhaps(names.kpis),
        "additionalProperties": {"anyOf": [_NUMBER, {"type": "object", "additionalProperties": _NUMBER}]},
    })  # fmt: skip
    own["owners"]["propertyNames"] = _perhaps(names.kpis)
    own["checks"]["propertyNames"] = {"enum": list(names.checks)}
    own["insights"] = _described(own["insights"], {
        "type": "object",
        "properties": {
            "off": {"type": "array", "items": {"enum": list(names.insights)}},
            **dict.fromkeys(names.thresholds, _NUMBER),
        },
        "additionalProperties": False,
    })  # fmt: skip
    parts["Secret"] = {"type": "string"}
    for name in ("Target", "Insights"):
        parts.pop(name, None)
    source = parts["SourceEntry"]
    source["properties"]["format"] = _described(source["properties"]["format"], {"enum": list(names.readers)})
    source["properties"]["table"] = _described(source["properties"]["table"], {"enum": list(names.tables)})
    column = ColumnSource.__name__
    source["properties"]["columns"]["additionalProperties"] = {
        "anyOf": [{"type": ["string", "number"]}, {"$ref": f"#/$defs/{column}"}]
    }
    source["oneOf"] = [{"required": ["format"]}, {"required": ["table"]}]
    source["allOf"] = [
        {"oneOf": [{"required": [key]} for key in ("path", "query", "relation")]},
        *({"if": {"required": [key]}, "then": {"required": ["connection"]}} for key in ("query", "relation")),
    ]
    parts["MeasureSpec"]["properties"]["table"] |= {"enum": list(names.tables)}


def _perhaps(known: Sequence[str]) -> Schema:
    """Known names, which an editor offers, and others: a client's own KPIs and report kinds."""
    return {"anyOf": [{"enum": list(known)}, {"type": "string"}]}


def _described(old: Schema, new: Schema) -> Schema:
    return {**new, "description": old.get("description", "")}


def _each_text(schema: Schema, known: Sequence[str]) -> None:
    """Offer the names wherever the schema has a list of texts."""
    if schema.get("type") == "array" and "items" in schema:
        schema["items"] = _perhaps(known)
    for part in (*schema.get("anyOf", ()), schema.get("additionalProperties")):
        if isinstance(part, dict):
            _each_text(part, known)


def _plain(schema: object) -> None:
    """Without what only pydantic's own names and Python's defaults say; an empty value counts as a key left out."""
    if isinstance(schema, list):
        for part in schema:
            _plain(part)
    if not isinstance(schema, dict):
        return
    schema.pop("default", None)
    if not isinstance(schema.get("title"), dict):  # a property may bear the name
        schema.pop("title", None)
    for part in schema.values():
        _plain(part)

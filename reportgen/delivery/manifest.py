"""The manifest: from which inputs, by which version and rules, came which numbers and files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from reportgen import __version__
from reportgen.config.client import ClientConfig
from reportgen.delivery.publish import Artefact
from reportgen.issues import Issue
from reportgen.kpis import Catalog, describe_measure
from reportgen.messages import Argument
from reportgen.sources.model import Provenance

BUILD_KEY = "build_key"  # by which a later run knows that nothing has changed


def manifest_bytes(
    body: Mapping[str, Any],
    artefacts: Sequence[Artefact],
    kept: Sequence[Mapping[str, Any]],
    noted: Mapping[str, Sequence[Issue]] = MappingProxyType({}),
    key: str | None = None,
) -> bytes:
    """The manifest as JSON, with the artefacts' hashes; ``kept`` are entries of artefacts left in place.

    ``noted`` is what was remarked while a format was made (a glyph that no font has), by format; ``key`` a digest of
    all that the report was made from.
    """
    entries = [_entry(artefact, noted.get(artefact.format, ())) for artefact in artefacts]
    listed = sorted([*entries, *kept], key=lambda entry: str(entry["file"]))
    return (json.dumps({**body, BUILD_KEY: key, "artefacts": listed}, ensure_ascii=False, indent=1) + "\n").encode()


def _entry(artefact: Artefact, noted: Sequence[Issue]) -> dict[str, Any]:
    entry = {
        "format": artefact.format,
        "file": artefact.name,
        "bytes": len(artefact.content),
        "sha256": artefact.digest,
    }
    remarks = [{"rule": issue.rule, **_plain(issue.message.arguments)} for issue in noted]
    return {**entry, "notes": remarks} if remarks else entry


def _plain(arguments: Mapping[str, Argument]) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else value if isinstance(value, int) else str(value)
        for name, value in arguments.items()
    }


def kept_artefacts(
    path: Path, body: Mapping[str, Any], new: Sequence[Artefact], key: str | None = None
) -> list[dict[str, Any]]:
    """Entries of an earlier build's artefacts that still hold: same version, config, inputs, numbers and key."""
    earlier = read_manifest(path)
    if earlier is None:
        return []
    listed = earlier.pop("artefacts", [])
    if earlier.pop(BUILD_KEY, None) != key or earlier != json.loads(json.dumps(body)):
        return []
    written = {artefact.name for artefact in new}
    return [
        entry
        for entry in listed
        if isinstance(entry, dict)
        and entry.get("file") not in written
        and (path.parent / str(entry.get("file"))).is_file()
    ]


def read_manifest(path: Path) -> dict[str, Any] | None:
    """The manifest in a file; None where there is none that can be read."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None


def earlier_manifests(folder: Path, client: str) -> list[dict[str, Any]]:
    """The manifests of the client's reports in a folder, by file name; what is no manifest is stepped over."""
    found = (read_manifest(path) for path in sorted(folder.glob("*.manifest.json")))
    return [manifest for manifest in found if manifest is not None and manifest.get("client") == client]


def manifest_body(
    config: ClientConfig,
    catalog: Catalog,
    sources: Sequence[Provenance],
    document: Mapping[str, Any],
    kpi_set: Mapping[str, Any],
    told: Sequence[Mapping[str, Any]] = (),
    front: Mapping[str, Any] = MappingProxyType({}),
) -> dict[str, Any]:
    """The manifest but for its artefacts: inputs, numbers with formula and measures, checks, notes, silence log.

    ``document`` is the report as JSON (``report.serialise.report_json``); ``kpi_set`` its KPIs as defined and
    aimed, by which the next report tells what changed, and ``told`` its findings, by which that one knows what is new;
    ``front`` is what a page about many clients says of it.
    """
    return {
        "reportgen": __version__,
        "client": config.id,
        "name": config.name,
        "locale": config.locale,
        "currency": config.currency,
        "period": document["period"],
        "report": config.report,
        "status": document["status"],
        "config": {"sha256": config.digest()},
        "inputs": [
            {
                "source": source.label,
                "table": source.table,
                "files": [
                    {"path": file.path, "sha256": file.sha256, "bytes": file.bytes, "rows": file.rows}
                    for file in source.files
                ],
                "rows_read": source.rows_read,
                "rows_used": source.rows_used,
                "dropped": dict(source.dropped),
                "unreadable": {failure.column: failure.rows for failure in source.failures},
            }
            for source in sources
        ],
        "numbers": [
            {
                "kpi": entry["id"],
                "value": entry["value"],
                "status": entry["status"],
                "comparisons": {name: found["value"] for name, found in entry["comparisons"].items()},
                "formula": catalog.kpis[entry["id"]].formula,
                "measures": {
                    measure.id: describe_measure(measure)
                    for _, measure in catalog.dependencies(catalog.kpis[entry["id"]])
                },
            }
            for entry in document["kpis"]
        ],
        "kpi_set": dict(kpi_set),
        "checks": document["checks"],
        "blocks": document["blocks"],
        "notes": document["notes"],
        "front": dict(front),
        "told": [dict(finding) for finding in told],
        "silenced": document["silenced"],
    }

"""Manifests of a client's reports: as archived where they are, else as they lie in the output folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from reportgen.delivery.archive.commit import content
from reportgen.delivery.archive.log import entries
from reportgen.delivery.archive.model import Archive, EntryKind
from reportgen.delivery.manifest import earlier_manifests


def known_manifests(archive: Archive, folder: Path) -> list[dict[str, Any]]:
    """The manifest of each period's last archived revision, then those in ``folder`` of periods not archived.

    A report in the output folder that was built again, and never archived, does not change what was reported.
    ArchiveError when the archive is not whole.
    """
    last = {entry.period: entry.report for entry in entries(archive) if entry.kind is EntryKind.REPORT}
    archived = [json.loads(content(archive, last[period].manifest.sha256)) for period in sorted(last)]
    built = earlier_manifests(folder, archive.client)
    return [*archived, *(found for found in built if _period(found) not in last)]


def _period(manifest: dict[str, Any]) -> object:
    period = manifest.get("period")
    found = period.get("id") if isinstance(period, dict) else None
    return found if isinstance(found, str) else None

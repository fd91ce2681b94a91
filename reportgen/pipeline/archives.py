"""Archives by what a command line names: a client, a portfolio, or a folder of archives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from reportgen.config.load import find_clients
from reportgen.delivery.archive import Archive, Entry, EntryKind, archive_of, content, entries
from reportgen.errors import Place, Problem, UsageError, did_you_mean
from reportgen.pipeline.ask import load_one

REFERENCE = re.compile(r"archive:(?P<client>[A-Za-z0-9-]+)/(?P<period>.+?)(?:/r(?P<revision>[1-9]\d*))?")


def archives_at(path: Path) -> tuple[Archive, ...]:
    """The archives behind a path, by client: of a client's folder, of a portfolio's clients, or those that lie in it.

    ConfigError when a config is wrong or nothing is there. An archive need not exist yet.
    """
    if _is_archive(path):
        return (archive_of(path.absolute().parent, path.absolute().name),)
    inner = sorted(entry for entry in path.iterdir() if _is_archive(entry)) if path.is_dir() else []
    if inner:
        return tuple(archive_of(path, entry.name) for entry in inner)
    configs = [load_one(folder) for folder in find_clients([path])]
    return tuple(archive_of(config.archive, config.id) for config in sorted(configs, key=lambda config: config.id))


def _is_archive(path: Path) -> bool:
    return (path / "log").is_dir() and (path / "objects").is_dir()


def revisions(archive: Archive, period: str | None = None) -> tuple[Entry, ...]:
    """The reports of the archive, or of one of its periods, oldest first. UsageError for a period that it lacks."""
    known = [entry for entry in entries(archive) if entry.kind is EntryKind.REPORT]
    found = tuple(entry for entry in known if period in (None, entry.period))
    if period is not None and not found:
        there = list(dict.fromkeys(entry.period for entry in known))
        raise UsageError(
            Problem(
                f"no report of '{archive.client}' for {period} is archived",
                Place(str(archive.home)),
                todo=did_you_mean(period, there) if there else "archive one with `reportgen approve`",
            )
        )
    return found


def referred(text: str, path: Path) -> tuple[Archive, Entry] | None:
    """The revision that ``archive:client/period/rN`` names (without rN the last), None for other text.

    ``path`` is where its archive is found. UsageError when there is no such client or revision.
    """
    match = REFERENCE.fullmatch(text)
    if match is None:
        return None
    archive = _of(archives_at(path), match["client"], path)
    found = revisions(archive, match["period"])
    if match["revision"] is None:
        return archive, found[-1]
    wanted = int(match["revision"])
    if wanted > len(found):
        raise UsageError(
            Problem(
                f"there is no revision {wanted} of {match['period']}",
                Place(str(archive.home)),
                expected=f"r1 to r{len(found)}" if len(found) > 1 else "r1",
            )
        )
    return archive, found[wanted - 1]


def _of(archives: Sequence[Archive], client: str, path: Path) -> Archive:
    for archive in archives:
        if archive.client == client:
            return archive
    raise UsageError(
        Problem(
            f"'{client}' has no archive here",
            Place(str(path)),
            todo=did_you_mean(client, [archive.client for archive in archives])
            + "; name the archive's or the client's folder with --archive",
        )
    )


def manifest_of(archive: Archive, entry: Entry) -> bytes:
    """The manifest of an archived report, hashed again."""
    return content(archive, entry.report.manifest.sha256)


def holding(archive: Archive, digest: str) -> tuple[Entry, str] | None:
    """The last report with an artefact of this SHA-256, and the artefact's file name."""
    for entry in reversed(revisions(archive)):
        for one in entry.artefacts:
            if one.sha256 == digest:
                return entry, one.file
    return None

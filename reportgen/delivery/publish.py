"""Publishing: every file is complete in a temporary folder before any appears under its final name.

The manifest is the last to appear and the first to go: artefacts without one beside them, or that it does not
name with their hash, are not a published report.
"""

from __future__ import annotations

import glob
import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from reportgen.errors import Place, Problem, UsageError


@dataclass(frozen=True, slots=True)
class Artefact:
    """A file of a report: its format, name and bytes."""

    format: str
    name: str
    content: bytes

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the bytes."""
        return sha256(self.content).hexdigest()


def publish(
    folder: Path, artefacts: Sequence[Artefact], manifest_name: str, manifest: bytes, stale: Callable[[str], bool]
) -> tuple[Path, ...]:
    """Write the artefacts and the manifest into ``folder`` and give their paths.

    ``stale`` tells which files of the folder belong to this report and period; those that are not written
    anew are removed, so that no file of an earlier build stands beside the new manifest. Raises
    UsageError when the folder cannot be written.
    """
    try:
        return _publish(folder, artefacts, manifest_name, manifest, stale)
    except OSError as error:
        raise UsageError(
            Problem(
                "the report cannot be written",
                where=Place(str(folder)),
                found=error.strerror or str(error),
                todo="choose another folder with --out, or free space and permissions there",
            )
        ) from error


def _publish(
    folder: Path, artefacts: Sequence[Artefact], manifest_name: str, manifest: bytes, stale: Callable[[str], bool]
) -> tuple[Path, ...]:
    folder.mkdir(parents=True, exist_ok=True)
    _clear_abandoned(folder)
    staging = Path(tempfile.mkdtemp(prefix=_staging(os.getpid()), dir=folder))
    try:
        for name, content in [*((a.name, a.content) for a in artefacts), (manifest_name, manifest)]:
            _write(staging / name, content)
        (folder / manifest_name).unlink(missing_ok=True)
        new = {artefact.name for artefact in artefacts}
        for old in sorted(folder.iterdir()):
            if old.is_file() and old.name not in new and stale(old.name):
                old.unlink()
        for name in [*(artefact.name for artefact in artefacts), manifest_name]:
            (staging / name).replace(folder / name)
        _sync(folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return tuple(folder / name for name in [*(artefact.name for artefact in artefacts), manifest_name])


def clear_away(folder: Path, process: int) -> None:
    """Remove what a process that was killed while it published (by its id) had not finished in ``folder``."""
    for left in sorted(folder.glob(f"{glob.escape(_staging(process))}*")):
        shutil.rmtree(left, ignore_errors=True)
        with suppress(OSError):  # what is published stays
            folder.rmdir()


def _clear_abandoned(folder: Path) -> None:
    """Remove what processes of this machine that are no more had not finished: killed before they could clear up."""
    if os.name != "posix":  # elsewhere asking after a process may end it
        return
    for left in sorted(folder.glob(f"{glob.escape(_STAGING)}*")):
        process = left.name.removeprefix(_STAGING).partition("-")[0]
        if process.isdecimal() and not _lives(int(process)):
            shutil.rmtree(left, ignore_errors=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):  # another user's
        return True
    return True


_STAGING = f".building-{platform.node()}-"  # the folder may be shared with other machines, and ids are a machine's


def _staging(process: int) -> str:
    return f"{_STAGING}{process}-"


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Make the renames durable, where the system lets a folder be synced."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows cannot open folders
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

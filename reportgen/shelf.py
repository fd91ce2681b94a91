"""The shelf: what a stage of a build made, kept for the next build of the same client.

A piece of work lies under the digest of everything that it was made from, in a folder of the client's own. No build
needs it: what is missing, damaged or cannot be written is made anew. What a build adds waits in a temporary folder
until its report is published: a build that fails leaves nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_SEAL = hashlib.sha256().digest_size
MOST = {"facts": 1, "charts": 400}  # pieces that are kept: the data of today; the pictures of a year's reports and more


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of kept work, and one of what is new.

    ``edition`` tells the program that makes it: another program's work is never taken.
    """

    folder: Path
    edition: str
    new: Path

    def place(self, stage: str, made_from: str) -> Path:
        """The file of a piece of work of a stage (one of ``MOST``) that is made from this."""
        digest = hashlib.sha256(f"{self.edition}\n{made_from}".encode()).hexdigest()
        return self.folder / stage / digest

    def take(self, place: Path) -> bytes | None:
        """The bytes that were put there; None where there are none, or not as they were written."""
        try:
            kept = place.read_bytes()
        except OSError:
            return None
        seal, data = kept[:_SEAL], kept[_SEAL:]
        if hashlib.sha256(data).digest() != seal:
            return None
        self.used(place)
        return data

    def put(self, place: Path, data: bytes) -> None:
        """Keep these bytes there, once the report is published."""
        with suppress(OSError):
            self.draft(place).write_bytes(hashlib.sha256(data).digest() + data)

    def draft(self, place: Path) -> Path:
        """Where to write now what shall lie at ``place``; its folder is there. Raises OSError."""
        draft = self.new / place.relative_to(self.folder)
        draft.parent.mkdir(exist_ok=True)
        return draft

    def used(self, place: Path) -> None:
        """Remember that it was wanted today."""
        with suppress(OSError):
            os.utime(place)

    def settle(self) -> None:
        """Put what is new into its place, each file whole or not at all, and throw away what was not wanted longest."""
        with suppress(OSError):
            for stage in sorted(self.new.iterdir()):
                home = self.folder / stage.name
                home.mkdir(mode=0o700, parents=True, exist_ok=True)
                for draft in sorted(stage.iterdir()):
                    beside = home / f".{draft.name}.{os.getpid()}"
                    shutil.move(draft, beside)
                    beside.replace(home / draft.name)
                for old in sorted(home.iterdir(), key=_wanted, reverse=True)[MOST[stage.name] :]:
                    old.unlink(missing_ok=True)


def _wanted(file: Path) -> int:
    return file.stat().st_mtime_ns


@contextmanager
def open_shelf(folder: Path, edition: str) -> Iterator[Shelf]:
    """The shelf in ``folder`` for one build, who settles it at the end."""
    with tempfile.TemporaryDirectory(prefix="reportgen-", ignore_cleanup_errors=True) as new:
        yield Shelf(folder, edition, Path(new))

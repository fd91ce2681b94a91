"""The shelf: what a stage of a build made, kept for the next build of the same client.

A piece of work lies under the digest of everything that it was made from, in a folder of the client's own. No build
needs it: what is missing, damaged or cannot be written is made anew.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_SEAL = hashlib.sha256().digest_size


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of kept work. ``edition`` tells the program that made it: another program's work is never taken."""

    folder: Path
    edition: str

    def place(self, stage: str, made_from: str) -> Path:
        """The file of a piece of work that is made from this."""
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
        """Keep these bytes there."""
        with suppress(OSError):
            draft = self.draft(place)
            draft.write_bytes(hashlib.sha256(data).digest() + data)
            self.finish(draft, place)

    def draft(self, place: Path) -> Path:
        """Where to write what shall lie at ``place``; its folder is there. Raises OSError."""
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return place.with_name(f".{place.name}.{os.getpid()}")

    def finish(self, draft: Path, place: Path) -> None:
        """Let the draft take its place, whole. Raises OSError."""
        draft.replace(place)

    def used(self, place: Path) -> None:
        """Remember that it was wanted today."""
        with suppress(OSError):
            os.utime(place)

    def tidy(self, stage: str, most: int) -> None:
        """Throw away all but the ``most`` pieces of a stage that were wanted last."""
        with suppress(OSError):
            files = sorted((self.folder / stage).iterdir(), key=lambda file: file.stat().st_mtime_ns, reverse=True)
            for file in files[most:]:
                file.unlink(missing_ok=True)

"""A folder for what a client's data need on disk while they are worked on; it goes when its owner goes."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path


class Workspace:
    """A new, empty folder, removed when this object is no longer used, at the latest at the process's end."""

    __slots__ = ("__weakref__", "path")

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="reportgen-"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)

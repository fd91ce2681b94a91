"""Paths that a config names: they stay inside their folder, and they are there."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

from reportgen.config.faults import describe
from reportgen.errors import did_you_mean

_GLOB_SIGNS = frozenset("*?[")
_HIDDEN = (".", "~$")  # system files, and the locks that Excel leaves beside an open workbook


class PathRefusedError(Exception):
    """A path that cannot be used; caught in this room and turned into a fault."""

    def __init__(self, what: str, expected: str, todo: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.expected = expected
        self.todo = todo


def inside(folder: Path, text: str) -> Path:
    """``folder / text``, absolute.

    Raises PathRefusedError when the path leads out of the folder, be it written so (absolute, ``..``, a
    drive) or through a symbolic link.
    """
    windows = PureWindowsPath(text)
    parts = PurePosixPath(text).parts
    if "://" in text:
        raise PathRefusedError("this is an address, not a path", "a file in the folder", "download it first")
    if not text or "\0" in text or "\\" in text:
        raise PathRefusedError("this is not a path", "a path relative to the folder, with '/' between its parts")
    if text.startswith("/") or windows.drive or windows.root or ".." in parts:
        raise PathRefusedError(
            "the path leads out of the folder",
            "a path relative to the folder, without '..' and without a leading '/'",
            "move or copy the file into the folder",
        )
    path = folder / text
    try:
        if path.resolve().is_relative_to(folder.resolve()):
            return path
    except (OSError, RuntimeError):
        raise PathRefusedError("the path cannot be followed", "a file that can be opened") from None
    raise PathRefusedError(
        "the path leads out of the folder through a symbolic link",
        "a file that lies in the folder itself",
        "copy the file into the folder instead of linking it",
    )


def find_file(folder: Path, text: str) -> Path:
    """The one file at a path. Raises PathRefusedError when it is outside or not there."""
    path = inside(folder, text)
    if not _is_file(path):
        raise _missing(folder, text)
    return path


def find_files(folder: Path, text: str) -> tuple[Path, ...]:
    """The files that a path or glob matches, sorted; hidden and lock files are passed over.

    Raises PathRefusedError when one is outside the folder or when there is none.
    """
    path = inside(folder, text)
    if _is_file(path):
        return (path,)
    if not _GLOB_SIGNS.intersection(text):
        raise _missing(folder, text)
    try:
        matched = sorted(found.relative_to(folder).as_posix() for found in folder.glob(text))
    except (ValueError, NotImplementedError, OSError):
        raise PathRefusedError("this is not a glob", "a path in which *, ? or [ ] stand for characters") from None
    files = tuple(
        inside(folder, name)
        for name in matched
        if not PurePosixPath(name).name.startswith(_HIDDEN) and not (folder / name).is_dir()
    )
    if not files:
        raise _missing(folder, text)
    return files


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # too long a name
        return False


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _missing(folder: Path, text: str) -> PathRefusedError:
    pure = PurePosixPath(text)
    parent = describe(pure.parent.as_posix())
    if _is_folder(folder / pure):
        example = (pure / "*.csv").as_posix()
        return PathRefusedError("this is a folder", "a file, or a glob of files", f"for example {describe(example)}")
    what = "no file matches" if _GLOB_SIGNS.intersection(text) else "there is no such file"
    near = folder / pure.parent
    try:
        names = sorted(entry.name for entry in near.iterdir() if not entry.name.startswith(_HIDDEN))
    except OSError:
        return PathRefusedError(what, "a file in the folder", f"there is no folder {parent}")
    if not names:
        return PathRefusedError(what, "a file in the folder", f"{parent} is empty")
    return PathRefusedError(what, "a file in the folder", did_you_mean(pure.name, names, most=6))

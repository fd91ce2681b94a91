"""Bytes onto the disk and back, so that neither a killed process nor a full or failing disk leaves half a file.

A file is written under another name in the same file system, whole, synced, made read-only, and only then given
its name, which must be free; then the folder is synced. A sync that failed is never tried again: the system may
have dropped the very pages that it could not write, and would call the second try a success.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from reportgen.errors import ArchiveError, Place, Problem

T = TypeVar("T")

# A pipe in a file's place must not hold us up, nor a link lead us elsewhere; Windows has neither flag.
_NO_TRAPS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_PIECE = 1 << 20
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
_READ_ONLY = 0o444


class WrongTypeError(OSError):
    """Something else stands where a file or folder of the archive belongs."""


@contextmanager
def guarded(path: Path, what: str) -> Iterator[None]:
    """Every OSError of the block as an ArchiveError that names the path and the free space."""
    try:
        yield
    except WrongTypeError as error:
        raise ArchiveError(
            Problem(
                what,
                Place(str(error.filename or path)),
                found=error.strerror,
                expected="plain files and folders, made by reportgen alone",
                todo="move it away and put back what was there, then run `reportgen archive verify`",
            )
        ) from error
    except OSError as error:
        raise ArchiveError(
            Problem(
                what,
                Place(str(error.filename2 or error.filename or path)),
                found=f"{error.strerror or error}; {_free(path)}",
                todo="free space or mend the disk or its permissions, then run the same command again: "
                "what is archived is whole, and the rest is completed",
            )
        ) from error


def _free(path: Path) -> str:
    """The free space of the file system that holds ``path``, or would."""
    for folder in (path, *path.parents):
        with suppress(OSError):
            return f"{shutil.disk_usage(folder).free / 1e6:,.1f} MB are free there"
    return "the free space is unknown"


def make_folder(path: Path) -> None:
    """Make a folder and those above it; OSError when a link or a file stands there."""
    if not path.parent.is_dir():
        make_folder(path.parent)
    with suppress(FileExistsError):
        path.mkdir()
        sync_folder(path.parent)
    check_folder(path)


def check_folder(path: Path) -> None:
    """OSError unless a folder, not a link to one, is there."""
    if not stat.S_ISDIR(path.lstat().st_mode):
        raise WrongTypeError(errno.ENOTDIR, "not a folder", str(path))


def is_folder(path: Path) -> bool:
    """A folder is there; OSError when something else is."""
    try:
        check_folder(path)
    except FileNotFoundError:
        return False
    return True


def create(path: Path, content: bytes, scratch: Path) -> None:
    """Give ``path`` its content once and for all, by way of a file in ``scratch``; OSError if the name is taken.

    The caller syncs the folder, and holds the lock: the temporary name is the final one, so that two writers
    would collide.
    """
    temporary = scratch / path.name
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_TRAPS | _BINARY, 0o600)
    try:
        try:
            _write(handle, content)
            if hasattr(os, "fchmod"):
                os.fchmod(handle, _READ_ONLY)
            os.fsync(handle)
        finally:
            os.close(handle)
        _name(temporary, path)
    finally:
        with suppress(OSError):
            temporary.unlink()


def _write(handle: int, content: bytes) -> None:
    """All of the bytes, or OSError: a write may take fewer than it was given."""
    rest = memoryview(content)
    while rest:
        taken = os.write(handle, rest[:_PIECE])
        if not taken:
            break
        rest = rest[taken:]
    if os.fstat(handle).st_size != len(content):
        raise OSError(errno.EIO, f"{os.fstat(handle).st_size} of {len(content)} bytes were written")


def _name(temporary: Path, path: Path) -> None:
    """Publish under a name that is free: a link fails where a rename would replace."""
    try:
        os.link(temporary, path, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if path.exists() or path.is_symlink():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from error
        temporary.rename(path)


def replace(path: Path, content: bytes, scratch: Path) -> None:
    """Give a derived file (never one that is verified) its content, whole, in place of what it had."""
    temporary = scratch / path.name
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_TRAPS | _BINARY, 0o644)
    try:
        try:
            _write(handle, content)
            os.fsync(handle)
        finally:
            os.close(handle)
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        raise


def sync_folder(path: Path) -> None:
    """Make names that were given in the folder durable."""
    if os.name == "nt":  # Windows cannot open folders
        return
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | _NO_TRAPS)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(path: Path) -> bytes:
    """All of a plain file's bytes; OSError when it is none."""
    return _opened(path, lambda handle: b"".join(_pieces(handle)))


def digest(path: Path) -> tuple[str, int]:
    """SHA-256 (hex) and number of bytes of a plain file; OSError when it is none."""

    def hashed(handle: int) -> tuple[str, int]:
        found, size = sha256(), 0
        for piece in _pieces(handle):
            found.update(piece)
            size += len(piece)
        return found.hexdigest(), size

    return _opened(path, hashed)


def _opened(path: Path, use: Callable[[int], T]) -> T:
    try:
        handle = os.open(path, os.O_RDONLY | _NO_TRAPS | _BINARY)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO):
            raise WrongTypeError(errno.ELOOP, "not a plain file", str(path)) from error
        raise
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise WrongTypeError(errno.EISDIR, "not a plain file", str(path))
        return use(handle)
    finally:
        os.close(handle)


def _pieces(handle: int) -> Iterator[bytes]:
    while piece := os.read(handle, _PIECE):
        yield piece


def sweep(scratch: Path) -> None:
    """Remove what writers left that were killed; the lock is held, so none of it is being written."""
    for entry in sorted(scratch.iterdir()):
        if entry.is_symlink() or not entry.is_dir():
            entry.unlink()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Wait for the lock at ``path`` and hold it; a process that is killed lets it go."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | _NO_TRAPS, 0o644)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise WrongTypeError(errno.EISDIR, "not a plain file", str(path))
        _lock(handle)
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    """Wait for an open file and hold it until it is closed."""
    if sys.platform == "win32":
        import msvcrt

        while True:
            try:
                msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
            except OSError as error:
                if error.errno != errno.EDEADLOCK:  # held by another for the ten seconds that a try takes
                    raise
            else:
                return
    import fcntl

    fcntl.flock(handle, fcntl.LOCK_EX)

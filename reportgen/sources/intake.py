"""Intake: any input file becomes a plain file on disk, hashed, with its text proved to be UTF-8."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from reportgen.errors import Place, Problem, SourceError
from reportgen.sources import hostile

_CHUNK = 2**20
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_KINDS = {".xlsx": "workbook", ".xlsm": "workbook", ".parquet": "parquet", ".pq": "parquet"}
_REFUSED = {".xls": "save it as .xlsx or .csv", ".ods": "save it as .xlsx or .csv", ".numbers": "save it as .csv"}


@dataclass(frozen=True, slots=True)
class PlainFile:
    """A file ready to be parsed.

    ``name`` is its path as the user knows it; ``path`` is where it can be read now (``text`` files:
    in UTF-8); ``lines`` counts the lines of a text file.
    """

    name: str
    path: Path
    kind: str  # text, workbook or parquet
    sha256: str
    bytes: int
    lines: int = 0


class _Bytes(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


def take_in(file: Path, root: Path, workspace: Path, encoding: str | None = None) -> PlainFile:
    """Hash a file, unpack it (.gz, .zip of one file) and prove or convert its encoding.

    Converted and unpacked copies are written into ``workspace``. Raises SourceError when the file
    cannot be read, is a bomb, or has bytes that are not in its encoding.
    """
    name = file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name
    try:
        size = file.stat().st_size
        sha256 = _sha256(file)
    except OSError as error:
        raise SourceError(
            Problem(
                f"cannot be read ({error.strerror or error})",
                where=Place(name),
                todo="check that the file is there and may be read",
            )
        ) from error
    if size == 0:
        raise _empty(name)
    path, inner = _unpack(file, name, workspace, sha256)
    return _plain(PlainFile(name, path, Path(inner).suffix.lower(), sha256, size), workspace, encoding)


def take_in_all(file: Path, root: Path, workspace: Path, encoding: str | None = None) -> tuple[PlainFile, ...]:
    """The same, and of a .zip of several files each of them, named ``archive.zip/file.csv``, by their names.

    Together they may inflate to as much as a workbook. Raises SourceError as ``take_in`` does.
    """
    name = file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name
    if file.suffix.lower() != ".zip" or not file.is_file() or not file.stat().st_size:
        return (take_in(file, root, workspace, encoding),)
    with hostile.open_zip(file, name) as archive:
        members = sorted(_members(archive), key=lambda entry: entry.filename)
        if len(members) == 1:
            return (take_in(file, root, workspace, encoding),)
        if not members:
            raise _empty(name)
        whole, taken, budget = _sha256(file), [], hostile.MOST_INFLATED
        for number, entry in enumerate(members):
            inner, target = f"{name}/{entry.filename}", workspace / f"{whole}.{number}.inflated"
            _extract(archive, entry, target, inner, budget)
            size = target.stat().st_size
            budget -= size
            suffix = PurePosixPath(entry.filename).suffix.lower()
            taken.append(_plain(PlainFile(inner, target, suffix, _sha256(target), size), workspace, encoding))
        return tuple(taken)


def _plain(file: PlainFile, workspace: Path, encoding: str | None) -> PlainFile:
    """The file with its kind instead of its suffix; a text in UTF-8."""
    name, suffix = file.name, file.kind
    if suffix in _REFUSED:
        raise hostile.refuse(name, f"is a {suffix} file, which cannot be read", _REFUSED[suffix])
    kind = _KINDS.get(suffix, "text")
    if kind != "text":
        return replace(file, kind=kind)
    path, lines = _as_utf8(file.path, name, workspace, file.sha256, encoding)
    return replace(file, path=path, kind=kind, lines=lines)


def _empty(name: str) -> SourceError:
    return SourceError(
        Problem("the file is empty", where=Place(name), expected="a header line", todo="export it again")
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _unpack(file: Path, name: str, workspace: Path, sha256: str) -> tuple[Path, str]:
    """The file, or the one file inside it, and the name whose suffix tells its kind."""
    suffix = file.suffix.lower()
    if suffix == ".gz":
        inner, target = file.name[:-3], workspace / f"{sha256}.inflated"
        with gzip.open(file) as stream:
            _inflate(stream, target, name, file.stat().st_size)
        return target, inner
    if suffix == ".zip":
        with hostile.open_zip(file, name) as archive:
            members = _members(archive)
            if len(members) != 1:
                raise hostile.refuse(name, f"holds {len(members)} files, not one", "unpack it and name the file itself")
            target = workspace / f"{sha256}.inflated"
            _extract(archive, members[0], target, name)
            return target, members[0].filename
    return file, file.name


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files of an archive, without those that systems put beside them."""
    return [
        entry
        for entry in archive.infolist()
        if not entry.is_dir()
        and not entry.filename.startswith("__MACOSX/")
        and not PurePosixPath(entry.filename).name.startswith(".")
    ]


def _extract(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, name: str, budget: int | None = None
) -> None:
    try:
        with archive.open(entry) as stream:
            _inflate(stream, target, name, entry.compress_size, budget)
    except NotImplementedError as error:
        raise hostile.refuse(name, f"cannot be unpacked ({error})", "unpack it") from error


def _inflate(stream: _Bytes, target: Path, name: str, packed: int, budget: int | None = None) -> None:
    inflated = 0
    try:
        with target.open("wb") as out:
            for chunk in _chunks(stream):
                inflated += len(chunk)
                hostile.check_ratio(name, packed, inflated)
                if budget is not None and inflated > budget:
                    most = hostile.MOST_INFLATED // 2**20
                    raise hostile.refuse(name, f"makes its archive inflate to more than {most} MB", "unpack it")
                out.write(chunk)
    except (EOFError, OSError, zipfile.BadZipFile, zlib.error) as error:
        raise hostile.refuse(name, f"is damaged ({error})", "export the file again") from error
    if inflated == 0:
        raise _empty(name)


def _chunks(stream: _Bytes) -> Iterator[bytes]:
    return iter(lambda: stream.read(_CHUNK), b"")


def _as_utf8(path: Path, name: str, workspace: Path, sha256: str, declared: str | None) -> tuple[Path, int]:
    """The path of the same text in UTF-8 and the number of its lines."""
    with path.open("rb") as stream:
        head = stream.read(4)
    found = next((codec for bom, codec in _BOMS if head.startswith(bom)), None)
    encoding = found or declared or "utf-8"
    try:
        b"    ".decode(encoding)  # says also of hex, zlib and their like that they are no text encodings
        codec = codecs.lookup(encoding).name
    except (LookupError, UnicodeError) as error:
        raise SourceError(
            Problem(f"unknown encoding '{encoding}'", where=Place(name), expected="utf-8, cp1252, euc-kr, …")
        ) from error
    if codec in {"utf-8", "utf-8-sig"}:
        return path, _check(path, name, "utf-8", None, declared=declared)
    target = workspace / f"{sha256}.utf8"
    return target, _check(path, name, codec, target, declared=found or declared)


def _check(path: Path, name: str, codec: str, target: Path | None, *, declared: str | None) -> int:
    """Decode the whole file, write it to ``target`` if there is one; returns the number of lines."""
    decoder = codecs.getincrementaldecoder(codec)()
    lines, last = 0, ""
    out = target.open("w", encoding="utf-8", newline="") if target else None
    try:
        with path.open("rb") as stream:
            for chunk in _chunks_then_end(stream):
                try:
                    text = decoder.decode(chunk, final=not chunk)
                except UnicodeDecodeError as error:
                    line = lines + bytes(error.object[: error.start]).count(b"\n") + 1
                    raise _undecodable(name, line, error, declared) from error
                if "\0" in text:
                    raise hostile.refuse(
                        name,
                        "has NUL bytes: it is not a text file",
                        "export it as CSV; for UTF-16 without a byte order mark declare encoding: utf-16-le",
                    )
                lines += text.count("\n")
                last = text[-1:] or last
                if out is not None:
                    out.write(text)
    finally:
        if out is not None:
            out.close()
    return lines + (last not in {"", "\n"})


def _chunks_then_end(stream: IO[bytes]) -> Iterator[bytes]:
    yield from _chunks(stream)
    yield b""


def _undecodable(name: str, line: int, error: UnicodeDecodeError, declared: str | None) -> SourceError:
    byte = bytes(error.object[error.start : error.start + 1]).hex()
    return SourceError(
        Problem(
            "has bytes that are not in its encoding",
            where=Place(name, line),
            found=f"byte 0x{byte}",
            expected=declared or "utf-8",
            todo="declare encoding: cp1252 (Excel, western Europe), euc-kr, … or export it as UTF-8",
        )
    )

"""Pieces: the tables that a source's files hold, each as a text of its own.

A file is one, or it is a zip of several, a workbook with a table on each sheet, or a text in which tables stand
below each other. Lines keep their numbers: before a table in the midst of a file stand blank ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from reportgen.errors import Place, Problem, SourceError
from reportgen.sources.intake import PlainFile, take_in_all
from reportgen.sources.model import InputFile, TableSpec
from reportgen.sources.readers.headers import head_of
from reportgen.sources.readers.model import Head, Joint, Reader
from reportgen.sources.records import sheets_of, workbook_text


@dataclass(frozen=True, slots=True)
class Piece:
    """A table's text and its beginning; ``file`` is the client's file that holds it (its rows are not counted)."""

    file: InputFile
    plain: PlainFile
    head: Head


def pieces_of(files: Iterable[Path], reader: Reader, spec: TableSpec, workspace: Path) -> tuple[Piece, ...]:
    """The tables in the files, in their order. Raises SourceError for what cannot be opened."""
    return tuple(
        Piece(source, plain, head)
        for number, file in enumerate(files)
        for source, plain in plain_texts(file, spec, workspace, number, by_sheet=reader.by_sheet)
        for plain, head in _tables(plain, reader, workspace)
    )


def plain_texts(
    file: Path, spec: TableSpec, workspace: Path, number: int, *, by_sheet: bool
) -> Iterator[tuple[InputFile, PlainFile]]:
    """The texts that a file holds, with the file; of a workbook one, or by sheet all that have rows."""
    taken = take_in_all(file, spec.root, workspace, spec.encoding)
    source = InputFile(taken[0].name, taken[0].sha256, taken[0].bytes, 0)
    if len(taken) > 1:
        name = file.relative_to(spec.root).as_posix() if file.is_relative_to(spec.root) else file.name
        source = InputFile(name, _sha256(file), file.stat().st_size, 0)
    for place, plain in enumerate(taken):
        if plain.kind == "parquet":
            raise SourceError(
                Problem("is a Parquet file, which no tool exports", Place(plain.name), todo="use 'table:'")
            )
        if plain.kind == "workbook":
            sheets = _sheets(plain, spec, workspace, f"{number}.{place}", by_sheet=by_sheet)
            yield from ((source, sheet) for sheet in sheets)
        else:
            yield source, plain


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sheets(plain: PlainFile, spec: TableSpec, workspace: Path, number: str, *, by_sheet: bool) -> Iterator[PlainFile]:
    """The sheet of a workbook that is wanted, as text; each one that has rows where the reader takes them all."""
    if not by_sheet or spec.sheet is not None:
        copy = workspace / f"{plain.sha256}.{number}.sheet"
        yield replace(plain, path=copy, lines=workbook_text(plain.path, plain.name, copy, sheet=spec.sheet))
        return
    for place, sheet in enumerate(sheets_of(plain.path, plain.name)):
        copy, name = workspace / f"{plain.sha256}.{number}.{place}.sheet", f"{plain.name}/{sheet}"
        try:
            lines = workbook_text(plain.path, name, copy, sheet=sheet)
        except SourceError as error:
            if error.problems[0].what == "has no rows":
                continue
            raise
        yield replace(plain, name=name, path=copy, lines=lines)


def _tables(plain: PlainFile, reader: Reader, workspace: Path) -> Iterator[tuple[PlainFile, Head]]:
    head = head_of(plain)
    starts = reader.tables_at(head)
    if len(starts) < 2:  # noqa: PLR2004
        yield plain, head
        return
    with plain.path.open(encoding="utf-8-sig", newline="") as stream:
        lines = list(stream)
    for first, end in pairwise((*starts, len(lines))):
        kept = [*lines[: starts[0]], *(["\n"] * (first - starts[0])), *lines[first:end]]
        while end < len(lines) and not kept[-1].strip():
            kept.pop()
        copy = workspace / f"{plain.sha256}.{first}.piece"
        copy.write_text("".join(kept), encoding="utf-8", newline="")
        part = replace(plain, path=copy, lines=len(kept))
        yield part, head_of(part, first)


def joined(pieces: Sequence[Piece], reader: Reader) -> tuple[Joint, dict[int, int]]:
    """How each table is looked at; and those that are left aside, place → rows that are not used.

    An export that has no rows and no header is among them, unless there is nothing else.
    """
    joint = Joint(reader.look) if reader.joint is None else reader.joint(tuple(piece.head for piece in pieces))
    bare = {place for place, piece in enumerate(pieces) if reader.is_bare(piece.head)}
    aside = {place: 0 if place in bare else _rows(piece) for place, piece in enumerate(pieces)
             if place in joint.aside or (place in bare and len(bare) < len(pieces))}  # fmt: skip
    return joint, aside


def _rows(piece: Piece) -> int:
    """Lines that have something in them, without comments and the header."""
    with piece.plain.path.open(encoding="utf-8-sig", newline="") as stream:
        filled = sum(1 for line in stream if line.strip(' ,;"\t\r\n') and not line.startswith("#"))
    return max(filled - 1, 0)

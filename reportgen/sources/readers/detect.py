"""Detect: which reader a file is for, by the columns that tell the tools' files apart, and why.

A file fits a reader when it has all the marks of one of the reader's kinds of files. Where it fits two, the one
that knows all the columns that the other does and more is meant; where neither does, nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.errors import Place, Problem, SourceError
from reportgen.sources.model import TableSpec
from reportgen.sources.readers.headers import head_of, layout_of
from reportgen.sources.readers.model import Column, Head, Reader
from reportgen.sources.readers.pieces import plain_texts

AUTO = "auto"
"""What ``format:`` says where the reader is to be found by the file's columns."""

_SHOWN = 3  # readers that a message lists
_WORKBOOKS = (".xlsx", ".xlsm", ".zip")


@dataclass(frozen=True, slots=True)
class Fit:
    """How a file fits a reader.

    ``marks`` are the columns by which it is known, as the file spells them; ``missing`` the marks and needed
    columns that it lacks; ``columns`` all that the reader knows of it. ``is_whole``: no mark is missing.
    """

    reader: Reader
    marks: tuple[str, ...]
    missing: tuple[Column, ...]
    columns: frozenset[str]
    is_whole: bool

    @property
    def lacks(self) -> tuple[Column, ...]:
        """Columns without which the file cannot be read."""
        return tuple(column for column in self.missing if column.is_needed)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a text (a file, a sheet, a file in a zip) fits: the readers, those first that it fits best."""

    name: str
    fits: tuple[Fit, ...]

    @property
    def near(self) -> tuple[Fit, ...]:
        """The readers of whose marks it has at least half, a few."""
        return tuple(fit for fit in self.fits if len(fit.marks) >= len(fit.missing))[:_SHOWN]

    @property
    def whole(self) -> tuple[Fit, ...]:
        """The readers that it is for: none, one, or several between which nothing decides."""
        whole = [fit for fit in self.fits if fit.is_whole]
        return tuple(fit for fit in whole if not any(fit.columns < other.columns for other in whole))


def fit_of(head: Head, reader: Reader) -> Fit | None:
    """How the text fits the reader; None when it has none of its marks."""
    if reader.is_bare(head):
        return Fit(reader, (), (), frozenset(), is_whole=True)
    starts = reader.tables_at(head) or (head.first,)
    found = (_fit_at(replace(head, first=start), reader) for start in starts)
    return max((fit for fit in found if fit is not None), key=_rank, default=None)


def _fit_at(head: Head, reader: Reader) -> Fit | None:
    layout = layout_of(head, reader)
    if layout is None:
        return None
    kinds = (reader.marks, *reader.other_marks)
    marks = max(kinds, key=lambda marks: (_share([layout.has(mark) for mark in marks]), len(marks)))
    there = tuple(layout.spelled[mark] for mark in marks if layout.has(mark))
    if not there:
        return None
    wanted = [column for column in reader.columns if column.name in marks or column.is_needed]
    missing = tuple(column for column in wanted if not layout.has(column.name))
    columns = frozenset(layout.spelled.values())
    return Fit(reader, there, missing, columns, is_whole=len(there) == len(marks))


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags)


def _rank(fit: Fit) -> tuple[bool, float, int, int]:
    share = len(fit.marks) / (len(fit.marks) + len(fit.missing)) if fit.marks else 1.0
    return fit.is_whole, share, len(fit.marks), len(fit.columns)


def findings(file: Path, spec: TableSpec, readers: Iterable[Reader], workspace: Path) -> tuple[Finding, ...]:
    """What the texts in a file fit, in its order.

    Raises SourceError when the file cannot be opened or its encoding is not that of ``spec``.
    """
    by_kind: dict[bool, list[Reader]] = {False: [], True: []}
    for reader in readers:
        by_kind[reader.by_sheet and file.suffix.lower() in _WORKBOOKS].append(reader)
    fits: dict[str, list[Fit]] = {}
    for by_sheet, group in by_kind.items():
        if not group:
            continue
        for _, plain in plain_texts(file, spec, workspace, int(by_sheet), by_sheet=by_sheet):
            head = head_of(plain)
            found = [fit for reader in group if (fit := fit_of(head, reader)) is not None]
            fits.setdefault(plain.name, []).extend(found)
    # A workbook's first sheet stands under the file's name, all of them under their own.
    return tuple(Finding(name, tuple(sorted(found, key=_rank, reverse=True))) for name, found in sorted(fits.items()))


def reader_for(spec: TableSpec, readers: Sequence[Reader], workspace: Path) -> Reader:
    """The one reader that the source's files are for.

    A file that fits none does no harm beside one that does: the reader says what is wrong with it. Raises
    SourceError where no file fits a reader, or where the files fit several.
    """
    if not spec.files:
        raise SourceError(Problem(f"no file matches the source '{spec.label}'", todo="check its path"))
    found = [finding for file in spec.files for finding in findings(file, spec, readers, workspace)]
    meant = {fit.reader.name: fit.reader for finding in found for fit in finding.whole}
    if len(meant) == 1:
        return next(iter(meant.values()))
    if meant:
        raise SourceError(*_several(spec, found))
    raise SourceError(*(_none(finding) for finding in found[:_SHOWN]))


def _several(spec: TableSpec, found: Sequence[Finding]) -> Iterator[Problem]:
    doubtful = [finding for finding in found if len(finding.whole) > 1]
    for finding in doubtful[:_SHOWN]:
        names = [fit.reader.name for fit in finding.whole]
        yield Problem(
            f"fits {len(names)} readers, and 'format: {AUTO}' does not guess",
            where=Place(finding.name),
            found="; ".join(f"{fit.reader.name} by {_listed(fit.marks)}" for fit in finding.whole),
            expected="the columns of one tool's export",
            todo=f"write 'format: {names[0]}' or 'format: {names[1]}'",
        )
    if not doubtful:
        known = [(finding.name, fit) for finding in found for fit in finding.whole]
        first = {fit.reader.name: (name, fit) for name, fit in reversed(known)}
        told = [f"{name} is {reader} by {_listed(fit.marks)}" for reader, (name, fit) in sorted(first.items())]
        yield Problem(
            f"the files of '{spec.label}' are of {len(first)} tools",
            where=Place(known[0][0]),
            found="; ".join(told),
            expected="one tool's exports in one source",
            todo="declare each tool's files as a source of its own",
        )


def _none(finding: Finding) -> Problem:
    near = finding.near
    todo = "map its columns with 'table:' and 'columns:'"
    return Problem(
        "fits no reader",
        where=Place(finding.name),
        found="; ".join(f"{fit.reader.name} lacks {_listed([c.name for c in fit.missing])}" for fit in near)
        or "less than half of the marks of any tool",
        expected="all the marks of one tool's export",
        todo=f"{_advice(near[0])}; or {todo}" if near else todo,
    )


def _advice(fit: Fit) -> str:
    column = fit.lacks[0] if fit.lacks else None
    return f"if it is {fit.reader.doc}: {column.todo}" if column else f"write 'format: {fit.reader.name}' if it is that"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)

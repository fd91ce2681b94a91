"""A second reading of a workbook's formulas: only the forms that we mean to write are known, each worked out anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

Content: TypeAlias = Any  # of a cell: a number, a text, nothing
CELL = r"([A-Z]{1,2}\d+)"
WORD = r'"([^"]*)"'


@dataclass(frozen=True)
class Calculator:
    """Works out cells of an openpyxl workbook that was loaded with its formulas."""

    book: Any

    def formulas(self) -> Iterator[tuple[str, str]]:
        """Sheet and cell of every formula."""
        for sheet in self.book.worksheets:
            for row in sheet.iter_rows():
                yield from ((sheet.title, cell.coordinate) for cell in row if cell.data_type == "f")

    def value(self, sheet: str, cell: str) -> Content:
        found = self.book[sheet][cell]
        if found.data_type != "f":
            return found.value
        for pattern, work in FORMS:
            match = re.fullmatch(pattern, found.value)
            if match:
                return work(self, sheet, match)
        raise AssertionError(f"{sheet}!{cell} holds a formula that is none of ours: {found.value}")


def _elsewhere(book: Calculator, _sheet: str, match: re.Match[str]) -> Content:
    return book.value(match[1].replace("''", "'"), match[2] + match[3])


def _difference(book: Calculator, sheet: str, match: re.Match[str]) -> Content:
    return book.value(sheet, match[1]) - book.value(sheet, match[2])


def _relative(book: Calculator, sheet: str, match: re.Match[str]) -> Content:
    base, now, change, below = (book.value(sheet, match[place]) for place in (1, 2, 3, 4))
    assert match[1] == match[4]
    return change / below if base > 0 and now >= 0 else ""


def _quotient(book: Calculator, sheet: str, match: re.Match[str]) -> Content:
    assert match[1] == match[3]
    below = book.value(sheet, match[1])
    return book.value(sheet, match[2]) / below if below > 0 else ""


def _status(book: Calculator, sheet: str, match: re.Match[str]) -> Content:
    assert match[1] == match[2] == match[4]
    share = book.value(sheet, match[1])
    return "" if share == "" else match[3] if share >= 1 else match[5] if share >= 0.95 else match[6]


FORMS: tuple[tuple[str, Callable[[Calculator, str, re.Match[str]], Any]], ...] = (
    (r"='((?:[^']|'')+)'!\$([A-Z]{1,2})\$(\d+)", _elsewhere),
    (rf"={CELL}-{CELL}", _difference),
    (rf'=IF\(AND\({CELL}>0,{CELL}>=0\),{CELL}/{CELL},""\)', _relative),
    (rf'=IF\({CELL}>0,{CELL}/{CELL},""\)', _quotient),
    (rf'=IF\({CELL}="","",IF\({CELL}>=1,{WORD},IF\({CELL}>=0\.95,{WORD},{WORD}\)\)\)', _status),
)

"""Totals: the rows in which tools sum up the others, under whatever label."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.sources.cells import TOTALS
from reportgen.sources.records import Rows

_WORDS = "|".join(re.escape(word) for word in sorted(TOTALS, key=len, reverse=True))
_LABEL = rf"'?({_WORDS})\s*([:：(–—-].*)?"


def is_totals_text(cell: str) -> bool:
    """The text is a totals row's label, such as ``Total: Campaigns``, ``Gesamt – Konto`` or ``합계``."""
    return re.fullmatch(_LABEL, cell.strip(), re.IGNORECASE | re.DOTALL) is not None


def totals_sql(*columns: str) -> str:
    """SQL: one of the columns has the label of a totals row (null counts as no)."""
    pattern = f"(?is){_LABEL}".replace("'", "''")
    tests = (f"coalesce(regexp_full_match(trim({column}), '{pattern}'), false)" for column in columns)
    return f"({' or '.join(tests)})"


class Sifter:
    """Leaves out rows that are no data although they stand among them.

    They are rows longer than the header because a totals label ends them, and a last row that is cut off: one
    with too few cells in a file without an end to its last line. ``left_out`` counts them by reason once the
    rows have been read.
    """

    def __init__(self, width: int, *, is_open: bool) -> None:
        self.left_out: dict[str, int] = {}
        self.cut_line: int | None = None
        self._width, self._is_open = width, is_open

    def __call__(self, rows: Rows) -> Iterator[tuple[int, list[str]]]:
        """The rows that remain."""
        held: tuple[int, list[str]] | None = None
        for line, cells in rows:
            if len(cells) > self._width and any(is_totals_text(cell) for cell in cells):
                self._leave_out("totals")
                continue
            if held is not None:
                yield held
            held = (line, cells)
        if held is None:
            return
        if self._is_open and 0 < len(held[1]) < self._width:
            self.cut_line = held[0]
            self._leave_out("cut")
        else:
            yield held

    def _leave_out(self, reason: str) -> None:
        self.left_out[reason] = self.left_out.get(reason, 0) + 1

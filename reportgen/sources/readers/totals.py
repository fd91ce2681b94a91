"""Totals: the rows in which tools sum up the others, under whatever label."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.sources.cells import TOTALS
from reportgen.sources.records import Rows

_WORDS = "|".join(re.escape(word) for word in sorted(TOTALS, key=len, reverse=True))
_FIXED = "\u00a0\u202f"  # no-break blanks, before a French colon
_LABEL = rf"'?({_WORDS})[\s{_FIXED}]*([:：(–—-].*)?"


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

    They are rows longer than the header because a totals label ends them, the lines of a ``footer`` after the table,
    and a last row that is cut off: one with too few cells in a file without an end to its last line. ``left_out``
    counts them by reason once the rows have been read.
    """

    def __init__(self, width: int, *, is_open: bool, footer: str | None = None) -> None:
        self.left_out: dict[str, int] = {}
        self.cut_line: int | None = None
        self._width, self._is_open = width, is_open
        self._footer = re.compile(footer, re.IGNORECASE | re.DOTALL) if footer else None

    def __call__(self, rows: Rows) -> Iterator[tuple[int, list[str]]]:
        """The rows that remain."""
        held: tuple[int, list[str]] | None = None
        for line, cells in rows:
            if len(cells) > self._width and any(is_totals_text(cell) for cell in cells):
                self._leave_out("totals")
                continue
            if (note := self._note(cells)) is not None:
                self._leave_out("totals" if is_totals_text(note) else "footer")
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

    def _note(self, cells: list[str]) -> str | None:
        """The text of a line after the table, which has nothing but that."""
        texts = [text for cell in cells if (text := cell.strip())]
        if self._footer is None or len(texts) != 1 or self._width == 1:
            return None
        return texts[0] if self._footer.fullmatch(texts[0]) else None

    def _leave_out(self, reason: str) -> None:
        self.left_out[reason] = self.left_out.get(reason, 0) + 1

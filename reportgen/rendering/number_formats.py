"""Values as a spreadsheet shows them: number format codes that print what the report prints.

A code is in the file format's own notation (``#,##0.00``); the program that opens the file puts in the reader's
separators. The words around a figure ($, 원, days) are those of the formatter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.formatting import Formatter
from reportgen.formatting.locales import currency_digits
from reportgen.formatting.rounding import Number, exact
from reportgen.insights.facts import PERCENT, POINTS
from reportgen.units import Unit

_NUMERAL = re.compile(r"\d(?:.*\d)?", re.DOTALL)
_PROBE = 5  # any figure whose surroundings are to be seen; a plural in every language
_COUNTED = re.compile(r"[^\d.,\s'’]")
_NEAR = Decimal("0.51")  # of the last printed decimal


@dataclass(frozen=True, slots=True)
class NumberFormats:
    """Format codes for a locale and a currency, as ``formatter`` has them."""

    formatter: Formatter

    def code(
        self,
        unit: str,
        numbers: Sequence[Number] = (),
        *,
        sign: bool = False,
        bare: bool = False,
        digits: int | None = None,
    ) -> str:
        """The code for a Unit's value, "percent" or "points", with the decimals that suit ``numbers``.

        ``sign`` puts + before positive numbers; ``bare`` leaves the unit's mark out, but for %; ``digits`` are the
        decimals, where they are known.
        """
        digits = self.digits(unit, numbers) if digits is None else digits
        if unit in (PERCENT, Unit.RATE.value):
            return _signed(f"{_places(digits)}%", sign=sign)
        if unit == POINTS:
            return _signed(f"{_places(digits)}%{_quoted('' if bare else self._points())}", sign=sign)
        before, after = ("", "") if bare else self._around(Unit(unit))
        return _signed(f"{_quoted(before)}#,##{_places(digits)}{_quoted(after)}", sign=sign)

    def digits(self, unit: str, numbers: Sequence[Number]) -> int:
        """Decimals that suit all of the numbers; of amounts without any, the currency's."""
        if unit == PERCENT:
            return 1
        kind = Unit.RATE if unit == POINTS else Unit(unit)
        if not numbers and kind is Unit.MONEY:
            return currency_digits(self.formatter.currency)
        return self.formatter.decimals(numbers, kind)

    def worded(self, code: str, before: str, after: str) -> str:
        """The code with further words before and behind the figure."""
        return ";".join(f"{_quoted(before)}{part}{_quoted(after)}" for part in code.split(";"))

    def like(self, label: str, value: float) -> str:
        """The code that shows ``value`` as ``label`` does; a plain number's where the label counts it otherwise."""
        found = _NUMERAL.search(label)
        digits = self.printed(label, value)
        if found is None or digits is None:
            return _plain(value)
        before, after = label[: found.start()].strip("+-−"), label[found.end() :]
        if after.strip().startswith("%"):
            mark = after.strip()[1:]
            return f"{_quoted(before)}{_places(digits)}%{_quoted(mark)}"
        return f"{_quoted(before)}#,##{_places(digits)}{_quoted(after)}"

    def printed(self, label: str, value: Number) -> int | None:
        """The decimals with which a label prints the value (or its per cent); None where it counts it otherwise."""
        found = _NUMERAL.search(label)
        if found is None or _COUNTED.search(found[0]):
            return None
        whole, sign, part = found[0].rpartition(self._decimal_sign())
        whole, part = (whole, part) if sign else (found[0], "")
        shown = Decimal(f"{re.sub(r'[^0-9]', '', whole)}.{part or 0}")
        size, near = abs(exact(value)), _NEAR * Decimal(10) ** -len(part)
        return len(part) if any(abs(size * scale - shown) <= near for scale in (1, 100)) else None

    def plain_code(self, numbers: Sequence[float]) -> str:
        """The code of figures without a unit."""
        return _plain(max(numbers, key=abs, default=0))

    def _decimal_sign(self) -> str:
        written = self.formatter.value(Decimal("0.5"), Unit.COUNT, decimals=1)
        return written[1:-1]

    def _around(self, unit: Unit) -> tuple[str, str]:
        written = self.formatter.value(_PROBE, unit, decimals=0)
        before, _, after = written.partition(str(_PROBE))
        return before, after

    def _points(self) -> str:
        """What stands behind the per cent sign of a difference of rates: %p, % (pp), %（百分點）."""
        mark = self.formatter.mark(Unit.RATE, points=True)
        if mark.startswith("%"):
            return mark[1:]
        mark = mark.lstrip("個个")
        return f" ({mark})" if mark.isascii() else f"（{mark}）"


def _plain(value: Number) -> str:
    size = abs(exact(value))
    return "#,##0" if size >= 1000 or size == size.to_integral_value() else "#,##0.00"  # noqa: PLR2004


def _places(digits: int) -> str:
    return f"0.{'0' * digits}" if digits else "0"


def _quoted(text: str) -> str:
    """Text as a code holds it: in quotation marks; one inside it would end them."""
    cleaned = text.replace('"', "”")
    return f'"{cleaned}"' if cleaned else ""


def _signed(code: str, *, sign: bool) -> str:
    """The code with its negative numbers' minus before everything, and a plus where asked."""
    return f"+{code};-{code};{code}" if sign else f"{code};-{code}"

"""The formatter: a locale and a currency, and every way in which a report prints a value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal, overload

from babel.lists import format_list

from reportgen.formatting import axes, dates, myriads, numerals, periods
from reportgen.formatting.dates import DateStyle
from reportgen.formatting.digits import decimals_of
from reportgen.formatting.locales import check, currency_digits, currency_symbol, locale_data, tongue
from reportgen.formatting.periods import PeriodStyle
from reportgen.formatting.rounding import Number, exact
from reportgen.periods.model import Period, Span
from reportgen.units import Unit


class Style(StrEnum):
    """Where a value stands."""

    TEXT = "text"  # in a sentence, with its unit: $492,213
    TABLE = "table"  # in a column whose head has the unit: 492,213
    CARD = "card"  # as in a sentence, but counted short where the language counts so: 12.84억 원
    AXIS = "axis"  # on a chart's scale: $800k


@dataclass(frozen=True, slots=True)
class Formatter:
    """Puts values into words for readers of ``locale`` (en-US, ko-KR …), money in ``currency`` (USD …).

    ConfigError for a locale or currency that does not exist. A number may be Decimal, int or float and
    is unrounded; a rate is a fraction.
    """

    locale: str
    currency: str

    def __post_init__(self) -> None:
        check(self.locale, self.currency)

    def value(
        self,
        number: Number,
        unit: Unit,
        *,
        sign: bool = False,
        style: Style = Style.TEXT,
        decimals: int | None = None,
        symbol: bool = True,
    ) -> str:
        """A value with its unit as the style wants it; ``sign`` puts + before positive numbers.

        ``decimals`` overrides the unit's own (an amount is then written out, never counted in 억);
        ``symbol`` False leaves the unit's mark off an axis.
        """
        amount = exact(number)
        if style is Style.AXIS:
            axis = self._axis(unit)
            return axes.tick(axis, axes.scale_of(axis, [amount]), amount, symbol=symbol)
        digits = self.decimals([amount], unit) if decimals is None else decimals
        return self._write(amount, unit, digits, sign=sign, style=style, counted=decimals is None)

    def decimals(self, numbers: Iterable[Number], unit: Unit) -> int:
        """Decimals for a whole column, so that they are equal in it."""
        return decimals_of(map(exact, numbers), unit, currency_digits(self.currency))

    def change(
        self,
        number: Number,
        unit: Unit,
        *,
        style: Style = Style.TEXT,
        level: Number | None = None,
        decimals: int | None = None,
    ) -> str:
        """An absolute change with its sign: +$28,077, −0.10 pp, +181; a table's without the unit.

        ``level`` is the value that changed: the change then has the decimals of the two together, so
        that 46.8% moves by 0.7 pp and 2.61% by 0.10 pp.
        """
        amount = exact(number)
        beside = [amount] if level is None else [amount, level]
        digits = self.decimals(beside, unit) if decimals is None else decimals
        if unit is Unit.RATE and style is not Style.TABLE:
            return self.points(amount, sign=True, decimals=digits)
        return self._write(amount, unit, digits, sign=True, style=style, counted=decimals is None)

    def percent(self, fraction: Number, *, sign: bool = False, decimals: int = 1) -> str:
        """A fraction in per cent: 6.0%."""
        return numerals.percent(locale_data(self.locale), exact(fraction), decimals, sign=sign)

    def points(self, fraction: Number, *, sign: bool = False, decimals: int | None = None) -> str:
        """A difference of two rates in percentage points: 0.10 pp."""
        amount = exact(fraction)
        digits = self.decimals([amount], Unit.RATE) if decimals is None else decimals
        return numerals.points(locale_data(self.locale), self.locale, amount, digits, sign=sign)

    def mark(self, unit: Unit, *, points: bool = False) -> str:
        """The unit as a column's head prints it: $, 원, %, pp (for ``points``), days; "" for a number."""
        data = locale_data(self.locale)
        if unit is Unit.MONEY:
            return self._how.word if self._how else currency_symbol(data, self.currency)
        if unit is Unit.RATE:
            return numerals.points_mark(self.locale) if points else "%"
        return numerals.duration_name(data, unit) if unit in _DURATIONS else ""

    def ticks(self, numbers: Sequence[Number], unit: Unit) -> tuple[str, ...]:
        """The labels of one axis, in one scale with equal decimals, the unit's mark on the largest only."""
        amounts = [exact(number) for number in numbers]
        axis = self._axis(unit)
        scale = axes.scale_of(axis, amounts)
        top = max(amounts, default=Decimal(0))
        return tuple(axes.tick(axis, scale, amount, symbol=amount == top) for amount in amounts)

    def date(self, day: date, style: DateStyle = DateStyle.LONG) -> str:
        """A day in words."""
        return dates.in_words(day, style, self.locale)

    def hour(self, number: int) -> str:
        """A full hour of the day, 0 … 23: 6 pm, 18:00."""
        return dates.hour(number, self.locale)

    def span(self, span: Span) -> str:
        """Days in words, both ends in: October 1 to 31, 2026."""
        return dates.span_in_words(span, self.locale)

    @overload
    def period(self, period: Period, style: Literal[PeriodStyle.LINES]) -> tuple[str, ...]: ...
    @overload
    def period(
        self,
        period: Period,
        style: Literal[PeriodStyle.LONG, PeriodStyle.SHORT, PeriodStyle.NAME] = PeriodStyle.LONG,
    ) -> str: ...
    def period(self, period: Period, style: PeriodStyle = PeriodStyle.LONG) -> str | tuple[str, ...]:
        """A period in words; LINES is a tuple of a cover's lines."""
        if style is PeriodStyle.LINES:
            return periods.in_lines(period, self.locale)
        return periods.in_style(period, style, self.locale)

    def list(self, items: Sequence[str]) -> str:
        """Items in a row: "A, B and C"; English of every country without the comma before "and"."""
        # British English is CLDR's English without that comma.
        data = locale_data("en-GB" if tongue(self.locale) == "en" else self.locale)
        return str(format_list(items, style="standard", locale=data))

    @property
    def _how(self) -> myriads.Myriad | None:
        return myriads.myriad(tongue(self.locale), self.currency)

    def _axis(self, unit: Unit) -> axes.Axis:
        return axes.Axis(locale_data(self.locale), unit, self.currency, self._how)

    def _write(self, amount: Decimal, unit: Unit, digits: int, *, sign: bool, style: Style, counted: bool) -> str:
        data = locale_data(self.locale)
        if style is Style.TABLE:
            return numerals.plain(data, amount.scaleb(2) if unit is Unit.RATE else amount, digits, sign=sign)
        if unit is Unit.RATE:
            return numerals.percent(data, amount, digits, sign=sign)
        if unit is Unit.MONEY:
            return self._money(amount, digits, sign=sign, style=style, counted=counted)
        if unit in _DURATIONS:
            return numerals.duration(data, unit, amount, digits, sign=sign)
        return numerals.plain(data, amount, digits, sign=sign)

    def _money(self, amount: Decimal, digits: int, *, sign: bool, style: Style, counted: bool) -> str:
        data, how = locale_data(self.locale), self._how
        if how is None:
            return numerals.money(data, self.currency, amount, digits, sign=sign)
        if not counted:
            return myriads.written(data, amount, digits, how, sign=sign)
        write = myriads.on_card if style is Style.CARD else myriads.in_sentence
        return write(data, amount, digits, how, sign=sign)


_DURATIONS: frozenset[Unit] = frozenset({Unit.DAYS, Unit.HOURS, Unit.SECONDS})

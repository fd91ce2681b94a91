"""The one place where a fact becomes printed text, and is written into the report's list of facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from reportgen.formatting import DateStyle, Formatter, PeriodStyle, Style
from reportgen.formatting.myriads import CARD_COUNTED_FROM
from reportgen.insights.facts import PERCENT, POINTS
from reportgen.insights.model import FactValue
from reportgen.kpis import load_catalog
from reportgen.narrative.model import Run, Text, joined
from reportgen.narrative.phrases import Phrases
from reportgen.narrative.template import Argument, Counted
from reportgen.periods import Calendar, Period, Span, from_id
from reportgen.units import Unit

InOneLine: TypeAlias = Literal[PeriodStyle.LONG, PeriodStyle.SHORT, PeriodStyle.NAME]
_LEVELS = (Unit.RATE, Unit.RATIO, Unit.SCORE)
_DURATIONS = (Unit.DAYS, Unit.HOURS, Unit.SECONDS)
_STOCKS = frozenset({"mrr", "arr", "mrr_forecast"})  # sums at a moment: they do not add up over time, but grow
_MARK = 0xE000  # private-use characters stand for texts while CLDR joins them


@dataclass(frozen=True, slots=True)
class Teller:
    """Words and figures of one report in one language.

    ``names`` maps a KPI's id to its name; ``facts`` collects every fact that was printed, by id.
    """

    formatter: Formatter
    phrases: Phrases
    names: Mapping[str, str]
    calendar: Calendar = field(default_factory=Calendar)
    facts: dict[str, FactValue] = field(default_factory=dict)

    @property
    def space(self) -> str:
        """What stands between two sentences."""
        return str(self.phrases.grammar["space"])

    @property
    def comma(self) -> Text:
        """What stands between the items of a bare enumeration."""
        return (Run(str(self.phrases.grammar["comma"])),)

    def say(self, key: str, **arguments: Argument) -> Text:
        """The phrase with its arguments."""
        return self.phrases.text(key, arguments)

    def word(self, key: str) -> str:
        """A phrase without arguments."""
        return self.phrases.word(key)

    def figure(
        self,
        fact_id: str,
        fact: FactValue,
        *,
        style: Style = Style.TEXT,
        sign: bool = False,
        size: bool = False,
        decimals: int | None = None,
        level: Decimal | None = None,
        bold: bool = False,
    ) -> Text:
        """The fact, formatted and marked; ``size`` leaves its sign to the words around it.

        ``level`` is the value that a change is of, so that the change has its decimals. Raises ValueError
        when the id already stands for another value.
        """
        known = self.facts.setdefault(fact_id, fact)
        if (known.value, known.unit) != (fact.value, fact.unit):
            raise ValueError(f"fact {fact_id} has two values: {known.value} and {fact.value}")
        number = Decimal(fact.value)
        shown = abs(number) if size else number
        if level is not None and decimals is None:
            decimals = self._decimals_with(number, level, fact.unit)
        if style is Style.CARD and fact.unit == Unit.MONEY.value and abs(shown) >= CARD_COUNTED_FROM:
            decimals = None  # counted short where the language counts so
        text = self._format(shown, fact.unit, style, sign=sign, decimals=decimals)
        return (Run(text, fact_id, strong=bold, size=size and number < 0),)

    def shared(self, decimals: int, unit: Unit) -> int | None:
        """Decimals for figures beside each other; None for money that is counted in its own way (억, 万)."""
        has_cents = self.formatter.decimals([Decimal("0.5")], Unit.MONEY) > 0
        return None if unit is Unit.MONEY and not has_cents else decimals

    def _decimals_with(self, change: Decimal, level: Decimal, unit: str) -> int | None:
        """The decimals of a change beside its level."""
        kind = Unit.RATE if unit in (PERCENT, POINTS) else Unit(unit)
        return self.shared(self.formatter.decimals([change, level], kind), kind)

    def _format(self, number: Decimal, unit: str, style: Style, *, sign: bool, decimals: int | None) -> str:
        shares = unit in (PERCENT, POINTS)
        if shares and style is Style.TABLE:  # the unit stands in the column's head
            return self.formatter.value(
                number, Unit.RATE, sign=sign, style=style, decimals=1 if decimals is None else decimals
            )
        if unit == PERCENT:
            return self.formatter.percent(number, sign=sign, decimals=1 if decimals is None else decimals)
        if unit == POINTS:
            return self.formatter.points(number, sign=sign, decimals=decimals)
        return self.formatter.value(number, Unit(unit), sign=sign, style=style, decimals=decimals)

    def count(self, fact_id: str, number: int, period: str | None = None) -> Counted:
        """A counted number, which can choose a plural form."""
        return Counted(self.figure(fact_id, FactValue(number, Unit.COUNT.value, period)), number)

    def name(self, text: str) -> Text:
        """A name out of the data or the configuration."""
        return (Run(text, source="name"),)

    def kpi(self, kpi: str) -> Text:
        """A KPI's printed name."""
        return (Run(self.kpi_name(kpi), source="name"),)

    def kpi_name(self, kpi: str) -> str:
        """A KPI's printed name as a plain string."""
        return self.names.get(kpi, kpi)

    def kpi_words(self, kpi: str) -> dict[str, Argument]:
        """The arguments of a phrase about a KPI: its name, whether the name is a plural, and how it moves."""
        plural = kpi in self.phrases.grammar.get("plural_kpis", ())
        return {"kpi": self.kpi(kpi), "many": "yes" if plural else "no", "moves": self.moves(kpi)}

    def moves(self, kpi: str) -> str:
        """Which verb a KPI's movement takes where a language tells.

        ``rate`` is a level that rises and falls (rates, ratios, prices), ``duration`` gets longer and shorter,
        ``amount`` grows and shrinks (sums, counts).
        """
        known = load_catalog().kpis.get(kpi)
        if known is not None and known.unit in _DURATIONS:
            return "duration"
        price = known is not None and known.unit is Unit.MONEY and not known.additive and kpi not in _STOCKS
        level = known is not None and (known.unit in _LEVELS or price)
        return "rate" if level else "amount"

    def counted(self, kpi: str, figure: Text) -> Text:
        """A figure of a KPI in a sentence, with the word for what is counted where the language wants one (건, 筆)."""
        word = self.phrases.grammar.get("counters", {}).get(kpi)
        return (*figure, Run(str(word))) if word and figure else figure

    def stepped(self, kpi: str, figure: Text) -> Text:
        """A figure by which a KPI changed, with the word for a score's steps (points, places), else its counter."""
        word = self.phrases.grammar.get("steps", {}).get(kpi)
        return (*figure, Run(str(word))) if word and figure else self.counted(kpi, figure)

    def member(self, key: str | None) -> Text:
        """A member's name: channels and devices, which everyone has, in the language; none has a phrase.

        Others stand as the data have them, but for a capital where they have none.
        """
        if not key:
            return self.say("member.none")
        known = f"known_member.{key.lower().replace(' ', '_')}"
        if known in self.phrases:
            return self.name(self.word(known))
        return self.name(key[:1].upper() + key[1:] if key.isascii() and key.islower() else key)

    def dimension(self, dimension: str) -> Text:
        """What a dimension is called in a sentence."""
        key = f"dimension.{dimension}"
        return self.say(key) if key in self.phrases else self.name(dimension.replace("_", " "))

    def date(self, day: date, style: DateStyle = DateStyle.LONG) -> Text:
        """A day."""
        return (Run(self.formatter.date(day, style), source="date"),)

    def span(self, span: Span) -> Text:
        """Days, both ends in."""
        return (Run(self.formatter.span(span), source="date"),)

    def column(self, column: str) -> Text:
        """What a column of a fact table holds, in words; a name that is not one of them stands as it is."""
        key = f"column_name.{column}"
        return self.say(key) if key in self.phrases else self.name(column)

    def table(self, table: str) -> Text:
        """What a fact table holds, in words."""
        key = f"table_name.{table}"
        return self.say(key) if key in self.phrases else self.name(table.replace("_", " "))

    def period(self, period: Period | str, style: InOneLine = PeriodStyle.LONG) -> Text:
        """A period, or the one with this id."""
        found = self.period_of(period) if isinstance(period, str) else period
        return (Run(self.formatter.period(found, style), source="date"),)

    def period_of(self, period_id: str) -> Period:
        """The period with this id."""
        return from_id(period_id, self.calendar)

    def join(self, items: Iterable[Text]) -> Text:
        """The items as a list in the locale's manner, their marks kept."""
        texts = tuple(items)
        marks = [chr(_MARK + index) for index in range(len(texts))]
        pieces: list[Run] = []
        for character in self.formatter.list(marks):
            place = ord(character) - _MARK
            pieces += texts[place] if 0 <= place < len(texts) else (Run(character),)
        return joined(pieces)


def sentences(texts: Iterable[Text], space: str) -> Text:
    """Sentences one after the other."""
    runs: list[Run] = []
    for text in texts:
        runs += [Run(space), *text] if runs else text
    return joined(runs)

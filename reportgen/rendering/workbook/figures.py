"""The sheet of all KPIs: values as they are, and what follows from them as formulas.

The formulas are those of ``comparisons.compare``: change = current − baseline; relative = change / baseline, where
the baseline is positive and the current value is not negative, and never of a score; attainment = value / target, or
target / value where lower is better. Each formula carries the value that the report has, for
programs that do not compute.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reportgen.comparisons.compare import NEAR
from reportgen.comparisons.model import Baseline, Comparison, KpiResult, TargetComparison, TargetStatus
from reportgen.formatting import PeriodStyle
from reportgen.insights.facts import PERCENT, change_unit
from reportgen.kpis.model import Value
from reportgen.narrative.reasons import message_text
from reportgen.narrative.teller import Teller
from reportgen.rendering.workbook.book import LINE_HEIGHT, Book, Look, Sheet, lines_of, width_of
from reportgen.units import Good, Sentiment, Unit

BASELINES = (Baseline.PREVIOUS, Baseline.YEAR_AGO, Baseline.TRAILING)
HEAD_ROWS = 5  # title, subtitle, a gap, groups, heads
NAME, UNIT, CURRENT, FIRST = 0, 1, 2, 3  # columns; those of the baselines begin at FIRST
NOTE_WIDTH = 60
_TRAILING_PERIODS = 12


@dataclass(frozen=True, slots=True)
class Place:
    """Where a KPI's row is and in which columns its figures stand (row and columns from 0)."""

    sheet: str
    row: int
    baselines: dict[Baseline, int]  # the column of the baseline's value; change and relative stand behind it
    target: int | None  # the column of the target; gap, attainment and status stand behind it

    def cell(self, column: int) -> str:
        """The cell as a formula of another sheet names it."""
        quoted = self.sheet.replace("'", "''")
        return f"'{quoted}'!${letters(column)}${self.row + 1}"


def letters(column: int) -> str:
    """A column's name: A … Z, AA and so on."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def ordered(results: Sequence[KpiResult]) -> list[KpiResult]:
    """Those with a number first, each in the catalogue's order."""
    return sorted(results, key=lambda result: result.value.number is None)


def figures_sheet(book: Book, teller: Teller, names: dict[str, str]) -> dict[str, Place]:
    """Write the sheet; where each KPI stands in it."""
    results = ordered([*book.report.results.kpis.values()])
    baselines = [one for one in BASELINES if any(one in result.comparisons for result in results)]
    targets = any(result.target is not None for result in results)
    name = book.free_name(teller.word("workbook.kpis"))
    book.names.remove(name)
    sheet = book.sheet(name)
    columns = {baseline: FIRST + 3 * place for place, baseline in enumerate(baselines)}
    target = FIRST + 3 * len(baselines) if targets else None
    note = FIRST + 3 * len(baselines) + (4 if targets else 0)
    _heads(book, sheet, teller, columns, target, note)
    places = {}
    for row, result in enumerate(results, start=HEAD_ROWS):
        place = Place(name, row, columns, target)
        places[result.kpi.id] = place
        _Line(book, sheet, teller, place, result).write(names.get(result.kpi.id, result.kpi.id), note)
    widest = max((width_of(names.get(result.kpi.id, "")) for result in results), default=0)
    sheet.set_column(NAME, NAME, min(max(widest * 1.05, 18), 44))
    sheet.set_column(UNIT, UNIT, 8)
    sheet.set_column(CURRENT, note - 1, 14)
    sheet.set_column(note, note, NOTE_WIDTH)
    sheet.freeze_panes(HEAD_ROWS, CURRENT)
    sheet.autofilter(HEAD_ROWS - 1, 0, HEAD_ROWS + len(results) - 1, note)
    sheet.repeat_rows(HEAD_ROWS - 2, HEAD_ROWS - 1)
    return places


def _heads(
    book: Book,
    sheet: Sheet,
    teller: Teller,
    columns: dict[Baseline, int],
    target: int | None,
    note: int,
) -> None:
    state = book.report.results.state
    book.text(
        sheet, 0, 0, teller.say("workbook.kpis_title", period=teller.period(state.period)), bold=True, font_size=14
    )
    book.text(sheet, 1, 0, teller.say("workbook.formulas"), font_color=book.theme.ink2)
    sheet.set_row(0, 24)
    group = {
        "bold": True,
        "align": "center",
        "bottom": 1,
        "bottom_color": book.theme.accent,
        "font_color": book.theme.accent,
    }
    for baseline, column in columns.items():
        book.across(sheet, HEAD_ROWS - 2, (column, column + 2), baseline_head(book, teller, baseline), **group)
    if target is not None:
        book.across(sheet, HEAD_ROWS - 2, (target, target + 3), teller.word("table.target"), **group)
    word = teller.word
    heads = {NAME: word("table.kpi"), UNIT: word("workbook.unit"), note: word("workbook.note")}
    heads[CURRENT] = teller.formatter.period(state.period, PeriodStyle.SHORT)
    for column in columns.values():
        heads |= {
            column: word("workbook.value"),
            column + 1: word("table.change"),
            column + 2: word("workbook.relative"),
        }
    if target is not None:
        said = ("table.target", "table.gap", "table.attained", "table.status")
        heads |= {target + place: word(key) for place, key in enumerate(said)}
    for column, head in sorted(heads.items()):
        book.text(sheet, HEAD_ROWS - 1, column, head, **head_style(book, numeric=NAME != column != note))
    sheet.set_row(HEAD_ROWS - 1, 32)


def head_style(book: Book, *, numeric: bool) -> dict[str, Any]:
    """The look of a column's head."""
    return {
        "bold": True,
        "font_color": book.theme.paper,
        "bg_color": book.theme.accent,
        "align": "right" if numeric else "left",
        "indent": 0 if numeric else 1,
        "text_wrap": True,
    }


def baseline_head(book: Book, teller: Teller, baseline: Baseline) -> str:
    """What a baseline's columns are called: its period, or the periods that it is the average of."""
    results = book.report.results
    if baseline is Baseline.TRAILING:
        count = teller.count("trailing.periods", _TRAILING_PERIODS)
        periods = teller.say(f"periods.{results.state.period.kind.value}", count=count)
        return book.words(teller.say("table.average", periods=periods))
    held = next(found for result in results.kpis.values() if (found := result.comparisons.get(baseline)) is not None)
    return book.words(teller.period(held.period, PeriodStyle.SHORT))


@dataclass(frozen=True, slots=True)
class _Line:
    """One KPI's row."""

    book: Book
    sheet: Sheet
    teller: Teller
    place: Place
    result: KpiResult

    def write(self, name: str, note: int) -> None:
        book, result = self.book, self.result
        unit = result.kpi.unit
        book.text(self.sheet, self.place.row, NAME, name, **self._look())
        mark = book.numbers.formatter.mark(unit)
        book.text(self.sheet, self.place.row, UNIT, mark, align="right", **self._look(book.theme.ink2))
        self._number(CURRENT, result.value.number, unit.value, bold=True)
        for baseline, column in self.place.baselines.items():
            self._against(column, result.comparisons.get(baseline))
        if self.place.target is not None:
            self._target(self.place.target, result.target)
        said = book.words("\n".join(self._reasons()))
        book.text(self.sheet, self.place.row, note, said, text_wrap=True, indent=1, **self._look(book.theme.ink2))
        self.sheet.set_row(self.place.row, LINE_HEIGHT * max(1, lines_of(said, NOTE_WIDTH)) + 2)

    def _look(self, colour: str | None = None) -> dict[str, Any]:
        return {"bottom": 4, "bottom_color": self.book.theme.hairline, "font_color": colour or self.book.theme.ink}

    def _level(self) -> list[Decimal]:
        """The KPI's levels, by which its row's decimals are chosen."""
        target = [self.result.target.target] if self.result.target else []
        values = [self.result.value, *(one.value for one in self.result.comparisons.values())]
        return [value.number for value in values if value.number is not None] + target

    def _number(self, column: int, number: Decimal | None, unit: str, **more: Look) -> None:
        look = self._look() | {"num_format": self.book.numbers.code(unit, self._level())} | more
        if number is None:
            self.sheet.write_blank(self.place.row, column, None, self.book.format(**look))
        else:
            self.sheet.write_number(self.place.row, column, float(number), self.book.format(**look))

    def _formula(self, column: int, formula: str, value: float | str, **look: Look) -> None:
        self.sheet.write_formula(self.place.row, column, formula, self.book.format(**(self._look() | look)), value)

    def _blank(self, *columns: int) -> None:
        for column in columns:
            self.sheet.write_blank(self.place.row, column, None, self.book.format(**self._look()))

    def _at(self, column: int) -> str:
        return f"{letters(column)}{self.place.row + 1}"

    def _against(self, column: int, held: Comparison | None) -> None:
        unit = self.result.kpi.unit
        if held is None or self.result.value.number is None:
            self._blank(column, column + 1, column + 2)
            return
        self._number(column, held.value.number, unit.value)
        if held.change is None:
            self._blank(column + 1, column + 2)
            return
        colour = self.book.colour(held.sentiment)
        now, base, change = self._at(CURRENT), self._at(column), self._at(column + 1)
        code = self.book.numbers.code(change_unit(unit), [*self._level(), held.change], sign=True)
        self._formula(column + 1, f"={now}-{base}", float(held.change), num_format=code, font_color=colour)
        if unit is Unit.SCORE:
            self._blank(column + 2)
            return
        self._formula(
            column + 2,
            f'=IF(AND({base}>0,{now}>=0),{change}/{base},"")',
            "" if held.relative is None else float(held.relative),
            num_format=self.book.numbers.code(PERCENT, sign=True),
            font_color=colour,
        )

    def _target(self, column: int, held: TargetComparison | None) -> None:
        unit = self.result.kpi.unit
        if held is None:
            self._blank(*range(column, column + 4))
            return
        self._number(column, held.target, unit.value)
        if held.change is None:
            self._blank(*range(column + 1, column + 4))
            return
        now, target, share = self._at(CURRENT), self._at(column), self._at(column + 2)
        code = self.book.numbers.code(change_unit(unit), [*self._level(), held.change], sign=True)
        self._formula(column + 1, f"={now}-{target}", float(held.change), num_format=code)
        above, below = (target, now) if self.result.kpi.good is Good.DOWN else (now, target)
        self._formula(
            column + 2,
            f'=IF({below}>0,{above}/{below},"")',
            "" if held.attainment is None else float(held.attainment),
            num_format=self.book.numbers.code(PERCENT),
        )
        if held.status is None:
            self._blank(column + 3)
            return
        said = {status: self.teller.word(f"status.target.{status.value}") for status in TargetStatus}
        met, near, missed = (
            _literal(said[status]) for status in (TargetStatus.MET, TargetStatus.NEAR, TargetStatus.MISSED)
        )
        off = held.status is TargetStatus.MISSED
        self._formula(
            column + 3,
            f'=IF({share}="","",IF({share}>=1,{met},IF({share}>={NEAR},{near},{missed})))',
            said[held.status],
            align="right",
            font_color=self.book.colour(Sentiment.UNFAVOURABLE if off else Sentiment.NEUTRAL),
        )

    def _reasons(self) -> list[str]:
        """Why figures of the row are missing, each reason once."""
        values: list[Value] = [self.result.value]
        if self.result.value.number is not None:
            values += [held.value for held in self.result.comparisons.values()]
        messages = [value.reason for value in values if value.reason is not None]
        messages += [
            held.unrelated
            for held in self.result.comparisons.values()
            if held.unrelated is not None and held.change is not None and self.result.kpi.unit is not Unit.SCORE
        ]
        state = (
            self.teller.word(f"status.kpi.{self.result.value.status.value}") if self.result.value.number is None else ""
        )
        said = [
            self.book.words(message_text(message, self.teller, f"workbook.{self.result.kpi.id}.{place}"))
            for place, message in enumerate(dict.fromkeys(messages))
        ]
        said = list(dict.fromkeys(said))
        return [
            self.book.words(self.teller.say("workbook.reason", state=state, reason=text)) if state else text
            for text in said
        ]


def _literal(text: str) -> str:
    """A text as a formula has it."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'

"""A client's own KPIs, from report.yaml into the catalogue's nouns.

A measure is one aggregate of the table over one expression of the user's SQL, which comes in by the same
whitelist as ``where`` of a source. Whatever is not allowed or not known is shown underlined where it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from reportgen.config.faults import Where
from reportgen.config.model import CustomKpi, MeasureSpec
from reportgen.config.written import Written
from reportgen.errors import ConfigError, Problem, ReportgenError, did_you_mean
from reportgen.facts.model import TABLES
from reportgen.kpis.aggregates import AGGREGATES
from reportgen.kpis.catalog import CONSTANTS, Catalog, load_catalog
from reportgen.kpis.expressions import FUNCTIONS
from reportgen.kpis.model import Kpi, Measure
from reportgen.kpis.spots import Spot, formula_spots, spot_of, sql_spot
from reportgen.sources.cells import Cell, Kind
from reportgen.sources.expressions import ColumnRef, compile_expression, names_in
from reportgen.sources.grammar import WORDS
from reportgen.sources.model import FieldType

_OF_NUMBERS = frozenset({"sum", "min", "max", "median", "mean"})
_OF_ROWS = frozenset({"count"})
_LONGEST = 120  # characters of a user's text that a message repeats


def custom_kpis(
    entries: Iterable[CustomKpi],
    file: str,
    written: Mapping[Where, Written] | None = None,
    catalog: Catalog | None = None,
) -> tuple[Kpi, ...]:
    """The entries as KPIs of their own beside the catalogue's.

    ``written`` gives the places of their texts, by path in the file. Raises ConfigError with every formula, table,
    column, aggregate and expression that is not known or not allowed.
    """
    entries, written, catalog = tuple(entries), written or {}, catalog or load_catalog()
    problems: list[Problem] = []
    kpis = []
    for index, entry in enumerate(entries):
        reader = _Reader(entry, index, file, written, problems)
        known = (
            *entry.measures,
            *(other.id for other in entries),
            *catalog.kpis,
            *sorted(catalog.measures),
            *CONSTANTS,
        )
        kpis.append(reader.kpi(known))
    if problems:
        raise ConfigError(*problems)
    _refuse_circles(kpis, catalog, file, written)
    return tuple(kpis)


class _Reader:
    """Reads one entry, and collects what is wrong with it."""

    def __init__(
        self, entry: CustomKpi, index: int, file: str, written: Mapping[Where, Written], problems: list[Problem]
    ) -> None:
        self.entry, self.file, self.written, self.problems = entry, file, written, problems
        self.path: Where = ("custom_kpis", index)
        self.name = f"custom KPI '{entry.id}'"

    def kpi(self, known: tuple[str, ...]) -> Kpi:
        entry = self.entry
        formula = " ".join(entry.formula.split())
        for spot, what, expected, near in formula_spots(formula, known, tuple(FUNCTIONS)):
            self.wrong(("formula",), spot, f"the formula {what}", spot.word or formula, expected, near)
        return Kpi(
            id=entry.id,
            section=entry.section or "custom",
            unit=entry.unit,
            good=entry.good,
            cadence=entry.cadence,
            formula=formula,
            measures=tuple(
                measure
                for name, spec in entry.measures.items()
                if (measure := self.measure(name, spec, ("measures", name))) is not None
            ),
            name=entry.name,
            definition=entry.definition,
        )

    def measure(self, name: str, spec: MeasureSpec, path: Where) -> Measure | None:
        if spec.table not in TABLES:
            near = did_you_mean(spec.table, tuple(TABLES))
            what = f"measure '{name}' is of an unknown table"
            self.wrong((*path, "table"), Spot(spec.table), what, spec.table, "a canonical table", near)
            return None
        columns = _references(spec.table)
        column = self.sql((*path, "column"), spec.column, columns)
        where = self.sql((*path, "where"), spec.where, columns)
        if spec.aggregate not in _OF_ROWS and spec.column is None:
            what = f"measure '{name}' has no column"
            self.wrong(path, Spot(name), what, spec.aggregate, "a `column` for every aggregate other than count")
        if column is not None and spec.aggregate in _OF_NUMBERS and column.kind is not Kind.NUMBER:
            what = f"'{spec.aggregate}' of measure '{name}' needs a number"
            todo = "use count_distinct for different values, or count with a `where`"
            self.wrong((*path, "column"), Spot(), what, f"{spec.column}, which is {WORDS[column.kind]}", todo=todo)
        if where is not None and where.kind is not Kind.FLAG:
            what, todo = f"`where` of measure '{name}' is no condition", "compare it: channel = 'Email'"
            self.wrong((*path, "where"), Spot(), what, f"{spec.where}, which is {WORDS[where.kind]}", todo=todo)
        named = [word for text in (spec.column, spec.where) if text for word in self.columns_in(text, columns)]
        return Measure(
            id=name,
            table=spec.table,
            aggregate=spec.aggregate,
            column=column.sql if column is not None and spec.aggregate not in _OF_ROWS else None,
            where=where.sql if where is not None else None,
            needs=tuple(dict.fromkeys(named)),
        )

    def sql(self, path: Where, text: str | None, columns: Mapping[str, ColumnRef]) -> Cell | None:
        if text is None:
            return None
        try:
            return compile_expression(text, columns, where=self.name)
        except ReportgenError as error:
            for problem in error.problems:
                what = problem.what.removeprefix(f"{self.name}: ")
                spot = sql_spot(what, text)
                self.wrong(path, spot, what, problem.found, problem.expected, self.hint(text, problem))
            return None

    def hint(self, text: str, problem: Problem) -> str | None:
        """The problem's own hint; for an aggregate in an expression, where aggregates belong."""
        called = next((name for name in AGGREGATES if text.casefold().lstrip().startswith(f"{name}(")), None)
        return f"write `aggregate: {called}`, and in `column` what is aggregated" if called else problem.todo

    def columns_in(self, text: str, columns: Mapping[str, ColumnRef]) -> list[str]:
        """The canonical names of the columns that an expression uses; those that it misspells are told elsewhere."""
        try:
            used = {name.casefold() for name in names_in(text, where=self.name)}
        except ReportgenError:
            return []
        return [name for name in columns if name.casefold() in used]

    def wrong(
        self,
        path: Where,
        spot: Spot,
        what: str,
        found: str | None = None,
        expected: str | None = None,
        todo: str | None = None,
    ) -> None:
        place, excerpt = spot_of(self.written.get((*self.path, *path)), spot, self.file)
        short = found if found is None or len(found) <= _LONGEST else f"{found[:_LONGEST]}…"
        self.problems.append(Problem(f"{self.name}: {what}", place, short, expected, todo, excerpt))


def _refuse_circles(kpis: Iterable[Kpi], catalog: Catalog, file: str, written: Mapping[Where, Written]) -> None:
    kpis = tuple(kpis)
    joined = Catalog({**catalog.kpis, **{kpi.id: kpi for kpi in kpis}}, catalog.measures)
    for index, kpi in enumerate(kpis):
        try:
            joined.dependencies(kpi)
        except ConfigError as error:
            place, excerpt = spot_of(written.get(("custom_kpis", index, "formula")), Spot(), file)
            raise ConfigError(
                *(
                    replace(each, what=f"custom KPI '{kpi.id}': {each.what}", where=place, excerpt=excerpt)
                    for each in error.problems
                )
            ) from error


_KINDS = {
    FieldType.MONEY: Kind.NUMBER,
    FieldType.NUMBER: Kind.NUMBER,
    FieldType.COUNT: Kind.NUMBER,
    FieldType.TIME: Kind.TIME,
    FieldType.DATE: Kind.DAY,
    FieldType.FLAG: Kind.FLAG,
}


def _references(table: str) -> dict[str, ColumnRef]:
    """The canonical columns of a table, as an expression may name them."""
    return {
        field.name: ColumnRef(Cell(f'"{field.name}"', _KINDS.get(field.type, Kind.TEXT)))
        for field in TABLES[table].fields
    }

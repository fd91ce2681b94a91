"""The engine: statements of the rooms below come in, aggregates of the warehouse go out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from reportgen.sources.warehouse.dialects import day_rows, ended, parse, spell
from reportgen.sources.warehouse.links import Link

if TYPE_CHECKING:
    from sqlglot import exp


@dataclass(frozen=True, slots=True)
class Answer:
    """A statement's result, read whole. ``description`` is as DB-API has it, with the names only."""

    description: Sequence[tuple[str]]
    rows: Sequence[tuple[Any, ...]]

    def fetchall(self) -> list[tuple[Any, ...]]:
        """All rows."""
        return list(self.rows)


@dataclass(frozen=True, slots=True)
class _Named:
    """A query that was given a name, as text: parsed once, however often it is asked."""

    name: str  # unlike all others: a later query of the same name may be made from this one
    text: str
    needs: tuple[str, ...]  # names of the named queries in it
    is_table: bool = False  # a table of the session, which needs no text


class Warehouse:
    """A warehouse that is spoken to as a DuckDB connection is.

    ``create temp table``, ``create temp view``, ``alter table`` and ``drop`` of the rooms below change nothing
    there: they name queries. Types are DuckDB's, told by a database in memory that has the same tables without a row.
    """

    def __init__(self, link: Link) -> None:
        import duckdb

        self.link = link
        self._shape = duckdb.connect(":memory:")
        self._named: dict[str, _Named] = {}  # by the name that the rooms below use, the newest of that name
        self._all: dict[str, _Named] = {}  # by the name that it has here, also the older ones

    def put(self, name: str, query: exp.Expr, columns: Sequence[tuple[str, str]]) -> None:
        """Name a query in the warehouse's own tables; ``columns`` are its names and DuckDB types."""
        listed = ", ".join(f'"{column}" {type_}' for column, type_ in columns)
        self._shape.execute(f'create or replace temp table "{name}" ({listed})')
        self._keep(name, query)

    def put_days(self, name: str, days: Sequence[tuple[int, date]]) -> None:
        """Name a small table of (window_number, window_day); thousands of them are not worth parsing."""
        self._shape.execute(f'create or replace temp table "{name}" (window_number BIGINT, window_day DATE)')
        kept = _Named(self._new(name), day_rows(days, self.link.dialect), ())
        self._named[name], self._all[kept.name] = kept, kept

    def execute(self, sql: str) -> Answer:
        """What DuckDB would answer. Raises SourceError where the warehouse refuses or cannot be reached."""
        from sqlglot import exp

        tree = parse(sql)
        if isinstance(tree, exp.Create):
            self._create(tree, sql)
        elif isinstance(tree, exp.Drop):
            self._shape.execute(sql)
            self._named.pop(next(tree.find_all(exp.Table)).name)
        elif isinstance(tree, exp.Alter):
            self._alter(tree, sql)
        elif isinstance(tree, exp.Describe):
            found = self._shape.execute(sql)
            return Answer([(str(column[0]),) for column in found.description or ()], found.fetchall())
        else:
            names, rows = self.link.rows(self._whole(tree))
            return Answer([(name,) for name in names], rows)
        return Answer((), ())

    def close(self) -> None:
        """Let go of the warehouse."""
        self._shape.close()
        self.link.close()

    def _create(self, tree: exp.Create, sql: str) -> None:
        from sqlglot import exp

        self._shape.execute(sql)
        name = tree.this.this.name if isinstance(tree.this, exp.Schema) else tree.this.name
        if tree.expression is not None:
            query = tree.expression
            if query.args.get("limit") is None:
                query.set("order", None)  # a query's rows have no order
            self._keep(name, self._resolved(query), table=tree.kind == "TABLE")
        else:
            columns = [(str(row[0]), str(row[1])) for row in self._shape.execute(f'describe "{name}"').fetchall()]
            cells = ", ".join(f'cast(null as {type_}) as "{column}"' for column, type_ in columns)
            self._keep(name, parse(f"select {cells} where false"))

    def _alter(self, tree: exp.Alter, sql: str) -> None:
        """A column dropped, or another name."""
        from sqlglot import exp

        name = tree.this.name
        self._shape.execute(sql)
        action = tree.args["actions"][0]
        if isinstance(action, exp.AlterRename):
            self._named[action.this.name] = self._named.pop(name)
            return
        columns = [str(row[0]) for row in self._shape.execute(f'describe "{name}"').fetchall()]
        left = ", ".join(f'"{column}"' for column in columns)
        self._keep(name, self._resolved(parse(f'select {left} from "{name}"')))

    def _keep(self, name: str, tree: exp.Expr, *, table: bool = False) -> None:
        """Name a query; what would be a table is one, where the warehouse lets us have tables for a session."""
        kept = self._text(self._new(name), tree)
        if table and self.link.keep(kept.name, self._with_needed([kept])):
            kept = _Named(kept.name, "", (), is_table=True)
        self._named[name], self._all[kept.name] = kept, kept

    def _new(self, name: str) -> str:
        """A name that no other query has, and no table of the warehouse is likely to."""
        return f"reportgen_{name}_{len(self._all)}"

    def _text(self, name: str, tree: exp.Expr) -> _Named:
        from sqlglot import exp

        needs = dict.fromkeys(table.name for table in tree.find_all(exp.Table) if table.name in self._all)
        return _Named(name, spell(tree, self.link.dialect), tuple(needs))

    def _resolved(self, tree: exp.Expr) -> exp.Expr:
        """The tree with the names that its named queries have here, and the names that it knows them by as aliases."""
        from sqlglot import exp

        own = {query.alias for query in tree.find_all(exp.CTE)}
        for table in list(tree.find_all(exp.Table)):
            kept = self._named.get(table.name)
            if kept is None or table.name in own or table.args.get("db") is not None:
                continue
            known = table.alias or table.name
            table.set("this", exp.to_identifier(kept.name, quoted=True))
            table.set("alias", exp.TableAlias(this=exp.to_identifier(known, quoted=True)))
        return tree

    def _whole(self, tree: exp.Expr) -> str:
        """The query with all named queries that it needs before it, each after those that it needs itself."""
        tree = self._resolved(tree)
        own = tree.args.get("with_")
        tree.set("with_", None)
        named = [self._text(query.alias, query.this) for query in (own.expressions if own else ())]
        return self._with_needed([*named, self._text("", tree)])

    def _with_needed(self, queries: Sequence[_Named]) -> str:
        """The last query, with the others and all that they need before it."""
        from sqlglot import exp

        before: dict[str, _Named] = {}

        def need(query: _Named) -> None:
            for name in query.needs:
                if name not in before:
                    need(self._all[name])
                    before[name] = self._all[name]

        for query in queries:
            need(query)
        named = ", ".join(
            f"{exp.to_identifier(query.name, quoted=True).sql(dialect=self.link.dialect)} AS ({query.text})"
            for query in (*before.values(), *queries[:-1])
            if not query.is_table
        )
        return ended(f"WITH {named} {queries[-1].text}" if named else queries[-1].text, self.link.dialect)

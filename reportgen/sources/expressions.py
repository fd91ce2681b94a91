"""Expressions: the only door through which a user's SQL comes in.

``where``, ``sql`` and the measures of custom KPIs are parsed, and written again from a whitelist:
columns, literals, operators, ``case``, casts to simple types and a table of scalar functions. What
is not in the tables below cannot be said: no subqueries, no table functions, no aggregates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from reportgen.errors import Problem, SourceError, did_you_mean
from reportgen.sources.cells import Cell, Kind
from reportgen.sources.grammar import (
    ARITHMETIC,
    COMPARE,
    FUNCTIONS,
    HARMLESS,
    LOGIC,
    MATCH,
    TIMES,
    TYPES,
    UNIFIED,
    WORDS,
)

if TYPE_CHECKING:
    from sqlglot import exp

_DEPTH = 60
_MOST = 4_000  # characters


@dataclass(frozen=True, slots=True)
class ColumnRef:
    """A column that an expression may name: its value, and its text where the two differ."""

    value: Cell
    text: str | None = None  # SQL of the text of a column of numbers


def compile_expression(text: str, columns: Mapping[str, ColumnRef], *, where: str) -> Cell:
    """The expression as safe SQL over ``columns``, and the kind of its value.

    ``where`` says, for messages, where the text stands. Names match exactly, else without case.
    Raises SourceError for an unknown column (with the nearest) and for all that is not allowed.
    """
    return _Compiler(columns, where, text).compile()


def names_in(text: str, *, where: str) -> tuple[str, ...]:
    """Names of the columns that an expression uses, in order, each once."""
    from sqlglot import exp

    tree = _parse(text, where)
    return tuple(dict.fromkeys(column.name for column in tree.find_all(exp.Column)))


def _parse(text: str, where: str) -> exp.Expression:
    import sqlglot
    from sqlglot.errors import SqlglotError

    if len(text) > _MOST:
        raise _wrong(where, f"the expression has more than {_MOST} characters", text[:60] + "…")
    try:
        parsed = sqlglot.parse(text, dialect="duckdb")
    except (SqlglotError, RecursionError) as error:
        raise _wrong(where, "the expression is not SQL", text) from error
    if len(parsed) != 1 or parsed[0] is None:
        raise _wrong(where, "one expression is expected", text)
    return cast("exp.Expression", parsed[0])


def _wrong(where: str, what: str, text: str, todo: str | None = None) -> SourceError:
    return SourceError(Problem(f"{where}: {what}", found=text, todo=todo))


class _Compiler:
    """Writes one tree again; every method handles the nodes of one table."""

    def __init__(self, columns: Mapping[str, ColumnRef], where: str, text: str) -> None:
        self.columns, self.where, self.text = columns, where, text
        self.writers: dict[str, Callable[[Any, int], Cell]] = {
            "Column": self._column,
            "Literal": self._literal,
            "Boolean": self._boolean,
            "Null": self._null,
            "Paren": self._paren,
            "Neg": self._neg,
            "Not": self._not,
            "Is": self._is,
            "In": self._in,
            "Between": self._between,
            "Case": self._case,
            "If": self._if,
            "Cast": self._cast,
            "TryCast": self._cast,
            "DPipe": self._concat,
            "Concat": self._concat,
            **dict.fromkeys(COMPARE, self._compare),
            **dict.fromkeys(UNIFIED, self._unified),
            **dict.fromkeys(FUNCTIONS, self._function),
            **{name: self._operator(sign, Kind.NUMBER, Kind.NUMBER) for name, sign in ARITHMETIC.items()},
            **{name: self._operator(sign, Kind.TEXT, Kind.FLAG) for name, sign in MATCH.items()},
            **{name: self._operator(sign, Kind.FLAG, Kind.FLAG) for name, sign in LOGIC.items()},
        }

    def compile(self) -> Cell:
        return self._visit(_parse(self.text, self.where), 0)

    def _fail(self, what: str, todo: str | None = None) -> SourceError:
        return _wrong(self.where, what, self.text, todo)

    def _visit(self, node: exp.Expression, depth: int) -> Cell:
        name, depth = type(node).__name__, depth + 1
        if depth > _DEPTH:
            raise self._fail("the expression is nested too deeply")
        if name not in self.writers:
            raise self._fail(
                f"'{_spelled(node)}' is not allowed here",
                "use columns, literals, operators, case, try_cast or: "
                + ", ".join(sorted({*(row[0] for row in FUNCTIONS.values()), *UNIFIED.values(), "concat"})),
            )
        from sqlglot import exp

        for key, option in node.args.items():  # an option that we would not write is not read over
            if option and key not in HARMLESS and not isinstance(option, list | exp.Expression):
                raise self._fail(f"'{_spelled(node)}' has an option that is not allowed here")
        cell = self.writers[name](node, depth)
        return Cell(f"(not {cell.sql})", cell.kind) if node.args.get("negate") else cell

    def _operator(self, sign: str, want: Kind, gives: Kind) -> Callable[[Any, int], Cell]:
        def write(node: exp.Expression, depth: int) -> Cell:
            left, right = (self._as(part, want, depth) for part in (node.this, node.expression))
            return Cell(f"({left} {sign} {right})", gives)

        return write

    def _compare(self, node: exp.Expression, depth: int) -> Cell:
        (left, right), _ = self._unify([node.this, node.expression], depth)
        return Cell(f"({left} {COMPARE[type(node).__name__]} {right})", Kind.FLAG)

    def _unified(self, node: exp.Expression, depth: int) -> Cell:
        parts, kind = self._unify(_arguments(node), depth)
        return Cell(f"{UNIFIED[type(node).__name__]}({', '.join(parts)})", kind)

    def _function(self, node: exp.Expression, depth: int) -> Cell:
        spelled, kind, wants = FUNCTIONS[type(node).__name__]
        given = _arguments(node)
        if len(given) > len(wants):
            raise self._fail(f"{spelled} takes at most {len(wants)} arguments here")
        parts = [self._as(part, want, depth) for part, want in zip(given, wants, strict=False) if want]
        return Cell(f"{spelled}({', '.join(parts)})", kind)

    def _as(self, node: exp.Expression, want: Kind, depth: int) -> str:
        """The node's SQL as a value of the wanted kind."""
        cell = self._visit(node, depth)
        if want is Kind.TEXT and cell.kind is not Kind.TEXT:
            ref = self._ref(node)
            return ref.text if ref and ref.text else f"cast({cell.sql} as VARCHAR)"
        if want is not cell.kind and cell.kind is not Kind.NONE:
            raise self._fail(
                f"'{_spelled(node)}' is {WORDS[cell.kind]}, where {WORDS[want]} is needed",
                "try_cast(… as double) makes a number of the cells that are numbers" if want is Kind.NUMBER else None,
            )
        return cell.sql

    def _unify(self, nodes: Sequence[exp.Expression], depth: int) -> tuple[list[str], Kind]:
        """The nodes' SQL as values of one kind: text when a text is among them, times with dates."""
        cells = [self._visit(node, depth) for node in nodes]
        kinds = {cell.kind for cell in cells} - {Kind.NONE}
        if kinds & set(TIMES):
            return [self._moment(node, cell) for node, cell in zip(nodes, cells, strict=True)], Kind.TIME
        if Kind.TEXT in kinds and Kind.NUMBER in kinds:
            for node, cell in zip(nodes, cells, strict=True):
                if cell.kind is Kind.NUMBER and not self._ref(node):
                    column = next((other for other in nodes if self._ref(other)), nodes[0])
                    raise self._fail(
                        f"'{_spelled(column)}' is text: some of its cells are no numbers",
                        f"compare it with '…', or use try_cast({_spelled(column)} as double)",
                    )
            return [self._as(node, Kind.TEXT, depth) for node in nodes], Kind.TEXT
        if len(kinds) > 1:
            raise self._fail("values of different kinds stand together: " + ", ".join(sorted(kinds)))
        return [cell.sql for cell in cells], next(iter(kinds), Kind.NONE)

    def _moment(self, node: exp.Expression, cell: Cell) -> str:
        if cell.kind in TIMES:
            return f"cast({cell.sql} as TIMESTAMP)"
        if cell.kind is Kind.NONE:
            return cell.sql
        try:
            moment = datetime.fromisoformat(node.name if type(node).__name__ == "Literal" else "")
        except ValueError:
            raise self._fail(f"'{_spelled(node)}' is not a date", "write it as '2026-10-31'") from None
        return f"timestamp '{moment.replace(tzinfo=None).isoformat(sep=' ')}'"

    def _ref(self, node: exp.Expression) -> ColumnRef | None:
        return self._find(node) if type(node).__name__ == "Column" else None

    def _find(self, node: exp.Expression) -> ColumnRef:
        if node.args.get("table") is not None:
            raise self._fail(f"'{_spelled(node)}' names a table", "name the column alone")
        if node.name in self.columns:
            return self.columns[node.name]
        alike = [name for name in self.columns if name.casefold() == node.name.casefold()]
        if len(alike) == 1:
            return self.columns[alike[0]]
        raise self._fail(f"there is no column '{node.name}'", did_you_mean(node.name, tuple(self.columns)))

    def _column(self, node: exp.Expression, _depth: int) -> Cell:
        return self._find(node).value

    def _literal(self, node: exp.Expression, _depth: int) -> Cell:
        if node.is_string:
            return Cell("'" + str(node.name).replace("'", "''") + "'", Kind.TEXT)
        try:
            float(node.name)
        except ValueError:
            raise self._fail(f"'{node.name}' is not a number") from None
        return Cell(str(node.name), Kind.NUMBER)

    def _boolean(self, node: exp.Expression, _depth: int) -> Cell:
        return Cell("true" if node.this else "false", Kind.FLAG)

    def _null(self, _node: exp.Expression, _depth: int) -> Cell:
        return Cell("null", Kind.NONE)

    def _paren(self, node: exp.Expression, depth: int) -> Cell:
        inner = self._visit(node.this, depth)
        return Cell(f"({inner.sql})", inner.kind)

    def _neg(self, node: exp.Expression, depth: int) -> Cell:
        return Cell(f"(- {self._as(node.this, Kind.NUMBER, depth)})", Kind.NUMBER)

    def _not(self, node: exp.Expression, depth: int) -> Cell:
        return Cell(f"(not {self._as(node.this, Kind.FLAG, depth)})", Kind.FLAG)

    def _is(self, node: exp.Expression, depth: int) -> Cell:
        cell, other = self._visit(node.this, depth), self._visit(node.expression, depth)
        if other.sql not in {"null", "true", "false"}:
            raise self._fail("'is' takes null, true or false")
        return Cell(f"({cell.sql} is {other.sql})", Kind.FLAG)

    def _in(self, node: exp.Expression, depth: int) -> Cell:
        members = node.expressions
        if not members or any(node.args.get(key) for key in ("query", "unnest", "field")):
            raise self._fail("'in' takes a list of values in parentheses")
        (tested, *rest), _ = self._unify([node.this, *members], depth)
        found = f"coalesce(list_position([{', '.join(rest)}], {tested}), 0) > 0"  # an in can become a join
        return Cell(f"(case when {tested} is not null then {found} end)", Kind.FLAG)

    def _between(self, node: exp.Expression, depth: int) -> Cell:
        parts, _ = self._unify([node.this, node.args["low"], node.args["high"]], depth)
        return Cell(f"({parts[0]} between {parts[1]} and {parts[2]})", Kind.FLAG)

    def _case(self, node: exp.Expression, depth: int) -> Cell:
        branches, default = node.args["ifs"], node.args.get("default")
        if node.this is not None:
            tests, _ = self._unify([node.this, *(branch.this for branch in branches)], depth)
            conditions = [f"{tests[0]} = {test}" for test in tests[1:]]
        else:
            conditions = [self._as(branch.this, Kind.FLAG, depth) for branch in branches]
        results = [branch.args["true"] for branch in branches] + ([default] if default is not None else [])
        values, kind = self._unify(results, depth)
        whens = " ".join(f"when {c} then {v}" for c, v in zip(conditions, values, strict=False))
        final = f" else {values[-1]}" if default is not None else ""
        return Cell(f"(case {whens}{final} end)", kind)

    def _if(self, node: exp.Expression, depth: int) -> Cell:
        condition = self._as(node.this, Kind.FLAG, depth)
        results = [node.args["true"], *([node.args["false"]] if node.args.get("false") is not None else [])]
        values, kind = self._unify(results, depth)
        final = f" else {values[1]}" if len(values) > 1 else ""
        return Cell(f"(case when {condition} then {values[0]}{final} end)", kind)

    def _cast(self, node: exp.Expression, depth: int) -> Cell:
        to = node.args["to"]
        known = TYPES.get(getattr(to.this, "name", ""))
        if known is None or any(node.args.get(key) for key in ("format", "default", "action")):
            raise self._fail("a cast is to integer, bigint, double, decimal, varchar, date, timestamp or boolean")
        return Cell(f"try_cast({self._visit(node.this, depth).sql} as {known[0]})", known[1])

    def _concat(self, node: exp.Expression, depth: int) -> Cell:
        parts = [self._as(part, Kind.TEXT, depth) for part in _arguments(node)]
        joined = " || ".join(f"coalesce({part}, '')" if type(node).__name__ == "Concat" else part for part in parts)
        return Cell(f"({joined})", Kind.TEXT)


def _arguments(node: exp.Expression) -> list[exp.Expression]:
    """The parts of a node in the order in which its class declares them."""
    from sqlglot import exp

    found: list[exp.Expression] = []
    for key in node.arg_types:
        part = node.args.get(key)
        listed = part if isinstance(part, list) else [part]
        found += [piece for piece in listed if isinstance(piece, exp.Expression)]
    return found


def _spelled(node: exp.Expression) -> str:
    return str(node.sql("duckdb"))[:60]

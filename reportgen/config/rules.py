"""What types cannot say: names that must be known, keys that need or exclude each other.

The rules read the document itself and step over whatever has the wrong type, so that one run lists
these faults together with those of the types.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from reportgen.config.document import Document
from reportgen.config.faults import Fault, Value, Where, describe, spell
from reportgen.config.names import Names
from reportgen.errors import did_you_mean

_ANY = "*"


@dataclass(frozen=True, slots=True)
class _Named:
    """Paths whose values (or keys) must be known names; ``*`` stands for any key or index."""

    pattern: tuple[str, ...]
    what: str
    known: Callable[[Names], Sequence[str]]
    keys: bool = False


_NAMED = (
    _Named(("report",), "report kind", lambda names: names.kinds),
    _Named(("sources", _ANY, "format"), "reader", lambda names: names.readers),
    _Named(("sources", _ANY, "table"), "table", lambda names: tuple(names.tables)),
    _Named(("kpis", _ANY), "KPI", lambda names: names.kpis),
    _Named(("targets", _ANY), "KPI", lambda names: names.kpis, keys=True),
    _Named(("owners", _ANY), "KPI", lambda names: names.kpis, keys=True),
    _Named(("goals", _ANY, _ANY), "KPI", lambda names: names.kpis),
    _Named(("segments", _ANY), "dimension", lambda names: names.dimensions),
    _Named(("checks", _ANY), "check", lambda names: names.checks, keys=True),
    _Named(("insights", "off", _ANY), "insight kind", lambda names: names.insights),
    _Named(("custom_kpis", _ANY, "measures", _ANY, "table"), "table", lambda names: tuple(names.tables)),
)


def rule_faults(document: Document, names: Names) -> Iterator[Fault]:
    """Every fault against the rules of this file."""
    own = tuple(
        str(identifier)
        for path in _paths(document, ("custom_kpis", _ANY, "id"))
        if isinstance(identifier := document.at(path), str)
    )
    for rule in _NAMED:
        known = (*rule.known(names), *(own if rule.what == "KPI" else ()))
        for path in _paths(document, rule.pattern):
            name = path[-1] if rule.keys else document.at(path)
            if isinstance(name, str) and name not in known:
                yield _unknown(path, rule.what, name, known, at_key=rule.keys)
    yield from _insight_faults(document, names)
    yield from _language_faults(document, names)
    yield from _custom_faults(document, names)
    for path in _paths(document, ("sources", _ANY)):
        source = document.at(path)
        if isinstance(source, dict):
            yield from _source_faults(path, source, names)


def _paths(document: Document, pattern: tuple[str, ...], start: Where = ()) -> Iterator[Where]:
    if not pattern:
        yield start
        return
    value = document.at(start)
    if pattern[0] != _ANY:
        parts: Sequence[str | int] = (pattern[0],) if isinstance(value, dict) and pattern[0] in value else ()
    else:
        parts = tuple(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, tuple) else ()
    for part in parts:
        yield from _paths(document, pattern[1:], (*start, part))


def _unknown(path: Where, what: str, name: str, known: Sequence[str], *, at_key: bool) -> Fault:
    return Fault(
        path,
        f"unknown {what} in `{spell(path[:-1] if at_key else path)}`",
        found=describe(name, path),
        expected=f"a known {what}",
        todo=did_you_mean(name, known),
        at_key=at_key,
    )


def _insight_faults(document: Document, names: Names) -> Iterator[Fault]:
    for path in _paths(document, ("insights", _ANY)):
        key = str(path[-1])
        if key != "off" and key not in names.thresholds:
            yield _unknown(path, "insight threshold", key, ("off", *names.thresholds), at_key=True)


def _language_faults(document: Document, names: Names) -> Iterator[Fault]:
    from babel.core import Locale, UnknownLocaleError

    text = document.at(("locale",))
    if not names.languages or not isinstance(text, str):
        return
    try:
        locale = Locale.parse(text, sep="-")
    except (ValueError, UnknownLocaleError):
        return  # the type has said so
    if not {locale.language, f"{locale.language}-{locale.script}"}.intersection(names.languages):
        yield Fault(
            ("locale",),
            "there are no phrases in this language",
            describe(text),
            f"a locale of one of the languages {', '.join(names.languages)}",
        )


def _custom_faults(document: Document, names: Names) -> Iterator[Fault]:
    seen: set[str] = set()
    for path in _paths(document, ("custom_kpis", _ANY, "id")):
        name = document.at(path)
        if isinstance(name, str) and (name in names.kpis or name in seen):
            taken = "a KPI of the catalogue" if name in names.kpis else "another of your own KPIs"
            yield Fault(path, "a custom KPI needs an id of its own", describe(name), f"not the id of {taken}")
        seen.add(str(name))
    for path in _paths(document, ("custom_kpis", _ANY, "measures", _ANY)):
        measure = document.at(path)
        if isinstance(measure, dict) and "column" not in measure and measure.get("aggregate", "count") != "count":
            yield Fault(
                path,
                f"`{spell(path)}` has no column",
                expected="a `column` for every aggregate other than count",
            )
    smtp = document.at(("delivery", "smtp"))
    if isinstance(smtp, dict) and ("user" in smtp) != ("password" in smtp):
        yield Fault(
            ("delivery", "smtp"),
            "`delivery.smtp` has half a login",
            found="only `user`" if "user" in smtp else "only `password`",
            expected="`user` and `password`, or neither",
        )


def _source_faults(path: Where, source: dict[str, Value], names: Names) -> Iterator[Fault]:
    given = [key for key in ("format", "table") if key in source]
    if len(given) != 1:
        yield Fault(
            path,
            f"`{spell(path)}` must say what it is",
            found="both `format` and `table`" if given else "neither `format` nor `table`",
            expected="`format: READER` for a tool's own export, or `table: TABLE` for your own file",
            todo=None if given else f"readers: {', '.join(names.readers)}; tables: {', '.join(names.tables)}",
        )
    places = [key for key in ("path", "query", "relation") if key in source]
    if len(places) != 1:
        found = " and ".join(f"`{key}`" for key in places) or "neither `path`, `query` nor `relation`"
        expected = "`path` of a file, or `query` or `relation` with `connection`"
        yield Fault((*path, "path"), f"`{spell(path)}` must say where its rows are", found, expected)
    for key, needs in (
        ("query", ("connection",)),
        ("relation", ("connection",)),
        ("connection", ("query", "relation")),
        ("query", ("table",)),
        ("relation", ("table",)),
        ("columns", ("table",)),
    ):
        if key in source and not any(one in source for one in needs):
            yield Fault((*path, key), f"`{key}` in `{spell(path)}` needs `{needs[0]}` beside it", at_key=True)
    if "decimal" in source and source["decimal"] == source.get("thousands"):
        yield Fault(
            (*path, "thousands"),
            "the decimal sign cannot stand between thousands too",
            describe(source["decimal"]),
        )
    yield from _column_faults(path, source, names)


def _column_faults(path: Where, source: dict[str, Value], names: Names) -> Iterator[Fault]:
    table, columns = source.get("table"), source.get("columns")
    if not isinstance(columns, dict):
        return
    canonical = names.tables.get(table) if isinstance(table, str) else None
    for name, column in columns.items():
        at = (*path, "columns", name)
        if canonical is not None and name not in canonical:
            yield _unknown(at, f"column of `{table}`", name, canonical, at_key=True)
        kinds = {"name", "value", "row", "sql"}.intersection(column) if isinstance(column, dict) else {"name"}
        if len(kinds) != 1:
            yield Fault(
                at,
                f"`{spell(at)}` must say one thing",
                found=", ".join(f"`{kind}`" for kind in sorted(kinds)) or "none of them",
                expected="a column's name, or one of {value: …}, {row: true}, {sql: …}",
            )

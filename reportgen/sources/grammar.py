"""The grammar of users' SQL: what an expression may contain, as tables. What is not here cannot be said."""

from __future__ import annotations

from reportgen.sources.cells import Kind


def _scalar(name: str, kind: Kind, *wants: Kind | None) -> tuple[str, Kind, tuple[Kind | None, ...]]:
    return name, kind, wants


_T, _N = Kind.TEXT, Kind.NUMBER
FUNCTIONS: dict[str, tuple[str, Kind, tuple[Kind | None, ...]]] = {
    # sqlglot's class → DuckDB's name, kind of the result, kinds of the arguments
    "Lower": _scalar("lower", _T, _T),
    "Upper": _scalar("upper", _T, _T),
    "Trim": _scalar("trim", _T, _T, _T),
    "Length": _scalar("length", _N, _T),
    "Substring": _scalar("substring", _T, _T, _N, _N),
    "Left": _scalar("left", _T, _T, _N),
    "Right": _scalar("right", _T, _T, _N),
    "Replace": _scalar("replace", _T, _T, _T, _T),
    "SplitPart": _scalar("split_part", _T, _T, _T, _N),
    "StartsWith": _scalar("starts_with", Kind.FLAG, _T, _T),
    "EndsWith": _scalar("ends_with", Kind.FLAG, _T, _T),
    "Contains": _scalar("contains", Kind.FLAG, _T, _T),
    "RegexpLike": _scalar("regexp_matches", Kind.FLAG, _T, _T),
    "RegexpExtract": _scalar("regexp_extract", _T, _T, _T),
    "StrToTime": _scalar("try_strptime", Kind.TIME, _T, _T),
    "Abs": _scalar("abs", _N, _N),
    "Round": _scalar("round", _N, _N, _N),
    "Floor": _scalar("floor", _N, _N),
    "Ceil": _scalar("ceil", _N, _N),
    "Sign": _scalar("sign", _N, _N),
}
ARITHMETIC = {"Add": "+", "Sub": "-", "Mul": "*", "Div": "/", "IntDiv": "//", "Mod": "%"}
COMPARE = {"EQ": "=", "NEQ": "<>", "GT": ">", "GTE": ">=", "LT": "<", "LTE": "<="}
MATCH = {"Like": "like", "ILike": "ilike"}
LOGIC = {"And": "and", "Or": "or"}
UNIFIED = {"Coalesce": "coalesce", "Nullif": "nullif", "Greatest": "greatest", "Least": "least"}
TYPES = {
    "INT": ("INTEGER", _N),
    "BIGINT": ("BIGINT", _N),
    "SMALLINT": ("INTEGER", _N),
    "DOUBLE": ("DOUBLE", _N),
    "FLOAT": ("DOUBLE", _N),
    "DECIMAL": ("DECIMAL(18,4)", _N),
    "VARCHAR": ("VARCHAR", _T),
    "TEXT": ("VARCHAR", _T),
    "DATE": ("DATE", Kind.DAY),
    "TIMESTAMP": ("TIMESTAMP", Kind.TIME),
    "BOOLEAN": ("BOOLEAN", Kind.FLAG),
}
HARMLESS = {
    "this",
    "safe",
    "typed",
    "coalesce",
    "null_if_pos_overflow",
    "ignore_nulls",
    "is_string",
    "negate",
    "requires_string",
    "quoted",
}
TIMES = (Kind.DAY, Kind.TIME, Kind.ZONED)


WORDS = {
    Kind.TEXT: "text",
    Kind.NUMBER: "a number",
    Kind.TIME: "a time",
    Kind.DAY: "a date",
    Kind.ZONED: "a time",
    Kind.FLAG: "a condition",
    Kind.NONE: "null",
}

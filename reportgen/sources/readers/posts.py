"""Posts: what a post is called in a report."""

from __future__ import annotations

from reportgen.sources.raw import identifier

_LONGEST = 120  # characters


def post_name(*columns: str) -> str:
    """SQL: the first of the columns that has something, on one line, cut with … where it is long."""
    told = ", ".join(f"nullif(trim(regexp_replace({identifier(column)}, '\\s+', ' ', 'g')), '')" for column in columns)
    text = f"coalesce({told})"
    return f"case when length({text}) > {_LONGEST} then rtrim(left({text}, {_LONGEST - 1})) || '…' else {text} end"

"""Wording: texts that tools write differently for the same thing, as one."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.sources.raw import quoted

_ENTITIES = {
    "&quot;": '"',
    "&#34;": '"',
    "&#034;": '"',
    "&#39;": "'",
    "&#039;": "'",
    "&apos;": "'",
    "&rsquo;": "’",
    "&#8217;": "’",
    "&ndash;": "–",
    "&#8211;": "–",
    "&nbsp;": " ",
    "&lt;": "<",
    "&gt;": ">",
    "&#36;": "$",
    "&#038;": "&",
    "&#38;": "&",
    "&amp;": "&",  # the last: "&amp;lt;" is the text "&lt;"
}


def unescaped(cell: str) -> str:
    """SQL: the text with the signs that HTML writes as ``&amp;``, ``&quot;`` and their like."""
    for entity, sign in _ENTITIES.items():
        cell = f"replace({cell}, {quoted(entity)}, {quoted(sign)})"
    return cell


def translated(cell: str, words: Mapping[str, str], otherwise: str) -> str:
    """SQL: what a word (any case) of the table stands for; the SQL ``otherwise`` for others, null for none."""
    keys, values = (", ".join(map(quoted, texts)) for texts in (words, words.values()))
    found = f"([{values}])[list_position([{keys}], lower(trim({cell})))]"
    return f"case when {cell} is not null then coalesce({found}, {otherwise}) end"


def decimal_text(sql: str, cell: str) -> str:
    """SQL: an amount as plain text; the cell that it is made from where that is no number, so that it is found."""
    return f"coalesce(cast(cast(round({sql}, 4) as DECIMAL(18,4)) as VARCHAR), {cell})"

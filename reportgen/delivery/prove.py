"""Proving a PDF by itself: the table inside it against the facts inside it, and both against what is printed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from reportgen.delivery.facts import CSV, FACTS, PdfContents, pdf_contents, read_json
from reportgen.errors import ReportgenError
from reportgen.formatting import Formatter, Style
from reportgen.units import Unit

# What text on a page may have between letters that a name has not: blanks, joiners, soft ends of lines.
BETWEEN = re.compile(r"[\s\u00ad\u200b-\u200d\u2060\ufeff\ufffe\x02-]+")
FIGURE = re.compile(r"[−+]?[^\w\s]{0,3}\d")


@dataclass(frozen=True, slots=True)
class Proof:
    """What a PDF proves: of which report it is, how many numbers were compared, and what is wrong."""

    client: str | None
    period: str | None
    numbers: int  # in the facts
    beside: int  # printed right after the KPI's name
    faults: tuple[str, ...]


def prove(content: bytes, shown: str) -> Proof:
    """Compare the PDF's three tellings of its numbers. UsageError when it is no PDF.

    A KPI whose name is followed by a figure somewhere on the pages must be followed by its own somewhere; every
    other one must be printed at least once.
    """
    contents = pdf_contents(content, shown)
    table, facts = contents.ending(CSV), contents.ending(FACTS)
    lacking = [f"no single file *{name} is inside" for name, found in ((CSV, table), (FACTS, facts)) if found is None]
    if table is None or facts is None:
        return Proof(None, None, 0, 0, tuple(lacking))
    try:
        body = read_json(facts)
        numbers = {str(entry["kpi"]): entry for entry in body["numbers"]}
        rows = {row["id"]: row for row in csv.DictReader(io.StringIO(table.decode("utf-8")), strict=True)}
        formatter = Formatter(str(body["locale"]), str(body["currency"]))
        faults = list(_tables(numbers, rows))
        beside, unprinted = _printed(numbers, rows, formatter, contents)
        client, period = str(body["client"]), str(body["period"]["id"])
    except (KeyError, TypeError, ValueError, AttributeError, csv.Error, RecursionError, ReportgenError) as error:
        return Proof(None, None, 0, 0, (f"what is inside cannot be read ({type(error).__name__}: {error})",))
    return Proof(client, period, len(numbers), beside, (*faults, *unprinted))


def _tables(numbers: Mapping[str, Mapping[str, Any]], rows: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Where the table and the facts differ."""
    for kpi in [*numbers, *(kpi for kpi in rows if kpi not in numbers)]:
        if kpi not in rows or kpi not in numbers:
            yield f"{kpi} is only in the {'facts' if kpi in numbers else 'table'}"
            continue
        fact, row = numbers[kpi], rows[kpi]
        pairs = [("value", fact["value"], row["value"]), ("status", fact["status"], row["status"])]
        pairs += [(name, value, row.get(f"{name}_value", "")) for name, value in fact["comparisons"].items()]
        for name, told, listed in pairs:
            if told != _cell(listed, told):
                yield f"{kpi}: its {name} is {told} in the facts, {listed or 'empty'} in the table"


def _cell(text: str, like: object) -> object:
    """A cell of the table as the facts would have it."""
    if not text:
        return None
    if isinstance(like, str):
        return text
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _printed(
    numbers: Mapping[str, Mapping[str, Any]],
    rows: Mapping[str, Mapping[str, str]],
    formatter: Formatter,
    contents: PdfContents,
) -> tuple[int, Sequence[str]]:
    """How many values stand beside their names, and what is said of those that are not on the pages."""
    pages = "\n".join(_squeezed(page) for page in contents.pages)
    names = {kpi: _squeezed(row["name"].removeprefix("'")) for kpi, row in rows.items()}
    beside, faults = 0, []
    for kpi, row in rows.items():
        value = numbers[kpi]["value"] if kpi in numbers else None
        if not isinstance(value, Decimal):
            continue
        words = _words(value, Unit(row["unit"]), formatter)
        name = names[kpi]
        if any(f"{name}{word}" in pages for word in words):
            beside += 1
        elif _followed(name, pages) and not any(other != name and other.endswith(name) for other in names.values()):
            faults.append(f"{kpi}: {words[0]} in the facts, another figure beside its name on the pages")
        elif not any(word in pages for word in words):
            faults.append(f"{kpi}: {words[0]} is not on the pages")
    return beside, faults


def _words(value: Decimal, unit: Unit, formatter: Formatter) -> list[str]:
    styles = (Style.TEXT, Style.CARD)
    return list(dict.fromkeys(_squeezed(formatter.value(value, unit, style=style)) for style in styles))


def _followed(name: str, pages: str) -> bool:
    return any(FIGURE.match(pages, match.end()) for match in re.finditer(re.escape(name), pages))


def _squeezed(text: str) -> str:
    return BETWEEN.sub("", text)

"""Match: the columns of an unknown file → the canonical table that they fill best, by names and by content."""

from __future__ import annotations

import json
import re

from reportgen.facts.model import TABLES, TableModel
from reportgen.sources.model import FieldType
from reportgen.starting.model import ColumnLook, Holds, Look, Match
from reportgen.starting.words import ad_words, bare, cost_words, file_words, spellings

_NUMBERS = (FieldType.MONEY, FieldType.NUMBER, FieldType.COUNT)
_DAYS = (FieldType.DATE, FieldType.TIME)
_LONG = 4  # letters from which a name inside a header counts
_EXACT, _INSIDE = 3.0, 1.0
_FILLED = {"platform": "ads", "campaign": "email", "category": "costs"}  # required texts that a constant can fill
_NONE_OF = {"sent": "subscribed"}  # required counts that are zero in a table that has only the other


def match(look: Look, name: str, table: str | None = None) -> Match | None:
    """The table that the file fills best (or the named one, as far as it does); None when it fills none."""
    models = [TABLES[table]] if table is not None else list(TABLES.values())
    found = [one for model in models if (one := _matched(look, name, model)) is not None]
    return max(found, key=lambda one: one.score, default=None)


def _matched(look: Look, name: str, model: TableModel) -> Match | None:
    scores = sorted(
        (
            (-_score(field.name, column.name) * (2 if field.required else 1), at, order, field.name, column)
            for at, column in enumerate(look.columns)
            for order, field in enumerate(model.fields)
            if _fits(field.type, column, required=field.required) and _score(field.name, column.name)
        ),
        key=lambda entry: entry[:3],
    )
    taken: dict[str, ColumnLook] = {}
    score = 0.0
    for points, _, _, field_name, column in scores:
        if field_name not in taken and column not in taken.values():
            taken[field_name] = column
            score -= points
    days = [column for column in look.columns if column.holds is Holds.DAYS and column not in taken.values()]
    if model.time not in taken and len(days) == 1:
        taken[model.time] = days[0]
    lacking = [field.name for field in model.fields if field.required and field.name not in taken]
    told = bool(_name_words(name, look) & file_words(model.name))
    measured = [field for field in model.fields if field.name in taken and field.type in (*_NUMBERS, FieldType.ID)]
    if any(column not in _FILLED and _NONE_OF.get(column) not in taken for column in lacking) or not measured:
        return None
    if model.key and not taken[model.key[0]].distinct and len(model.key) == 1:
        return None  # several rows a key: lines of an order, not orders
    given = {column: _constant(column, name) for column in lacking}
    _costs(model, taken, given)
    score += 4 * told - 3 * len(lacking) + (2 if model.key else 0)
    columns = {field.name: taken[field.name].name for field in model.fields if field.name in taken}
    return Match(model.name, columns, given, score, sure=told or not lacking)


def _score(canonical: str, header: str) -> float:
    name, known = bare(header), spellings(canonical)
    if name in known:
        return _EXACT + (0.5 if name == known[0] else 0) - known.index(name) / 100
    words = {bare(word) for word in re.split(r"[\W_]+", header)}
    inside = any(len(word) >= _LONG and (word in words or (not word.isascii() and word in name)) for word in known)
    return _INSIDE if inside else 0.0


def _fits(wanted: FieldType, column: ColumnLook, *, required: bool) -> bool:
    if column.holds is Holds.NOTHING:
        return not required
    if wanted in _DAYS:
        return column.holds is Holds.DAYS
    if wanted in _NUMBERS:
        return column.holds is Holds.NUMBERS
    return column.holds is not Holds.DAYS


def _name_words(name: str, look: Look) -> set[str]:
    stem = look.file.name.split(".")[0]
    folder = look.file.parent.name
    words = [bare(word) for text in (name, stem, folder) for word in re.split(r"[\W_\d]+", text)]
    return {word for word in (*words, bare(name)) if word}


def _constant(column: str, name: str) -> str:
    constants = {"category": "operating", **dict.fromkeys(_NONE_OF, "0")}
    return f"{{value: {quoted(constants.get(column, name))}}}"


def _costs(model: TableModel, taken: dict[str, ColumnLook], given: dict[str, str]) -> None:
    """A ledger's own words for kinds of cost, in those that the KPIs know; other words stay what they are."""
    if model.name != "costs":
        return
    for column, kinds in (("category", cost_words()), ("subcategory", {"ads": ad_words()})):
        if column not in taken:
            continue
        own = taken[column]
        cases = [(word, kind) for word in sorted(own.words) for kind, names in kinds.items() if bare(word) in names]
        if any(word.casefold() != kind for word, kind in cases):
            name = identifier(own.name)
            whens = " ".join(f"when {literal(word)} then {literal(kind)}" for word, kind in cases)
            rest = "'operating'" if column == "category" else name
            given[column] = f"{{sql: {quoted(f'case {name} {whens} else {rest} end')}}}"
            del taken[column]


def identifier(name: str) -> str:
    """A column in SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text in SQL."""
    return "'" + text.replace("'", "''") + "'"


def quoted(text: str) -> str:
    """A text in YAML, quoted where it has to be: JSON's strings are YAML's."""
    return json.dumps(text, ensure_ascii=False)

"""Pydantic's errors → faults in a user's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import AliasChoices, BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from reportgen.config.document import Document
from reportgen.config.faults import MOST, Fault, Where, describe, spell
from reportgen.config.fields import REFUSAL
from reportgen.errors import did_you_mean

_MAPPING = "a mapping of `key: value`"
_EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "tuple_type": "a list",
    "literal_error": "{expected}",
    "enum": "{expected}",
    "greater_than_equal": "a number of at least {ge}",
    "less_than_equal": "a number of at most {le}",
    "string_too_short": "a text that is not empty",
    REFUSAL: "{expected}",
}


def model_faults(error: ValidationError, model: type[BaseModel], document: Document) -> Iterator[Fault]:
    """A fault for each of pydantic's errors, at the path of the document that it concerns."""
    for detail in error.errors(include_url=False, include_input=False)[:MOST]:
        yield _fault(detail, model, document)


def accepted_keys(model: type[BaseModel]) -> tuple[str, ...]:
    """The keys that a mapping of this model may have, as they are typed."""
    return tuple(key for name, field in model.model_fields.items() for key in _spellings(name, field)[:1])


def _fault(detail: ErrorDetails, model: type[BaseModel], document: Document) -> Fault:
    loc = detail["loc"]
    kind = detail["type"]
    path = _written(loc, document)
    owner = _owner(model, loc)
    if kind == "missing":
        missing = (*path, str(loc[-1]))
        return Fault(missing, f"`{spell(missing)}` is missing", expected=_description(owner, str(loc[-1])))
    if kind == "extra_forbidden":
        key = str(loc[-1])
        known = accepted_keys(owner) if owner else ()
        inside = f" in `{spell(path[:-1])}`" if path[:-1] else ""
        return Fault(
            path,
            f"unknown key `{key}`{inside}",
            found=describe(key),
            expected="a known key",
            todo=did_you_mean(key, known, most=len(known)),
            at_key=True,
        )
    context: dict[str, Any] = detail.get("ctx", {})
    expected = _EXPECTED.get(kind, "").format(**context) or detail["msg"]
    if loc[-1] == "[key]":
        return Fault(
            path,
            f"wrong key in `{spell(path[:-1])}`",
            describe(str(path[-1])),
            expected,
            context.get("todo"),
            at_key=True,
        )
    value = document.at(path)
    todo = context.get("todo") or None
    if value is None:
        todo = "give a value, or leave the key out; a text that starts with # needs quotes"
    elif kind == "tuple_type" and isinstance(value, str):
        todo = "write it as a list: [one, another]"
    elif kind == "string_type" and not isinstance(value, dict | tuple):
        todo = "put it in quotes"
    elif kind in {"literal_error", "enum"} and isinstance(value, str):
        todo = did_you_mean(value, re.findall(r"'([^']+)'", expected))
    return Fault(path, f"wrong value in `{spell(path)}`", context.get("found") or describe(value, path), expected, todo)


def _written(loc: tuple[int | str, ...], document: Document) -> Where:
    """The part of a location that is in the document: models have steps of their own in between."""
    path: Where = ()
    for part in loc:
        if (*path, part) in document.values:
            path = (*path, part)
    return path


def _spellings(name: str, field: FieldInfo) -> list[str]:
    alias = field.validation_alias
    if isinstance(alias, AliasChoices):
        return [choice for choice in alias.choices if isinstance(choice, str)]
    return [alias if isinstance(alias, str) else name]


def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    return {key: field for name, field in model.model_fields.items() for key in (name, *_spellings(name, field))}


def _description(owner: type[BaseModel] | None, key: str) -> str | None:
    field = _fields(owner).get(key) if owner else None
    return field.description if field else None


def _owner(model: type[BaseModel], loc: tuple[int | str, ...]) -> type[BaseModel] | None:
    """The model whose key is the last part of a location."""
    current: object = model
    for part in loc[:-1]:
        current = _step(_bare(current), part)
    current = _bare(current)
    return current if isinstance(current, type) and issubclass(current, BaseModel) else None


def _bare(annotation: object) -> object:
    """The annotation without Annotated[…] and without | None."""
    while get_origin(annotation) not in (None, tuple, dict):
        annotation = next((part for part in get_args(annotation) if part is not type(None)), None)
    return annotation


def _step(annotation: object, part: int | str) -> object:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        field = _fields(annotation).get(str(part))
        return field.annotation if field else None
    item = {tuple: 0, dict: 1}
    origin = get_origin(annotation)
    return get_args(annotation)[item[origin]] if origin in item else None

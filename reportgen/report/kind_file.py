"""A report kind's file: what may stand in it, and everything that is wrong in it, each at its line."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias

from pydantic import Field, ValidationError

from reportgen.config.document import parse_document
from reportgen.config.faults import Fault, Value, Where, describe, spell
from reportgen.config.source import Strict
from reportgen.config.translate import model_faults
from reportgen.errors import ConfigError, did_you_mean
from reportgen.units import Good

Name = Annotated[str, Field(min_length=1)]
Names: TypeAlias = tuple[Name, ...]


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _is_names(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and all(map(_is_name, value))


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


_A_NAME = (_is_name, "a name")
_A_COUNT = (_is_count, "a whole number from 1 on")
_A_LIST = (_is_names, "a list of names")
_ONE_OR_MORE = (lambda value: _is_name(value) or _is_names(value), "a name or a list of names")

_OPTIONS: dict[str, tuple[Callable[[object], bool], str]] = {
    "kpi": _ONE_OR_MORE,
    "kpis": _A_LIST,
    "by": (
        lambda value: _is_name(value) or _is_names(value) or _is_count(value),
        "a dimension, a list of them, or the place of one among the client's, from 1 on",
    ),
    "most": _A_COUNT,
    "largest": _A_NAME,
    "with": _A_LIST,
    "shape": (lambda value: value == "donut", "donut"),
    "against": _A_NAME,
    "part": _A_NAME,
    "good": (lambda value: value in tuple(Good), ", ".join(Good)),
    "of": _ONE_OR_MORE,
    "compact": (lambda value: isinstance(value, bool), "true or false"),
}
"""What each option of a block may be, whichever block it stands in: a test, and its words."""

_OF_KPIS = ("kpi", "kpis", "with", "against", "largest")  # options that name KPIs
_REQUIRED = ("kpi", "against")  # of a block that takes them


class Section(Strict):
    """A section as written."""

    id: Name
    label: Name | None = None
    kpis: Names = ()
    about: Names = ()
    needs: Names = ()
    heading: Names = ()
    blocks: tuple[dict[str, Any], ...]


class KindFile(Strict):
    """A report kind as written."""

    id: Name
    cards: Annotated[int, Field(ge=0, le=16)] = 8
    kpis: Names
    segments: Names = ()
    cover: Name | Names = ()
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What a kind may name: block kinds with their options, kinds of heading, and KPIs (None: any)."""

    blocks: dict[str, tuple[str, ...]]
    headings: Collection[str]
    kpis: Collection[str] | None = None


def read_kind(text: str, file: str, known: Known) -> KindFile:
    """The file's content. Raises ConfigError with every problem in it."""
    document = parse_document(text, file)
    faults: list[Fault] = []
    model: KindFile | None = None
    try:
        model = KindFile.model_validate(document.value)
    except ValidationError as error:
        faults += model_faults(error, KindFile, document)
    if model is not None:
        faults += _faults(model, known)
    problems = document.problems(faults)
    if problems or model is None:
        raise ConfigError(*problems)
    return model


def _faults(model: KindFile, known: Known) -> Iterator[Fault]:
    yield from _unknown_kpis(("kpis",), model.kpis, known)
    yield from _unknown_kpis(("cover",), _listed(model.cover), known)
    seen: set[str] = set()
    for at, section in enumerate(model.sections):
        where: Where = ("sections", at)
        if section.id in seen:
            yield Fault((*where, "id"), "another section has this id", describe(section.id), "an id of its own")
        seen.add(section.id)
        for key in ("kpis", "about", "needs"):
            yield from _unknown_kpis((*where, key), getattr(section, key), known)
        for place, heading in enumerate(section.heading):
            if heading not in known.headings:
                yield _unknown((*where, "heading", place), "unknown kind of heading", heading, known.headings)
        for place, block in enumerate(section.blocks):
            yield from _block_faults((*where, "blocks", place), block, known)


def _block_faults(where: Where, block: dict[str, Value], known: Known) -> Iterator[Fault]:
    kind = block.get("kind")
    if not isinstance(kind, str):
        yield Fault(where, f"`{spell((*where, 'kind'))}` is missing", expected="the kind of the block")
        return
    if kind not in known.blocks:
        yield _unknown((*where, "kind"), "unknown block kind", kind, known.blocks)
        return
    options = known.blocks[kind]
    for key, value in block.items():
        at = (*where, key)
        if key == "kind":
            continue
        if key not in options:
            what = f"unknown key in a block of kind {kind}"
            yield Fault(at, what, describe(key), "an option of this block", did_you_mean(key, options), at_key=True)
        elif not _OPTIONS[key][0](value):
            yield Fault(at, f"wrong value in `{spell(at)}`", describe(value), _OPTIONS[key][1])
        elif key in _OF_KPIS:
            yield from _unknown_kpis(at, _listed(value), known)
    for key in _REQUIRED:
        if key in options and key not in block:
            yield Fault(where, f"`{spell((*where, key))}` is missing", expected=_OPTIONS[key][1])


def _listed(value: Any) -> Names:  # noqa: ANN401  # tested to be a name or names
    return (value,) if isinstance(value, str) else value


def _unknown_kpis(where: Where, named: Names, known: Known) -> Iterator[Fault]:
    for name in named:
        if known.kpis is not None and name not in known.kpis:
            yield _unknown(where, "unknown KPI", name, known.kpis)


def _unknown(where: Where, what: str, found: str, names: Collection[str]) -> Fault:
    return Fault(where, what, describe(found), "a known one", did_you_mean(found, tuple(names)))

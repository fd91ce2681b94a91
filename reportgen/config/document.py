"""YAML → plain values, with the place of every key and value.

YAML as people expect it: ``NO``, ``yes``, ``012``, ``12:30`` and ``2026-10-01`` stay text; only true,
false, null and decimal numbers are more than text; keys are always text; ``${NAME}`` may stand unquoted
anywhere. Anchors, aliases, tags, duplicate keys, deep nesting and big files are refused: a config needs
none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import yaml

from reportgen.config.faults import Fault, Value, Where, describe, distinct, in_file_order, printable, spell
from reportgen.config.written import Written, underlined
from reportgen.errors import ConfigError, Place, Problem

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
MAX_VALUES = 20_000

_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,29})")
_NUMBER = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]{0,29})?\.[0-9]{1,30}|(?:0|[1-9][0-9]{0,29})\.?)(?:[eE][-+]?[0-9]{1,3})?")
_LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # as YAML counts lines
_SHOWN = "custom_kpis"  # the key whose faults are shown underlined
# Unquoted braces end a plain scalar inside {…}; these stand-ins are as long and are put back below.
_REFERENCE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_STAND_IN = re.compile("\\$\ue000([A-Za-z_][A-Za-z0-9_]*)\ue001")


@dataclass(frozen=True, slots=True)
class Document:
    """A file's values and where they stand.

    ``value`` is a tree of mappings, tuples and scalars; ``keys`` and ``values`` give the place of each
    path's key and value; ``faults`` are what was wrong but did not stop the reading. ``ends`` gives the last
    line of each scalar and the characters before its end there, ``texts`` the lines of the files.
    """

    value: dict[str, Value]
    keys: dict[Where, Place]
    values: dict[Where, Place]
    faults: tuple[Fault, ...] = ()
    ends: dict[Where, tuple[int, int]] = field(default_factory=dict)
    texts: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def place(self, path: Where, *, at_key: bool = False) -> Place:
        """Where a path stands, or the nearest part of it that is written down."""
        while path not in self.values:
            path = path[:-1]
        return self.keys.get(path, self.values[path]) if at_key else self.values[path]

    def at(self, path: Where) -> Value:
        """The value at a path, or None where there is none."""
        value: Value = self.value
        for part in path:
            if isinstance(value, dict) and isinstance(part, str):
                value = value.get(part)
            elif isinstance(value, tuple) and isinstance(part, int) and part < len(value):
                value = value[part]
            else:
                return None
        return value

    def over(self, defaults: Document) -> Document:
        """This document over its defaults: a top-level key of its own replaces the default's whole value."""

        def inherited(path: Where) -> bool:
            return bool(path) and path[0] not in self.value

        return Document(
            {**defaults.value, **self.value},
            {**{path: place for path, place in defaults.keys.items() if inherited(path)}, **self.keys},
            {**{path: place for path, place in defaults.values.items() if inherited(path)}, **self.values},
            (*self.faults, *(fault for fault in defaults.faults if not fault.path or inherited(fault.path))),
            {**{path: line for path, line in defaults.ends.items() if inherited(path)}, **self.ends},
            {**defaults.texts, **self.texts},
        )

    def written(self, key: str) -> dict[Where, Written]:
        """Every scalar under a top-level key as it stands in its file."""
        found = {}
        for path, (last, end) in self.ends.items():
            place = self.values[path]
            if path[:1] == (key,) and place.line is not None:
                lines = self.texts[place.file][place.line - 1 : max(last, place.line)]
                found[path] = Written(place, lines, end or None)
        return found

    def problems(self, faults: Iterable[Fault]) -> tuple[Problem, ...]:
        """The faults of this document and these, one a path, in the order of the file."""
        return in_file_order(
            Problem(
                printable(fault.what[:200]),
                fault.place or self.place(fault.path, at_key=fault.at_key),
                fault.found,
                fault.expected,
                fault.todo,
                self._excerpt(fault),
            )
            for fault in distinct((*self.faults, *faults))
        )

    def _excerpt(self, fault: Fault) -> str | None:
        """The line of a fault in a client's own KPI, with its key or value underlined."""
        place = fault.place or self.place(fault.path, at_key=fault.at_key)
        if fault.path[:1] != (_SHOWN,) or place.line is None or place.file not in self.texts:
            return None
        line = self.texts[place.file][place.line - 1]
        start = (place.column or 1) - 1
        last, end = self.ends.get(fault.path, (0, 0))
        length = len(str(fault.path[-1])) if fault.at_key else end - start if last == place.line else 1
        return underlined(line, place.line, start, max(1, length))


def read_document(path: Path, shown: str) -> Document:
    """Read a YAML file whose top is a mapping; ``shown`` is the file as the user would type it.

    Raises ConfigError where the file cannot be read at all: not there, too big, not UTF-8, not YAML.
    """
    return parse_document(_text(path, shown), shown)


def parse_document(text: str, shown: str) -> Document:
    """The document in a text. Raises ConfigError for what is not YAML or not a mapping."""
    prepared = _REFERENCE.sub("$\ue000\\1\ue001", text)
    try:
        builder = _Builder(shown, yaml.parse(prepared, Loader=yaml.SafeLoader))
        value = builder.document()
    except yaml.reader.ReaderError as error:
        before = prepared[: error.position]
        where = Place(shown, before.count("\n") + 1, len(before) - before.rfind("\n"))
        code = error.character if isinstance(error.character, int) else ord(error.character)
        raise ConfigError(Problem("a character that YAML does not allow", where, found=f"U+{code:04X}")) from None
    except (ValueError, OverflowError):  # what PyYAML lets through: \U00110000 in quotes
        raise ConfigError(Problem("this is not YAML: an escape names no character", Place(shown))) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = Place(shown, mark.line + 1, mark.column + 1) if mark else Place(shown)
        detail = "; ".join(part for part in (error.problem, error.context) if part)
        detail = re.sub(r"tag handle .*", "tag handle", detail)  # the only message that repeats the text
        raise ConfigError(
            Problem(
                f"this is not YAML: {_put_back(detail)}",
                where,
                todo="check the indentation, and put texts that hold : # { [ or quotes in quotes",
            )
        ) from None
    if not isinstance(value, dict):
        found = "an empty file" if value is None else "a list" if isinstance(value, tuple) else "a single value"
        raise ConfigError(
            Problem("the file must be a mapping", Place(shown, 1, 1), found, "lines of the form `key: value`")
        )
    lines = tuple(_LINE_BREAK.split(text))
    return Document(value, builder.keys, builder.values, tuple(builder.faults), builder.ends, {shown: lines})


def _text(path: Path, shown: str) -> str:
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise ConfigError(
            Problem("the file cannot be read", Place(shown), error.strerror, "a readable YAML file")
        ) from None
    if size > MAX_BYTES:
        raise ConfigError(Problem("the file is too big", Place(shown), f"{size} bytes", f"at most {MAX_BYTES} bytes"))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        where = Place(shown, before.count(b"\n") + 1, len(before) - before.rfind(b"\n"))
        raise ConfigError(
            Problem(
                "the file is not UTF-8",
                where,
                f"byte {raw[error.start]:#04x}",
                "UTF-8",
                "save the file as UTF-8",
            )
        ) from None


def _put_back(text: str) -> str:
    return _STAND_IN.sub(r"${\1}", text)


def _text_of(event: yaml.ScalarEvent) -> str:
    # An escape in quotes can make half a surrogate pair, which no file could hold.
    return _put_back(event.value).encode("utf-8", "replace").decode()


def _scalar(event: yaml.ScalarEvent) -> Value:
    text = _text_of(event)
    if event.style is not None:  # quoted or a block: text whatever it looks like
        return text
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return Decimal(text) if _NUMBER.fullmatch(text) else text


class _Builder:
    """Turns the parser's events into values, noting places and faults on the way."""

    def __init__(self, shown: str, events: Iterator[yaml.Event]) -> None:
        self.shown = shown
        self.events = events
        self.keys: dict[Where, Place] = {}
        self.values: dict[Where, Place] = {}
        self.ends: dict[Where, tuple[int, int]] = {}
        self.faults: list[Fault] = []

    def document(self) -> Value:
        """The first document's value, None for an empty file."""
        value: Value = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
            elif isinstance(event, yaml.NodeEvent):
                if documents > 1:
                    raise ConfigError(
                        Problem("a second document starts here", self.place(event), "---", "one document a file")
                    )
                value = self.node(event, ())
        return value

    def place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self.shown, mark.line + 1, mark.column + 1) if mark else Place(self.shown)

    def node(self, event: yaml.Event, path: Where) -> Value:
        if len(path) > MAX_DEPTH:
            raise ConfigError(Problem("nested too deeply", self.place(event), expected=f"at most {MAX_DEPTH} levels"))
        if len(self.values) >= MAX_VALUES:
            raise ConfigError(
                Problem("the file holds too much", self.place(event), expected=f"at most {MAX_VALUES} values")
            )
        self.values[path] = self.place(event)
        self.refuse(event, path)
        if isinstance(event, yaml.ScalarEvent):
            end = event.end_mark
            if end is not None:  # a block's end is the start of the line after it
                self.ends[path] = (end.line + (1 if end.column else 0), end.column)
            return _scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path)
        return self.mapping(path) if isinstance(event, yaml.MappingStartEvent) else None

    def refuse(self, event: yaml.Event, path: Where) -> None:
        """Anchors, aliases and tags."""
        sign, name = "", ""
        if isinstance(event, yaml.AliasEvent):
            sign, name = "alias", f"*{event.anchor}"
        elif getattr(event, "anchor", None) is not None:
            sign, name = "anchor", f"&{event.anchor}"  # type: ignore[attr-defined]
        elif getattr(event, "tag", None) is not None:
            sign, name = "tag", str(event.tag)  # type: ignore[attr-defined]
        if sign:
            todo = "put a text that starts with & * or ! in quotes" if sign != "tag" else "leave the tag out"
            self.faults.append(
                Fault(path, f"YAML {sign} in `{spell(path)}`", describe(name, path), "the value itself", todo)
            )

    def sequence(self, path: Where) -> Value:
        items: list[Value] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self.node(event, (*path, len(items))))
        return tuple(items)

    def mapping(self, path: Where) -> Value:
        pairs: dict[str, Value] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            spare = (*path, f"\0{len(self.values)}")  # a path that no key can have: for what is not kept
            key = self.key(event, spare)
            if key is None:
                self.node(next(self.events), (*spare, 0))
            elif key in pairs:
                first = self.keys[(*path, key)]
                self.faults.append(
                    Fault(
                        spare,
                        f"the key `{key}` is given twice",
                        f"first at line {first.line}",
                        "each key once",
                        place=self.place(event),
                    )
                )
                self.node(next(self.events), spare)
            else:
                self.keys[(*path, key)] = self.place(event)
                pairs[key] = self.node(next(self.events), (*path, key))
        return pairs

    def key(self, event: yaml.Event, spare: Where) -> str | None:
        if isinstance(event, yaml.ScalarEvent) and event.anchor is None and event.tag is None:
            return _text_of(event)
        place = self.place(event)
        self.node(event, spare)
        self.faults.insert(0, Fault(spare, "a key must be plain text", expected="`key: value`", place=place))
        return None

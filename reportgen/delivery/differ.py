"""Two reports by their facts: which numbers, checks and sentences differ, and what they were made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reportgen.delivery.facts import Facts


@dataclass(frozen=True, slots=True)
class Changed:
    """Something that both reports have and that differs; None where a report has no number."""

    name: str
    before: Decimal | str | None
    after: Decimal | str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """What only one of two lists has, in its order."""

    removed: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """From one report to another."""

    about: tuple[Changed, ...]  # client, period, version, config
    values: tuple[Changed, ...]
    formulas: tuple[Changed, ...]
    kpis: Listed
    checks: Listed
    sentences: Listed
    inputs: Listed
    changed_inputs: tuple[Changed, ...]

    @property
    def same(self) -> bool:
        """Nothing differs."""
        lists = (self.kpis, self.checks, self.sentences, self.inputs)
        pairs = (self.about, self.values, self.formulas, self.changed_inputs)
        return not any(pairs) and not any(one.removed or one.added for one in lists)

    def as_json(self) -> dict[str, Any]:
        """For scripts."""
        listed = {name: getattr(self, name) for name in ("kpis", "checks", "sentences", "inputs")}
        changed = {name: getattr(self, name) for name in ("about", "values", "formulas", "changed_inputs")}
        return {
            "same": self.same,
            **{name: [_json(one) for one in found] for name, found in changed.items()},
            **{name: {"removed": list(one.removed), "added": list(one.added)} for name, one in listed.items()},
        }


def difference(before: Facts, after: Facts) -> Difference:
    """What differs from ``before`` to ``after``. What one of the two files cannot tell is not compared."""
    about = {"client": (before.client, after.client), "period": (before.period, after.period)}
    optional = {"version": (before.version, after.version), "config": (before.config, after.config)}
    about |= {name: (old, new) for name, (old, new) in optional.items() if old is not None and new is not None}
    has_inputs = bool(before.inputs and after.inputs)
    return Difference(
        about=tuple(Changed(name, old, new) for name, (old, new) in about.items() if old != new),
        values=_changed(before.values, after.values),
        formulas=_changed(before.formulas, after.formulas),
        kpis=_listed(tuple(before.values), tuple(after.values)),
        checks=_listed(before.checks, after.checks),
        sentences=_listed(before.sentences, after.sentences),
        inputs=_listed(tuple(before.inputs), tuple(after.inputs)) if has_inputs else Listed((), ()),
        changed_inputs=_changed(before.inputs, after.inputs),
    )


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Changed, ...]:
    both = (name for name in before if name in after)
    return tuple(Changed(name, before[name], after[name]) for name in both if before[name] != after[name])


def _listed(before: Sequence[str], after: Sequence[str]) -> Listed:
    return Listed(
        tuple(one for one in dict.fromkeys(before) if one not in after),
        tuple(one for one in dict.fromkeys(after) if one not in before),
    )


def _json(one: Changed) -> dict[str, Any]:
    return {"name": one.name, "before": _plain(one.before), "after": _plain(one.after)}


def _plain(value: Decimal | str | None) -> float | int | str | None:
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)

"""The names that a config may use, handed in by the rooms that own them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Names:
    """What config must know for its errors. Orders are the owners': messages list names as given.

    ``tables`` maps a canonical table to its columns, the required ones first. ``languages`` are those with
    a phrase catalogue, as ``en`` or with a script as ``zh-Hant``; empty when any will do.
    """

    kinds: tuple[str, ...]
    readers: tuple[str, ...]
    tables: Mapping[str, tuple[str, ...]] = field(hash=False)
    kpis: tuple[str, ...]
    dimensions: tuple[str, ...]
    insights: tuple[str, ...]
    thresholds: tuple[str, ...]
    checks: tuple[str, ...]
    languages: tuple[str, ...] = ()

"""Report kinds: the sections of a report, their blocks and KPIs; read from ``kinds/*.yaml``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any

from reportgen.config.client import ClientConfig
from reportgen.errors import ConfigError, Problem, did_you_mean
from reportgen.kpis import load_catalog
from reportgen.report.kind_file import Known, read_kind
from reportgen.report.kind_file import Section as WrittenSection

_FOLDER = resources.files("reportgen.report") / "kinds"


@dataclass(frozen=True, slots=True)
class BlockPlan:
    """A block as declared: its kind and the options of that kind."""

    id: str
    kind: str
    section: str
    options: Mapping[str, Any] = field(default_factory=dict)

    def names(self, option: str) -> tuple[str, ...]:
        """An option that is one name or a list of names."""
        value = self.options.get(option, ())
        return (value,) if isinstance(value, str) else tuple(value)


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """A section as declared.

    ``about`` are the KPIs that its label and heading speak of; ``needs`` those of which one must have a number.
    """

    id: str
    kpis: tuple[str, ...]
    blocks: tuple[BlockPlan, ...]
    heading: tuple[str, ...] = ()  # kinds of heading, the first that has something to say
    about: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    label: str | None = None  # an agency's own words; None: the phrase of the section's id


@dataclass(frozen=True, slots=True)
class Kind:
    """A report kind. ``kpis`` are the headline KPIs, in order; ``cards`` is how many become cards."""

    id: str
    kpis: tuple[str, ...]
    cards: int
    sections: tuple[SectionPlan, ...]
    segments: tuple[str, ...] = ()
    cover: tuple[str, ...] = ()  # the KPIs of which the first with daily numbers stands on the cover

    def asked(self) -> tuple[str, ...]:
        """Every KPI that the kind shows: the headline ones, then each section's."""
        listed = [*self.kpis, *(kpi for section in self.sections for kpi in section.kpis)]
        return tuple(dict.fromkeys(listed))

    def dimensions(self) -> tuple[str, ...]:
        """The dimensions that blocks name themselves or cannot do without, in page order."""
        from reportgen.report.blocks import MAKERS

        found: list[str] = []
        for block in (block for section in self.sections for block in section.blocks):
            by = block.options.get("by")
            found += [name for name in (by if isinstance(by, tuple) else [by]) if isinstance(name, str)]
            found += MAKERS[block.kind].dimensions
        return tuple(dict.fromkeys(found))

    def section_of(self, asked: Iterable[str], homes: Mapping[str, str]) -> dict[str, str]:
        """KPI → the id of the section that shows it, in section order.

        ``homes`` maps a KPI to its section of the catalogue, for one that no section lists.
        """
        wanted, known = list(asked), {section.id for section in self.sections}
        listed = {kpi: section.id for section in reversed(self.sections) for kpi in section.kpis}
        found = {kpi: listed.get(kpi) or homes.get(kpi, "") for kpi in wanted}
        order = [section.id for section in self.sections]
        placed = [(order.index(home), kpi) for kpi, home in found.items() if home in known]
        return {kpi: order[place] for place, kpi in sorted(placed, key=lambda pair: pair[0])}


def kinds() -> tuple[str, ...]:
    """The report kinds that are shipped, sorted."""
    return tuple(sorted(entry.name[:-5] for entry in _FOLDER.iterdir() if entry.name.endswith(".yaml")))


def kind_of(config: ClientConfig) -> Kind:
    """The client's report kind: one of its own or its portfolio's, else a shipped one.

    Raises ConfigError with everything that is wrong in a file of its own.
    """
    own = config.overrides.kinds.get(config.report)
    if own is None:
        return load_kind(config.report)
    kpis = (*load_catalog().kpis, *(kpi.id for kpi in config.custom_kpis))
    return parse_kind(own, f"kinds/{config.report}.yaml", kpis)


@lru_cache(maxsize=16)
def load_kind(name: str) -> Kind:
    """A shipped report kind. Raises ConfigError for an unknown one."""
    if name not in kinds():
        raise ConfigError(
            Problem(
                "unknown report kind",
                found=name,
                expected=", ".join(kinds()),
                todo=did_you_mean(name, kinds()),
            )
        )
    return parse_kind((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), f"kinds/{name}.yaml")


def parse_kind(text: str, file: str, kpis: Collection[str] | None = None) -> Kind:
    """A report kind from YAML text; ``kpis`` are those that it may name, None for any.

    Raises ConfigError with every problem of the text.
    """
    from reportgen.report.blocks import MAKERS
    from reportgen.report.headings import HEADINGS

    known = Known({name: maker.options for name, maker in MAKERS.items()}, tuple(HEADINGS), kpis)
    content = read_kind(text, file, known)
    return Kind(
        id=content.id,
        kpis=content.kpis,
        cards=content.cards,
        sections=tuple(map(_section, content.sections)),
        segments=content.segments,
        cover=(cover,) if isinstance(cover := content.cover, str) else cover,
    )


def _section(written: WrittenSection) -> SectionPlan:
    blocks: list[BlockPlan] = []
    for entry in written.blocks:
        kind = entry["kind"]
        same = sum(block.kind == kind for block in blocks)
        suffix = f"-{same + 1}" if same else ""
        options = {name: value for name, value in entry.items() if name != "kind"}
        blocks.append(BlockPlan(f"{written.id}-{kind}{suffix}", kind, written.id, options))
    return SectionPlan(
        id=written.id,
        kpis=written.kpis,
        blocks=tuple(blocks),
        heading=written.heading,
        about=written.about,
        needs=written.needs,
        label=written.label,
    )

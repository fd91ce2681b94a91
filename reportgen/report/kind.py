"""Report kinds: the sections of a report, their blocks and KPIs; read from ``kinds/*.yaml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from reportgen.config.client import ClientConfig
from reportgen.errors import ConfigError, Place, Problem, did_you_mean

_FOLDER = resources.files("reportgen.report") / "kinds"
_SECTION_KEYS = ("id", "label", "kpis", "about", "needs", "heading", "blocks")
_KIND_KEYS = ("id", "cards", "kpis", "segments", "cover", "sections")


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
            found += [name for name in (by if isinstance(by, list) else [by]) if isinstance(name, str)]
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

    Raises ConfigError for a file of its own with an unknown key, heading or block kind.
    """
    own = config.overrides.kinds.get(config.report)
    return load_kind(config.report) if own is None else parse_kind(own, f"kinds/{config.report}.yaml")


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


def parse_kind(text: str, file: str) -> Kind:
    """A report kind from YAML text. Raises ConfigError for an unknown key or block kind."""
    from reportgen.report.blocks import MAKERS
    from reportgen.report.headings import HEADINGS

    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ConfigError(Problem("not YAML", Place(file), found=str(error))) from error
    _known(content, _KIND_KEYS, "a report kind", file)
    sections = []
    for entry in content["sections"]:
        _known(entry, _SECTION_KEYS, "a section", file)
        blocks: list[BlockPlan] = []
        for options in entry["blocks"]:
            options = dict(options)  # noqa: PLW2901  # a copy: the kind is taken out
            kind = str(options.pop("kind", ""))
            maker = MAKERS.get(kind)
            if maker is None:
                raise ConfigError(
                    Problem("unknown block kind", Place(file), found=kind, todo=did_you_mean(kind, tuple(MAKERS)))
                )
            _known(options, maker.options, f"a block of kind {kind}", file)
            same = sum(block.kind == kind for block in blocks)
            suffix = f"-{same + 1}" if same else ""
            blocks.append(BlockPlan(f"{entry['id']}-{kind}{suffix}", kind, entry["id"], options))
        for heading in entry.get("heading", ()):
            if heading not in HEADINGS:
                todo = did_you_mean(heading, tuple(HEADINGS))
                raise ConfigError(Problem("unknown kind of heading", Place(file), found=heading, todo=todo))
        sections.append(
            SectionPlan(
                id=entry["id"],
                kpis=tuple(entry.get("kpis", ())),
                blocks=tuple(blocks),
                heading=tuple(entry.get("heading", ())),
                about=tuple(entry.get("about", ())),
                needs=tuple(entry.get("needs", ())),
                label=entry.get("label"),
            )
        )
    return Kind(
        id=content["id"],
        kpis=tuple(content["kpis"]),
        cards=int(content.get("cards", 8)),
        sections=tuple(sections),
        segments=tuple(content.get("segments", ())),
        cover=(cover,) if isinstance(cover := content.get("cover", ()), str) else tuple(cover),
    )


def _known(content: Any, keys: tuple[str, ...], what: str, file: str) -> None:  # noqa: ANN401  # parsed YAML
    if not isinstance(content, dict):
        raise ConfigError(Problem(f"{what} must be a mapping", Place(file), found=repr(content)))
    for key in content:
        if key not in keys:
            raise ConfigError(
                Problem(f"unknown key in {what}", Place(file), found=str(key), todo=did_you_mean(str(key), keys))
            )

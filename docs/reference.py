"""The reference pages of the site, made from the program itself while the site is built.

MkDocs calls ``on_files`` (see mkdocs.yml); nothing of these pages is kept in the repository, so they cannot be out of
step with the commands, the configuration and the catalogue that they describe.
"""

from __future__ import annotations

import importlib
import types
import typing
from collections.abc import Callable, Iterator
from typing import Any

import click
from pydantic import BaseModel

from reportgen.cli.main import COMMANDS
from reportgen.config.brand import BrandFile
from reportgen.config.model import ReportFile
from reportgen.facts.model import TABLES
from reportgen.facts.rules import RULES
from reportgen.governance import RULES as GOVERNANCE
from reportgen.insights import DETECTORS, Thresholds
from reportgen.kpis import kpi_names, load_catalog
from reportgen.kpis.catalog import SECTIONS
from reportgen.sources.readers import READERS


def commands() -> Iterator[str]:
    """Every command with its arguments and options, as --help has them."""
    yield "# Commands\n"
    yield "Results go to stdout, the story to stderr. Exit status: 0 all done; 1 some report was not published or some"
    yield "check failed; 2 the command or a configuration is wrong; 130 interrupted.\n"
    for name, (module, line) in COMMANDS.items():
        command: click.Command = getattr(importlib.import_module(module), f"{name}_command")
        yield f"## reportgen {name}\n\n{line}\n"
        yield from _command(command, f"reportgen {name}")
        if isinstance(command, click.Group):
            for below, sub in command.commands.items():
                yield f"### reportgen {name} {below}\n"
                yield from _command(sub, f"reportgen {name} {below}")


def _command(command: click.Command, path: str) -> Iterator[str]:
    context = click.Context(command, info_name=path)
    yield f"```text\n{' '.join([path, *command.collect_usage_pieces(context)])}\n```\n"
    yield f"{_prose(command.help or '')}\n"
    options = [option for option in command.get_params(context) if isinstance(option, click.Option)]
    yield from _table(("option", "does"), [_option(option, context) for option in options])


def _option(option: click.Option, context: click.Context) -> tuple[str, str]:
    record = option.get_help_record(context)
    return (f"`{record[0]}`", record[1]) if record else (f"`{option.opts[0]}`", option.help or "")


def _prose(text: str) -> str:
    return "\n".join(line.strip() for line in text.replace("\b", "").replace("<", "&lt;").splitlines())


def configuration() -> Iterator[str]:
    """Every key of report.yaml and brand.yaml."""
    yield "# Configuration\n"
    yield "An unknown key, a wrong type or a missing file is an error with file, line and the nearest known name."
    yield "A key without a default is required.\n"
    waiting: list[tuple[str, type[BaseModel]]] = [("report.yaml", ReportFile), ("brand.yaml", BrandFile)]
    while waiting:
        title, model = waiting.pop(0)
        yield f"## {title}\n\n{(model.__doc__ or '').strip()}\n"
        rows: list[tuple[str, ...]] = []
        below: list[tuple[str, type[BaseModel]]] = []
        for name, entry in model.model_fields.items():
            key = entry.alias or name
            rows.append((f"`{key}`", _type(entry.annotation), _default(entry), entry.description or ""))
            below += [(f"{title.partition('.yaml')[0]}: {key}", found) for found in _models(entry.annotation)]
        waiting[:0] = below
        yield from _table(("key", "holds", "default", "meaning"), rows)


def _models(kind: object) -> list[type[BaseModel]]:
    """The models inside a type, Target apart: it is written as a number or as numbers by period."""
    if isinstance(kind, type) and not isinstance(kind, types.GenericAlias) and issubclass(kind, BaseModel):
        return [] if kind.__name__ in {"Target", "Insights"} else [kind]
    return [found for part in typing.get_args(kind) for found in _models(part)]


def _type(kind: object) -> str:  # noqa: PLR0911  # a line for each shape of a type
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Annotated:
        return _type(parts[0])
    if origin is typing.Literal:
        return ", ".join(f"`{part}`" for part in parts)
    if origin in {typing.Union, types.UnionType}:
        return " or ".join(_type(part) for part in parts if part is not type(None))
    if origin is tuple:
        return f"list of {_type(parts[0])}"
    if origin is dict:
        return f"map of {_type(parts[0])} to {_type(parts[1])}"
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return {"Target": "number, or period: number", "Insights": "`off` and thresholds"}.get(
            kind.__name__, "keys below"
        )
    names = {"str": "text", "int": "whole number", "bool": "true or false", "Decimal": "number", "date": "date"}
    return names.get(getattr(kind, "__name__", ""), getattr(kind, "__name__", "text").lower())


def _default(entry: Any) -> str:  # noqa: ANN401  # pydantic's FieldInfo
    if entry.is_required():
        return ""
    value = entry.get_default(call_default_factory=True)
    if value is None or isinstance(value, BaseModel) or value in ((), {}):
        return "none"
    shown = ", ".join(map(str, value)) if isinstance(value, tuple) else getattr(value, "value", value)
    return f"`{shown}`"


def kpis() -> Iterator[str]:
    """Every KPI with its definition and formula, by section."""
    catalog, names = load_catalog(), kpi_names("en")
    yield f"# KPIs\n\nThe catalogue has {len(catalog.kpis)}; `reportgen catalog` prints it.\n"
    for section in SECTIONS:
        yield f"## {section.capitalize()}\n"
        for kpi in (found for found in catalog.kpis.values() if found.section == section):
            name, definition = names[kpi.id]
            yield f"### {name}\n\n{definition}\n"
            good = {"up": "more is better", "down": "less is better", "none": "neither direction is good"}[
                kpi.good.value
            ]
            facts = [
                ("id", f"`{kpi.id}`"),
                ("formula", f"`{kpi.formula}`"),
                ("unit", kpi.unit.value),
                ("direction", good),
            ]
            yield from _table(("", ""), facts)


def readers() -> Iterator[str]:
    """Every reader, and the canonical tables with their columns."""
    yield "# Readers and tables\n\n`format:` names a reader.\n"
    rows = [(f"`{one.name}`", one.doc, ", ".join(f"`{table}`" for table in one.tables)) for one in READERS.values()]
    yield from _table(("reader", "export", "fills"), rows)
    yield "## Tables\n\n`table:` names one of these for a file of your own; `columns:` maps its columns.\n"
    for name, table in TABLES.items():
        yield f"### {name}\n"
        rows = [(f"`{field.name}`", field.type.value, "yes" if field.required else "") for field in table.fields]
        yield from _table(("column", "holds", "required"), rows)


def checks() -> Iterator[str]:
    """Every rule of the checks."""
    yield "# Checks\n\n`checks:` in report.yaml sets a rule to `off`, `note`, `warn` or `block`.\n"
    yield "## Of files and data\n"
    yield from _table(("rule", "unless set"), [(f"`{rule}`", of.value) for rule, of in sorted(RULES.items())])
    yield "## Of the set of KPIs\n\nThey warn and never block.\n"
    yield from (f"- `{rule}`" for rule in GOVERNANCE)


def insights() -> Iterator[str]:
    """Every kind of finding, and the thresholds."""
    yield "# Insights\n\n`insights: {off: [kind]}` in report.yaml switches a kind off; `threshold: number` sets one.\n"
    yield from _table(("kind", "says"), [(f"`{detector.id}`", detector.doc) for detector in DETECTORS])
    yield "\n## Thresholds\n"
    yield from (f"- `{name}`" for name in Thresholds.names())


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> Iterator[str]:
    for line in (head, tuple("---" for _ in head), *rows):
        yield f"| {' | '.join(' '.join(cell.split()).replace('|', chr(92) + '|') for cell in line)} |"
    yield ""


PAGES: dict[str, Callable[[], Iterator[str]]] = {
    "reference/commands.md": commands,
    "reference/configuration.md": configuration,
    "reference/kpis.md": kpis,
    "reference/readers.md": readers,
    "reference/checks.md": checks,
    "reference/insights.md": insights,
}


def on_files(files: Any, config: Any, **_: object) -> Any:  # noqa: ANN401  # MkDocs' own types, there only with the site
    """MkDocs' hook: add the pages to those of the folder."""
    from mkdocs.structure.files import File

    for path, make in PAGES.items():
        files.append(File.generated(config, path, content="\n".join(make()) + "\n"))
    return files

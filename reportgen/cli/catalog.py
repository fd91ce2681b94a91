"""``reportgen catalog``: what can be measured, read and found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.errors import ExitStatus, Place, Problem, SourceError, UsageError

if TYPE_CHECKING:
    from reportgen.sources.readers.detect import Finding, Fit

_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".gz", ".zip")  # of the files of a folder that are looked at

Entries = list[dict[str, object]]


def list_kpis() -> Entries:
    """Every KPI: name, section, unit, direction, cadence, formula, definition."""
    from reportgen.kpis import kpi_names, load_catalog

    names = kpi_names("en")
    return [
        {
            "id": kpi.id,
            "name": names[kpi.id][0],
            "section": kpi.section,
            "unit": kpi.unit.value,
            "good": kpi.good.value,
            "cadence": kpi.cadence.value,
            "formula": kpi.formula,
            "definition": names[kpi.id][1],
        }
        for kpi in load_catalog().kpis.values()
    ]


def list_readers() -> Entries:
    """Every reader of a tool's export: the tables that it fills."""
    from reportgen.sources.readers import READERS

    return [{"id": reader.name, "tables": list(reader.tables), "definition": reader.doc} for reader in READERS.values()]


def fitting_readers(paths: tuple[Path, ...], encoding: str | None) -> Entries:
    """For each file, or each sheet or file in it: the reader that it fits, and why; or those that come near."""
    from tempfile import TemporaryDirectory

    from reportgen.sources.model import TableSpec
    from reportgen.sources.readers import READERS
    from reportgen.sources.readers.detect import findings

    entries: Entries = []
    for path in paths:
        root = path if path.is_dir() else path.parent
        for file in _files(path):
            spec = TableSpec("", "", (file,), root, client_timezone="UTC", encoding=encoding)
            with TemporaryDirectory() as workspace:
                try:
                    found = findings(file, spec, tuple(READERS.values()), Path(workspace))
                    entries += [_entry(finding) for finding in found]
                except SourceError as error:
                    entries.append(
                        {
                            "id": file.relative_to(root).as_posix(),
                            "reader": None,
                            "fits": [],
                            "problem": "; ".join(_said(problem) for problem in error.problems),
                        }
                    )
    return entries


def _said(problem: Problem) -> str:
    return f"{problem.what} ({problem.todo})" if problem.todo else problem.what


def _files(path: Path) -> Iterator[Path]:
    """The file, or the files below the folder. Raises UsageError where there are none."""
    if path.is_file():
        yield path
        return
    below = [file for file in sorted(path.rglob("*")) if file.is_file() and file.suffix.lower() in _SUFFIXES]
    if not below:
        raise UsageError(
            Problem(
                "there is no file to look at",
                where=Place(str(path)),
                expected=f"a file, or a folder with {', '.join(_SUFFIXES)}",
            )
        )
    yield from below


def _entry(finding: Finding) -> dict[str, object]:
    whole = finding.whole
    return {
        "id": finding.name,
        "reader": whole[0].reader.name if len(whole) == 1 else None,
        "fits": [_fit(fit) for fit in whole or finding.near],
        "problem": None if len(whole) == 1 else "fits several readers" if whole else "fits no reader",
    }


def _fit(fit: Fit) -> dict[str, object]:
    return {
        "reader": fit.reader.name,
        "tables": list(fit.reader.tables),
        "matched": list(fit.marks),
        "missing": [{"column": column.name, "todo": column.todo} for column in fit.missing],
        "definition": fit.reader.doc,
    }


def list_insights() -> Entries:
    """Every kind of insight, when it is found, and the thresholds it reads with their defaults."""
    from reportgen.insights import DETECTORS, Thresholds
    from reportgen.insights.catalog import THRESHOLDS

    defaults = Thresholds()
    return [
        {
            "id": detector.id,
            "definition": detector.doc,
            "thresholds": {name: float(getattr(defaults, name)) for name in THRESHOLDS.get(detector.id, ())},
        }
        for detector in DETECTORS
    ]


def _told(entry: dict[str, object]) -> Iterator[str]:
    """A file's entry as lines: the reader, or what is wrong; then why."""
    yield f"{entry['id']}: {entry['reader'] or entry['problem']}"
    for fit in entry["fits"] if isinstance(entry["fits"], list) else ():
        has = f"has {', '.join(fit['matched'])}" if fit["matched"] else "an export without rows"
        yield f"  {fit['reader']} ({fit['definition']}): {has}"
        for column in fit["missing"]:
            yield f"    lacks {column['column']}" + (f": {column['todo']}" if column["todo"] else "")


def _listed(entries: Entries) -> Iterator[str]:
    width = max((len(str(entry["id"])) for entry in entries), default=0)
    for entry in entries:
        tables = entry.get("tables")
        filled = f"{', '.join(tables)} – " if isinstance(tables, list) else ""
        yield f"{entry['id']!s:<{width}}  {filled}{entry.get('formula') or entry['definition']}"
        limits = entry.get("thresholds")
        if isinstance(limits, dict) and limits:
            yield f"{'':<{width}}  [{', '.join(f'{name} {value:g}' for name, value in limits.items())}]"


@click.command("catalog")
@click.argument("paths", nargs=-1, metavar="[FILE]...", type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option(
    "--readers",
    "listing",
    flag_value="readers",
    help="The readers of tools' exports instead of KPIs; with files or folders, which of them each file fits and why.",
)
@click.option("--insights", "listing", flag_value="insights", help="The kinds of insight instead of KPIs.")
@click.option("--encoding", help="The files' text encoding, where it is not UTF-8 (cp1252, euc-kr …).")
def catalog_command(*, paths: tuple[Path, ...], as_json: bool, listing: str | None, encoding: str | None) -> int:
    """List every KPI (default), every reader or every kind of insight; or find the reader that a FILE fits."""
    if paths and listing != "readers":
        raise UsageError(Problem("files are for --readers only", found=str(paths[0]), todo="add --readers"))
    if paths:
        entries = fitting_readers(paths, encoding)
    else:
        entries = {"readers": list_readers, "insights": list_insights}.get(listing or "", list_kpis)()
    if as_json:
        click.echo(json.dumps(entries, ensure_ascii=False, indent=2))
        return ExitStatus.DONE
    for line in (line for entry in entries for line in _told(entry)) if paths else _listed(entries):
        click.echo(line)
    return ExitStatus.DONE

"""``reportgen diff``: what differs between two reports, by their facts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli.console import Console
from reportgen.cli.options import output_options
from reportgen.errors import ExitStatus

if TYPE_CHECKING:
    from reportgen.delivery.differ import Changed, Difference, Listed
    from reportgen.delivery.facts import Facts


@click.command("diff")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option(
    "--archive",
    "place",
    metavar="PATH",
    type=click.Path(path_type=Path),
    default=Path("archive"),
    show_default=True,
    help="Where archived revisions are: a client's folder, a portfolio, or a folder of archives.",
)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@output_options
def diff_command(*, before: str, after: str, place: Path, as_json: bool, quiet: bool, no_color: bool) -> int:
    """Compare the reports A and B: PDFs, manifests, JSON editions, or revisions as archive:CLIENT/PERIOD/rN.

    Exit status 0 when they say the same, 1 when they differ.
    """
    from reportgen.delivery.differ import difference

    found = difference(_facts(before, place), _facts(after, place))
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
    else:
        for line in _lines(found):
            click.echo(line)
        if found.same:
            Console(quiet=quiet, color=not no_color).say("they say the same")
    return ExitStatus.DONE if found.same else ExitStatus.INCOMPLETE


def _facts(text: str, place: Path) -> Facts:
    from reportgen.delivery.facts import facts_of, read_file
    from reportgen.pipeline.archives import manifest_of, referred

    if text.startswith("archive:"):
        found = referred(text, place)
        if found is None:
            raise click.UsageError(f"'{text}' is not archive:CLIENT/PERIOD or archive:CLIENT/PERIOD/rN")
        return facts_of(manifest_of(*found), text)
    return facts_of(read_file(Path(text)), text)


def _lines(found: Difference) -> Iterator[str]:
    yield from _changes("about", found.about)
    yield from _changes("value", found.values)
    yield from _changes("formula", found.formulas)
    for label, listed in (("KPI", found.kpis), ("check", found.checks), ("sentence", found.sentences)):
        yield from _ones(label, listed)
    yield from _changes("input", found.changed_inputs, length=12)
    yield from _ones("input", found.inputs)


def _changes(label: str, changes: tuple[Changed, ...], length: int | None = None) -> Iterator[str]:
    for one in changes:
        before, after = ("none" if side is None else str(side)[:length] for side in (one.before, one.after))
        yield f"{label}: {one.name}: {before} → {after}"


def _ones(label: str, listed: Listed) -> Iterator[str]:
    yield from (f"{label} gone: {text}" for text in listed.removed)
    yield from (f"{label} new: {text}" for text in listed.added)

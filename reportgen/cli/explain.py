"""``reportgen explain``: where a number comes from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from reportgen.cli import suggest
from reportgen.cli.console import Console
from reportgen.cli.options import output_options, period_option, today_in, today_option
from reportgen.errors import ExitStatus

SHOWN_ROWS = 10


@click.command("explain")
@click.argument("path", type=click.Path(path_type=Path))
@click.argument("kpi", shell_complete=suggest.from_names(suggest.kpis))
@period_option()
@click.option("--rows", "with_rows", is_flag=True, help=f"Show the first {SHOWN_ROWS} rows behind each measure.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, unrounded.")
@today_option
@output_options
def explain_command(
    *,
    path: Path,
    kpi: str,
    period: str,
    with_rows: bool,
    as_json: bool,
    today: date | None,
    quiet: bool,
    no_color: bool,
) -> int:
    """Print where the number KPI of the client at PATH comes from, down to rows and files."""
    console = Console(quiet=quiet, color=not no_color)
    from reportgen import pipeline

    config = pipeline.load_one(path)
    question = pipeline.Question(period, today or today_in(config.timezone))
    found = pipeline.explain(config, question, kpi, SHOWN_ROWS if with_rows else 0)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(lines(found)))
        console.say(
            f"next: reportgen build {path} --period {period}" + ("" if with_rows else ", or --rows for its rows")
        )
    return ExitStatus.DONE


def lines(found: dict[str, Any]) -> Iterator[str]:
    """What is found about a number, for people."""
    period = found["period"]
    yield f"{found['name']} ({found['kpi']}), {period['id']}: {_number(found)}"
    if found["printed"] is not None:
        yield f"printed as {found['printed']}; days {period['start']} to {period['end']}"
    yield ""
    yield from _tree(found["tree"], "", "", set())
    yield from ("", "Sources")
    for source in found["sources"]:
        dropped = ", ".join(f"{reason} {rows:,}" for reason, rows in source["dropped"].items())
        yield (
            f"  {source['source']} → {source['table']}: {source['rows_read']:,} rows read, {source['rows_used']:,} used"
            + (f" (left out: {dropped})" if dropped else "")
        )
        for file in source["files"]:
            yield f"    {file['path']}  {file['rows']:,} rows  sha256 {file['sha256']}"
    yield from ("", "Checks")
    for check in found["checks"]:
        yield f"  {check['severity']}: {check['rule']}: {check['source']}: {check['message']}"
    if not found["checks"]:
        yield "  none touched it"


def _number(node: dict[str, Any]) -> str:
    if node["value"] is None:
        return f"{node['status']}: {node['reason']}"
    return f"{node['value']:,.10g}" if abs(node["value"]) < 1 else f"{node['value']:,.4f}".rstrip("0").rstrip(".")


def _tree(node: dict[str, Any], first: str, rest: str, seen: set[str]) -> Iterator[str]:
    """The node's lines: ``first`` stands before its own, ``rest`` before those below it; the same rows once."""
    if "setting" in node:
        yield f"{first}{node['setting']} = {node['value']:g} (settings)"
        return
    if "measure" in node:
        yield f"{first}{node['measure']} = {_number(node)}"
        yield f"{rest}  {node['is']}" + (f", {node['rows']:,} rows" if node["rows"] is not None else "")
        if node["sql"]:
            yield f"{rest}  {node['sql']}"
        if node.get("columns") and node["rows_sql"] not in seen:
            seen.add(node["rows_sql"])
            for row in (node["columns"], *node["first_rows"]):
                yield f"{rest}    {' | '.join(row)}"
        return
    yield f"{first}{node['kpi']} = {_number(node)}"
    yield f"{rest}  = {node['formula']}"
    for place, child in enumerate(node["of"]):
        is_last = place == len(node["of"]) - 1
        yield from _tree(child, f"{rest}  {'└' if is_last else '├'} ", f"{rest}  {' ' if is_last else '│'} ", seen)

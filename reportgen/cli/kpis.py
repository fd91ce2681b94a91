"""``reportgen kpis``: the numbers of one period, as a table or as JSON."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from reportgen.cli import suggest
from reportgen.cli.console import Console
from reportgen.cli.options import choices, compare_option, output_options, period_option, today_in, today_option
from reportgen.errors import ExitStatus


@click.command("kpis")
@click.argument("path", type=click.Path(path_type=Path))
@period_option()
@click.option("--json", "as_json", is_flag=True, help="As JSON, unrounded.")
@click.option(
    "--by", "dimensions", multiple=True, metavar="DIMENSION", help="Split by a dimension (repeatable).",
    shell_complete=suggest.from_names(suggest.dimensions),
)  # fmt: skip
@click.option(
    "--kpi", "kpi_ids", multiple=True, metavar="ID", help="Only this KPI (repeatable).",
    shell_complete=suggest.from_names(suggest.kpis),
)  # fmt: skip
@compare_option
@today_option
@output_options
def kpis_command(
    *,
    path: Path,
    period: str,
    as_json: bool,
    dimensions: tuple[str, ...],
    kpi_ids: tuple[str, ...],
    compare: str,
    today: date | None,
    quiet: bool,
    no_color: bool,
) -> int:
    """Print the numbers of the client at PATH for one period.

    A period without data gives empty values with their reasons and exit status 0.
    """
    console = Console(quiet=quiet, color=not no_color)
    from reportgen import pipeline

    config = pipeline.load_one(path)
    numbers = pipeline.numbers(
        config,
        pipeline.Question(
            period=period,
            today=today or today_in(config.timezone),
            baselines=choices(compare, pipeline.BASELINES, "--compare"),
            kpis=kpi_ids or None,
            dimensions=tuple(dict.fromkeys(dimensions)),
        ),
    )
    if as_json:
        click.echo(json.dumps(pipeline.kpis_as_json(config, numbers), ensure_ascii=False, indent=2))
    else:
        click.echo(pipeline.kpis_as_table(config, numbers))
        console.say(f"next: reportgen build {path} --period {period}")
    return ExitStatus.DONE

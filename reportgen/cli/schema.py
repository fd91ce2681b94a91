"""``reportgen schema``: the JSON Schema of a config file, for editors and other checkers."""

from __future__ import annotations

import click

from reportgen.errors import ExitStatus


@click.command("schema")
@click.argument("file", type=click.Choice(["report", "portfolio", "brand"]), default="report")
def schema_command(*, file: str) -> int:
    """Print the JSON Schema of report.yaml, portfolio.yaml or brand.yaml.

    An editor with a YAML language server completes and checks a file that begins with
    "# yaml-language-server: $schema=FILE"; `init` writes both.
    """
    from reportgen.config.schema import schema_of, text_of
    from reportgen.pipeline.ask import names

    click.echo(text_of(schema_of(file, names())), nl=False)
    return ExitStatus.DONE

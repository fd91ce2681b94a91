"""The door: a group whose commands are imported only when they are called, so that --help is instant."""

from __future__ import annotations

import importlib
import sys
from typing import NoReturn

import click

from reportgen import __version__
from reportgen.cli.console import guarded
from reportgen.errors import did_you_mean

# name → (module, one line of help); the module has a command of the same name with "_command" appended
COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("reportgen.cli.init", "Make a client's folder from the exports that you have."),
    "build": ("reportgen.cli.build", "Build the reports of one or many clients."),
    "kpis": ("reportgen.cli.kpis", "Print a client's numbers of one period."),
    "check": ("reportgen.cli.check", "Check configs, files and data."),
    "explain": ("reportgen.cli.explain", "Say where a number comes from, down to rows and files."),
    "approve": ("reportgen.cli.approve", "Archive a built report and record who approved it."),
    "send": ("reportgen.cli.send", "Mail approved reports; a ledger says who got them."),
    "archive": ("reportgen.cli.archive", "List, show, verify and export what is archived."),
    "verify": ("reportgen.cli.verify", "Prove a report's PDF: its numbers against each other and the archive."),
    "diff": ("reportgen.cli.diff", "Say what differs between two reports."),
    "run": ("reportgen.cli.run", "Build and send what is due; safe to call every hour."),
    "schedule": ("reportgen.cli.schedule", "Print the entry for cron, systemd or GitHub Actions."),
    "catalog": ("reportgen.cli.catalog", "List every KPI, reader and insight type."),
    "preview": ("reportgen.cli.preview", "Show a report in a browser, in step with its files."),
    "schema": ("reportgen.cli.schema", "Print the JSON Schema of a config file, for editors."),
    "completion": ("reportgen.cli.completion", "Print the script by which bash, zsh or fish completes commands."),
    "doctor": ("reportgen.cli.doctor", "Say what this machine lacks and how to install it."),
}

FIRST = (
    ("reportgen init DIR --from FILES", "a client's folder from your exports (without --from: example data)"),
    ("reportgen check DIR", "what is wrong with it, if anything"),
    ("reportgen build DIR --period last-month", "the report, as PDF and HTML in out/"),
)
"""The three commands to begin with."""


class LazyGroup(click.Group):
    """A group that knows its commands' names and help from a table."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Names in the table's order."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """The command, imported now."""
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(COMMANDS[name][0]), f"{name}_command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command called; an unknown one with the nearest name."""
        if args and not ctx.resilient_parsing and args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(f"No such command '{args[0]}': {did_you_mean(args[0], tuple(COMMANDS))}")
        return super().resolve_command(ctx, args)

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_line) for name, (_, help_line) in COMMANDS.items()])
        with formatter.section("To begin"):
            formatter.write_dl(list(FIRST))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="reportgen")
def cli() -> None:
    """Automated KPI reports: exports in, a branded report out, every number traceable."""


def main() -> NoReturn:
    """Run the command line and leave with its exit status."""
    sys.exit(guarded(cli))

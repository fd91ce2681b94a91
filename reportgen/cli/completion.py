"""``reportgen completion``: the script by which a shell completes our commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from reportgen.errors import ExitStatus

VARIABLE = "_REPORTGEN_COMPLETE"


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion_command(*, shell: str) -> int:
    """Print the completion script of SHELL.

    bash: `reportgen completion bash >> ~/.bashrc`; zsh: `reportgen completion zsh >> ~/.zshrc`; fish:
    `reportgen completion fish > ~/.config/fish/completions/reportgen.fish`. A new shell knows it.
    """
    from reportgen.cli.main import cli

    found = get_completion_class(shell)
    assert found is not None  # noqa: S101  # click has these three
    click.echo(found(cli, {}, "reportgen", VARIABLE).source())
    return ExitStatus.DONE

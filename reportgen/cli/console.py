"""All of stderr, and the exit status: messages without tracebacks for whatever a user can cause."""

from __future__ import annotations

import os
import signal
import sys
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from reportgen.errors import ExitStatus, Place, Problem, ReportgenError, UsageError


@dataclass(frozen=True, slots=True)
class Console:
    """Where the story is told. ``quiet`` keeps all but errors to itself; ``log`` is a file that keeps all of it."""

    quiet: bool = False
    color: bool = True
    log: Path | None = None

    def keep(self, text: str) -> None:
        """Write to the log alone, with the moment (UTC) before every line. Raises UsageError where it cannot."""
        if self.log is None:
            return
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        try:
            with self.log.open("a", encoding="utf-8") as file:
                file.write("".join(f"{now} {line}\n" for line in text.splitlines()))
        except OSError as error:
            raise UsageError(
                Problem("--log cannot be written", Place(str(self.log)), found=str(error.strerror))
            ) from None

    def say(self, text: str) -> None:
        """A line of progress."""
        self.keep(text)
        if not self.quiet:
            click.echo(text, err=True, color=self._color())

    def warn(self, text: str) -> None:
        """A line that should be read."""
        self.keep(text)
        if not self.quiet:
            click.echo(click.style(text, fg="yellow"), err=True, color=self._color())

    def error(self, error: ReportgenError, name: str = "") -> None:
        """An error, problem by problem, its first line marked."""
        for problem in error.problems:
            self.keep(f"error: {name}: {problem}" if name else f"error: {problem}")
            head, _, rest = str(problem).partition("\n")
            label = f"error: {name}: " if name else "error: "
            click.echo(click.style(label, fg="red", bold=True) + head, err=True, color=self._color())
            if rest:
                click.echo(rest, err=True)

    @property
    def plain(self) -> bool:
        """Whether colours are switched off."""
        return self._color() is False

    def _color(self) -> bool | None:
        """None lets click decide by the terminal; NO_COLOR and --no-color switch it off."""
        return None if self.color and not os.environ.get("NO_COLOR") else False


def guarded(command: click.Command) -> int:
    """Run a command; every error that a user can cause ends as a message and an exit status."""
    _end_politely()
    try:
        result = command.main(standalone_mode=False)
    except click.exceptions.Exit as exit_request:
        return exit_request.exit_code
    except click.ClickException as error:
        error.show()
        return ExitStatus.WRONG
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        return ExitStatus.INTERRUPTED
    except ReportgenError as error:
        Console(color="--no-color" not in sys.argv).error(error)
        return error.exit_status
    except BrokenPipeError:
        # The reader of our output went away (`| head`): not an error; keep Python from saying so at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitStatus.DONE
    return result if isinstance(result, int) else ExitStatus.DONE


def _end_politely() -> None:
    """A service manager's SIGTERM and a closed terminal end a command as Ctrl-C does: nothing is left half written."""
    if threading.current_thread() is threading.main_thread():
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:  # nohup stays what it is
                signal.signal(number, signal.default_int_handler)

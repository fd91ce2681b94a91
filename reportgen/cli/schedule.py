"""``reportgen schedule``: the entry that lets a scheduler call ``reportgen run``; it installs nothing."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import click

from reportgen.cli.options import every_option, out_option
from reportgen.errors import ExitStatus


@click.command("schedule")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--print", "form", type=click.Choice(["cron", "systemd", "github"]), required=True, help="For which scheduler."
)
@every_option
@out_option
def schedule_command(*, paths: tuple[Path, ...], form: str, every: str, out: Path) -> int:
    """Print the entry by which cron, systemd or GitHub Actions runs the clients at PATHS every hour.

    `reportgen run` does only what is due and not yet done, so calling it too often costs nothing.
    """
    click.echo(FORMS[form](paths, every, out))
    return ExitStatus.DONE


def _arguments(paths: tuple[Path, ...], every: str, out: Path, *, absolute: bool) -> str:
    found = [path.absolute() if absolute else path for path in paths]
    folder = out.absolute() if absolute else out
    return shlex.join(["run", *(str(path) for path in found), "--every", every, "--out", str(folder)])


def _program() -> str:
    """The command as a scheduler must write it, which knows no PATH of ours."""
    beside = Path(sys.executable).with_name("reportgen")
    return shlex.quote(str(beside)) if beside.exists() else f"{shlex.quote(sys.executable)} -m reportgen"


def _cron(paths: tuple[Path, ...], every: str, out: Path) -> str:
    arguments = _arguments(paths, every, out, absolute=True)
    log = shlex.quote(str(out.absolute() / "run.log"))
    line = f"17 * * * * {_program()} {arguments} >>{log} 2>&1".replace("%", r"\%")  # cron ends a line at a bare %
    return f"# Add this line with `crontab -e`; secrets go above it, a NAME=value a line.\n{line}"


def _systemd(paths: tuple[Path, ...], every: str, out: Path) -> str:
    arguments = _arguments(paths, every, out, absolute=True).replace("%", "%%")
    folder = Path.cwd()
    return f"""# ~/.config/systemd/user/reportgen.service
[Unit]
Description=KPI reports that are due

[Service]
Type=oneshot
WorkingDirectory={str(folder).replace("%", "%%")}
# secrets, a NAME=value a line, readable by you alone
EnvironmentFile=-%h/.config/reportgen.env
ExecStart={_program().replace("%", "%%")} {arguments}

# ~/.config/systemd/user/reportgen.timer
[Unit]
Description=KPI reports, every hour

[Timer]
OnCalendar=hourly
RandomizedDelaySec=5min
Persistent=true

[Install]
WantedBy=timers.target

# then: systemctl --user enable --now reportgen.timer"""


def _github(paths: tuple[Path, ...], every: str, out: Path) -> str:
    return f"""# .github/workflows/reports.yml
name: reports
on:
  schedule:
    - cron: "17 * * * *"
  workflow_dispatch:
concurrency: reports
jobs:
  run:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: sudo apt-get install --yes libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
      - run: pip install reportgen
      # the archive and its ledger must outlive the runner: keep them in the repository or on a mounted disk
      - run: reportgen {_arguments(paths, every, out, absolute=False)}
        env:
          SMTP_HOST: ${{{{ secrets.SMTP_HOST }}}}
          SMTP_USER: ${{{{ secrets.SMTP_USER }}}}
          SMTP_PASSWORD: ${{{{ secrets.SMTP_PASSWORD }}}}"""


FORMS: dict[str, Callable[[tuple[Path, ...], str, Path], str]] = {"cron": _cron, "systemd": _systemd, "github": _github}

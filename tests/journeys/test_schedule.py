"""The entries that schedulers take."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
import yaml

from tests.journeys.conftest import Run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "100% of our clients"
    made.mkdir()
    return made


def test_cron_gets_one_line_with_absolute_paths_and_its_per_cents_escaped(run: Run, folder: Path) -> None:
    done = run("schedule", folder, "--print", "cron", "--every", "week", "--out", folder / "out")
    assert done.returncode == 0
    comment, line = done.stdout.splitlines()
    assert comment.startswith("#")
    times, command = line[: len("17 * * * *")], line[len("17 * * * * ") :]
    assert times == "17 * * * *"
    assert "%" not in command.replace(r"\%", "")
    words = shlex.split(command.replace(r"\%", "%"))
    at = words.index("run")
    assert words[at : at + 6] == ["run", str(folder), "--every", "week", "--out", str(folder / "out")]
    assert words[at + 6 :] == [">>" + str(folder / "out" / "run.log"), "2>&1"]


def test_systemd_gets_a_service_and_a_timer(run: Run, folder: Path) -> None:
    text = run("schedule", folder, "--print", "systemd").stdout
    (start,) = [line for line in text.splitlines() if line.startswith("ExecStart=")]
    words = shlex.split(start.removeprefix("ExecStart=").replace("%%", "%"))
    assert words[words.index("run") + 1] == str(folder)
    assert "%" not in start.replace("%%", "")
    assert "OnCalendar=hourly" in text


def test_github_gets_a_workflow(run: Run) -> None:
    workflow = yaml.safe_load(run("schedule", "clients", "--print", "github", "--every", "quarter").stdout)
    (job,) = workflow["jobs"].values()
    commands = [step["run"] for step in job["steps"] if "run" in step]
    assert commands[-1] == "reportgen run clients --every quarter --out out"
    assert set(job["steps"][-1]["env"]) == {"SMTP_HOST", "SMTP_USER", "SMTP_PASSWORD"}


def test_a_scheduler_must_be_named(run: Run) -> None:
    done = run("schedule", "clients")
    assert done.returncode == 2
    assert "--print" in done.stderr

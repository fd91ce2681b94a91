"""--log keeps the story of a run, whatever the terminal shows of it."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.journey
ORDERS = "order_id,ordered_at,amount\n1,2026-09-10,20\n2,2026-10-10,30\n"
LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z .*\S.*")


def test_a_quiet_run_is_told_in_the_log(run, client, tmp_path: Path) -> None:
    folder, log = client(ORDERS), tmp_path / "run.log"
    command = ["build", folder, "--period", "2026-10", "--today", "2026-11-09", "--format", "json", "--quiet"]
    done = run(*command, "--out", tmp_path / "out", "--log", log)
    assert (done.returncode, done.stderr) == (0, "")
    lines = log.read_text("utf-8").splitlines()
    assert all(LINE.fullmatch(line) for line in lines)
    assert [line.split("Z ", 1)[1] for line in lines][:2] == ["shop: reading the data and computing", "shop: writing"]
    assert any("shop: done" in line for line in lines)

    wrong = run(*command[:2], "--period", "2027-01", "--today", "2026-11-09", "--quiet", "--log", log)
    assert wrong.returncode != 0
    added = log.read_text("utf-8").splitlines()[len(lines) :]
    assert any(" error: " in line for line in added)
    assert all(LINE.fullmatch(line) for line in added)


def test_a_log_that_cannot_be_written_is_said(run, client, tmp_path: Path) -> None:
    done = run("build", client(ORDERS), "--period", "2026-10", "--log", tmp_path / "no" / "run.log")
    assert done.returncode == 2
    assert "--log cannot be written" in done.stderr
    assert "Traceback" not in done.stderr

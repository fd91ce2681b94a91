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
    told = [line.split("Z ", 1)[1] for line in lines]
    assert [line for line in told if not line.startswith("shop:   ")][:2] == [
        "shop: reading the data and computing",
        "shop: writing",
    ]
    assert "shop:   orders (data/file.csv): 2 of 2 rows used for orders" in told  # details stand in a log in any case
    assert any("shop: done" in line for line in lines)

    wrong = run(*command[:2], "--period", "2027-01", "--today", "2026-11-09", "--quiet", "--log", log)
    assert wrong.returncode != 0
    added = log.read_text("utf-8").splitlines()[len(lines) :]
    assert any(" error: " in line for line in added)
    assert all(LINE.fullmatch(line) for line in added)


def test_details_are_told_to_those_who_ask(run, client, tmp_path: Path) -> None:
    folder = client("order_id,ordered_at,amount\n1,2026-10-01,5\n1,2026-10-02,6\n", "    where: amount > 5")
    command = ["build", folder, "--period", "2026-10", "--today", "2026-11-09", "--format", "json", "--out", tmp_path]
    assert "rows used" not in run(*command).stderr
    with (folder / "report.yaml").open("a", encoding="utf-8") as report:
        report.write("targets: {revenue: 5}\n")
    told = run(*command, "--verbose").stderr.splitlines()
    assert "shop:   the files are those of an earlier build: its facts are taken up" in told
    assert "shop:   orders (data/file.csv): 1 of 2 rows used for orders; left out: where 1" in told
    assert any(re.fullmatch(r"shop:   json: \d+ KiB", line) for line in told)


def test_a_log_that_cannot_be_written_is_said(run, client, tmp_path: Path) -> None:
    done = run("build", client(ORDERS), "--period", "2026-10", "--log", tmp_path / "no" / "run.log")
    assert done.returncode == 2
    assert "--log cannot be written" in done.stderr
    assert "Traceback" not in done.stderr

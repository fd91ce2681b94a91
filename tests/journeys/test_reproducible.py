"""The same inputs give the same bytes: in every time zone, locale, folder and order of hashes, before and after approval."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

DAYS = [date(2025, 9, 1) + timedelta(days=number) for number in range(426)]  # to the end of October 2026
ROWS = "order_id,ordered_at,amount,customer_id,channel\n" + "".join(
    f"o{number}-{turn},{day},{40 + (number * 7 + turn * 13) % 60},c{(number + turn) % 90},{channel}\n"
    for number, day in enumerate(DAYS)
    for turn, channel in enumerate(("Email", "Search", "Direct"))
)
DELIVERY = "delivery: {to: [ceo@example.com], from: reports@example.com}"
EVERY = "pdf,html,xlsx,pptx,email,json"
PLAIN = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"}
OTHERS = [
    {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "1", "COLUMNS": "40"},
    {"TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "2", "SOURCE_DATE_EPOCH": "1"},
]


def build(folder: Path, out: Path, cwd: Path, formats: str = EVERY, **environment: str) -> dict[str, str]:
    """The hashes of what a build publishes, by file."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "reportgen", "build", str(folder), "--period", "2026-10", "--today", "2026-11-05"),
            *("--format", formats, "--out", str(out), "--quiet"),
        ],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted((out / folder.name).iterdir())}


@pytest.fixture
def shop(client: Callable[..., Path]) -> Path:
    return client(ROWS, DELIVERY)


def test_nothing_around_a_build_changes_its_bytes(shop: Path, tmp_path: Path) -> None:
    first = build(shop, tmp_path / "one", tmp_path, **PLAIN)
    assert {Path(name).suffix for name in first} == {".pdf", ".html", ".xlsx", ".pptx", ".eml", ".json"}
    for number, environment in enumerate(OTHERS):
        elsewhere = tmp_path / f"elsewhere-{number}"
        elsewhere.mkdir()
        assert build(shop, tmp_path / f"out-{number}", elsewhere, **environment) == first


def test_its_own_approval_does_not_change_a_report(shop: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = build(shop, out, tmp_path, "html,json")
    approved = subprocess.run(
        [
            sys.executable,
            "-m",
            "reportgen",
            "approve",
            str(shop),
            "--period",
            "2026-10",
            "--by",
            "Maya",
            "--out",
            str(out),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert approved.returncode == 0, approved.stderr
    assert build(shop, tmp_path / "again", tmp_path, "html,json") == first
    shown = subprocess.run(
        [sys.executable, "-m", "reportgen", "archive", "list", str(shop), "--json"], capture_output=True, check=True
    )
    assert "2026-10" in json.dumps(json.loads(shown.stdout))

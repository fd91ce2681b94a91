"""The tutorial's walk: from an empty folder and raw exports to a report that is approved, sent and archived."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reportgen.cli.main import COMMANDS
from tests.journeys.conftest import Inbox

pytestmark = pytest.mark.journey
ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_data" / "lumen-oak"
MOST_COMMANDS = 8


class Walk:
    """Commands typed one after the other in one folder, each of which must succeed and say what to do next."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.typed = folder, 0

    def __call__(self, *arguments: object) -> str:
        self.typed += 1
        done: Any = subprocess.run(
            [sys.executable, "-W", "error", "-m", "reportgen", *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=self.folder,
            timeout=300,
            check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
        )
        assert done.returncode == 0, f"{arguments}\n{done.stdout}\n{done.stderr}"
        assert "\nnext: reportgen " in f"\n{done.stderr.replace('read it, then ', '')}", f"{arguments}\n{done.stderr}"
        return str(done.stdout)


def test_from_raw_exports_to_a_sent_and_archived_report_in_eight_commands(
    tmp_path: Path, inbox: tuple[Inbox, int]
) -> None:
    arrived, port = inbox
    walk = Walk(tmp_path)
    shutil.copytree(SAMPLE / "data", tmp_path / "exports")

    who = ["--client", "Lumen & Oak", "--currency", "USD", "--timezone", "America/Chicago", "--locale", "en-US"]
    walk("init", "lumen-oak", "--report", "ecommerce", "--from", "exports", *who, "--yes")
    smtp = f"{{host: 127.0.0.1, port: {port}, security: none, per_minute: 6000}}"
    with (tmp_path / "lumen-oak" / "report.yaml").open("a", encoding="utf-8") as config:  # what a person writes
        config.write(
            "delivery:\n  to: [maya@example.com]\n  cc: [board@example.com]\n  from: northlight@example.com\n"
            f"  smtp: {smtp}\n"
        )
    assert "$177,989" in walk("kpis", "lumen-oak", "--period", "2026-10")
    assert "gross_amount" in walk("explain", "lumen-oak", "revenue", "--period", "2026-10")
    files = walk("build", "lumen-oak", "--period", "2026-10", "--format", "pdf,html,email").splitlines()
    receipt = walk("approve", "lumen-oak", "--period", "2026-10", "--by", "Maya Ortiz").strip()
    walk("send", "lumen-oak", "--period", "2026-10")
    listed = walk("archive", "list", "lumen-oak")
    walk("archive", "verify", "lumen-oak", "--receipt", receipt)
    assert walk.typed <= MOST_COMMANDS
    assert set(COMMANDS) >= {"init", "kpis", "explain", "build", "approve", "send", "archive"}

    pdf = (tmp_path / files[0]).read_bytes()
    assert len(arrived.arrived) == 2  # one for the recipient, one for who gets a copy
    for mail in arrived.arrived:
        attached = [
            part.get_payload(decode=True) for part in mail.walk() if part.get_content_type() == "application/pdf"
        ]
        assert attached == [pdf]
    manifest = json.loads((tmp_path / files[-1]).read_text(encoding="utf-8"))
    assert {one["sha256"] for one in manifest["artefacts"]} >= {hashlib.sha256(pdf).hexdigest()}
    assert "approved by Maya Ortiz" in listed
    kept = [path for path in (tmp_path / "lumen-oak" / "archive").rglob("*") if path.is_file()]
    assert any(path.read_bytes() == pdf for path in kept)

"""The finished documents of every sample as every kind in every language: the tests of tests/rooms/documents, all editions."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.rooms.documents.conftest import EVERY_EDITION

ROOT = Path(__file__).resolve().parents[2]


def torture_documents() -> list[str]:
    """What pytest says of each test that fails, one line each."""
    said = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rfE", "--tb=no", "tests/rooms/documents"],
        cwd=ROOT,
        env={**os.environ, EVERY_EDITION: "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if said.returncode == 0:
        return []
    failed = [line for line in said.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return failed or [said.stdout + said.stderr]

"""The same report gives the same bytes, whatever the machine's mood; and what a bare machine is told."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
PROGRAM = """
import hashlib, sys
from tests.rooms.rendering.conftest import prepared
from tests.rooms.rendering.sample_translations import translated
made = prepared(translated("zh-TW"))
print(hashlib.sha256(made.pdf).hexdigest(), hashlib.sha256(made.html.encode()).hexdigest())
"""
BARE = """
import sys
from reportgen.errors import MachineError
from reportgen.rendering import html, pdf
assert not {"weasyprint", "altair", "vl_convert"} & set(sys.modules), "heavy imports"
try:
    pdf.import_weasyprint()
except MachineError as error:
    print(error)
"""


def started(program: str, folder: Path, **variables: str) -> subprocess.Popen[str]:
    paths = os.pathsep.join(filter(None, (variables.pop("FIRST", ""), str(ROOT), os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, "PYTHONPATH": paths, **variables}
    return subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=folder,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_bytes_do_not_depend_on_time_zone_hash_seed_or_folder(tmp_path: Path) -> None:
    runs = [
        started(PROGRAM, ROOT, TZ="Pacific/Auckland", PYTHONHASHSEED="1", LC_ALL="C"),
        started(PROGRAM, tmp_path, TZ="America/Anchorage", PYTHONHASHSEED="2", SOURCE_DATE_EPOCH="1"),
    ]
    outputs = [run.communicate(timeout=120) for run in runs]
    assert [run.returncode for run in runs] == [0, 0], outputs
    assert outputs[0][0] == outputs[1][0]
    assert len(outputs[0][0].split()) == len(set(outputs[0][0].split())) == 2


def test_without_pango_one_message_says_what_to_install_and_nothing_else_is_printed(tmp_path: Path) -> None:
    package = tmp_path / "weasyprint"
    package.mkdir()
    (package / "__init__.py").write_text(
        "print('-----\\nWeasyPrint could not import some external libraries')\n"
        "raise OSError('cannot load library libpango-1.0-0')\n"
    )
    run = started(BARE, tmp_path, FIRST=str(tmp_path))
    out, err = run.communicate(timeout=60)
    assert run.returncode == 0, err
    assert out.startswith("PDF files cannot be made on this machine: Pango is missing")
    assert "libpango-1.0-0" in out
    assert "-----" not in out

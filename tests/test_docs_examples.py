"""Every example of the documentation is run, and what it shows is what comes.

A page's blocks are run in order, in a folder of the page's own that holds ``shop/`` (docs/examples) and ``sample_data/``. A
block ``yaml`` or ``csv`` with a title is written to that file, one whose title begins with ``append:`` added to it. A block
``text`` right after a run is its output: lines as they are, ``…`` for any lines, or for anything within a line.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
FENCE = re.compile(r"^```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = [path for path in sorted(DOCS.rglob("*.md")) if FENCE.search(path.read_text(encoding="utf-8"))]
SPACES = str.maketrans("\u00a0\u202f", "  ")
START = 'reportgen() { "$PYTHON" -m reportgen "$@"; }\n'


@dataclass(frozen=True)
class Block:
    language: str
    title: str
    text: str
    skipped: bool


def blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    return [
        Block(found[1], found[2] or "", found[3], bool(re.search(r"<!-- not run: .+ -->\n$", text[: found.start()])))
        for found in FENCE.finditer(text)
    ]


def fits(shown: str, printed: str) -> bool:
    """Whether what was printed is as shown."""
    lines = [
        "(?:.*\n)*?" if line.strip() == "…" else ".*".join(map(re.escape, line.rstrip().split("…"))) + "[ ]*\n"
        for line in shown.splitlines()
    ]
    return re.fullmatch("".join(lines), printed.translate(SPACES)) is not None


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\n", "a\nb\n", False),
        ("a\n…\n", "a\nb\nc\n", True),
        ("a…z\n", "a (b) z\n", True),
        ("…\nb.\n", "a\nbc\n", False),
        ("…\n", "", True),
    ],
)
def test_an_output_fits_what_is_shown_of_it(shown: str, printed: str, same: bool) -> None:  # noqa: FBT001
    assert fits(shown, printed) is same


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_the_examples_of_a_page_run_and_show_what_comes(page: Path, tmp_path: Path) -> None:
    shutil.copytree(DOCS / "examples" / "shop", tmp_path / "shop")
    (tmp_path / "sample_data").symlink_to(ROOT / "sample_data")
    printed: str | None = None
    ran = 0
    with python(tmp_path) as execute:
        for block in blocks(page):
            if block.skipped:
                printed = None
            elif block.language == "text":
                assert printed is not None, "an output without a run before it"
                assert fits(block.text, printed), f"shown:\n{block.text}\nprinted:\n{printed}"
                printed = None
            elif block.language in {"yaml", "csv"}:
                assert block.title, "a file without a name"
                mode, name = ("a", block.title[8:]) if block.title.startswith("append: ") else ("w", block.title)
                with (tmp_path / name).open(mode, encoding="utf-8") as file:
                    file.write(block.text)
            elif block.language == "sh":
                printed, ran = shell(block.text, tmp_path), ran + 1
            else:
                assert block.language == "python", block.language
                printed, ran = execute(block.text), ran + 1
    assert ran or all(block.skipped for block in blocks(page))


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHON": sys.executable, "NO_COLOR": "1"}


def shell(text: str, folder: Path) -> str:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", START + text],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        timeout=300,
        check=False,
        env=environment(),
    )
    assert done.returncode == 0, f"{text}\n{done.stdout}\n{done.stderr}"
    return done.stdout


SESSION = """
import contextlib, io, json, sys, traceback

names, answers, sys.stdout = {"__name__": "__main__"}, sys.stdout, sys.stderr
for line in sys.stdin:
    printed, fault = io.StringIO(), None
    with contextlib.redirect_stdout(printed):
        try:
            exec(json.loads(line), names)
        except Exception:
            fault = traceback.format_exc()
    print(json.dumps([printed.getvalue(), fault]), file=answers, flush=True)
"""


@contextmanager
def python(folder: Path) -> Iterator[Callable[[str], str]]:
    """Runs the Python of a page, block by block, as in a session; started when it is first needed."""
    started: list[subprocess.Popen[str]] = []

    def execute(text: str) -> str:
        if not started:
            command = [sys.executable, "-c", SESSION]
            started.append(subprocess.Popen(command, stdin=-1, stdout=-1, text=True, cwd=folder, env=environment()))
        (session,) = started
        assert session.stdin is not None
        assert session.stdout is not None
        session.stdin.write(json.dumps(text) + "\n")
        session.stdin.flush()
        printed, fault = json.loads(session.stdout.readline())
        assert fault is None, f"{text}\n{fault}"
        return str(printed)

    try:
        yield execute
    finally:
        for session in started:
            session.communicate()

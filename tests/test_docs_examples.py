"""Every example of the documentation is run, and what it shows is what comes.

A page's blocks are run in order, in a folder of the page's own that holds ``shop/`` (docs/examples) and ``sample_data/``. A
block ``yaml`` or ``csv`` with a title is written to that file, one whose title begins with ``append:`` added to it. A block
``text`` right after a run is its output: lines as they are, ``…`` for any lines, or for anything within a line.
"""

import os
import re
import shutil
import subprocess
import sys
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
    python = ""
    ran = 0
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
            printed, ran = run(["bash", "-euo", "pipefail", "-c", START + block.text], tmp_path), ran + 1
        else:
            assert block.language == "python", block.language
            mark = f"\x1e{ran}\x1e\n"
            whole = run([sys.executable, "-c", f"{python}\nprint({mark!r}, end='')\n{block.text}"], tmp_path)
            printed = whole.partition(mark)[2]
            python, ran = f"{python}\n{block.text}", ran + 1
    assert ran or all(block.skipped for block in blocks(page))


def run(command: list[str], folder: Path) -> str:
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        timeout=300,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHON": sys.executable, "NO_COLOR": "1"},
    )
    assert done.returncode == 0, f"{command[-1]}\n{done.stdout}\n{done.stderr}"
    return done.stdout

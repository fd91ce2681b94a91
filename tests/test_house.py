"""Rules of the house that no linter knows."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "reportgen").rglob("*.py"))
SHIPPED_TEXT = sorted(
    path
    for folder in ("reportgen", "templates", "styles", "tests", "docs", ".ci")
    for path in (ROOT / folder).rglob("*")
    if path.is_file() and path.suffix in {".py", ".yaml", ".md", ".css", ".j2", ".toml", ""}
)


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_a_module_is_short_and_its_name_says_a_trade(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 350
    assert path.stem not in {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager"}


@pytest.mark.parametrize("path", [path for path in MODULES if "cli" not in path.relative_to(ROOT).parts], ids=relative)
def test_no_clock_and_no_chance_outside_the_command_line(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\b(datetime\.now|datetime\.utcnow|date\.today|time\.time)\(", text)
    assert not re.search(r"^\s*(import random|from random import)", text, re.MULTILINE)


def test_altair_and_weasyprint_have_one_room_each() -> None:
    for path in MODULES:
        room = path.relative_to(ROOT / "reportgen").parts[0]
        text = path.read_text(encoding="utf-8")
        assert room == "charts" or not re.search(r"^\s*(import|from) (altair|vl_convert)\b", text, re.MULTILINE), path
        assert room == "rendering" or not re.search(r"^\s*(import|from) weasyprint\b", text, re.MULTILINE), path


def test_no_file_names_a_package_registry_or_a_folder_of_one_machine() -> None:
    pattern = re.compile(r"index[-]url|find[-]links|pypi[.]org|registry[.]npmjs|(?<![\w./])/(work|root|farm)/")
    for path in [
        *SHIPPED_TEXT,
        ROOT / "README.md",
        ROOT / "pyproject.toml",
        ROOT / "constraints.txt",
        ROOT / "Makefile",
    ]:
        found = pattern.search(path.read_text(encoding="utf-8"))
        assert found is None, f"{relative(path)}: {found and found[0]}"


def test_constraints_pin_every_package_by_name_and_version_alone() -> None:
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").split():
        assert re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9._!+-]+", line), line


def test_nothing_is_left_undone() -> None:
    undone = re.compile(r"T[O]DO|F[I]XME|X[X]X|raise Not[I]mplementedError")
    for path in MODULES:
        assert undone.search(path.read_text(encoding="utf-8")) is None, path

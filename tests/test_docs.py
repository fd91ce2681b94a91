"""The documents are proved: what they name exists, and what exists is named."""

import re
import runpy
from pathlib import Path

from reportgen.cli.main import COMMANDS
from reportgen.kpis import kpi_names, load_catalog
from reportgen.pipeline import BASELINES, FORMATS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_every_command_in_the_readme_exists_and_every_command_is_in_the_readme() -> None:
    named = set(re.findall(r"(?:bin/)?reportgen ([a-z]+)", README))
    assert set(COMMANDS) <= named
    assert {name for name in named if name in COMMANDS or name == "doctor"} <= set(COMMANDS)


def test_the_generated_tables_are_in_step() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "generate.py"))["generated"](README)
    assert made == README, "run python docs/generate.py"
    assert "| `shopify-orders` |" in README


def test_every_make_target_in_the_readme_exists() -> None:
    for target in re.findall(r"`?make ([a-z]+)`?", README):
        assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE), target


def test_continuous_integration_runs_the_readmes_test_command() -> None:
    assert "make test" in README
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_every_kpi_has_a_name_and_one_sentence_of_definition() -> None:
    names = kpi_names("en")
    assert list(names) == list(load_catalog().kpis) or set(names) == set(load_catalog().kpis)
    for kpi, (name, definition) in names.items():
        assert name, kpi
        assert definition.endswith("."), kpi
        assert ". " not in definition, kpi


def test_the_architecture_names_every_room() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for room in sorted(path for path in (ROOT / "reportgen").iterdir() if not path.name.startswith(("__", "py.typed"))):
        assert f"`{room.stem}`" in text, room.name


def test_the_options_that_the_readme_shows_are_known() -> None:
    assert {"pdf", "html", "xlsx", "pptx", "email", "json"} == set(FORMATS)
    assert set(BASELINES) == {"previous", "year_ago", "target", "trailing"}

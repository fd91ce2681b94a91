"""The site: built strictly, in step with the program, and fetching nothing from elsewhere."""

import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

from reportgen.cli.main import COMMANDS
from reportgen.config.brand import BrandFile
from reportgen.config.model import Delivery, ReportFile, Smtp
from reportgen.facts.model import TABLES
from reportgen.facts.rules import RULES
from reportgen.insights import DETECTORS, Thresholds
from reportgen.kpis import load_catalog
from reportgen.sources.readers import READERS

ROOT = Path(__file__).parents[1]
pytest.importorskip("material", reason="the site's packages are not installed (make docs)")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", folder],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return folder


def text(page: Path) -> str:
    return unescape(re.sub(r"<[^>]+>", "", page.read_text(encoding="utf-8")))


def test_every_page_of_the_folder_is_in_the_site(site: Path) -> None:
    pages = [path.relative_to(ROOT / "docs") for path in (ROOT / "docs").rglob("*.md") if "examples" not in path.parts]
    assert len(pages) > 12
    assert [page for page in pages if not (site / page).with_suffix(".html").is_file()] == []
    assert not list(site.rglob("*.py"))


def test_the_reference_names_all_that_there_is(site: Path) -> None:
    named = {
        "commands": [f"reportgen {name}" for name in COMMANDS],
        "configuration": [
            (entry.alias or name)
            for model in (ReportFile, BrandFile, Delivery, Smtp)
            for name, entry in model.model_fields.items()
        ],
        "kpis": list(load_catalog().kpis),
        "readers": [*READERS, *TABLES, *(field.name for table in TABLES.values() for field in table.fields)],
        "checks": list(RULES),
        "insights": [*(detector.id for detector in DETECTORS), *Thresholds.names()],
    }
    for page, names in named.items():
        found = text(site / "reference" / f"{page}.html")
        assert [name for name in names if name not in found] == [], page


def test_no_page_fetches_anything_from_elsewhere(site: Path) -> None:
    fetched = re.compile(
        r"<(?:script|img|iframe|source)[^>]*\ssrc=\"?(https?:)?//|<link[^>]*href=\"?(https?:)?//", re.IGNORECASE
    )
    for page in site.rglob("*.html"):
        assert fetched.search(page.read_text(encoding="utf-8")) is None, page.name
    for sheet in site.rglob("*.css"):
        assert not re.search(r"url\(\s*[\"']?(?:https?:)?//|@import", sheet.read_text(encoding="utf-8")), sheet.name

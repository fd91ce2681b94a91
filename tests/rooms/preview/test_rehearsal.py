"""The page that is made again and again: as ``build`` makes it, and no more of it anew than a change concerns."""

import os
import shutil
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from reportgen.cli.options import today_in
from reportgen.errors import ConfigError, PublishError
from reportgen.pipeline import Question, build, load_one
from reportgen.preview.rehearsal import Rehearsal

SHOP = Path(__file__).parents[3] / "docs" / "examples" / "shop"
TODAY = date(2026, 11, 5)
COMPARED = ("previous", "year_ago", "target")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHOP, tmp_path / "shop"))


@pytest.fixture
def rehearsal(folder: Path, tmp_path: Path) -> Iterator[Rehearsal]:
    with Rehearsal(folder, "2026-10", baselines=COMPARED, out=tmp_path / "out", today=TODAY, today_in=today_in) as made:
        yield made


def kept(rehearsal: Rehearsal) -> dict[str, int]:
    """Which objects are kept: the same number, the same object."""
    return {name: id(made) for name, (_, made) in rehearsal._kept.items()}


def changed(before: dict[str, int], after: dict[str, int]) -> set[str]:
    return {name for name in after if before[name] != after[name]}


def written(path: Path, text: str) -> None:
    """Write a file so that its stamp is another one, however coarse the clock of the file system."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    later = time.time_ns() + 5_000_000_000
    os.utime(path, ns=(later, later))


def test_the_page_is_what_build_publishes_also_after_changes(rehearsal, folder: Path, tmp_path: Path) -> None:
    def built() -> bytes:
        question = Question("2026-10", TODAY, COMPARED)
        paths = build(load_one(folder), question, ("html",), tmp_path / "out", final=False, say=lambda _: None)
        return paths[0].read_bytes()

    first = rehearsal.page()
    before = kept(rehearsal)
    assert rehearsal.page() == first
    assert changed(before, kept(rehearsal)) == set()

    # a style, and a template of the client's own: nothing but the page
    written(folder / "styles" / "own.css", ".cover-title { letter-spacing: 3px }\n")
    styled = rehearsal.page()
    assert b"letter-spacing" in styled
    assert changed(before, kept(rehearsal)) == set()

    # a colour: the drawings
    written(folder / "brand.yaml", "colors: {primary: '#123456'}\n")
    report = (folder / "report.yaml").read_text(encoding="utf-8")
    written(folder / "report.yaml", f"{report}brand: brand.yaml\n")
    coloured = rehearsal.page()
    assert b"#123456" in coloured
    assert changed(before, kept(rehearsal)) == {"figures"}

    # a note: the report, and no number
    before = kept(rehearsal)
    written(folder / "notes" / "2026-10.md", "---\nauthor: Iris Coleman\n---\nThe new till counts as before.\n")
    noted = rehearsal.page()
    assert b"The new till counts as before." in noted
    assert changed(before, kept(rehearsal)) <= {"report", "figures"}
    assert noted == built()

    # the data: the numbers, and all that rests on them
    before = kept(rehearsal)
    data = folder / "data" / "orders.csv"
    written(data, data.read_text(encoding="utf-8") + "9999,2026-10-31,1302.00,c1,Email,US\n")
    anew = rehearsal.page()
    assert b"$5,000" in anew  # 3,698 + 1,302
    assert changed(before, kept(rehearsal)) == {"numbers", "report", "figures"}


def test_a_fault_is_raised_with_its_place_and_leaves_the_rest_in_order(rehearsal, folder: Path) -> None:
    first = rehearsal.page()
    template = folder / "templates" / "blocks" / "cards.html.j2"
    template.parent.mkdir(parents=True)
    written(template, "<p>\n{% if %}\n")
    with pytest.raises(PublishError, match=r"blocks/cards\.html\.j2, line 2"):
        rehearsal.page()
    template.unlink()
    written(folder / "report.yaml", (folder / "report.yaml").read_text(encoding="utf-8") + "clinet: x\n")
    with pytest.raises(ConfigError, match=r"report\.yaml:8:1: unknown key `clinet`"):
        rehearsal.page()
    shutil.copy(SHOP / "report.yaml", folder / "report.yaml")
    assert rehearsal.page() == first


def test_a_process_that_died_is_followed_by_another(rehearsal) -> None:
    first = rehearsal.page()
    for process in rehearsal._studio._pool._processes.values():
        process.kill()
    with pytest.raises(PublishError, match="died"):
        rehearsal.page()
    assert rehearsal.page() == first

"""Workbooks and presentations on their way: attached, listed, kept, and searched for other clients' names."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from email import policy
from email.parser import BytesParser
from hashlib import sha256
from pathlib import Path

import pytest

from reportgen.delivery.canary import foreign_to, refuse_foreign
from reportgen.delivery.legible import texts_of
from reportgen.delivery.publish import Artefact
from reportgen.errors import PublishError
from reportgen.rendering.slides import render_slides
from reportgen.rendering.workbook import render_workbook
from tests.rooms.rendering.office_sample import hostile, ready
from tests.rooms.report.results_sample import config

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
DELIVERY = "delivery: {to: [ceo@example.com], from: reports@example.com, formats: [xlsx, pptx]}\n"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = hostile(tmp_path_factory.mktemp("clients") / "shop")
    with (folder / "report.yaml").open("a") as file:
        file.write(DELIVERY)
    return folder


def reportgen(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "reportgen", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_they_are_published_attached_and_kept(client: Path, tmp_path: Path) -> None:
    order = (
        "build",
        client,
        "--period",
        "2026-10",
        "--today",
        "2026-11-20",
        "--format",
        "email,pptx,xlsx",
        "--out",
        "out",
    )
    first = reportgen(*order, folder=tmp_path)
    assert first.returncode == 0, first.stderr
    made = tmp_path / "out" / "hostile"
    files = {f"hostile_2026-10.{form}": (made / f"hostile_2026-10.{form}").read_bytes() for form in ("xlsx", "pptx")}
    manifest = json.loads((made / "hostile_2026-10.manifest.json").read_text())
    listed = {one["file"]: one["sha256"] for one in manifest["artefacts"]}
    assert {name: sha256(content).hexdigest() for name, content in files.items()} == {
        name: listed[name] for name in files
    }
    mail = BytesParser(policy=policy.default).parsebytes((made / "hostile_2026-10.eml").read_bytes())
    attached = {part.get_filename(): part for part in mail.iter_attachments()}
    assert {name: part.get_content_type() for name, part in attached.items()} == {
        "hostile_2026-10.xlsx": SHEET,
        "hostile_2026-10.pptx": SLIDES,
    }
    assert {name: part.get_payload(decode=True) for name, part in attached.items()} == files
    again = reportgen(*order, folder=tmp_path)
    assert "unchanged" in again.stderr
    forced = reportgen(*order, "--force", folder=tmp_path)
    assert forced.returncode == 0
    assert {name: (made / name).read_bytes() for name in files} == files


@pytest.mark.parametrize(("form", "module"), [("xlsx", "xlsxwriter"), ("pptx", "pptx")])
def test_without_the_package_nothing_is_read_and_the_message_helps(
    client: Path, tmp_path: Path, form: str, module: str
) -> None:
    (tmp_path / "without" / module).mkdir(parents=True)
    (tmp_path / "without" / module / "__init__.py").write_text("raise ModuleNotFoundError('none here')\n")
    paths = os.pathsep.join([str(tmp_path / "without"), *filter(None, [os.environ.get("PYTHONPATH")])])
    order = ("build", str(client), "--period", "2026-10", "--format", form, "--out", str(tmp_path / "out"))
    command = [sys.executable, "-m", "reportgen", *order]
    environment = {**os.environ, "PYTHONPATH": paths}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"pip install 'reportgen[{form}]'" in done.stderr
    assert "Traceback" not in done.stderr
    assert "reading" not in done.stderr
    assert not list(tmp_path.glob("out/hostile/*"))


@pytest.mark.parametrize(("form", "make"), [("xlsx", render_workbook), ("pptx", render_slides)])
def test_another_clients_name_in_one_is_found(tmp_path: Path, form: str, make: Callable[..., bytes]) -> None:
    """A neighbour bears the name of one of this client's owners; the canary reads cells, slides and notes."""
    one = ready(hostile(tmp_path / "shop"))
    content = make(one.report, one.teller, *one.look)
    artefact = Artefact(form, f"a.{form}", content)
    own = config(name="Whoever", id="whoever", content="Whoever whoever")
    other = config(name="evil.example", id="neighbour", content="evil.example neighbour")
    with pytest.raises(PublishError, match="another client of this run: neighbour"):
        refuse_foreign([artefact], foreign_to(own, [own, other]))
    absent = config(name="Nowhere Ltd", id="nowhere", content="Nowhere Ltd nowhere")
    refuse_foreign([artefact], foreign_to(own, [own, absent]))
    read = " ".join(text for _, text in texts_of(f"a.{form}", content))
    assert "Net revenue" in read

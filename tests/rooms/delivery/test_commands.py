"""approve, archive, verify and diff as typed: what is printed, the exit status, and what to do next."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from reportgen.cli.console import guarded
from reportgen.cli.main import cli
from reportgen.delivery.archive import archive_of
from tests.rooms.delivery.archive_sample import CLIENT, published
from tests.rooms.delivery.pdf_sample import facts, pdf

Run = Callable[..., tuple[int, str, str]]
CONFIG = """client: Lumen & Oak
id: lumen-oak
report: ecommerce
locale: en-US
currency: USD
timezone: America/Chicago
sources: [{table: orders, path: data.csv}]
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line in a folder with a client and its report of October; gives status, stdout, stderr."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "clients" / "oak"
    folder.mkdir(parents=True)
    (folder / "report.yaml").write_text(CONFIG, encoding="utf-8")
    (folder / "data.csv").write_text("order_id\n", encoding="utf-8")
    published(tmp_path / "out")

    def start(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["reportgen", *map(str, arguments)])
        status = guarded(cli)
        captured = capsys.readouterr()
        return int(status), captured.out, captured.err

    return start


def approved(run: Run, *more: object) -> tuple[int, str, str]:
    return run("approve", "clients/oak", "--period", "2026-10", "--by", "Maya Ortiz", *more)


def test_approving_prints_the_receipt_and_says_what_is_next(run: Run) -> None:
    status, out, err = approved(run)
    assert status == 0
    assert out.startswith("lumen-oak/2/")
    assert "next: reportgen send clients/oak --period 2026-10" in err
    assert approved(run) == (0, out, err)
    status, listed, _ = run("archive", "list", "clients")
    assert (status, listed.split()[:4]) == (0, ["lumen-oak", "2026-10", "r1", "final"])
    assert run("archive", "verify", "clients/oak", "--receipt", out.strip())[0] == 0


def test_a_report_that_was_built_again_needs_a_reason_and_approval_again(run: Run, tmp_path: Path) -> None:
    approved(run)
    published(tmp_path / "out", text="second")
    status, _, err = approved(run)
    assert status == 2
    assert '--reason "…"' in err
    assert approved(run, "--reason", "Late refunds")[0] == 0
    status, out, _ = run("archive", "show", "clients/oak/archive", "--period", "2026-10", "--json")
    found = json.loads(out)
    assert (found["revision"], found["reason"], found["approval"]["by"]) == (2, "Late refunds", "Maya Ortiz")
    assert run("archive", "show", "clients/oak", "--period", "2026-10", "--revision", "1")[0] == 0
    status, _, err = run("archive", "show", "clients/oak", "--period", "2026-10", "--revision", "3")
    assert (status, "expected: r1 to r2" in err) == (2, True)


def test_damage_and_a_rollback_end_with_one_and_name_the_file(run: Run, tmp_path: Path) -> None:
    receipt = approved(run)[1].strip()
    home = archive_of(tmp_path / "clients" / "oak" / "archive", CLIENT)
    home.entry(2).unlink()
    assert run("archive", "verify", "clients")[0] == 0
    status, out, _ = run("archive", "verify", "clients", "--receipt", receipt, "--json")
    assert status == 1
    assert [fault["kind"] for fault in json.loads(out)[0]["faults"]] == ["rolled-back"]
    home.entry(1).chmod(0o644)
    home.entry(1).write_bytes(b"{}")
    status, out, err = run("archive", "verify", "clients")
    assert (status, "log/00000001.json: altered" in out, "backup" in err) == (1, True, True)
    assert run("archive", "list", "clients")[0] == 1
    assert approved(run)[0] == 1


def test_an_export_is_byte_for_byte_and_overwrites_nothing(run: Run, tmp_path: Path) -> None:
    approved(run)
    export = ("archive", "export", "clients/oak", "--period", "2026-10", "--out", "copies")
    status, out, _ = run(*export)
    assert (status, len(out.splitlines())) == (0, 3)
    for line in out.splitlines():
        assert Path(line).read_bytes() == (tmp_path / "out" / CLIENT / Path(line).name).read_bytes()
    assert run(*export)[0] == 0
    Path(line).write_text("mine", encoding="utf-8")
    status, _, err = run(*export)
    assert (status, "a copy cannot be written" in err, Path(line).read_text()) == (2, True, "mine")


def test_a_pdf_is_proved_alone_and_against_an_archive(run: Run, tmp_path: Path) -> None:
    made = pdf()
    (tmp_path / "report.pdf").write_bytes(made)
    status, _, err = run("verify", "report.pdf")
    assert (status, "3 numbers agree, 2 read on the pages" in err, "--archive" in err) == (0, True, True)
    status, out, _ = run("verify", "report.pdf", "--archive", "clients")
    assert (status, "it is not archived" in out) == (1, True)
    published(tmp_path / "out")
    built = tmp_path / "out" / CLIENT / f"{CLIENT}_2026-10.pdf"
    built.write_bytes(made)
    manifest = tmp_path / "out" / CLIENT / f"{CLIENT}_2026-10.manifest.json"
    body = json.loads(manifest.read_text())
    body["artefacts"][1]["sha256"] = sha256(made).hexdigest()
    manifest.write_text(json.dumps(body), encoding="utf-8")
    approved(run)
    status, out, _ = run("verify", "report.pdf", "--archive", "clients", "--json")
    found = json.loads(out)
    assert (status, found["archived"]["revision"], found["faults"]) == (0, 1, [])
    (tmp_path / "changed.pdf").write_bytes(pdf(["Orders 1,700", "Net revenue $177,989"]))
    status, out, _ = run("verify", "changed.pdf")
    assert (status, "fault: orders: 1,687 in the facts" in out) == (1, True)
    status, _, err = run("verify", "clients/oak/report.yaml")
    assert (status, "not a PDF" in err, "Traceback" in err) == (2, True, False)


def test_two_reports_are_compared_from_files_and_from_the_archive(run: Run, tmp_path: Path) -> None:
    published(tmp_path / "out", **{key: value for key, value in facts().items() if key != "period"})
    approved(run)
    (tmp_path / "report.pdf").write_bytes(pdf())
    (tmp_path / "other.pdf").write_bytes(pdf(body=facts(told=[])))
    reference = "archive:lumen-oak/2026-10/r1"
    assert run("diff", "report.pdf", reference, "--archive", "clients")[:2] == (0, "")
    status, out, _ = run("diff", "other.pdf", reference, "--archive", "clients/oak")
    assert (status, out) == (1, "sentence new: Orders rose 6%.\n")
    status, out, _ = run("diff", "other.pdf", "report.pdf", "--json")
    assert (status, json.loads(out)["sentences"]) == (1, {"removed": [], "added": ["Orders rose 6%."]})
    for wrong, words in (
        ("archive:lumen-oak/2026-09", "2026-10"),
        ("archive:lumen-oka/2026-10", "lumen-oak"),
        ("archive:x", "archive:CLIENT"),
        ("no.pdf", "No such file"),
    ):
        status, _, err = run("diff", "report.pdf", wrong, "--archive", "clients")
        assert (status, words in err, "Traceback" in err) == (2, True, False), err


def test_nothing_archived_yet_says_what_comes_first(run: Run) -> None:
    status, out, err = run("archive", "list", "clients/oak")
    assert (status, out, "reportgen approve" in err) == (0, "", True)
    status, _, err = run("approve", "clients/oak", "--period", "2026-09", "--by", "Maya Ortiz")
    assert (status, "reportgen build PATH --period 2026-09" in err) == (2, True)

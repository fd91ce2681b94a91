"""The command line's door: instant help, exit statuses, and what goes to which stream."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

HEAVY = ("pandas", "duckdb", "altair", "vl_convert", "weasyprint", "babel", "pydantic", "jinja2", "sqlglot", "yaml")
GOOD = "order_id,ordered_at,amount,customer_id\n1,2026-09-02,10,a\n2,2026-10-20,12,a\n3,2026-10-21,8,b\n"
pytestmark = pytest.mark.journey


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["build", "--help"], ["kpis", "--help"]])
def test_help_loads_no_heavy_package(arguments: list[str]) -> None:
    code = (
        "import sys; from reportgen.cli.main import cli\n"
        f"try: cli.main({arguments!r}, standalone_mode=False)\nexcept SystemExit: pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_every_command_has_help_and_the_group_lists_them_all(run) -> None:  # type: ignore[no-untyped-def]
    from reportgen.cli.main import COMMANDS

    listed = run("--help").stdout
    for name in COMMANDS:
        assert name in listed
        assert run(name, "--help").returncode == 0


def test_results_go_to_stdout_and_the_story_to_stderr(run, client: Callable[..., Path], tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    folder = client(GOOD)
    told = run("build", folder, "--period", "2026-10", "--out", tmp_path / "a", "--format", "html")
    assert told.returncode == 0, told.stderr
    assert [Path(line).name for line in told.stdout.splitlines()] == [
        "shop_2026-10.html",
        "shop_2026-10.manifest.json",
    ]
    assert "drawing and laying out" in told.stderr
    quiet = run("build", folder, "--period", "2026-10", "--out", tmp_path / "b", "--format", "html", "--quiet")
    assert quiet.stderr == ""


def test_kpis_as_json_have_the_shape_that_scripts_rely_on(run, client: Callable[..., Path]) -> None:  # type: ignore[no-untyped-def]
    folder = client(GOOD, "targets: {revenue: {2026-10: 25}}")
    done = run(
        "kpis", folder, "--period", "2026-10", "--kpi", "revenue", "--kpi", "roas", "--json", "--today", "2026-11-05"
    )
    found = json.loads(done.stdout)
    assert found["client"] == "shop"
    assert found["period"] == {
        "id": "2026-10",
        "start": "2026-10-01",
        "end": "2026-10-31",
        "complete": True,
        "compared_days": 31,
    }
    revenue, roas = found["kpis"]
    assert {key: revenue[key] for key in ("id", "name", "unit", "good", "status", "reason", "value", "sources")} == {
        "id": "revenue",
        "name": "Net revenue",
        "unit": "money",
        "good": "up",
        "status": "ok",
        "reason": None,
        "value": 20.0,
        "sources": ["orders"],
    }
    assert revenue["comparisons"]["previous"] == {
        "period": "2026-09",
        "value": 10.0,
        "change": 10.0,
        "relative": 1.0,
        "significant": None,
    }
    assert revenue["comparisons"]["target"] == {"value": 25, "change": -5.0, "attainment": 0.8, "status": "missed"}
    assert (roas["status"], roas["value"]) == ("unavailable", None)
    assert "advertising" in roas["reason"]


def test_an_unfinished_period_is_provisional_and_refused_when_it_must_be_final(  # type: ignore[no-untyped-def]
    run, client: Callable[..., Path], tmp_path: Path
) -> None:
    days = [f"{n},2026-{month:02d}-{day:02d},10" for n, (month, day) in enumerate(
        [(9, d) for d in range(1, 31)] + [(10, d) for d in range(1, 13)]
    )]  # fmt: skip
    folder = client("order_id,ordered_at,amount\n" + "\n".join(days) + "\n")
    common = ("--period", "2026-10", "--today", "2026-10-14", "--out", tmp_path / "out", "--format", "json")
    assert run("build", folder, *common).returncode == 0
    report = json.loads((tmp_path / "out" / "shop" / "shop_2026-10.json").read_text(encoding="utf-8"))
    assert report["status"] == "provisional"
    assert report["period"]["compared_days"] == 12
    revenue = next(kpi for kpi in report["kpis"] if kpi["id"] == "revenue")
    assert (revenue["value"], revenue["comparisons"]["previous"]["value"]) == (120.0, 120.0)  # 12 days against 12
    refused = run("build", folder, *common, "--final")
    assert refused.returncode == 1  # nothing is wrong with the command: the report is not published
    assert "12 of 31 days" in refused.stderr


def test_a_published_report_is_named_by_its_manifest_with_the_hash_of_every_file(  # type: ignore[no-untyped-def]
    run, client: Callable[..., Path], tmp_path: Path
) -> None:
    from hashlib import sha256

    folder = client(GOOD)
    run("build", folder, "--period", "2026-10", "--out", tmp_path / "out", "--format", "html,json")
    home = tmp_path / "out" / "shop"
    manifest = json.loads((home / "shop_2026-10.manifest.json").read_text(encoding="utf-8"))
    assert [entry["file"] for entry in manifest["artefacts"]] == ["shop_2026-10.html", "shop_2026-10.json"]
    for entry in manifest["artefacts"]:
        assert sha256((home / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
    source = manifest["inputs"][0]
    assert (source["rows_read"], source["rows_used"]) == (3, 3)
    assert source["files"][0]["sha256"] == sha256((folder / "data" / "file.csv").read_bytes()).hexdigest()
    by_id = {entry["kpi"]: entry for entry in manifest["numbers"]}
    assert by_id["aov"]["formula"] == "revenue / orders"
    assert by_id["aov"]["measures"]["order_count"] == "count(*) from orders"


def test_a_second_build_keeps_other_formats_of_the_same_numbers_and_drops_those_of_others(  # type: ignore[no-untyped-def]
    run, client: Callable[..., Path], tmp_path: Path
) -> None:
    folder = client(GOOD)
    home = tmp_path / "out" / "shop"
    run("build", folder, "--period", "2026-10", "--out", tmp_path / "out", "--format", "html")
    run("build", folder, "--period", "2026-10", "--out", tmp_path / "out", "--format", "json")
    assert sorted(path.suffix for path in home.iterdir()) == [".html", ".json", ".json"]
    (folder / "data" / "file.csv").write_text(GOOD.replace("12", "99"), encoding="utf-8")
    run("build", folder, "--period", "2026-10", "--out", tmp_path / "out", "--format", "json")
    assert sorted(path.name for path in home.iterdir()) == ["shop_2026-10.json", "shop_2026-10.manifest.json"]


def test_the_catalogue_the_doctor_and_the_check_speak_json(run, client: Callable[..., Path]) -> None:  # type: ignore[no-untyped-def]
    kpis = json.loads(run("catalog", "--json").stdout)
    assert {"id", "name", "unit", "good", "cadence", "formula", "definition"} <= set(kpis[0])
    assert json.loads(run("catalog", "--insights", "--json").stdout)[0]["id"]
    assert all(finding["there"] for finding in json.loads(run("doctor", "--json").stdout))
    found = json.loads(run("check", client(GOOD), "--json").stdout)
    assert found[0]["client"] == "shop"

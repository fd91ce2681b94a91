"""The Python API says what the commands say."""

import inspect
import json
import os
import re
import subprocess
import sys
import textwrap
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

import reportgen
from reportgen.errors import ConfigError, DataError, PeriodError, UsageError

pytestmark = pytest.mark.journey
ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_data"
SHOP = ROOT / "docs" / "examples" / "shop"
TODAY = date(2026, 11, 5)
CLIENTS = {"lumen-oak": "channel", "hanbit-beauty": "device", "tungwah-industrial": "country"}
ORDERS = "order_id,ordered_at,amount,customer_id,channel\n" + "".join(
    f"{n},2026-{month:02d}-{n % 28 + 1:02d},{n * 10}.50,c{n % 7},{('Email', 'Direct')[n % 2]}\n"
    for month in (9, 10)
    for n in range(month * 100, month * 100 + 40)
)


def same(cell: object, value: object) -> bool:
    """A cell of the frame holds the value of the JSON: missing for null."""
    return pd.isna(cell) if value is None else bool(cell == value)


@pytest.mark.parametrize(
    ("name", "dimension"),
    [pytest.param(*one, marks=[] if one[0] == "lumen-oak" else pytest.mark.slow) for one in CLIENTS.items()],
)
def test_the_frame_holds_the_numbers_of_the_command(run, name: str, dimension: str) -> None:
    command = run("kpis", SAMPLES / name, "--period", "2026-10", "--by", dimension, "--json", "--today", "2026-11-20")
    document = json.loads(command.stdout)
    frame = reportgen.kpis(SAMPLES / name, "2026-10", by=[dimension])
    whole = frame[frame["dimension"].isna()].set_index("id")
    assert list(whole.index) == [kpi["id"] for kpi in document["kpis"]]
    members = 0
    for kpi in document["kpis"]:
        row = whole.loc[kpi["id"]]
        for key in ("name", "unit", "good", "status", "reason", "value"):
            assert same(row[key], kpi[key]), (kpi["id"], key)
        for baseline, compared in kpi["comparisons"].items():
            for key, value in compared.items():
                assert same(row[f"{baseline}_{key}"], value), (kpi["id"], baseline, key)
        split = frame[(frame["id"] == kpi["id"]) & (frame["dimension"] == dimension)]
        listed = kpi["segments"].get(dimension, [])
        assert len(split) == len(listed)
        for (_, part), segment in zip(split.iterrows(), listed, strict=True):
            members += 1
            assert same(part["member"], segment["key"])
            assert same(part["value"], segment["value"])
            for baseline, compared in segment["comparisons"].items():
                for key, value in compared.items():
                    assert same(part[f"{baseline}_{key}"], value), (kpi["id"], segment["key"], baseline, key)
    assert members > 20


def test_the_frames_columns_and_types_are_the_same_whatever_is_missing(client) -> None:
    frame = reportgen.kpis(client(ORDERS), "2026-10", kpis=["revenue", "sessions"], compare=["previous", "target"])
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        "id": "str", "name": "str", "unit": "str", "good": "str", "dimension": "str", "member": "str",
        "status": "str", "reason": "str", "value": "float64",
        "previous_period": "str", "previous_value": "float64", "previous_change": "float64",
        "previous_relative": "float64", "previous_significant": "boolean",
        "target_value": "float64", "target_change": "float64", "target_attainment": "float64", "target_status": "str",
    }  # fmt: skip
    revenue, sessions = frame.to_dict("records")
    # October: 40 orders of n × 10 + 0.50, n = 1000 … 1039: 10 × 40 × 1019.5 + 20
    assert revenue["value"] == 407_820.0
    assert revenue["previous_value"] == 10 * 40 * 919.5 + 20
    assert sessions["status"] == "unavailable"
    assert pd.isna(sessions["value"])
    assert sessions["reason"]
    empty = reportgen.kpis(client(ORDERS, name="other"), "2024-10", compare=["previous", "target"])
    assert list(empty.dtypes) == list(frame.dtypes)
    assert empty["value"].isna().all()


def test_members_stand_below_their_kpi(client) -> None:
    frame = reportgen.kpis(client(ORDERS), "2026-10", kpis=["orders"], by=["channel"])
    assert frame[["id", "dimension", "member", "value"]].fillna("—").to_numpy().tolist() == [
        ["orders", "—", "—", 40.0],
        ["orders", "channel", "Direct", 20.0],
        ["orders", "channel", "Email", 20.0],
    ]


def test_build_writes_what_the_command_writes_and_twice_the_same(run, tmp_path: Path) -> None:
    one, two, three = (tmp_path / name for name in ("one", "two", "three"))
    report = reportgen.build(SHOP, "2026-10", formats=["html", "json"], out=one, today=TODAY)
    again = reportgen.build(SHOP, "2026-10", formats=["html", "json"], out=two, today=TODAY)
    run("build", SHOP, "--period", "2026-10", "--format", "html,json", "--out", three, "--today", TODAY)
    names = [path.relative_to(one).as_posix() for path in report.files]
    stem = "shop/shop_2026-10"
    assert names == [f"{stem}.html", f"{stem}.json", f"{stem}.manifest.json"]
    for name in names[:2]:
        assert (one / name).read_bytes() == (two / name).read_bytes() == (three / name).read_bytes()
    assert report.html.encode() == (one / names[0]).read_bytes()
    assert report.json == json.loads((one / names[1]).read_text(encoding="utf-8"))
    assert again.files[0].parent == two / "shop"
    assert report.save(tmp_path / "saved.json").read_bytes() == (one / names[1]).read_bytes()
    assert report.save(tmp_path / "saved.html").read_bytes() == (one / names[0]).read_bytes()
    assert [found.text for found in report.insights] == [found["text"] for found in report.json["insights"]]
    assert report.insights[0].facts == report.json["insights"][0]["facts"]
    with pytest.raises(UsageError, match=r"ends in \.html or \.json"):
        report.save(tmp_path / "saved.pdf")


class Tags(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.names: set[str] = set()
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs) -> None:
        self.found.add(tag)
        self.names.update(name for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_notebook_shows_cards_and_findings_and_runs_nothing_of_a_hostile_name(client, tmp_path: Path) -> None:
    hostile = "</div><u title='x'>Gift</u>&amp;"
    folder = client(
        ORDERS.replace("Email", hostile),
        f'custom_kpis: [{{id: gifts, name: "{hostile}", formula: orders * 2}}]',
        "kpis: [gifts, revenue, orders]",
        "segments: [channel]",
    )
    text = (folder / "report.yaml").read_text(encoding="utf-8")
    (folder / "report.yaml").write_text(text.replace("The Shop", "'<script>alert(1)</script>'"), encoding="utf-8")
    report = reportgen.report(folder, "2026-10")
    assert not list(tmp_path.rglob("*.pdf"))
    assert report.files == ()
    shown = report._repr_html_()
    page = Tags(shown)
    assert page.found == {"div", "p", "strong", "ol", "li"}
    assert page.names == {"lang", "style"}
    assert not re.search(r"url\(|@import|https?:", shown)
    assert hostile in page.text
    assert "<script>alert(1)</script>" in page.text
    assert "$407,820" in page.text
    assert all(found.text in page.text for found in report.insights)
    assert len(report.insights) > 1


def test_explain_says_what_the_command_says(run) -> None:
    found = reportgen.explain(SAMPLES / "lumen-oak", "2026-10", "aov", rows=10)
    command = run("explain", SAMPLES / "lumen-oak", "aov", "--period", "2026-10", "--rows")
    assert f"{found}\n" == command.stdout
    assert found.value == pytest.approx(177_988.74 / 1687)  # net revenue by orders
    assert found.tree["kpi"] == "aov"
    assert {len(rows) for rows in found.rows.values()} == {10}
    assert "order_count" in found.rows


def test_faults_are_raised_as_the_errors_of_the_package(client, tmp_path: Path) -> None:
    folder = client(ORDERS)
    with pytest.raises(ConfigError):
        reportgen.kpis(tmp_path / "nobody", "2026-10")
    with pytest.raises(PeriodError):
        reportgen.kpis(folder, "2026-13")
    with pytest.raises(UsageError, match="did you mean 'revenue'"):
        reportgen.kpis(folder, "2026-10", kpis=["revenu"])
    with pytest.raises(UsageError, match="did you mean 'revenue'"):
        reportgen.explain(folder, "2026-10", "revenu")
    with pytest.raises(UsageError, match="docx"):
        reportgen.build(folder, "2026-10", formats=["docx"], out=tmp_path / "out")
    with pytest.raises(DataError, match="no data"):
        reportgen.build(folder, "2024-10", out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_script_without_a_guard_is_run_once(client, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        textwrap.dedent(
            f"""
            import sys
            import reportgen
            print("begins", sorted({{"pandas", "duckdb", "click", "jinja2"}} & set(sys.modules)))
            print(reportgen.report({str(client(ORDERS))!r}, "2026-10"))
            """
        ),
        encoding="utf-8",
    )
    ended = subprocess.run(
        [sys.executable, "-W", "error", script], capture_output=True, text=True, cwd=ROOT, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert ended.stderr == ""
    head, shown = ended.stdout.splitlines()
    assert head == "begins []"
    assert shown.startswith("<reportgen.Report shop 2026-10, provisional, ")


def test_rooms_that_share_a_verbs_name_are_modules_and_can_be_called() -> None:
    import reportgen.kpis as room
    from reportgen.kpis import load_catalog

    assert room.load_catalog is load_catalog
    assert reportgen.kpis is room
    assert list(inspect.signature(reportgen.kpis).parameters) == ["path", "period", "kpis", "by", "compare", "today"]
    assert list(inspect.signature(reportgen.report).parameters)[:2] == ["path", "period"]
    assert {"build", "explain", "kpis", "report", "Report"} <= set(dir(reportgen))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        reportgen.nothing  # noqa: B018

"""``reportgen catalog``: which readers there are, and which of them a file fits."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.sources.readers import READERS

FIXTURES = Path(__file__).parents[1] / "rooms" / "readers" / "fixtures"
pytestmark = pytest.mark.journey


def test_readers_are_listed_with_the_tables_that_they_fill(run: Callable) -> None:  # type: ignore[type-arg]
    listed = run("catalog", "--readers").stdout.splitlines()
    assert [line.split()[0] for line in listed] == list(READERS)
    assert "orders, order_lines – Shopify's export of orders" in listed[0]


def test_a_folders_files_are_told_with_the_reader_and_why(run: Callable, tmp_path: Path) -> None:  # type: ignore[type-arg]
    (tmp_path / "below").mkdir()
    for name in ("square_items_2026_10.csv", "nps_survey_latin1.csv"):
        shutil.copy(FIXTURES / name, tmp_path / "below")
    deals = (FIXTURES / "hubspot_deals_2026.csv").read_text(encoding="utf-8").replace("Create Date", "Born")
    (tmp_path / "deals.csv").write_text(deals, encoding="utf-8")
    (tmp_path / "own.csv").write_text("day,sum\n2026-10-01,5\n", encoding="utf-8")
    (tmp_path / "report.yaml").write_text("client: X\n", encoding="utf-8")
    done = run("catalog", "--readers", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    said = done.stdout.splitlines()
    assert said[0].startswith("below/nps_survey_latin1.csv: has bytes that are not in its encoding")
    assert said[1] == "below/square_items_2026_10.csv: square-items"
    assert said[2].endswith("has Time Zone, Item, Qty, Net Sales, Transaction ID, Event Type")
    assert said[3:6] == [
        "deals.csv: hubspot-deals",
        "  hubspot-deals (HubSpot's export of deals): has Record ID, Deal Name",
        f"    lacks Create Date: {READERS['hubspot-deals'].column('Create Date').todo}",
    ]
    assert said[6:] == ["own.csv: fits no reader"]


def test_the_same_as_json_and_in_another_encoding(run: Callable) -> None:  # type: ignore[type-arg]
    done = run("catalog", "--readers", FIXTURES / "nps_survey_latin1.csv", "--encoding", "latin-1", "--json")
    assert json.loads(done.stdout) == [
        {
            "id": "nps_survey_latin1.csv",
            "reader": "nps-survey",
            "fits": [
                {
                    "reader": "nps-survey",
                    "tables": ["surveys"],
                    "matched": ["Response date", "NPS"],
                    "missing": [],
                    "definition": READERS["nps-survey"].doc,
                }
            ],
            "problem": None,
        }
    ]


def test_files_without_readers_and_folders_without_files_are_errors(run: Callable, tmp_path: Path) -> None:  # type: ignore[type-arg]
    alone = run("catalog", FIXTURES / "ga4_de.csv")
    assert (alone.returncode, alone.stdout) == (2, "")
    assert "add --readers" in alone.stderr
    empty = run("catalog", "--readers", tmp_path)
    assert empty.returncode == 2
    assert "there is no file to look at" in empty.stderr

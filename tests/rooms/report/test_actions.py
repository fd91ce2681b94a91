"""The action table: on the page and in the JSON."""

from __future__ import annotations

from reportgen.formatting import Formatter
from reportgen.kpis import kpi_names
from reportgen.narrative import Teller, load_phrases, plain
from reportgen.report.model import Outcome, Table
from reportgen.report.serialise import report_json
from reportgen.units import Good, Unit
from tests.rooms.report import results_sample as sample
from tests.rooms.report.results_sample import Spec
from tests.rooms.report.test_compose import block, make

OFF = (
    Spec("revenue", Unit.MONEY, 900, 800, target=1000, additive=True),
    Spec("aov", Unit.MONEY, 90, 95),
    Spec("cac", Unit.MONEY, 60, 50, target=40, good=Good.DOWN, section="customers"),
    Spec("clv_cac_ratio", Unit.RATIO, "2.5", 3, section="customers"),
)


def test_a_row_a_suggestion_with_the_kpis_figures_in_the_first() -> None:
    made = block(make(sample.results(OFF), sample.config()), "targets-action-table")
    assert made.outcome is Outcome.OK
    assert isinstance(made.content, Table)
    rows = [[plain(cell.text) for cell in row.cells] for row in made.content.rows]
    assert rows[0] == [
        "Customer acquisition cost",
        "$60.00",
        "$40.00",
        "+$20.00",
        "Narrow the targeting; leave out audiences that rarely buy",
        "–",
    ]
    revenue = next(row for row in rows if row[0] == "Net revenue")
    assert revenue[1:4] == ["$900.00", "$1,000", "−$100.00"]
    assert revenue[5] == "Head of commerce"
    notes = [plain(row.cells[4].note) for row in made.content.rows]
    assert "Average order value: $90.00" in notes


def test_the_json_has_every_kpi_that_is_off_with_its_gap_and_owner() -> None:
    report = make(sample.results(OFF), sample.config())
    names = {kpi: name for kpi, (name, _) in kpi_names("en").items()}
    document = report_json(report, Teller(Formatter("en-US", "USD"), load_phrases("en-US"), names))
    found = {entry["kpi"]: entry for entry in document["suggestions"]}
    assert list(found) == ["cac", "revenue", "clv_cac_ratio"]
    assert {name: found["revenue"][name] for name in ("current", "target", "gap", "status", "owner")} == {
        "current": 900,
        "target": 1000,
        "gap": -100,
        "status": "missed",
        "owner": "Head of commerce",
    }
    assert found["clv_cac_ratio"]["band"] == {"side": "below", "low": 3, "high": None}
    assert all(one["evidence"]["text"] for entry in document["suggestions"] for one in entry["suggestions"])


def test_where_all_is_well_there_is_no_table() -> None:
    report = make(sample.results([Spec("revenue", Unit.MONEY, 1000, 900, target=900)]), sample.config())
    assert block(report, "targets-action-table").outcome is Outcome.EMPTY
    assert report.suggestions == ()

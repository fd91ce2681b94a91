"""What machines get: the contract's keys, unrounded numbers, null for what is not there."""

from __future__ import annotations

import json

import pytest

from reportgen.config.notes import Note, parse_note
from reportgen.formatting import Formatter
from reportgen.kpis import kpi_names
from reportgen.narrative import Teller, load_phrases
from reportgen.report import ReportStatus, choose_insights, compose_report, kpis_json, load_kind, report_json
from reportgen.report.serialise import dump
from tests.rooms.report import results_sample as sample


def teller() -> Teller:
    names = {kpi: name for kpi, (name, _) in kpi_names("en").items()}
    return Teller(Formatter("en-US", "USD"), load_phrases("en-US"), names)


def document(note: Note | None = None) -> dict[str, object]:
    config, kind, results = sample.config(), load_kind("ecommerce"), sample.full()
    report = compose_report(
        config,
        kind,
        results,
        choose_insights(config, kind, results),
        formatter=Formatter("en-US", "USD"),
        phrases=load_phrases("en-US"),
        names=kpi_names("en"),
        status=ReportStatus.FINAL,
        note=note,
    )
    return json.loads(dump(report_json(report, teller())))  # type: ignore[no-any-return]


def test_kpis_have_the_keys_of_the_contract() -> None:
    found = kpis_json("lumen-oak", "USD", sample.full(), teller())
    assert list(found) == ["client", "currency", "period", "kpis"]
    assert found["period"] == {
        "id": "2026-10", "start": "2026-10-01", "end": "2026-10-31", "complete": True, "compared_days": 31,
    }  # fmt: skip
    revenue = found["kpis"][0]
    assert list(revenue) == [
        "id", "name", "unit", "good", "status", "reason", "value", "comparisons", "segments", "sources",
    ]  # fmt: skip
    assert revenue["comparisons"]["previous"] == {
        "period": "2026-09",
        "value": 464136,
        "change": 28077,
        "relative": pytest.approx(28077 / 464136),
        "significant": None,
    }
    assert revenue["comparisons"]["target"] == {
        "value": 500000, "change": -7787, "attainment": 0.984426, "status": "near",
    }  # fmt: skip
    email = next(member for member in revenue["segments"]["channel"] if member["key"] == "Email")
    assert email["value"] == 96540
    assert email["comparisons"]["previous"] == {
        "value": 76230, "change": 20310, "relative": pytest.approx(20310 / 76230),
    }  # fmt: skip


def test_a_figure_that_cannot_be_had_is_null_with_its_reason() -> None:
    found = {kpi["id"]: kpi for kpi in kpis_json("x", "USD", sample.full(), teller())["kpis"]}
    assert (found["nps"]["value"], found["nps"]["status"]) == (None, "unavailable")
    assert found["nps"]["reason"] == "needs data on advertising, which is not configured"
    assert found["nps"]["comparisons"]["previous"]["change"] is None


def test_kpis_are_chosen_and_ordered() -> None:
    found = kpis_json("x", "USD", sample.full(), teller(), ["aov", "revenue", "unknown"])
    assert [kpi["id"] for kpi in found["kpis"]] == ["aov", "revenue"]


def test_the_report_has_the_keys_of_the_contract() -> None:
    found = document()
    assert {"client", "period", "currency", "locale", "kpis", "insights", "silenced", "checks", "blocks",
            "suggestions"} <= set(found)  # fmt: skip
    insight = found["insights"][0]  # type: ignore[index]
    assert {"kind", "kpi", "dimension", "member", "direction", "score", "facts", "text"} <= set(insight)
    assert insight["text"].startswith("Net revenue was $492,213")
    assert insight["facts"]["revenue.current"] == {"value": 492213, "unit": "money", "period": "2026-10"}
    assert all(one["reason"] and one["text"] for one in found["silenced"])  # type: ignore[attr-defined]
    assert {one["outcome"] for one in found["blocks"]} <= {"ok", "empty", "suppressed"}  # type: ignore[attr-defined]


def test_the_analysts_note_is_in_the_document() -> None:
    assert document()["notes"] == []
    note = parse_note("---\nauthor: Iris\n---\nUp *{{ revenue.previous.relative }}*.\n\nGood.", "n.md", ["summary"])
    assert document(note)["notes"] == [{"section": "summary", "by": "Iris", "text": ["Up 6.0%.", "Good."]}]


def test_the_same_report_gives_the_same_bytes() -> None:
    assert json.dumps(document()) == json.dumps(document())

"""What a report remembers of earlier ones: from manifests that may be old, foreign or broken."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from reportgen.governance import KpiEntry, KpiSet
from reportgen.insights.background import Told
from reportgen.periods import Calendar, from_id
from reportgen.pipeline.recall import Memory, remembered

CALENDAR = Calendar()


def manifest(period: str, *, complete: bool = True, **more: Any) -> dict[str, Any]:  # noqa: ANN401  # parsed JSON
    found = from_id(period, CALENDAR)
    head = {"id": period, "start": found.start.isoformat(), "end": found.end.isoformat(), "complete": complete}
    return {"client": "shop", "period": head, "numbers": [{"kpi": "revenue", "value": 100.5}], **more}


def memory(*manifests: Any) -> Memory:  # noqa: ANN401  # parsed JSON
    return remembered(manifests, from_id("2026-10", CALENDAR), "2026-09", CALENDAR)


def test_finished_periods_of_the_same_kind_before_this_one_are_remembered() -> None:
    found = memory(
        manifest("2026-08"),
        manifest("2026-09", complete=False),
        manifest("2026-10"),
        manifest("2026-11"),
        manifest("2026-W36"),
        manifest("2026-Q3"),
    )
    assert found.archived == {"2026-08": {"revenue": Decimal("100.5")}}
    assert found.last is None
    assert found.told == ()


def test_the_last_kpi_set_is_that_of_the_latest_period() -> None:
    def kpi_set(period: str) -> dict[str, Any]:
        found = from_id(period, CALENDAR)
        return KpiSet(period, found.start, found.end, (KpiEntry("revenue", "gross", None, None),)).as_json()

    found = memory(*(manifest(period, kpi_set=kpi_set(period)) for period in ("2026-09", "2026-07", "2026-11")))
    assert found.last is not None
    assert (found.last.period, found.last.start) == ("2026-09", date(2026, 9, 1))


def test_what_the_last_report_led_with_is_its_first_finding_and_the_first_that_was_chosen() -> None:
    def entry(kind: str, size: str | None, *, mandatory: bool) -> dict[str, Any]:
        return {"kind": kind, "kpi": "revenue", "dimension": None, "member": None, "size": size, "mandatory": mandatory}

    told = [entry("change", "10", mandatory=True), entry("factors", None, mandatory=True)]
    found = memory(
        manifest("2026-09", told=[*told, entry("target", "7", mandatory=False)]), manifest("2026-08", told=told)
    )
    assert found.told == (
        Told("change", "revenue", None, None, Decimal(10)),
        Told("target", "revenue", None, None, Decimal(7)),
    )


def test_broken_manifests_are_stepped_over() -> None:
    found = memory(
        {},
        {"period": "2026-08"},
        {"period": {"id": "yesterday", "start": "2026-08-01"}},
        {"period": {"id": "2026-08", "start": None}},
        manifest("2026-07", numbers="none", told={"kind": "change"}, kpi_set=7),
        manifest("2026-06", numbers=[{"kpi": "revenue", "value": "much"}, {"kpi": "orders", "value": None}, 5]),
    )
    assert found.archived == {"2026-07": {}, "2026-06": {}}
    assert (found.last, found.told) == (None, ())

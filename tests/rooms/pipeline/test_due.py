"""Which report is due on a day: the last period that is over and has settled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reportgen.config.source import SourceSpec
from reportgen.periods import Calendar
from reportgen.pipeline.due import due
from tests.rooms.report import results_sample as sample

SHOP = SourceSpec.model_validate({"table": "orders", "path": "orders.csv"})


def client(*settle: int | None, start: int = 1):  # noqa: ANN201
    sources = tuple(SHOP.model_copy(update={"settle_days": days}) for days in settle)
    return replace(sample.config(), sources=sources, calendar=Calendar(fiscal_year_start=start))


@pytest.mark.parametrize(
    ("today", "period", "since", "coming", "then"),
    [
        (date(2026, 11, 1), "2026-10", date(2026, 11, 1), "2026-11", date(2026, 12, 1)),
        (date(2026, 11, 30), "2026-10", date(2026, 11, 1), "2026-11", date(2026, 12, 1)),
        (date(2026, 1, 1), "2025-12", date(2026, 1, 1), "2026-01", date(2026, 2, 1)),
    ],
)
def test_a_month_is_due_on_the_day_after_its_end(
    today: date, period: str, since: date, coming: str, then: date
) -> None:
    found = due(client(0), "month", today)
    assert (found.period.id, found.day) == (period, since)
    assert (found.coming[0].id, found.coming[1]) == (coming, then)


@pytest.mark.parametrize(
    ("today", "period"),
    [(date(2026, 11, 3), "2026-09"), (date(2026, 11, 4), "2026-10"), (date(2026, 12, 3), "2026-10")],
)
def test_it_waits_for_the_source_that_settles_last(today: date, period: str) -> None:
    assert due(client(0, 3, 1), "month", today).period.id == period


def test_a_source_that_settles_longer_than_a_period_reaches_further_back() -> None:
    # 45 days after 30 September is 14 November: September is due on the 15th, until then August is
    assert due(client(45), "month", date(2026, 11, 14)).period.id == "2026-08"
    assert due(client(45), "month", date(2026, 11, 15)).period.id == "2026-09"


@pytest.mark.parametrize(
    ("cadence", "period"), [("week", "2026-W46"), ("month", "2026-10"), ("quarter", "2026-Q3"), ("year", "2025")]
)
def test_every_cadence_has_its_period(cadence: str, period: str) -> None:
    assert due(client(0), cadence, date(2026, 11, 18)).period.id == period  # a Wednesday of week 47


def test_a_fiscal_year_moves_its_quarters() -> None:
    # the year that began in October 2026 has no quarter that is over; July to September was the last of 2025's
    assert due(client(0, start=10), "quarter", date(2026, 11, 18)).period.id == "2025-Q4"


def test_a_reader_knows_how_long_its_tool_settles() -> None:
    ads = SourceSpec.model_validate({"format": "google-ads", "path": "ads.csv"})
    config = replace(sample.config(), sources=(ads,))
    assert due(config, "month", date(2026, 11, 3)).period.id == "2026-09"
    assert due(config, "month", date(2026, 11, 4)).period.id == "2026-10"

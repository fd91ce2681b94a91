"""Days that stand out, what the calendar makes of a change, and the client's notes beside them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from reportgen.insights.calendar_effect import calendar, effect
from reportgen.insights.days import day_anomaly, outliers
from reportgen.insights.noted import annotation
from reportgen.insights.scope import DatedNote
from reportgen.periods.model import Span
from reportgen.units import Direction, Sentiment, Unit
from tests.rooms.insights.series_sample import by_day, level, revenue, scope
from tests.rooms.report import results_sample as sample

# Each weekday has three weeks each of 90, 100 and 110, so that its median is 100 and the residuals are −10, 0 and +10;
# their MAD is 10, a deviation 10 / 0.6745 = 14.83, the band ± 51.89. October 2 lies in a week of 100.
SECOND = date(2026, 10, 2)


def test_a_day_outside_its_weekdays_band_is_named_with_its_part_of_the_change() -> None:
    (found,) = day_anomaly(scope(by_day(revenue(3152, 3000), {SECOND: 152})))
    assert (found.member, found.direction, found.sentiment) == ("2026-10-02", Direction.UP, Sentiment.FAVOURABLE)
    stem = "revenue.day[2026-10-02]"
    facts = {name: found.facts[name].value for name in (stem, f"{stem}.usual", f"{stem}.excess", f"{stem}.share")}
    assert facts == {stem: 152, f"{stem}.usual": 100, f"{stem}.excess": 52, f"{stem}.share": Decimal(52) / 152}


def test_a_day_just_inside_the_band_is_not() -> None:
    assert list(day_anomaly(scope(by_day(revenue(3151, 3000), {SECOND: 151})))) == []


def test_a_day_against_the_change_has_no_part_of_it() -> None:
    (found,) = day_anomaly(scope(by_day(revenue(3048, 3000), {SECOND: 48})))
    assert found.direction is Direction.DOWN
    assert "revenue.day[2026-10-02].share" not in found.facts


def test_days_in_a_row_are_one_finding() -> None:
    own = {SECOND: 40, SECOND + timedelta(days=1): 40}
    (found,) = day_anomaly(scope(by_day(revenue(2980, 3100), own)))
    assert found.member == "2026-10-02..2026-10-03"
    assert found.facts["revenue.day[2026-10-02..2026-10-03].excess"].value == -120


def test_such_a_day_in_the_weeks_before_makes_it_nothing_new() -> None:
    # 20 more than its week's 90 is too little to count; 80 more is, and more than half of October's 60.
    for earlier, count in ((110, 1), (180, 0)):
        own = {SECOND: 160, date(2026, 9, 24): earlier}
        assert len(list(day_anomaly(scope(by_day(revenue(3160, 3000), own))))) == count


def test_too_few_days_before_no_days_and_even_days_tell_nothing() -> None:
    assert list(day_anomaly(scope(by_day(revenue(3152, 3000), {SECOND: 152}, before=27)))) == []
    assert list(day_anomaly(scope(revenue(3152, 3000)))) == []
    days = [(date(2026, 9, 1) + timedelta(days=place), Decimal(0)) for place in range(60)]
    assert outliers(days, Decimal("3.5")) == []
    assert outliers([*days[:-1], (days[-1][0], Decimal(900))], Decimal("3.5")) == []  # no spread, no band
    assert outliers([], Decimal("3.5")) == []


def test_the_last_day_of_an_unfinished_period_may_be_cut_off() -> None:
    results = sample.results([sample.Spec("revenue", Unit.MONEY, 152, 110, additive=True)], days=2)
    assert list(day_anomaly(scope(by_day(results, {SECOND: 3}, days=2)))) == []


def test_counts_differ_by_chance_alone_by_the_root_of_what_is_usual() -> None:
    # Around 400 chance is ± 20: a band of ± 70, where a sum of money has ± 51.89.
    start = date(2026, 8, 30)
    days = [(start + timedelta(days=place), Decimal(level(place, 400))) for place in range(63)]
    days[33] = (days[33][0], Decimal(460))
    assert [one.day for one in outliers(days, Decimal("3.5"))] == [days[33][0]]
    assert outliers(days, Decimal("3.5"), counts=True) == []


# --- calendar: October has one Thursday, Friday and Saturday more, one Tuesday and Wednesday fewer than September ------


def test_the_weekdays_of_two_months_are_counted() -> None:
    found = effect(Span(date(2026, 10, 1), date(2026, 10, 31)), Span(date(2026, 9, 1), date(2026, 9, 30)),
                   {day: Decimal(10 * (day + 1)) for day in range(7)})  # fmt: skip
    assert found is not None
    assert found.more == {1: -1, 2: -1, 3: 1, 4: 1, 5: 1}
    assert found.size == 40 + 50 + 60 - 20 - 30
    assert found.days == 1


# Before October Tuesdays and Wednesdays were 90 100 110 90 100, their median 100; Thursdays to Saturdays 90 100 110 90,
# their median 95: 3 × 95 − 2 × 100 = 85.
@pytest.mark.parametrize(("change", "told"), [(340, True), (341, False), (60, True), (-340, False)])
def test_a_quarter_of_the_change_and_its_direction_are_needed(change: int, *, told: bool) -> None:
    found = list(calendar(scope(by_day(revenue(3100 + change, 3100)))))
    assert [one.facts["revenue.calendar.effect"].value for one in found] == ([85] if told else [])


def test_a_wild_day_before_does_not_make_its_weekday_dear() -> None:
    wild = {date(2026, 9, 24): 5000}  # Thursdays are 90 100 110 5,000: their median is 105
    (found,) = calendar(scope(by_day(revenue(3400, 3100), wild)))
    assert found.facts["revenue.calendar.effect"].value == 105 + 95 + 95 - 100 - 100


def test_without_days_before_or_a_change_there_is_no_effect() -> None:
    assert list(calendar(scope(revenue(3500, 3100)))) == []
    assert list(calendar(scope(by_day(revenue(3500, 3100), before=27)))) == []
    assert list(calendar(scope(by_day(revenue(3100, 3100))))) == []
    assert effect(Span(SECOND, SECOND), Span(SECOND, SECOND), {}) is None


# --- annotation -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "near"), [(5, True), (6, False)])
def test_a_note_within_three_days_stands_beside_the_day(day: int, *, near: bool) -> None:
    note = DatedNote(date(2026, 10, day), "Shop closed early")
    found = list(annotation(scope(by_day(revenue(3152, 3000), {SECOND: 152}), note)))
    assert [one.facts["revenue.note[1]"].value for one in found] == (["Shop closed early"] if near else [])


def test_no_notes_or_nothing_found_annotate_nothing() -> None:
    results = by_day(revenue(3152, 3000), {SECOND: 152})
    assert list(annotation(scope(results))) == []
    assert list(annotation(scope(by_day(revenue(3100, 3000)), DatedNote(SECOND, "Fair")))) == []


def test_a_note_of_a_whole_month_is_not_near_what_is_unusual_of_it() -> None:
    values = (100, 102, 98, 101, 99, 103, 97, 100, 102, 98, 101, 300)
    spec = sample.Spec("revenue", Unit.MONEY, 300, 101, series=values)
    month = sample.results([spec])
    week = sample.results([spec], sample.from_id("2026-W43", sample.CALENDAR))
    assert list(annotation(scope(month, DatedNote(SECOND, "Fair")))) == []
    (found,) = annotation(scope(week, DatedNote(date(2026, 10, 20), "Fair")))
    assert found.facts["revenue.note.of"].value == "unusual"
    assert list(annotation(replace(scope(week), annotations=(DatedNote(date(2026, 10, 26), "Fair"),)))) == []

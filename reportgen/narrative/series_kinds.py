"""Sentences about a KPI's time: unusual values and days, trends, the pace, the calendar, dated notes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from reportgen.comparisons.model import Comparison
from reportgen.formatting import DateStyle, PeriodStyle, Style
from reportgen.insights.calendar_effect import WEEKDAYS
from reportgen.insights.pace import ON
from reportgen.insights.scope import called, main_comparison
from reportgen.narrative.baselines import against, baseline_name
from reportgen.narrative.model import Text, joined
from reportgen.narrative.moving import moved_to
from reportgen.narrative.saying import NOTHING, Saying
from reportgen.narrative.teller import sentences
from reportgen.narrative.template import Argument, Counted
from reportgen.periods.calendar import days as period_of_days
from reportgen.periods.model import Span
from reportgen.units import Direction, Good, Unit

_MOVED = (Direction.UP, Direction.DOWN)
_TELL_VALUE = frozenset({"change", "yoy_conflict", "record_streak"})
_A_MONDAY = date(2024, 1, 1)
_WEEKDAYS_NAMED = 3  # more of them are a mix
_WHOLE_FROM = 10  # estimates of a count: a tenth says nothing from here on
_WHOLE_BOUNDS_FROM = 100  # what is beyond a bound by a per cent is so without decimals, too
_LEVELS = (Unit.RATE, Unit.RATIO, Unit.SCORE)
_MOST_DECIMALS = 6


def _comparison(saying: Saying) -> Comparison:
    comparison = main_comparison(saying.result.comparisons)
    assert comparison is not None  # noqa: S101  # the detector saw one
    return comparison


def _estimate(saying: Saying, fact_id: str, *, size: bool = False) -> Text:
    """An estimate in the KPI's unit; of a count without decimals that it cannot know, money counted short."""
    number = abs(Decimal(saying.insight.facts[fact_id].value))
    whole = saying.result.kpi.unit is Unit.COUNT and number >= _WHOLE_FROM
    figure = saying.fact(fact_id, size=size, decimals=0 if whole else None, style=Style.CARD)
    return saying.teller.counted(saying.insight.kpi, figure)


def unusual(saying: Saying) -> Text:
    """Outside the usual range, or inside it though it moved by much."""
    insight, kpi = saying.insight, saying.insight.kpi
    unit = saying.result.kpi.unit
    numbers = [Decimal(insight.facts[f"{kpi}.{name}"].value) for name in ("current", "usual.low", "usual.high")]
    whole = unit is Unit.COUNT and all(not number or number >= _WHOLE_BOUNDS_FROM for number in numbers)
    decimals = 0 if whole else saying.teller.shared(saying.teller.formatter.decimals(numbers, unit), unit)
    words: dict[str, Argument] = {
        "way": insight.direction.value,
        "season": str(insight.facts[f"{kpi}.usual.season"].value),
        "low": saying.fact(f"{kpi}.usual.low", decimals=decimals, style=Style.CARD),
        "high": saying.teller.counted(kpi, saying.fact(f"{kpi}.usual.high", decimals=decimals, style=Style.CARD)),
    }
    if saying.before is not None and saying.before.kpi == kpi and saying.before.kind in _TELL_VALUE:
        return saying.say("insight.unusual.near", **words)
    comparison = main_comparison(saying.result.comparisons)
    told = any((kind, kpi) in saying.said for kind in (*_TELL_VALUE, "target", "mix_rate"))
    if told or comparison is None or called(comparison) not in _MOVED:
        return saying.say("insight.unusual.alone", value=saying.value(), **words)
    return moved_to(saying, comparison, saying.say("insight.unusual.then", **words))


def day_anomaly(saying: Saying) -> Text:
    """The day or the days, how far off they were, and what part of the change that is."""
    insight, teller = saying.insight, saying.teller
    stem = f"{insight.kpi}.day[{insight.member}]"
    first, _, last = str(insight.member).partition("..")
    span = Span(date.fromisoformat(first), date.fromisoformat(last or first))
    if span.days == 1:
        day = teller.date(span.start, DateStyle.DAY_MONTH)
    else:
        day = teller.period(period_of_days(span), PeriodStyle.NAME)
    return saying.say(
        f"insight.day_anomaly.{'one' if span.days == 1 else 'many'}",
        day=day,
        weekday=teller.date(span.start, DateStyle.WEEKDAY),
        value=teller.counted(insight.kpi, saying.fact(stem)),
        excess=_estimate(saying, f"{stem}.excess", size=True),
        way=insight.direction.value,
        then=_part_of_change(saying, f"{stem}.share"),
    )


def _part_of_change(saying: Saying, fact_id: str) -> Text:
    fact = saying.insight.facts.get(fact_id)
    if fact is None:
        return saying.say("insight.day_anomaly.end")
    words = against(saying.result, _comparison(saying), saying.teller)
    way = saying.insight.direction.value
    if Decimal(fact.value) > 1:
        return saying.say("insight.day_anomaly.more", way=way, baseline=words["baseline"])
    share = saying.fact(fact_id, decimals=0)
    return saying.say("insight.day_anomaly.part", way=way, baseline=words["baseline"], share=share)


def trend(saying: Saying) -> Text:
    """How long it has gone one way, and by how much a period."""
    insight, teller, kpi = saying.insight, saying.teller, saying.insight.kpi
    kind = saying.results.state.period.kind.value
    length = insight.facts[f"{kpi}.trend.periods"]
    count = teller.count(f"{kpi}.trend.periods", int(length.value), length.period)
    slope = saying.fact(f"{kpi}.trend.slope", size=True, decimals=_slope_decimals(saying))
    return saying.say(
        "insight.trend",
        way=insight.direction.value,
        periods=teller.say(f"periods.{kind}", count=count),
        kind=kind,
        amount=teller.counted(kpi, slope),
        per=teller.say(f"per_period.{kind}"),
    )


def _slope_decimals(saying: Saying) -> int | None:
    """The decimals of the KPI's level, or as many more as it takes for a slope not to be printed as none."""
    unit, formatter = saying.result.kpi.unit, saying.teller.formatter
    slope = abs(Decimal(saying.insight.facts[f"{saying.insight.kpi}.trend.slope"].value))
    if unit is Unit.COUNT and slope >= _WHOLE_FROM:
        return 0
    decimals = formatter.decimals([slope, saying.result.value.number or slope], unit)
    if unit not in _LEVELS:
        return saying.teller.shared(decimals, unit)
    printed = slope * 100 if unit is Unit.RATE else slope
    while decimals < _MOST_DECIMALS and not round(printed, decimals):
        decimals += 1
    return decimals


def trend_break(saying: Saying) -> Text:
    """From when to when it went one way, and how it has gone since."""
    insight, teller, kpi = saying.insight, saying.teller, saying.insight.kpi
    start, turn = (str(insight.facts[f"{kpi}.break.{name}"].value) for name in ("start", "turn"))
    return saying.say(
        "insight.trend_break",
        way=insight.direction.value,
        start=teller.period(start),
        turn=teller.period(turn),
        peak=teller.counted(kpi, saying.fact(f"{kpi}.series[{turn}]")),
        value=saying.value(),
    )


def pace(saying: Saying) -> Text:
    """Where the period will end, whether that is enough, and what each day left has to bring."""
    insight, teller, kpi = saying.insight, saying.teller, saying.insight.kpi
    lower = "lower" if saying.result.kpi.good is Good.DOWN else "higher"
    standing = str(insight.facts[f"{kpi}.pace.standing"].value)
    text = saying.say(
        f"insight.pace.{lower}",
        projection=_estimate(saying, f"{kpi}.pace.value"),
        low=_estimate(saying, f"{kpi}.pace.low"),
        high=_estimate(saying, f"{kpi}.pace.high"),
        target=teller.counted(kpi, saying.fact(f"{kpi}.target.value")),
        standing=standing,
    )
    if standing == ON or f"{kpi}.pace.needed" not in insight.facts:
        return text
    needed, daily = (_estimate(saying, f"{kpi}.pace.{name}") for name in ("needed", "daily"))
    return sentences((text, saying.say(f"insight.pace.needs.{lower}", needed=needed, daily=daily)), teller.space)


def calendar(saying: Saying) -> Text:
    """How the days differ from the baseline's, and what part of the change such days usually make."""
    insight, teller, kpi = saying.insight, saying.teller, saying.insight.kpi
    comparison = _comparison(saying)
    share = Decimal(insight.facts[f"{kpi}.calendar.share"].value)
    total = saying.fact(f"{kpi}.{comparison.baseline.value}.change", size=True, level=saying.result.value.number)
    return saying.say(
        f"insight.calendar.{'more' if share > 1 else 'part'}",
        whole="no" if comparison.like_for_like else "yes",
        period=teller.period(saying.results.state.period, PeriodStyle.NAME),
        baseline=baseline_name(kpi, comparison, teller),
        difference=_difference(saying),
        effect=_estimate(saying, f"{kpi}.calendar.effect", size=True),
        total=teller.counted(kpi, total),
        way=insight.direction.value,
    )


def _difference(saying: Saying) -> Text:
    """The weekdays that there are more or fewer of; many of them are another mix."""
    insight, teller, kpi = saying.insight, saying.teller, saying.insight.kpi
    found = [place for place, name in enumerate(WEEKDAYS) if f"{kpi}.calendar.{name}" in insight.facts]
    if len(found) > _WEEKDAYS_NAMED:
        days = _more(saying, f"{kpi}.calendar.days")
        return teller.say(f"insight.calendar.{'mixed' if days['sign'] != 'same' else 'mix'}", **days)
    named: list[Text] = []
    for place in found:
        weekday = teller.date(_A_MONDAY + timedelta(days=place), DateStyle.WEEKDAY)
        words = _more(saying, f"{kpi}.calendar.{WEEKDAYS[place]}")
        named.append(teller.say("insight.calendar.weekday", weekday=weekday, **words))
    listed = named[0]
    for item in named[1:]:
        listed = (
            teller.say("insight.calendar.last", list=listed, item=item)
            if item is named[-1]
            else joined((*listed, *teller.comma, *item))
        )
    return teller.say("insight.calendar.weekdays", list=listed)


def _more(saying: Saying, fact_id: str) -> dict[str, Argument]:
    """How many days, and whether more or fewer."""
    fact = saying.insight.facts[fact_id]
    number = int(fact.value)
    sign = "more" if number > 0 else "fewer" if number < 0 else "same"
    if not number:
        return {"days": NOTHING, "sign": sign}
    return {"days": Counted(saying.fact(fact_id, size=True), abs(number)), "sign": sign}


def annotation(saying: Saying) -> Text:
    """The finding, and the notes dated then: side by side, without a word of cause."""
    insight, teller = saying.insight, saying.teller
    stem = f"{insight.kpi}.note"
    kind = str(insight.facts[f"{stem}.of"].value)
    notes = [
        teller.say(
            "insight.annotation.note",
            text=teller.name(str(fact.value)),
            day=teller.date(date.fromisoformat(str(fact.period)), DateStyle.DAY_MONTH),
        )
        for name, fact in insight.facts.items()
        if name.startswith(f"{stem}[")
    ]
    finding = SERIES_KINDS[kind](replace(saying, insight=replace(insight, kind=kind)))
    return sentences((finding, teller.say("insight.annotation.noted", notes=teller.join(notes))), teller.space)


SERIES_KINDS: dict[str, Callable[[Saying], Text]] = {
    "unusual": unusual,
    "day_anomaly": day_anomaly,
    "trend": trend,
    "trend_break": trend_break,
    "pace": pace,
    "calendar": calendar,
    "annotation": annotation,
}

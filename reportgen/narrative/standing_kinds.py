"""Sentences about how things stand: bands, pairs, single records, experiments, checks, earlier reports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from reportgen.comparisons.compare import moved
from reportgen.comparisons.model import Baseline
from reportgen.insights.model import FactValue
from reportgen.insights.scope import main_comparison
from reportgen.narrative.baselines import against, baseline_name, on_baseline
from reportgen.narrative.model import Run, Text
from reportgen.narrative.reasons import message_text
from reportgen.narrative.saying import NOTHING, Saying
from reportgen.narrative.template import Argument
from reportgen.units import Direction, Unit

_SIDES = {"below": ("below", "under"), "above": ("above", "over"), "back": ("healthy", "within")}
"""Side of a band → the phrase where it has one edge, and where it has two."""


def band(saying: Saying) -> Text:
    """Which side of its band a KPI is on, back in it, or past an edge within it."""
    insight, teller, kpi = saying.insight, saying.teller, saying.insight.kpi
    side = str(insight.facts[f"{kpi}.band.side"].value)
    edges = {
        name: _edge(saying, f"{kpi}.band.{name}") for name in ("low", "high") if f"{kpi}.band.{name}" in insight.facts
    }
    way = insight.direction.value
    if side == "passed":
        if saying.before is not None and (saying.before.kind, saying.before.kpi) == ("change", kpi):
            return saying.say("insight.band.passed_too", way=way, edge=_edge(saying, f"{kpi}.band.edge"))
        comparison = main_comparison(saying.result.comparisons)
        assert comparison is not None  # noqa: S101  # an edge lies between two values
        return saying.say(
            "insight.band.passed",
            way=way,
            edge=_edge(saying, f"{kpi}.band.edge"),
            value=saying.value(),
            before=saying.fact(
                f"{kpi}.{comparison.baseline.value}.value",
                decimals=teller.formatter.decimals([saying.result.value.number or Decimal(0)], saying.result.kpi.unit),
            ),
            baseline=baseline_name(kpi, comparison, teller),
        )
    words: dict[str, Argument] = {**edges, "edge": next(iter(edges.values()))}
    words["way"] = "up" if "low" in edges else "down"
    return saying.say(f"insight.band.{_SIDES[side][len(edges) - 1]}", value=saying.value(), **words)


def _edge(saying: Saying, fact_id: str) -> Text:
    """A band's edge, without decimals where it is a round figure."""
    shown = Decimal(saying.insight.facts[fact_id].value) * (100 if saying.result.kpi.unit is Unit.RATE else 1)
    return saying.fact(fact_id, decimals=0 if shown == shown.to_integral_value() else None)


def divergence(saying: Saying) -> Text:
    """How each of the pair moved."""
    teller = saying.teller
    given = saying.results.kpis[saying.insight.member or ""]
    first, second = (
        on_baseline(result, result.comparisons[Baseline.PREVIOUS], teller) for result in (given, saying.result)
    )
    words = teller.kpi_words(given.kpi.id)
    return saying.say("insight.divergence", given=words["kpi"], given_many=words["many"], first=first, second=second)


def outlier_record(saying: Saying) -> Text:
    """The record, its share, and the KPI with its change without it."""
    insight, teller = saying.insight, saying.teller
    stem = next(name for name in insight.facts if name.endswith(".without")).removesuffix(".without")
    day = insight.facts.get(f"{stem}.day")
    return saying.say(
        f"insight.outlier_record.{'order' if day is not None else 'campaign'}",
        day=teller.date(date.fromisoformat(str(day.value))) if day is not None else NOTHING,
        member=teller.member(insight.member),
        share=saying.fact(f"{stem}.share"),
        amount=teller.counted(insight.kpi, saying.fact(f"{stem}.value")),
        without=teller.counted(insight.kpi, saying.fact(f"{stem}.without")),
        tail=_without(saying, f"{stem}.without.relative"),
    )


def _without(saying: Saying, fact_id: str) -> Text:
    """How the KPI would stand to its baseline."""
    fact, comparison = saying.insight.facts.get(fact_id), main_comparison(saying.result.comparisons)
    if fact is None or comparison is None:
        return NOTHING
    relative = Decimal(fact.value)
    way = moved(saying.result.kpi.unit, relative, relative)
    words = against(saying.result, comparison, saying.teller)
    figure = saying.fact(fact_id, size=True) if way is not Direction.FLAT else NOTHING
    clause = saying.teller.say("change.on", way=way.value, figure=figure, **words)
    return saying.teller.say("insight.outlier_record.tail", clause=clause)


def experiment(saying: Saying) -> Text:
    """Two variants' rates, their difference with its interval, and the verdict."""
    insight, teller = saying.insight, saying.teller
    name, _ = insight.members[0]
    stem = f"experiment[{name}]"
    control = str(insight.facts[f"{stem}.control"].value)
    prefix = f"{stem}[{insight.member}]"
    bounds = {
        side: saying.fact(f"{prefix}.{side}", sign=True, decimals=2)
        for side in ("low", "high")
        if f"{prefix}.{side}" in insight.facts
    }
    words: dict[str, Argument] = dict(bounds)
    return saying.say(
        f"insight.experiment.{'measured' if bounds else 'bare'}",
        experiment=teller.name(name or ""),
        variant=teller.name(insight.member or ""),
        control=teller.name(control),
        rate=saying.fact(f"{prefix}.rate", decimals=2),
        base=saying.fact(f"{stem}[{control}].rate", decimals=2),
        difference=saying.fact(f"{prefix}.difference", sign=True, decimals=2),
        verdict=teller.say(f"insight.experiment.{insight.facts[f'{stem}.verdict'].value}"),
        **words,
    )


def data_caveat(saying: Saying) -> Text:
    """What a check found in a source."""
    insight, teller = saying.insight, saying.teller
    assert insight.message is not None  # noqa: S101  # a caveat is what a check said
    return teller.say(
        "notes.named",
        source=teller.name(insight.member or ""),
        message=message_text(insight.message, teller, f"caveat[{insight.member}][{insight.message.key}]"),
    )


def restatement(saying: Saying) -> Text:
    """An earlier period's figure then and now."""
    insight, teller, kpi = saying.insight, saying.teller, saying.insight.kpi
    stem = f"{kpi}.restated[{insight.member}]"
    sized = f"{stem}.relative" in insight.facts
    return saying.say(
        "insight.restatement",
        period=teller.period(insight.member or ""),
        before=teller.counted(kpi, saying.fact(f"{stem}.then")),
        now=teller.counted(kpi, saying.fact(f"{stem}.now")),
        sized="yes" if sized else "no",
        figure=saying.fact(f"{stem}.relative", sign=True) if sized else NOTHING,
    )


def kpi_change(saying: Saying) -> Text:
    """A line of the KPI change log."""
    insight, teller, changed = saying.insight, saying.teller, saying.insight.member or ""
    start = f"kpi_change[{changed}]."
    stem = next(name for name in insight.facts if name.startswith(start)).rpartition(".")[0]
    kind = stem.removeprefix(start)
    sides = {side: insight.facts.get(f"{stem}.{side}") for side in ("before", "after")}
    known = [side for side, fact in sides.items() if fact is not None]
    key = f"insight.kpi_change.{kind}"
    if kind in ("target", "owner"):
        key += ".changed" if len(known) > 1 else ".set" if known == ["after"] else ".dropped"
    words = {side: NOTHING if fact is None else _side(saying, f"{stem}.{side}", fact) for side, fact in sides.items()}
    since = teller.period(str(insight.facts[f"{stem}.since"].value))
    called = teller.kpi_words(changed)
    if f"{stem}.name" in insight.facts:
        called["kpi"] = (Run(str(insight.facts[f"{stem}.name"].value), source="name"),)
    return teller.say(key, **called, **words, since=since)


def _side(saying: Saying, fact_id: str, fact: FactValue) -> Text:
    if isinstance(fact.value, str):
        return (Run(fact.value, source="name"),)
    return saying.teller.counted(saying.insight.member or "", saying.fact(fact_id))


STANDING_KINDS: dict[str, Callable[[Saying], Text]] = {
    "band": band,
    "divergence": divergence,
    "outlier_record": outlier_record,
    "experiment": experiment,
    "data_caveat": data_caveat,
    "restatement": restatement,
    "kpi_change": kpi_change,
}

"""A shop of which only a conversion rate by channel is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from reportgen.comparisons.model import Results
from reportgen.insights import Scope
from reportgen.kpis.model import Quotients
from reportgen.units import Unit
from tests.rooms.report import results_sample as sample
from tests.rooms.report.results_sample import Spec

Counts = Mapping[str | None, tuple[int, int]]  # purchases, sessions


def pairs(counts: Counts) -> dict[str | None, tuple[Decimal, Decimal]]:
    return {key: (Decimal(above), Decimal(below)) for key, (above, below) in counts.items()}


def rate_of(counts: Mapping[str, tuple[int, int]] | Counts) -> Fraction:
    return Fraction(sum(above for above, _ in counts.values()), sum(below for _, below in counts.values()))


def _whole(counts: Counts | None) -> str | None:
    if counts is None:
        return None
    rate = rate_of(counts)
    return str(Decimal(rate.numerator) / Decimal(rate.denominator))


def shop(
    before: Counts | None, now: Counts, *, year_ago: Counts | None = None, significant: bool | None = True
) -> Results:
    spec = Spec("conversion_rate", Unit.RATE, _whole(now), _whole(before), _whole(year_ago), significant=significant)
    sides = {"previous": before, "current": now, "year_ago": year_ago}
    members = {"channel": {window: pairs(side) for window, side in sides.items() if side is not None}}
    results = sample.results([spec])
    result = replace(results.kpis["conversion_rate"], quotients=Quotients("sessions", members))
    return replace(results, kpis={"conversion_rate": result})


def scope(
    before: Counts | None,
    now: Counts,
    *,
    year_ago: Counts | None = None,
    significant: bool | None = True,
    headlines: tuple[str, ...] = (),
) -> Scope:
    results = shop(before, now, year_ago=year_ago, significant=significant)
    return Scope(results, ("conversion_rate",), ("channel",), headlines)

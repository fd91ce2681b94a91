"""Asking for KPIs of small tables: a month, the month before, and one number."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from reportgen.facts.store import FactStore
from reportgen.kpis import Catalog, DayWindow, KpiValues, Request, Settings, Value, compute, load_catalog
from reportgen.periods.model import Span

MONTHLY = Settings(Decimal(12), lost_after_days=30)


def month(name: str, *, open_start: bool = True, to: date | None = None) -> DayWindow:
    """``month("2026-03")``: that month, with the one before it; ``to``: its last day with data."""
    return DayWindow((_span(name),), _span(_before(name)), to, open_start=open_start)


def _span(name: str) -> Span:
    year, number = (int(part) for part in name.split("-"))
    return Span(date(year, number, 1), date(year, number, monthrange(year, number)[1]))


def _before(name: str) -> str:
    year, number = (int(part) for part in name.split("-"))
    return f"{year - 1}-12" if number == 1 else f"{year}-{number - 1:02d}"


def ask(
    store: FactStore,
    *kpis: str,
    in_: str | DayWindow = "2026-03",
    by: tuple[str, ...] = (),
    catalog: Catalog | None = None,
    settings: Settings = MONTHLY,
    more: Mapping[str, DayWindow] | None = None,
) -> dict[str, KpiValues]:
    """Values of the KPIs in a month (or window) as ``current``, and in ``more`` windows by name."""
    window = month(in_) if isinstance(in_, str) else in_
    windows = {"current": window, **(more or {})}
    request = Request(dict.fromkeys(kpis, windows), by, ("current", "previous", "year_ago") if by else ())
    return compute(store, catalog or load_catalog(), request, settings)


def value(store: FactStore, kpi: str, in_: str | DayWindow = "2026-03") -> Value:
    """The KPI's value in a month."""
    return ask(store, kpi, in_=in_)[kpi].windows["current"]


def number(store: FactStore, kpi: str, in_: str | DayWindow = "2026-03") -> Decimal | None:
    """The KPI's number in a month, None where it has none."""
    return value(store, kpi, in_).number


def reason(store: FactStore, kpi: str, in_: str | DayWindow = "2026-03") -> tuple[str, str, dict[str, object]]:
    """Status, reason and its arguments of a KPI without a number."""
    found = value(store, kpi, in_)
    assert found.reason is not None, found
    return found.status.value, found.reason.key, dict(found.reason.arguments)


def members(store: FactStore, kpi: str, dimension: str, in_: str | DayWindow = "2026-03") -> dict[str | None, object]:
    """Member → number of a KPI's segments."""
    found = ask(store, kpi, in_=in_, by=(dimension,))[kpi].segments.get(dimension, {}).get("current", {})
    return {key: member.number for key, member in found.items()}


def parts(values: KpiValues, window: str = "current") -> dict[str, Decimal | None]:
    """Part → number of a KPI's parts."""
    return {part.id: part.windows[window].number for part in values.parts}

"""report.yaml and portfolio.yaml as types: every key, what it holds and its default."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from reportgen.config.fields import (
    Address,
    ClientId,
    Currency,
    Day,
    Domain,
    Filled,
    Line,
    LocaleName,
    Name,
    Number,
    PeriodId,
    PositiveNumber,
    Reference,
    Setting,
    Text,
    TimeZoneName,
    Unique,
)
from reportgen.config.source import SourceEntry, Strict
from reportgen.issues import Severity
from reportgen.periods.model import Calendar
from reportgen.units import Cadence, Good, Unit

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class CalendarEntry(Strict):
    """When weeks and fiscal years start."""

    week_start: Weekday = Field(default="monday", description="the first day of a week")
    fiscal_year_start: int = Field(default=1, ge=1, le=12, description="the month in which a fiscal year begins")

    @property
    def calendar(self) -> Calendar:
        """The calendar as the period room knows it."""
        return Calendar(WEEKDAYS.index(self.week_start), self.fiscal_year_start)


class Target(Strict):
    """A KPI's target: one number for every period, or numbers by period id."""

    every: Number | None = None
    periods: dict[PeriodId, Number] = Field(default_factory=dict)

    def of(self, period_id: str) -> Decimal | None:
        """The target of exactly this period, else the one for every period, else None."""
        return self.periods.get(period_id, self.every)


def _target(value: object) -> object:
    return {"periods": value} if isinstance(value, dict) else {"every": value}


class MeasureSpec(Strict):
    """One aggregate over one canonical table."""

    table: Line = Field(description="a canonical table")
    aggregate: Literal["sum", "count", "count_distinct", "min", "max", "median", "mean"] = Field(
        description="how rows become a number"
    )
    column: Text | None = Field(default=None, description="a column, or an SQL expression of columns; none for count")
    where: Text | None = Field(default=None, description="an SQL boolean that chooses rows")


class CustomKpi(Strict):
    """A KPI of the client's own."""

    id: Name = Field(description="how other keys name it")
    name: Line = Field(description="how the report names it")
    formula: Text = Field(description="over its measures and KPI ids")
    unit: Annotated[Unit, Field(strict=False)] = Field(default=Unit.COUNT, description="what it measures")
    good: Annotated[Good, Field(strict=False)] = Field(default=Good.NONE, description="the direction that is good")
    measures: dict[Name, MeasureSpec] = Field(default_factory=dict, description="the aggregates that it needs")
    definition: Text | None = Field(default=None, description="a sentence for the appendix")
    section: Line | None = Field(default=None, description="the section that shows it")
    cadence: Annotated[Cadence, Field(strict=False)] = Field(
        default=Cadence.MONTHLY, description="how often it is worth reading"
    )


class Settings(Strict):
    """Choices that change what a KPI means."""

    lost_after_days: int = Field(
        default=90, ge=1, le=3660, description="days without an order that make a customer lost"
    )
    clv_max_years: PositiveNumber = Field(default=Decimal(5), description="the most years that a lifetime value counts")
    conversion_base: Literal["sessions", "users"] = Field(
        default="sessions", description="what conversions are divided by"
    )
    churn_from: Literal["subscriptions", "orders"] = Field(
        default="subscriptions", description="which table churn is computed from where both are given"
    )


class Annotation(Strict):
    """A dated note."""

    date: Day = Field(description="the day")
    text: Line = Field(description="what happened")


class Insights(Strict):
    """Insight kinds switched off and thresholds changed."""

    off: tuple[Line, ...] = Field(default=(), description="kinds that are not looked for")
    thresholds: dict[str, Number] = Field(default_factory=dict, description="threshold: number")


def _insights(value: object) -> object:
    if not isinstance(value, dict):
        return value
    rest = {key: content for key, content in value.items() if key != "off"}
    return {"thresholds": rest, **({"off": value["off"]} if "off" in value else {})}


class Archive(Strict):
    """Where artefacts are kept."""

    path: Line = Field(default="archive", description="a folder")


class Smtp(Strict):
    """The mail server."""

    host: Setting = Field(description="its name, or ${NAME}")
    port: int = Field(default=587, ge=1, le=65535, description="its port")
    user: Setting | None = Field(default=None, description="the login, or ${NAME}")
    password: Reference | None = Field(default=None, description="${NAME} of the password")
    security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="how the connection is protected"
    )
    per_minute: int = Field(default=30, ge=1, le=10_000, description="the most messages sent in a minute")


class Delivery(Strict):
    """Who gets the report, in which formats, and after which approval."""

    to: Annotated[tuple[Address, ...], Unique] = Field(default=(), description="recipients")
    cc: Annotated[tuple[Address, ...], Unique] = Field(default=(), description="recipients of a copy")
    reply_to: Address | None = Field(default=None, description="where answers go")
    sender: Address | None = Field(default=None, alias="from", description="the sender's address")
    formats: Annotated[tuple[Literal["pdf", "html", "email", "xlsx", "pptx", "json"], ...], Unique, Filled] = Field(
        default=("pdf",), description="the files attached"
    )
    approval: Literal["required", "none"] = Field(default="required", description="whether someone must approve first")
    allowed_domains: tuple[Domain, ...] = Field(default=(), description="domains that mail may go to; empty for any")
    smtp: Smtp | None = Field(default=None, description="the mail server")


class ReportFile(Strict):
    """report.yaml, with the defaults of portfolio.yaml under it."""

    client: Line = Field(description="the name printed")
    id: ClientId | None = Field(default=None, description="names files; default: the folder's name")
    report: Line = Field(description="the report kind")
    locale: LocaleName = Field(default="en-US", description="language, numbers, dates and sentences")
    currency: Currency = Field(description="the currency of every amount")
    timezone: TimeZoneName = Field(description="the time zone in which a day starts")
    calendar: CalendarEntry = Field(default=CalendarEntry(), description="when weeks and fiscal years start")
    prepared_for: Line | None = Field(default=None, description="whom the cover says the report is for")
    prepared_by: Line | None = Field(default=None, description="who the cover says made it")
    brand: Line | None = Field(default=None, description="the brand file")
    sources: Annotated[tuple[SourceEntry, ...], Filled] = Field(description="where the data are")
    kpis: Annotated[tuple[Line, ...], Unique, Filled] | None = Field(
        default=None, description="the KPIs shown; default: the report kind's"
    )
    targets: dict[str, Annotated[Target, BeforeValidator(_target)]] = Field(
        default_factory=dict, description="KPI: a number, or numbers by period"
    )
    owners: dict[str, Line] = Field(default_factory=dict, description="KPI: who answers for it")
    custom_kpis: tuple[CustomKpi, ...] = Field(default=(), description="KPIs of your own")
    segments: Annotated[tuple[Line, ...], Unique] | None = Field(
        default=None, description="the dimensions broken down by; default: the report kind's"
    )
    settings: Settings = Field(default=Settings(), description="choices that change what a KPI means")
    goals: dict[Line, Annotated[tuple[Line, ...], Unique]] = Field(
        default_factory=dict, description="a business goal: the KPIs that show it"
    )
    annotations: tuple[Annotation, ...] = Field(default=(), description="dated notes")
    checks: dict[str, Annotated[Severity, Field(strict=False)]] = Field(
        default_factory=dict, description="a check's rule: off, note, warn or block"
    )
    insights: Annotated[Insights, BeforeValidator(_insights)] = Field(
        default=Insights(), description="kinds switched off, and thresholds"
    )
    tags: Annotated[tuple[Line, ...], Unique] = Field(default=(), description="for choosing clients of a portfolio")
    archive: Archive | None = Field(default=None, description="where artefacts are kept")
    delivery: Delivery = Field(default=Delivery(), description="how the report is sent")

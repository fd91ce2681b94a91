"""Asking: one client, one period → the numbers. config → sources → facts → kpis → comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from reportgen import governance
from reportgen.comparisons import Baseline, Plan, Results, compare, has_numbers, make_plan
from reportgen.comparisons.model import KpiResult
from reportgen.config.client import ClientConfig
from reportgen.config.load import find_clients, load_client
from reportgen.config.names import Names
from reportgen.errors import DataError, Place, Problem, PublishError, UsageError, did_you_mean
from reportgen.facts import FactStore, open_facts
from reportgen.facts.model import columns_by_table, dimensions
from reportgen.facts.opening import weighed
from reportgen.facts.period_checks import period_issues
from reportgen.facts.rules import RULES
from reportgen.formatting import Formatter
from reportgen.insights import DETECTORS, Thresholds
from reportgen.issues import Issue, Severity
from reportgen.kpis import (
    Catalog,
    DayWindow,
    Request,
    Settings,
    blocked,
    compute,
    kpi_names,
    kpi_variants,
    load_catalog,
    pools,
    sources_of,
)
from reportgen.kpis.custom import custom_kpis
from reportgen.kpis.experiments import experiments
from reportgen.kpis.records import largest_orders
from reportgen.narrative import Teller, languages, load_phrases, plain
from reportgen.narrative.reasons import message_text
from reportgen.periods import Period, parse_period, periods_per_year
from reportgen.pipeline.govern import govern
from reportgen.pipeline.look import look_issues
from reportgen.report.kind import kind_of, kinds
from reportgen.report.kpi_json import kpis_json
from reportgen.report.kpi_table import kpi_table
from reportgen.shelf import Shelf
from reportgen.sources.readers import AUTO, READERS

BY_DAY = 6  # KPIs whose days a report looks at
BASELINES = tuple(baseline.value for baseline in Baseline)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a client. ``kpis`` None: every KPI of the catalogue."""

    period: str
    today: date
    baselines: tuple[str, ...] = ("previous", "year_ago", "target")
    kpis: tuple[str, ...] | None = None
    dimensions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The numbers of one client and period, and what they rest on."""

    catalog: Catalog
    plan: Plan
    results: Results
    store: FactStore
    issues: tuple[Issue, ...]  # what the checks of data and of this period found
    today: date


def names() -> Names:
    """What a config may name, gathered from the rooms that own the names."""
    return Names(
        kinds=kinds(),
        readers=(*READERS, AUTO),
        tables=columns_by_table(),
        kpis=tuple(load_catalog().kpis),
        dimensions=dimensions(),
        insights=tuple(detector.id for detector in DETECTORS),
        thresholds=Thresholds.names(),
        checks=(*RULES, *governance.RULES),
        languages=languages(),
    )


def load_one(path: Path) -> ClientConfig:
    """The client at ``path``. Raises ConfigError; UsageError when the folder holds several."""
    folders = find_clients([path])
    if len(folders) > 1:
        raise UsageError(
            Problem(
                "this command takes one client",
                where=Place(str(path)),
                found=f"{len(folders)} clients",
                todo=f"name one of them, for example {folders[0]}",
            )
        )
    return load_client(folders[0], names())


def catalog_of(config: ClientConfig) -> Catalog:
    """The built-in catalogue with the client's own KPIs and settings."""
    own = custom_kpis(config.custom_kpis, config.file, config.written)
    return load_catalog().with_custom(own, config.settings.conversion_base, config.settings.churn_from)


def names_of(config: ClientConfig, catalog: Catalog, results: Results | None = None) -> dict[str, tuple[str, str]]:
    """Printed name and definition of every KPI, in the client's language, as its ``results`` came about."""
    language = load_phrases(config.locale).language
    found = dict(kpi_names(language))
    for result in results.kpis.values() if results is not None else ():
        text = kpi_variants(language).get(f"{result.kpi.id}@{_variant(result, config.settings.churn_from)}")
        if text is not None:
            found[result.kpi.id] = text
    for kpi in catalog.kpis.values():
        if kpi.name is not None:
            found[kpi.id] = (kpi.name, kpi.definition or "")
    return found


def _variant(result: KpiResult, churn_from: str) -> str:
    """What a KPI forecasts, or which of the two it was counted from: subscriptions or orders."""
    if result.forecast is not None:
        return result.forecast.kpi
    subscribed = "subscriptions" in result.sources
    ordered = any(source != "subscriptions" for source in result.sources)
    return churn_from if subscribed and ordered else "subscriptions" if subscribed else "orders" if ordered else ""


def teller_of(config: ClientConfig, catalog: Catalog, results: Results | None = None) -> Teller:
    """Words and figures in the client's language."""
    printed = {kpi: name for kpi, (name, _) in names_of(config, catalog, results).items()}
    phrases = load_phrases(config.locale, config.brand.tone)
    return Teller(Formatter(config.locale, config.currency), phrases, printed, config.calendar)


def numbers(
    config: ClientConfig,
    question: Question,
    *,
    for_report: bool = False,
    cover: tuple[str, ...] = (),
    shown: tuple[str, ...] = (),
    shelf: Shelf | None = None,
) -> Answer:
    """Load the client's data and answer the question. Raises PeriodError, SourceError, DataError, UsageError.

    A report's cover needs the days of ``cover``; of the KPIs ``shown``, in the report's order, the days of the first
    that add up are looked at too. Facts that are kept on the ``shelf`` are not read again.
    """
    catalog = catalog_of(config)
    wanted = _known(question.kpis, tuple(catalog.kpis), "--kpi") if question.kpis else tuple(catalog.kpis)
    period = parse_period(question.period, config.calendar, today=question.today)
    store = open_facts(config, shelf)
    baselines = tuple(Baseline(name) for name in question.baselines)
    by = _known(question.dimensions, dimensions(), "--by")
    plan = make_plan(
        store,
        catalog,
        (catalog.kpis[kpi] for kpi in wanted),
        period,
        config.calendar,
        question.today,
        baselines,
        with_series=for_report,
        daily=(*cover, *_by_day(store, catalog, shown)) if for_report else (),
    )
    request = Request(
        windows={kpi: of.windows for kpi, of in plan.kpis.items()},
        dimensions=by,
        segment_windows=("current", "previous", "year_ago"),
    )
    values = blocked(compute(store, catalog, request, settings_of(config, period)), _forbidden(store))
    results = compare(
        plan,
        values,
        lambda kpi: config.target_for(kpi, period.id),
        baselines,
        frozenset(kpi for kpi in wanted if pools(store, catalog, catalog.kpis[kpi])),
        store.extent(),
    )
    if for_report:
        ran = experiments(store, DayWindow((period.span,)), to_date=True)
        largest = largest_orders(store, DayWindow((period.span,)))
        results = replace(results, experiments=ran, records=() if largest is None else (largest,))
    found = weighed(config, period_issues(store, period.span, [past.span for past in plan.trailing], question.today))
    return Answer(catalog, plan, results, store, (*store.issues, *found), question.today)


def _by_day(store: FactStore, catalog: Catalog, shown: Sequence[str]) -> list[str]:
    """The first KPIs that the client's sources have and whose days add up."""
    found = (kpi for kpi in shown if catalog.kpis[kpi].additive and sources_of(store, catalog, catalog.kpis[kpi]))
    return list(islice(found, BY_DAY))


def settings_of(config: ClientConfig, period: Period) -> Settings:
    """The client's choices about how KPIs of such a period are computed."""
    return Settings(
        periods_per_year=periods_per_year(period),
        lost_after_days=config.settings.lost_after_days,
        clv_max_years=config.settings.clv_max_years,
    )


def _forbidden(store: FactStore) -> dict[str, str]:
    """Canonical table → the check that forbids numbers of it."""
    return {
        table: issue.rule
        for issue in reversed(store.issues)
        if issue.severity is Severity.BLOCK
        for table in store.touched(issue)
    }


def _unsettled(answer: Answer) -> list[str]:
    """The sources whose numbers of the period may still change."""
    span, today = answer.plan.period.span, answer.today
    covers = [cover for cover in answer.store.coverage if not cover.settled(span, today)]
    return [f"{cover.label} settles {cover.settle_days} days after" for cover in covers]


def _known(asked: Sequence[str], known: tuple[str, ...], option: str) -> tuple[str, ...]:
    for name in asked:
        if name not in known:
            raise UsageError(Problem(f"{option} does not know '{name}'", found=name, todo=did_you_mean(name, known)))
    return tuple(asked)


def check(config: ClientConfig, period: str | None, today: date, out: Path) -> list[dict[str, Any]]:
    """What the checks of files, data and KPI set find, worded; for a period also what it would be refused for.

    ``out`` is where earlier builds put their reports. Without a period the KPI set is that of the last month.
    """
    catalog = catalog_of(config)
    teller = teller_of(config, catalog)
    if period is None:
        issues = open_facts(config).issues
    else:
        answer = numbers(config, Question(period, today))
        issues = answer.issues
        if not has_numbers(answer.results):
            refuse_unfit(config, answer, final=False)
    looked_at = parse_period(period or "last-month", config.calendar, today=today)
    issues = (*look_issues(config), *issues, *govern(config, kind_of(config), catalog, looked_at, out))
    return [
        {
            "rule": issue.rule,
            "severity": issue.severity.value,
            "source": issue.source,
            "message": plain(message_text(issue.message, teller, f"check[{place}]")),
            "rows": issue.rows,
            "examples": list(issue.examples),
        }
        for place, issue in enumerate(issues, start=1)
    ]


def kpis_as_json(config: ClientConfig, answer: Answer) -> dict[str, Any]:
    """The document of ``kpis --json``."""
    return kpis_json(config.id, config.currency, answer.results, teller_of(config, answer.catalog, answer.results))


def kpis_as_table(config: ClientConfig, answer: Answer) -> str:
    """The numbers as plain text."""
    return kpi_table(config.name, answer.results, teller_of(config, answer.catalog, answer.results))


def refuse_unfit(config: ClientConfig, answer: Answer, *, final: bool) -> None:
    """Raise DataError when a check forbids a report or the period has no data.

    Raises PublishError where it must be final and is not: command and data are right, it is too early.
    """
    where = Place(config.file)
    blocking = [issue for issue in answer.issues if issue.severity is Severity.BLOCK]
    if blocking:
        teller = teller_of(config, answer.catalog)
        raise DataError(
            *(
                Problem(
                    f"{issue.rule}: {plain(message_text(issue.message, teller, f'block[{place}]'))}",
                    where,
                    found="; ".join(issue.examples) or None,
                    todo=f"mend the data, or set `checks: {{{issue.rule}: warn}}` to publish all the same",
                )
                for place, issue in enumerate(blocking, start=1)
            )
        )
    state = answer.results.state
    if not has_numbers(answer.results):
        have = f"{state.data_from} to {state.data_to}" if state.data_from else "no rows at all"
        raise DataError(
            Problem(
                f"there are no data for {answer.plan.period.id}",
                where,
                found=f"data from {have}",
                expected=f"rows between {answer.plan.period.start} and {answer.plan.period.end}",
                todo="choose another --period, or add the exports of this one",
            )
        )
    if final and not state.final:
        days = f"{state.compared_days} of {answer.plan.period.days} days"
        raise PublishError(
            Problem(
                f"{answer.plan.period.id} is provisional",
                where,
                found=days if not state.complete else "; ".join(_unsettled(answer)),
                expected="a period that is over, with data to its end, that no tool changes any more",
                todo="leave --final out, or build again when the data are complete",
            )
        )

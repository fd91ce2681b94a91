"""Cohorts: of each month's new customers, the share that ordered again one, two … months on."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportgen.charts.model import HeatCell, HeatMap
from reportgen.formatting import PeriodStyle
from reportgen.insights.model import FactValue
from reportgen.kpis.model import Cohort
from reportgen.narrative.model import Text, plain
from reportgen.report.desk import Desk, Made, Missing
from reportgen.report.kind import BlockPlan
from reportgen.report.model import ChartBlock, Outcome
from reportgen.units import Unit

_MOST = 12  # cohorts, and months on
_FEWEST = 2  # cohorts with a month behind them
_KPI = "cohort_retention"


def cohorts(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """The heat map: a row a month of first orders, a column a month on."""
    result = desk.results.kpis.get(_KPI)
    known = [one for one in (result.cohorts if result is not None else ()) if one.returned and one.customers > 0]
    shown = known[-int(plan.options.get("most", _MOST)) :]
    if len(shown) < _FEWEST:
        return Missing(Outcome.SUPPRESSED, desk.teller.word("outcome.no_cohorts"))
    teller = desk.teller
    width = min(_MOST, max(len(one.returned) for one in shown))
    cells = tuple(
        HeatCell(row, column, float(share), plain(_share(desk, one, column)))
        for row, one in enumerate(shown)
        for column, share in enumerate(one.shares[:width])
    )
    first = _pooled(shown)
    columns = tuple(_month(desk, month) for month in range(1, width + 1))
    shares = [share for one in shown for share in one.shares[:width]]
    scale = (_end(desk, "lowest", min(shares)), _end(desk, "highest", max(shares)))
    alt = teller.say(
        "block.cohorts.alt",
        first=teller.period(f"{shown[0].month:%Y-%m}"),
        last=teller.period(f"{shown[-1].month:%Y-%m}"),
        lowest=scale[0],
        highest=scale[1],
    )
    chart = HeatMap(
        plan.id,
        plain(alt),
        tuple(_name(desk, one) for one in shown),
        columns,
        cells,
        low_label="",
        high_label="",
    )
    title = teller.say("block.cohorts.title", share=_month_one(desk, first))
    return Made(ChartBlock(chart.id, scale), title, teller.say("block.cohorts.subtitle"), (chart,), ((_KPI, None),))


def _month(desk: Desk, number: int) -> str:
    """How many months on, as a column's head."""
    return plain(desk.teller.figure(f"{_KPI}.month[{number}]", FactValue(number, Unit.COUNT.value)))


def _pooled(shown: Sequence[Cohort]) -> Decimal:
    """The share of all cohorts' customers who ordered again one month on."""
    return Decimal(sum(one.returned[0] for one in shown)) / sum(one.customers for one in shown)


def _month_one(desk: Desk, share: Decimal) -> Text:
    return desk.teller.figure(f"{_KPI}.month_one", FactValue(share, Unit.RATE.value))


def _share(desk: Desk, cohort: Cohort, column: int) -> Text:
    fact = FactValue(cohort.shares[column], Unit.RATE.value)
    return desk.teller.figure(f"{_KPI}[{cohort.month:%Y-%m}].{column + 1}", fact, decimals=0)


def _end(desk: Desk, which: str, share: Decimal) -> Text:
    return desk.teller.figure(f"{_KPI}.{which}", FactValue(share, Unit.RATE.value), decimals=0)


def _name(desk: Desk, cohort: Cohort) -> str:
    """The month and how many customers it brought."""
    teller = desk.teller
    fact = FactValue(cohort.customers, Unit.COUNT.value)
    month = teller.period(f"{cohort.month:%Y-%m}", PeriodStyle.SHORT)
    count = teller.figure(f"{_KPI}[{cohort.month:%Y-%m}].customers", fact)
    return plain(teller.say("member.with_share", member=month, share=count))

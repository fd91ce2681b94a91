"""The cover, the page furniture and the report's title."""

from __future__ import annotations

from reportgen.charts.model import CoverBars
from reportgen.formatting import DateStyle, PeriodStyle
from reportgen.insights.model import FactValue
from reportgen.narrative.model import Run, Text, plain
from reportgen.report.desk import Desk
from reportgen.report.model import Cover, Labels, ReportStatus

_FEWEST_DAYS, _MOST_DAYS = 7, 100
CHART = "cover-days"


def cover(desk: Desk) -> tuple[Cover, CoverBars | None]:
    """The cover and its chart: the days of the period, where there are some but not too many."""
    teller, state, config = desk.teller, desk.state, desk.config
    chart = _bars(desk)
    given = (
        ("period", teller.span(state.period.span)),
        ("prepared_for", teller.name(config.prepared_for) if config.prepared_for else ()),
        ("prepared_by", teller.name(config.prepared_by) if config.prepared_by else ()),
        ("status", _status(desk)),
    )
    made = Cover(
        period_words=tuple(teller.formatter.period(state.period, PeriodStyle.LINES)),
        title=teller.word(f"title.{state.period.kind.value}"),
        items=tuple((teller.word(f"cover.{name}"), text) for name, text in given if text),
        chart=chart.id if chart is not None else None,
    )
    return made, chart


def _status(desk: Desk) -> Text:
    status = desk.teller.say(f"status.report.{desk.status.value}")
    if desk.data_to is None:
        return status
    return desk.teller.say("cover.status_text", status=status, day=desk.teller.date(desk.data_to))


def _bars(desk: Desk) -> CoverBars | None:
    found = (one for kpi in desk.kind.cover if (one := desk.result(kpi)) is not None)
    result = next((one for one in found if any(value.number for _, value in one.daily)), None)
    days = result.daily if result is not None else ()
    known = [(value.number, day) for day, value in days if value.number is not None]
    if result is None or len(known) < _FEWEST_DAYS or len(days) > _MOST_DAYS or not any(n for n, _ in known):
        return None
    teller, kpi = desk.teller, result.kpi
    number, best = max(known, key=lambda pair: (pair[0], -pair[1].toordinal()))
    value = teller.figure(f"{kpi.id}.day[{best.isoformat()}]", FactValue(number, kpi.unit.value, best.isoformat()))
    day = teller.date(best, DateStyle.WEEKDAY_DAY)
    count = teller.count(f"{kpi.id}.days", len(known), desk.state.period.id)
    alt = teller.say(
        "cover.alt",
        kpi=teller.kpi(kpi.id),
        period=teller.period(desk.state.period),
        count=count,
        day=day,
        value=value,
    )
    return CoverBars(
        id=CHART,
        alt=plain(alt),
        values=tuple(None if value.number is None else float(value.number) for _, value in days),
        accent=next(place for place, (day, _) in enumerate(days) if day == best),
        label=plain(teller.say("cover.best_day", day=day, value=value)),
        sublabel=plain(teller.say("cover.best_of", days=count)),
    )


def labels(desk: Desk) -> Labels:
    """The words of the page furniture."""
    teller, word = desk.teller, desk.teller.word
    period = teller.period(desk.state.period)
    status = tuple(
        Run(run.text, run.fact, run.source, strong=True) for run in teller.say(f"status.report.{desk.status.value}")
    )
    dated = desk.status is not ReportStatus.DRAFT and desk.data_to is not None
    foot = teller.say(
        "labels.foot" if dated else "labels.foot_draft",
        status=status,
        day=teller.date(desk.data_to) if desk.data_to is not None else (),
    )
    footer = desk.config.brand.footer
    line = teller.name(footer) if footer else teller.say("labels.confidential", client=teller.name(desk.config.name))
    return Labels(
        running=plain(teller.say("title.running", period=period)),
        foot=(*foot, Run(teller.space), *line),
        page=plain(teller.say("labels.page", page="{page}", pages="{pages}")),
        continued=word("labels.continued"),
        contents=word("labels.contents"),
        up=word("labels.up"),
        down=word("labels.down"),
        chart_data=word("labels.chart_data"),
    )


def document_title(desk: Desk) -> str:
    """The title that a viewer shows: client and period."""
    return plain(
        desk.teller.say(
            "title.document",
            client=desk.teller.name(desk.config.name),
            period=desk.teller.period(desk.state.period),
        )
    )

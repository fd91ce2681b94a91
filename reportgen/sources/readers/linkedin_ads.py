"""LinkedIn Ads: the campaign performance report by day, as Campaign Manager exports it (UTF-16, tabs).

Five lines stand before the header: the title, the report's start, its end, when it was made, and a blank one; a
report without rows has nothing else. ``Start Date (in UTC)`` is the day of a row only where the report is broken
down by day, else that of the whole period in every row: then it cannot be used. Whether 03/04/2026 is in March
or in April follows from the period. Days are those of UTC, as LinkedIn counts them.

Conversions are those of the website where the report has them, else the leads of LinkedIn's own forms. A reach
cannot be added up over days.
"""

from __future__ import annotations

from itertools import chain

from reportgen.errors import Place, Problem, SourceError
from reportgen.sources.raw import identifier
from reportgen.sources.readers.days import Period, cells_of, day_first, iso_day
from reportgen.sources.readers.model import Column, FilePlan, Head, Layout, Newest, Output, Reader, number, text
from reportgen.sources.readers.parts import FIRST
from reportgen.sources.readers.preamble import days_in
from reportgen.sources.readers.totals import totals_sql

_REPORT = "Campaign Manager → Export → Campaign performance, with the time breakdown Daily"

_DIMENSIONS = (
    text("Account Name", "Nom du compte", "Kontoname", "Nombre de la cuenta", "계정 이름", "帳戶名稱"),
    text("Campaign Group ID", "ID du groupe de campagnes", "Kampagnengruppen-ID", "ID del grupo de campañas"),
    text("Campaign Group Name", "Nom du groupe de campagnes", "Name der Kampagnengruppe", "Kampagnengruppenname",
         "Nombre del grupo de campañas", "캠페인 그룹 이름", "廣告活動群組名稱"),
    text("Campaign ID", "ID de la campagne", "ID de campagne", "Kampagnen-ID", "ID de la campaña", "캠페인 ID"),
    text("Campaign Name", "Nom de la campagne", "Nom de campagne", "Kampagnenname",
         "Nombre de la campaña", "캠페인 이름", "廣告活動名稱"),
    text("Ad ID", "Creative ID", "ID de la publicité", "Anzeigen-ID", "ID del anuncio"),
    text("Ad Name", "Creative Name", "Nom de la publicité", "Anzeigenname", "Nombre del anuncio"),
    text("DSC Name", "Nom du DSC"),
    text("Conversion Name", "Nom de la conversion", "Name der Conversion", "Nombre de la conversión"),
)  # fmt: skip
_OTHERS = (
    text("Start Date (in UTC)", "Start Date", "Date de début (en UTC)", "Date de début (UTC)",
         "Date de début", "Startdatum (in UTC)", "Startdatum (UTC)", "Startdatum", "Fecha de inicio (en UTC)",
         "Fecha de inicio", "시작일(UTC)", "시작 날짜(UTC)", "開始日期 (UTC)", "開始日期",
         todo=f"export the days too: {_REPORT}"),
    text("Currency", "Devise", "Währung", "Moneda", "Divisa", "통화", "貨幣"),
    number("Total Spent", "Total dépensé", "Montant total dépensé", "Dépenses totales",
           "Ausgaben insgesamt", "Gesamtausgaben", "Gesamtbetrag ausgegeben", "Total gastado", "Gasto total",
           "총 지출", "총 지출액", "總花費", todo=f"add the column Total Spent: {_REPORT}"),
    number("Impressions", "Impresiones", "노출수", "노출", "曝光次數"),
    number("Clicks", "Clics", "Klicks", "클릭수", "클릭", "點擊次數",
           todo=f"add the column Clicks: {_REPORT}"),
    number("Conversions", "Conversiones", "전환수", "전환", "轉換次數"),
    number("Total Conversion Value", "Conversion Value", "Valeur totale des conversions",
           "Valeur de conversion totale", "Gesamtwert der Conversions", "Gesamter Conversion-Wert",
           "Valor total de conversión", "Valor total de las conversiones", "총 전환 가치", "轉換總價值"),
    number("Leads", "Prospects", "Contactos", "리드", "潛在客戶"),
    number("Reach", "Portée", "Couverture", "Reichweite", "Alcance", "도달", "觸及人數"),
)  # fmt: skip
_COLUMNS: tuple[Column, ...] = (*_DIMENSIONS, *_OTHERS)
_START = "Start Date (in UTC)"
_COMMA = ("Dépenses totales", "Total dépensé", "Montant total dépensé", "Ausgaben insgesamt", "Gesamtausgaben",
          "Gesamtbetrag ausgegeben", "Total gastado", "Gasto total")  # languages that write 1,5  # fmt: skip
_ENGLISH = ("Start Date (in UTC)", "Start Date")
_PREAMBLE = 5


def _period(lines: tuple[str, ...]) -> Period | None:
    """The report's start and end: the first two days before the header, for the third is when it was made."""
    days = tuple(chain.from_iterable(map(days_in, lines[:_PREAMBLE])))[:2]
    return (days[0], days[1]) if len(days) == 2 and days[0] <= days[1] else None  # noqa: PLR2004


def _is_bare(head: Head) -> bool:
    """The lines before the header alone: a title, then lines with a name and a day each."""
    title, *others = [line for line in head.lines if line.strip()] or [""]
    named = [line for line in others if (":" in line or "：" in line) and len(days_in(line)) == 1 and line[0] != "#"]
    return not days_in(title) and len(others) in {2, 3} and named == others


def _look(head: Head, layout: Layout) -> FilePlan:
    period = _period(layout.preamble)
    texts = {text for (text,) in cells_of(head, layout, _START) if any(sign.isdigit() for sign in text)}
    if period is not None and period[0] < period[1] and len(texts) == 1:
        raise SourceError(
            Problem(
                "is not broken down by day: all of its rows start on the same day of a longer period",
                where=Place(head.name, layout.header_line),
                found=f"the period {period[0]} to {period[1]}; {layout.spelled[_START]} is always {next(iter(texts))}",
                expected="a row for each day, or a report of a single day",
                todo=f"export it again by day: {_REPORT}",
            )
        )
    usual = layout.spelled[_START] not in _ENGLISH
    name, day = identifier("Campaign Name"), identifier(_START)
    labels = totals_sql(identifier(FIRST), identifier("Account Name"), name, day)
    return FilePlan(
        (
            {
                "Date": iso_day(_START, day_first=day_first(texts, period, usual=usual)),
                "Is total": f"{labels} and not coalesce(regexp_matches({day}, '[0-9]'), false)",
                "Platform": "'LinkedIn Ads'",
                "Channel": "'Paid social'",
                "Campaign": f'coalesce({name}, "Campaign Group Name", "Campaign ID")',
                "Conversion count": '"Conversions"' if layout.has("Conversions") else '"Leads"',
            },
        ),
        decimal="," if layout.spelled["Total Spent"] in _COMMA else ".",
    )


LINKEDIN_ADS = Reader(
    name="linkedin-ads",
    doc="LinkedIn Ads' campaign performance report by day",
    columns=_COLUMNS,
    marks=(_START, "Total Spent", "Impressions", "Clicks"),
    outputs=(
        Output(
            "ads",
            {
                "date": "Date",
                "spend": "Total Spent",
                "platform": "Platform",
                "campaign": "Campaign",
                "channel": "Channel",
                "currency": "Currency",
                "impressions": "Impressions",
                "reach": "Reach",
                "clicks": "Clicks",
                "conversions": "Conversion count",
                "conversion_value": "Total Conversion Value",
            },
            drops=(("totals", "Is total"),),
        ),
    ),
    newest=Newest(by=("Date", "Currency", *(column.name for column in _DIMENSIONS)), day="Date"),
    look=_look,
    is_bare=_is_bare,
    settle_days=3,
)

"""Meta Ads (Facebook, Instagram): Ads Manager's report, broken down by day.

The first row sums up the others and has no campaign name; other rows may be subtotals, without a day. A report
that is not broken down by day names the whole period in each row (``Reporting starts``, ``Reporting ends``) and
is refused, unless it is of one day: there a first row that equals the sum of the others is a total in any language.
``No data available.`` stands where there are no rows. The currency is that in the header, ``Amount spent (USD)``.

Clicks are link clicks where the report has them, else all clicks. Conversions are purchases where the report has
them, else leads; their value is the purchases', worked out from the return on ad spend where only that is there.
A reach cannot be added up, neither over days nor over ads.
"""

from __future__ import annotations

from reportgen.errors import Place, Problem, SourceError
from reportgen.sources.raw import identifier, quoted
from reportgen.sources.readers.days import cells_of
from reportgen.sources.readers.headers import unit_of
from reportgen.sources.readers.model import Column, FilePlan, Head, Layout, Newest, Output, Reader, number, text
from reportgen.sources.readers.parts import FIRST
from reportgen.sources.readers.totals import totals_sql

_REPORT = "Ads Manager → Reports → Export table data, with Breakdown → By time → Day"

_NAMES = (
    text("Campaign name", "Kampagnenname", "Name der Kampagne", "Nom de la campagne", "Nombre de la campaña",
         "캠페인 이름", "行銷活動名稱", "广告系列名称"),
    text("Ad set name", "Anzeigengruppenname", "Name der Anzeigengruppe", "Nom de l'ensemble de publicités",
         "Nombre del conjunto de anuncios", "광고 세트 이름", "廣告組合名稱", "广告组名称"),
    text("Ad name", "Anzeigenname", "Name der Werbeanzeige", "Nom de la publicité", "Nombre del anuncio",
         "광고 이름", "廣告名稱", "广告名称"),
)  # fmt: skip
_DIMENSIONS = (
    *_NAMES,
    text("Account ID", "Konto-ID", "Account-ID", "ID du compte", "Identificador de la cuenta", "계정 ID", "帳號編號"),
    text("Account name", "Kontoname", "Nom du compte", "Nombre de la cuenta", "계정 이름", "帳號名稱"),
    text("Campaign ID", "Kampagnen-ID", "ID de la campagne", "Identificador de la campaña", "캠페인 ID"),
    text("Ad set ID", "Anzeigengruppen-ID", "ID de l'ensemble de publicités", "광고 세트 ID"),
    text("Ad ID", "Anzeigen-ID", "ID de la publicité", "Identificador del anuncio", "광고 ID"),
    text("Age", "Alter", "Âge", "Edad", "연령", "나이", "年齡", "年龄"),
    text("Gender", "Geschlecht", "Genre", "Sexe", "Sexo", "성별", "性別", "性别"),
    text("Country", "Land", "Pays", "País", "국가", "國家／地區", "國家/地區", "国家/地区"),
    text("Region", "Région", "Región", "지역", "地區"),
    text("Platform", "Publisher platform", "Plattform", "Plateforme", "Plataforma", "플랫폼", "平台"),
    text("Placement", "Platzierung", "Emplacement", "Ubicación", "노출 위치", "版位"),
    text("Device platform", "Geräteplattform", "Plateforme d'appareil", "Plataforma de dispositivo", "기기 플랫폼"),
    text("Impression device", "Impressionsgerät", "Appareil d'impression", "Dispositivo de impresión", "노출 기기"),
    text("Time of day (ad account time zone)", "Time of day (viewer's time zone)"),
)  # fmt: skip
_OTHERS = (
    text("Day", "Date", "Tag", "Jour", "Día", "일", "날짜", "天數", "天数", "日期"),
    text("Reporting starts", "Berichtsstart", "Auswertungsbeginn", "Début des rapports", "Début du rapport",
         "Inicio del informe", "보고 시작", "分析報告開始", "报告开始日期"),
    text("Reporting ends", "Berichtsende", "Auswertungsende", "Fin des rapports", "Fin du rapport",
         "Fin del informe", "보고 종료", "分析報告結束", "报告结束日期"),
    text("Currency", "Währung", "Devise", "Moneda", "Divisa", "통화", "貨幣"),
    number("Amount spent", "Ausgegebener Betrag", "Montant dépensé", "Importe gastado", "지출 금액", "花費金額",
           "已花費金額", "已花费金额", todo=f"add the column Amount spent: {_REPORT}"),
    number("Impressions", "Impressionen", "Impresiones", "노출", "노출수", "曝光次數", "展示次数"),
    number("Reach", "Reichweite", "Couverture", "Alcance", "도달", "도달수", "觸及人數", "覆盖人数"),
    number("Link clicks", "Link-Klicks", "Linkklicks", "Clics sur un lien", "Clics en el enlace", "링크 클릭",
           "連結點擊次數", "链接点击量"),
    number("Clicks (all)", "Klicks (alle)", "Clics (tous)", "Clics (todos)", "클릭(전체)", "클릭 (전체)",
           "點擊次數（全部）", "點擊次數(全部)", "点击量（全部）"),
    number("Purchases", "Käufe", "Achats", "Compras", "구매", "購買次數", "购物次数"),
    number("Website purchases", "Website-Käufe", "Käufe auf der Website", "Achats sur le site web",
           "Compras en el sitio web", "웹사이트 구매", "網站購買次數", "网站购物次数"),
    number("Leads", "Prospects", "Clientes potenciales", "잠재 고객", "리드", "潛在顧客", "潜在客户"),
    number("Purchases conversion value", "Purchase conversion value", "Conversion-Wert für Käufe",
           "Conversion-Wert von Käufen", "Wert der Käufe", "Valeur de conversion des achats",
           "Valor de conversión de compras", "구매 전환값", "구매 전환 값", "購買轉換值", "购物转化价值"),
    number("Website purchases conversion value", "Website purchase conversion value",
           "Conversion-Wert für Website-Käufe", "웹사이트 구매 전환값", "網站購買轉換值"),
    number("Purchase ROAS (return on ad spend)", "Website purchase ROAS (return on advertising spend)",
           "ROAS (Return on Ad Spend) für Käufe", "ROAS für Käufe (Return on Ad Spend)",
           "ROAS des achats (retour sur les dépenses publicitaires)", "구매 ROAS(광고 지출 대비 수익률)"),
)  # fmt: skip
_COLUMNS: tuple[Column, ...] = (*_DIMENSIONS, *_OTHERS)
_COMMA = ("Ausgegebener Betrag", "Montant dépensé", "Importe gastado")  # languages that write 1,5
_CONVERSIONS = ("Purchases", "Website purchases", "Leads")
_VALUES = ("Purchases conversion value", "Website purchases conversion value")
_ROAS = "Purchase ROAS (return on ad spend)"
_NO_DATA = "no data available."
_RESULTS = (  # labels of the first row: of the results of so many campaigns
    "(?is)(ergebnisse aus|results from|résultats (de|pour)|resultados de) .*"
    "|.*([0-9]개|개)의? ?결과|.*(個|个).*(的)?(成果|结果)"
)
_DAY = identifier("Day")


def _is_bare(head: Head) -> bool:
    """``No data available.`` alone."""
    filled = [line.strip(' ",;\t') for line in head.lines if line.strip(' ",;\t')]
    return len(filled) == 1 and filled[0].casefold() == _NO_DATA


def _look(head: Head, layout: Layout) -> FilePlan:
    names = [identifier(column.name) for column in _NAMES if layout.has(column.name)]
    if not layout.has("Day"):
        _prove_one_day(head, layout)
    spelled = layout.spelled["Amount spent"]
    currency = unit_of(spelled)
    return FilePlan(
        (
            {
                "Date": _DAY if layout.has("Day") else '"Reporting starts"',
                "No data": f"coalesce(lower({identifier(FIRST)}) = {quoted(_NO_DATA)}, false)",
                "Is total": _is_total(layout, names),
                "Network": "'Meta Ads'",
                "Channel": "'Paid social'",
                "Campaign": f"coalesce({', '.join(['null::VARCHAR', *names])})",
                "Currency code": f'coalesce({quoted(currency) if currency else "null"}, "Currency")',
                "Click count": _first_of(layout, "Link clicks", "Clicks (all)"),
                "Conversion count": _first_of(layout, *_CONVERSIONS),
                "Conversion value": _value(layout),
                "Device name": 'lower(coalesce("Impression device", "Device platform"))',
            },
        ),
        decimal="," if spelled.startswith(_COMMA) else ".",
    )


def _first_of(layout: Layout, *names: str) -> str:
    """SQL: the first of these columns that the file has."""
    return identifier(next((name for name in names if layout.has(name)), names[0]))


def _value(layout: Layout) -> str:
    """SQL of the value of the purchases; null where leads are counted."""
    named = next((name for name in _VALUES if layout.has(name)), None)
    if named is not None:
        return identifier(named)
    if not any(layout.has(name) for name in _CONVERSIONS[:2]):
        return "null::VARCHAR"
    worked_out = f'round("{_ROAS} #" * "Amount spent #", 2)'
    return f"cast(cast({worked_out} as DECIMAL(18,2)) as VARCHAR)"


def _is_total(layout: Layout, names: list[str]) -> str:
    """SQL: the row sums up others: it is of no day, or of no campaign, or labelled so."""
    nameless = f"coalesce({', '.join(names)}) is null" if names else "false"
    if layout.has("Day"):
        return f"({nameless} or not coalesce(regexp_matches({_DAY}, '[0-9]'), false))"
    labels = [identifier(FIRST), *names]
    results = (f"coalesce(regexp_full_match({label}, {quoted(_RESULTS)}), false)" for label in labels)
    spend, shown = '"Amount spent #"', '"Impressions #"'
    doubled = (
        f"(_n = 0 and count(*) over (partition by _file) > 2 and coalesce({spend} > 0"
        f" and abs(2 * {spend} - sum({spend}) over (partition by _file)) < 0.01 * count(*) over (partition by _file)"
        f" and 2 * {shown} = sum({shown}) over (partition by _file), false))"
    )
    return f"({' or '.join([nameless, totals_sql(*labels), *results, doubled])})"


def _prove_one_day(head: Head, layout: Layout) -> None:
    """Raises SourceError where a row is of more than one day, or where nothing tells its days."""
    spans = {span for span in cells_of(head, layout, "Reporting starts", "Reporting ends") if span[0]}
    longer = sorted(span for span in spans if span[0] != span[1])
    if layout.has("Reporting starts") and layout.has("Reporting ends") and not longer:
        return
    period = f"the period {longer[0][0]} to {longer[0][1]}" if longer else "no dates of the report"
    raise SourceError(
        Problem(
            "has no column Day, so that its rows cannot be given to days",
            where=Place(head.name, layout.header_line),
            found=f"{period}; the columns {', '.join(layout.spelled.get(name, name) for name in layout.header[:12])}",
            expected="a column Day, or a report of a single day",
            todo=f"break the report down by day and export it again: {_REPORT}",
        )
    )


META_ADS = Reader(
    name="meta-ads",
    doc="Meta Ads Manager's report, broken down by day",
    columns=_COLUMNS,
    marks=("Amount spent", "Impressions", "Reporting starts", "Reporting ends"),
    outputs=(
        Output(
            "ads",
            {
                "date": "Date",
                "spend": "Amount spent",
                "platform": "Network",
                "campaign": "Campaign",
                "channel": "Channel",
                "currency": "Currency code",
                "impressions": "Impressions",
                "reach": "Reach",
                "clicks": "Click count",
                "conversions": "Conversion count",
                "conversion_value": "Conversion value",
                "device": "Device name",
                "country": "Country",
                "age": "Age",
                "gender": "Gender",
            },
            drops=(("empty", "No data"), ("totals", "Is total")),
        ),
    ),
    newest=Newest(by=("Date", "Currency code", *(column.name for column in _DIMENSIONS)), day="Date"),
    look=_look,
    is_bare=_is_bare,
    settle_days=7,
)

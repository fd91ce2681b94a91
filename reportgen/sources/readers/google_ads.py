"""Google Ads: the campaign report, segmented by day, as CSV or as "Excel .csv" (UTF-16, tabs).

Two lines stand before the header, the title and the period, by which 03/04/2026 is known to be in March or in
April; at the end stand the totals of campaigns, account and campaign types, each of which repeats what the rows
say. A totals row has a label and no day. Rates and shares (``1.16%``, ``< 10%``) are not read: their counts are.
Conversions may be fractions.

The channel follows the campaign type as in Google Analytics' default channel group, so that the two can be
put side by side: Search campaigns are Paid search, Shopping ones Paid shopping, Performance Max Cross-network.
Without that column all is Paid search. Two accounts are two sources: of two files with the same campaign and
day, the later counts.
"""

from __future__ import annotations

from reportgen.sources.raw import identifier, quoted
from reportgen.sources.readers.days import cells_of, day_first, iso_day, report_day
from reportgen.sources.readers.model import Column, FilePlan, Head, Layout, Newest, Output, Reader, number, text
from reportgen.sources.readers.parts import FIRST
from reportgen.sources.readers.preamble import period_in
from reportgen.sources.readers.totals import totals_sql

_REPORT = "Campaigns → Segment → Time → Day, with the columns Cost, Impr., Clicks, Conversions and Conv. value"

_DIMENSIONS = (
    text("Campaign", "Campaign name", "Kampagne", "캠페인", "Campaña", "Campagne", "Campagna", "キャンペーン"),
    text("Campaign ID", "Kampagnen-ID", "캠페인 ID", "ID de campaña", "ID de campagne", "ID de la campagne"),
    text("Account", "Account name", "Customer ID", "Konto", "Kontoname", "계정", "계정 이름", "Cuenta",
         "Nombre de la cuenta", "Compte", "Nom du compte"),
    text("Ad group", "Anzeigengruppe", "광고그룹", "Grupo de anuncios", "Groupe d'annonces"),
    text("Keyword", "Search keyword", "Search term", "Keyword für Suchnetzwerk", "Suchbegriff", "검색 키워드",
         "검색어", "Palabra clave", "Término de búsqueda", "Mot clé", "Mot clé pour le Réseau de Recherche",
         "Terme de recherche"),
    text("Network", "Network (with search partners)", "Werbenetzwerk", "Netzwerk", "네트워크", "Red",
         "Red (con socios de búsqueda)", "Réseau", "Réseau (avec les partenaires du Réseau de Recherche)"),
    text("Device", "Gerät", "기기", "Dispositivo", "Appareil"),
    text("Country/Territory", "Country/Territory (Matched)", "Country", "Land", "Land/Gebiet", "국가", "País",
         "País/territorio", "Pays", "Pays/Territoire"),
    text("Age", "Alter", "연령", "Edad", "Âge"),
    text("Gender", "Geschlecht", "성별", "Sexo", "Sexe"),
    text("Conversion action", "Conversion-Aktion", "전환 액션", "Acción de conversión", "Action de conversion"),
)  # fmt: skip
_OTHERS = (
    text("Day", "Tag", "일", "Día", "Jour", "Giorno", "Dag", "日"),
    text("Campaign type", "Kampagnentyp", "캠페인 유형", "Tipo de campaña", "Type de campagne"),
    text("Currency code", "Currency", "Währungscode", "Währung", "통화 코드", "Código de moneda",
         "Código de divisa", "Moneda", "Code de devise", "Code devise", "Devise"),
    number("Cost", "Kosten", "비용", "Coste", "Costo", "Coût", "費用", todo=f"add the column Cost: {_REPORT}"),
    number("Impr.", "Impressions", "Impr", "Impressionen", "노출수", "노출", "Impresiones"),
    number("Clicks", "Klicks", "클릭수", "Clics", todo=f"add the column Clicks: {_REPORT}"),
    number("Conversions", "Conv.", "전환수", "전환", "Conversiones"),
    number("Conv. value", "Conversion value", "Total conv. value", "Conv.-Wert", "Conversion-Wert", "전환 가치",
           "전환 값", "전환값", "Valor de conv.", "Valor de conversión", "Valeur de conv.",
           "Valeur de conversion"),
)  # fmt: skip
_COLUMNS: tuple[Column, ...] = (*_DIMENSIONS, *_OTHERS)

_CHANNELS = {
    "search": "Paid search",
    "dynamic search ads": "Paid search",
    "suche": "Paid search",
    "suchnetzwerk": "Paid search",
    "검색": "Paid search",
    "búsqueda": "Paid search",
    "recherche": "Paid search",
    "réseau de recherche": "Paid search",
    "shopping": "Paid shopping",
    "쇼핑": "Paid shopping",
    "display": "Display",
    "displaynetzwerk": "Display",
    "디스플레이": "Display",
    "réseau display": "Display",
    "red de display": "Display",
    "video": "Paid video",
    "동영상": "Paid video",
    "vídeo": "Paid video",
    "vidéo": "Paid video",
    "performance max": "Cross-network",
    "실적 최대화": "Cross-network",
    "máximo rendimiento": "Cross-network",
    "smart": "Cross-network",
    "demand gen": "Cross-network",
    "디맨드 젠": "Cross-network",
    "generación de demanda": "Cross-network",
    "génération de la demande": "Cross-network",
    "discovery": "Cross-network",
    "app": "Paid other",
    "앱": "Paid other",
    "aplicación": "Paid other",
    "application": "Paid other",
}


_COMMA = ("Kosten", "Coste", "Coût")  # languages that write 1,5
_DAYS_FIRST = ("Tag", "Día", "Jour", "Giorno", "Dag")  # languages that write 31/10/2026
_DAY = identifier("Day")
_HAS_DAY = f"(coalesce(regexp_matches({_DAY}, '[0-9]'), false) and not {totals_sql(_DAY)})"


def _channel() -> str:
    kinds, names = (", ".join(map(quoted, words)) for words in (_CHANNELS, _CHANNELS.values()))
    return f"coalesce(([{names}])[list_position([{kinds}], lower(\"Campaign type\"))], 'Paid search')"


def _look(head: Head, layout: Layout) -> FilePlan:
    return FilePlan(
        (
            {
                "Date": _day(head, layout),
                "Is total": f"{totals_sql(identifier(FIRST), _DAY, identifier('Campaign'))} and not {_HAS_DAY}",
                "Platform": "'Google Ads'",
                "Channel": _channel(),
                "Device name": 'lower("Device")',
            },
        ),
        decimal="," if layout.spelled["Cost"] in _COMMA else ".",
    )


def _day(head: Head, layout: Layout) -> str:
    """SQL of the day that a row is of. Raises SourceError when neither a column nor the period tells."""
    if layout.has("Day"):
        texts = (text for (text,) in cells_of(head, layout, "Day"))
        usual = True if layout.spelled["Day"] in _DAYS_FIRST else None
        return iso_day("Day", day_first=day_first(texts, period_in(layout.preamble), usual=usual))
    todo = f"segment the report by day and download it again: {_REPORT}"
    return report_day(head, layout, "Day column", layout.header, todo)


GOOGLE_ADS = Reader(
    name="google-ads",
    doc="Google Ads' campaign report, segmented by day",
    columns=_COLUMNS,
    marks=("Campaign", "Cost", "Clicks", "Impr."),
    outputs=(
        Output(
            "ads",
            {
                "date": "Date",
                "spend": "Cost",
                "platform": "Platform",
                "campaign": "Campaign",
                "channel": "Channel",
                "currency": "Currency code",
                "impressions": "Impr.",
                "clicks": "Clicks",
                "conversions": "Conversions",
                "conversion_value": "Conv. value",
                "device": "Device name",
                "country": "Country/Territory",
                "age": "Age",
                "gender": "Gender",
            },
            drops=(("totals", "Is total"),),
        ),
    ),
    newest=Newest(by=("Date", *(column.name for column in _DIMENSIONS)), day="Date"),
    look=_look,
    settle_days=3,
)

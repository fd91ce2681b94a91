"""Google Analytics 4: a report's or an exploration's download, broken down by day.

Sessions can be added over days and over what a session has one of (channel, source, medium, device, country,
landing page, campaign); a breakdown by events, pages or items counts a session several times and is refused.
Rates are not read: their counts are. Engagement time is the average per session × sessions.

The lines before the header start with ``#`` and name the period. Of a file of several tables (a "snapshot", or
an overview with its cards), each of which has its own period, the one with sessions by day is read and the
others are left aside; without such a one the file is refused, as is one that compares two periods. An exploration
has the grand total as its first row, one cell longer than the header or with nothing but numbers: it is left out.
Without a Date column the period of the preamble must be a single day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from reportgen.errors import Place, Problem, SourceError
from reportgen.sources.raw import identifier, quoted
from reportgen.sources.readers.channels import channel_name
from reportgen.sources.readers.headers import layout_of
from reportgen.sources.readers.model import (
    Column,
    FilePlan,
    Head,
    Joint,
    Layout,
    Newest,
    Output,
    Reader,
    number,
    text,
)
from reportgen.sources.readers.parts import FIRST
from reportgen.sources.readers.preamble import period_in

_REPORT = "Reports → Acquisition → Traffic acquisition, with Date added as a second dimension, downloaded as CSV"
_DATE = "add the dimension Date to the report (the + beside its first column) and download it again"

_DIMENSIONS = (
    text("Date", "Day", "Fecha", "날짜", "일자", "Datum", "Tag", "Jour", "Giorno", "日付",
         "日期"),
    text("Nth day", "N.º día", "N번째 일", "N-ter Tag", "N-ième jour", "Nième jour"),
    text(
        "Session primary channel group",
        "Session primary channel group (Default Channel Group)",
        "Session primary channel group (Default channel group)",
        "Session default channel group",
        "Session default channel grouping",
        "Default channel group",
        "Default channel grouping",
        "Grupo de canales principal de la sesión (grupo de canales predeterminado)",
        "Grupo principal de canales de la sesión (Grupo de canales predeterminado)",
        "Grupo de canales predeterminado de la sesión",
        "Grupo de canales predeterminado",
        "세션 기본 채널 그룹",
        "세션 기본 채널 그룹(기본 채널 그룹)",
        "세션 기본 채널 그룹 (기본 채널 그룹)",
        "기본 채널 그룹",
        "Sitzung – primäre Channelgruppe (Standard-Channelgruppe)",
        "Sitzung – Standard-Channelgruppe",
        "Standard-Channelgruppe für Sitzung",
        "Standard-Channelgruppe",
        "Groupe de canaux principal de la session (Groupe de canaux par défaut)",
        "Groupe de canaux principal de la session",
        "Groupe de canaux par défaut de la session",
        "Groupe de canaux par défaut",
        "工作階段主要管道群組 (預設管道群組)",
        "工作階段主要管道群組（預設管道群組）",
        "工作階段主要管道群組",
        "工作階段預設管道群組",
        "預設管道群組",
        "会话主要渠道组（默认渠道组）",
        "会话主要渠道组 (默认渠道组)",
        "会话主要渠道组",
        "会话默认渠道组",
        "默认渠道组",
    ),
    text("Session source / medium", "Source / medium", "Fuente/medio de la sesión", "세션 소스/매체",
         "Sitzung – Quelle/Medium", "Source/Support de la session", "Source / Support de la session",
         "工作階段來源/媒介", "工作階段來源 / 媒介", "会话来源/媒介", "会话来源 / 媒介"),
    text("Session source", "Source", "Fuente de la sesión", "세션 소스", "Sitzung – Quelle", "Source de la session",
         "工作階段來源", "会话来源"),
    text("Session medium", "Medium", "Medio de la sesión", "세션 매체", "Sitzung – Medium", "Support de la session",
         "工作階段媒介", "会话媒介"),
    text("Session campaign", "Campaña de la sesión", "세션 캠페인", "Sitzung – Kampagne", "Campagne de la session",
         "工作階段廣告活動", "会话广告系列"),
    text("Device category", "Device", "Categoría de dispositivo", "기기 카테고리", "Gerätekategorie",
         "Catégorie d'appareil", "Catégorie de l'appareil",
         "裝置類別", "设备类别"),
    text("Country", "País", "국가", "Land", "Pays",
         "國家/地區", "国家/地区"),
    text("City", "Ciudad", "도시", "Stadt", "Ville",
         "城市"),
    text("Hostname", "Host name", "Nombre de host", "호스트 이름", "Hostname", "Nom d'hôte",
         "主機名稱", "主机名"),
    text("Landing page", "Landing page + query string", "Página de destino", "Página de destino + cadena de consulta",
         "방문 페이지", "방문 페이지 + 쿼리 문자열", "Landingpage", "Landingpage + Abfragestring",
         "Page de destination", "Page de destination + chaîne de requête",
         "到達網頁", "到達網頁 + 查詢字串", "着陆页", "着陆页 + 查询字符串"),
)  # fmt: skip
_METRICS = (
    number("Sessions", "Sesiones", "세션수", "세션 수", "세션", "Sitzungen",
           "工作階段", "会话数",
           todo=f"export {_REPORT}; other reports have no sessions"),
    number("Engaged sessions", "Sesiones con interacción", "참여 세션수", "참여 세션 수",
           "Sitzungen mit Interaktionen", "Sessions avec engagement",
           "互動工作階段", "互动会话数", "感兴趣的会话数"),
    number("Total users", "Usuarios totales", "Total de usuarios", "총 사용자", "총 사용자 수", "Nutzer insgesamt",
           "Gesamtzahl der Nutzer", "Nombre total d'utilisateurs", "Total des utilisateurs", "Total utilisateurs",
           "總人數", "總使用者人數", "总用户数", "用户总数"),
    number("Active users", "Users", "Usuarios activos", "활성 사용자", "활성 사용자 수", "Aktive Nutzer", "Nutzer",
           "Utilisateurs actifs", "Utilisateurs",
           "活躍使用者", "活躍使用者人數", "活跃用户", "活跃用户数"),
    number("New users", "Usuarios nuevos", "Nuevos usuarios", "새 사용자 수", "새 사용자", "신규 사용자",
           "Neue Nutzer", "Nouveaux utilisateurs",
           "新使用者", "新使用者人數", "新用户", "新用户数"),
    number("Returning users", "Usuarios recurrentes", "재사용자", "재방문자 수", "Wiederkehrende Nutzer",
           "Utilisateurs connus",
           "回访用户数"),
    number("Views", "Screen page views", "Vistas", "조회수", "Aufrufe", "Vues",
           "瀏覽次數", "浏览次数", "查看次数"),
    number("Items viewed", "Item views", "Item view events", "Artículos vistos", "조회된 상품", "Aufgerufene Artikel",
           "Angesehene Artikel", "Articles vus", "Articles consultés"),
    number("Add to carts", "Adds to cart", "Veces añadido al carrito", "Añadidos al carrito", "장바구니에 추가",
           "장바구니 추가", "In den Einkaufswagen", "Hinzufügungen zum Einkaufswagen", "Ajouts au panier"),
    number("Checkouts", "Begin checkouts", "Pagos iniciados", "Tramitaciones de compra", "결제", "결제 시작",
           "Bezahlvorgänge", "Kaufvorgänge", "Règlements", "Paiements initiés"),
    number("Ecommerce purchases", "Compras de comercio electrónico", "전자상거래 구매", "전자상거래 구매수",
           "E-Commerce-Käufe", "Achats d'e-commerce", "Achats e-commerce"),
    number("Transactions", "Transacciones", "거래", "Transaktionen"),
    number("Purchases", "Compras", "구매", "Käufe", "Achats"),
    number("Key events", "Conversions", "Eventos clave", "Conversiones", "주요 이벤트", "주요 이벤트 수", "전환",
           "Schlüsselereignisse", "Événements clés",
           "主要事件", "关键事件", "轉換", "转化", "转化次数"),
    number("Average engagement time per session", "Tiempo de interacción medio por sesión", "세션당 평균 참여 시간",
           "Durchschnittliche Interaktionsdauer pro Sitzung", "Durée d'engagement moyenne par session",
           "Durée moyenne d'engagement par session",
           "每個工作階段的平均參與時間", "每次会话的平均互动时长"),
    number("User engagement", "User engagement duration", "Interacción del usuario", "사용자 참여",
           "Nutzer-Engagement", "Engagement des utilisateurs", "Engagement utilisateur"),
)  # fmt: skip
_REPEATED = (  # a session has several of these
    text("Event name", "Nombre del evento", "이벤트 이름", "Ereignisname", "Nom de l'événement",
         "事件名稱", "事件名称"),
    text("Page path and screen class", "Page path + query string", "Page path", "Ruta de página y clase de pantalla",
         "페이지 경로 및 화면 클래스", "Seitenpfad und Bildschirmklasse", "Chemin de la page et classe de l'écran",
         "网页路径和屏幕类"),
    text("Page title and screen name", "Page title and screen class", "Page title", "Título de página",
         "페이지 제목 및 화면 이름", "Seitentitel und Bildschirmname", "Titre de la page et nom de l'écran",
         "网页标题和屏幕名称"),
    text("Item name", "Nombre del artículo", "상품 이름", "Artikelname", "Nom de l'article",
         "商品名稱", "商品名称"),
)  # fmt: skip
_COLUMNS: tuple[Column, ...] = (*_DIMENSIONS, *_METRICS, *_REPEATED)
_BROKEN_DOWN = tuple(column.name for column in _DIMENSIONS if column.name not in {"Date", "Nth day"})
_PERIOD = re.compile(r"^#[^:：]*[:：]\s*\d{8}\s*$")
_PROPERTY = re.compile(
    r"^#\s*(?:Property|Propiedad|속성|Property-ID|Propriété|資源|媒体资源)\s*[:：]\s*(.+)$", re.IGNORECASE
)
_COMMA = ("Sitzungen", "Sesiones")  # languages that write 1,5
_ENDS = 2  # of a period: its start and its end, a line each

_SOURCE, _MEDIUM = '"Session source"', '"Session medium"'
_PAIR = '"Session source / medium"'
_DERIVED: Mapping[str, str] = MappingProxyType(
    {
        "Channel": channel_name('"Session primary channel group"'),
        "Source name": f"coalesce({_SOURCE}, nullif(trim(split_part({_PAIR}, ' / ', 1)), ''))",
        "Medium name": f"coalesce({_MEDIUM}, nullif(trim(split_part({_PAIR}, ' / ', 2)), ''))",
        "Device name": 'lower("Device category")',
        "Visitors": 'coalesce("Total users", "Active users")',
        "Purchase count": 'coalesce("Ecommerce purchases", "Transactions", "Purchases")',
        "Engagement": 'coalesce("User engagement", cast(cast(round("Average engagement time per session #"'
        ' * "Sessions #", 2) as DECIMAL(18,4)) as VARCHAR), "Average engagement time per session")',
    }
)


def _look(head: Head, layout: Layout) -> FilePlan:
    for column in _REPEATED:
        if layout.has(column.name):
            raise SourceError(
                Problem(
                    f"is broken down by '{layout.spelled[column.name]}', of which a session has several",
                    where=Place(head.name, layout.header_line),
                    found=", ".join(layout.header[:20]),
                    expected="a breakdown by day, channel, source, medium, device, country or landing page",
                    todo=f"take that column out, or export {_REPORT}",
                )
            )
    periods = [line for line in layout.preamble if _PERIOD.match(line)]
    if len(periods) > _ENDS:
        raise SourceError(
            Problem(
                "compares two periods",
                where=Place(head.name, layout.header_line),
                found=", ".join(line.strip("# ") for line in periods[:4]),
                expected="one period, broken down by Date",
                todo="switch the comparison off and download the report again",
            )
        )
    own = next((found[1] for line in layout.preamble if (found := _PROPERTY.match(line))), "")
    return FilePlan(
        ({**_DERIVED, "Is total": _is_total(layout), "Property": quoted(own.strip()), "Day": _day(head, layout)},),
        decimal="," if layout.spelled["Sessions"] in _COMMA else ".",
    )


def _is_total(layout: Layout) -> str:
    """SQL: the row has nothing in its dimensions; where none of them is known, in its first cell."""
    there = [identifier(name) for name in ("Date", "Nth day", *_BROKEN_DOWN) if layout.has(name)]
    return f"coalesce({', '.join(there or [identifier(FIRST)])}) is null"


def _tables_at(head: Head) -> tuple[int, ...]:
    """The lines at which the tables of a snapshot start: each has lines with a period of its own before it."""
    starts: list[int] = []
    block: int | None = None  # where the lines with # before the next table begin
    with head.path.open(encoding="utf-8-sig") as lines:
        for place, line in enumerate(lines):
            if not line.startswith("#"):
                block = None if line.strip() else block
                continue
            block = place if block is None else block
            if _PERIOD.match(line) and (not starts or starts[-1] < block):
                starts.append(block if starts else place)
    return tuple(starts)


def _joint(heads: tuple[Head, ...]) -> Joint:
    """Of a snapshot's tables those with sessions by day count, of each period the one that says most.

    Raises SourceError when a snapshot has no such table.
    """
    aside: set[int] = set()
    for path in dict.fromkeys(head.name for head in heads):
        tables = {place: head for place, head in enumerate(heads) if head.name == path}
        if len(tables) == 1:
            continue
        best: dict[object, tuple[int, int]] = {}
        for place, head in tables.items():
            layout = layout_of(head, GA4)
            if layout is not None and _is_usable(layout):
                period = period_in(_comments(layout))
                best[period] = max(best.get(period, (0, 0)), (len(layout.spelled), -place))
        if not best:
            second = sorted(tables.values(), key=lambda head: head.first)[1]
            raise SourceError(
                Problem(
                    "has several tables, each with a period of its own: it is a snapshot or an overview",
                    where=Place(second.name, second.first + 1),
                    found=f"{len(tables)} tables, none of which has sessions by day",
                    expected="a table with Sessions, broken down by Date",
                    todo=f"export {_REPORT}",
                )
            )
        aside |= tables.keys() - {-place for _, place in best.values()}
    return Joint(_look, frozenset(aside))


def _is_usable(layout: Layout) -> bool:
    """A table of a snapshot has sessions, each once, and tells of each its day."""
    period = period_in(_comments(layout))
    is_by_day = layout.has("Date") or (period is not None and (layout.has("Nth day") or period[0] == period[1]))
    return layout.has("Sessions") and is_by_day and not any(layout.has(column.name) for column in _REPEATED)


def _comments(layout: Layout) -> Iterator[str]:
    """The lines with # before a table."""
    return (line for line in layout.preamble if line.startswith("#"))


def _day(head: Head, layout: Layout) -> str:
    """SQL of the day that a row is of. Raises SourceError when neither a column nor the preamble tells."""
    if layout.has("Date"):
        return '"Date"'
    period = period_in(_comments(layout))
    if period and layout.has("Nth day"):
        return f"strftime(date '{period[0]}' + try_cast(\"Nth day\" as INTEGER), '%Y-%m-%d')"
    if period and period[0] == period[1]:
        return quoted(period[0].isoformat())
    found = f"the period {period[0]} to {period[1]}" if period else "no period before the header"
    raise SourceError(
        Problem(
            "has no Date column, so that its rows cannot be given to days",
            where=Place(head.name, layout.header_line),
            found=f"{found}; the columns {', '.join(layout.header[:12])}",
            expected="a Date column, or an export of a single day",
            todo=_DATE,
        )
    )


GA4 = Reader(
    name="ga4",
    doc="Google Analytics 4's download of a report or exploration by day",
    columns=_COLUMNS,
    marks=("Sessions", "Engaged sessions"),
    outputs=(
        Output(
            "traffic",
            {
                "date": "Day",
                "sessions": "Sessions",
                "users": "Visitors",
                "new_users": "New users",
                "returning_users": "Returning users",
                "pageviews": "Views",
                "engaged_sessions": "Engaged sessions",
                "engagement_seconds": "Engagement",
                "product_views": "Items viewed",
                "add_to_carts": "Add to carts",
                "checkouts": "Checkouts",
                "purchases": "Purchase count",
                "conversions": "Key events",
                "channel": "Channel",
                "source": "Source name",
                "medium": "Medium name",
                "device": "Device name",
                "country": "Country",
                "landing_page": "Landing page",
            },
            drops=(("totals", "Is total"),),
        ),
    ),
    newest=Newest(by=("Day", *_BROKEN_DOWN, "Property"), day="Day"),
    look=_look,
    tables_at=_tables_at,
    joint=_joint,
    settle_days=2,
)

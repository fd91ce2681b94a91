"""Google Search Console: the performance report's export, a zip, a folder of its files, or a workbook.

The files are Queries, Pages, Countries, Devices, Dates (or Chart), sometimes Search appearance, and Filters. They
break the same clicks down in different ways and cannot be added up: at most 1,000 queries are listed, and rare
ones never. The clicks and impressions of each day are those of Dates; they have neither query nor page in the
table. Queries, pages, countries and devices stand beside them, each in rows of its own, dated at the last day of
the range, for their files know no days: that of Dates, else the end of the range that Filters names. What appears
in what form (Search appearance) is left aside.

An average position counts as often as there are impressions; without any there is none. Several exports may be
given: of a day the later one counts, and so do the breakdowns of the later one where the ranges overlap.
A table with a date in each row (of the API, of Looker Studio) is read as it is.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import combinations, pairwise
from pathlib import PurePosixPath

from reportgen.errors import Place, Problem, SourceError
from reportgen.sources.dialect import DELIMITERS
from reportgen.sources.raw import identifier, quoted
from reportgen.sources.readers.days import Period, cells_of
from reportgen.sources.readers.headers import folded, layout_of
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
from reportgen.sources.readers.preamble import days_in

_REPORT = "Performance → Search results → Export → Download CSV, unpacked or as the zip"

_COLUMNS: tuple[Column, ...] = (
    text("Date", "Day", "Datum", "Fecha", "Data", "날짜", "日期", "日付"),
    text("Query", "Top queries", "Queries", "Search query", "Requêtes les plus fréquentes", "Requêtes principales",
         "Principales requêtes", "Requête", "Häufigste Suchanfragen", "Top-Suchanfragen", "Suchanfrage",
         "Consultas principales", "Principales consultas", "Consulta", "인기 검색어", "상위 검색어", "검색어",
         "熱門查詢", "排名靠前的查询", "查詢", "查询", "上位のクエリ"),
    text("Page", "Top pages", "Landing page", "URL", "Pages les plus populaires", "Pages principales",
         "Principales pages", "Beliebteste Seiten", "Häufigste Seiten", "Top-Seiten", "Seite",
         "Páginas principales", "Principales páginas", "Página", "인기 페이지", "상위 페이지", "페이지",
         "熱門網頁", "排名靠前的网页", "網頁", "网页", "上位のページ"),
    text("Country", "Pays", "Land", "País", "국가", "國家/地區", "国家/地区", "国"),
    text("Device", "Device category", "Appareil", "Gerät", "Dispositivo", "기기", "裝置", "设备", "デバイス"),
    text("Search appearance", "Apparence dans les résultats de recherche", "Darstellung in der Suche",
         "Aspecto en las búsquedas", "Apariencia en el Buscador", "검색 노출", "搜尋外觀", "搜索结果呈现"),
    text("Property", "Site", "Site URL"),
    number("Clicks", "Url clicks", "Clics", "Klicks", "클릭수", "클릭", "點擊", "點擊次數", "点击次数",
           "クリック数", todo=f"switch a comparison off, and export it again: {_REPORT}"),
    number("Impressions", "Impressionen", "Impresiones", "노출수", "노출", "曝光", "曝光次數", "展示", "表示回数",
           todo=f"switch a comparison off, and export it again: {_REPORT}"),
    text("CTR", "Click through rate", "URL CTR", "點閱率", "点击率", "掲載順位のCTR"),
    number("Position", "Average position", "Avg. position", "Position moyenne", "Durchschnittliche Position",
           "Posición", "Posición media", "게재순위", "게재 순위", "평균 게재순위", "排名", "掲載順位"),
)  # fmt: skip
_FILTER = {"filter", "filtre", "filtro", "필터", "篩選器", "过滤条件", "フィルタ", "フィルター"}
_DATE_FILTER = {"date", "datum", "fecha", "날짜", "日期", "日付"}
_KIND_FILTER = {
    "search type", "type de recherche", "suchtyp", "tipo de búsqueda", "tipo de busqueda", "검색 유형",
    "搜尋類型", "搜索类型",
}  # fmt: skip
_BROKEN_DOWN = ("Query", "Page", "Country", "Device")
_COMMA = ("Clics", "Klicks")  # languages that write 1,5
_WEEK = 7


@dataclass(frozen=True, slots=True)
class _Export:
    """What the files of one export say together."""

    range: Period | None
    kind: str  # of search: Web, Image, …
    filters: tuple[tuple[str, str], ...]  # all others that were set
    later: bool = False  # a later export has some of its days


def _joint(heads: tuple[Head, ...]) -> Joint:
    """Files of one folder, zip or workbook are one export. Raises SourceError where exports cannot be added up."""
    groups: dict[str, list[int]] = {}
    for place, head in enumerate(heads):
        groups.setdefault(_home(head), []).append(place)
    layouts = [None if _is_filters(head) else layout_of(head, SEARCH_CONSOLE) for head in heads]
    exports = {home: _export([(heads[place], layouts[place]) for place in places]) for home, places in groups.items()}
    _prove_one_selection(heads, groups, exports)
    _prove_one_sum(heads, layouts)
    aside = {
        place
        for place, (head, layout) in enumerate(zip(heads, layouts, strict=True))
        if _is_filters(head) or (layout is not None and layout.has("Search appearance"))
    }
    nothing_else = len(aside) == len(heads)  # then what is missing is said when they are opened
    return Joint(partial(_look, _dated(exports)), frozenset(() if nothing_else else aside))


def _home(head: Head) -> str:
    return PurePosixPath(head.name).parent.as_posix()


def _is_filters(head: Head) -> bool:
    return bool(head.lines) and any(folded(head.lines[0].split(sign)[0].strip('"')) in _FILTER for sign in DELIMITERS)


def _settings(head: Head) -> Iterator[tuple[str, str]]:
    for cells in csv.reader(head.lines[1:]):
        if len(cells) > 1:
            yield folded(cells[0]), cells[1].strip()


def _export(files: list[tuple[Head, Layout | None]]) -> _Export:
    days = sorted({day for head, layout in files if layout is not None for day in _days(head, layout)})
    found = [setting for head, _ in files if _is_filters(head) for setting in _settings(head)]
    named = [day for name, value in found if name in _DATE_FILTER for day in days_in(value)]
    period = (days[0], days[-1]) if days else (min(named), max(named)) if named else None
    kind = next((value for name, value in found if name in _KIND_FILTER), "Web")
    others = {(name, value) for name, value in found if name not in _DATE_FILTER | _KIND_FILTER}
    return _Export(period, kind, tuple(sorted(others)))


def _days(head: Head, layout: Layout) -> Iterator[date]:
    """The days of Dates. Raises SourceError when they are weeks or months."""
    if not layout.has("Date"):
        return
    is_whole = not (layout.has("Query") or layout.has("Page"))  # of a query there may be rows now and then
    days = sorted({day for (cell,) in cells_of(head, layout, "Date") for day in days_in(cell)})
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    if is_whole and len(gaps) > 1 and min(gaps) >= _WEEK:
        raise SourceError(
            Problem(
                "is by week or by month, not by day",
                where=Place(head.name, layout.header_line),
                found=", ".join(day.isoformat() for day in days[:3]),
                expected="a row for each day",
                todo=f"choose Daily above the chart and export it again: {_REPORT}",
            )
        )
    yield from days


def _overlap(one: _Export, other: _Export) -> bool:
    if one.range is None or other.range is None or one.kind != other.kind:
        return False
    return one.range[0] <= other.range[1] and other.range[0] <= one.range[1]


def _prove_one_selection(heads: tuple[Head, ...], groups: dict[str, list[int]], exports: dict[str, _Export]) -> None:
    """Raises SourceError when exports of the same days were filtered differently."""
    for other, home in combinations(exports, 2):
        one, two = exports[other], exports[home]
        if _overlap(one, two) and one.filters != two.filters:
            told = (", ".join(f"{name}: {value}" for name, value in each.filters) or "none" for each in (one, two))
            raise SourceError(
                Problem(
                    "has the days of another export of the source, filtered differently",
                    where=Place(heads[groups[home][0]].name),
                    found=f"the filters {' and '.join(told)}",
                    expected="the same filters in every export",
                    todo="keep the export without filters",
                )
            )


def _prove_one_sum(heads: tuple[Head, ...], layouts: list[Layout | None]) -> None:
    """Raises SourceError when one breakdown stands there by day and for a whole range."""
    seen: dict[tuple[str, ...], tuple[bool, str]] = {}
    for head, layout in zip(heads, layouts, strict=True):
        if layout is None:
            continue
        parts = tuple(name for name in _BROKEN_DOWN if layout.has(name))
        is_dated, other = seen.setdefault(parts, (layout.has("Date"), head.name))
        if parts and is_dated != layout.has("Date"):
            raise SourceError(
                Problem(
                    f"has the clicks that {other} has, one by day and the other for a whole range",
                    where=Place(head.name, layout.header_line),
                    found=f"both by {', '.join(parts)}",
                    expected="the same clicks once",
                    todo="keep one of the files",
                )
            )


def _dated(exports: dict[str, _Export]) -> dict[str, _Export]:
    """The exports, marked where a later one has some of the days."""
    homes = list(exports)
    return {
        home: _Export(
            export.range, export.kind, export.filters,
            any(_overlap(export, exports[later]) for later in homes[number + 1 :]),
        )
        for number, (home, export) in enumerate(exports.items())
    }  # fmt: skip


def _look(exports: dict[str, _Export], head: Head, layout: Layout) -> FilePlan:
    export = exports[_home(head)]
    if not layout.has("Date"):
        _prove_range(head, layout, export)
    day = identifier("Date") if layout.has("Date") else quoted(export.range[1].isoformat()) if export.range else "null"
    is_old = export.later and not layout.has("Date")
    shown = '"Impressions #"'
    return FilePlan(
        (
            {
                "Day": day,
                "Search query": identifier("Query"),
                "Web page": identifier("Page"),
                "Device name": 'lower("Device")',
                "Land": identifier("Country"),
                "Search type": quoted(export.kind),
                "Rank": f'case when {shown} > 0 and "Position #" > 0 then "Position" end',
                "Is replaced": "true" if is_old else "false",
            },
        ),
        decimal="," if layout.spelled["Clicks"] in _COMMA else ".",
    )


def _prove_range(head: Head, layout: Layout, export: _Export) -> None:
    """Raises SourceError for a breakdown that cannot be used, or whose range nothing tells."""
    shown = ", ".join(layout.spelled.get(name, name) for name in layout.header[:12])
    if not any(layout.has(name) for name in _BROKEN_DOWN):
        raise SourceError(
            Problem(
                "has neither days nor queries, pages, countries or devices",
                where=Place(head.name, layout.header_line),
                found=shown,
                expected="Dates (or Chart), Queries and Pages of the export",
                todo=f"export all of it: {_REPORT}",
            )
        )
    if export.range is None:
        raise SourceError(
            Problem(
                "is of no known days: the file with the days (Dates or Chart) is missing beside it",
                where=Place(head.name, layout.header_line),
                found=shown,
                expected="all files of the export in one folder, with a glob such as data/search/2026-10/*.csv",
                todo=f"put Dates.csv or Chart.csv beside it, or name the zip: {_REPORT}",
            )
        )


SEARCH_CONSOLE = Reader(
    name="search-console",
    doc="Google Search Console's export of the performance report",
    columns=_COLUMNS,
    marks=("Clicks", "Impressions", "CTR", "Position"),
    outputs=(
        Output(
            "search",
            {
                "date": "Day",
                "clicks": "Clicks",
                "impressions": "Impressions",
                "position": "Rank",
                "query": "Search query",
                "page": "Web page",
                "device": "Device name",
                "country": "Land",
            },
            drops=(("overlap", "Is replaced"),),
        ),
    ),
    newest=Newest(by=("Day", "Query", "Page", "Device", "Country", "Search appearance", "Property", "Search type")),
    by_sheet=True,
    joint=_joint,
    settle_days=3,
)

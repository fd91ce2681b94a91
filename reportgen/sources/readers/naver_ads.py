"""Naver Search Ads: the campaign report by day (캠페인 보고서, 일별).

One line stands before the header, the title with the period. Rates are per cent without a sign and are not read;
``-`` is no value. Amounts are in won, and the cost is the one that is charged, with VAT where the report has it
so (``총비용(VAT포함,원)``).

The channel follows the campaign type: 쇼핑검색 is Paid shopping, all others are Paid search.
"""

from __future__ import annotations

from reportgen.sources.raw import identifier
from reportgen.sources.readers.days import report_day
from reportgen.sources.readers.model import Column, FilePlan, Head, Layout, Newest, Output, Reader, number, text
from reportgen.sources.readers.parts import FIRST
from reportgen.sources.readers.totals import totals_sql

_REPORT = "보고서 → 다차원 보고서, with 일별, 캠페인, 총비용, 클릭수, 노출수, 전환수 and 전환매출액"

_DIMENSIONS = (
    text("캠페인", "캠페인 이름", "캠페인명", todo=f"add the column 캠페인: {_REPORT}"),
    text("캠페인ID", "캠페인 ID"),
    text("광고계정", "계정", "광고주"),
    text("광고그룹", "광고그룹 이름", "광고그룹명"),
    text("키워드", "검색어", "키워드명"),
    text("소재", "소재 이름"),
    text("매체이름", "매체", "검색/콘텐츠 매체"),
    text("PC/모바일 매체", "PC/모바일", "기기"),
    text("지역", "상세지역"),
    text("성별"),
    text("연령대", "연령"),
    text("시간대별", "시간대"),
    text("전환유형", "전환 유형"),
)  # fmt: skip
_OTHERS = (
    text("일별", "일자", "날짜", "일"),
    text("주별", "월별", "분기별"),
    text("캠페인유형", "캠페인 유형"),
    number("총비용", "총비용(VAT포함,원)", "총비용(VAT포함)", "총비용(원)", "총비용(VAT제외,원)",
           todo=f"add the column 총비용: {_REPORT}"),
    number("노출수", "노출"),
    number("클릭수", "클릭", todo=f"add the column 클릭수: {_REPORT}"),
    number("전환수", "총 전환수", "총전환수"),
    number("전환매출액", "전환매출액(원)", "총 전환매출액(원)", "총전환매출액(원)", "전환 매출액(원)"),
)  # fmt: skip
_COLUMNS: tuple[Column, ...] = (*_DIMENSIONS, *_OTHERS)
_DAY, _CAMPAIGN = identifier("일별"), identifier("캠페인")


def _look(head: Head, layout: Layout) -> FilePlan:
    has_day = f"coalesce(regexp_matches({_DAY}, '[0-9]'), false)"
    return FilePlan(
        (
            {
                "Date": _day(head, layout),
                "Is total": f"{totals_sql(identifier(FIRST), _DAY, _CAMPAIGN)} and not {has_day}",
                "Platform": "'Naver Ads'",
                "Channel": f"case when contains({identifier('캠페인유형')}, '쇼핑') then 'Paid shopping'"
                " else 'Paid search' end",
                "Currency": "'KRW'",
                "Device name": f"case upper({identifier('PC/모바일 매체')}) when 'PC' then 'desktop'"
                f" when '모바일' then 'mobile' else {identifier('PC/모바일 매체')} end",
            },
        )
    )


def _day(head: Head, layout: Layout) -> str:
    """SQL of the day that a row is of. Raises SourceError when neither a column nor the title tells."""
    if layout.has("일별"):
        return _DAY
    todo = f"break the report down by day and download it again: {_REPORT}"
    return report_day(head, layout, "column 일별", (layout.spelled.get(name, name) for name in layout.header), todo)


NAVER_ADS = Reader(
    name="naver-ads",
    doc="Naver Search Ads' report by day",
    columns=_COLUMNS,
    marks=("캠페인", "총비용", "클릭수", "노출수"),
    outputs=(
        Output(
            "ads",
            {
                "date": "Date",
                "spend": "총비용",
                "platform": "Platform",
                "campaign": "캠페인",
                "channel": "Channel",
                "currency": "Currency",
                "impressions": "노출수",
                "clicks": "클릭수",
                "conversions": "전환수",
                "conversion_value": "전환매출액",
                "device": "Device name",
                "age": "연령대",
                "gender": "성별",
            },
            drops=(("totals", "Is total"),),
        ),
    ),
    newest=Newest(by=("Date", *(column.name for column in _DIMENSIONS)), day="Date"),
    look=_look,
    settle_days=3,
)

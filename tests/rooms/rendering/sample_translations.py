"""The sample report in Korean and Chinese: a cover and a summary each."""

from __future__ import annotations

from reportgen.report.model import (
    Card,
    Cards,
    Change,
    Columns,
    Cover,
    Labels,
    Paragraphs,
    Report,
    ReportStatus,
    Section,
    TargetBar,
)
from tests.rooms.rendering.sample_writer import FAVOURABLE, RESULTS, UNFAVOURABLE, Writer, block, sparklines


def translated(locale: str) -> Report:
    """One summary page and its cover, in Korean (ko-KR) or Chinese (zh-TW, zh-CN)."""
    words = WORDS[locale]
    write = Writer()
    paragraphs = words["paragraphs"].split("\n")
    content = Cards(
        tuple(
            Card(
                name,
                write(f"[{value}]"),
                f"spark-{spark}",
                tuple(
                    Change(way, write(f"[{figure}]"), write(text), FAVOURABLE if way == "up" else UNFAVOURABLE)
                    for figure, text in ((first, words[f"previous-{way}"]), (second, words[f"year-{way}"]))
                ),
                TargetBar(filled, write(target), write(words[status]), status == "missed"),
            )
            for name, value, spark, way, first, second, target, filled, status in CARDS[locale]
        ),
        write(words["legend"]),
    )
    note, *figures = (write(text) for text in paragraphs)
    section = Section(
        "summary",
        words["summary"],
        write(words["heading"]),
        (
            block(write, "note", "summary", words["note"], words["analyst"], Paragraphs((note,))),
            block(write, "figures", "summary", words["figures"], "", Paragraphs(tuple(figures))),
            block(write, "cards", "summary", "", "", content),
            block(
                write,
                "status",
                "summary",
                "",
                "",
                Columns(
                    tuple(
                        (label, write(text))
                        for label, text in zip(words["columns"].split("|"), words["states"].split("|"), strict=True)
                    )
                ),
            ),
        ),
    )
    return Report(
        client=words["client"],
        client_id="hanbit-beauty",
        kind="ecommerce",
        locale=locale,
        currency=words["currency"],
        timezone="Asia/Seoul",
        status=ReportStatus.FINAL,
        title=f"{words['client']}: {words['running']}",
        labels=Labels(
            words["running"],
            (*write(words["final"], strong=True), *write(words["foot"])),
            words["page"],
            words["continued"],
            words["contents"],
            words["up"],
            words["down"],
            words["data"],
        ),
        cover=Cover(
            tuple(words["period"].split("|")),
            words["title"],
            tuple(
                (label, write(text))
                for label, text in zip(words["columns"].split("|")[:2], words["states"].split("|")[:2], strict=True)
            ),
            None,
        ),
        sections=(section,),
        charts=sparklines(),
        facts=write.facts,
        results=RESULTS,
        insights=(),
        silenced=(),
        checks=(),
        sources=(),
    )


KOREAN = {
    "client": "한빛뷰티",
    "currency": "KRW",
    "running": "2026년 10월 월간 성과 보고서",
    "summary": "요약",
    "title": "월간 성과 보고서",
    "period": "2026년|10월",
    "heading": "{date:10월} 매출은 [12억 8,434만\u00a0원]으로, 목표를 [3,434만\u00a0원] 넘어섰습니다",
    "note": "분석가 의견",
    "analyst": "김서연, {date:11월 3일}",
    "figures": "수치로 본 {date:10월}",
    "paragraphs": "{date:11월} 행사 전에 인스타그램 광고 소재를 교체하고, 네이버 쇼핑 예산은 지금 수준으로 "
    "유지할 것을 권합니다.\n"
    "매출은 전월보다 [5.5%], 전년 동월보다 [13.1%] 늘었습니다. 목표 [12억 5,000만\u00a0원]의 [102.7%]입니다.\n"
    "구매 전환율은 [3.15%]에서 [3.25%]로 [0.10%p] 올라 최근 {scale:13}개월 중 가장 높습니다. 객단가는 [66,180원]에서 "
    "[64,520원]으로 [2.5%] 낮아졌습니다.\n"
    "매출 증가분 [6,709만\u00a0원] 가운데 네이버 쇼핑이 [3,120만\u00a0원]으로 [46.5%]를 차지했습니다. 인스타그램은 "
    "[1,140만\u00a0원] 줄었습니다.\n"
    "추석 연휴가 올해는 {date:9월}, 지난해는 {date:10월}에 있어 전월 및 전년 동월과 영업일 구성이 다릅니다.\n"
    "광고비 대비 매출은 [386%]로, 목표 [420%]를 [34%p] 밑돌았습니다.",
    "previous-up": "전월 대비 증가",
    "year-up": "전년 동월 대비 증가",
    "previous-down": "전월 대비 감소",
    "year-down": "전년 동월 대비 감소",
    "met": "달성",
    "near": "근접",
    "missed": "미달",
    "legend": "선: 최근 {scale:13}개월. 고리: {date:2025년 10월}과 {date:2026년 9월}, 점: {date:2026년 10월}. "
    "막대: 실적, "
    "세로선: 목표. ‘근접’은 목표의 {scale:95%} 이상입니다.",
    "columns": "데이터 상태|출처|범위|점검",
    "states": "확정. {date:2026년 11월 2일 9:10} 보관|자사몰 주문, 웹 분석, 광고 계정 [2]개|[31]일 중 [31]일, "
    "주문 [19,906]건|"
    "[24]개 모두 통과, 지난 수치 수정 없음",
    "final": "확정",
    "foot": ", {date:2026년 10월 31일}까지의 데이터. 대외비: 한빛뷰티 제출용",
    "page": "{page} / {pages}쪽",
    "continued": " (이어서)",
    "contents": "차례",
    "up": "증가",
    "down": "감소",
    "data": "차트 데이터",
}
TAIWANESE = {
    "client": "晨光選品",
    "currency": "TWD",
    "running": "2026年10月績效報告",
    "summary": "摘要",
    "title": "每月績效報告",
    "period": "2026年|10月",
    "heading": "{date:10月}營收為 [1,284萬元]，比目標高出 [34萬元]",
    "note": "分析師意見",
    "analyst": "林雅婷，{date:11月3日}",
    "figures": "數字說明",
    "paragraphs": "在{date:11月}活動之前，建議更換社群廣告素材，並維持目前的購物廣告預算。\n"
    "營收比上月增加 [5.5%]，比去年同月增加 [13.1%]；目標 [1,250萬元] 的達成率為 [102.7%]。\n"
    "轉換率由 [3.15%] 升至 [3.25%]，為最近 {scale:13} 個月最高。「平均訂單金額」由 [662元] 降至 [645元]。\n"
    "電子郵件貢獻了 [31萬元] 的成長；付費社群減少 [11萬元]。",
    "previous-up": "較上月增加",
    "year-up": "較去年同月增加",
    "previous-down": "較上月減少",
    "year-down": "較去年同月減少",
    "met": "達成",
    "near": "接近",
    "missed": "未達",
    "legend": "折線：最近 {scale:13} 個月；圓圈：{date:2025年10月}與{date:2026年9月}；圓點：{date:2026年10月}。",
    "columns": "資料狀態|來源|範圍|檢查",
    "states": "定稿，{date:2026年11月2日}封存|商店訂單、網站分析、[2] 個廣告帳戶|[31] 天中的 [31] 天|[24] 項全數通過",
    "final": "定稿",
    "foot": "，資料截至{date:2026年10月31日}。機密文件",
    "page": "第 {page} 頁，共 {pages} 頁",
    "continued": "（續）",
    "contents": "目錄",
    "up": "上升",
    "down": "下降",
    "data": "圖表資料",
}
WORDS = {"ko-KR": KOREAN, "zh-TW": TAIWANESE}
CARDS = {
    "ko-KR": (
        ("매출", "12.84억\u00a0원", "revenue", "up", "5.5%", "13.1%", "[12.50억\u00a0원]의 [102.7%]", 1.027, "met"),
        ("주문 수", "19,906건", "orders", "up", "8.2%", "19.1%", "[20,000건]의 [99.5%]", 0.995, "near"),
        ("객단가", "64,520원", "aov", "down", "2.5%", "5.0%", "[68,000원]의 [94.9%]", 0.949, "missed"),
        ("매출총이익률", "58.2%", "margin", "up", "0.5%p", "1.8%p", "[57.5%]의 [101.2%]", 1.012, "met"),
        ("방문 수", "612,480회", "sessions", "up", "4.9%", "11.7%", "[600,000회]의 [102.1%]", 1.021, "met"),
        ("구매 전환율", "3.25%", "conversion", "up", "0.10%p", "0.20%p", "[3.20%]의 [101.6%]", 1.016, "met"),
        ("재구매 고객 비중", "44.1%", "returning", "up", "0.7%p", "2.3%p", "[45.0%]의 [98.0%]", 0.98, "near"),
        ("광고비 대비 매출(ROAS)", "386%", "roas", "down", "3.0%", "6.3%", "[420%]의 [91.9%]", 0.919, "missed"),
    ),
    "zh-TW": (
        ("營收", "1,284萬元", "revenue", "up", "5.5%", "13.1%", "[1,250萬元] 的 [102.7%]", 1.027, "met"),
        ("訂單數", "19,906", "orders", "up", "8.2%", "19.1%", "[20,000] 的 [99.5%]", 0.995, "near"),
        ("平均訂單金額", "645元", "aov", "down", "2.5%", "5.0%", "[680元] 的 [94.9%]", 0.949, "missed"),
        ("毛利率", "58.2%", "margin", "up", "0.5個百分點", "1.8個百分點", "[57.5%] 的 [101.2%]", 1.012, "met"),
    ),
}

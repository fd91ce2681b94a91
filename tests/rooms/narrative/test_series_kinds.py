"""Sentences along a KPI's time, word for word in every language; never a cause, and the right way round."""

from __future__ import annotations

import re
from datetime import date, timedelta

from reportgen.comparisons.model import Results
from reportgen.formatting import Formatter
from reportgen.insights.catalog import BY_ID
from reportgen.insights.scope import DatedNote
from reportgen.kpis import kpi_names
from reportgen.narrative import Teller, compose, language_of, load_phrases, plain
from reportgen.units import Good, Unit
from tests.rooms.insights.series_sample import by_day, line, revenue, scope, under_way
from tests.rooms.report import results_sample as sample

LOCALES = {"en-US": "USD", "ko-KR": "KRW", "zh-TW": "TWD", "zh-CN": "CNY"}
NBSP = "\u00a0"
SECOND = date(2026, 10, 2)
QUARTERS = (1000, 2000, 3000, 4000, 1010, 2020, 3030, 4040, 1020, 2040, 3060, 4080)  # usual: 1,045 ± 51.89
WEEKS = (100, 102, 98, 101, 99, 103, 97)  # usual: 78.84 to 115.16, see tests/rooms/insights
PACE = (90, 110, 90, 110, 100)  # on pace for 3,100, 2,886 to 3,314


def said(results: Results, *kinds: str, note: DatedNote | None = None) -> list[str]:
    """The last sentence that the kinds say, in each language; every digit in it is marked."""
    looked_at = scope(results, *([note] if note else []))
    found = [one for kind in kinds for one in BY_ID[kind].find(looked_at)]
    assert [one.kind for one in found] == list(kinds)
    sentences = []
    for locale, currency in LOCALES.items():
        names = {name: words for name, (words, _) in kpi_names(language_of(locale)).items()}
        text = compose(found, results, Teller(Formatter(locale, currency), load_phrases(locale), names))[-1]
        assert not [run.text for run in text if re.search(r"\d", run.text) and not (run.fact or run.source)]
        sentences.append(plain(text).replace(NBSP, " "))
    return sentences


def cost(*values: int, period: str = "2026-10") -> Results:
    """A cost by period: lower is better."""
    spec = sample.Spec("cac", Unit.MONEY, values[-1], values[-2], good=Good.DOWN, series=values)
    return sample.results([spec], sample.from_id(period, sample.CALENDAR))


def year_before(now: int, then: int) -> Results:
    """October beside October 2025 alone: one Saturday more, one Wednesday fewer."""
    return sample.results([sample.Spec("revenue", Unit.MONEY, now, None, then, additive=True)])


# === cases: worked out in tests/rooms/insights, each sentence read by itself


def test_a_value_outside_its_usual_range() -> None:
    assert said(line(*QUARTERS, 1110, period="2026-Q3"), "unusual") == [
        "Net revenue fell 72.8% on Q2 to $1,110, above the usual range of $993 to $1,097 for the time of year.",
        "순매출은 전분기 대비 72.8% 감소한 1,110원을 기록했으며, 이맘때의 통상 범위(993원~1,097원)를 웃돌았습니다.",
        "營收淨額較上季減少72.8%至1,110元，高於往年同期的通常範圍993元至1,097元。",
        "净收入环比下降72.8%至1,110元，高于往年同期的通常范围993元至1,097元。",
    ]
    assert said(line(*QUARTERS, 1110, period="2026-Q3"), "change", "unusual") == [
        "It was above the usual range of $993 to $1,097 for the time of year.",
        "이맘때의 통상 범위(993원~1,097원)를 웃도는 수준입니다.",
        "此水準高於往年同期的通常範圍993元至1,097元。",
        "该水平高于往年同期的通常范围993元至1,097元。",
    ]
    assert said(line(*WEEKS, 50, period="2026-W43", unit=Unit.COUNT, kpi="orders"), "change", "unusual") == [
        "They were below the usual range of 78.8 to 115.2.",
        "통상 범위(78.8~115.2건)를 밑도는 수준입니다.",
        "此水準低於通常範圍78.8至115.2筆。",
        "该水平低于通常范围78.8至115.2笔。",
    ]
    assert said(cost(*WEEKS, 130, period="2026-W43"), "unusual") == [
        "Customer acquisition cost rose 34.0% on Week 42 to $130.00, above the usual range of $78.84 to $115.16.",
        "고객 획득 비용은 전주 대비 34.0% 상승한 130원을 기록했으며, 통상 범위(79원~115원)를 웃돌았습니다.",
        "顧客取得成本較上週上升34.0%至130元，高於通常範圍79元至115元。",
        "获客成本环比上升34.0%至130.00元，高于通常范围78.84元至115.16元。",
    ]


def test_a_large_change_inside_the_usual_range_reassures() -> None:
    assert said(line(*QUARTERS, 1050, period="2026-Q3"), "unusual") == [
        "Net revenue fell 74.3% on Q2 to $1,050, within the usual range of $993 to $1,097 for the time of year.",
        "순매출은 전분기 대비 74.3% 감소한 1,050원을 기록했으며, 이맘때의 통상 범위(993원~1,097원) 안에 있습니다.",
        "營收淨額較上季減少74.3%至1,050元，仍在往年同期的通常範圍993元至1,097元之內。",
        "净收入环比下降74.3%至1,050元，仍在往年同期的通常范围993元至1,097元之内。",
    ]


def test_a_day_or_days_that_stand_out() -> None:
    assert said(by_day(revenue(3152, 3000), {SECOND: 152}), "day_anomaly") == [
        "Net revenue was $152.00 on October 2, $52.00 above a usual Friday; that alone is 34% of the rise on September.",
        "10월 2일 순매출은 152원으로 평소 금요일보다 52원 많았으며, 이 차이는 전월 대비 증가분의 34%에 해당합니다.",
        "10月2日的營收淨額為152元，比平常的星期五多52元，僅此差額就相當於較上月增額的34%。",
        "10月2日的净收入为152.00元，比平常的星期五多52.00元，仅此差额就相当于较上月增量的34%。",
    ]
    assert said(by_day(revenue(3048, 3000, kpi="orders", unit=Unit.COUNT), {SECOND: 40}), "day_anomaly") == [
        "Orders were 40 on October 2, 60 below a usual Friday.",
        "10월 2일 주문은 40건으로 평소 금요일보다 60건 적었습니다.",
        "10月2日的訂單數為40筆，比平常的星期五少60筆。",
        "10月2日的订单数为40笔，比平常的星期五少60笔。",
    ]
    assert said(
        by_day(revenue(2980, 3100, kpi="sessions", unit=Unit.COUNT), {SECOND: 40, SECOND + timedelta(days=1): 40}),
        "day_anomaly",
    ) == [
        "Sessions were 80 over October 2 to 3, 120 below what is usual for these weekdays; that alone is 100% of the fall on September.",
        "10월 2일~3일 세션은 80회로 평소 같은 요일보다 120회 적었으며, 이 차이는 전월 대비 감소분의 100%에 해당합니다.",
        "10月2日至3日的工作階段為80次，比平常的相同星期少120次，僅此差額就相當於較上月減額的100%。",
        "10月2日至3日的会话数为80次，比平常的相同星期少120次，仅此差额就相当于较上月降幅的100%。",
    ]


def test_a_trend_and_its_turn() -> None:
    assert said(
        line(1000, 1020, 1040, 1060, 1080, 1100, period="2026-W43", unit=Unit.COUNT, kpi="orders"), "trend"
    ) == [
        "Orders have trended up over the last 6 weeks, by about 20 a week.",
        "주문은 최근 6주 동안 매주 약 20건씩 증가하는 추세입니다.",
        "訂單數近6週呈成長趨勢，每週約增加20筆。",
        "订单数近6周呈增长趋势，每周约增加20笔。",
    ]
    assert said(
        line("0.030", "0.029", "0.028", "0.027", "0.026", "0.025", unit=Unit.RATE, kpi="conversion_rate"), "trend"
    ) == [
        "Conversion rate has trended down over the last 6 months, by about 0.10 pp a month.",
        "전환율은 최근 6개월 동안 매월 약 0.10%p씩 하락하는 추세입니다.",
        "轉換率近6個月呈下降趨勢，每月約下降0.10個百分點。",
        "转化率近6个月呈下降趋势，每月约下降0.10个百分点。",
    ]
    assert said(
        line("0.00180", "0.00182", "0.00184", "0.00186", "0.00188", "0.00190", unit=Unit.RATE, kpi="unsubscribe_rate"),
        "trend",
    ) == [
        "Unsubscribe rate has trended up over the last 6 months, by about 0.002 pp a month.",
        "수신 거부율은 최근 6개월 동안 매월 약 0.002%p씩 상승하는 추세입니다.",
        "取消訂閱率近6個月呈上升趨勢，每月約上升0.002個百分點。",
        "退订率近6个月呈上升趋势，每月约上升0.002个百分点。",
    ]
    assert said(line(100, 110, 120, 130, 140, 130, 120, 110, 100), "trend_break") == [
        "Net revenue rose from February 2026 to June 2026 and has fallen since, from $140.00 to $100.00.",
        "순매출은 2026년 2월부터 2026년 6월까지 증가했으나, 이후 감소세로 돌아서 140원에서 100원으로 감소했습니다.",
        "營收淨額自2026年2月至2026年6月成長，此後轉為減少，由140元降至100元。",
        "净收入自2026年2月至2026年6月增长，此后转为下降，由140.00元降至100.00元。",
    ]
    assert said(cost(140, 130, 120, 110, 100, 110, 120, 130, 140), "trend_break") == [
        "Customer acquisition cost fell from February 2026 to June 2026 and has risen since, from $100.00 to $140.00.",
        "고객 획득 비용은 2026년 2월부터 2026년 6월까지 하락했으나, 이후 상승세로 돌아서 100원에서 140원으로 상승했습니다.",
        "顧客取得成本自2026年2月至2026年6月下降，此後轉為上升，由100元升至140元。",
        "获客成本自2026年2月至2026年6月下降，此后转为上升，由100.00元升至140.00元。",
    ]


def test_the_pace_towards_a_goal_or_a_ceiling() -> None:
    assert said(under_way(2800, PACE), "pace") == [
        "Net revenue is on pace for $3,100 ($2,886 to $3,314): on track for the $2,800 target.",
        "순매출은 현재 속도라면 3,100원(2,886원~3,314원)에 이를 전망이며, 목표 2,800원을 달성할 것으로 보입니다.",
        "按目前進度，營收淨額預計為3,100元（2,886元至3,314元），可望達成2,800元的目標。",
        "按目前进度，净收入预计为3,100元（2,886元至3,314元），有望达成2,800元的目标。",
    ]
    assert said(under_way(3000, PACE), "pace") == [
        "Net revenue is on pace for $3,100 ($2,886 to $3,314): the $3,000 target lies within that range. Reaching the target takes $96.15 a day from here; so far it has been $100.00.",
        "순매출은 현재 속도라면 3,100원(2,886원~3,314원)에 이를 전망이며, 목표 3,000원은 이 범위 안에 있습니다. 목표를 달성하려면 앞으로 하루 96원이 필요하며, 지금까지는 하루 100원입니다.",
        "按目前進度，營收淨額預計為3,100元（2,886元至3,314元），目標3,000元落在此範圍內。要達成目標，其餘天數平均每天需96元，至今平均每天100元。",
        "按目前进度，净收入预计为3,100元（2,886元至3,314元），目标3,000元落在此范围内。要达成目标，其余天数平均每天需96.15元，至今平均每天100.00元。",
    ]
    assert said(under_way(3400, PACE), "pace") == [
        "Net revenue is on pace for $3,100 ($2,886 to $3,314): off track for the $3,400 target. Reaching the target takes $111.54 a day from here; so far it has been $100.00.",
        "순매출은 현재 속도라면 3,100원(2,886원~3,314원)에 이를 전망이며, 목표 3,400원에 못 미칠 것으로 보입니다. 목표를 달성하려면 앞으로 하루 112원이 필요하며, 지금까지는 하루 100원입니다.",
        "按目前進度，營收淨額預計為3,100元（2,886元至3,314元），恐難達成3,400元的目標。要達成目標，其餘天數平均每天需112元，至今平均每天100元。",
        "按目前进度，净收入预计为3,100元（2,886元至3,314元），恐难达成3,400元的目标。要达成目标，其余天数平均每天需111.54元，至今平均每天100.00元。",
    ]
    assert said(under_way(3400, PACE, Good.DOWN, kpi="ad_spend"), "pace") == [
        "Ad spend is on pace for $3,100 ($2,886 to $3,314): within the target of $3,400.",
        "광고비는 현재 속도라면 3,100원(2,886원~3,314원)에 이를 전망이며, 목표 상한 3,400원 이내로 마칠 것으로 보입니다.",
        "按目前進度，廣告支出預計為3,100元（2,886元至3,314元），可望控制在目標上限3,400元以內。",
        "按目前进度，广告支出预计为3,100元（2,886元至3,314元），有望控制在目标上限3,400元以内。",
    ]
    assert said(under_way(2800, PACE, Good.DOWN, kpi="ad_spend"), "pace") == [
        "Ad spend is on pace for $3,100 ($2,886 to $3,314): above the target of $2,800. Staying within the target leaves $88.46 a day; so far it has been $100.00.",
        "광고비는 현재 속도라면 3,100원(2,886원~3,314원)에 이를 전망이며, 목표 상한 2,800원을 넘을 것으로 보입니다. 목표 이내로 마치려면 앞으로 하루 88원 이하여야 하며, 지금까지는 하루 100원입니다.",
        "按目前進度，廣告支出預計為3,100元（2,886元至3,314元），恐將超出目標上限2,800元。要守住目標上限，其餘天數平均每天不得超過88元，至今平均每天100元。",
        "按目前进度，广告支出预计为3,100元（2,886元至3,314元），恐将超出目标上限2,800元。要守住目标上限，其余天数平均每天不得超过88.46元，至今平均每天100.00元。",
    ]


def test_what_the_calendar_makes_of_a_change() -> None:
    assert said(by_day(revenue(3340, 3000)), "calendar") == [
        "October had one day more and another mix of weekdays than September; at the usual level of such days that is about $85.00 of the $340 rise in net revenue.",
        "10월은 전월과 비교해 일수가 1일 많고 요일 구성도 다르며, 평소 해당 요일의 실적으로 환산하면 순매출 증가분 340원 중 약 85원에 해당합니다.",
        "與上月相比，10月多1天，星期組成也不同；按這些日子的平常水準估算，約為營收淨額增額340元中的85元。",
        "与上月相比，10月多1天，星期构成也不同；按这些日子的平常水平估算，约为净收入增量340元中的85.00元。",
    ]
    assert said(by_day(revenue(3060, 3000)), "calendar") == [
        "October had one day more and another mix of weekdays than September; at the usual level of such days that is about $85.00, more than the whole $60 rise in net revenue.",
        "10월은 전월과 비교해 일수가 1일 많고 요일 구성도 다르며, 평소 해당 요일의 실적으로 환산하면 약 85원으로 순매출 증가분 60원 전체를 웃돕니다.",
        "與上月相比，10月多1天，星期組成也不同；按這些日子的平常水準估算，約為85元，超過營收淨額的全部增額60元。",
        "与上月相比，10月多1天，星期构成也不同；按这些日子的平常水平估算，约为85.00元，超过净收入的全部增量60元。",
    ]
    assert said(by_day(year_before(1980, 2000)), "calendar") == [
        "October had one Wednesday fewer and one Saturday more than October 2025; at the usual level of such days that is about $5.00 of the $20 fall in net revenue.",
        "10월은 전년 동월과 비교해 요일 구성이 다르며(수요일 1일 적음, 토요일 1일 많음), 평소 해당 요일의 실적으로 환산하면 순매출 감소분 20원 중 약 5원에 해당합니다.",
        "與去年同月相比，10月星期三少1天、星期六多1天；按這些日子的平常水準估算，約為營收淨額減額20元中的5元。",
        "与去年同月相比，10月星期三少1天、星期六多1天；按这些日子的平常水平估算，约为净收入降幅20元中的5.00元。",
    ]


def test_a_note_stands_beside_the_finding_without_a_word_of_cause() -> None:
    note = DatedNote(date(2026, 10, 5), "New mobile checkout")
    assert said(by_day(revenue(3152, 3000), {SECOND: 152}), "annotation", note=note) == [
        "Net revenue was $152.00 on October 2, $52.00 above a usual Friday; that alone is 34% of the rise on September. Noted around then: “New mobile checkout” (October 5).",
        "10월 2일 순매출은 152원으로 평소 금요일보다 52원 많았으며, 이 차이는 전월 대비 증가분의 34%에 해당합니다. 비슷한 시기에 ‘New mobile checkout’(10월 5일) 기록이 있습니다.",
        "10月2日的營收淨額為152元，比平常的星期五多52元，僅此差額就相當於較上月增額的34%。同一時期的紀錄：「New mobile checkout」（10月5日）。",
        "10月2日的净收入为152.00元，比平常的星期五多52.00元，仅此差额就相当于较上月增量的34%。同一时期的记录：“New mobile checkout”（10月5日）。",
    ]

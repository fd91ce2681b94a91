"""Sentences of Korean and of both Chineses, word for word, and the same marks in every language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import pytest

from reportgen.comparisons.model import Results
from reportgen.formatting import Formatter
from reportgen.insights import Scope
from reportgen.insights.catalog import BY_ID
from reportgen.kpis import kpi_names
from reportgen.narrative import Run, Teller, Text, compose, language_of, load_phrases, plain
from reportgen.narrative.baselines import against
from reportgen.periods import from_id
from reportgen.units import Good, Unit
from tests.rooms.report import results_sample as sample
from tests.rooms.report.results_sample import Spec

CURRENCIES = {"ko-KR": "KRW", "zh-TW": "TWD", "zh-CN": "CNY", "en-US": "USD"}
EVERY_LOCALE = pytest.mark.parametrize("locale", sorted(CURRENCIES))
LEAD = Spec("revenue", Unit.MONEY, 1000, 1000, 1000)
NBSP = "\u00a0"


def teller(locale: str) -> Teller:
    names = {kpi: name for kpi, (name, _) in kpi_names(language_of(locale)).items()}
    return Teller(Formatter(locale, CURRENCIES[locale]), load_phrases(locale), names)


def texts(results: Results, locale: str, kpi: str, kinds: Iterable[str]) -> tuple[Text, ...]:
    scope = Scope(results, tuple(results.kpis), ("channel", "category"), tuple(results.kpis))
    insights = [one for kind in kinds for one in BY_ID[kind].find(scope) if one.kpi == kpi]
    assert insights, f"nothing of {kinds} was found"
    return compose(insights, results, teller(locale))


def said(results: Results, locale: str, kpi: str, *kinds: str) -> list[str]:
    return [plain(text).replace(NBSP, " ") for text in texts(results, locale, kpi, kinds)]


def one(*specs: Spec) -> Results:
    return sample.results((*specs[1:], specs[0]))


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        (
            "ko-KR",
            [
                "순매출은 492,213원으로 전월 대비 6.0%, 전년 동월 대비 14.2% 증가했습니다.",
                "목표 500,000원 대비 달성률은 98.4%이며, 7,787원이 부족합니다.",
                (
                    "순매출 증가분은 세션 증가(+34,014원) 및 객단가 상승(+12,039원)에서 나왔으며, "
                    "세션당 주문 감소(−17,976원)가 그 일부를 상쇄했습니다."
                ),
                "이메일(+20,310원) 및 제휴(+7,147원)가 증가분 28,077원의 거의 전부를 차지했습니다.",
                "Lighting이 증가분 28,077원 중 18,730원을 차지했습니다.",
                "유료 소셜은 6,880원 줄어 증가분을 일부 상쇄했습니다.",
            ],
        ),
        (
            "zh-TW",
            [
                "營收淨額為492,213元，較上月成長6.0%，較去年同月成長14.2%。",
                "目標為500,000元，達成率98.4%，尚差7,787元。",
                "工作階段增加（+34,014元）和客單價上升（+12,039元）推升了營收淨額，每工作階段訂單減少（−17,976元）則抵銷了其中一部分。",
                "電子郵件（+20,310元）和聯盟行銷（+7,147元）合計貢獻了總增額28,077元的絕大部分。",
                "28,077元總增額中，Lighting貢獻18,730元。",
                "付費社群減少6,880元，抵銷了部分增幅。",
            ],
        ),
        (
            "zh-CN",
            [
                "净收入为492,213元，环比增长6.0%，同比增长14.2%。",
                "目标为500,000元，完成率98.4%，尚差7,787元。",
                "会话增加（+34,014元）和客单价上升（+12,039元）推高了净收入，每会话订单减少（−17,976元）抵消了其中一部分。",
                "电子邮件（+20,310元）和联盟营销（+7,147元）合计贡献了总增量28,077元的绝大部分。",
                "28,077元总增量中，Lighting贡献18,730元。",
                "付费社交减少6,880元，拖累了增幅。",
            ],
        ),
    ],
)
def test_the_lead_its_target_its_factors_and_who_made_it(locale: str, expected: list[str]) -> None:
    found = said(sample.full(), locale, "revenue", "change", "target", "factors", "drivers", "detractors")
    assert found == expected


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("ko-KR", "전환율은 전월 대비 0.10%p 하락한 2.61%를 기록했으며, 최근 25개월 중 최저치입니다."),
        ("zh-TW", "轉換率較上月下降0.10個百分點至2.61%，創下近25個月新低。"),
        ("zh-CN", "转化率环比下降0.10个百分点至2.61%，为近25个月最低水平。"),
    ],
)
def test_a_rate_falls_by_points_and_is_a_record(locale: str, expected: str) -> None:
    assert said(sample.full(), locale, "conversion_rate", "record_streak") == [expected]


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("ko-KR", "신규 고객은 전월 대비 2.0% 감소한 2,760명을 기록했으나, 전년 동월 대비 6.2% 증가했습니다."),
        ("zh-TW", "新顧客較上月減少2.0%至2,760人，但較去年同月成長6.2%。"),
        ("zh-CN", "新客户环比下降2.0%至2,760人，但同比增长6.2%。"),
    ],
)
def test_a_conflict_of_baselines_is_a_but_and_counts_have_their_measure_word(locale: str, expected: str) -> None:
    assert said(sample.full(), locale, "new_customers", "change") == [expected]


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("ko-KR", "고객 획득 비용은 전월 대비 4.2% 상승한 43원을 기록했으며, 목표 상한 42원을 1원 초과했습니다."),
        ("zh-TW", "顧客取得成本較上月上升4.2%至43元，比目標上限42元高出1元。"),
        ("zh-CN", "获客成本环比上升4.2%至43.30元，比目标上限42.00元高出1.30元。"),
    ],
)
def test_where_lower_is_better_the_target_is_a_ceiling(locale: str, expected: str) -> None:
    assert said(sample.full(), locale, "cac", "target") == [expected]


@pytest.mark.parametrize(
    ("spec", "korean", "taiwanese", "mainland"),
    [
        (
            Spec("orders", Unit.COUNT, 1100, 100),
            "주문은 전월의 열 배를 넘는 1,100건을 기록했습니다.",
            "訂單數達1,100筆，為上月的十倍以上。",
            "订单数达1,100笔，是上月的十倍以上。",
        ),
        (
            Spec("orders", Unit.COUNT, 12, 0, 0),
            "주문은 실적이 없던 전월과 달리 12건을 기록했으며, 실적이 없던 전년 동월 대비 증가했습니다.",
            "訂單數為12筆，上月為零，去年同月為零。",
            "订单数为12笔，上月为零，去年同月为零。",
        ),
        (
            Spec("orders", Unit.COUNT, 4819, 4815, 4405),
            "주문은 4,819건으로 전월과 비슷했으며 전년 동월 대비 9.4% 증가했습니다.",
            "訂單數為4,819筆，與上月大致持平，較去年同月成長9.4%。",
            "订单数为4,819笔，环比基本持平，同比增长9.4%。",
        ),
        (
            Spec("conversion_rate", Unit.RATE, "0.0261", "0.0271", significant=False),
            "전환율은 2.61%로 전월과 뚜렷한 차이가 없었습니다.",
            "轉換率為2.61%，與上月無明顯差異。",
            "转化率为2.61%，环比无明显变化。",
        ),
    ],
)
def test_what_is_no_plain_rise_or_fall(spec: Spec, korean: str, taiwanese: str, mainland: str) -> None:
    found = [said(one(spec, LEAD), locale, spec.id, "change") for locale in ("ko-KR", "zh-TW", "zh-CN")]
    assert found == [[korean], [taiwanese], [mainland]]


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("ko-KR", "주문은 전월 대비 25.0% 증가한 5건을 기록했으며, 4개월 연속 증가세를 이어 갔습니다."),
        ("zh-TW", "訂單數較上月成長25.0%至5筆，已連續4個月成長。"),
        ("zh-CN", "订单数环比增长25.0%至5笔，已连续4个月增长。"),
    ],
)
def test_a_streak_is_counted(locale: str, expected: str) -> None:
    spec = Spec("orders", Unit.COUNT, 5, 4, series=(5, 9, 1, 2, 3, 4, 5))
    assert said(one(spec, LEAD), locale, "orders", "record_streak") == [expected]


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("ko-KR", "순매출은 900원으로 1월(31일) 대비 10.0% 감소했습니다."),
        ("zh-TW", "營收淨額為900元，較1月（31天）減少10.0%。"),
        ("zh-CN", "净收入为900.00元，较1月（31天）下降10.0%。"),
    ],
)
def test_a_february_names_the_january_it_is_compared_with(locale: str, expected: str) -> None:
    results = sample.results([Spec("revenue", Unit.MONEY, 900, 1000)], from_id("2026-02", sample.CALENDAR))
    assert said(results, locale, "revenue", "change") == [expected]


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("ko-KR", "순매출은 492,213원으로 9월 첫 14일 대비 6.0%, 2025년 10월 첫 14일 대비 14.2% 증가했습니다."),
        ("zh-TW", "營收淨額為492,213元，較9月前14天成長6.0%，較2025年10月前14天成長14.2%。"),
        ("zh-CN", "净收入为492,213元，较9月前14天增长6.0%，较2025年10月前14天增长14.2%。"),
    ],
)
def test_an_unfinished_month_is_compared_with_the_first_days_of_others(locale: str, expected: str) -> None:
    assert said(sample.to_date(), locale, "revenue", "to_date", "change")[1] == expected


@pytest.mark.parametrize(
    ("period", "basis", "korean", "taiwanese", "mainland"),
    [
        ("2026-10", "previous", "전월", "上月", "上月"),
        ("2026-W42", "previous", "전주", "上週", "上周"),
        ("2026-Q3", "previous", "전분기", "上季", "上季度"),
        ("2026-10-05..2026-10-11", "named", "9월 28일~10월 4일", "9月28日至10月4日", "9月28日至10月4日"),
    ],
)
def test_a_baseline_bears_the_name_of_its_kind(
    period: str, basis: str, korean: str, taiwanese: str, mainland: str
) -> None:
    results = sample.results([LEAD], from_id(period, sample.CALENDAR))
    result = results.kpis["revenue"]
    comparison = next(iter(result.comparisons.values()))
    found = [against(result, comparison, teller(locale)) for locale in ("ko-KR", "zh-TW", "zh-CN")]
    assert [plain(words["baseline"]) for words in found] == [korean, taiwanese, mainland]  # type: ignore[arg-type]
    assert {words["basis"] for words in found} == {basis}


@EVERY_LOCALE
def test_every_finding_can_be_said_with_every_digit_marked(locale: str) -> None:
    results = sample.full()
    scope = Scope(results, tuple(results.kpis), ("channel", "category"), tuple(results.kpis))
    insights = [one for detector in BY_ID.values() for one in detector.find(scope)]
    found = compose(insights, results, replace(teller(locale), facts={}))
    loose: list[Run] = [run for text in found for run in text if re.search(r"\d", run.text) and not run.fact]
    assert [run for run in loose if not run.source] == []
    stops = {"en-US": ".", "ko-KR": "니다.", "zh-TW": "。", "zh-CN": "。"}
    assert [plain(text) for text in found if not plain(text).endswith(stops[locale])] == []


@EVERY_LOCALE
def test_the_same_facts_are_printed_in_every_language(locale: str) -> None:
    kinds = ("change", "target", "drivers", "detractors")
    within = one(Spec("cac", Unit.MONEY, 40, target=42, good=Good.DOWN), LEAD)
    for results, kpi in ((sample.full(), "revenue"), (sample.full(), "aov"), (within, "cac")):
        english, other = (
            [sorted({run.fact for run in text if run.fact}) for text in texts(results, tongue, kpi, kinds)]
            for tongue in ("en-US", locale)
        )
        assert other == english

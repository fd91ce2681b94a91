"""What a sentence may count on: only what stands before it on the same page; and figures no finer than they are."""

from __future__ import annotations

import pytest

from reportgen.comparisons.model import Results
from reportgen.formatting import Formatter
from reportgen.insights import Scope
from reportgen.insights.catalog import BY_ID
from reportgen.insights.model import Insight
from reportgen.kpis import kpi_names
from reportgen.narrative import Teller, compose, language_of, load_phrases, plain
from reportgen.units import Unit
from tests.rooms.narrative import kinds_sample as kinds
from tests.rooms.report import results_sample as sample
from tests.rooms.report.results_sample import Spec

LOCALES = {"en-US": "USD", "ko-KR": "KRW", "zh-TW": "TWD", "zh-CN": "CNY"}
ASIA = ("ko-KR", "zh-TW", "zh-CN")


def teller(locale: str) -> Teller:
    names = {kpi: name for kpi, (name, _) in kpi_names(language_of(locale)).items()}
    return Teller(Formatter(locale, LOCALES[locale]), load_phrases(locale), names)


def insights(scope: Scope, *kinds_wanted: str, kpi: str = "") -> list[Insight]:
    return [one for kind in kinds_wanted for one in BY_ID[kind].find(scope) if kpi in ("", one.kpi)]


def said(found: list[Insight], results: Results, locale: str, *starts: int) -> list[str]:
    texts = compose(found, results, teller(locale), starts)
    return [plain(text).replace("\u00a0", " ") for text in texts]


# A rate of 29.2 % after 42.5 %, 48 % wanted; the change is told in the summary, the target in a section.
RATE = sample.results([Spec("mql_to_sql_rate", Unit.RATE, "0.292", "0.425", "0.54", target="0.48")])


@pytest.mark.parametrize(
    ("locale", "on_the_page", "elsewhere"),
    [
        (
            "en-US",
            "That is 60.8% of the 48.0% target, 18.8 pp short.",
            "MQL-to-SQL rate was 29.2%, 18.8 pp short of the 48.0% target.",
        ),
        (
            "ko-KR",
            "목표 48.0% 대비 달성률은 60.8%이며, 18.8%p가 부족합니다.",
            "MQL→SQL 전환율은 29.2%로 목표 48.0%에 18.8%p 못 미쳤습니다.",
        ),
        ("zh-TW", "目標為48.0%，達成率60.8%，尚差18.8個百分點。", "MQL轉SQL率為29.2%，比目標48.0%低18.8個百分點。"),
        ("zh-CN", "目标为48.0%，完成率60.8%，尚差18.8个百分点。", "MQL转SQL率为29.2%，比48.0%的目标低18.8个百分点。"),
    ],
)
def test_a_target_names_its_kpi_where_its_change_stands_on_another_page(
    locale: str, on_the_page: str, elsewhere: str
) -> None:
    scope = Scope(RATE, tuple(RATE.kpis), (), tuple(RATE.kpis))
    found = insights(scope, "change", "target")
    assert said(found, RATE, locale)[1] == on_the_page
    assert said(found, RATE, locale, 1)[1] == elsewhere


@pytest.mark.parametrize(("locale", "name"), [("ko-KR", "순매출"), ("zh-TW", "營收淨額"), ("zh-CN", "净收入")])
def test_who_made_a_change_names_the_kpi_unless_the_text_began_with_it(locale: str, name: str) -> None:
    results = sample.full()
    scope = Scope(results, tuple(results.kpis), ("channel",), tuple(results.kpis))
    found = insights(scope, "change", "drivers", kpi="revenue")
    assert name not in said(found, results, locale)[1]
    assert name in said(found, results, locale, 1)[1]


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("en-US", "Orders were up 10.0% on October 2025."),
        ("ko-KR", "주문은 전년 동월 대비 10.0% 증가했습니다."),
        ("zh-TW", "訂單數較去年同月成長10.0%。"),
        ("zh-CN", "订单数同比增长10.0%。"),
    ],
)
def test_the_year_before_is_all_that_is_left_to_say_once_the_change_was_told(locale: str, expected: str) -> None:
    results = sample.results([Spec("orders", Unit.COUNT, 880, 1100, 800, target=1000)])
    scope = Scope(results, tuple(results.kpis), (), tuple(results.kpis))
    target = insights(scope, "target")
    conflict = insights(scope, "yoy_conflict")
    assert [one.kind for one in (*target, *conflict)] == ["target", "yoy_conflict"]
    assert said([*target, *conflict], results, locale, 1)[1] == expected


@pytest.mark.parametrize("locale", ASIA)
def test_a_split_of_a_rate_tells_the_change_once(locale: str) -> None:
    scope = kinds.mix()
    split, change = insights(scope, "mix_rate"), insights(scope, "change", kpi="conversion_rate")
    alone = said(split, scope.results, locale)[0]
    assert "2.88%" in alone, "the level is told with the split"
    after = said([*change, *split], scope.results, locale)[1]
    assert "2.88%" not in after
    assert alone.endswith(after), "and the split itself is worded alike"


@pytest.mark.parametrize("locale", ASIA)
def test_what_cancelled_out_behind_a_flat_rate_does_not_tell_the_rate_again(locale: str) -> None:
    scope = kinds.offset()
    offset, change = insights(scope, "mix_offset"), insights(scope, "change", kpi="conversion_rate")
    assert "3.44%" in said(offset, scope.results, locale)[0]
    after = said([*change, *offset], scope.results, locale)[1]
    assert "3.44%" not in after
    assert "0.31" in after


# Net profit margin: 9 % → 12 %.
@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("en-US", "It rose past 10%."),
        ("ko-KR", "10%를 넘어선 수준입니다."),
        ("zh-TW", "已突破10%。"),
        ("zh-CN", "已突破10%。"),
    ],
)
def test_an_edge_that_was_passed_does_not_tell_the_change_again(locale: str, expected: str) -> None:
    scope = kinds.band("net_margin", "0.12", "0.09")
    found = [*insights(scope, "change"), *insights(scope, "band")]
    assert said(found, scope.results, locale)[-1] == expected


# Net revenue 44.6 m after 50.7 m; so many sessions, orders per session and amounts of an order:
# 40,000 × 0.025 × 50,700 → 38,000 × 0.0265 × 44,290 (each factor's part by logarithms; here only how they are written).
def shop(scale: int) -> tuple[Results, list[Insight]]:
    now, before = 44_600 * scale, 50_700 * scale
    specs = (
        Spec("revenue", Unit.MONEY, now, before, additive=True),
        Spec("sessions", Unit.COUNT, 38_000, 40_000, additive=True),
        Spec("orders", Unit.COUNT, 1007, 1000, additive=True),
        Spec("aov", Unit.MONEY, str(now / 1007), str(before / 1000)),
    )
    results = sample.results(specs)
    return results, insights(Scope(results, tuple(results.kpis), (), tuple(results.kpis)), "factors", kpi="revenue")


@pytest.mark.parametrize(("locale", "unit"), [("ko-KR", "만 원"), ("zh-TW", "萬元"), ("zh-CN", "万元")])
def test_what_a_factor_did_has_its_sign_and_is_counted_short_only_where_all_are(locale: str, unit: str) -> None:
    results, found = shop(scale=10_000)  # every effect is of millions
    text = said(found, results, locale)[0]
    assert "−" in text
    assert "+" in text
    assert text.count(unit) == len(found[0].members)
    results, found = shop(scale=1000)  # one is below a million
    assert unit not in said(found, results, locale)[0]


@pytest.mark.parametrize(
    ("locale", "gap"), [("en-US", "17.31 points"), ("ko-KR", "17.31점"), ("zh-TW", "17.31分"), ("zh-CN", "17.31分")]
)
def test_the_gap_of_a_score_is_told_in_its_points(locale: str, gap: str) -> None:
    results = sample.results([Spec("nps", Unit.SCORE, "14.69", "31.67", target=32)])
    scope = Scope(results, ("nps",), (), ("nps",))
    assert gap.removeprefix("17.31") in said(insights(scope, "target"), results, locale)[0].split("17")[-1]


@pytest.mark.parametrize(
    ("locale", "mrr", "aov"), [("ko-KR", "감소", "하락"), ("zh-TW", "減少", "下降"), ("zh-CN", "下降", "下降")]
)
def test_recurring_revenue_shrinks_where_a_price_falls(locale: str, mrr: str, aov: str) -> None:
    results = sample.results([Spec("mrr", Unit.MONEY, 90, 100), Spec("aov", Unit.MONEY, 90, 100)])
    scope = Scope(results, tuple(results.kpis), (), tuple(results.kpis))
    first, second = (said(insights(scope, "change", kpi=kpi), results, locale)[0] for kpi in ("mrr", "aov"))
    assert mrr in first
    assert aov in second

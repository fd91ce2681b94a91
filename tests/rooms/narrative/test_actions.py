"""Suggestions with their evidence, word for word in every language."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from reportgen.formatting import Formatter
from reportgen.insights import Scope
from reportgen.insights.playbook import actions
from reportgen.kpis import kpi_names
from reportgen.kpis.model import Quotients
from reportgen.narrative import Teller, language_of, load_phrases, plain
from reportgen.narrative.actions import evidence_text, suggestion_text
from reportgen.units import Unit
from tests.rooms.narrative import kinds_sample as kinds
from tests.rooms.report import results_sample as sample
from tests.rooms.report.results_sample import Spec

CURRENCIES = {"en-US": "USD", "ko-KR": "KRW", "zh-TW": "TWD", "zh-CN": "CNY"}
NBSP = "\u00a0"


def off() -> Scope:
    """Conversion below its target, weak on phones and at the checkout; ROAS uneven."""
    step = kinds.funnel(482, desktop=True)
    spend = kinds.spend()
    device = {"mobile": ("0.015", "0.015", None), "desktop": ("0.04", "0.04", None)}
    spec = Spec("conversion_rate", Unit.RATE, "0.0257", "0.0278", target="0.03", segments={"device": device})
    pairs = {"mobile": (Decimal(540), Decimal(36000)), "desktop": (Decimal(640), Decimal(16000))}
    rate = replace(sample.result(spec), quotients=Quotients("sessions", {"device": {"current": {**pairs}}}))
    roas = replace(
        sample.result(Spec("roas", Unit.RATIO, 1, 1, target=2)), quotients=spend.results.kpis["roas"].quotients
    )
    funnel, paid = step.results.kpis["funnel"], spend.results.kpis["ad_spend"]
    return kinds.scope(kinds.only(rate, roas, funnel, paid))


def dear() -> Scope:
    """CLV : CAC below its band."""
    clv, cac = Spec("clv_cac_ratio", Unit.RATIO, "2.44", "2.5"), Spec("cac", Unit.MONEY, 40, 41)
    return kinds.scope(sample.results([clv, cac]))


def said(locale: str, kpi: str) -> list[tuple[str, str]]:
    names = {one: name for one, (name, _) in kpi_names(language_of(locale)).items()}
    teller = Teller(Formatter(locale, CURRENCIES[locale]), load_phrases(locale), names)
    scope = dear() if kpi == "clv_cac_ratio" else off()
    action = next(one for one in actions(scope) if one.result.kpi.id == kpi)
    return [
        (
            plain(suggestion_text(one, teller)).replace(NBSP, " "),
            plain(evidence_text(one.evidence, action, scope.results, teller)).replace(NBSP, " "),
        )
        for one in action.suggestions
    ]


EVIDENCE = {
    "en-US": {
        "conversion_rate": [
            "Conversion rate, device Mobile: 1.50%, against 2.57% in all",
            "The share of checkouts completed: 57.3%, after 59.5% in September",
            "Conversion rate: 2.57%, target 3.00%",
        ],
        "roas": [
            "Display: 22% of ad spend, 6% of attributed revenue",
            "Return on ad spend: 1.00, target 2.00",
        ],
        "clv_cac_ratio": ["Customer acquisition cost: $40.00"],
    },
    "ko-KR": {
        "conversion_rate": [
            "전환율: 기기 모바일 1.50%, 전체 2.57%",
            "결제 완료율: 전월 59.5%에서 57.3%",
            "전환율: 2.57%, 목표 3.00%",
        ],
        "roas": [
            "디스플레이: 광고비 중 22%, 기여 매출 중 6%",
            "광고 수익률(ROAS): 1.00, 목표 2.00",
        ],
        "clv_cac_ratio": ["고객 획득 비용: 40원"],
    },
    "zh-TW": {
        "conversion_rate": [
            "轉換率：裝置「行動裝置」1.50%，整體2.57%",
            "結帳完成率：上月為59.5%，本期為57.3%",
            "轉換率：2.57%，目標3.00%",
        ],
        "roas": ["多媒體廣告：占廣告支出22%，占歸因營收6%", "廣告投資報酬率：1.00，目標2.00"],
        "clv_cac_ratio": ["顧客取得成本：40元"],
    },
    "zh-CN": {
        "conversion_rate": [
            "转化率：设备“移动设备”1.50%，整体2.57%",
            "结账完成率：上月为59.5%，本期为57.3%",
            "转化率：2.57%，目标3.00%",
        ],
        "roas": ["展示广告：占广告支出22%，占归因收入6%", "广告支出回报率：1.00，目标2.00"],
        "clv_cac_ratio": ["获客成本：40.00元"],
    },
}


@pytest.mark.parametrize("locale", sorted(EVIDENCE))
@pytest.mark.parametrize("kpi", ["conversion_rate", "roas", "clv_cac_ratio"])
def test_each_suggestion_stands_with_the_figures_that_selected_it(locale: str, kpi: str) -> None:
    assert [evidence for _, evidence in said(locale, kpi)] == EVIDENCE[locale][kpi]


def test_the_suggestions_of_the_source_articles_are_there() -> None:
    assert [text for text, _ in said("en-US", "conversion_rate")] == [
        "Test pages and checkout on the weak device; shorten forms and loading",
        "Cut the steps of checkout and let guests order without an account",
        "Show signs of trust: reviews, guarantees, returns, safe payment",
    ]
    assert [text for text, _ in said("en-US", "clv_cac_ratio")] == [
        "Narrow the targeting; leave out audiences that rarely buy"
    ]

"""Sentences about bands, pairs, records, experiments and earlier reports, word for word in every language."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.formatting import Formatter
from reportgen.governance import KpiChange
from reportgen.insights.catalog import BY_ID
from reportgen.kpis import kpi_names
from reportgen.kpis.experiments import Verdict
from reportgen.narrative import Teller, compose, language_of, load_phrases, plain
from tests.rooms.narrative import kinds_sample as kinds

CURRENCIES = {"en-US": "USD", "ko-KR": "KRW", "zh-TW": "TWD", "zh-CN": "CNY"}
NBSP = "\u00a0"


def said(kind: str, build: kinds.Build, locale: str) -> str:
    """The first finding of the kind, as a sentence."""
    scope = build()
    found = next(iter(BY_ID[kind].find(scope)))
    names = {kpi: name for kpi, (name, _) in kpi_names(language_of(locale)).items()}
    teller = Teller(Formatter(locale, CURRENCIES[locale]), load_phrases(locale), names)
    (text,) = compose((found,), scope.results, teller)
    return plain(text).replace(NBSP, " ")


# kind, what finds something, and the sentence in English, Korean, Traditional and Simplified Chinese
CASES: tuple[tuple[str, kinds.Build, tuple[str, str, str, str]], ...] = (
    (
        "band",
        lambda: kinds.band("clv_cac_ratio", "2.44", "2.5"),
        (
            "CLV : CAC was 2.44, below the 3 that counts as healthy.",
            "CLV : CAC는 2.44로 건전 기준인 3을 밑돌았습니다.",
            "CLV : CAC為2.44，低於健康水準3。",
            "CLV : CAC为2.44，低于健康水平3。",
        ),
    ),
    (
        "band",
        lambda: kinds.band("clv_cac_ratio", "3.2", "2.5"),
        (
            "CLV : CAC was 3.20, back at the healthy level of 3 or more.",
            "CLV : CAC는 3.20으로 건전 기준인 3 이상 수준을 회복했습니다.",
            "CLV : CAC為3.20，回到3以上的健康水準。",
            "CLV : CAC为3.20，回到3以上的健康水平。",
        ),
    ),
    (
        "band",
        lambda: kinds.band("marketing_cost_ratio", "0.12", "0.12"),
        (
            "Marketing budget share was 12.0%, above the usual 5% to 10%.",
            "마케팅 비용 비율은 12.0%로 통상 범위(5%~10%)를 웃돌았습니다.",
            "行銷費用率為12.0%，高於一般的5%至10%。",
            "营销费用率为12.0%，高于通常的5%至10%。",
        ),
    ),
    (
        "band",
        lambda: kinds.band("marketing_cost_ratio", "0.08", "0.12"),
        (
            "Marketing budget share was 8.00%, back within the usual 5% to 10%.",
            "마케팅 비용 비율은 8.00%를 기록해 통상 범위(5%~10%)로 돌아왔습니다.",
            "行銷費用率為8.00%，回到一般的5%至10%之間。",
            "营销费用率为8.00%，回到通常的5%至10%之间。",
        ),
    ),
    (
        "band",
        lambda: kinds.band("net_margin", "0.12", "0.09"),
        (
            "Net profit margin rose past 10%, to 12.0% from 9.0% in September.",
            "순이익률은 전월 9.0%에서 12.0%로 상승해 10%를 넘어섰습니다.",
            "淨利率由上月的9.0%升至12.0%，突破10%。",
            "净利率由上月的9.0%升至12.0%，突破10%。",
        ),
    ),
    (
        "divergence",
        kinds.divergence,
        (
            (
                "Ad spend was up 20.0% on September and net revenue was up 2.0% on September: further "
                "apart than they usually are."
            ),
            "광고비는 전월 대비 20.0% 증가했으며 순매출은 전월 대비 2.0% 증가했습니다. 두 지표의 격차가 평소보다 큽니다.",
            "廣告支出較上月成長20.0%，營收淨額較上月成長2.0%，兩者差距大於平時。",
            "广告支出环比增长20.0%，净收入环比增长2.0%，两者差距大于平时。",
        ),
    ),
    (
        "outlier_record",
        kinds.outlier,
        (
            (
                "One order of October 18, 2026 makes 12.0% of net revenue ($12,000); without it, net revenue "
                "was $88,000, up 10.0% on September."
            ),
            (
                "2026년 10월 18일 주문 한 건(12,000원)이 순매출의 12.0%를 차지했으며, 이를 제외한 순매출은 88,000원입니다. 제외 기준으로는 전월 "
                "대비 10.0% 증가했습니다."
            ),
            "2026年10月18日的一筆訂單（12,000元）占營收淨額的12.0%；扣除該筆後，營收淨額為88,000元，較上月成長10.0%。",
            "2026年10月18日的一笔订单（12,000元）占净收入的12.0%；剔除后，净收入为88,000元，环比增长10.0%。",
        ),
    ),
    (
        "experiment",
        lambda: kinds.experiment(Verdict.UNDECIDED),
        (
            (
                "In the test Button, B converts 3.40% against 3.10% for A: +0.30 pp (−0.10 pp to +0.70 "
                "pp), not yet decided."
            ),
            "Button 실험에서 B의 전환율은 3.40%, A는 3.10%입니다. 차이는 +0.30%p(−0.10%p ~ +0.70%p)이며, 아직 판단할 수 없습니다.",
            "Button：B轉換率3.40%，A為3.10%，相差+0.30個百分點（−0.10個百分點至+0.70個百分點），尚無定論。",
            "Button：B转化率3.40%，A为3.10%，相差+0.30个百分点（−0.10个百分点至+0.70个百分点），尚无定论。",
        ),
    ),
    (
        "experiment",
        lambda: kinds.experiment(Verdict.BETTER),
        (
            (
                "In the test Button, B converts 3.40% against 3.10% for A: +0.30 pp (−0.10 pp to +0.70 "
                "pp), a clear gain."
            ),
            "Button 실험에서 B의 전환율은 3.40%, A는 3.10%입니다. 차이는 +0.30%p(−0.10%p ~ +0.70%p)이며, 뚜렷한 개선입니다.",
            "Button：B轉換率3.40%，A為3.10%，相差+0.30個百分點（−0.10個百分點至+0.70個百分點），明顯較佳。",
            "Button：B转化率3.40%，A为3.10%，相差+0.30个百分点（−0.10个百分点至+0.70个百分点），明显更优。",
        ),
    ),
    (
        "data_caveat",
        kinds.caveat,
        (
            "Web analytics: 1 day has no row (October 17, 2026).",
            "Web analytics: 1일 치 데이터가 없습니다(2026년 10월 17일).",
            "Web analytics：1天沒有資料（2026年10月17日）。",
            "Web analytics：1天没有数据（2026年10月17日）。",
        ),
    ),
    (
        "restatement",
        kinds.restated,
        (
            "Net revenue for August 2026 is restated from $400,000 to $431,900 (+8.0%).",
            "2026년 8월 순매출이 400,000원에서 431,900원으로 정정되었습니다(+8.0%).",
            "2026年8月的營收淨額由400,000元重編為431,900元（+8.0%）。",
            "2026年8月的净收入由400,000元重述为431,900元（+8.0%）。",
        ),
    ),
    (
        "kpi_change",
        lambda: kinds.changed("added", "revenue"),
        (
            "Net revenue is new since the report on September 2026.",
            "순매출은 2026년 9월 보고서 이후 새로 추가된 지표입니다.",
            "營收淨額為2026年9月報告之後新增的指標。",
            "净收入是2026年9月报告之后新增的指标。",
        ),
    ),
    (
        "kpi_change",
        lambda: kinds.changed("removed", "gift_share"),
        (
            "gift_share is no longer reported since the report on September 2026.",
            "gift_share는 2026년 9월 보고서 이후 더 이상 보고하지 않습니다.",
            "自2026年9月報告之後不再呈現gift_share。",
            "自2026年9月报告之后不再呈现gift_share。",
        ),
    ),
    (
        "kpi_change",
        lambda: kinds.known(changes=(KpiChange("removed", "gift_share", "2026-09", name="선물 비중"),)),
        (
            "선물 비중 is no longer reported since the report on September 2026.",
            "선물 비중은 2026년 9월 보고서 이후 더 이상 보고하지 않습니다.",
            "自2026年9月報告之後不再呈現선물 비중。",
            "自2026年9月报告之后不再呈现선물 비중。",
        ),
    ),
    (
        "kpi_change",
        lambda: kinds.changed("definition", "revenue"),
        (
            "Net revenue is defined differently since the report on September 2026.",
            "순매출의 정의가 2026년 9월 보고서 이후 바뀌었습니다.",
            "營收淨額的定義自2026年9月報告之後有所變更。",
            "净收入的定义自2026年9月报告之后有所变更。",
        ),
    ),
    (
        "kpi_change",
        lambda: kinds.changed("target", "revenue", Decimal(450000), Decimal(500000)),
        (
            "The target for net revenue is $500,000, after $450,000 in the report on September 2026.",
            "순매출의 목표가 2026년 9월 보고서의 450,000원에서 500,000원으로 바뀌었습니다.",
            "營收淨額的目標由2026年9月報告的450,000元改為500,000元。",
            "净收入的目标由2026年9月报告的450,000元改为500,000元。",
        ),
    ),
    (
        "kpi_change",
        lambda: kinds.changed("target", "orders", None, Decimal(500)),
        (
            "Orders now have a target, 500; the report on September 2026 had none.",
            "2026년 9월 보고서에 없던 주문의 목표가 500건으로 정해졌습니다.",
            "訂單數新訂目標500筆，2026年9月報告時尚無目標。",
            "订单数新设目标500笔，2026年9月报告时尚无目标。",
        ),
    ),
    (
        "kpi_change",
        lambda: kinds.changed("target", "orders", Decimal(500), None),
        (
            "Orders no longer have a target; in the report on September 2026 it was 500.",
            "2026년 9월 보고서에서 500건이던 주문의 목표가 없어졌습니다.",
            "訂單數不再設有目標，2026年9月報告時為500筆。",
            "订单数不再设有目标，2026年9月报告时为500笔。",
        ),
    ),
    (
        "kpi_change",
        lambda: kinds.changed("owner", "aov", "Jonas Park", "Maya Ortiz"),
        (
            "Maya Ortiz now answers for average order value, after Jonas Park in the report on September 2026.",
            "객단가의 담당이 2026년 9월 보고서의 Jonas Park에서 Maya Ortiz로 바뀌었습니다.",
            "客單價的負責人由2026年9月報告的Jonas Park改為Maya Ortiz。",
            "客单价的负责人由2026年9月报告的Jonas Park改为Maya Ortiz。",
        ),
    ),
    (
        "kpi_change",
        lambda: kinds.changed("owner", "aov", None, "Maya Ortiz"),
        (
            "Maya Ortiz now answers for average order value; in the report on September 2026 nobody did.",
            "2026년 9월 보고서에서 담당자가 없던 객단가를 이제 Maya Ortiz가 담당합니다.",
            "客單價改由Maya Ortiz負責，2026年9月報告時尚無負責人。",
            "客单价改由Maya Ortiz负责，2026年9月报告时尚无负责人。",
        ),
    ),
    (
        "kpi_change",
        lambda: kinds.changed("owner", "aov", "Jonas Park", None),
        (
            "Nobody answers for average order value now; in the report on September 2026 it was Jonas Park.",
            "2026년 9월 보고서에서 Jonas Park가 담당하던 객단가에 이제 담당자가 없습니다.",
            "客單價目前無人負責，2026年9月報告時為Jonas Park。",
            "客单价目前无人负责，2026年9月报告时为Jonas Park。",
        ),
    ),
)


@pytest.mark.parametrize("at", range(len(CASES)), ids=[f"{kind} {at}" for at, (kind, *_) in enumerate(CASES)])
@pytest.mark.parametrize("locale", list(CURRENCIES))
def test_every_kind_is_said_in_the_readers_language(at: int, locale: str) -> None:
    kind, build, sentences = CASES[at]
    assert said(kind, build, locale) == sentences[list(CURRENCIES).index(locale)]

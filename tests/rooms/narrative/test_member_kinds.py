"""Sentences about members, steps and shares, word for word in every language."""

from __future__ import annotations

import pytest

from reportgen.formatting import Formatter
from reportgen.insights.catalog import BY_ID
from reportgen.kpis import kpi_names
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
        "broad",
        kinds.broad,
        (
            "By channel, net revenue rose in 4 of 5; none stands out.",
            "채널별로는 5개 중 4개에서 순매출이 늘었으며, 두드러진 항목은 없습니다.",
            "以管道區分，5項中有4項的營收淨額成長，無特別突出者。",
            "按渠道看，5项中有4项的净收入增长，没有特别突出的一项。",
        ),
    ),
    (
        "mix_rate",
        kinds.mix,
        (
            (
                "Conversion rate fell 0.52 pp on September to 2.88%. Split by channel, the −0.52 pp in conversion rate is +0.11 pp at an unchanged mix and "
                "−0.63 pp from the mix: the share of Paid social in sessions rose from 20.0% to 40.0%."
            ),
            (
                "전환율은 전월 대비 0.52%p 하락한 2.88%를 기록했습니다. 이 변동(−0.52%p)을 채널별로 나누면 각 채널 자체의 변화가 +0.11%p, "
                "구성비 변화가 −0.63%p입니다. 세션 중 유료 소셜의 비중은 20.0%에서 "
                "40.0%로 높아졌습니다."
            ),
            "轉換率較上月下降0.52個百分點至2.88%。依管道拆解，這−0.52個百分點中，各管道本身的變化為+0.11個百分點，組成比重的變化為−0.63個百分點；付費社群占工作階段的比重由20.0%升至40.0%。",
            "转化率环比下降0.52个百分点至2.88%。按渠道拆分，这−0.52个百分点中，各渠道自身的变化为+0.11个百分点，结构变化为−0.63个百分点；付费社交占会话数的比重由20.0%升至40.0%。",
        ),
    ),
    (
        "mix_rate",
        kinds.paradox,
        (
            (
                "Conversion rate was 0.75 pp lower than in September, although it was higher in every "
                "channel: the share of Paid social in sessions rose from 20.0% to 50.0%."
            ),
            "전환율은 전월보다 0.75%p 낮았으나, 채널별로는 모두 높아졌습니다. 세션 중 유료 소셜의 비중은 20.0%에서 50.0%로 높아졌습니다.",
            "轉換率較上月低0.75個百分點，但逐一管道來看全都上升；付費社群占工作階段的比重由20.0%升至50.0%。",
            "转化率比上月低0.75个百分点，但逐个渠道看全都上升；付费社交占会话数的比重由20.0%升至50.0%。",
        ),
    ),
    (
        "mix_offset",
        kinds.offset,
        (
            "Conversion rate was flat on September at 3.44%, but split by channel, +0.35 pp at an unchanged mix and −0.31 pp from the mix offset each other: the share of Paid social in sessions rose from 20.0% to 30.0%.",
            "전환율은 3.44%로 전월과 비슷했으나, 채널별로 나누면 두 가지 변화가 서로 상쇄되었습니다. 각 채널 자체의 변화가 +0.35%p, 구성비 변화가 −0.31%p입니다. 세션 중 유료 소셜의 비중은 20.0%에서 30.0%로 높아졌습니다.",
            "轉換率為3.44%，與上月大致持平，但依管道拆解，兩種變化互相抵銷：各管道本身的變化為+0.35個百分點，組成比重的變化為−0.31個百分點；付費社群占工作階段的比重由20.0%升至30.0%。",
            "转化率为3.44%，环比基本持平，但按渠道拆分，两种变化相互抵消：各渠道自身的变化为+0.35个百分点，结构变化为−0.31个百分点；付费社交占会话数的比重由20.0%升至30.0%。",
        ),
    ),
    (
        "mix_rate",
        kinds.nearly,
        (
            "Conversion rate was 0.77 pp lower than in September, although it was higher in 2 of 3 when split by channel: the share of Paid social in sessions rose from 15.0% to 45.0%.",
            "전환율은 전월보다 0.77%p 낮았으나, 채널별로는 3개 중 2개에서 높아졌습니다. 세션 중 유료 소셜의 비중은 15.0%에서 45.0%로 높아졌습니다.",
            "轉換率較上月低0.77個百分點，但依管道來看，3項中有2項上升；付費社群占工作階段的比重由15.0%升至45.0%。",
            "转化率比上月低0.77个百分点，但按渠道看，3项中有2项上升；付费社交占会话数的比重由15.0%升至45.0%。",
        ),
    ),
    (
        "funnel_step",
        lambda: kinds.funnel(482, desktop=True),
        (
            (
                "On mobile, the share of checkouts completed fell from 52.6% in September to 48.2%, about "
                "44 purchases fewer."
            ),
            "모바일의 결제 완료율은 전월 52.6%에서 48.2%로 하락했으며, 구매 약 44건의 감소에 해당합니다.",
            "行動裝置的結帳完成率由上月的52.6%降至48.2%，約少44筆購買。",
            "移动设备的结账完成率由上月的52.6%降至48.2%，约少44次购买。",
        ),
    ),
    (
        "funnel_step",
        lambda: kinds.funnel(470, desktop=False),
        (
            (
                "Most of the fall in conversion rate sits at one step: the share of checkouts completed "
                "fell from 52.6% to 47.0%, about 56 purchases fewer."
            ),
            "전환율 하락의 대부분은 한 단계에서 나왔습니다. 결제 완료율이 52.6%에서 47.0%로 하락해 구매 약 56건의 감소에 해당합니다.",
            "轉換率的下降大多集中在一個步驟：結帳完成率由52.6%降至47.0%，約少56筆購買。",
            "转化率的下降大多集中在一个步骤：结账完成率由52.6%降至47.0%，约少56次购买。",
        ),
    ),
    (
        "funnel_step",
        lambda: kinds.funnel(590, desktop=False),
        (
            "The share of checkouts completed rose from 52.6% in September to 59.0%, about 64 purchases more.",
            "결제 완료율은 전월 52.6%에서 59.0%로 상승했으며, 구매 약 64건의 증가에 해당합니다.",
            "結帳完成率由上月的52.6%升至59.0%，約多64筆購買。",
            "结账完成率由上月的52.6%升至59.0%，约多64次购买。",
        ),
    ),
    (
        "movers",
        kinds.movers,
        (
            (
                "Largest moves in net revenue by campaign: up Autumn (+$5,000); down Brand (−$5,000); "
                "new Gift ($4,000); gone Spring ($6,000)."
            ),
            "캠페인별 순매출의 주요 변동은 증가 Autumn(+5,000원), 감소 Brand(−5,000원), 신규 Gift(4,000원), 종료 Spring(6,000원)입니다.",
            "以廣告活動區分，營收淨額的主要變動：增加：Autumn（+5,000元）；減少：Brand（−5,000元）；新增：Gift（4,000元）；消失：Spring（6,000元）。",
            "按广告系列看，净收入的主要变动：增加：Autumn（+5,000元）；减少：Brand（−5,000元）；新增：Gift（4,000元）；消失：Spring（6,000元）。",
        ),
    ),
    (
        "concentration",
        kinds.concentration,
        (
            "By campaign, 2 of 10 make 50% of net revenue: Autumn and Brand.",
            "캠페인 10개 중 2개(Autumn 및 Brand)가 순매출의 50%를 차지했습니다.",
            "10個廣告活動中，2個（Autumn和Brand）占營收淨額的50%。",
            "10个广告系列中，2个（Autumn和Brand）占净收入的50%。",
        ),
    ),
    (
        "concentration",
        kinds.alone,
        (
            "By channel, Email alone makes 60% of net revenue. That is more concentrated than in September.",
            "채널 가운데 이메일이 단독으로 순매출의 60%를 차지했습니다. 집중도는 전월보다 높아졌습니다.",
            "以管道區分，僅電子郵件便占營收淨額的60%。集中程度高於上月。",
            "按渠道看，仅电子邮件就占净收入的60%。集中程度高于上月。",
        ),
    ),
    (
        "inefficiency",
        kinds.spend,
        (
            "Display takes 22% of ad spend and brings 6% of attributed revenue.",
            "디스플레이는 광고비의 22%를 쓰고 기여 매출의 6%를 가져왔습니다.",
            "多媒體廣告占廣告支出的22%，僅帶來歸因營收的6%。",
            "展示广告占广告支出的22%，只带来归因收入的6%。",
        ),
    ),
)


@pytest.mark.parametrize("at", range(len(CASES)), ids=[f"{kind} {at}" for at, (kind, *_) in enumerate(CASES)])
@pytest.mark.parametrize("locale", list(CURRENCIES))
def test_every_kind_is_said_in_the_readers_language(at: int, locale: str) -> None:
    kind, build, sentences = CASES[at]
    assert said(kind, build, locale) == sentences[list(CURRENCIES).index(locale)]

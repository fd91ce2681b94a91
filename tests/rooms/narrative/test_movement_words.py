"""How changes of durations and scores are worded, and those that can be chance."""

from __future__ import annotations

import pytest

from reportgen.formatting import Formatter
from reportgen.insights.scope import main_comparison
from reportgen.kpis import kpi_names, kpi_variants, load_catalog
from reportgen.narrative import Teller, language_of, languages, load_phrases, plain
from reportgen.narrative.baselines import against, size_of_change
from reportgen.units import Direction, Good, Unit
from tests.rooms.report import results_sample as sample
from tests.rooms.report.results_sample import Spec

CYCLE = Spec("sales_cycle", Unit.DAYS, "59.7", "53.6", good=Good.DOWN)  # 6.1 / 53.6 = 11.4 %
SCORE = Spec("nps", Unit.SCORE, 15, 32)
CURRENCIES = {"en-US": "USD", "ko-KR": "KRW", "zh-TW": "TWD", "zh-CN": "CNY"}


def teller_in(locale: str) -> Teller:
    names = {kpi: name for kpi, (name, _) in kpi_names(language_of(locale)).items()}
    return Teller(Formatter(locale, CURRENCIES[locale]), load_phrases(locale), names)


def heading(locale: str, spec: Spec) -> str:
    teller, result = teller_in(locale), sample.result(spec)
    comparison = main_comparison(result.comparisons)
    assert comparison is not None
    words = teller.kpi_words(spec.id) | against(result, comparison, teller)
    way = "up" if comparison.direction is Direction.UP else "down"
    figure = size_of_change(result, comparison, teller)
    return plain(teller.say("heading.one", **words, way=way, figure=figure)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("locale", "spec", "expected"),
    [
        ("en-US", CYCLE, "Sales cycle lengthened 11.4% on September"),
        ("ko-KR", CYCLE, "영업 주기 전월 대비 11.4% 길어짐"),
        ("zh-TW", CYCLE, "銷售週期較上月延長11.4%"),
        ("zh-CN", CYCLE, "销售周期环比延长11.4%"),
        ("en-US", SCORE, "Net promoter score fell 17.0 points on September"),
        ("ko-KR", SCORE, "순추천지수(NPS) 전월 대비 17.0점 하락"),
        ("zh-TW", SCORE, "淨推薦分數較上月下降17.0分"),
        ("zh-CN", SCORE, "净推荐值环比下降17.0分"),
    ],
)
def test_durations_get_longer_and_scores_change_in_points(locale: str, spec: Spec, expected: str) -> None:
    assert heading(locale, spec) == expected


def test_two_headlines_share_their_verb_only_where_both_take_it() -> None:
    teller = teller_in("en-US")

    def two(first: str, second: str) -> str:
        words = {"first_moves": first, "second_moves": second, "way": "up"}
        names = {"first": teller.name("A"), "second": teller.name("B")}
        figures = {"first_figure": teller.name("1"), "second_figure": teller.name("2")}
        return plain(teller.say("heading.two.same", **words, **names, **figures)).lower()

    assert two("amount", "rate") == "a rose 1 and b 2"
    assert two("amount", "duration") == "a rose 1 and b lengthened 2"
    assert two("duration", "amount") == "a lengthened 1 and b rose 2"


@pytest.mark.parametrize("language", languages())
def test_variants_name_a_kpi_and_say_the_same_in_every_language(language: str) -> None:
    variants = kpi_variants(language)
    assert sorted(variants) == sorted(kpi_variants("en"))
    assert {key.partition("@")[0] for key in variants} <= set(load_catalog().kpis)
    assert variants["churn_rate@orders"][1] != variants["churn_rate@subscriptions"][1]

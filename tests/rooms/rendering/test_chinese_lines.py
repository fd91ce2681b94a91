"""Where a line of Chinese may not break: inside figures and the words of reports, before the last character."""

from __future__ import annotations

import pytest

from reportgen.formatting.binding import JOINER
from reportgen.narrative import Run, plain
from reportgen.rendering.linebreaks import joined, joined_runs, unjoined

J = JOINER


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("净收入环比增长为何", "zh-CN", f"净{J}收{J}入环{J}比增{J}长{J}为{J}何"),
        ("營收淨額成長11.3%", "zh-TW", f"營{J}收{J}淨{J}額成{J}長11.3%"),
        ("2025年10月起，共3個", "zh-TW", f"2025{J}年10{J}月起，共3{J}個"),
        ("不含税和运费。", "zh-CN", f"不含税和{J}运{J}费。"),  # a line begins with three characters, or with more
        ("Email带动", "zh-CN", f"Email带{J}动"),
    ],
)
def test_words_and_figures_stay_whole(text: str, locale: str, expected: str) -> None:
    bound = joined(text, locale)
    assert bound == expected
    assert unjoined(bound) == text


def test_a_sentence_without_spaces_is_no_long_word_that_may_break_anywhere() -> None:
    text = "转化率下降抵消了其中一部分，会话增加和客单价上升推高了净收入"
    assert f"转{J}化{J}率下{J}降" in joined(text, "zh-CN")


def test_a_measure_word_stays_with_a_figure_of_another_run() -> None:
    runs = joined_runs((Run("连续"), Run("4", fact="n"), Run("个月增长。")), "zh-CN")
    assert plain(runs).startswith(f"连续4{J}个")


def test_only_the_last_run_keeps_its_end_together() -> None:
    first, last = joined_runs((Run("自建站渠道带", source="name"), Run("来自建站渠")), "zh-CN")
    assert first.text == f"自建站渠{J}道带"
    assert last.text == f"来自建{J}站{J}渠"

import pytest

from reportgen.formatting import Formatter, bind, bind_last_word, unbind
from reportgen.units import Unit

J = "\N{WORD JOINER}"
_ = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("−$3,360", "en-US", f"−{J}$3,360"),
        ("+€5 and −181", "en-GB", f"+{J}€5 and −181"),
        ("no sign here", "en-US", "no sign here"),
        ("매출은 늘었다", "ko-KR", f"매{J}출{J}은 늘{J}었{J}다"),
        ("66,180원에서", "ko-KR", f"66,180{J}원{J}에{J}서"),
        ("AOV는", "ko-KR", f"AOV{J}는"),
        (f"12억{_}8,434만{_}원", "ko-KR", f"12{J}억{_}8,434{J}만{_}원"),
        ("營收為12億元", "zh-TW", "營收為12億元"),  # Chinese may break between any two characters
    ],
)
def test_lines_do_not_break_inside_korean_words_or_after_a_sign(text: str, locale: str, expected: str) -> None:
    assert bind(text, locale) == expected
    assert bind(expected, locale) == expected
    assert unbind(expected) == text.replace(_, " ")


def test_a_short_last_word_stays_with_the_one_before() -> None:
    assert bind_last_word("have to pass through it.") == f"have to pass through{_}it."
    assert bind_last_word("completed in September.") == "completed in September."
    assert bind_last_word("it.") == "it."


def test_values_hold_together_with_no_break_spaces_alone() -> None:
    korea = Formatter("ko-KR", "KRW")
    texts = [korea.value(1_284_340_000, Unit.MONEY), Formatter("en-US", "USD").points(0.001)]
    for text in texts:
        assert J not in text
        assert " " not in text
        assert _ in text

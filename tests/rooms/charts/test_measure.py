from __future__ import annotations

import pytest
from PIL import ImageFont

from reportgen.charts.measure import Typesetter
from reportgen.resources import shipped_fonts

ENGLISH = Typesetter(("Pretendard",))
TAIWAN = Typesetter(("Pretendard", "Noto Sans TC"))


@pytest.mark.parametrize("weight", [400, 600])
@pytest.mark.parametrize("text", ["$492,213", "Organic search", "−13.5% ▼", "인스타그램 광고"])
def test_widths_are_those_of_another_measure(text: str, weight: int) -> None:
    (path,) = (font.path for font in shipped_fonts() if (font.family, font.weight) == ("Pretendard", weight))
    other = ImageFont.truetype(str(path), 2000, layout_engine=ImageFont.Layout.BASIC)
    assert ENGLISH.width(text, 10, weight) == pytest.approx(other.getlength(text) / 200, abs=0.05)


def test_a_han_character_is_one_em_wide() -> None:
    assert TAIWAN.width("電子商務", 10) == 40


def test_what_fits_is_left_alone_and_what_does_not_gets_an_ellipsis() -> None:
    assert ENGLISH.shorten("Email", 88, 10) == "Email"
    short = ENGLISH.shorten("Autumn retargeting campaign", 88, 10)
    assert short.endswith("…")
    assert "Autumn retargeting campaign".startswith(short[:-1])
    assert 70 < ENGLISH.width(short, 10) <= 88


def test_no_space_stands_before_an_ellipsis() -> None:
    room = ENGLISH.width("Paid …", 10)
    assert ENGLISH.shorten("Paid search", room, 10) == "Paid…"


def test_nothing_is_left_where_nothing_fits() -> None:
    assert ENGLISH.shorten("Email", 1, 10) == ""


def test_a_text_wraps_at_spaces_and_its_last_line_is_shortened() -> None:
    assert ENGLISH.wrap("171,940 to 184,620", 60, 10) == ("171,940 to", "184,620")
    first, second = ENGLISH.wrap("171,940 to 184,620 visits of the shop", 60, 10)
    assert (first, second[-1]) == ("171,940 to", "…")
    assert ENGLISH.wrap("", 60, 10) == ("",)


def test_what_no_font_has_becomes_a_box_and_is_named() -> None:
    assert ENGLISH.clean("Sale 🎉 now") == ("Sale □ now", ("🎉",))


def test_an_emoji_of_many_parts_leaves_no_joiners() -> None:
    assert ENGLISH.clean("👩\u200d💻!") == ("□□!", ("👩", "💻"))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("a\u202e1", "a1"),
        ("한\u2060글", "한글"),
        ("a\nb\tc", "a b c"),
        ("e\u0301", "é"),
        ("5\u00a0%", "5\u00a0%"),
    ],
)
def test_controls_and_direction_marks_are_dropped(text: str, printed: str) -> None:
    assert ENGLISH.clean(text) == (printed, ())


def test_letters_of_any_shipped_font_are_printed_as_they_are() -> None:
    text = "−▲▼±×€₩¥ 매출 電子商務 电子商务"
    assert ENGLISH.clean(text) == (text, ())


def test_a_whole_text_is_set_in_a_family_that_has_all_of_it() -> None:
    assert TAIWAN.family_for("98.4%") == "Pretendard"
    assert TAIWAN.family_for("2.5 個百分點") == "Noto Sans TC"
    assert Typesetter(("A brand's own", "Pretendard")).family_for("98.4%") == "A brand's own,Pretendard"

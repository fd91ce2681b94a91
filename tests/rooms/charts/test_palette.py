from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.charts.palette import Oklch, contrast, hue_distance, readable, to_hex, to_oklch
from reportgen.charts.theme import FAVOURABLE, FAVOURABLE_FILL, UNFAVOURABLE, UNFAVOURABLE_FILL, make_theme
from reportgen.errors import ConfigError

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")


def test_the_green_brand_gives_the_colours_of_the_design() -> None:
    theme = make_theme("#1F5A49")
    assert theme.accent == theme.total == "#1F5A49"
    assert (theme.ink, theme.ink2) == ("#1A211E", "#545D5A")
    assert (theme.context_line, theme.context_fill) == ("#8A9390", "#B2BEB9")
    assert (theme.hairline, theme.pale) == ("#D3D9D7", "#D2E2DC")
    assert theme.heat == ("#EEF5F3", "#CDDAD5", "#A7BEB5", "#7B9D91", "#4D7A6B", "#1F5A49")
    assert (theme.favourable, theme.favourable_fill) == ("#1F62A8", "#4A80BB")
    assert (theme.unfavourable, theme.unfavourable_fill) == ("#B1440E", "#CC6637")


@pytest.mark.parametrize(
    ("role", "expected"),
    [("accent", 8.0), ("ink", 16.4), ("ink2", 6.8), ("context_line", 3.2), ("context_fill", 1.9),
     ("hairline", 1.4), ("pale", 1.3), ("favourable", 6.2), ("favourable_fill", 4.1), ("unfavourable", 5.7),
     ("unfavourable_fill", 3.8)],
)  # fmt: skip
def test_contrasts_on_paper_are_those_of_the_design(role: str, expected: float) -> None:
    assert contrast(getattr(make_theme("#1F5A49"), role), "#FFFFFF") == pytest.approx(expected, abs=0.06)


def test_the_plum_brand_goes_through_the_same_rule() -> None:
    theme = make_theme("#7a2b55")
    assert theme.accent == "#7A2B55" == theme.heat[-1]
    assert contrast(theme.accent, theme.paper) == pytest.approx(9.1, abs=0.05)
    assert contrast(theme.ink, theme.paper) > 15
    assert contrast(theme.ink2, theme.paper) > 6
    assert theme.total == theme.accent  # 350° is 53° from the orange and further from the blue


def test_contrast_runs_from_one_to_twenty_one() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1


@given(colours)
def test_a_colour_survives_the_way_to_oklch_and_back(colour: str) -> None:
    assert to_hex(to_oklch(colour)) == colour


def test_a_colour_out_of_gamut_keeps_lightness_and_hue() -> None:
    shown = to_oklch(to_hex(Oklch(0.7, 0.4, 150)))
    assert shown.lightness == pytest.approx(0.7, abs=0.01)
    assert hue_distance(shown.hue, 150) < 2
    assert 0.1 < shown.chroma < 0.4


def test_a_brand_that_is_a_little_too_light_is_lowered_just_enough() -> None:
    orange = "#E8813A"
    lowered = readable(orange, "colours.primary", "#FFFFFF")
    before, after = to_oklch(orange), to_oklch(lowered)
    lighter = to_hex(Oklch(after.lightness + 0.01, before.chroma, before.hue))
    assert contrast(lighter, "#FFFFFF") < 4.5 <= contrast(lowered, "#FFFFFF")
    assert hue_distance(before.hue, after.hue) < 3


@pytest.mark.parametrize("colour", ["#FFE100", "#FFFFFF", "#C8F7C5"])
def test_a_brand_that_would_become_another_colour_is_refused(colour: str) -> None:
    with pytest.raises(ConfigError, match=r"colours\.primary is too light.*\n.*contrast 1\.\d"):
        make_theme(colour)


@pytest.mark.parametrize("colour", ["green", "#12345", "1F5A49", "", "#GGGGGG"])
def test_what_is_not_a_colour_is_refused_by_name(colour: str) -> None:
    with pytest.raises(ConfigError, match=r"colours\.favourable is not a colour"):
        make_theme("#1F5A49", favourable=colour)


def test_short_hex_is_understood() -> None:
    assert make_theme("#154").accent == "#115544"


@pytest.mark.parametrize(
    ("brand", "role"),
    [("#1E5FA8", "ink"), ("#B5482A", "ink"), ("#1F5A49", "accent"), ("#7A2B55", "accent")],
)
def test_totals_are_ink_where_the_brand_looks_like_good_or_bad(brand: str, role: str) -> None:
    theme = make_theme(brand)
    assert theme.total == getattr(theme, role)


def test_a_grey_brand_gives_greys() -> None:
    theme = make_theme("#333333", neutral_pair=True)
    greys = [theme.ink, theme.ink2, theme.context_fill, theme.pale, *theme.heat]
    assert all(len({colour[1:3], colour[3:5], colour[5:7]}) == 1 for colour in greys)
    assert theme.total == theme.accent


def test_a_brand_may_set_the_pair_and_gets_fills_of_the_same_hue() -> None:
    theme = make_theme("#1F5A49", favourable="#006D4F", unfavourable="#A3123A")
    assert (theme.favourable, theme.unfavourable) == ("#006D4F", "#A3123A")
    for text, fill in (
        (theme.favourable, theme.favourable_fill),
        (theme.unfavourable, theme.unfavourable_fill),
    ):
        assert to_oklch(fill).lightness == pytest.approx(to_oklch(text).lightness + 0.095, abs=0.01)
        assert hue_distance(to_oklch(fill).hue, to_oklch(text).hue) < 4
    assert theme.total == theme.ink  # the brand is the green that now means good


def test_a_neutral_pair_is_ink() -> None:
    theme = make_theme("#1F5A49", neutral_pair=True)
    assert theme.favourable == theme.unfavourable == theme.ink
    assert len({theme.favourable_fill, theme.unfavourable_fill, theme.context_fill}) == 3


@given(colours)
def test_every_brand_is_either_readable_or_refused(colour: str) -> None:
    try:
        theme = make_theme(colour)
    except ConfigError:
        assert contrast(colour, "#FFFFFF") < 4.5
        return
    assert contrast(theme.accent, theme.paper) >= 4.5
    assert contrast(theme.ink, theme.paper) > 15
    assert contrast(theme.ink2, theme.paper) > 6
    assert contrast(theme.context_line, theme.paper) >= 3
    # Figures in a heat map are ink up to the fourth step and paper from the fifth.
    assert all(contrast(step, theme.ink) > 4 for step in theme.heat[:3])
    assert contrast(theme.heat[5], theme.paper) >= 4.5


# Viénot, Brettel & Mollon 1999, linear RGB: how a dichromat sees a colour.
_DEUTERANOPE = ((0.29275, 0.70725, -0.02234), (0.29275, 0.70725, -0.02234), (-0.02234, 0.02234, 1.0))
_PROTANOPE = ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0))


@pytest.mark.parametrize("eye", [_DEUTERANOPE, _PROTANOPE], ids=["deuteranope", "protanope"])
@pytest.mark.parametrize("pair", [(FAVOURABLE, UNFAVOURABLE), (FAVOURABLE_FILL, UNFAVOURABLE_FILL)])
def test_good_and_bad_stay_apart_for_the_colour_blind(
    eye: tuple[tuple[float, ...], ...], pair: tuple[str, str]
) -> None:
    seen = []
    for colour in pair:
        encoded = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [((c + 0.055) / 1.055) ** 2.4 if c > 0.04045 else c / 12.92 for c in encoded]
        mixed = [min(max(sum(m * c for m, c in zip(row, linear, strict=True)), 0), 1) for row in eye]
        back = [1.055 * c ** (1 / 2.4) - 0.055 if c > 0.0031308 else 12.92 * c for c in mixed]
        seen.append(to_oklch("#" + "".join(f"{round(255 * c):02X}" for c in back)))
    (one, other) = seen
    angle = hue_distance(one.hue, other.hue)
    across = one.chroma**2 + other.chroma**2 - 2 * one.chroma * other.chroma * math.cos(math.radians(angle))
    assert 100 * math.sqrt((one.lightness - other.lightness) ** 2 + across) > 18.5

"""Shares of a whole, intervals around zero, and the band of a forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reportgen.charts.measure import Typesetter
from reportgen.charts.theme import Theme

if TYPE_CHECKING:
    from conftest import Drawing


def test_parts_of_a_stacked_bar_meet_and_fill_its_width(drawings: dict[str, Drawing], theme: Theme) -> None:
    drawing = drawings["mix"]
    # 50, 30, 18 and 2 of 100 from 96 px to the right edge; email is the accent
    width = drawing.width - 96
    (email,) = [bar for bar in drawing.rects(theme.accent) if bar[2] - bar[0] > 9.1 and bar[1] < 60]
    assert email[0] == pytest.approx(96 + 0.80 * width, abs=0.05)
    assert email[2] == pytest.approx(96 + 0.98 * width, abs=0.05)
    (search, *_) = [bar for bar in drawing.rects(theme.ink2) if bar[2] - bar[0] > 9.1]
    assert (search[0], search[2]) == (96, pytest.approx(96 + 0.5 * width, abs=0.05))


def test_a_share_is_printed_only_where_its_part_holds_it(drawings: dict[str, Drawing]) -> None:
    texts = [label.text for label in drawings["mix"].labels]
    assert [text for text in texts if text.endswith("%")] == ["50%", "30%", "18%", "40%", "50%", "10%"]


def test_the_key_names_every_part_and_breaks_into_lines(drawings: dict[str, Drawing]) -> None:
    key = [label for label in drawings["mix-crowded"].labels if label.text.startswith("A member")]
    assert len(key) == 7
    assert len({label.baseline for label in key}) > 1
    assert len({label.text for label in key}) == 7


def test_an_interval_lies_on_the_scale_of_its_ticks(drawings: dict[str, Drawing], theme: Theme) -> None:
    drawing = drawings["intervals"]
    at = {label.text: (label.left + label.right) / 2 for label in drawing.labels if label.text.endswith(" pp")}
    unit = (at["+2 pp"] - at["-2 pp"]) / 4
    whiskers = [line for line in drawing.elements("line") if line.get("stroke") == theme.favourable_fill]
    across = max(whiskers, key=lambda line: abs(float(line.get("x2", "0"))))
    length = abs(float(across.get("x2", "0")))
    assert length == pytest.approx(1.2 * unit, abs=0.1)  # from 0.4 to 1.6


def test_an_interval_that_holds_zero_has_no_colour(drawings: dict[str, Drawing], theme: Theme) -> None:
    drawing = drawings["intervals"]
    assert drawing.label("+1.00 pp").fill == theme.favourable
    assert drawing.label("−0.50 pp").fill == theme.ink


def test_the_band_opens_at_the_last_value_and_ends_at_the_last_interval(
    drawings: dict[str, Drawing], theme: Theme
) -> None:
    drawing = drawings["forecast"]
    (band,) = [path for path in drawing.elements("path") if path.get("fill") == theme.pale]
    corners = band.get("d", "").removeprefix("M").removesuffix("Z").split("L")
    points = [tuple(float(number) for number in corner.split(",")) for corner in corners]
    assert len(points) == 6  # three points, the way there on one line and back on the other
    assert points[0] == points[-1]  # at the last value the interval is nothing
    heights = [low[1] - high[1] for low, high in zip(points[:3], points[::-1][:3], strict=True)]
    assert heights[2] / heights[1] == pytest.approx(210 / 110, abs=0.01)  # 640 − 430 to 560 − 450


def test_a_band_of_one_point_opens_from_the_point_before_it(drawings: dict[str, Drawing], theme: Theme) -> None:
    paths = [path for path in drawings["band-alone"].elements("path") if path.get("fill") == theme.pale]
    (corners,) = [path.get("d", "").removeprefix("M").removesuffix("Z").split("L") for path in paths]
    assert len(corners) == 4  # the twelfth point, twice, and both ends of the thirteenth


def test_what_a_forecast_may_be_stands_under_what_it_is(drawings: dict[str, Drawing], theme: Theme) -> None:
    value, note = drawings["forecast"].label("$520,000"), drawings["forecast"].label("$430,000 to $640,000")
    assert (value.left, value.fill, note.fill) == (note.left, theme.accent, theme.ink2)
    assert note.baseline > value.baseline


@pytest.mark.parametrize("name", ["Search – Valves – Germany", "가을 프로모션 리타기팅 캠페인", "abc"])
def test_a_squeezed_name_keeps_both_its_ends(name: str) -> None:
    typesetter = Typesetter(("Pretendard",))
    short = typesetter.squeeze(name, 80, 10)
    assert typesetter.width(short, 10) <= 80
    assert (short[0], short[-1]) == (name[0], name[-1])

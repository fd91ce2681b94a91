"""A brand's second colour: it changes the marks that it is for, in every medium, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.charts import palette
from reportgen.charts.draw import draw
from reportgen.charts.model import Chart, DonutChart, StackedChart
from reportgen.charts.theme import PAPER, Theme, darkened, kept_from_parts, make_theme
from reportgen.errors import ConfigError
from reportgen.rendering.brand import Brand
from reportgen.rendering.mail import render_mail
from reportgen.rendering.style import dark
from tests.rooms.charts.conftest import AWKWARD, MOCK
from tests.rooms.rendering.conftest import Rendered, prepared
from tests.rooms.rendering.sample_report import english

GREEN, BRASS = "#1F5A49", "#8A6D1F"
ONE, TWO = make_theme(GREEN), make_theme(GREEN, accent=BRASS)
FILL = {"rg", "RG", "sc", "SC", "scn", "SCN"}


def rgb(colour: str) -> tuple[float, ...]:
    return tuple(round(int(colour[at : at + 2], 16) / 255, 3) for at in (1, 3, 5))


def painted(made: Rendered) -> list[list[tuple[str, tuple[object, ...]]]]:
    """Each page's operators with their operands; the charts are objects of their own and not among them."""

    def number(operand: object) -> object:
        return round(float(operand), 3) if isinstance(operand, int | float | Decimal) else str(operand)

    return [
        [(str(operator), tuple(map(number, operands))) for operands, operator in pikepdf.parse_content_stream(page)]
        for page in made.opened.pages
    ]


@pytest.mark.parametrize("cover", ["ruled", *(pytest.param(one, marks=pytest.mark.slow) for one in ("band", "bars"))])
def test_on_paper_only_section_names_and_the_rule_of_the_cover_change(cover: str) -> None:
    before, after = (painted(prepared(english(), theme, Brand(cover=cover))) for theme in (ONE, TWO))
    assert [len(page) for page in before] == [len(page) for page in after]
    changed: list[int] = []
    for number, (old, new) in enumerate(zip(before, after, strict=True)):
        for one, other in zip(old, new, strict=True):
            if one != other:
                assert one[0] == other[0]
                assert one[0] in FILL
                assert (one[1], other[1]) == (rgb(GREEN), rgb(BRASS))
                changed.append(number)
    on_cover = changed.count(0)
    assert on_cover == {"ruled": 1, "band": 1, "bars": 0}[cover]
    # The sections of the sample: summary, sales, why, journey, actions, appendix; each begins a page with its name.
    sections = [section for section in english().sections if any(block.content for block in section.blocks)]
    assert len(changed) - on_cover == len(sections) > 4


def test_on_a_screen_the_page_is_the_same_but_for_its_properties() -> None:
    before, after = (prepared(english(), theme, Brand(cover="ruled")).html for theme in (ONE, TWO))
    assert before.partition("</style>")[2] == after.partition("</style>")[2]
    properties = [dict(re.findall(r"--([\w-]+):([^;]+);", html)) for html in (before, after)]
    assert properties[0].keys() == properties[1].keys()
    moved = {name for name, value in properties[0].items() if properties[1][name] != value}
    assert moved == {"second", "field-edge", "part"}


def test_in_mail_only_the_headings_change() -> None:
    report = english()
    texts = [
        render_mail(report, draw(tuple(report.charts.values()), theme), theme, Brand(), attached=True).html
        for theme in (ONE, TWO)
    ]
    for theme, text in zip((ONE, TWO), texts, strict=True):
        headings = re.findall(r'<h2 class="second"[^>]*color:(#\w+);', text)
        assert set(headings) == {theme.second}
        assert f".second {{ color: {dark(theme).second} !important; }}" in text
    plain = [re.sub(r'(<h2 class="second"[^>]*color:|\.second \{ color: )#\w+', r"\1", text) for text in texts]
    assert plain[0] == plain[1]


def test_in_charts_the_first_of_the_other_parts_takes_it_and_no_other_mark_does() -> None:
    every: list[Chart] = [*MOCK, *AWKWARD]
    before, after = draw(every, ONE), draw(every, TWO)
    for chart in every:
        old, new = before[chart.id].svg, after[chart.id].svg
        if not isinstance(chart, StackedChart | DonutChart):
            assert old == new, chart.id
            continue
        assert BRASS.lower() not in old.lower()
        fills = [re.findall(r'fill="(#\w{6})"', svg) for svg in (old, new)]
        moved = {pair for pair in zip(*fills, strict=True) if len(set(pair)) > 1}
        others = len(chart.parts if isinstance(chart, StackedChart) else chart.slices) - (chart.accent is not None)
        assert moved == ({(ONE.ink2, BRASS)} if others > 0 else set()), chart.id


def test_without_one_the_theme_is_as_it_was() -> None:
    assert (ONE.second, ONE.part) == (ONE.accent, ONE.ink2)
    assert not kept_from_parts(ONE)


@pytest.mark.parametrize(
    ("accent", "why"),
    [
        ("#B1440E", "the colour that means bad news"),
        ("#1F62A8", "the colour that means good news"),
        ("#24604F", "the first colour, nearly"),
    ],
)
def test_one_that_could_be_misread_stays_out_of_charts_but_not_off_the_page(accent: str, why: str) -> None:
    theme = make_theme(GREEN, accent=accent)
    assert (theme.second, theme.part) == (accent, theme.ink2), why
    assert kept_from_parts(theme)


def test_one_that_looks_like_bad_news_may_mark_parts_where_colour_means_nothing() -> None:
    """In Korea, Taiwan and China arrow and word alone tell good from bad."""
    theme = make_theme(GREEN, accent="#B1440E", neutral_pair=True)
    assert (theme.part, kept_from_parts(theme)) == ("#B1440E", False)


def themes(accent: str) -> Iterator[Theme]:
    theme = make_theme(GREEN, accent=accent)
    yield theme
    yield dark(theme)


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}"))
def test_any_is_readable_by_day_and_by_night_or_refused_like_the_first(accent: str) -> None:
    """WCAG 2.2, level AA: 4.5 to 1; the same colours are refused as primary and as accent."""
    try:
        day, night = themes(accent)
    except ConfigError:
        with pytest.raises(ConfigError, match=r"colours\.accent is too light"):
            make_theme(GREEN, accent=accent)
        with pytest.raises(ConfigError, match=r"colours\.primary is too light"):
            make_theme(accent)
        return
    assert day.second == make_theme(accent).accent
    for theme in (day, night):
        assert palette.contrast(theme.second, theme.paper) >= 4.5


def test_what_was_darkened_is_told_by_its_key_with_both_colours() -> None:
    # #C08A2E on white has a contrast of 3.1 (relative luminance 0.296: 1.05 / 0.346 = 3.03)
    assert palette.contrast("#C08A2E", PAPER) == pytest.approx(3.03, abs=0.05)
    (found,) = darkened(primary=GREEN, accent="#C08A2E", favourable=None, unfavourable=None)
    assert (found.key, found.asked) == ("accent", "#C08A2E")
    assert found.printed == make_theme(GREEN, accent="#C08A2E").second
    assert palette.contrast(found.printed, PAPER) >= 4.5
    assert palette.hue_distance(palette.to_oklch(found.printed).hue, palette.to_oklch("#C08A2E").hue) < 3

"""The small parts: number lint, logos, table columns, line breaks, templates."""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen import resources
from reportgen.charts.measure import Typesetter
from reportgen.charts.theme import make_theme
from reportgen.config.brand import Brand as ConfiguredBrand
from reportgen.errors import ConfigError
from reportgen.formatting.binding import JOINER
from reportgen.insights.model import FactValue
from reportgen.rendering import column_widths, layout, linebreaks, style
from reportgen.rendering.brand import Brand, read_brand
from reportgen.rendering.lint import violations
from reportgen.rendering.logo import read_logo
from reportgen.rendering.page import Composer
from reportgen.report.model import Cards, Cell, Column, Definitions, Row, Run, Table, plain
from tests.rooms.rendering.sample_report import LOGO, english

FACTS = {"a": FactValue(5, "count")}
MEASURE = column_widths.Measure(Typesetter(("Pretendard",)))


@pytest.mark.parametrize(
    "page",
    [
        '<p><span data-fact="a">5</span> of <b data-source="scale">6</b></p>',
        '<p data-source="date">October <i>2026</i></p>',
        "<svg><text>7</text><path d='M1 2'/></svg><p>no digit</p>",
        "<style>p{margin:1px}</style><p title='3'>三百</p>",
        '<img alt="9"><br><p>words</p>',
    ],
)
def test_marked_numbers_pass(page: str) -> None:
    assert violations(page, FACTS, "en-US", "USD") == ()


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<p>5</p>", "“5”"),
        ('<p><span data-fact="a">5</span> of 6</p>', "“of 6”"),
        ('<p><span data-source="">5</span></p>', "“5”"),
        ("<p>２０２６</p>", "“２０２６”"),
        ("<p>½ of it</p>", "“½ of it”"),
        ("<svg><g/></svg><p>8</p>", "“8”"),
        ('<p><br data-source="name">4</p>', "“4”"),
    ],
)
def test_unmarked_numbers_are_found(page: str, found: str) -> None:
    assert [problem.found for problem in violations(page, FACTS, "en-US", "USD")] == [found]


def test_a_fact_that_the_report_does_not_hold_is_found() -> None:
    (problem,) = violations('<div data-block="sales"><span data-fact="z">5</span></div>', FACTS, "en-US", "USD")
    assert "block 'sales'" in problem.what
    assert problem.found == "'z'"


def test_a_logo_keeps_its_shapes_and_loses_the_rest() -> None:
    svg = (
        b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "a" "b"><svg xmlns="http://www.w3.org/2000/svg" '
        b'xmlns:x="http://editor" width="30" height="10" onload="x()"><x:notes/><script>x()</script>'
        b'<linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient>'
        b'<path d="M0 0L9 9" style="fill:url(#g);behavior:url(x)" onclick="x()" '
        b'stroke="url(http://example.com/)"/></svg>'
    )
    logo = read_logo(svg)
    text = logo.data.decode()
    assert logo.aspect == 3
    assert '<path d="M0 0L9 9" fill="url(#logo-g)"' in text
    assert 'id="logo-g"' in text
    assert not re.search(r"script|onclick|onload|example|notes|behavior", text)


@pytest.mark.parametrize(
    "inside",
    [
        "<style>a{}</style>",
        '<image href="file:///etc/passwd"/>',
        '<use href="#a"/>',
        "<foreignObject/>",
        "",
    ],
)
def test_a_logo_that_would_change_or_draws_nothing_is_refused(inside: str) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">{inside}</svg>'
    with pytest.raises(ConfigError):
        read_logo(svg.encode(), "logo.svg")


def test_entities_are_refused_unread() -> None:
    bomb = b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>'
    with pytest.raises(ConfigError, match="entities"):
        read_logo(bomb)


def png(width: int, height: int, extra: bytes = b"") -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"".join(b"\0" + b"\x20\x40\x60" * width for _ in range(height)))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_png_logo_loses_its_metadata() -> None:
    note = b"tEXtAuthor\0somebody"
    with_note = struct.pack(">I", len(note) - 4) + note + struct.pack(">I", zlib.crc32(note))
    logo = read_logo(png(4, 2, with_note))
    assert logo.data == png(4, 2)
    assert logo.aspect == 2


@pytest.mark.parametrize("data", [png(4, 2)[:-6], b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xfe<\0s\0", b"<html/>"])
def test_a_broken_logo_is_refused(data: bytes) -> None:
    with pytest.raises(ConfigError):
        read_logo(data)


def test_a_configured_brand_is_read(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_bytes(LOGO)
    font = next(font for font in resources.shipped_fonts() if font.weight == 600)
    configured = ConfiguredBrand(
        "Lumen", logo=tmp_path / "logo.svg", font_family="Own", font_files=(font.path,), cover="plain"
    )
    brand = read_brand(configured, "Northlight")
    assert (brand.name, brand.author, brand.cover) == ("Lumen", "Northlight", "plain")
    assert brand.logo is not None
    assert brand.logo.kind == "svg"
    assert [(face.family, face.weight) for face in brand.fonts] == [("Own", 600)]


def tables() -> list[Table]:
    return [block.content for block in english().blocks if isinstance(block.content, Table)]


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.columns[0].head)
def test_columns_fill_the_measure_and_hold_their_longest_figure(table: Table) -> None:
    seen = layout.table_view(table, MEASURE)
    assert sum(seen.widths) == pytest.approx(column_widths.WIDE_MM if table.wide else column_widths.MAIN_MM, abs=0.1)
    points = column_widths.SMALL_POINTS if seen.dense else column_widths.BODY_POINTS
    for index, column in enumerate(table.columns):
        figures = [plain(row.cells[index].text) for row in table.rows if not row.heading]
        if column.numeric:
            assert max(MEASURE.width(figure, points) for figure in figures) < seen.widths[index]


def test_tables_with_one_column_of_words_share_their_right_edges() -> None:
    split, devices = (table for table in tables() if table.columns[0].head in {"Factor", "Device"})
    for table in (split, devices):
        widths = layout.table_view(table, MEASURE).widths
        assert len(set(widths[1:])) == 1
        assert widths[1] in column_widths.STEPS_MM


def test_spanners_and_units_make_two_head_rows() -> None:
    table = Table((Column("Name", numeric=False), Column("A", "$"), Column("B", group="G"), Column("C", "%", "G")), ())
    over, under = layout.table_view(table, MEASURE).heads
    assert [(head.text, head.span) for head in over] == [("", 1), ("A", 1), ("G", 2)]
    assert [head.text for head in under] == ["Name", "$", "B", "C, %"]


def test_only_long_blocks_may_break() -> None:
    blocks = {block.id: block for block in english().blocks}
    assert [name for name, block in blocks.items() if layout.breaks(block)] == ["products"]
    terms = blocks["terms"]
    assert isinstance(terms.content, Definitions)
    assert layout.breaks(replace(terms, content=Definitions(terms.content.items * 3)))


def test_a_narrow_gutter_comes_before_small_type() -> None:
    def table(columns: int) -> Table:
        name = Cell((Run("Organic search", source="name"),))
        figure = Cell((Run("+113,429", source="name"),))
        return Table(
            (Column("Channel", numeric=False), *(Column("Net revenue", "$"),) * columns),
            (Row((name, *(figure,) * columns)),),
        )

    assert [layout.table_view(table(columns), MEASURE).dense for columns in (5, 6, 7)] == [False, False, True]


def test_a_titles_short_last_word_is_not_left_alone() -> None:
    report = english()
    page = Composer(report, {}, make_theme("#1F5A49"), Brand(), "pdf")
    title = (Run("Return on ad spend fell "), Run("8.4%", fact="a"))
    assert [run.text for run in page.titled(title)] == ["Return on ad spend fell\u00a0", "8.4%"]


def test_cards_stand_four_a_row_with_room_for_their_longest_line() -> None:
    cards = next(block.content for block in english().blocks if isinstance(block.content, Cards))
    rows = layout.card_rows(cards, MEASURE)
    assert [len(row.cards) for row in rows] == [4, 4]
    assert [(row.lines, row.figures) for row in rows] == [(2, "narrow"), (2, "narrow")]
    change = replace(cards.cards[0].changes[0], words=(Run("up on the twelve complete periods before it"),))
    long = replace(cards.cards[0], changes=(change,), name="Revenue from returning buyers and their friends")
    (row,) = layout.card_rows(Cards((long,), ()), MEASURE)
    assert (row.lines, row.tall) == (3, True)  # 52 mm of words in a column of 24.7 mm


def test_korean_words_stay_whole_also_from_run_to_run() -> None:
    first, second = linebreaks.joined_runs((Run("1,284만", fact="a"), Run("원으로 올라")), "ko-KR")
    assert first.text.replace(JOINER, "|") == "1,284|만"
    assert second.text.replace(JOINER, "|") == "|원|으|로 올|라"


def test_chinese_figures_keep_their_unit() -> None:
    (run,) = linebreaks.joined_runs((Run("645元", fact="a"),), "zh-TW")
    assert run.text == f"645{JOINER}元"


@pytest.mark.parametrize(
    ("locale", "first"),
    [
        ("zh-CN", "Noto Sans SC"),
        ("zh-SG", "Noto Sans SC"),
        ("zh-Hans", "Noto Sans SC"),
        ("zh-TW", "Noto Sans TC"),
        ("zh-HK", "Noto Sans TC"),
        ("zh-Hant", "Noto Sans TC"),
        ("ko-KR", "Noto Sans TC"),
        ("en-US", "Noto Sans TC"),
    ],
)
def test_han_is_drawn_as_in_the_readers_country(locale: str, first: str) -> None:
    assert style.han_families(locale)[0] == first


def test_templates_have_no_way_around_escaping() -> None:
    for template in sorted(resources.templates_dir().rglob("*.j2")):
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe|autoescape|Markup|\|\s*format|\|\s*round", text), template.name


def test_print_rules_keep_to_the_unit_of_the_page() -> None:
    sheet = (resources.styles_dir() / "print.css").read_text()
    assert "display: flex" not in sheet
    assert "display: grid" not in sheet

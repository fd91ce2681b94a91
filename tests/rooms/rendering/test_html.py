"""The HTML edition: one file, readable by people and machines, the same content as the PDF."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from reportgen.charts.model import Hotspot
from reportgen.charts.palette import contrast
from reportgen.charts.theme import make_theme
from reportgen.errors import PublishError
from reportgen.rendering import style
from reportgen.rendering.html import render_html
from reportgen.report.model import Run
from tests.rooms.rendering.conftest import Rendered, prepared
from tests.rooms.rendering.sample_report import english, said, with_text
from tests.rooms.rendering.sample_translations import translated


class Reader(HTMLParser):
    """Collects attributes and visible text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: list[str] = []
        self.silent = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self.silent += tag in {"style", "script", "title", "svg"}

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in {"style", "script", "title", "svg"}

    def handle_data(self, data: str) -> None:
        if not self.silent and data.strip():
            self.texts.append(" ".join(data.split()))

    def values(self, name: str) -> list[str]:
        return [value for _, attribute, value in self.attributes if attribute == name]


def test_it_asks_for_nothing_outside_itself(lumen: Rendered) -> None:
    reader = Reader(lumen.html)
    for name in ("src", "href", "srcset", "xlink:href", "data"):
        assert all(value.startswith(("#", "data:")) for value in reader.values(name))
    assert not re.findall(r"url\((?!data:|#)", lumen.html)
    assert "@import" not in lumen.html
    assert lumen.html.count("<script") == lumen.html.count("<script>") == 1  # the page's own, and nothing it loads


def test_ids_are_unique_and_links_lead_to_them(lumen: Rendered) -> None:
    reader = Reader(lumen.html)
    ids = reader.values("id")
    assert len(ids) == len(set(ids))
    assert {target[1:] for target in reader.values("href")} <= set(ids)
    assert "#main" in reader.values("href")  # the skip link


def test_both_weights_are_inside_as_small_subsets(lumen: Rendered) -> None:
    faces = re.findall(
        r'@font-face\{font-family:"([^"]+)";font-weight:(\d+);src:url\(data:font/woff2;base64,([^)]+)', lumen.html
    )
    assert [(family, weight) for family, weight, _ in faces] == [("Pretendard", "400"), ("Pretendard", "600")]
    assert all(4_000 < len(data) * 3 / 4 < 40_000 for *_, data in faces)


def test_chinese_adds_a_family_for_han_before_the_others(chenguang: Rendered) -> None:
    assert '--family:"Han 1","Pretendard","Noto Sans TC"' in chenguang.html
    assert chenguang.html.count('@font-face{font-family:"Han 1"') == 2


def test_every_chart_is_heard_and_most_can_be_read_as_a_table(lumen: Rendered) -> None:
    labels = Reader(lumen.html).values("aria-label")
    assert all(chart.alt in labels for chart in lumen.report.charts.values())
    assert lumen.html.count('<details class="data"') == 6  # line, bars, waterfall, two drivers, funnel
    assert '<td class="num">171,940 to 184,620</td>' in lumen.html


def test_both_editions_print_the_same_facts(lumen: Rendered) -> None:
    text = "".join(Reader(lumen.html).texts)
    pages = "".join(lumen.pages).replace(" ", "")
    drawn = said(lumen.report.charts)  # charts hold theirs as drawings
    printed_ones = {name: fact for name, fact in lumen.report.facts.items() if name not in drawn}
    assert len(printed_ones) > 100
    for fact in printed_ones.values():
        printed = str(fact.value).replace("\u00a0", " ")
        assert printed in text.replace("\u00a0", " ")
        assert printed.replace(" ", "") in pages


def test_an_unmarked_number_ends_the_rendering_and_names_its_block() -> None:
    report = with_text(english(), (Run("Revenue was 492,213 dollars"),), "careless")
    made = prepared(report)
    with pytest.raises(PublishError, match=r"(?s)a number without a fact in block 'careless'.*492,213"):
        assert made.html


def test_text_of_the_data_is_text(hanbit: Rendered) -> None:
    evil = '<script>alert("x")</script> {{ 7*7 }}'
    made = prepared(with_text(translated("ko-KR"), (Run(evil, source="name"),)))
    assert "<script>alert" not in made.html
    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt; {{ 7*7 }}" in made.html
    assert 'lang="ko-KR"' in hanbit.html


def test_word_joiners_stay_out_of_what_a_browser_copies() -> None:
    made = prepared(with_text(translated("ko-KR"), (Run("매\u2060출", source="name"),)))
    assert "\u2060" not in made.html
    assert "매출" in made.html


def test_a_hot_spot_says_its_text_when_pointed_at(lumen: Rendered) -> None:
    figure = replace(lumen.figures["funnel"], hotspots=(Hotspot(10, 20.5, "R&D < design"),))
    html = render_html(lumen.report, {**lumen.figures, "funnel": figure}, lumen.theme, lumen.brand).decode()
    assert '<circle cx="10" cy="20.5" r="13"><title>R&amp;D &lt; design</title></circle>' in html


@pytest.mark.parametrize("brand", ["#1F5A49", "#7A2B55", "#1234AA", "#B00020", "#333333", "#8A5A00"])
def test_dark_paper_keeps_text_readable(brand: str) -> None:
    night = style.dark(make_theme(brand))
    for role in ("ink", "ink2", "accent", "favourable", "unfavourable"):
        assert contrast(getattr(night, role), night.paper) >= 4.5
    assert contrast(night.context_line, night.paper) >= 3


def test_chart_colours_follow_the_paper(lumen: Rendered) -> None:
    assert '.figure svg [fill="#1F5A49" i]{fill:var(--accent)}' in lumen.html
    assert lumen.html.count("prefers-color-scheme:dark") == 1


def test_a_theme_cannot_smuggle_styles_in(hanbit: Rendered) -> None:
    theme = replace(hanbit.theme, accent="red;}body{display:none")
    with pytest.raises(PublishError, match="a colour that cannot be written"):
        render_html(hanbit.report, hanbit.figures, theme, hanbit.brand)

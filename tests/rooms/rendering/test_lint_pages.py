"""The number lint over whole pages, drawings and PDFs: planted faults are found, what is right passes."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pikepdf
import pytest

from reportgen.charts.model import Bar, BarChart, Figure, LineChart, LinePoint, Mark, Tick
from reportgen.errors import PublishError
from reportgen.insights.model import FactValue
from reportgen.rendering.lint import (
    CheckedPage,
    PageText,
    check_charts,
    check_numbers,
    check_pdf,
    check_plain,
    numbers_of,
    violations,
)
from tests.rooms.rendering.sample_report import english

FACTS = {
    "revenue.current": FactValue(Decimal("177989.40"), "money", "2026-10"),
    "revenue.previous.value": FactValue(Decimal("159902.10"), "money", "2026-09"),
    "revenue.previous.relative": FactValue(Decimal("-0.1131"), "percent", "2026-09"),
}


def found(html: str) -> list[str]:
    return [problem.what for problem in violations(html, FACTS, "en-US", "USD")]


def test_a_figure_must_be_the_fact_that_it_names() -> None:
    right = '<p data-block="sales">Revenue was <b data-fact="revenue.current">$177,989</b></p>'
    assert found(right) == []
    (altered,) = violations(right.replace("177,989", "177,980"), FACTS, "en-US", "USD")
    assert altered.found == "“$177,980”"
    assert altered.expected == "revenue.current = 177989.40 (money)"
    assert "block 'sales'" in altered.what
    assert len(found(right.replace("revenue.current", "revenue.previous.value"))) == 1  # a fact of another period


def test_a_sign_may_be_left_to_words_or_to_an_arrow_of_the_right_way() -> None:
    figure = '<span data-fact="revenue.previous.relative"{}>11.3%</span>'
    assert found(f"<p>fell {figure.format(' data-size')}</p>") == []
    assert found(f"<p><span>▼</span>{figure.format('')}</p>") == []
    assert found(f"<p>{figure.format('')}</p>") != []
    assert found(f"<p><span>▲</span>{figure.format('')}</p>") != []
    assert found(f"<p><span>▼</span></p><p>{figure.format('')}</p>") != []  # an arrow of another line


def test_text_that_turns_and_sources_of_no_known_kind_are_refused() -> None:
    assert found('<p data-source="name">\u202e000,1</p>') != []
    assert found('<p data-source="whim">12</p>') != []
    assert found('<p data-source="name">12</p>') == []


def bars(label: str, note: str = "+$18,087") -> BarChart:
    return BarChart("channels", "Email brought $177,989.", (Bar("Email 2", 177989.4, label, note=note),))


def charts_of(chart: BarChart | LineChart, svg: str = "<svg></svg>") -> None:
    facts = {**FACTS, "change": FactValue(Decimal("18087.30"), "money")}
    report = replace(english(), locale="en-US", currency="USD", facts=facts, charts={chart.id: chart})
    page = PageText((), (), (), frozenset(), frozenset())
    check_charts(report, {chart.id: Figure(chart.id, svg, chart.alt, 130, 40)}, page)


def test_a_chart_whose_texts_are_its_data_and_the_report_s_facts_passes() -> None:
    charts_of(bars("$177,989"), "<svg><title>9</title><text>Email 2</text><text x='1'>$177,989</text></svg>")


@pytest.mark.parametrize(
    ("chart", "said"),
    [
        (bars("$177,988"), "not what was drawn"),
        (bars("−$177,989"), "not what was drawn"),
        (bars("$178M"), "not what was drawn"),
        (bars("$177,989", note="+$18,088"), "no fact of the report"),
        (bars("$177,989", note="up 12.4% on September"), "no fact of the report"),
    ],
)
def test_an_altered_label_of_a_chart_is_found(chart: BarChart, said: str) -> None:
    with pytest.raises(PublishError, match=said):
        charts_of(chart)


def test_a_tick_must_stand_at_its_number() -> None:
    points = (LinePoint("Sep", "2026", 159902.1), LinePoint("Oct", "", 177989.4))
    line = LineChart("line", "", points, (), (Tick(0, "0"), Tick(200000, "$200k")), "$177,989", (), Mark(1, "$177,989"))
    charts_of(line)
    with pytest.raises(PublishError, match="not where it stands"):
        charts_of(replace(line, ticks=(Tick(200000, "$200M"),)))


def test_a_drawing_shows_no_number_of_its_own() -> None:
    with pytest.raises(PublishError, match="does not have"):
        charts_of(bars("$177,989"), "<svg><text>$177,999</text></svg>")


def printed(*lines: str) -> bytes:
    """A PDF of one page with these lines."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(400, 400))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(font)))
    shown = " ".join(f"({line}) Tj 0 -20 Td" for line in lines)
    page.Contents = pdf.make_stream(f"BT /F1 12 Tf 20 350 Td {shown} ET".encode())
    file = BytesIO()
    pdf.save(file)
    return file.getvalue()


PAGE = CheckedPage("", PageText(("Revenue $177,989", "up 11.3%"), (), (), frozenset(), frozenset()), ("200k",))


def test_a_pdf_prints_the_numbers_of_its_page_and_page_numbers() -> None:
    check_pdf(printed("Revenue $177,989 up 11.3%", "200k", "Page 1 of 1"), PAGE)
    check_pdf(printed("Revenue $177,", "989 up 11.3%", "200k"), PAGE)  # broken at a line's end


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("$177,989", "11.3%", "200k", "12 more"), "page 1 of the PDF prints a number.*\n.*“12”"),
        (("$177,989", "200k"), "the PDF lacks a number.*\n.*“11.3%”"),
        (("$177,989", "11.4%", "200k"), "“11.4%”"),
    ],
)
def test_a_number_more_or_less_in_the_pdf_is_found(lines: tuple[str, ...], said: str) -> None:
    with pytest.raises(PublishError) as caught:
        check_pdf(printed(*lines), PAGE)
    assert re.search(said, str(caught.value))


def test_a_plain_mail_prints_numbers_of_its_page_only() -> None:
    page = check_numbers('<p><b data-fact="revenue.current">$177,989</b></p>', FACTS, "en-US", "USD")
    check_plain("Revenue: $177,989", page.numbers, "the plain text")
    with pytest.raises(PublishError, match="the plain text"):
        check_plain("Revenue: $177,990", page.numbers, "the plain text")


def test_numbers_of_a_text() -> None:
    assert numbers_of("2026年10月: −1,234.5%, +3.4%p, 12억 8,434만") == (
        "2026",
        "10",
        "−1,234.5%",
        "+3.4%",
        "12",
        "8,434",
    )

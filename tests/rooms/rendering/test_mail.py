"""The mail of a report: the same numbers in both texts, and only HTML that mail programs can show."""

from __future__ import annotations

import re

import pytest

from reportgen.charts.draw import draw
from reportgen.charts.theme import make_theme
from reportgen.rendering.brand import Brand
from reportgen.rendering.lint import numbers_of
from reportgen.rendering.logo import read_logo
from reportgen.rendering.mail import MailBody, preview, render_mail
from tests.rooms.rendering.sample_report import LOGO, english

FORBIDDEN = re.compile(
    r"<(?:script|form|link|iframe|svg|video|input|object)\b|@import|@font-face|display:\s*(?:flex|grid)|var\(|rgba\("
    r"|calc\(|position:|\d(?:rem|em)\b|float:|url\(|src=\"(?!cid:)|href=\"(?!https:|mailto:)",
    re.IGNORECASE,
)
LARGEST = 90_000


@pytest.fixture(scope="module")
def body() -> MailBody:
    theme, report = make_theme("#1F5A49"), english()
    brand = Brand(logo=read_logo(LOGO))
    return render_mail(report, draw(tuple(report.charts.values()), theme), theme, brand, attached=True)


def test_it_is_html_that_mail_programs_can_show(body: MailBody) -> None:
    assert FORBIDDEN.findall(body.html) == []
    assert len(body.html.encode()) < LARGEST
    assert '<html lang="en-GB"' in body.html
    tables = re.findall(r"<table[^>]*>", body.html)
    assert tables
    assert all('role="presentation"' in table for table in tables)


def test_every_picture_has_a_size_words_and_opaque_pixels(body: MailBody) -> None:
    images = re.findall(r"<img[^>]*>", body.html)
    assert len(images) == len(body.pictures)
    for one in body.pictures:
        image = next(image for image in images if f'src="cid:{one.cid}"' in image)
        assert f'width="{one.width}" height="{one.height}"' in image
        assert re.search(r'alt="[^"]{3,}"', image)
        assert one.content.startswith(b"\x89PNG")
        assert int.from_bytes(one.content[16:20]) == 2 * one.width


def test_both_texts_print_the_same_numbers(body: MailBody) -> None:
    shown = re.sub(r"<(style|title)>.*?</\1>|<!--.*?-->", "", body.html, flags=re.DOTALL)
    words = " ".join((*re.findall(r'alt="([^"]*)"', shown), re.sub(r"<[^>]*>", "", shown)))
    assert set(numbers_of(words.replace("&nbsp;", " "))) == set(numbers_of(body.text))
    assert set(numbers_of(body.text))


def test_the_preview_needs_no_other_file(body: MailBody) -> None:
    assert b"cid:" not in preview(body)

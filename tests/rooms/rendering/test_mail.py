"""The mail of a report: the same numbers in both texts, and only HTML that mail programs can show."""

from __future__ import annotations

import re

import pytest

from reportgen.charts.draw import draw
from reportgen.charts.theme import make_theme
from reportgen.rendering.brand import Brand
from reportgen.rendering.lint import numbers_of
from reportgen.rendering.mail import MailBody, preview, render_mail
from tests.rooms.rendering.sample_report import SAMPLE

FORBIDDEN = re.compile(
    r"<(script|form|link|iframe|svg|video|input|object)\b|@import|@font-face|display:\s*(flex|grid)|var\(|rgba\(|calc\("
    r"|position:|\brem\b|float:|src=\"(?!cid:)|href=\"(?!https:|mailto:)",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def body() -> MailBody:
    theme = make_theme("#1F5A49")
    return render_mail(SAMPLE, draw(tuple(SAMPLE.charts.values()), theme), theme, Brand(), attached=True)

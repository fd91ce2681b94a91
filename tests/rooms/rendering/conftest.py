"""One report drawn and rendered once for all tests that only look at the result."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pikepdf
import pypdfium2
import pytest

from reportgen.charts.draw import draw
from reportgen.charts.model import Figure
from reportgen.charts.theme import Theme, make_theme
from reportgen.issues import Issue
from reportgen.rendering.brand import Brand
from reportgen.rendering.html import render_html
from reportgen.rendering.logo import read_logo
from reportgen.rendering.pdf import Embedded, render_pdf
from reportgen.report.model import Report
from tests.rooms.rendering.sample_report import LOGO, english, stand_ins
from tests.rooms.rendering.sample_translations import translated

GREEN = "#1F5A49"
POINTS_PER_MM = 72 / 25.4


@dataclass
class Rendered:
    """A report, what it was rendered with, and both editions."""

    report: Report
    figures: dict[str, Figure]
    theme: Theme
    brand: Brand
    notes: list[Issue]

    @cached_property
    def pdf(self) -> bytes:
        table = Embedded("kpis.csv", b"kpi,value\nrevenue,492213\n", "KPI table")
        return render_pdf(self.report, self.figures, self.theme, self.brand, embedded=[table], notes=self.notes)

    @cached_property
    def html(self) -> str:
        return render_html(self.report, self.figures, self.theme, self.brand, notes=self.notes).decode()

    @cached_property
    def opened(self) -> pikepdf.Pdf:
        from io import BytesIO

        return pikepdf.open(BytesIO(self.pdf))

    @cached_property
    def pages(self) -> list[str]:
        """The text of each page, in reading order, lines joined."""
        document = pypdfium2.PdfDocument(self.pdf)
        texts = []
        for page in document:
            text = page.get_textpage()
            texts.append(" ".join(text.get_text_range().split()))
            text.close()
            page.close()
        document.close()
        return texts


def prepared(
    report: Report, theme: Theme | None = None, brand: Brand | None = None, *, drawn: bool = False
) -> Rendered:
    """A report ready to be rendered, its charts ``drawn`` or as plain plates of the same size."""
    look = theme or make_theme(GREEN)
    return Rendered(
        report,
        draw(report.charts.values(), look) if drawn else stand_ins(report),
        look,
        brand or Brand(logo=read_logo(LOGO), author="Northlight Analytics"),
        [],
    )


@pytest.fixture(scope="session")
def lumen() -> Rendered:
    return prepared(english(), drawn=True)


@pytest.fixture(scope="session")
def hanbit() -> Rendered:
    return prepared(translated("ko-KR"), make_theme("#7A2B55", fallback_families=("Noto Sans TC",)), drawn=True)


@pytest.fixture(scope="session")
def chenguang() -> Rendered:
    return prepared(translated("zh-TW"), make_theme("#7A2B55", fallback_families=("Noto Sans TC",)), drawn=True)

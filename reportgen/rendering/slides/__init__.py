"""The report as a presentation whose charts and tables can be edited: a finding a slide, the why in the notes.

Report in, bytes out. Slides: the title, the main KPIs, the findings, the targets and what can be done.
"""

from __future__ import annotations

from reportgen.charts.theme import Theme
from reportgen.narrative.teller import Teller
from reportgen.rendering.brand import Brand
from reportgen.rendering.mail import logo_picture
from reportgen.rendering.number_formats import NumberFormats
from reportgen.rendering.office import font_of, words_of
from reportgen.rendering.slides.deck import Deck
from reportgen.rendering.slides.findings import finding_slide, findings
from reportgen.rendering.slides.overview import LOGO_HEIGHT, LOGO_WIDTH, key_figures, table_slides, title_slide
from reportgen.report.model import Report

__all__ = ["render_slides"]


def render_slides(report: Report, teller: Teller, theme: Theme, brand: Brand) -> bytes:
    """The presentation, whose bytes depend on the arguments alone.

    ``teller`` knows the KPIs' printed names, and words notes. MachineError without python-pptx.
    """
    deck = Deck(report, theme, NumberFormats(teller.formatter), font_of(theme, brand, report.locale))
    words = words_of(report, teller)
    title_slide(deck, teller, logo_picture(brand.logo, theme, LOGO_WIDTH, LOGO_HEIGHT))
    key_figures(deck, teller)
    for finding in findings(report):
        finding_slide(deck, teller, words, finding)
    table_slides(deck)
    return deck.bytes()

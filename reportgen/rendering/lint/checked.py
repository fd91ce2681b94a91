"""A page and its drawings, checked together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reportgen.charts.model import Figure
from reportgen.rendering.lint.drawings import check_charts, drawn_texts
from reportgen.rendering.lint.page import PageText, check_numbers
from reportgen.report.model import Report


@dataclass(frozen=True, slots=True)
class CheckedPage:
    """A page whose numbers agree with the report's facts: HTML, its text, and the texts of its images' drawings."""

    html: str
    text: PageText
    drawn: tuple[str, ...]


def checked(html: str, report: Report, figures: Mapping[str, Figure], source: Callable[[str], str]) -> CheckedPage:
    """The page, proven. PublishError for a number on it or in its charts that is stray or disagrees with its fact.

    ``source`` is the ``src`` with which the page shows a chart as an image.
    """
    text = check_numbers(html, report.facts, report.locale, report.currency)
    check_charts(report, figures, text)
    places = {source(name): figures[name] for name in sorted(figures)}
    shown = (places[place] for place in text.pictures if place in places)
    return CheckedPage(html, text, tuple(said for figure in shown for said in drawn_texts(figure)))

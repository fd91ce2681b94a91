"""The page as HTML: one skeleton for both media, filled from the report and checked for stray numbers.

Templates are autoescaped and strict: an undefined name, an object that is not plain text, or a digit without
fact or source ends the rendering with PublishError.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from jinja2 import Environment, TemplateError, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from reportgen.charts.measure import Cleaner, Typesetter
from reportgen.charts.model import Figure, LineChart
from reportgen.charts.theme import Theme
from reportgen.errors import Problem, PublishError
from reportgen.formatting.binding import JOINER, bind_last_word
from reportgen.issues import Issue, Severity
from reportgen.messages import message
from reportgen.rendering import layout, linebreaks, lint, style
from reportgen.rendering.brand import Brand
from reportgen.rendering.chart_tables import ChartTable, chart_notes, chart_table
from reportgen.rendering.column_widths import Measure
from reportgen.rendering.logo import Logo
from reportgen.rendering.markup_gate import gate
from reportgen.rendering.plain_page import strict_environment
from reportgen.rendering.sandbox import Sandbox
from reportgen.report.model import Block, Report, TargetBar, Text, plain

PLACEHOLDER = re.compile(r"\{(page|pages)\}")
LOGO_HEIGHT_MM, LOGO_WIDTH_MM = 13.0, 60.0
HOTSPOT_RADIUS = 13  # px; a browser shows a spot's text when it is pointed at
FULL_SCALE = 1.15  # a bullet's right end, in parts of the target
PICTURE = "bundle:chart/"
SKELETON = "report/report.html.j2"


@dataclass(frozen=True, slots=True)
class Plate:
    """A figure as a template places it: ``source`` for an image, or the drawing itself as ``svg``."""

    id: str
    alt: str
    size: str  # CSS, from numbers only
    source: str
    svg: Markup
    table: ChartTable | None
    notes: tuple[tuple[str, str, str], ...] = ()  # letter, date, text
    runs_on: bool = False  # time runs to the right: where there is no room for all, the right end is shown


@dataclass(slots=True)
class Composer:
    """What the templates may ask for while one report is put on one medium's pages."""

    report: Report
    figures: dict[str, Figure]
    theme: Theme
    brand: Brand
    medium: str
    sections: tuple[layout.SectionView, ...] = ()
    measure: Measure = field(init=False)
    clean: Cleaner = field(init=False)
    anchors: dict[str, str] = field(default_factory=dict)
    cleaned: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        typesetter = Typesetter(style.families(self.theme, self.report.locale))
        self.measure = Measure(typesetter)
        self.clean = Cleaner(typesetter)
        self.sections = layout.sections(self.report)
        for view in self.sections:
            self.anchors[view.section.id] = f"s-{slug(view.section.id)}"
        for view in self.sections:
            for block in view.blocks:
                self.anchors.setdefault(block.id, f"b-{slug(block.id)}")

    def printable(self, value: object) -> object:
        """Every value that a template prints: markup of ours as it is, text cleaned, anything else refused."""
        if isinstance(value, Markup):
            return value
        if isinstance(value, str):
            found = self.cleaned.get(value)
            if found is None:
                text = value if self.medium == "pdf" else linebreaks.unjoined(value)
                found = self.cleaned[value] = JOINER.join(self.clean(part) for part in text.split(JOINER))
            return found
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        raise PublishError(f"a template prints a {type(value).__name__}; only text can be printed")

    def joined(self, text: Text) -> Text:
        """A text's runs, held together where a line may not break and the medium cannot do it by itself."""
        return linebreaks.joined_runs(text, self.report.locale) if self.medium == "pdf" else text

    def titled(self, text: Text) -> Text:
        """A title's runs, its short last word bound to the one before."""
        whole = plain(text)
        bound = bind_last_word(whole)
        start, runs = 0, []
        for run in text:
            end = start + len(run.text)
            runs.append(replace(run, text=bound[start:end]))
            start = end
        return tuple(runs)

    def word(self, text: str) -> str:
        """A plain string with the same care."""
        return linebreaks.joined(text, self.report.locale) if self.medium == "pdf" else text

    def anchor(self, target: str | None) -> str | None:
        """The id on the page of a section or block, or None if it is not printed."""
        return self.anchors.get(target) if target else None

    def place_name(self, target: str) -> str:
        """What the place is called, where it has no page number."""
        for view in self.sections:
            if view.section.id == target or any(block.id == target for block in view.blocks):
                return view.section.label
        return ""

    def heard(self, block: Block) -> str:
        """What a block is called where only plain text can stand."""
        return plain(block.title) or self.place_name(block.id)

    def logo_size(self, logo: Logo) -> str:
        """A logo's box as CSS: 14.5 mm high, or lower where it would be wider than 60 mm."""
        height = min(LOGO_HEIGHT_MM, LOGO_WIDTH_MM / logo.aspect)
        return f"width:{height * logo.aspect:.2f}mm;height:{height:.2f}mm"

    def data_uri(self, logo: Logo) -> Markup:
        """A picture inside the page itself."""
        return Markup(f"data:{logo.media_type};base64,{b64encode(logo.data).decode()}")  # noqa: S704  base64

    def plate(self, chart: str, block: str) -> Plate:
        """The figure of a chart; PublishError when it was not drawn."""
        figure = self.figures.get(chart)
        if figure is None:
            raise PublishError(
                Problem(
                    f"block '{block}' shows a chart that was not drawn",
                    found=f"no figure '{chart}'",
                    expected="a figure for every chart of the report",
                )
            )
        size = f"width:{figure.width_mm:g}mm;height:{figure.height_mm:g}mm"
        svg = Markup(inline_svg(figure))  # noqa: S704  our own drawing, checked in inline_svg
        return Plate(
            figure.id,
            figure.alt,
            size,
            f"{PICTURE}{slug(figure.id)}",
            svg,
            chart_table(self.report.charts.get(chart)),
            chart_notes(self.report.charts.get(chart)),
            isinstance(self.report.charts.get(chart), LineChart),
        )


def slug(identifier: str) -> str:
    """An id as it may stand in an attribute or URL: other characters become their code."""
    return re.sub(r"[^A-Za-z0-9_-]", lambda match: f"-{ord(match[0]):x}-", identifier)


def parts(text: str) -> list[str]:
    """A text cut at {page} and {pages}: every odd part is one of those two names."""
    return PLACEHOLDER.split(text)


def bar_fill(bar: TargetBar) -> str:
    """How much of a bullet is filled, as a CSS width."""
    return f"{min(max(bar.attainment, 0.0), FULL_SCALE) / FULL_SCALE * 100:.2f}%"


def millimetres(value: float) -> str:
    """A CSS length."""
    return f"{value:g}mm"


DANGER = re.compile(
    r"<\s*(script|foreignObject|image|iframe|animate|set|use)\b|\son\w+\s*=|javascript:|<!|"
    r"(?:href|src)\s*=\s*[\"'](?!#)|url\(\s*[\"']?(?!#)",
    re.IGNORECASE,
)


def inline_svg(figure: Figure) -> str:
    """A figure's drawing for a page, hidden from readers that get its alt text; PublishError if it loads anything."""
    start = figure.svg.find("<svg")
    drawing = figure.svg[start:] if start >= 0 else ""
    if not drawing or DANGER.search(drawing):
        raise PublishError(
            Problem(
                f"the drawing of chart '{figure.id}' may not be published",
                found="an SVG that runs or loads something" if drawing else "no SVG",
                expected="plain shapes and text",
            )
        )
    hidden = re.sub(r"<svg\b", '<svg aria-hidden="true" focusable="false"', drawing, count=1)
    spots = "".join(
        f'<circle cx="{spot.x:g}" cy="{spot.y:g}" r="{HOTSPOT_RADIUS}"><title>{escape(spot.text)}</title></circle>'
        for spot in figure.hotspots
    )
    return hidden.replace("</svg>", f'<g class="hotspots">{spots}</g></svg>') if spots else hidden


@pass_context
def _finalized(context: Context, value: object) -> object:
    composer: Composer = context["composer"]
    return composer.printable(value)


@cache
def environment() -> Environment:
    """Jinja as this product uses it: autoescaped, strict, without a way around either.

    It holds nothing of a report, so one serves all: what a template prints comes with the rendering.
    """
    return strict_environment(_finalized)


def compose(report: Report, figures: dict[str, Figure], theme: Theme, brand: Brand, medium: str) -> str:
    """The report's HTML for ``medium`` without styles; see ``composed``."""
    return composed(report, figures, theme, brand, medium).html


def composed(
    report: Report,
    figures: dict[str, Figure],
    theme: Theme,
    brand: Brand,
    medium: str,
    *,
    css: str = "",
    notes: list[Issue] | None = None,
) -> lint.CheckedPage:
    """The report as checked HTML for ``medium`` (pdf or html).

    ``css`` goes into the page's head as it is. Characters that no font has are replaced and reported in
    ``notes``. PublishError for a fault of the templates, a chart without a figure, a number that is stray or
    disagrees with its fact, on the page or in a chart.
    """
    composer = Composer(report, figures, theme, brand, medium)
    names: dict[str, Any] = {
        "report": report,
        "labels": report.labels,
        "brand": brand,
        "medium": medium,
        "composer": composer,
        "lang": style.language(report.locale),
        "css": Markup(css),  # noqa: S704  our own style sheets
        "table_view": lambda table: layout.table_view(table, composer.measure),
        "card_rows": lambda cards: layout.card_rows(cards, composer.measure),
        "cover_size": layout.cover_size(report.cover, composer.measure),
        "kind_of": layout.kind_of,
        "is_bare": layout.is_bare,
        "breaks": layout.breaks,
        "goes_on": layout.goes_on,
        "follows": layout.follows,
        "parts": parts,
        "bar_fill": bar_fill,
        "mm": millimetres,
        "slug": slug,
        "has_contents": len(composer.sections) >= layout.CONTENTS_FROM,
        "logos": _logos(brand),
        "dates": _dates(report),
    }
    html = _filled(names, brand)
    page = lint.checked(html, report, figures, lambda chart: f"{PICTURE}{slug(chart)}")
    if notes is not None:
        drawn = (character for name in sorted(figures) for character in figures[name].replaced)
        notes.extend(replaced_notes(dict.fromkeys((*composer.clean.replaced, *drawn))))
    return page


def _filled(names: dict[str, Any], brand: Brand) -> str:
    """The skeleton filled: with the built-in templates, or in the sandbox with the client's own before them."""
    try:
        if not brand.templates:
            return environment().get_template(SKELETON).render(names)
        html = Sandbox(brand.templates, _finalized, (Composer,)).page(SKELETON, names)
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        where = f" ({getattr(error, 'name', None) or SKELETON}{f', line {line}' if line else ''})"
        raise PublishError(f"a template of the report cannot be filled{where}: {error.message}") from error
    except (RecursionError, MemoryError, OverflowError, TypeError, ValueError) as error:
        if not brand.templates:
            raise
        raise PublishError(f"a template of the report cannot be filled: {error}") from error
    gate(html, styles=0 if names["medium"] == "pdf" else 1)
    return html


def replaced_notes(characters: Iterable[str]) -> list[Issue]:
    """One note that names the characters that no font has."""
    found = tuple(f"{character} (U+{ord(character):04X})" for character in characters)
    if not found:
        return []
    return [
        Issue(
            "missing-glyphs",
            Severity.NOTE,
            "fonts",
            message("check.missing-glyphs", characters=found),
            rows=None,
            examples=found[:5],
        )
    ]


def _logos(brand: Brand) -> dict[str, Markup]:
    """SVG logos as markup (rebuilt from an allow-list when they were read)."""
    pairs = (("light", brand.logo), ("dark", brand.logo_dark))
    return {
        name: Markup(logo.data.decode("utf-8"))  # noqa: S704  an allow-list made it
        for name, logo in pairs
        if logo is not None and logo.kind == "svg"
    }


def _dates(report: Report) -> str:
    return report.results.state.period.end.isoformat()

"""The report as one HTML file that needs no network: styles, fonts and charts are inside it."""

from __future__ import annotations

import re

from markupsafe import Markup

from reportgen.charts.model import Figure
from reportgen.charts.theme import Theme
from reportgen.errors import Problem, PublishError
from reportgen.issues import Issue
from reportgen.rendering import fonts, style
from reportgen.rendering.brand import Brand
from reportgen.rendering.page import compose
from reportgen.report.model import Report

MARK = "/* styles and fonts */"
# Anything that a browser would fetch: only data: and places on the page itself are allowed.
OUTSIDE = re.compile(
    r"(?:src|href|srcset|poster|action|data)\s*=\s*[\"'](?!#|data:)[^\"']*|url\(\s*[\"']?(?!data:|#)[^)]*|@import[^;]*",
    re.IGNORECASE,
)
TAG = re.compile(r"<[^>]*>")


def render_html(
    report: Report, figures: dict[str, Figure], theme: Theme, brand: Brand, *, notes: list[Issue] | None = None
) -> bytes:
    """The report as UTF-8 bytes, which depend on the arguments alone.

    PublishError for an unmarked number, a chart without a figure, or anything that would be fetched from outside.
    """
    html = compose(report, figures, theme, brand, "html", notes=notes, css=MARK)
    found = sorted({match[0] for tag in TAG.findall(html) for match in OUTSIDE.finditer(tag)})
    if found:
        raise PublishError(
            *(
                Problem(
                    "the page would fetch something from outside", found=text[:80], expected="one file without network"
                )
                for text in found
            )
        )
    text = Markup(html).unescape()  # noqa: S704  only its characters are looked at
    names = style.families(theme, report.locale)
    chinese = style.is_chinese(report.locale)
    faces = (
        *fonts.fallback_faces(text, names, brand.fonts, chinese=chinese, flavor="woff2"),
        *fonts.page_faces(text, names[0], brand.fonts),
    )
    css, _ = style.stylesheet(theme, report.locale, "html", faces)
    return html.replace(MARK, css, 1).encode("utf-8")

"""The report as one HTML file that needs no network: styles, fonts and charts are inside it."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256

from markupsafe import Markup

from reportgen import resources
from reportgen.charts.model import Figure
from reportgen.charts.theme import Theme
from reportgen.errors import Problem, PublishError
from reportgen.issues import Issue
from reportgen.rendering import fonts, style
from reportgen.rendering.brand import Brand
from reportgen.rendering.page import composed
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
    html = composed(report, figures, theme, brand, "html", notes=notes, css=MARK).html
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
    css, _ = style.stylesheet(theme, report.locale, "html", faces, brand.styles)
    return scripted(html.replace(MARK, css, 1)).encode("utf-8")


@cache
def script() -> str:
    """The one script of the page, which only enhances what is complete without it."""
    return (resources.templates_dir() / "report" / "page.js").read_text(encoding="utf-8")


def scripted(html: str) -> str:
    """The page with its script, and a policy that lets it run that script alone and fetch nothing."""
    digest = b64encode(sha256(script().encode()).digest()).decode()
    rules = (
        f"default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    )
    policy = f'<meta http-equiv="Content-Security-Policy" content="{rules}">'
    head, found, rest = html.partition('<meta charset="utf-8">')
    page = f"{head}{found}\n{policy}{rest}" if found else html
    body, end, after = page.rpartition("</body>")
    return f"{body}<script>{script()}</script>\n{end}{after}" if end else page

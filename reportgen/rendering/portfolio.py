"""The page about many clients: one line each, for whoever answers for all of them. It holds no figure of its own.

Every figure on it was printed, and read back, in the client's own report; here it is repeated as it was worded there.
"""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reportgen import resources
from reportgen.errors import Problem, PublishError
from reportgen.rendering.bundle import make_bundle
from reportgen.rendering.pdf import collector_off, import_weasyprint, listening
from reportgen.rendering.plain_page import plain_template


@dataclass(frozen=True, slots=True)
class Moved:
    """A change in words, and whether it is good, bad or neither (an empty text)."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A client's first KPI as its report prints it."""

    name: str
    value: str
    changes: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class ClientRow:
    """One client. ``tone`` is good, wait or bad; ``link`` leads to its report, relative to the page."""

    client: str
    locale: str
    state: str
    tone: str
    heading: str | None = None
    why: str | None = None
    figure: Figure | None = None
    targets: str | None = None
    missed: bool = False
    warnings: int = 0
    link: str | None = None


@dataclass(frozen=True, slots=True)
class PortfolioPage:
    """The page: a line of counts and a row for each client, in the order in which they ask for attention."""

    locale: str
    title: str
    period: str
    words: Mapping[str, str]
    counts: tuple[tuple[str, int], ...]
    rows: tuple[ClientRow, ...]


def portfolio_html(page: PortfolioPage, *, printed: bool = False) -> bytes:
    """The page as UTF-8, one file that asks for nothing; ``printed`` as it is laid out on paper."""
    return plain_template("portfolio/portfolio.html.j2").render(page=page, printed=printed).encode()


def portfolio_pdf(page: PortfolioPage) -> bytes:
    """The page as a tagged PDF, the same bytes for the same page.

    MachineError without Pango; PublishError when the layout complains of the page.
    """
    resources.prepare_fonts()
    weasyprint = import_weasyprint()
    html = portfolio_html(page, printed=True)
    options: dict[str, Any] = {
        "pdf_variant": "pdf/ua-1",
        "pdf_identifier": hashlib.sha256(html).hexdigest()[:32].encode(),
    }
    bundle = make_bundle({})
    with listening() as log, collector_off(), warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        document = weasyprint.HTML(string=html.decode(), base_url="bundle:/", url_fetcher=bundle).render(**options)
        data: bytes = document.write_pdf(**options)
    complaints = [*bundle.refused, *(line for line in log if ".notdef" not in line and "fontTools" not in line)]
    if complaints:
        raise PublishError(Problem("the portfolio page could not be laid out", found=complaints[0]))
    return data

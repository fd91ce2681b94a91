"""The report as a PDF: tagged, archival (PDF/A-3a) and accessible (PDF/UA-1), the same bytes every time.

WeasyPrint is imported here only, and only when a PDF is made. It never raises for bad CSS or a blocked image;
it logs. So its log is read, and whatever it says about our templates or styles ends the rendering.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import gc
import hashlib
import io
import logging
import sys
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from reportgen import resources
from reportgen.charts.model import Figure
from reportgen.charts.theme import Theme
from reportgen.errors import MachineError, Problem, PublishError
from reportgen.issues import Issue, Severity
from reportgen.messages import message
from reportgen.rendering import fonts, layout, lint, style
from reportgen.rendering.brand import Brand
from reportgen.rendering.bundle import Resource, make_bundle
from reportgen.rendering.page import composed, slug
from reportgen.rendering.pdf_metadata import archival, ends_told_apart, finished
from reportgen.rendering.tighten import plans, went
from reportgen.report.model import Report

INSTALL = {
    "win32": "winget install -e --id MSYS2.MSYS2, then in its shell: pacman -S mingw-w64-ucrt-x86_64-pango",
    "darwin": "brew install pango",
    "linux": "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 (Debian, Ubuntu), "
    "dnf install pango (Fedora), apk add pango (Alpine)",
}
# Said about the data or the machine, not about our templates: noted, and the report goes on.
NOTED = {"missing-glyphs": (".notdef glyph",), "slow-subsetting": ("Using fontTools instead of HarfBuzz",)}


@dataclass(frozen=True, slots=True)
class Embedded:
    """A file that travels inside the PDF; ``relationship`` is Source, Data, Alternative or Supplement."""

    name: str
    data: bytes
    description: str
    relationship: str = "Data"


def render_pdf(
    report: Report,
    figures: dict[str, Figure],
    theme: Theme,
    brand: Brand,
    *,
    embedded: Sequence[Embedded] = (),
    notes: list[Issue] | None = None,
) -> bytes:
    """The report as PDF bytes, which depend on the arguments alone.

    What concerns data or machine (a glyph that no font has) is appended to ``notes``. MachineError without
    Pango; PublishError for a warning about our own page, a refused resource, an unmarked number, or one
    that the finished PDF has more or less than the page.
    """
    said: list[Issue] = []
    resources.prepare_fonts(sorted({font.path.parent for font in brand.fonts}))
    weasyprint = import_weasyprint()
    checked = composed(report, figures, theme, brand, "pdf", notes=said)
    html = checked.html
    faces = fonts.fallback_faces(
        html, style.families(theme, report.locale), brand.fonts, chinese=style.is_chinese(report.locale), flavor=None
    )
    css, files = style.stylesheet(theme, report.locale, "pdf", faces, brand.styles)
    bundle = make_bundle(_bundled(report, figures, brand, files))
    moment = datetime.combine(report.results.state.period.end, time(), UTC)
    digest = hashlib.sha256(b"\0".join([html.encode(), css.encode(), *_contents(figures, brand, embedded)]))
    with listening() as log, collector_off(), warnings.catch_warnings():
        # WeasyPrint leaves its own colour profile's file to the collector.
        warnings.simplefilter("ignore", ResourceWarning)
        configuration = weasyprint.text.fonts.FontConfiguration()
        sheet = weasyprint.CSS(string=css, base_url="bundle:/", url_fetcher=bundle, font_config=configuration)
        page = weasyprint.HTML(string=html, base_url="bundle:/", url_fetcher=bundle)
        attachments = [
            weasyprint.Attachment(
                string=file.data,
                base_url="bundle:/",
                url_fetcher=bundle,
                name=file.name,
                description=file.description,
                created=moment,
                modified=moment,
                relationship=file.relationship,
            )
            for file in embedded
        ]
        options: dict[str, Any] = {"pdf_variant": "pdf/a-3a", "pdf_identifier": digest.hexdigest()[:32].encode()}
        document = page.render(font_config=configuration, stylesheets=[sheet], **options)
        ids = tuple(f"s-{slug(section.id)}" for section in report.sections)
        summaries = frozenset(f"s-{slug(view.section.id)}" for view in layout.sections(report) if view.summary)
        first = document
        for css_of_plan, expected in plans(first, ids, summaries):
            if not css_of_plan:
                break  # the first layout is as planned
            more = weasyprint.CSS(
                string=css_of_plan, base_url="bundle:/", url_fetcher=bundle, font_config=configuration
            )
            document = page.render(font_config=configuration, stylesheets=[sheet, more], **options)
            if went(document, expected):
                break
        archival(document)
        with ends_told_apart():
            data: bytes = document.write_pdf(attachments=attachments, finisher=finished, **options)
    _judge(log, bundle.refused, said)
    lint.check_pdf(data, checked)
    if notes is not None:
        notes.extend(said)
    return data


def import_weasyprint() -> Any:  # noqa: ANN401  WeasyPrint has no types
    """The WeasyPrint module. MachineError, with the command that helps, where Pango is missing.

    Without Pango, WeasyPrint prints a banner to standard output, which is ours: it is swallowed.
    """
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            try:
                with direct_names():
                    import weasyprint
            except OSError:
                import weasyprint
            import weasyprint.text.fonts
    except (OSError, ImportError) as error:
        raise MachineError(
            Problem(
                "PDF files cannot be made on this machine: Pango is missing",
                found=str(error).splitlines()[0],
                expected="the libraries Pango and HarfBuzz",
                todo=INSTALL.get(sys.platform, INSTALL["linux"]),
            )
        ) from error
    return weasyprint


@contextlib.contextmanager
def direct_names() -> Iterator[None]:
    """Libraries by their full names only: on Linux, guessing starts some eighty compilers and linkers."""
    if sys.platform != "linux":
        yield
        return
    search = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None  # noqa: ARG005
    try:
        yield
    finally:
        ctypes.util.find_library = search


def _bundled(report: Report, figures: dict[str, Figure], brand: Brand, files: dict[str, bytes]) -> dict[str, Resource]:
    bundled = {name: Resource(data, "font/ttf") for name, data in files.items()}
    bundled |= {
        f"chart/{slug(name)}": Resource(figures[name].svg.encode(), "image/svg+xml")
        for name in sorted(report.charts)
        if name in figures
    }
    bundled |= {
        name: Resource(logo.data, logo.media_type)
        for name, logo in (("logo", brand.logo), ("logo-dark", brand.logo_dark))
        if logo is not None
    }
    return bundled


def _contents(figures: dict[str, Figure], brand: Brand, embedded: Sequence[Embedded]) -> list[bytes]:
    return [
        *(figures[name].svg.encode() for name in sorted(figures)),
        *(logo.data if logo else b"" for logo in (brand.logo, brand.logo_dark)),
        *(file.data for file in embedded),
    ]


class _Ear(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


@contextlib.contextmanager
def listening() -> Iterator[list[str]]:
    """What WeasyPrint and fontTools warn of while the block runs, in order, and nowhere else."""
    ear = _Ear()
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    before = [(logger.propagate, logger.level, logger.disabled) for logger in loggers]
    for logger in loggers:
        logger.addHandler(ear)
        logger.propagate, logger.disabled = False, False
        logger.setLevel(logging.WARNING)
    try:
        yield ear.heard
    finally:
        for logger, (propagate, level, disabled) in zip(loggers, before, strict=True):
            logger.removeHandler(ear)
            logger.propagate, logger.disabled = propagate, disabled
            logger.setLevel(level)


@contextlib.contextmanager
def collector_off() -> Iterator[None]:
    """No garbage collection while a page is laid out: a tenth of the time, a third for long reports."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _judge(log: list[str], refused: list[str], notes: list[Issue]) -> None:
    """Raise PublishError for what concerns our own page; put the rest into ``notes``."""
    problems = [
        Problem(
            "the page asked for something that is not part of the report",
            found=url,
            expected="the report's own charts and logo",
        )
        for url in dict.fromkeys(refused)
    ]
    for text in dict.fromkeys(log):
        rule = next((rule for rule, starts in NOTED.items() if text.startswith(starts)), None)
        if rule:
            notes.append(Issue(rule, Severity.NOTE, "pdf", message(f"check.{rule}", text=text)))
        elif not any(url in text for url in refused):
            problems.append(Problem("WeasyPrint warns about our own page", found=text, expected="no warning"))
    if problems:
        raise PublishError(*problems)

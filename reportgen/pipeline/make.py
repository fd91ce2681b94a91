"""Making: the numbers → a published report. insights → report → charts → rendering → delivery."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reportgen.charts.theme import Theme
from reportgen.config.client import ClientConfig
from reportgen.config.notes import read_note
from reportgen.delivery import Artefact, manifest_bytes, publish
from reportgen.delivery.manifest import kept_artefacts, manifest_body
from reportgen.formatting import Formatter
from reportgen.insights.background import Background
from reportgen.issues import Issue
from reportgen.kpis import load_catalog
from reportgen.narrative import Teller, load_phrases
from reportgen.periods import parse_period
from reportgen.pipeline.ask import Answer, Question, names_of, numbers, refuse_unfit, teller_of
from reportgen.pipeline.govern import set_of
from reportgen.pipeline.look import look_issues, theme_of
from reportgen.pipeline.post import attached, mail_files
from reportgen.pipeline.recall import background_of, front_of, told_of
from reportgen.pipeline.studio import Studio, result_of
from reportgen.pipeline.telling import about_data, about_files, about_report
from reportgen.pipeline.unchanged import build_key, shelf_of
from reportgen.rendering.brand import Brand, read_brand
from reportgen.rendering.packages import import_pptx, import_xlsxwriter
from reportgen.rendering.pdf import Embedded, import_weasyprint, render_pdf
from reportgen.rendering.slides import render_slides
from reportgen.rendering.workbook import render_workbook
from reportgen.report.cadence import at_cadence
from reportgen.report.compose import choose_insights, compose_report
from reportgen.report.kind import Kind, kind_of
from reportgen.report.kpi_csv import kpi_csv
from reportgen.report.model import Report, ReportStatus, SourceSummary
from reportgen.report.serialise import dump, report_json
from reportgen.resources import prepare_fonts
from reportgen.shelf import Shelf

FORMATS = ("pdf", "html", "xlsx", "pptx", "email", "json")
NEEDS = {"xlsx": import_xlsxwriter, "pptx": import_pptx}  # packages that not every machine has
BESIDE = {"email": ("email-preview",)}  # what is made together with a format
ENDINGS = {"email": "eml", "email-preview": "email.html"}  # of file names, where they are not the format
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Made:
    """A report that is made and not published: what it says, as noun and as document, and the bytes of each format."""

    stem: str  # of its files' names
    report: Report
    document: dict[str, Any]
    content: dict[str, bytes]  # by format, with what is made together with it; always the JSON
    body: dict[str, Any]  # the manifest but for its artefacts
    noted: dict[str, list[Issue]]
    key: str | None


def build(
    config: ClientConfig,
    question: Question,
    formats: tuple[str, ...],
    out: Path,
    *,
    final: bool,
    say: Say,
    fresh: bool = False,
    inspect: Callable[[Sequence[Artefact]], None] | None = None,
) -> tuple[Path, ...]:
    """Make and publish the report; the paths of its files, the manifest last.

    Facts and drawings that an earlier build left in ``out`` are taken up again unless it shall be made ``fresh``.
    Raises what ``make`` raises; nothing appears in ``out`` then. ``inspect`` sees the finished artefacts before they
    are published, and may raise.
    """
    with nullcontext() if fresh else shelf_of(config, out) as shelf:
        made = make(config, question, formats, out, final=final, say=say, shelf=shelf)
        paths = publish_made(config, made, formats, out, inspect)
        if shelf is not None:
            shelf.settle()
    return paths


def make(
    config: ClientConfig,
    question: Question,
    formats: tuple[str, ...],
    out: Path,
    *,
    final: bool,
    say: Say,
    shelf: Shelf | None = None,
) -> Made:
    """The report in these formats; earlier ones are remembered from the archive, else from ``out``.

    Facts and drawings that are on the ``shelf`` are not made again, and new ones are put there.

    Raises DataError when the period has no data or a check forbids the report, ConfigError for a note that is
    wrong, MachineError for a format whose package is missing, PublishError when it must not be published as made.
    """
    for form in formats:
        NEEDS.get(form, _nothing)()
    kind, key = kind_for(config, question), build_key(config, question, out)
    with _studio(config, formats, shelf) as studio:
        say("reading the data and computing")
        answer = answer_for(config, question, kind, shelf)
        _each(about_data(config, answer), say)
        refuse_unfit(config, answer, final=final)
        say("writing")
        report = make_report(config, kind, answer, background_of(config, kind, answer, out))
        document = report_json(report, teller_of(config, answer.catalog, answer.results))
        now = set_of(config, kind, answer.catalog, answer.plan.period)
        body = manifest_body(
            config, answer.catalog, answer.store.sources, document, now.as_json(), told_of(report), front_of(report)
        )
        stem = f"{config.id}_{answer.plan.period.stem}"
        _each(about_report(report), say)
        say("drawing and laying out")
        made, noted = render(config, report, document, formats, studio, embedded_files(stem, document, body))
    _each(about_files(made), say)
    return Made(stem, report, document, made, body, noted, key)


def _each(lines: Iterable[str], say: Say) -> None:
    for line in lines:
        say(line)


def publish_made(
    config: ClientConfig,
    made: Made,
    formats: tuple[str, ...],
    out: Path,
    inspect: Callable[[Sequence[Artefact]], None] | None = None,
) -> tuple[Path, ...]:
    """Put these formats of a report and its manifest into ``out``, whole or not at all; their paths."""
    stem = made.stem
    artefacts = tuple(
        Artefact(form, f"{stem}.{ENDINGS.get(form, form)}", made.content[form])
        for name in formats
        for form in (name, *BESIDE.get(name, ()))
    )
    if inspect is not None:
        inspect(artefacts)
    manifest = f"{stem}.manifest.json"
    kept = kept_artefacts(out / config.id / manifest, made.body, artefacts, made.key)
    keep = {str(entry["file"]) for entry in kept}
    return publish(
        out / config.id,
        artefacts,
        manifest,
        manifest_bytes(made.body, artefacts, kept, made.noted, made.key),
        lambda name: name.startswith(f"{stem}.") and name not in keep,
    )


def answer_for(config: ClientConfig, question: Question, kind: Kind, shelf: Shelf | None = None) -> Answer:
    """The numbers that a report of this kind rests on."""
    return numbers(
        config,
        replace(question, dimensions=dimensions_of(config, kind)),
        for_report=True,
        cover=kind.cover,
        shown=config.kpis or kind.asked(),
        shelf=shelf,
    )


def _nothing() -> None:
    """What most formats need beside the package itself."""


def kind_for(config: ClientConfig, question: Question) -> Kind:
    """The client's report kind; with the KPIs that are worth reading that often, unless the client names its own."""
    kind = kind_of(config)
    if config.kpis is not None:
        return kind
    period = parse_period(question.period, config.calendar, today=question.today)
    return at_cadence(kind, period, {kpi.id: kpi.cadence for kpi in load_catalog().kpis.values()})


def dimensions_of(config: ClientConfig, kind: Kind) -> tuple[str, ...]:
    """The client's dimensions, else the report kind's, and those that single blocks of the kind name."""
    return tuple(dict.fromkeys((*(config.segments or kind.segments), *kind.dimensions())))


def _studio(
    config: ClientConfig, formats: tuple[str, ...], shelf: Shelf | None
) -> AbstractContextManager[Studio | None]:
    """A studio for formats that have charts."""
    folders = sorted({path.parent for path in config.brand.font_files})
    return Studio(folders, shelf) if {"pdf", "html", "email"} & set(formats) else nullcontext()


def make_report(config: ClientConfig, kind: Kind, answer: Answer, background: Background | None = None) -> Report:
    """The report of an answer: everything decided, nothing styled."""
    store, results = answer.store, answer.results
    span = answer.plan.period.span
    ends = {cover.label: cover.last for cover in store.coverage if cover.stops_early(span)}
    return compose_report(
        config,
        kind,
        results,
        choose_insights(config, kind, results, background),
        formatter=Formatter(config.locale, config.currency),
        phrases=load_phrases(config.locale, config.brand.tone),
        names=names_of(config, answer.catalog, results),
        status=ReportStatus.FINAL if results.state.final else ReportStatus.PROVISIONAL,
        checks=answer.issues,
        sources=[
            SourceSummary(source.label, source.table, source.rows_read, source.rows_used, ends.get(source.label))
            for source in store.sources
        ],
        note=read_note(
            config.folder,
            Path(config.file).parent.as_posix(),
            answer.plan.period.stem,
            tuple(section.id for section in kind.sections),
        ),
    )


def embedded_files(stem: str, document: dict[str, Any], body: dict[str, Any]) -> tuple[Embedded, ...]:
    """What travels inside the PDF: the KPI table, and the manifest but for the artefacts' hashes."""
    return (
        Embedded(f"{stem}.kpis.csv", kpi_csv(document), "KPI table", "Data"),
        Embedded(f"{stem}.facts.json", dump(body).encode(), "Facts manifest", "Source"),
    )


def render(
    config: ClientConfig,
    report: Report,
    document: dict[str, Any],
    formats: tuple[str, ...],
    studio: Studio | None,
    embedded: tuple[Embedded, ...] = (),
) -> tuple[dict[str, bytes], dict[str, list[Issue]]]:
    """The bytes of every format, and what was remarked about each.

    The studio draws, then dresses the HTML while the PDF is laid out here.
    """
    made = {"json": dump(document).encode()}
    if not set(formats) - set(made):
        return made, {}
    noted = {form: list(look_issues(config)) for form in formats if form not in made}
    theme, brand = theme_of(config), read_brand(config.brand, config.prepared_by or "", config.overrides)
    if studio is None:
        return made | _office(config, report, document, (theme, brand), formats), noted
    drawn = studio.draw(report.charts.values(), theme)
    if "pdf" in formats:
        prepare_fonts(sorted({path.parent for path in config.brand.font_files}))
        import_weasyprint()
    figures = result_of(drawn)
    html = studio.html(report, figures, theme, brand) if "html" in formats else None
    comes_with = bool(attached(config, dict.fromkeys(formats)))
    mail = studio.mail(report, figures, theme, brand, attached=comes_with) if "email" in formats else None
    if "pdf" in formats:
        made["pdf"] = render_pdf(report, figures, theme, brand, embedded=embedded, notes=noted["pdf"])
    made |= _office(config, report, document, (theme, brand), formats)
    if html is not None:
        made["html"], said = result_of(html)
        noted["html"] += said
    if mail is not None:
        stem = f"{config.id}_{report.results.state.period.stem}"
        ready = {form: made[form] for form in formats if form in made}
        made |= {one.format: one.content for one in mail_files(config, stem, result_of(mail), ready)}
    return made, noted


def _office(
    config: ClientConfig,
    report: Report,
    document: dict[str, Any],
    look: tuple[Theme, Brand],
    formats: tuple[str, ...],
) -> dict[str, bytes]:
    """The formats to be worked on in office programs, with words of their own."""
    names = {kpi["id"]: kpi["name"] for kpi in document["kpis"]}
    phrases = load_phrases(config.locale, config.brand.tone)
    made = {}
    for form in (form for form in formats if form in OFFICE):
        teller = Teller(Formatter(config.locale, config.currency), phrases, names, config.calendar)
        made[form] = OFFICE[form](report, teller, *look)
    return made


OFFICE: dict[str, Callable[[Report, Teller, Theme, Brand], bytes]] = {
    "xlsx": render_workbook,
    "pptx": render_slides,
}

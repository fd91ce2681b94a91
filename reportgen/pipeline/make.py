"""Making: the numbers → a published report. insights → report → charts → rendering → delivery."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from reportgen.charts.draw import draw
from reportgen.charts.theme import make_theme
from reportgen.config.client import ClientConfig
from reportgen.delivery import Artefact, manifest_bytes, publish
from reportgen.delivery.manifest import kept_artefacts, manifest_body
from reportgen.formatting import Formatter
from reportgen.narrative import load_phrases
from reportgen.pipeline.ask import Answer, Question, names_of, numbers, refuse_unfit, teller_of
from reportgen.rendering.brand import read_brand
from reportgen.rendering.html import render_html
from reportgen.rendering.pdf import render_pdf
from reportgen.rendering.style import han_families, neutral_pair
from reportgen.report.compose import choose_insights, compose_report
from reportgen.report.kind import Kind, load_kind
from reportgen.report.model import Report, ReportStatus, SourceSummary
from reportgen.report.serialise import dump, report_json
from reportgen.resources import prepare_fonts

FORMATS = ("pdf", "html", "json")
Say = Callable[[str], None]


def build(
    config: ClientConfig, question: Question, formats: tuple[str, ...], out: Path, *, final: bool, say: Say
) -> tuple[Path, ...]:
    """Make and publish the report; the paths of its files, the manifest last.

    Raises DataError when the period has no data or a check forbids the report, PublishError when it must not
    be published as made; nothing appears in ``out`` then.
    """
    kind = load_kind(config.report)
    say("reading the data and computing")
    answer = numbers(
        config, replace(question, dimensions=config.segments or kind.segments), for_report=True, cover=kind.cover
    )
    refuse_unfit(config, answer, final=final)
    say("writing")
    report = make_report(config, kind, answer)
    say("drawing and laying out")
    stem = f"{config.id}_{answer.plan.period.stem}"
    document = report_json(report, teller_of(config, answer.catalog))
    artefacts = tuple(
        Artefact(form, f"{stem}.{form}", content) for form, content in render(config, report, document, formats)
    )
    body = manifest_body(config, answer.catalog, answer.store.sources, document)
    manifest = f"{stem}.manifest.json"
    kept = kept_artefacts(out / config.id / manifest, body, artefacts)
    keep = {str(entry["file"]) for entry in kept}
    return publish(
        out / config.id,
        artefacts,
        manifest,
        manifest_bytes(body, artefacts, kept),
        lambda name: name.startswith(f"{stem}.") and name not in keep,
    )


def make_report(config: ClientConfig, kind: Kind, answer: Answer) -> Report:
    """The report of an answer: everything decided, nothing styled."""
    store, results = answer.store, answer.results
    return compose_report(
        config,
        kind,
        results,
        choose_insights(config, kind, results),
        formatter=Formatter(config.locale, config.currency),
        phrases=load_phrases(config.locale),
        names=names_of(config, answer.catalog),
        status=ReportStatus.FINAL if results.state.complete else ReportStatus.PROVISIONAL,
        checks=answer.issues,
        sources=[
            SourceSummary(source.label, source.table, source.rows_read, source.rows_used) for source in store.sources
        ],
    )


def render(
    config: ClientConfig, report: Report, document: dict[str, Any], formats: tuple[str, ...]
) -> Iterator[tuple[str, bytes]]:
    """(format, bytes) of every format asked for, in the order asked."""
    if "json" in formats:
        yield "json", dump(document).encode()
    if not {"pdf", "html"} & set(formats):
        return
    theme = make_theme(
        config.brand.primary,
        favourable=config.brand.favourable,
        unfavourable=config.brand.unfavourable,
        neutral_pair=neutral_pair(config.locale),
        font_family=config.brand.font_family,
        fallback_families=han_families(config.locale),
    )
    brand = read_brand(config.brand, config.prepared_by or "")
    prepare_fonts(sorted({path.parent for path in config.brand.font_files}))
    figures = draw(report.charts.values(), theme)
    renderers = {"pdf": render_pdf, "html": render_html}
    for form in formats:
        if form in renderers:
            yield form, renderers[form](report, figures, theme, brand)

"""Telling: what a build says about itself beside its stages, for whoever wants to know more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reportgen.config.client import ClientConfig
from reportgen.kpis import Status
from reportgen.narrative import plain
from reportgen.narrative.reasons import message_text
from reportgen.pipeline.ask import Answer, teller_of
from reportgen.report.model import Report


class Detail(str):
    """A line that is said to those who ask for it (``--verbose``), and kept in every log."""

    __slots__ = ()


def about_data(config: ClientConfig, answer: Answer) -> Iterator[Detail]:
    """What became of every source's rows, and what the checks found."""
    if answer.store.kept:
        yield Detail("the files are those of an earlier build: its facts are taken up")
    for source in answer.store.sources:
        dropped = ", ".join(f"{reason} {rows:,}" for reason, rows in source.dropped)
        left = f"; left out: {dropped}" if dropped else ""
        yield Detail(f"{source.label}: {source.rows_used:,} of {source.rows_read:,} rows used for {source.table}{left}")
    teller = teller_of(config, answer.catalog)
    for place, issue in enumerate(answer.issues):
        text = plain(message_text(issue.message, teller, f"detail[{place}]"))
        yield Detail(f"{issue.severity.value}: {issue.rule}: {issue.source}: {text}")


def about_report(report: Report) -> Iterator[Detail]:
    """How much is in it."""
    there = sum(result.value.status is Status.OK for result in report.results.kpis.values())
    sections, charts = len(report.sections), len(report.charts)
    yield Detail(f"{there} of {len(report.results.kpis)} KPIs have a value; {sections} sections, {charts} charts")


def about_files(content: Mapping[str, bytes]) -> Iterator[Detail]:
    """How large each format became."""
    yield from (Detail(f"{form}: {len(data) / 1024:,.0f} KiB") for form, data in content.items())

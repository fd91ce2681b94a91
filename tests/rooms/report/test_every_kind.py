"""Every kind of report on any client: a shop with everything, and one of which only a few orders are known."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from reportgen.config.client import ClientConfig
from reportgen.kpis import load_catalog
from reportgen.narrative import plain
from reportgen.pipeline.ask import Answer, Question, load_one, numbers
from reportgen.pipeline.make import dimensions_of, make_report
from reportgen.report import Report, kinds, load_kind
from reportgen.report.blocks import MAKERS
from reportgen.report.kind import parse_kind
from reportgen.report.model import Definitions, Outcome, Table
from tests.rooms.report.test_compose import printed

LUMEN = Path(__file__).parents[3] / "sample_data" / "lumen-oak"
EVERY_KIND = pytest.mark.parametrize("name", kinds())
# An order a day, 40 and then 50 of value, from August 2026 on; nothing else is known.
ORDERS = "\n".join(
    ["order_id,ordered_at,amount"]
    + [
        f"{month}-{day},2026-{month:02}-{day:02},{40 if month < 10 else 50}"
        for month in (8, 9, 10)
        for day in range(1, 31)
    ]
    + ["10-31,2026-10-31,50", "8-31,2026-08-31,40"]
)
TINY = """
client: Corner shop
id: corner-shop
report: {kind}
locale: en-GB
currency: GBP
timezone: Europe/London
sources: [{{table: orders, path: orders.csv, date_format: "%Y-%m-%d"}}]
"""


def tiny(folder: Path, kind: str) -> ClientConfig:
    (folder / "orders.csv").write_text(ORDERS, encoding="utf-8")
    (folder / "report.yaml").write_text(TINY.format(kind=kind), encoding="utf-8")
    return load_one(folder)


def made(config: ClientConfig, period: str) -> Report:
    kind = load_kind(config.report)
    question = Question(period, date(2026, 11, 5), dimensions=dimensions_of(config, kind))
    return make_report(config, kind, numbers(config, question, for_report=True, cover=kind.cover))


@pytest.fixture(scope="module")
def lumen() -> tuple[ClientConfig, Answer]:
    config = load_one(LUMEN)
    dimensions = dict.fromkeys(by for name in kinds() for by in dimensions_of(config, load_kind(name)))
    question = Question("2026-10", date(2026, 11, 5), dimensions=tuple(dimensions))
    return config, numbers(config, question, for_report=True, cover=("revenue",))


def whole(report: Report) -> None:
    """What must hold of any report."""
    for one in report.blocks:
        assert (one.outcome is Outcome.OK) == (one.content is not None) == (one.reason is None)
        if isinstance(one.content, Table):
            assert one.content.rows
            assert {len(row.cells) for row in one.content.rows} == {len(one.content.columns)}
    for section in report.sections:
        assert plain(section.heading)
        assert any(one.outcome is Outcome.OK for one in section.blocks)
    stray = [run.text for run in printed(report) if re.search(r"\d", run.text) and not (run.fact or run.source)]
    assert stray == []
    assert {run.fact for run in printed(report) if run.fact} <= set(report.facts)


@EVERY_KIND
def test_a_kind_names_only_kpis_of_the_catalogue(name: str) -> None:
    kind, known = load_kind(name), set(load_catalog().kpis)
    named = {*kind.asked(), *kind.cover}
    for section in kind.sections:
        named |= {*section.about, *section.needs}
        for block in section.blocks:
            for option in ("kpi", "kpis", "with", "of", "largest"):
                named |= set(block.names(option))
    assert sorted(named - known) == []


@EVERY_KIND
def test_the_rich_shop_gets_every_kind_whole(name: str, lumen: tuple[ClientConfig, Answer]) -> None:
    config, answer = lumen
    report = make_report(replace(config, report=name), load_kind(name), answer)
    whole(report)
    assert report.sections[0].id == "summary"


@EVERY_KIND
def test_a_few_orders_give_every_kind_and_say_what_is_left_out(name: str, tmp_path: Path) -> None:
    report = made(tiny(tmp_path, name), "2026-10")
    whole(report)
    said = [one.content for one in report.blocks if one.kind == "left-out" and isinstance(one.content, Definitions)]
    gone = {section.id for section in load_kind(name).sections} - {section.id for section in report.sections}
    assert sum(len(content.items) for content in said) == len(gone)
    assert all(
        plain(reason).endswith(".") and len(plain(reason)) > 5 for content in said for _, reason in content.items
    )


@pytest.mark.parametrize("period", ["2026-W43", "2026-Q3"])
@EVERY_KIND
def test_a_kind_works_for_weeks_and_quarters(name: str, period: str, tmp_path: Path) -> None:
    whole(made(tiny(tmp_path, name), period))


def test_the_executives_report_is_two_pages_and_notes(lumen: tuple[ClientConfig, Answer]) -> None:
    config, answer = lumen
    report = make_report(replace(config, report="executive"), load_kind("executive"), answer)
    assert [section.id for section in report.sections] == ["summary", "why", "notes"]


SUMMARY = "  - {id: summary, heading: [plain], blocks: [{kind: cards}]}"  # of which the shop's note speaks


@pytest.mark.parametrize("by", ["1", "9", "channel", "landing_page", "[nothing, device, channel]"])
def test_every_block_takes_its_dimension_by_place_by_name_and_from_a_list(
    by: str, lumen: tuple[ClientConfig, Answer]
) -> None:
    config, answer = lumen
    options = {"kpi": "kpi: revenue", "against": "against: orders", "by": f"by: {by}"}
    lines = []
    for name, maker in MAKERS.items():
        if "by" in maker.options:
            given = ", ".join([f"kind: {name}", *(options[one] for one in maker.options if one in options)])
            lines.append(f"  - {{id: {name}, label: Ours, heading: [plain], blocks: [{{{given}}}]}}")
    kind = parse_kind(
        "\n".join(["id: ours", "kpis: [revenue]", "segments: [channel, device]", "sections:", SUMMARY, *lines]), "x"
    )
    report = make_report(config, kind, answer)
    whole(report)
    divided = {one.kind for one in report.blocks if one.outcome is Outcome.OK} - {"cards", "note"}
    assert (divided == set()) == (by in {"9", "landing_page"})  # sales are not divided by landing page
    if by == "channel":
        assert {"bars", "contributions", "journey-table", "segment-table"} <= divided


def test_every_maker_that_needs_a_dimension_has_it_asked_for() -> None:
    for name in kinds():
        kind = load_kind(name)
        for section in kind.sections:
            for block in section.blocks:
                assert set(MAKERS[block.kind].dimensions) <= set(kind.dimensions())

"""A card leads to the section that says more about its KPI, in every shipped kind that has one."""

from __future__ import annotations

from reportgen.report.model import Cards
from tests.rooms.report import results_sample as sample
from tests.rooms.report.test_compose import make
from tests.rooms.report.test_lists import kind_with


def test_a_card_leads_to_its_kpi_s_section_and_never_to_its_own() -> None:
    report = make(sample.full(), sample.config())
    sections = {section.id for section in report.sections}
    found = [
        card for block in report.sections[0].blocks if isinstance(block.content, Cards) for card in block.content.cards
    ]
    links = {card.name: card.link for card in found}
    assert links["Net revenue"] == "sales"
    assert report.sections[0].id not in links.values()
    assert {link for link in links.values() if link} <= sections


def test_a_card_of_a_report_without_sections_leads_nowhere() -> None:
    report = make(sample.full(), sample.config(), kind=kind_with("kind: cards", kpis="revenue"))
    cards = [
        card for block in report.sections[0].blocks if isinstance(block.content, Cards) for card in block.content.cards
    ]
    assert [card.link for card in cards] == [None]

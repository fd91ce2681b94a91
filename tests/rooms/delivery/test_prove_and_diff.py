"""A PDF proves itself by its three tellings of the numbers; two reports are compared by their facts."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from reportgen.delivery.differ import Changed, Listed, difference
from reportgen.delivery.facts import facts_of
from reportgen.delivery.prove import prove
from reportgen.errors import UsageError
from tests.rooms.delivery.pdf_sample import CSV, LINES, facts, pdf


def number(kpi: str, **changes: Any) -> dict[str, Any]:  # noqa: ANN401  # parsed JSON
    return facts(numbers=[{**one, **changes} if one["kpi"] == kpi else one for one in facts()["numbers"]])


def test_a_pdf_whose_tellings_agree_proves_its_numbers() -> None:
    proof = prove(pdf(), "report.pdf")
    assert proof.faults == ()
    assert (proof.client, proof.period, proof.numbers, proof.beside) == ("lumen-oak", "2026-10", 3, 2)


@pytest.mark.parametrize(
    ("made", "fault"),
    [
        (pdf(["Orders 1,678 +100", *LINES[1:]]), "orders: 1,687 in the facts, another figure beside its name"),
        (pdf(["Orders 1,678 of 1,687", *LINES[1:]]), "orders: 1,687 in the facts, another figure beside its name"),
        (pdf([LINES[0], "Net", "revenue as told", LINES[3]]), "revenue: $177,989 is not on the pages"),
        (pdf(table=CSV.replace("1687", "1678")), "orders: its value is 1687 in the facts, 1678 in the table"),
        (pdf(table=CSV.replace("1587", "1578")), "orders: its previous is 1587 in the facts, 1578 in the table"),
        (
            pdf(table=CSV.replace("carts,Carts,count,unavailable", "carts,Carts,count,ok")),
            "carts: its status is unavailable in the facts, ok in the table",
        ),
        (pdf(body=number("revenue", value=177988.75)), "revenue: its value is 177988.75 in the facts, 177988.74"),
        (pdf(body=number("carts", status="ok")), "carts: its status is ok in the facts, unavailable in the table"),
        (pdf(body=facts(numbers=facts()["numbers"][:2])), "carts is only in the table"),
        (pdf(table=CSV.rsplit("carts", 1)[0]), "carts is only in the facts"),
        (pdf(table=None), "no single file *.kpis.csv is inside"),
        (pdf(body=False), "no single file *.facts.json is inside"),
        (pdf(body={}), "what is inside cannot be read"),
        (pdf(body=[1]), "what is inside cannot be read"),
        (pdf(table="id\r\n"), "orders is only in the facts"),
        (pdf(body=facts(locale="xx-NO")), "what is inside cannot be read"),
    ],
)
def test_a_pdf_that_was_changed_says_where(made: bytes, fault: str) -> None:
    proof = prove(made, "report.pdf")
    assert [found for found in proof.faults if fault in found], proof.faults


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"%PDF-1.7 cut off", b"{", b"[]", b"{}", b'{"kpis": 1}', b"[" * 99999]
)
def test_what_is_no_report_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(UsageError, match=r"report\.pdf"):
        facts_of(content, "report.pdf")
    with pytest.raises(UsageError, match=r"report\.pdf"):
        prove(content, "report.pdf")


def test_the_same_report_as_pdf_and_as_manifest_says_the_same() -> None:
    assert difference(facts_of(pdf(), "a"), facts_of(json.dumps(facts()).encode(), "b")).same


def test_every_kind_of_difference_is_listed() -> None:
    changed = facts(
        period={"id": "2026-11"},
        config={"sha256": "c1"},
        inputs=[{"files": [{"path": "data/orders.csv", "sha256": "bb"}, {"path": "data/new.csv", "sha256": "cc"}]}],
        numbers=[
            {"kpi": "orders", "value": 1700, "status": "ok", "comparisons": {}, "formula": "count(orders)"},
            {"kpi": "revenue", "value": None, "status": "blocked", "comparisons": {}, "formula": "sum(revenue)"},
            {"kpi": "aov", "value": 99.5, "status": "ok", "comparisons": {}, "formula": "revenue / orders"},
        ],
        checks=[],
        told=[{"kind": "change", "text": "Orders fell 6%."}],
    )
    found = difference(facts_of(json.dumps(facts()).encode(), "a"), facts_of(json.dumps(changed).encode(), "b"))
    assert not found.same
    assert found.about == (Changed("period", "2026-10", "2026-11"), Changed("config", "c0", "c1"))
    assert found.values == (
        Changed("orders", Decimal(1687), Decimal(1700)),
        Changed("revenue", Decimal("177988.74"), None),
    )
    assert found.formulas == (Changed("orders", "sum(orders)", "count(orders)"),)
    assert found.kpis == Listed(("carts",), ("aov",))
    assert found.checks == Listed(("warn: missing-days: two days are missing",), ())
    assert found.sentences == Listed(("Orders rose 6%.",), ("Orders fell 6%.",))
    assert found.inputs == Listed((), ("data/new.csv",))
    assert found.changed_inputs == (Changed("data/orders.csv", "aa", "bb"),)
    assert found.as_json()["values"][1] == {"name": "revenue", "before": 177988.74, "after": None}

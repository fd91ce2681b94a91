"""The portfolio page: every client of a run on one page, the troubled ones first, in the words of their own reports."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from reportgen.batch.order import Order, Outcomes
from reportgen.batch.portfolio import FOLDER, portfolio_page, publish_portfolio
from reportgen.batch.run import Found, build_all, find_all
from tests.rooms.batch.test_batch import portfolio

TODAY = date(2026, 11, 9)


def order_for(out: Path, formats: tuple[str, ...] = ("html",), only: tuple[str, ...] = ()) -> Order:
    return Order("2026-10", TODAY, lambda _zone: TODAY, formats, ("previous", "target"), out, jobs=1, only=only)


def built(folder: Path, order: Order) -> tuple[Found, Outcomes]:
    clients = find_all([folder])
    return clients, build_all(clients, order, lambda _client, _text: None, lambda _outcome: None)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Found, Outcomes, Order]:
    """Alder misses a target, Birch meets one and would mail, Cedar's data are broken."""
    root = tmp_path_factory.mktemp("agency")
    folder = portfolio(root / "clients")
    more = {
        "alder": "targets: {revenue: 900000}\n",
        "birch": "targets: {revenue: 10}\ndelivery: {to: [ann@example.com]}\n",
    }
    for name, lines in more.items():
        with (folder / name / "report.yaml").open("a") as stream:
            stream.write(lines)
    (folder / "cedar" / "orders.csv").write_text("order_id,ordered_at,customer_id,amount\n1,never,c,much\n")
    order = order_for(root / "out")
    return *built(folder, order), order


def test_who_needs_attention_stands_first_and_every_client_is_counted(run: tuple[Found, Outcomes, Order]) -> None:
    clients, outcomes, order = run
    page, stem = portfolio_page(clients[1], outcomes, order)
    assert stem == "2026-10"
    assert [(row.client, row.state, row.tone) for row in page.rows] == [
        ("Cedar Goods", "Failed", "bad"),
        ("Alder Goods", "Built", "good"),
        ("Birch Goods", "Built", "good"),  # without the mail that it would be sent with
    ]
    assert dict(page.counts) == {
        "Clients": 3, "Failed": 1, "Waiting for approval": 0, "With missed targets": 1, "Published": 2, "Unchanged": 0,
    }  # fmt: skip
    assert [(row.targets, row.missed) for row in page.rows] == [(None, False), ("1 of 1", True), ("0 of 1", False)]
    assert page.rows[0].why is not None
    assert page.rows[0].figure is None


def test_its_figures_are_those_that_the_reports_print(run: tuple[Found, Outcomes, Order]) -> None:
    clients, outcomes, order = run
    page, _ = portfolio_page(clients[1], outcomes, order)
    for row in page.rows[1:]:
        assert row.link is not None
        report = (order.out / FOLDER / row.link).resolve().read_text("utf-8")
        words = squeezed(unescape(re.sub(r"<[^>]+>", "", report)))
        assert row.figure is not None
        assert squeezed(row.figure.value) in words
        assert squeezed(str(row.heading)) in words


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u2060]+", "", text)


def test_the_files_ask_for_nothing_and_are_the_same_each_time(run: tuple[Found, Outcomes, Order]) -> None:
    clients, outcomes, order = run
    paths = publish_portfolio(clients[1], outcomes, order_for(order.out, ("html", "pdf")))
    assert [path.name for path in paths] == [
        "portfolio_2026-10.html", "portfolio_2026-10.pdf", "portfolio_2026-10.manifest.json",
    ]  # fmt: skip
    first = [path.read_bytes() for path in paths]
    publish_portfolio(clients[1], outcomes, order_for(order.out, ("html", "pdf")))
    assert [path.read_bytes() for path in paths] == first
    assert not re.search(rb"https?://|url\(|<script", first[0])
    assert first[1].startswith(b"%PDF-")
    html = first[0].decode()
    assert html.index("Cedar Goods") < html.index("Alder Goods") < html.index("Birch Goods")


def test_a_client_that_the_run_left_out_is_on_the_page_as_it_stands(run: tuple[Found, Outcomes, Order]) -> None:
    clients, _, order = run
    again = order_for(order.out, only=("alder",))
    outcomes = build_all(clients, again, lambda _client, _text: None, lambda _outcome: None)
    page, _ = portfolio_page(clients[1], outcomes, again)
    assert [(row.client, row.state) for row in page.rows] == [
        ("Cedar Goods", "Not built"),
        ("Alder Goods", "Built"),
        ("Birch Goods", "Built"),
    ]
    assert dict(page.counts)["Unchanged"] == 1


def test_one_client_alone_has_no_portfolio(tmp_path: Path) -> None:
    order = order_for(tmp_path / "out")
    clients, outcomes = built(portfolio(tmp_path / "clients") / "alder", order)
    assert publish_portfolio(clients[1], outcomes, order) == ()
    assert not (order.out / FOLDER).exists()


def test_it_speaks_the_language_that_most_clients_read(tmp_path: Path) -> None:
    folder = portfolio(tmp_path / "clients")
    for name in ("alder", "cedar"):
        path = folder / name / "report.yaml"
        path.write_text(path.read_text().replace("en-US", "ko-KR"))
    order = order_for(tmp_path / "out")
    page, _ = portfolio_page(find_all([folder])[1], (), order)
    assert (page.locale, page.title, page.period) == ("ko-KR", "포트폴리오", "2026년 10월")

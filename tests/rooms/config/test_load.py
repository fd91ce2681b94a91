from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.config.load import load_client
from reportgen.config.names import Names
from reportgen.errors import ConfigError, Problem
from reportgen.issues import Severity
from reportgen.periods.model import Calendar
from reportgen.units import Cadence, Unit

FULL = """\
client: Lumen & Oak              # the name printed
id: lumen-oak
report: ecommerce
locale: en-US
currency: USD
timezone: America/Chicago
calendar: {week_start: sunday, fiscal_year_start: 4}
prepared_for: The board
prepared_by: Northlight Analytics
brand: brand.yaml
sources:
  - format: shopify-orders
    path: data/shopify/orders_*.csv
    settle_days: 0
  - table: order_lines
    path: data/lines.csv
    columns: {order_id: InvoiceNo, ordered_at: InvoiceDate, sku: {row: true}, quantity: Quantity,
              unit_price: {value: 1.50}, customer_id: CustomerID, country: {sql: "lower(Country)"}}
    where: "Quantity <> 0"
    date_format: "%m/%d/%Y %H:%M"
    decimal: "."
    delimiter: tab
    encoding: latin-1
    skip_rows: 2
  - table: costs
    query: "select day as date, amount, kind as category from finance.costs"
    connection: ${WAREHOUSE_URL}
    name: Finance warehouse
kpis: [revenue, orders, aov, conversion_rate, cac]
targets:
  revenue: {2026-10: 125000, 2026-Q4: 400000}
  aov: 85
owners: {revenue: Head of commerce}
custom_kpis:
  - {id: gift_share, name: Gift share, formula: gift_orders / orders, unit: rate, good: up,
     measures: {gift_orders: {table: orders, aggregate: count, where: "channel = 'gift'"}}}
segments: [channel, country, device]
settings: {lost_after_days: 60, clv_max_years: 2.5, conversion_base: users, churn_from: orders}
goals: {grow repeat business: [repeat_purchase_rate, clv, gift_share]}
annotations: [{date: 2026-10-12, text: Price change}]
checks: {missing-days: note}
insights: {off: [concentration], flat_percent: 1}
tags: [retail, us]
archive: {path: archive}
delivery: {to: [ceo@example.com], cc: [], reply_to: agency@example.com, formats: [pdf], approval: required,
           allowed_domains: [example.com], from: reports@agency.example, smtp: {host: ${SMTP_HOST}, port: 587,
           user: ${SMTP_USER}, password: ${SMTP_PASSWORD}, security: starttls, per_minute: 30}}
"""


@pytest.fixture
def full(folder: Path) -> Path:
    (folder / "data" / "shopify").mkdir()
    for name in ("orders_b.csv", "orders_a.csv", ".orders_hidden.csv", "other.csv"):
        (folder / "data" / "shopify" / name).write_text("x\n")
    (folder / "data" / "lines.csv").write_text("x\n")
    (folder / "brand.yaml").write_text('colors: {primary: "#7A2B55"}\nfooter: Confidential\n')
    (folder / "report.yaml").write_text(FULL)
    return folder


def test_a_config_with_every_key_loads(full: Path, names: Names) -> None:
    client = load_client(full, names)
    assert (client.name, client.id, client.report) == ("Lumen & Oak", "lumen-oak", "ecommerce")
    assert (client.locale, client.currency, client.timezone.key) == ("en-US", "USD", "America/Chicago")
    assert client.calendar == Calendar(week_start=6, fiscal_year_start=4)
    assert (client.prepared_for, client.prepared_by) == ("The board", "Northlight Analytics")
    assert client.kpis == ("revenue", "orders", "aov", "conversion_rate", "cac")
    assert client.owners == {"revenue": "Head of commerce"}
    assert client.segments == ("channel", "country", "device")
    assert (client.settings.lost_after_days, client.settings.clv_max_years) == (60, Decimal("2.5"))
    assert (client.settings.conversion_base, client.settings.churn_from) == ("users", "orders")
    assert client.goals == {"grow repeat business": ("repeat_purchase_rate", "clv", "gift_share")}
    assert [(note.date, note.text) for note in client.annotations] == [(date(2026, 10, 12), "Price change")]
    assert client.checks == {"missing-days": Severity.NOTE}
    assert client.insights.off == ("concentration",)
    assert client.insights.thresholds == {"flat_percent": Decimal(1)}
    assert client.tags == ("retail", "us")
    assert client.archive == full / "archive"


def test_its_sources_know_their_files_and_labels(full: Path, names: Names) -> None:
    shop, lines, costs = load_client(full, names).sources
    assert [file.name for file in shop.files] == ["orders_a.csv", "orders_b.csv"]
    assert (shop.label, lines.label, costs.label) == (
        "shopify-orders (data/shopify/orders_*.csv)",
        "order_lines (data/lines.csv)",
        "Finance warehouse",
    )
    assert lines.files == (full / "data" / "lines.csv",)
    assert (shop.settle_days, lines.settle_days) == (0, None)
    assert lines.columns["order_id"].name == "InvoiceNo"
    assert lines.columns["unit_price"].value == "1.50"
    assert lines.columns["sku"].row is True
    assert lines.columns["country"].sql == "lower(Country)"
    assert (lines.delimiter, lines.encoding, lines.skip_rows) == ("\t", "iso8859-1", 2)
    assert costs.files == ()
    assert costs.query == "select day as date, amount, kind as category from finance.costs"


def test_its_own_kpis_and_delivery_are_typed(full: Path, names: Names) -> None:
    client = load_client(full, names)
    (gift,) = client.custom_kpis
    assert (gift.id, gift.unit, gift.cadence) == ("gift_share", Unit.RATE, Cadence.MONTHLY)
    assert gift.measures["gift_orders"].where == "channel = 'gift'"
    delivery = client.delivery
    assert (delivery.to, delivery.cc, delivery.sender) == (("ceo@example.com",), (), "reports@agency.example")
    assert delivery.allowed_domains == ("example.com",)
    assert delivery.smtp is not None
    assert (delivery.smtp.port, delivery.smtp.security, delivery.smtp.per_minute) == (587, "starttls", 30)
    assert delivery.smtp.host.name == "SMTP_HOST"


def test_a_target_holds_for_exactly_its_period_and_a_plain_number_for_all(full: Path, names: Names) -> None:
    client = load_client(full, names)
    assert client.target_for("revenue", "2026-10") == 125000
    assert client.target_for("revenue", "2026-Q4") == 400000
    assert client.target_for("revenue", "2026-11") is None
    assert client.target_for("aov", "2026-11") == 85
    assert client.target_for("orders", "2026-10") is None


def test_a_minimal_config_has_the_documented_defaults(folder: Path, names: Names, minimal: str) -> None:
    (folder / "report.yaml").write_text(minimal)
    client = load_client(folder, names)
    assert (client.id, client.locale, client.calendar) == ("lumen-oak", "en-US", Calendar(0, 1))
    assert client.kpis is None
    assert client.segments is None
    assert client.brand.name == "Lumen & Oak"
    assert client.archive == folder / "archive"
    assert (client.settings.lost_after_days, client.settings.clv_max_years) == (90, 5)
    assert (client.settings.conversion_base, client.settings.churn_from) == ("sessions", "subscriptions")
    assert (client.delivery.approval, client.delivery.formats, client.delivery.to) == (
        "required",
        ("pdf",),
        (),
    )


def test_a_config_survives_the_way_to_a_worker_process(full: Path, names: Names) -> None:
    client = load_client(full, names)
    copy = pickle.loads(pickle.dumps(client))  # noqa: S301
    assert copy == client
    assert copy.sources[0].files == client.sources[0].files


def test_a_folder_can_be_named_from_inside_it(
    folder: Path, names: Names, minimal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "report.yaml").write_text(minimal)
    monkeypatch.chdir(folder)
    client = load_client(Path(), names)
    assert (client.id, client.folder, client.file) == ("lumen-oak", folder, "report.yaml")


def test_the_digest_ignores_order_layout_and_comments(full: Path, names: Names) -> None:
    before = load_client(full, names).digest()
    lines = FULL.splitlines(keepends=True)
    (full / "report.yaml").write_text("# moved\n" + "".join(lines[2:9]) + lines[1] + lines[0] + "".join(lines[9:]))
    assert load_client(full, names).digest() == before
    assert len(before) == 64


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("report.yaml", "aov: 85", "aov: 86"),
        ("report.yaml", "[revenue, orders, aov", "[orders, revenue, aov"),
        ("brand.yaml", "Confidential", "For your eyes only"),
    ],
)
def test_the_digest_changes_with_what_was_asked(full: Path, names: Names, file: str, old: str, new: str) -> None:
    before = load_client(full, names).digest()
    text = (full / file).read_text()
    assert old in text
    (full / file).write_text(text.replace(old, new))
    assert load_client(full, names).digest() != before


def test_the_digest_changes_with_the_logo(full: Path, names: Names) -> None:
    (full / "brand.yaml").write_text("logo: logo.svg\n")
    (full / "logo.svg").write_text("<svg/>")
    before = load_client(full, names).digest()
    (full / "logo.svg").write_text("<svg></svg>")
    assert load_client(full, names).digest() != before


def test_without_the_file_check_only_the_config_is_judged(folder: Path, names: Names, minimal: str) -> None:
    (folder / "report.yaml").write_text(minimal.replace("orders.csv", "gone.csv"))
    with pytest.raises(ConfigError):
        load_client(folder, names)
    assert load_client(folder, names, check_files=False).sources[0].files == ()
    (folder / "report.yaml").write_text(minimal.replace("data/orders.csv", "../orders.csv"))
    with pytest.raises(ConfigError, match="leads out of the folder"):
        load_client(folder, names, check_files=False)


def test_a_missing_report_yaml_is_a_message(folder: Path, names: Names) -> None:
    with pytest.raises(ConfigError, match=r"report\.yaml: the file cannot be read"):
        load_client(folder, names)


@pytest.mark.parametrize("bad", ["../x", "acme\\n", "CON", "com1", "-acme", "acme-", "a_b", "", "a" * 64, "아"])
def test_an_id_that_cannot_name_a_file_everywhere_is_refused(
    problems: Callable[[str], tuple[Problem, ...]], minimal: str, bad: str
) -> None:
    (problem,) = problems(f'{minimal}id: "{bad}"\n')
    assert str(problem.where).endswith("report.yaml:7:5")
    assert problem.what == "wrong value in `id`"


@pytest.mark.parametrize("good", ["a", "Acme-2", "0", "a" * 63, "console", "com10"])
def test_an_id_of_letters_digits_and_hyphens_is_kept(folder: Path, names: Names, minimal: str, good: str) -> None:
    (folder / "report.yaml").write_text(f'{minimal}id: "{good}"\n')
    assert load_client(folder, names).id == good


def test_a_folder_whose_name_is_no_id_needs_one(tmp_path: Path, names: Names, minimal: str) -> None:
    folder = tmp_path / "Lumen & Oak"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "orders.csv").write_text("x\n")
    (folder / "report.yaml").write_text(minimal)
    with pytest.raises(ConfigError) as caught:
        load_client(folder, names)
    (problem,) = caught.value.problems
    assert problem.what == "the folder's name cannot be the client's id"
    assert problem.found == "'Lumen & Oak'"
    (folder / "report.yaml").write_text(minimal + "id: lumen-oak\n")
    assert load_client(folder, names).id == "lumen-oak"

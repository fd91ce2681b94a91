"""Two public data sets, end to end: the numbers that were worked out outside this project."""

import json
import shutil
from pathlib import Path

import pypdfium2
import pytest

ONLINE_RETAIL = """client: Online Retail
report: ecommerce
locale: en-GB
currency: GBP
timezone: Europe/London
sources:
  - table: order_lines
    path: data/online_retail.csv.gz
    columns: {order_id: InvoiceNo, ordered_at: InvoiceDate, sku: StockCode, quantity: Quantity,
              unit_price: UnitPrice, customer_id: CustomerID, country: Country}
    where: "UnitPrice > 0 and InvoiceNo not like 'A%'"
segments: [country]
"""
CDNOW = """client: CDNOW
report: ecommerce
locale: en-US
currency: USD
timezone: America/New_York
sources:
  - table: orders
    path: data/CDNOW_master.txt
    delimiter: whitespace
    date_format: "%Y%m%d"
    columns: {order_id: {row: true}, ordered_at: date, amount: dollar_value}
"""
pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def retail(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return set_up(tmp_path_factory.mktemp("clients") / "online-retail", ONLINE_RETAIL, shared / "online_retail.csv.gz")


@pytest.fixture(scope="module")
def cdnow(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return set_up(tmp_path_factory.mktemp("clients") / "cdnow", CDNOW, shared / "CDNOW_master.txt")


def set_up(folder: Path, report: str, data: Path) -> Path:
    (folder / "data").mkdir(parents=True)
    (folder / "report.yaml").write_text(report, encoding="utf-8")
    shutil.copy(data, folder / "data" / data.name)
    return folder


def numbers(run, folder: Path, period: str, *options: str) -> dict[str, dict]:  # type: ignore[no-untyped-def, type-arg]
    done = run("kpis", folder, "--period", period, "--json", *options)
    assert done.returncode == 0, done.stderr
    return {kpi["id"]: kpi for kpi in json.loads(done.stdout)["kpis"]}


def test_online_retail_in_november_2011(run, retail: Path) -> None:  # type: ignore[no-untyped-def]
    expected = {
        "gross_sales": (1509496.33, 1154979.30),
        "revenue": (1461756.25, 1070704.67),
        "orders": (2769, 2040),
        "aov": (527.900415, 524.855230),
        "customers": (1664, 1364),
        "new_customers": (323, 358),
        "purchase_frequency": (1.596755, 1.414223),
        "repeat_purchase_rate": (0.839543, 0.772727),
    }
    found = numbers(run, retail, "2011-11", "--by", "country")
    for kpi, (value, previous) in expected.items():
        assert found[kpi]["value"] == pytest.approx(value, abs=5e-7)
        assert found[kpi]["comparisons"]["previous"]["value"] == pytest.approx(previous, abs=5e-7)
        assert found[kpi]["comparisons"]["year_ago"]["value"] is None
    countries = {member["key"]: member["value"] for member in found["revenue"]["segments"]["country"]}
    assert countries["United Kingdom"] == pytest.approx(1282805.78, abs=5e-3)
    assert sum(countries.values()) == pytest.approx(1461756.25, abs=5e-3)


def test_online_retail_in_december_2011_is_compared_like_for_like(run, retail: Path) -> None:  # type: ignore[no-untyped-def]
    done = run("kpis", retail, "--period", "2011-12", "--kpi", "revenue", "--json", "--today", "2011-12-20")
    period = json.loads(done.stdout)["period"]
    assert (period["complete"], period["compared_days"]) == (False, 9)  # the data stop on December 9


def test_cdnow_over_eighteen_months_and_in_march_1997(run, cdnow: Path) -> None:  # type: ignore[no-untyped-def]
    whole = numbers(run, cdnow, "1997-01-01..1998-06-30", "--kpi", "customers", "--kpi", "revenue")
    assert whole["customers"]["value"] == 23570
    assert whole["revenue"]["value"] == pytest.approx(2500315.63, abs=5e-3)
    march = numbers(run, cdnow, "1997-03", "--kpi", "orders", "--kpi", "customers", "--kpi", "new_customers")
    assert {kpi: found["value"] for kpi, found in march.items()} == {
        "orders": 11598,
        "customers": 9524,
        "new_customers": 7248,
    }


@pytest.mark.parametrize("name", ["retail", "cdnow"])
def test_the_report_of_a_real_shop_is_published_whole(  # type: ignore[no-untyped-def]
    run, name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    folder = request.getfixturevalue(name)
    period = {"retail": "2011-11", "cdnow": "1997-03"}[name]
    done = run("build", folder, "--period", period, "--out", tmp_path, "--format", "pdf,html,json")
    assert done.returncode == 0, done.stderr
    stem = f"{folder.name}_{period}"
    assert sorted(path.name for path in (tmp_path / folder.name).iterdir()) == [
        f"{stem}.html",
        f"{stem}.json",
        f"{stem}.manifest.json",
        f"{stem}.pdf",
    ]
    document = pypdfium2.PdfDocument(tmp_path / folder.name / f"{stem}.pdf")
    text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    revenue = {"retail": "£1,461,756", "cdnow": "$393,155"}[name]
    assert revenue in text
    assert len(document) >= 6

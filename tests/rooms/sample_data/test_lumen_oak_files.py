"""The sample shop's files are reproducible and agree with one another, exports included."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import LumenOak

COMPLETED = {"paid", "partially_refunded", "refunded"}
SEP, OCT = (2026, 9), (2026, 10)


@pytest.fixture(scope="module")
def again(shop: LumenOak, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("lumen-oak")
    subprocess.run([sys.executable, "-B", shop.folder / "make_data.py", "--out", out], check=True, timeout=120)
    return out


def test_the_script_writes_the_same_files_again(shop: LumenOak, again: Path) -> None:
    made, kept = (
        {path.relative_to(folder): shop.text_of(path) for path in (folder / "data").rglob("*.csv*")}
        for folder in (again, shop.folder)
    )
    assert sorted(made) == sorted(kept)
    assert [str(name) for name in sorted(made) if made[name] != kept[name]] == []


def test_the_files_stay_small(shop: LumenOak) -> None:
    assert sum(path.stat().st_size for path in (shop.folder / "data").rglob("*.*")) < 14_000_000


def test_the_files_hold_25_whole_months(shop: LumenOak) -> None:
    days = {order.day for order in shop.orders}
    assert len(days) == (date(2026, 11, 1) - date(2024, 10, 1)).days == 761
    assert (min(days), max(days)) == (date(2024, 10, 1), date(2026, 10, 31))


def test_every_order_has_its_lines_and_they_add_up(shop: LumenOak) -> None:
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for row in shop.lines:
        amounts[row["Order"]] += int(row["Qty"]) * Decimal(row["Price"])
    assert amounts == {order.number: order.gross for order in shop.orders}


def test_the_shop_and_the_back_office_have_the_same_lines(shop: LumenOak) -> None:
    completed = {order.number for order in shop.orders}
    sold = Counter(
        (row["Name"][1:], row["Lineitem sku"], int(row["Lineitem quantity"]), row["Lineitem price"])
        for row in shop.read("shopify/*")
        if row["Name"][1:] in completed
    )
    assert sold == Counter((r["Order"], r["Item code"], int(r["Qty"]), r["Price"]) for r in shop.lines)


def test_refunds_never_exceed_what_was_paid(shop: LumenOak) -> None:
    refunded = [order for order in shop.orders if order.refund]
    assert all(Decimal(0) < order.refund <= order.net for order in refunded)
    assert {order.status for order in refunded} == {"refunded", "partially_refunded"}
    assert 0.03 < len(refunded) / len(shop.orders) < 0.05


def test_each_step_of_the_funnel_lies_within_the_one_before(shop: LumenOak) -> None:
    steps = ("Sessions", "Items viewed", "Add to carts", "Checkouts", "Ecommerce purchases")
    for _, row in shop.traffic:
        counts = [int(row[step]) for step in steps]
        assert counts == sorted(counts, reverse=True)
        assert int(row["New users"]) <= int(row["Total users"]) <= counts[0]
        assert counts[1] <= int(row["Engaged sessions"]) <= counts[0]


def test_analytics_sees_about_three_per_cent_fewer_purchases_than_the_shop(shop: LumenOak) -> None:
    usual = [month for month in shop.months() if month != (2026, 6)]
    shares = [Decimal(shop.tracked("Ecommerce purchases", month)) / shop.count(month) for month in usual]
    assert all(Decimal("0.94") < share < Decimal("0.99") for share in shares)
    assert Decimal("0.965") < shop.mean(shares) < Decimal("0.975")


def test_ad_clicks_are_a_little_more_than_paid_sessions(shop: LumenOak) -> None:
    for month in (SEP, OCT):
        for platform, channel in (("Google Ads", "Paid search"), ("Meta", "Paid social")):
            ratio = shop.ad_sum("Clicks", month, platform) / shop.tracked("Sessions", month, channel=channel)
            assert Decimal("1.03") < ratio < Decimal("1.12")


def test_returning_customers_place_35_to_41_per_cent_of_identified_orders(shop: LumenOak) -> None:
    seen: set[str] = set()
    again: Counter[tuple[int, int]] = Counter()
    known: Counter[tuple[int, int]] = Counter()
    for order in shop.orders:
        if order.customer:
            known[order.month] += 1
            again[order.month] += order.customer in seen
            seen.add(order.customer)
    assert all(0.35 <= again[month] / known[month] <= 0.415 for month in shop.months()[12:])
    assert 0.03 < sum(not order.customer for order in shop.orders) / len(shop.orders) < 0.05


def test_media_invoices_equal_the_ad_spend_to_the_cent(shop: LumenOak) -> None:
    booked: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for row in shop.read("costs.csv"):
        if row["subcategory"] == "ads":
            day = date.fromisoformat(row["date"])
            booked[day.year, day.month] += Decimal(row["amount"])
    assert booked == {month: shop.ad_sum("Cost", month) for month in shop.months()}


def test_an_order_stands_on_its_first_row_and_two_offsets_in_a_year(shop: LumenOak) -> None:
    rows = shop.read("shopify/*")
    heads = [row for row in rows if row["Financial Status"]]
    assert len({row["Name"] for row in rows}) == len(heads) == len(shop.placed)
    assert {row["Created at"][-5:] for row in heads} == {"-0500", "-0600"}
    assert {row["Financial Status"] for row in heads if row["Cancelled at"]} == {"paid", "voided"}
    assert {row["Shipping Zip"] for row in heads} == {"'60614", "M5V 2T6"}
    for row in heads:
        parts = [Decimal(row[name]) for name in ("Subtotal", "Shipping", "Taxes")]
        assert sum(parts) == Decimal(row["Total"])


def test_files_of_a_tool_differ_in_their_columns(shop: LumenOak) -> None:
    widths = {
        len(next(csv.reader(io.StringIO(shop.text_of(path))))) for path in (shop.folder / "data/shopify").iterdir()
    }
    assert widths == {73, 79}


def test_the_analytics_files_name_their_period_before_the_header(shop: LumenOak) -> None:
    for path in sorted((shop.folder / "data" / "ga4").iterdir()):
        lines = shop.text_of(path).splitlines()
        comments = [line for line in lines if line.startswith("#")]
        days = [row["Date"] for row in csv.DictReader(lines[len(comments) :])]
        assert len(comments) == 8
        assert comments[6:] == [f"# Start date: {min(days)}", f"# End date: {max(days)}"]


def test_the_ad_files_hold_totals_that_repeat_their_rows(shop: LumenOak) -> None:
    for path in sorted((shop.folder / "data" / "google_ads").iterdir()):
        rows = list(csv.DictReader(shop.text_of(path).splitlines()[2:]))
        days = [row for row in rows if not row["Day"].startswith("Total")]
        totals = {row["Day"]: Decimal(row["Cost"].replace(",", "")) for row in rows[len(days) :]}
        assert len(totals) == 5
        assert totals["Total: Account"] == sum(Decimal(row["Cost"].replace(",", "")) for row in days)
    for path in sorted((shop.folder / "data" / "meta").iterdir()):
        first, *days = csv.DictReader(shop.text_of(path).splitlines())
        assert first["Campaign name"] == ""
        assert Decimal(first["Amount spent (USD)"]) == sum(Decimal(row["Amount spent (USD)"]) for row in days)

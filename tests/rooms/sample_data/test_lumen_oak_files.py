"""The sample shop's files are reproducible and agree with one another, exports included."""

from __future__ import annotations

import csv
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


def test_the_script_writes_the_same_bytes_again(shop: LumenOak, again: Path) -> None:
    made = {path.relative_to(again): path.read_bytes() for path in again.rglob("*.csv")}
    kept = {path.relative_to(shop.folder): path.read_bytes() for path in shop.folder.rglob("*.csv")}
    assert sorted(made) == sorted(kept)
    assert [str(name) for name in sorted(made) if made[name] != kept[name]] == []


def test_the_mapped_files_stay_small(shop: LumenOak) -> None:
    assert sum(path.stat().st_size for path in (shop.folder / "data").iterdir()) < 12_000_000


def test_the_files_hold_25_whole_months(shop: LumenOak) -> None:
    days = {order.day for order in shop.orders}
    assert len(days) == (date(2026, 11, 1) - date(2024, 10, 1)).days == 761
    assert (min(days), max(days)) == (date(2024, 10, 1), date(2026, 10, 31))


def test_every_order_has_its_lines_and_they_add_up(shop: LumenOak) -> None:
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for row in shop.lines:
        amounts[row["Order"]] += int(row["Qty"]) * Decimal(row["Price"])
    gross = {r["Order"]: Decimal(r["Merchandise"]) for r in shop.read("data/orders_*.csv") if r["State"] in COMPLETED}
    assert amounts == gross


def test_refunds_never_exceed_what_was_paid_and_about_half_come_in_a_later_month(shop: LumenOak) -> None:
    refunded = [order for order in shop.orders if order.refunded]
    assert all(Decimal(0) < order.refund <= order.net for order in refunded)
    assert all(order.refunded and order.refunded >= order.day for order in refunded)
    assert 0.03 < len(refunded) / len(shop.orders) < 0.05
    later = [o for o in refunded if o.refunded and (o.refunded.year, o.refunded.month) != o.month]
    assert 0.4 < len(later) / len(refunded) < 0.65


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
    for row in shop.read("data/costs.csv"):
        if row["subcategory"] == "ads":
            day = date.fromisoformat(row["date"])
            booked[day.year, day.month] += Decimal(row["amount"])
    assert booked == {month: shop.ad_sum("Cost", month) for month in shop.months()}


def test_the_shopify_export_says_what_the_orders_say(shop: LumenOak) -> None:
    rows = shop.read("exports/shopify/*.csv")
    heads = [row for row in rows if row["Financial Status"]]
    since = [order for order in shop.placed if order.day >= date(2025, 10, 1)]
    assert sorted(row["Name"] for row in heads) == [f"#{order.number}" for order in since]
    kept = {row["Name"] for row in heads if row["Financial Status"] in COMPLETED and not row["Cancelled at"]}
    assert kept == {f"#{order.number}" for order in since if order.status in COMPLETED}
    assert sum(Decimal(r["Subtotal"]) for r in heads) == sum(o.net for o in since)
    assert {row["Created at"][-5:] for row in heads} == {"-0500", "-0600"}
    assert {row["Email"] == "" for row in heads if row["Source"] == "pos"} == {True}
    quantities = sum(int(r["Lineitem quantity"]) for r in rows if r["Name"] in kept)
    assert quantities == sum(int(r["Qty"]) for r in shop.lines if shop.moment(r["Placed"]).date() >= date(2025, 10, 1))


def test_the_analytics_export_says_what_the_traffic_says(shop: LumenOak) -> None:
    total = Counter[str]()
    for path in sorted((shop.folder / "exports" / "ga4").iterdir()):
        text = path.read_text(encoding="utf-8").splitlines()
        comments = [line for line in text if line.startswith("#")]
        assert any(line.startswith("# Start date: 20") for line in comments)
        for row in csv.DictReader(text[len(comments) :]):
            for column in ("Sessions", "Total users", "Ecommerce purchases"):
                total[column] += int(row[column])
    since = [row for day, row in shop.traffic if day >= date(2025, 10, 1)]
    assert total == {column: sum(int(row[column]) for row in since) for column in total}


def test_the_ad_exports_say_what_the_ads_say_apart_from_their_totals(shop: LumenOak) -> None:
    google = (shop.folder / "exports" / "ads" / "google_ads_by_day.csv").read_text(encoding="utf-8").splitlines()
    meta = (shop.folder / "exports" / "ads" / "meta_ads_by_day.csv").read_text(encoding="utf-8-sig").splitlines()
    rows = [row for row in csv.DictReader(google[2:]) if not row["Day"].startswith("Total")]
    spent = sum(Decimal(row["Cost"].replace(",", "")) for row in rows)
    claimed = sum(Decimal(row["Conversions"].replace(",", "")) for row in rows)
    since = [row for day, row in shop.ads if day >= date(2025, 10, 1) and row["Platform"] == "Google Ads"]
    assert spent == sum(Decimal(row["Cost"]) for row in since)
    assert claimed == sum(Decimal(row["Conversions"]) for row in since)
    first, *days = csv.DictReader(meta)
    assert first["Campaign name"] == ""
    assert Decimal(first["Amount spent (USD)"]) == sum(Decimal(row["Amount spent (USD)"]) for row in days)

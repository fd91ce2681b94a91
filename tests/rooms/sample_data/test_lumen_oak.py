"""What STORY.md plants in the sample shop's files can be seen in them."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import LumenOak, Order

COMPLETED = {"paid", "partially_refunded", "refunded"}
SEP, OCT = (2026, 9), (2026, 10)


def test_sales_grow_by_a_tenth_to_a_sixth_a_year(shop: LumenOak) -> None:
    before, after = shop.months()[1:13], shop.months()[13:]
    sessions = Decimal(sum(shop.tracked("Sessions", m) for m in after)) / sum(
        shop.tracked("Sessions", m) for m in before
    )
    sold = Decimal(sum(shop.count(m) for m in after)) / sum(shop.count(m) for m in before)

    def money(chosen: list[tuple[int, int]]) -> Decimal:
        return sum((shop.revenue(m, lambda o: o.customer != "c900001@example.com") for m in chosen), Decimal(0))

    assert round(sessions, 2) == Decimal("1.13")
    assert round(sold, 2) == Decimal("1.11")
    assert round(money(after) / money(before), 2) == Decimal("1.16")
    assert all(shop.revenue(m) > shop.revenue((m[0] - 1, m[1])) for m in shop.months()[12:])


def test_november_is_the_peak_of_each_year(shop: LumenOak) -> None:
    for november, others in (((2024, 11), shop.months()[:12]), ((2025, 11), shop.months()[12:])):
        assert max(others, key=shop.count) == november
        assert max(others, key=shop.revenue) == november
        usual = shop.mean(shop.count(m) for m in others if m[1] not in {11, 12})
        assert Decimal("1.5") < shop.count(november) / usual < Decimal("1.9")


def test_black_friday_weekend_holds_the_best_days_but_for_the_wholesale_order(shop: LumenOak) -> None:
    sales: dict[date, Decimal] = defaultdict(Decimal)
    for order in shop.orders:
        sales[order.day] += order.net
    best = sorted(sales, key=lambda day: sales[day], reverse=True)[:4]
    assert best == [date(2026, 3, 18), date(2025, 12, 1), date(2025, 11, 28), date(2025, 11, 30)]


def test_sunday_is_the_busiest_day_and_its_evening_the_busiest_hour(shop: LumenOak) -> None:
    days = {order.day for order in shop.orders}
    per_day = [
        Decimal(sum(o.day.weekday() == weekday for o in shop.orders)) / sum(d.weekday() == weekday for d in days)
        for weekday in range(7)
    ]
    assert max(range(7), key=per_day.__getitem__) == 6
    for chosen in (shop.orders, [order for order in shop.orders if order.month == OCT]):
        hourly = Counter((order.day.weekday(), order.hour) for order in chosen)
        assert hourly.most_common(1)[0][0] == (6, 20)


def test_the_snowstorm_takes_three_days_of_february_2026(shop: LumenOak) -> None:
    sessions = shop.daily_sessions()
    storm = [date(2026, 2, 16 + i) for i in range(3)]
    around = [date(2026, 2, d) for d in (9, 10, 11, 12, 13, 19, 20, 23, 24, 25)]
    assert shop.mean(sessions[d] for d in storm) / shop.mean(sessions[d] for d in around) < Decimal("0.65")
    sold = Counter(order.day for order in shop.orders)
    assert shop.mean(sold[d] for d in storm) / shop.mean(sold[d] for d in around) < Decimal("0.6")

    def shipping(month: tuple[int, int]) -> Decimal:
        return shop.mean(o.shipping_hours for o in shop.orders if o.month == month and o.shipping_hours is not None)

    assert shipping((2026, 2)) > max(shipping((2026, 1)), shipping((2026, 3))) + 4


def test_analytics_is_dark_for_two_days_while_the_shop_sells(shop: LumenOak) -> None:
    sessions = shop.daily_sessions()
    sold = Counter(order.day for order in shop.orders)
    assert date(2026, 6, 17) not in sessions
    assert sessions[date(2026, 6, 18)] == 53
    assert all(sold[date(2026, 6, d)] > 25 for d in (17, 18))
    others = {order.day for order in shop.orders} - {date(2026, 6, 17), date(2026, 6, 18)}
    assert min(sessions[day] for day in others) > 500


def test_each_mailing_shows_as_a_peak_of_email_sessions(shop: LumenOak) -> None:
    sessions = shop.daily_sessions("Email")
    mailings = [date(2026, 10, d) for d in (6, 13, 20, 27)]
    usual = shop.mean(sessions[date(2026, 10, d)] for d in (2, 5, 9, 12, 16, 19, 23, 26, 30))
    assert all(sessions[day] > 4 * usual for day in mailings)
    october = [date(2026, 10, d) for d in range(1, 32)]
    assert sorted(october, key=sessions.__getitem__)[-4:] == sorted(mailings, key=sessions.__getitem__)


def test_email_brings_two_thirds_of_octobers_rise(shop: LumenOak) -> None:
    def email(order: Order) -> bool:
        return order.channel == "Email"

    rise = shop.revenue(OCT, email) - shop.revenue(SEP, email)
    assert rise == Decimal("11722.35")
    assert Decimal("1.35") < shop.revenue(OCT, email) / shop.revenue(SEP, email) < Decimal("1.45")
    assert Decimal("0.6") < rise / (shop.revenue(OCT) - shop.revenue(SEP)) < Decimal("0.7")


def test_the_paid_social_push_brings_sessions_that_rarely_buy(shop: LumenOak) -> None:
    august = (2026, 8)
    sessions = [shop.tracked("Sessions", m, channel="Paid social") for m in (august, SEP, OCT)]
    assert sessions == [7770, 10051, 12535]
    assert Decimal("1.5") < shop.ad_sum("Cost", OCT, "Meta") / shop.ad_sum("Cost", august, "Meta") < Decimal("1.7")
    rates = [shop.conversion(m, channel="Paid social") for m in (august, SEP, OCT)]
    assert rates == sorted(rates, reverse=True)
    assert rates[2] < rates[0] * Decimal("0.65")
    push = [day for day, row in shop.ads if row["Campaign"] == "Autumn Living"]
    assert (min(push), max(push)) == (date(2026, 9, 14), date(2026, 10, 31))


def test_conversion_falls_to_its_lowest_while_sessions_rise(shop: LumenOak) -> None:
    rates = {month: shop.conversion(month) for month in shop.months()}
    assert min(shop.months(), key=lambda m: rates[m]) == OCT
    assert round(rates[SEP], 4) == Decimal("0.0278")
    assert round(rates[OCT], 4) == Decimal("0.0257")
    assert shop.tracked("Sessions", OCT) == 63_990 > shop.tracked("Sessions", SEP) == 55_593


def test_fewer_checkouts_are_completed_on_phones_from_the_release_on(shop: LumenOak) -> None:
    before = (date(2026, 9, 1), date(2026, 9, 30))
    after = (date(2026, 10, 5), date(2026, 10, 31))
    assert Decimal("0.90") < shop.completion("mobile", *after) / shop.completion("mobile", *before) < Decimal("0.94")
    assert Decimal("0.98") < shop.completion("desktop", *after) / shop.completion("desktop", *before) < Decimal("1.02")


def test_lighting_costs_six_per_cent_more_from_october_12_and_sells_fewer_units(shop: LumenOak) -> None:
    change = date(2026, 10, 12)
    prices: dict[str, dict[bool, set[Decimal]]] = defaultdict(lambda: defaultdict(set))
    for row in shop.lines:
        day = shop.moment(row["Placed"]).date()
        if row["Department"] == "Lighting" and day >= date(2026, 9, 1):
            prices[row["Item code"]][day >= change].add(Decimal(row["Price"]))
    assert len(prices) == 9
    for price in prices.values():
        assert len(price[False]) == len(price[True]) == 1
        assert Decimal("1.045") < next(iter(price[True])) / next(iter(price[False])) < Decimal("1.075")
    units = shop.units_per_order("Lighting", change, date(2026, 10, 31))
    assert Decimal("0.90") < units / shop.units_per_order("Lighting", date(2026, 9, 1), date(2026, 10, 11)) < 1
    assert shop.revenue(OCT) / shop.count(OCT) > shop.revenue(SEP) / shop.count(SEP)


def test_two_furniture_lines_are_sold_out_from_september_20(shop: LumenOak) -> None:
    sold = [shop.moment(r["Placed"]).date() for r in shop.lines if r["Item code"] in {"FN-201", "FN-206"}]
    assert max(sold) == date(2026, 9, 19)
    september, october = shop.category_sales(SEP), shop.category_sales(OCT)
    assert {c for c in october if october[c] < september[c]} == {"Furniture"}
    assert Decimal("0.80") < october["Furniture"] / september["Furniture"] < Decimal("0.87")


def test_one_wholesale_order_outshines_march_2026(shop: LumenOak) -> None:
    ranked = sorted(shop.orders, key=lambda order: order.net, reverse=True)
    assert (ranked[0].customer, ranked[0].day, ranked[0].net) == (
        "c900001@example.com",
        date(2026, 3, 18),
        Decimal("18075.25"),
    )
    assert ranked[1].net == Decimal("940.50")
    assert ranked[0].net / shop.revenue((2026, 3)) > Decimal("0.1")


def test_october_misses_nears_and_meets_its_targets(shop: LumenOak) -> None:
    october = date(2026, 10, 1)
    cost = sum(
        (int(r["Qty"]) * Decimal(r["Unit cost"]) for r in shop.lines if shop.moment(r["Placed"]).date() >= october),
        Decimal(0),
    )
    attained = {
        "revenue": shop.revenue(OCT) / 181_000,
        "orders": Decimal(shop.count(OCT)) / 1_650,
        "aov": shop.revenue(OCT) / shop.count(OCT) / 100,
        "gross_margin": (1 - cost / shop.revenue(OCT)) / Decimal("0.48"),
        "sessions": Decimal(shop.tracked("Sessions", OCT)) / 62_000,
        "conversion_rate": shop.conversion(OCT) / Decimal("0.0275"),
        "roas": shop.ad_sum("Conv. value", OCT) / shop.ad_sum("Cost", OCT) / 3,
    }
    assert {name: round(value * 100, 1) for name, value in attained.items()} == {
        "revenue": Decimal("98.3"),
        "orders": Decimal("102.2"),
        "aov": Decimal("105.5"),
        "gross_margin": Decimal("103.3"),
        "sessions": Decimal("103.2"),
        "conversion_rate": Decimal("93.3"),
        "roas": Decimal("92.8"),
    }

"""A simulated shop: rates by day and channel, drawn as sessions, a funnel and orders, written to Parquet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

CHANNELS = ("Direct", "Email", "Organic search", "Paid search", "Social")
WEIGHTS = np.array([0.20, 0.11, 0.31, 0.24, 0.14])  # of the sessions, before each shop's own jitter
CONVERTS = np.array([1.3, 1.7, 1.0, 1.15, 0.35])  # relative to the shop's conversion rate
COUNTRIES, COUNTRY_WEIGHTS = ("United States", "Canada", "United Kingdom"), np.array([0.6, 0.22, 0.18])
DEVICES, DEVICE_WEIGHTS, DEVICE_CONVERTS = ("desktop", "mobile"), np.array([0.42, 0.58]), np.array([1.35, 0.75])
WEEK = np.array([1.08, 1.04, 1.0, 0.98, 0.95, 0.93, 1.02])  # Monday first
NOBODY = np.array([], dtype=int)
PARTS = np.array(
    [0.62, 0.28, 0.55]
)  # of sessions that view a product, of those that fill a cart, of those that check out
REPORT = """client: Simulated shop
id: simulated-shop
report: ecommerce
locale: en-US
currency: USD
timezone: UTC
sources:
  - {name: Shop, table: orders, path: orders_*.parquet}
  - {name: Web analytics, table: traffic, path: traffic_*.parquet}
segments: [channel, country, device]
"""


@dataclass(slots=True)
class Month:
    """Days with what drives them. An event changes these before anything is drawn.

    ``rates``: expected sessions by day and channel; ``converts``: expected orders a session likewise; ``price``: what
    order values are multiplied by; ``tracked``: of each day, the share of its sessions that analytics saw (NaN: the
    day has no rows).
    """

    days: list[date]
    rates: np.ndarray
    converts: np.ndarray
    price: float
    tracked: np.ndarray


@dataclass(frozen=True, slots=True)
class Shop:
    """A seed's shop: its first day, the month reported on, monthly growth, and what a typical order is worth."""

    seed: int
    first: date
    start: date
    end: date
    growth: float
    typical: float
    sessions: float  # a day
    weights: np.ndarray
    conversion: float

    @property
    def period(self) -> str:
        """The month reported on."""
        return f"{self.start:%Y-%m}"

    @property
    def today(self) -> date:
        """When the report is asked for."""
        return self.end + timedelta(days=6)


def make_shop(seed: int) -> Shop:
    """The shop of a seed: every second one neither grows nor shrinks."""
    draw = np.random.default_rng([seed, 0])
    month = int(draw.integers(2, 12))
    start, end = date(2026, month, 1), date(2026, month + 1, 1) - timedelta(days=1)
    back = 2026 * 12 + month - 1 - int(draw.integers(14, 27))
    weights = WEIGHTS * draw.lognormal(0, 0.15, len(CHANNELS))
    return Shop(
        seed=seed,
        first=date(back // 12, back % 12 + 1, 1),
        start=start,
        end=end,
        growth=float(draw.choice([-0.005, 0.005, 0.01, 0.015])) if seed % 2 else 0.0,
        typical=float(draw.uniform(35, 120)),
        sessions=float(np.exp(draw.uniform(np.log(900), np.log(4500)))),
        weights=weights / weights.sum(),
        conversion=float(draw.uniform(0.02, 0.032)),
    )


def expected(shop: Shop, first: date, last: date, stream: int) -> Month:
    """Rates of these days, with the season, the growth and the shocks of the days and of the weeks."""
    draw = np.random.default_rng([shop.seed, stream])
    days = [first + timedelta(days=at) for at in range((last - first).days + 1)]
    channels = len(CHANNELS)
    weeks = np.array([(day - first).days // 7 for day in days])
    age = np.array([(day - shop.first).days / 30.44 for day in days])
    year = np.array([day.timetuple().tm_yday for day in days]) / 365.25
    level = shop.sessions * (1 + shop.growth) ** age * (1 + 0.06 * np.cos(2 * np.pi * (year - 0.95)))
    level *= WEEK[[day.weekday() for day in days]] * draw.lognormal(0, 0.07, len(days))
    level *= draw.lognormal(0, 0.025, weeks[-1] + 1)[weeks]
    own = draw.lognormal(0, 0.08, (len(days), channels)) * draw.lognormal(0, 0.04, (weeks[-1] + 1, channels))[weeks]
    converts = shop.conversion * CONVERTS * draw.lognormal(0, 0.05, (len(days), 1))
    converts = converts * draw.lognormal(0, 0.02, (weeks[-1] + 1, 1))[weeks]
    return Month(days, level[:, None] * shop.weights * own, converts, 1.0, np.ones(len(days)))


def write(shop: Shop, month: Month, folder: Path, name: str, stream: int, known: np.ndarray = NOBODY) -> np.ndarray:
    """Draw the days and write ``orders_<name>.parquet`` and ``traffic_<name>.parquet``; who ordered, in time.

    ``known`` are the customers of the orders before.
    """
    draw = np.random.default_rng([shop.seed, stream, 1])
    split = COUNTRY_WEIGHTS[:, None] * DEVICE_WEIGHTS
    rates = month.rates[:, :, None, None] * split
    sessions = draw.poisson(rates)
    bought = np.minimum(month.converts[:, :, None, None] * DEVICE_CONVERTS, 0.09)
    views = draw.binomial(sessions, PARTS[0])
    carts = draw.binomial(views, PARTS[1])
    checkouts = draw.binomial(carts, PARTS[2])
    orders = draw.binomial(checkouts, np.minimum(bought / PARTS.prod(), 0.98))
    cells = np.array(np.unravel_index(np.arange(sessions.size), sessions.shape))
    stamps = pd.to_datetime(pd.Series(month.days))
    labels = {"channel": np.array(CHANNELS), "country": np.array(COUNTRIES), "device": np.array(DEVICES)}
    named = {column: values[cells[at]] for at, (column, values) in enumerate(labels.items(), start=1)}
    seen = np.nan_to_num(month.tracked, nan=0.0)[cells[0]]
    counts = {
        "sessions": sessions,
        "product_views": views,
        "add_to_carts": carts,
        "checkouts": checkouts,
        "purchases": orders,
    }
    traffic = pd.DataFrame(
        {"date": stamps.to_numpy()[cells[0]], **named}
        | {column: np.where(seen > 0, values.ravel(), 0) for column, values in counts.items()}
    )
    traffic = traffic[~np.isnan(month.tracked)[cells[0]] & ((sessions.ravel() > 0) | (seen == 0))]
    traffic.to_parquet(folder / f"traffic_{name}.parquet", index=False)
    table = _orders(shop, month, orders.ravel(), cells, named, draw)
    table["customer_id"] = customers = _customers(len(table), int(90 * shop.sessions * shop.conversion), known, draw)
    table.to_parquet(folder / f"orders_{name}.parquet", index=False)
    return customers


def _customers(count: int, recent: int, known: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """Four orders in ten are somebody's next: somebody of the ``recent`` orders before (about a quarter's)."""
    everybody = np.concatenate([known, np.arange(count) + (known.max() + 1 if known.size else 0)])
    again, back = draw.random(count) < 0.4, draw.integers(1, recent + 1, count)
    for at in np.flatnonzero(again):
        earlier = known.size + at - back[at]
        if earlier >= 0:
            everybody[known.size + at] = everybody[earlier]
    return everybody[known.size :]


def _orders(
    shop: Shop,
    month: Month,
    counts: np.ndarray,
    cells: np.ndarray,
    named: dict[str, np.ndarray],
    draw: np.random.Generator,
) -> pd.DataFrame:
    """A row an order, in time: lognormal values, one in a hundred several times as large."""
    cell = np.repeat(np.arange(counts.size), counts)
    seconds = draw.integers(0, 86400, cell.size)
    stamps = pd.to_datetime(pd.Series(month.days)).to_numpy()[cells[0][cell]] + seconds.astype("timedelta64[s]")
    large = np.where(draw.random(cell.size) < 0.01, 1 + draw.pareto(2.5, cell.size) * 2, 1.0)
    values = shop.typical * draw.lognormal(0, 0.7, cell.size) * np.minimum(large, 12) * month.price
    order = np.argsort(stamps, kind="stable")
    identity = np.datetime_as_string(stamps, unit="s")
    return pd.DataFrame(
        {
            "order_id": [f"{identity[at]}-{at}" for at in order],
            "ordered_at": stamps[order],
            "amount": values[order].round(2),
            **{column: all_of[cell][order] for column, all_of in named.items()},
        }
    )


def write_history(shop: Shop, folder: Path) -> np.ndarray:
    """report.yaml and everything before the month reported on; the customers of all orders."""
    (folder / "report.yaml").write_text(REPORT, encoding="utf-8")
    before = shop.start - timedelta(days=1)
    return write(shop, expected(shop, shop.first, before, 1), folder, "history", 1)


def last_month(shop: Shop) -> Month:
    """The month reported on, before any event."""
    return expected(shop, shop.start, shop.end, 2)

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.config.load import load_client
from reportgen.config.names import Names
from reportgen.errors import ConfigError, Problem

MINIMAL = """\
client: Lumen & Oak
report: ecommerce
currency: USD
timezone: America/Chicago
sources:
  - {table: orders, path: data/orders.csv}
"""


@pytest.fixture(scope="session")
def names() -> Names:
    return Names(
        kinds=("ecommerce", "marketing", "b2b", "conversion", "executive"),
        readers=("shopify-orders", "ga4-pages"),
        tables={
            "orders": ("order_id", "ordered_at", "amount", "customer_id", "country", "channel"),
            "order_lines": (
                "order_id", "ordered_at", "sku", "quantity", "unit_price", "customer_id", "country",
            ),
            "costs": ("date", "amount", "category", "subcategory"),
        },
        kpis=("revenue", "orders", "aov", "conversion_rate", "cac", "repeat_purchase_rate", "clv"),
        dimensions=("channel", "country", "device"),
        insights=("change", "concentration"),
        thresholds=("flat_percent",),
        checks=("missing-days", "repeated-keys"),
        languages=("en", "ko", "zh-Hant", "zh-Hans"),
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A client's folder with one data file and no report.yaml."""
    client = tmp_path / "lumen-oak"
    (client / "data").mkdir(parents=True)
    (client / "data" / "orders.csv").write_text("order_id,ordered_at,amount\n1,2026-10-01,9.5\n")
    return client


@pytest.fixture
def problems(folder: Path, names: Names) -> Callable[[str], tuple[Problem, ...]]:
    """The problems of a report.yaml with this text, their places as line:column, e.g. ``7:3``."""

    def load(text: str) -> tuple[Problem, ...]:
        (folder / "report.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(ConfigError) as caught:
            load_client(folder, names)
        return caught.value.problems

    return load


@pytest.fixture
def minimal() -> str:
    """The least that a report.yaml must say: six lines."""
    return MINIMAL

"""What holds whatever the data are: sums, orders of rows and files, and ratios between their members."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.facts.build import build_facts
from reportgen.facts.model import TABLES
from reportgen.facts.store import FactStore
from reportgen.kpis import KpiValues
from reportgen.sources.model import TableSpec
from reportgen.sources.reading import read_table
from tests.rooms.kpis.asking import ask

StoreOf = Callable[..., FactStore]
Row: TypeAlias = tuple[int, int, int, str, str, int]

ADDITIVE = ("gross_sales", "revenue", "orders", "cogs", "gross_profit")
RATIOS = ("aov", "gross_margin", "refund_rate", "discount_rate", "promotion_share")
HEAD = "order_id,ordered_at,amount,discount,refund_amount,refunded_at,customer_id,channel,promotion,cost\n"

# month, day, cents, customer, channel, what goes back in March
ROWS = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.integers(1, 28),
        st.integers(100, 999_99),
        st.sampled_from(["ann", "bob", "cy", ""]),
        st.sampled_from(["A", "B", ""]),
        st.integers(0, 2),
    ),
    min_size=1,
    max_size=20,
)


def lines(rows: Sequence[Row]) -> list[str]:
    found = []
    for at, (number, day, cents, customer, channel, back) in enumerate(rows):
        amount = Decimal(cents) / 100
        refund = f"{amount / 2:.2f},2026-03-{day:02d}" if back == 1 else ","
        found.append(
            f"{at},2026-{number:02d}-{day:02d} 0{at % 10}:00,{amount},{amount / 10:.2f},{refund},{customer},{channel},"
            f"{'SAVE' if back == 2 else ''},{amount / 4:.2f}\n"
        )
    return found


def of_files(folder: Path, files: Sequence[Sequence[str]]) -> FactStore:
    """A store of orders that come in several files, read as one table."""
    paths = []
    for at, rows in enumerate(files):
        path = folder / f"orders_{at}.csv"
        path.write_text(HEAD + "".join(rows), encoding="utf-8")
        paths.append(path)
    connection = duckdb.connect()
    spec = TableSpec("orders", "orders", tuple(paths), folder, "UTC")
    return build_facts(
        connection, [read_table(connection, spec, TABLES["orders"].fields, folder, "s0")], currency="USD"
    )


def numbers(found: dict[str, KpiValues]) -> dict[str, object]:
    return {
        kpi: (values.windows, values.segments, values.counts, values.beside, values.grid, values.parts, values.cohorts)
        for kpi, values in found.items()
    }


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS)
def test_members_of_an_additive_kpi_sum_to_it_and_a_ratio_lies_between_its_members(
    store_of: StoreOf, rows: list[Row]
) -> None:
    found = ask(store_of(orders=HEAD + "".join(lines(rows))), *ADDITIVE, *RATIOS, by=("channel",))
    for kpi in ADDITIVE:
        members = found[kpi].segments.get("channel", {}).get("current")
        total = found[kpi].windows["current"].number
        assert members is None or total is None or sum(m.number or 0 for m in members.values()) == total
    for kpi in RATIOS:
        split = found[kpi].segments.get("channel", {}).get("current", {})
        total = found[kpi].windows["current"].number
        known = [member.number for member in split.values() if member.number is not None]
        if total is not None and known and len(known) == len(split):
            tiny = Decimal("1e-20")
            assert min(known) - tiny <= total <= max(known) + tiny


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS, st.integers(0, 20), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_how_they_are_split_into_files_change_nothing(
    tmp_path: Path,
    rows: list[Row],
    cut: int,
    random: object,
) -> None:
    kpis = (*ADDITIVE, *RATIOS, "customers", "new_customers", "retention_rate", "cohort_retention", "orders_peak")
    written = lines(rows)
    first = numbers(ask(of_files(tmp_path, [written]), *kpis, by=("channel",)))
    shuffled = list(written)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    files = [part for part in (shuffled[:cut], shuffled[cut:]) if part]
    second = numbers(ask(of_files(tmp_path, files), *kpis, by=("channel",)))
    assert first == second

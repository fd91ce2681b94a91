"""Lineage: each measure's own statement gives its value again, and its rows are the ones that it aggregates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest

from reportgen.facts.store import FactStore
from reportgen.kpis import load_catalog
from reportgen.kpis.aggregates import AGGREGATES
from reportgen.kpis.lineage import Constant, KpiNode, MeasureNode, first_rows, lineage
from tests.rooms.kpis.asking import MONTHLY, month, value

StoreOf = Callable[..., FactStore]

TABLES = {
    "orders": """order_id,ordered_at,amount,discount,refund_amount,refunded_at,customer_id,channel,promotion,shipped_at
a,2026-01-05 10:00,100,10,,,ann,Email,,2026-01-06 10:00
b,2026-02-10 11:00,50,,50,2026-03-02 09:00,ann,Search,X,2026-02-11 11:00
c,2026-02-20 12:00,80,8,,,bob,Email,,2026-02-20 18:00
d,2026-03-01 13:00,40,,,,ann,Email,X,2026-03-03 13:00
e,2026-03-31 23:59,60,6,5,2026-03-31 23:59,cat,Search,,2026-04-01 05:00
f,2026-03-15 08:00,20,,,,,Search,,""",
    "order_lines": """order_id,ordered_at,sku,quantity,unit_price,unit_cost
d,2026-03-01 13:00,s1,2,20,9
e,2026-03-31 23:59,s2,1,60,31
f,2026-03-15 08:00,s1,1,20,9""",
    "costs": """date,amount,category,subcategory
2026-03-02,30,marketing,agency
2026-03-02,12,marketing,ads
2026-03-09,25,sales,wages
2026-03-09,7,operating,rent""",
    "ads": """date,spend,clicks,impressions,conversions,conversion_value
2026-02-03,9,30,900,2,50
2026-03-03,11,44,1000,3,90""",
    "subscriptions": """subscription_id,customer_id,started_at,ended_at,mrr,plan
s1,ann,2025-05-01,2026-03-10,100,Pro
s1,ann,2026-03-10,,120,Pro
s2,bob,2025-06-01,2026-03-20,40,Basic
s3,cat,2026-03-05,,30,Basic""",
    "leads": """lead_id,created_at,source,originated_by,mql_at,sql_at,closed_at,won,amount
l1,2026-01-02,Web,marketing,2026-02-03,2026-03-04,2026-03-20,true,10
l2,2026-03-02,Fair,sales,2026-03-03,,2026-03-21,false,
l3,2026-03-05,Web,marketing,2026-03-06,2026-03-08,2026-03-25,true,20""",
    "rankings": """date,keyword,position
2026-03-01,lamp,4
2026-03-20,lamp,12
2026-03-18,desk,3""",
    "social": """date,platform,post,impressions,reach,likes,comments,shares,followers
2026-03-01,Meta,p1,100,80,5,1,1,1000
2026-03-30,Meta,p2,200,150,9,2,0,1010
2026-03-28,X,,50,,1,0,0,70""",
    "projects": """date,project,planned_value,earned_value,actual_cost
2026-02-27,Hall,100,80,90
2026-03-27,Hall,200,150,190
2026-03-20,Roof,50,50,45""",
    "surveys": "responded_at,nps_score,csat_score\n2026-03-02,10,5\n2026-03-03,6,2\n2026-03-04,9,4",
}


@pytest.fixture
def store(store_of: StoreOf) -> FactStore:
    return store_of(**TABLES)


def _leaves(node: KpiNode | MeasureNode | Constant) -> Iterator[MeasureNode]:
    if isinstance(node, MeasureNode):
        yield node
    elif isinstance(node, KpiNode):
        for child in node.children:
            yield from _leaves(child)


def test_every_measures_statement_gives_its_value_again(store: FactStore) -> None:
    catalog, again = load_catalog(), 0
    for kpi in catalog.kpis.values():
        tree = lineage(store, catalog, kpi, month("2026-03"), MONTHLY)
        for leaf in _leaves(tree):
            if leaf.sql is None or leaf.value.number is None:
                continue
            rows = store.connection.execute(leaf.sql).fetchall()
            found = rows[0][-1] if rows else None
            expected = leaf.value.number
            assert Decimal(str(found or 0)) == pytest.approx(expected), (kpi.id, leaf)
            again += 1
    assert again > 150


def test_a_kpi_of_the_tree_has_the_value_that_is_reported(store: FactStore) -> None:
    catalog = load_catalog()
    for kpi in catalog.kpis.values():
        reported = value(store, kpi.id)
        if kpi.grid is None and not kpi.forecast and kpi.breakdown is None:
            assert lineage(store, catalog, kpi, month("2026-03"), MONTHLY).value == reported, kpi.id


def test_the_rows_behind_a_count_are_as_many_as_it_says(store: FactStore) -> None:
    catalog = load_catalog()
    counted = [measure.id for measure in catalog.measures.values() if measure.aggregate == "count"]
    seen = 0
    for kpi in catalog.kpis.values():
        for leaf in _leaves(lineage(store, catalog, kpi, month("2026-03"), MONTHLY)):
            if leaf.id in counted and leaf.rows is not None and leaf.value.number is not None:
                assert leaf.rows == leaf.value.number, leaf
                seen += 1
    assert seen > 10
    assert AGGREGATES["count"].sql == "count(*)"


def test_the_tree_of_revenue_can_be_read(store: FactStore) -> None:
    # March: 40 + 60 + 20 gross, 6 discount, refunds of 50 (an order of February) and 5 made in March
    tree = lineage(store, load_catalog(), load_catalog().kpis["revenue"], month("2026-03"), MONTHLY)
    assert tree.value.number == Decimal(120 - 6 - 55)
    gross, discount, refunds = _leaves(tree)
    assert (gross.rows, gross.value.number) == (3, 120)
    assert gross.sql == (
        "select sum(amount) from (select * from \"orders\" as t where (t.day between date '2026-03-01' and date"
        " '2026-03-31')) as t"
    )
    assert discount.value.number == 6
    assert (refunds.table, refunds.rows, refunds.value.number) == ("refunds", 2, 55)
    columns, rows = first_rows(store, gross, 2)
    assert [dict(zip(columns, row, strict=True))["order_id"] for row in rows] == ["d", "f"]
    assert not [column for column in columns if column.startswith("_")]


def test_what_is_not_there_has_no_statement(store_of: StoreOf) -> None:
    store = store_of(orders="order_id,ordered_at,amount\na,2026-03-01,5")
    tree = lineage(store, load_catalog(), load_catalog().kpis["cac"], month("2026-03"), MONTHLY)
    assert tree.value.number is None
    assert {leaf.sql for leaf in _leaves(tree)} == {None}
    assert all(first_rows(store, leaf, 5) == ((), []) for leaf in _leaves(tree))

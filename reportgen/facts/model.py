"""The canonical tables as data: their columns, types and keys. Adding a table is adding a row here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from reportgen.sources.model import Field, FieldType

_TYPES = {
    "order_id": FieldType.ID,
    "customer_id": FieldType.ID,
    "sku": FieldType.ID,
    "lead_id": FieldType.ID,
    "subscription_id": FieldType.ID,
    "cart_id": FieldType.ID,
    "date": FieldType.DATE,
    "ordered_at": FieldType.TIME,
    "shipped_at": FieldType.TIME,
    "refunded_at": FieldType.TIME,
    "sent_at": FieldType.TIME,
    "created_at": FieldType.TIME,
    "mql_at": FieldType.TIME,
    "sql_at": FieldType.TIME,
    "closed_at": FieldType.TIME,
    "started_at": FieldType.TIME,
    "ended_at": FieldType.TIME,
    "responded_at": FieldType.TIME,
    "completed_at": FieldType.TIME,
    "won": FieldType.FLAG,
}
_MONEY = frozenset(
    [
        "amount",
        "discount",
        "tax",
        "shipping",
        "refund_amount",
        "cost",
        "unit_price",
        "unit_cost",
        "spend",
        "conversion_value",
        "revenue",
        "mrr",
        "value",
        "purchases_value",
        "planned_value",
        "earned_value",
        "actual_cost",
        "budget",
    ]
)
_NUMBERS = frozenset(["quantity", "position", "nps_score", "csat_score", "engagement_seconds"])
_COUNTS = frozenset(
    [
        "sessions",
        "users",
        "new_users",
        "returning_users",
        "pageviews",
        "bounces",
        "engaged_sessions",
        "product_views",
        "add_to_carts",
        "checkouts",
        "purchases",
        "conversions",
        "impressions",
        "reach",
        "clicks",
        "sent",
        "delivered",
        "opens",
        "unsubscribes",
        "bounced",
        "subscribed",
        "orders",
        "likes",
        "comments",
        "shares",
        "followers",
        "volume",
        "visitors",
    ]
)


@dataclass(frozen=True, slots=True)
class TableModel:
    """A canonical table. ``time`` is the column that dates a row; ``key`` is empty where rows have none."""

    name: str
    fields: tuple[Field, ...]
    time: str
    key: tuple[str, ...] = ()

    def field(self, name: str) -> Field:
        """The field of that name. Raises KeyError."""
        return {field.name: field for field in self.fields}[name]


def _type(table: str, name: str) -> FieldType:
    if (table, name) == ("inventory", "purchases"):
        return FieldType.MONEY
    if name in _TYPES:
        return _TYPES[name]
    for names, type_ in ((_MONEY, FieldType.MONEY), (_NUMBERS, FieldType.NUMBER), (_COUNTS, FieldType.COUNT)):
        if name in names:
            return type_
    return FieldType.TEXT


def _table(name: str, columns: str, key: str = "") -> TableModel:
    """A table from its columns, separated by blanks, in the order of the manual; * marks a required one."""
    fields = tuple(
        Field(column.rstrip("*"), _type(name, column.rstrip("*")), required=column.endswith("*"))
        for column in columns.split()
    )
    time = next(field.name for field in fields if field.type in {FieldType.TIME, FieldType.DATE})
    return TableModel(name, fields, time, tuple(key.split()))


_ALL = (
    _table(
        "orders",
        "order_id* ordered_at* amount* customer_id discount tax shipping refund_amount refunded_at currency status"
        " channel campaign promotion device country shipped_at cost",
        "order_id",
    ),
    _table(
        "order_lines",
        "order_id* ordered_at* sku* quantity* unit_price* unit_cost product category customer_id country channel",
    ),
    _table(
        "traffic",
        "date* sessions* users new_users returning_users pageviews bounces engaged_sessions engagement_seconds"
        " product_views add_to_carts checkouts purchases conversions goal channel source medium device country"
        " landing_page",
    ),
    _table(
        "ads",
        "date* spend* platform campaign channel impressions reach clicks conversions conversion_value device country"
        " age gender",
    ),
    _table(
        "email",
        "sent_at* campaign* sent* delivered opens clicks unsubscribes bounced subscribed orders revenue",
    ),
    _table("social", "date* platform* post impressions reach likes comments shares clicks followers"),
    _table("search", "date* clicks* impressions* position query page device country"),
    _table("rankings", "date* keyword* position* volume url"),
    _table(
        "leads",
        "lead_id* created_at* source originated_by mql_at sql_at closed_at won amount",
        "lead_id",
    ),
    _table(
        "subscriptions",
        "subscription_id* customer_id* started_at* ended_at mrr* plan",
        "subscription_id started_at",
    ),
    _table("surveys", "responded_at* nps_score csat_score segment"),
    _table("costs", "date* amount* category* subcategory"),
    _table("inventory", "date* value* purchases"),
    _table("projects", "date* project* planned_value earned_value* actual_cost* budget"),
    _table("experiments", "date* experiment* variant* visitors* conversions* revenue"),
    _table("carts", "cart_id* created_at* completed_at value device channel", "cart_id"),
)

TABLES: Mapping[str, TableModel] = MappingProxyType({table.name: table for table in _ALL})
"""Every canonical table by name."""


def columns_by_table() -> dict[str, tuple[str, ...]]:
    """Table → names of its columns, for those who check names (the config)."""
    return {table.name: tuple(field.name for field in table.fields) for table in _ALL}


def dimensions() -> tuple[str, ...]:
    """Every column that a KPI can be split by: the texts of all tables, and an order's weekday and hour."""
    texts = (field.name for table in _ALL for field in table.fields if field.type is FieldType.TEXT)
    return tuple(dict.fromkeys([*texts, "sku", "weekday", "hour"]))

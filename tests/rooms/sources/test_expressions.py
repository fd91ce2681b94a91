from collections.abc import Callable
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from reportgen.errors import SourceError
from reportgen.sources.cells import Cell, Kind
from reportgen.sources.expressions import ColumnRef, compile_expression
from reportgen.sources.model import SqlColumn

COLUMNS = {
    "n": ColumnRef(Cell("n", Kind.NUMBER), "cast(n as VARCHAR)"),
    "Country": ColumnRef(Cell('"Country"')),
    "day": ColumnRef(Cell("day", Kind.DAY)),
    "ok": ColumnRef(Cell("ok", Kind.FLAG)),
    "Amount spent (USD)": ColumnRef(Cell("n", Kind.NUMBER)),
}


def _value(text: str) -> object:
    cell = compile_expression(text, COLUMNS, where="test")
    row = "select 4::double as n, 'Korea' as \"Country\", date '2026-10-31' as day, true as ok"
    return duckdb.sql(f"select {cell.sql} from ({row})").fetchall()[0][0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("n > 3 and Country not like 'A%'", True),
        ("n + 2 * 3 - 1 / 2", 9.5),
        ("-n % 3", -1),
        ("n in (1, 4)", True),
        ("n not in (1, 4)", False),
        ("n between 4 and 5", True),
        ("not n between 4 and 5", False),
        ("Country is not null", True),
        ("null is null", True),
        ("upper(country) || '!' ", "KOREA!"),
        ("lower(\"Country\") = 'korea'", True),
        ("Country not ilike 'kor%'", False),
        ("case when n > 3 then 'big' else 'small' end", "big"),
        ("case Country when 'Korea' then 1 else 0 end", 1),
        ("if(ok, 'y', 'n')", "y"),
        ("coalesce(nullif(Country, 'Korea'), 'none')", "none"),
        ("substr(Country, 1, 2) || left('xyz', 1) || right('xyz', 1)", "Koxz"),
        ("length(trim('  ab '))", 2),
        ("replace(Country, 'K', 'C')", "Corea"),
        ("split_part('a-b', '-', 2)", "b"),
        ("regexp_matches(Country, '^K.*a$')", True),
        ("starts_with(Country, 'K')", True),
        ("round(abs(-2.345), 1) = 2.3", True),
        ("floor(n / 3)", 1),
        ("try_cast('12x' as int) is null", True),
        ("cast('12' as double) + 1", 13),
        ("concat(Country, null, '1')", "Korea1"),
        ("day >= '2026-10-31' and day < '2026-11-01'", True),
        ("n = '4'", False),  # compared as text, and 4.0 is not 4
        ('"Amount spent (USD)" > 3', True),
        ("Country <> 'it''s'", True),
        ("greatest(n, 9)", 9),
        ("not ok or n = 4", True),
        ("Country in ('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'Korea')", True),
    ],
)
def test_what_is_allowed_means_what_sql_means(text: str, expected: object) -> None:
    assert _value(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "read_csv('/etc/passwd')", "n in (select 1)", "(select 1)", "exists (select 1)", "n; drop table x",
        "sum(n)", "count(*)", "row_number() over ()", "getenv('HOME')", "current_date", "now()", "random()",
        "list_transform([1], x -> x)", "[1, 2]", "{'a': 1}", "n[1]", "*", "columns(*)", "t.n", "a.b.n", "$1", "?",
        "n collate nocase", "Country at time zone 'UTC'", "interval 1 day", "cast(n as integer[])",
        "cast(n as blob)", "trim(leading 'x' from Country)", "Country like 'x' escape '!'",
        "regexp_matches(Country, 'a', 'i')", "glob('*')", "query('select 1')", "n as m", "distinct n", "",
        "n between symmetric 5 and 1", "case", "1 +", "attach 'x'", "pragma version", "n = any (select 1)",
        "round(n, 1, 2)", "(" * 200 + "n" + ")" * 200, "n " + "+ n" * 4000, "@@x", "getvariable('x')",
        "nextval('s')", "pg_sleep(10)", "struct_pack(a := 1)", "repeat('x', 1000000000)",
    ],
)  # fmt: skip
def test_what_is_not_on_the_list_cannot_be_said(text: str) -> None:
    with pytest.raises(SourceError, match="test"):
        compile_expression(text, COLUMNS, where="test")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Contry = 'x'", "did you mean 'Country'"),
        ("Country > 3", "text: some of its cells are no numbers"),
        ("Country + 1", "where a number is needed"),
        ("n and ok", "where a condition is needed"),
        ("day > 'soon'", "not a date"),
        ("sum(n)", "is not allowed"),
    ],
)
def test_an_error_says_what_is_wrong_and_what_to_do(text: str, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        compile_expression(text, COLUMNS, where="test")


HEADER = "order_id,ordered_at,amount,channel\n"
ROWS = "1001,2026-10-01,5,1\nA7,2026-10-02,12,2\n1003,2026-10-03,7.5,n/a\n"


def test_where_sees_numbers_where_every_filled_cell_is_one(read: Callable[..., Any]) -> None:
    table = read(HEADER + ROWS, where="amount > 6 and order_id not like 'A%'")
    assert table.column("order_id") == ["1003"]
    assert read(HEADER + ROWS, where="channel >= 2").column("order_id") == ["A7"]
    with pytest.raises(SourceError, match="order_id"):
        read(HEADER + ROWS, where="order_id > 5")


def test_a_column_of_numbers_is_still_text_where_text_is_asked(read: Callable[..., Any]) -> None:
    rows = "01,2026-10-01,5,x\n02,2026-10-02,12,y\n"
    assert read(HEADER + rows, where="order_id like '0%' and order_id <> '02'").column("order_id") == ["01"]


def test_german_numbers_are_numbers_in_where_too(read: Callable[..., Any]) -> None:
    rows = "order_id;ordered_at;amount\n1;01.10.2026;1.234,50\n2;02.10.2026;9,5\n"
    assert read(rows, where="amount > 100").column("amount") == [Decimal("1234.5")]


def test_a_column_can_be_an_expression(read: Callable[..., Any]) -> None:
    columns = {
        "channel": SqlColumn("case when amount > 6 then 'big' else 'small' end"),
        "discount": SqlColumn("amount / 10"),
    }
    table = read(HEADER + ROWS, columns=columns)
    assert table.rows("channel", "discount") == [
        ("small", Decimal("0.5")), ("big", Decimal("1.2")), ("big", Decimal("0.75")),
    ]  # fmt: skip


def test_a_where_that_is_no_condition_or_names_no_column_is_an_error(read: Callable[..., Any]) -> None:
    with pytest.raises(SourceError, match="not a condition"):
        read(HEADER + ROWS, where="amount")
    with pytest.raises(SourceError, match="did you mean 'amount'"):
        read(HEADER + ROWS, where="amont > 5")
    with pytest.raises(SourceError, match="cannot be computed"):
        read(HEADER + ROWS, where="regexp_matches(channel, '(')")

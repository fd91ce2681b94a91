"""A client whose rows stay in a warehouse has the numbers of one whose rows are files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from reportgen.sources.warehouse import links
from tests.rooms.warehouse.mirror import Mirror, answer, into_postgres

CENT = 0.005
SHARE = 1e-6

SLOW = pytest.mark.slow
SAMPLES = [
    "lumen-oak",
    pytest.param("hanbit-beauty", marks=SLOW),
    pytest.param("tungwah-industrial", marks=SLOW),
]


def differences(one: Any, other: Any, path: str = "") -> list[str]:  # noqa: ANN401
    """Where two answers differ: numbers by half a cent and a millionth, all else at all.

    Order discounts are shared out over their lines to the hundredth of a cent, in the rows' order, which a
    warehouse does not have; a member's share of them may differ by that much.
    """
    if isinstance(one, dict) and isinstance(other, dict):
        keys = sorted({*one, *other})
        return [text for key in keys for text in differences(one.get(key), other.get(key), f"{path}.{key}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return [text for at, (a, b) in pairs for text in differences(a, b, f"{path}[{at}]")]
    if isinstance(one, (int, float)) and isinstance(other, (int, float)) and not isinstance(one, bool):
        near = abs(one - other) <= max(SHARE * abs(one), CENT if max(abs(one), abs(other)) > 1 else SHARE)
        return [] if near else [f"{path}: {one} is {other}"]
    return [] if one == other else [f"{path}: {one!r} is {other!r}"]


@SLOW
def test_in_a_duckdb_file(mirrors: Callable[[str], Mirror]) -> None:
    mirror = mirrors("lumen-oak")
    assert differences(mirror.expected, answer(mirror.at("duckdb:///mirror.duckdb"))) == []


@pytest.mark.parametrize("sample", SAMPLES)
def test_in_postgresql(mirrors: Callable[[str], Mirror], postgres: str, sample: str) -> None:
    mirror = mirrors(sample)
    into_postgres(mirror, postgres)
    assert differences(mirror.expected, answer(mirror.at(postgres))) == []


@SLOW
def test_in_postgresql_without_the_right_to_temporary_tables(mirrors: Callable[[str], Mirror], postgres: str) -> None:
    import psycopg

    mirror = mirrors("tungwah-industrial")
    into_postgres(mirror, postgres)
    with psycopg.connect(postgres) as connection:
        connection.execute("drop role if exists looker")
        connection.execute("create role looker login password 'looks-only'")
        connection.execute("revoke temporary on database postgres from public")
        for copied in mirror.tables:
            connection.execute(f"grant select on {copied.name} to looker")
    asked = postgres.replace("reader:", "looker:").replace(
        postgres.split(":")[2].split("@", maxsplit=1)[0], "looks-only"
    )
    try:
        assert differences(mirror.expected, answer(mirror.at(asked))) == []
    finally:
        with psycopg.connect(postgres) as connection:
            connection.execute("grant temporary on database postgres to public")
            connection.execute("drop owned by looker")
            connection.execute("drop role looker")


@pytest.mark.parametrize("sample", ["tungwah-industrial", pytest.param("lumen-oak", marks=SLOW)])
def test_in_spark(
    mirrors: Callable[[str], Mirror], spark: str, sample: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror = mirrors(sample)
    with duckdb.connect(str(mirror.file), read_only=True) as connection:
        for copied in mirror.tables:
            connection.execute(f"copy {copied.name} to '{tmp_path / copied.name}.parquet' (format parquet)")
    opened = links._Spark.__post_init__

    def with_views(link: links._Spark) -> None:
        opened(link)
        for copied in mirror.tables:
            link.session.read.parquet(f"{tmp_path / copied.name}.parquet").createOrReplaceTempView(copied.name)

    monkeypatch.setattr(links._Spark, "__post_init__", with_views)
    assert differences(mirror.expected, answer(mirror.at(spark))) == []

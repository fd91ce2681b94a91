"""Sources are read side by side; what comes of it does not depend on which is ready first."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.config.load import load_client
from reportgen.errors import SourceError
from reportgen.facts import FactStore, open_facts
from reportgen.pipeline.ask import names

REPORT = """client: The Shop
id: the-shop
report: ecommerce
locale: en-US
currency: USD
timezone: America/Chicago
sources:
"""


def opened(folder: Path, files: dict[str, str]) -> FactStore:
    """The facts of a client with a table of ads for each file, the first with most rows."""
    sources = [f"  - {{name: {name}, table: ads, path: {name}.csv, columns: {{platform: {{value: {name}}}}}}}\n"
               for name in files]  # fmt: skip
    (folder / "report.yaml").write_text(REPORT + "".join(sources), encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return open_facts(load_client(folder, names()))


def ads(day: int, rows: int, spend: str = "1.00") -> str:
    return "date,spend,campaign\n" + f"2026-10-{day:02},{spend},x\n" * rows


def test_sources_keep_the_order_in_which_they_are_declared(tmp_path: Path) -> None:
    store = opened(tmp_path, {"zeta": ads(1, 20_000), "alpha": ads(2, 1), "mid": ads(3, 300), "beta": ads(4, 1)})
    assert [(source.label, source.rows_used) for source in store.sources] == [
        ("zeta", 20_000),
        ("alpha", 1),
        ("mid", 300),
        ("beta", 1),
    ]
    rows = store.connection.execute("select platform, count(*) from ads group by 1 order by min(rowid)").fetchall()
    assert rows == [("zeta", 20_000), ("alpha", 1), ("mid", 300), ("beta", 1)]
    assert [issue.source for issue in store.issues if issue.rule == "identical-lines"] == ["zeta", "mid"]


def test_of_several_sources_that_cannot_be_read_the_first_is_told(tmp_path: Path) -> None:
    files = {"good": ads(1, 1), "slow": "date,spent\n" + "2026-10-01,1\n" * 20_000, "quick": "date\n2026-10-01\n"}
    with pytest.raises(SourceError) as caught:
        opened(tmp_path, files)
    assert {problem.where.file for problem in caught.value.problems if problem.where} == {"slow.csv"}


def test_one_packed_file_may_be_read_as_two_sources(tmp_path: Path) -> None:
    import gzip

    (tmp_path / "all.csv.gz").write_bytes(gzip.compress(ads(1, 5_000).encode()))
    sources = "".join(
        f"  - {{name: {name}, table: ads, path: all.csv.gz, columns: {{platform: {{value: {name}}}}}}}\n"
        for name in ("one", "two")
    )
    (tmp_path / "report.yaml").write_text(REPORT + sources, encoding="utf-8")
    store = open_facts(load_client(tmp_path, names()))
    assert [source.rows_used for source in store.sources] == [5_000, 5_000]

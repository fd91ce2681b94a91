"""The JSON Schemas of the config files: what they offer, and that they say what the loader says."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from reportgen.config.schema import FILES, schema_of
from reportgen.errors import ConfigError
from reportgen.pipeline import load_one
from reportgen.pipeline.ask import names

ROOT = Path(__file__).parents[3]
GIVEN = sorted(
    path
    for folder in ("sample_data", "styles", "docs")
    for file in FILES
    for path in (ROOT / folder).rglob(f"{file}.yaml")
)
REPORT = """client: The Shop
id: shop
report: ecommerce
currency: EUR
timezone: Europe/Berlin
sources:
  - {table: orders, path: orders.csv, columns: {order_id: No, ordered_at: {sql: "Date"}, country: {value: DE}}}
kpis: [revenue, gift_share]
targets: {revenue: {2026-10: 125000}, aov: 85}
checks: {missing-days: note}
insights: {off: [concentration], flat_percent: 1}
custom_kpis:
  - {id: gift_share, name: Gifts, formula: gifts / orders, unit: rate, measures: {gifts: {table: orders, aggregate: count}}}
"""


class Yaml12(yaml.SafeLoader):
    """YAML as editors read it: days are texts, and so is NO."""


Yaml12.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if not tag.endswith((":timestamp", ":bool"))]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Yaml12.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def faults(file: str, text: str) -> list[str]:
    schema = schema_of(file, names())
    found = jsonschema.Draft202012Validator(schema).iter_errors(yaml.load(text, Yaml12))  # noqa: S506  # safe as its base
    return [f"{list(fault.path)}: {fault.message}" for fault in found]


@pytest.mark.parametrize("path", GIVEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_our_own_files_are_valid(path: Path) -> None:
    assert faults(path.stem, path.read_text("utf-8")) == []


@pytest.mark.parametrize("file", FILES)
def test_it_is_a_schema_without_python_in_it(file: str) -> None:
    schema = schema_of(file, names())
    jsonschema.Draft202012Validator.check_schema(schema)
    assert not re.search(r"pydantic|reportgen\.|\"default\"", json.dumps(schema))


@pytest.mark.parametrize("file", FILES)
def test_the_shipped_ones_are_in_step(file: str) -> None:
    """``reportgen schema FILE > docs/schemas/FILE.schema.json`` renews one."""
    command = [sys.executable, "-m", "reportgen", "schema", file]
    printed = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True, cwd=ROOT).stdout
    assert printed == (ROOT / "docs" / "schemas" / f"{file}.schema.json").read_text("utf-8")


def load(folder: Path, text: str) -> None:
    (folder / "orders.csv").write_text("No,Date,amount\n1,2026-10-01,10\n")
    (folder / "report.yaml").write_text(text, encoding="utf-8")
    load_one(folder)


def test_a_config_with_everything_is_taken_by_both(tmp_path: Path) -> None:
    assert faults("report", REPORT) == []
    load(tmp_path, REPORT)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("currency: EUR", "curency: EUR"),
        ("currency: EUR", "currency: [EUR]"),
        ("client: The Shop\n", ""),
        ("table: orders, path", "table: order, path"),
        ("table: orders, path: orders.csv", "path: orders.csv"),
        ("path: orders.csv", "path: orders.csv, query: select 1"),
        ("path: orders.csv", "query: select 1"),
        ("{value: DE}", "{valu: DE}"),
        ("aov: 85", "aov: many"),
        ("missing-days: note", "missing-day: note"),
        ("missing-days: note", "missing-days: never"),
        ("off: [concentration]", "off: [concentrated]"),
        ("flat_percent: 1", "flat_percents: 1"),
        ("aggregate: count", "aggregate: counts"),
    ],
)
def test_what_the_loader_refuses_the_schema_refuses(tmp_path: Path, old: str, new: str) -> None:
    assert old in REPORT
    wrong = REPORT.replace(old, new, 1)
    assert faults("report", wrong)
    with pytest.raises(ConfigError):
        load(tmp_path, wrong)


def test_a_portfolio_needs_no_key_and_knows_the_same() -> None:
    assert faults("portfolio", "currency: EUR\nkpis: [revenue]") == []
    assert faults("portfolio", "curency: EUR")


def offered(schema: Any) -> list[str]:  # noqa: ANN401
    """The names that an editor offers in a list."""
    return next(part["enum"] for part in schema["items"]["anyOf"] if "enum" in part)


def test_an_editor_offers_what_there_is() -> None:
    schema = schema_of("report", names())
    kpis = next(part for part in schema["properties"]["kpis"]["anyOf"] if part.get("type") == "array")
    assert {"revenue", "nps", "cac"} <= set(offered(kpis))
    readers = schema["$defs"]["SourceEntry"]["properties"]["format"]["enum"]
    assert {"auto", "shopify-orders", "ga4"} <= set(readers)
    assert "marketing" in schema["properties"]["report"]["anyOf"][0]["enum"]

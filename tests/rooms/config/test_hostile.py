"""Whatever stands in a config, the answer is a config or a message."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from reportgen.config.brand import BrandFile
from reportgen.config.load import load_client
from reportgen.config.model import ReportFile, Target
from reportgen.config.names import Names
from reportgen.errors import ConfigError, Problem

JUNK = (
    "", "[]", "{}", "[[]]", "{a: {b: c}}", "[{a: 1}, 2, null]", "-1", "1e400", "x", '"\\0"', '"\\ud800"',
    "true", "{? [x] : y}", "${X}", "*x", "&x y", "../..", '""', "[x, x]", "{path: [], query: {}}", "2026-10",
)  # fmt: skip
NESTED = (
    "calendar.week_start", "calendar.fiscal_year_start", "targets.revenue", "targets.revenue.2026-10",
    "owners.revenue", "settings.lost_after_days", "settings.clv_max_years", "goals.g",
    "checks.missing-days", "insights.off", "insights.flat_percent", "archive.path", "delivery.to",
    "delivery.smtp", "delivery.smtp.host", "delivery.smtp.password", "delivery.from", "delivery.formats",
)  # fmt: skip
LISTED = (
    "sources", "custom_kpis", "annotations", "kpis", "segments", "tags",
)  # fmt: skip
SOURCE = (
    "format", "table", "path", "query", "connection", "columns", "where", "decimal", "delimiter",
    "encoding", "sheet", "skip_rows", "settle_days", "timezone", "currency", "name", "date_format",
    "thousands",
)  # fmt: skip


def inside(key: str, junk: str) -> str:
    """A line that has the junk under a dotted key: ``a.b`` is ``a: {b: junk}``."""
    head, *rest = key.split(".")
    for part in reversed(rest):
        junk = f"{{{part}: {junk}}}"
    return f"{head}: {junk}\n"


def documents(minimal: str, junk: str) -> list[str]:
    """The minimal config with the junk as each key's value, in turn."""

    def without(key: str) -> str:
        return re.sub(rf"(?ms)^{key}:.*?(?=^\w|\Z)", "", minimal)

    columns = f"{{amount: {junk}, x: {{sql: {junk}}}}}"
    sources = [f"{key}: {junk}" for key in SOURCE] + [f"columns: {columns}"]
    return [
        *(without(key) + inside(key, junk) for key in ReportFile.model_fields),
        *(minimal + inside(key, junk) for key in NESTED),
        *(without(key) + f"{key}: [{junk}]\n" for key in LISTED),
        *(f"{minimal}  - {{table: orders, path: data/orders.csv, {rest}}}\n" for rest in sources),
    ]


@pytest.mark.parametrize("junk", JUNK)
def test_junk_anywhere_is_a_config_or_a_message(folder: Path, names: Names, minimal: str, junk: str) -> None:
    refused = 0
    placeless: list[Problem] = []
    for text in documents(minimal, junk):
        (folder / "report.yaml").write_text(text, encoding="utf-8")
        try:
            client = load_client(folder, names)
        except ConfigError as error:
            refused += 1
            placeless += [problem for problem in error.problems if problem.where is None]
            str(error).encode()
        else:
            assert len(client.digest()) == 64
    assert placeless == []
    assert refused > 20


def models(model: type[BaseModel]) -> set[type[BaseModel]]:
    """The model and every model that its fields hold."""
    found = {model}
    waiting: list[object] = [field.annotation for field in model.model_fields.values()]
    while waiting:
        part = waiting.pop()
        if isinstance(part, type) and issubclass(part, BaseModel):
            found |= models(part)
        waiting.extend(get_args(part))
    return found


def test_every_key_that_can_be_typed_has_a_description() -> None:
    everything = models(ReportFile) | models(BrandFile)
    assert len(everything) == 16
    undescribed = [
        f"{model.__name__}.{name}"
        for model in everything - {Target}
        for name, field in model.model_fields.items()
        if not field.description
    ]
    assert undescribed == []

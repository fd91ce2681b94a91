"""The generated tables of the documents: the catalogue of KPIs, the readers, the checks.

``python docs/generate.py`` writes them between their markers; a test holds that they are in step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from reportgen.facts.model import TABLES
from reportgen.facts.rules import RULES
from reportgen.facts.store import FactStore
from reportgen.governance import RULES as GOVERNANCE
from reportgen.kpis import load_catalog
from reportgen.kpis.catalog import SECTIONS
from reportgen.sources.readers import READERS

ROOT = Path(__file__).parents[1]


def coverage() -> str:
    """By section of the catalogue: its KPIs and the tables that they rest on."""
    catalog = load_catalog()
    rows = []
    for section in SECTIONS:
        kpis = [kpi for kpi in catalog.kpis.values() if kpi.section == section]
        tables = {FactStore.parent(measure.table) for kpi in kpis for _, measure in catalog.dependencies(kpi)} & set(
            TABLES
        )
        listed = ", ".join(f"`{kpi.id}`" for kpi in kpis)
        rows.append((section, str(len(kpis)), listed, ", ".join(name for name in TABLES if name in tables)))
    total = len(catalog.kpis)
    return _table(("section", "KPIs", "ids", "from the tables"), rows) + f"\n\n{total} KPIs in all."


def readers() -> str:
    """Every reader and the tables that it fills."""
    rows = [(f"`{reader.name}`", reader.doc, ", ".join(reader.tables)) for reader in READERS.values()]
    return _table(("reader", "export", "fills"), rows)


def checks() -> str:
    """Every check by its rule, with the severity that it has unless a client sets another."""
    data = ", ".join(f"`{rule}` ({severity.value})" for rule, severity in sorted(RULES.items()))
    kpis = ", ".join(f"`{rule}`" for rule in GOVERNANCE)
    return f"Of files and data: {data}.\n\nOf the set of KPIs (they warn and never block): {kpis}."


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


BLOCKS: dict[str, Callable[[], str]] = {"coverage": coverage, "readers": readers, "checks": checks}


def generated(text: str) -> str:
    """The document with what stands between its markers made anew."""
    for name, make in BLOCKS.items():
        start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        head, mark, rest = text.partition(start)
        if mark:
            text = f"{head}{start}\n{make()}\n{end}{rest.partition(end)[2]}"
    return text


if __name__ == "__main__":
    for path in (ROOT / "README.md",):
        path.write_text(generated(path.read_text(encoding="utf-8")), encoding="utf-8")

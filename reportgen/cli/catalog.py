"""``reportgen catalog``: what can be measured, read and found."""

from __future__ import annotations

import json

import click

from reportgen.errors import ExitStatus

Entries = list[dict[str, object]]


def list_kpis() -> Entries:
    """Every KPI: name, section, unit, direction, cadence, formula, definition."""
    from reportgen.kpis import kpi_names, load_catalog

    names = kpi_names("en")
    return [
        {
            "id": kpi.id,
            "name": names[kpi.id][0],
            "section": kpi.section,
            "unit": kpi.unit.value,
            "good": kpi.good.value,
            "cadence": kpi.cadence.value,
            "formula": kpi.formula,
            "definition": names[kpi.id][1],
        }
        for kpi in load_catalog().kpis.values()
    ]


def list_readers() -> Entries:
    """Every reader of a tool's export: the tables that it fills."""
    from reportgen.sources.readers import READERS

    return [{"id": reader.name, "tables": list(reader.tables), "definition": reader.doc} for reader in READERS.values()]


def list_insights() -> Entries:
    """Every kind of insight and when it is found."""
    from reportgen.insights import DETECTORS

    return [{"id": detector.id, "definition": detector.doc} for detector in DETECTORS]


@click.command("catalog")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--readers", "listing", flag_value="readers", help="The readers of tools' exports instead of KPIs.")
@click.option("--insights", "listing", flag_value="insights", help="The kinds of insight instead of KPIs.")
def catalog_command(*, as_json: bool, listing: str | None) -> int:
    """List every KPI (default), every reader or every kind of insight."""
    entries = {"readers": list_readers, "insights": list_insights}.get(listing or "", list_kpis)()
    if as_json:
        click.echo(json.dumps(entries, ensure_ascii=False, indent=2))
        return ExitStatus.DONE
    width = max((len(str(entry["id"])) for entry in entries), default=0)
    for entry in entries:
        click.echo(f"{entry['id']!s:<{width}}  {entry.get('formula') or entry['definition']}")
    return ExitStatus.DONE

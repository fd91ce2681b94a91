"""The samples and a hostile client as reports, ready to be written as workbooks and presentations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from reportgen.charts.theme import Theme
from reportgen.config.client import ClientConfig
from reportgen.formatting import Formatter
from reportgen.narrative import Teller, load_phrases
from reportgen.pipeline.ask import Question, load_one, numbers, teller_of
from reportgen.pipeline.look import theme_of
from reportgen.pipeline.make import dimensions_of, kind_for, make_report
from reportgen.rendering.brand import Brand, read_brand
from reportgen.report.model import Report
from reportgen.report.serialise import report_json

SAMPLES = Path(__file__).resolve().parents[3] / "sample_data"
NAMES = ("lumen-oak", "hanbit-beauty", "tungwah-industrial")
MEMBERS = ("=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(1)", "\t=1", "http://evil.example/", '<b>&"x"\'')


@dataclass(frozen=True)
class Ready:
    """A report and everything that an edition of it is made with."""

    config: ClientConfig
    report: Report
    document: dict[str, Any]

    @property
    def teller(self) -> Teller:
        names = {kpi["id"]: kpi["name"] for kpi in self.document["kpis"]}
        config = self.config
        return Teller(Formatter(config.locale, config.currency), load_phrases(config.locale), names, config.calendar)

    @property
    def look(self) -> tuple[Theme, Brand]:
        return theme_of(self.config), read_brand(self.config.brand, "", self.config.overrides)


def ready(folder: Path, baselines: tuple[str, ...] = ("previous", "year_ago", "target")) -> Ready:
    config = load_one(folder)
    question = Question("2026-10", date(2026, 11, 5), baselines)
    kind = kind_for(config, question)
    answer = numbers(
        config,
        replace(question, dimensions=dimensions_of(config, kind)),
        for_report=True,
        cover=kind.cover,
        shown=config.kpis or kind.asked(),
    )
    report = make_report(config, kind, answer)
    return Ready(config, report, report_json(report, teller_of(config, answer.catalog, answer.results)))


@cache
def sample(name: str) -> Ready:
    return ready(SAMPLES / name)


def hostile(folder: Path) -> Path:
    """A client whose name, owner, targets and members a spreadsheet would compute if it could."""
    folder.mkdir(parents=True)
    (folder / "report.yaml").write_text(
        'client: \'=HYPERLINK("http://evil.example","x")\'\nid: hostile\nreport: ecommerce\nlocale: en-US\n'
        "currency: USD\ntimezone: UTC\nsegments: [channel]\nowners: {revenue: '@owner'}\ntargets: {revenue: 5000}\n"
        "sources:\n  - {table: orders, path: orders.csv, date_format: '%Y-%m-%d'}\n"
    )
    rows = ["order_id,ordered_at,customer_id,amount,channel"]
    number = 0
    for month in ("2025-10", "2026-08", "2026-09", "2026-10"):
        for day in range(1, 29):
            for place, member in enumerate(MEMBERS):
                number += 1
                amount = 10 * (place + 1) + (35 if month == "2026-10" and place == 0 else 0)
                quoted = '"' + member.replace('"', '""') + '"'
                rows.append(f"{number},{month}-{day:02},c{number % 40},{amount},{quoted}")
    (folder / "orders.csv").write_text("\n".join(rows) + "\n")
    return folder

"""How the sample reports are written: ``[…]`` is a number with a fact, ``{date:…}`` a text with a source."""

from __future__ import annotations

import re
from datetime import date

from reportgen.charts.model import (
    Chart,
    Sparkline,
)
from reportgen.comparisons.model import PeriodState, Results
from reportgen.insights.model import FactValue
from reportgen.periods.model import Period, PeriodKind, Span
from reportgen.report.model import (
    Block,
    Card,
    Cards,
    Cell,
    Change,
    Content,
    Outcome,
    Row,
    Run,
    TargetBar,
    Text,
)
from reportgen.units import Sentiment

FAVOURABLE, UNFAVOURABLE, NEUTRAL = Sentiment.FAVOURABLE, Sentiment.UNFAVOURABLE, Sentiment.NEUTRAL
PERIOD = Period("2026-10", PeriodKind.MONTH, Span(date(2026, 10, 1), date(2026, 10, 31)))
RESULTS = Results(PeriodState(PERIOD, True, 31, date(2026, 10, 1), date(2026, 10, 31)), {})
MARKED = re.compile(r"\[([^\]]+)\]|\{(\w+):([^}]*)\}")


class Writer:
    """Turns marked texts into runs and keeps the facts that they print."""

    def __init__(self) -> None:
        self.facts: dict[str, FactValue] = {}

    def fact(self, text: str) -> str:
        key = f"fact-{len(self.facts) + 1}"
        self.facts[key] = FactValue(text, "text", "2026-10")
        return key

    def __call__(self, text: str, *, strong: bool = False) -> Text:
        runs: list[Run] = []
        end = 0
        for match in MARKED.finditer(text):
            if match.start() > end:
                runs.append(Run(text[end : match.start()], strong=strong))
            if match[1]:
                runs.append(Run(match[1], fact=self.fact(match[1]), strong=strong))
            else:
                runs.append(Run(match[3], source=match[2], strong=strong))
            end = match.end()
        if end < len(text):
            runs.append(Run(text[end:], strong=strong))
        return tuple(runs)

    def cell(self, text: str, sentiment: Sentiment = NEUTRAL, arrow: str = "") -> Cell:
        """A table cell; a text with a digit prints a fact."""
        marked = f"[{text}]" if any(character.isdigit() for character in text) and "[" not in text else text
        return Cell(self(marked), sentiment, arrow)

    def row(self, *texts: str, total: bool = False) -> Row:
        return Row(tuple(self.cell(text) for text in texts), total=total)


def series(*values: float) -> tuple[float | None, ...]:
    return tuple(values)


SPARKS = {
    "revenue": series(431, 610, 689, 404, 380, 411, 420, 434, 419, 399, 429, 464, 492),
    "orders": series(4405, 6120, 6890, 4160, 3920, 4190, 4290, 4390, 4240, 4050, 4310, 4660, 4819),
    "aov": series(97.8, 98.6, 100, 95.1, 94.4, 95.6, 96.7, 98.3, 97.4, 96, 98, 99.6, 102.14),
    "margin": series(45.2, 44.6, 44.1, 44.9, 45.3, 45.5, 45.4, 45.8, 45.9, 45.7, 46, 46.1, 46.8),
    "sessions": series(161, 220, 245, 155, 147, 158, 161, 165, 160, 153, 162, 172, 184.6),
    "conversion": series(2.73, 2.83, 2.83, 2.74, 2.71, 2.72, 2.72, 2.71, 2.71, 2.69, 2.715, 2.71, 2.61),
    "returning": series(36.6, 34, 32.6, 36.9, 37.4, 37, 36, 36.2, 35.9, 35.6, 35.8, 35.9, 38.4),
    "roas": series(4.38, 4.8, 4.72, 4.33, 4.26, 4.4, 4.43, 4.54, 4.47, 4.38, 4.41, 4.45, 4.12),
}
MONTHS = ("Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct")


def sparklines() -> dict[str, Chart]:
    return {
        f"spark-{name}": Sparkline(f"spark-{name}", f"{name} over 13 months", values, (0, 11))
        for name, values in SPARKS.items()
    }


def cards(write: Writer) -> Cards:
    rows = (
        ("Revenue", "$492,213", "revenue", "6.0%", "14.2%", "up", "98.4% of $500,000", 0.984, "near"),
        ("Orders", "4,819", "orders", "3.4%", "9.4%", "up", "96.4% of 5,000", 0.964, "near"),
        ("Average order value", "$102.14", "aov", "2.6%", "4.4%", "up", "102.1% of $100.00", 1.021, "met"),
        ("Gross margin", "46.8%", "margin", "0.7 pp", "1.6 pp", "up", "101.7% of 46.0%", 1.017, "met"),
        ("Sessions", "184,620", "sessions", "7.4%", "14.5%", "up", "102.6% of 180,000", 1.026, "met"),
        ("Conversion rate", "2.61%", "conversion", "0.10 pp", "0.12 pp", "down", "93.2% of 2.80%", 0.932, "missed"),
        (
            "Revenue from returning buyers",
            "38.4%",
            "returning",
            "2.5 pp",
            "1.8 pp",
            "up",
            "96.0% of 40.0%",
            0.96,
            "near",
        ),
        ("Return on ad spend", "4.12", "roas", "7.4%", "5.9%", "down", "91.6% of 4.50", 0.916, "missed"),
    )
    return Cards(
        tuple(
            Card(
                name,
                write(f"[{value}]"),
                f"spark-{spark}",
                tuple(
                    Change(
                        way,
                        write(f"[{figure}]"),
                        write(f"{way} on {{date:{month}}}"),
                        FAVOURABLE if way == "up" else UNFAVOURABLE,
                    )
                    for figure, month in ((previous, "Sep 2026"), (last_year, "Oct 2025"))
                ),
                TargetBar(
                    filled,
                    write(" of ".join(f"[{part}]" for part in target.split(" of "))),
                    write(status),
                    status == "missed",
                ),
                link={"conversion": "journey", "sessions": "journey", "revenue": "sales"}.get(spark),
            )
            for name, value, spark, previous, last_year, way, target, filled, status in rows
        ),
        write(
            "Line: last {scale:13} months; rings: {date:October 2025} and {date:September 2026}; dot: "
            "{date:October 2026}. Bar: actual; tick: target. Near: {scale:95%} of target or more."
        ),
    )


def block(write: Writer, name: str, section: str, title: str, subtitle: str, content: Content, kind: str = "") -> Block:
    return Block(
        name, kind or type(content).__name__.lower(), section, Outcome.OK, write(title), write(subtitle), content
    )

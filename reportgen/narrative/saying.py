"""A finding about to be said: what a composer looks at and speaks with."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reportgen.comparisons.model import KpiResult, Results
from reportgen.formatting import Style
from reportgen.insights.model import Insight
from reportgen.narrative.model import Run, Text
from reportgen.narrative.teller import Teller
from reportgen.narrative.template import Argument

NOTHING: Text = (Run(""),)


@dataclass(frozen=True, slots=True)
class Saying:
    """A finding about to be said, and what was said just before it and so far."""

    insight: Insight
    results: Results
    teller: Teller
    before: Insight | None
    said: frozenset[tuple[str, str]]  # (kind, KPI)
    opening: str  # the KPI that the text began with

    @property
    def result(self) -> KpiResult:
        """The KPI that the finding is about."""
        return self.results.kpis[self.insight.kpi]

    def value(self) -> Text:
        """The KPI's value in the period, with what it counts where the language says so."""
        return self.teller.counted(self.insight.kpi, self.fact(f"{self.insight.kpi}.current"))

    def fact(
        self,
        fact_id: str,
        *,
        size: bool = False,
        sign: bool = False,
        decimals: int | None = None,
        level: Decimal | None = None,
        style: Style = Style.TEXT,
    ) -> Text:
        """A fact of the finding, printed."""
        fact = self.insight.facts[fact_id]
        return self.teller.figure(fact_id, fact, style=style, size=size, sign=sign, decimals=decimals, level=level)

    def say(self, key: str, **arguments: Argument) -> Text:
        """A phrase about the finding's KPI."""
        return self.teller.say(key, **self.teller.kpi_words(self.insight.kpi), **arguments)

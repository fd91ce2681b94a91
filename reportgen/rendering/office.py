"""What workbooks and presentations share: the type that the reader's machine has, the names of a chart's series."""

from __future__ import annotations

from reportgen.charts.theme import Theme
from reportgen.comparisons.model import Baseline
from reportgen.formatting import PeriodStyle
from reportgen.formatting.locales import tongue
from reportgen.narrative.model import plain
from reportgen.narrative.teller import Teller
from reportgen.rendering.brand import Brand
from reportgen.rendering.chart_series import Words
from reportgen.report.model import Report

FONTS = {"ko": "Malgun Gothic", "zh-Hant": "Microsoft JhengHei", "zh-Hans": "Microsoft YaHei", "ja": "Yu Gothic"}
PLAIN_FONT = "Calibri"


def font_of(theme: Theme, brand: Brand, locale: str) -> str:
    """The brand's family where it brings one of its own; else what office programs have for the language.

    An office file holds no fonts: the shipped ones are on few readers' machines.
    """
    return theme.families[0] if brand.fonts else FONTS.get(tongue(locale), PLAIN_FONT)


def words_of(report: Report, teller: Teller) -> Words:
    """The names of the periods that charts compare."""

    def named(baseline: Baseline) -> str:
        held = next((one for result in report.results.kpis.values() if (one := result.comparisons.get(baseline))), None)
        return teller.word("workbook.before") if held is None else plain(teller.period(held.period, PeriodStyle.SHORT))

    return Words(
        current=plain(teller.period(report.results.state.period, PeriodStyle.SHORT)),
        latest=teller.word("workbook.latest"),
        before=named(Baseline.PREVIOUS),
        year_ago=teller.word("workbook.year_before"),
        low=teller.word("workbook.low"),
        high=teller.word("workbook.high"),
    )

"""The charts of one month of an invented shop, and the awkward ones."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from reportgen.charts.draw import draw
from reportgen.charts.measure import Typesetter
from reportgen.charts.model import (
    Bar,
    BarChart,
    Chart,
    CoverBars,
    DivergingChart,
    Figure,
    FunnelChart,
    FunnelStep,
    HeatCell,
    HeatMap,
    LineChart,
    LinePoint,
    Mark,
    Sparkline,
    Step,
    Tick,
    Waterfall,
)
from reportgen.charts.theme import Theme, make_theme
from reportgen.units import Sentiment
from tests.rooms.charts.members_sample import MEMBERS
from tests.rooms.charts.parts_sample import PARTS

GOOD, BAD, PLAIN = Sentiment.FAVOURABLE, Sentiment.UNFAVOURABLE, Sentiment.NEUTRAL
MONTHS = ("Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct")
YEARS = ("2025", "", "", "2026", *[""] * 8, "2026")
REVENUE = (431, 615, 689, 405, 380, 412, 424, 436, 420, 400, 430, 464, 492)
YEAR_BEFORE = (400, 570, 655, 375, 352, 390, 398, 412, 405, 392, 408, 420, 431)
DAYS = tuple(9 + day * 7 % 11 / 2 for day in range(31))


def line(name: str, **changes: object) -> LineChart:
    content: dict[str, object] = {
        "alt": "Revenue a month",
        "points": tuple(
            LinePoint(month, year, value, tooltip=f"{month}: ${value}k")
            for month, year, value in zip(MONTHS, YEARS, REVENUE, strict=True)
        ),
        "context": YEAR_BEFORE,
        "ticks": tuple(
            Tick(value, label)
            for value, label in ((0, "0"), (200, "200k"), (400, "400k"), (600, "600k"), (800, "$800k"))
        ),
        "end_label": "$492,213",
        "context_label": ("$431,019", "a year earlier"),
        "peak": Mark(2, "$688,900"),
    }
    return LineChart(name, **{**content, **changes})  # type: ignore[arg-type]


def diverging(name: str, *rows: tuple[str, float, str, Sentiment]) -> DivergingChart:
    bars = tuple(
        Bar(label, value, f"{'+' if value > 0 else '−'}${abs(value):,.0f}", None, note, False, meaning)
        for label, value, note, meaning in rows
    )
    return DivergingChart(name, "Change in revenue", bars, (-6880, 20310))


def bar_chart(name: str, *bars: Bar) -> BarChart:
    return BarChart(name, "Revenue by channel", bars)


MOCK: tuple[Chart, ...] = (
    line("line"),
    bar_chart(
        "bars",
        Bar("Organic search", 148920, "$148,920", 141380, "+$7,540"),
        Bar("Paid search", 104310, "$104,310", 105920, "−$1,610"),
        Bar("Email", 96540, "$96,540", 76230, "+$20,310", accent=True),
        Bar("Direct", 70480, "$70,480", 68910, "+$1,570"),
        Bar("Paid social", 44190, "$44,190", 51070, "−$6,880"),
        Bar("Affiliates", 27773, "$27,773", 20626, "+$7,147"),
    ),
    diverging(
        "by-channel",
        ("Email", 20310, "+26.6%", GOOD),
        ("Organic search", 7540, "+5.3%", PLAIN),
        ("Paid social", -6880, "−13.5%", BAD),
    ),
    diverging("by-category", ("Lighting", 18730, "+14.1%", GOOD), ("Furniture", -3360, "−2.5%", BAD)),
    Waterfall(
        "waterfall",
        "From September to October",
        (
            Step("September", "base line", "$464,136", 0, 0),
            Step("Sessions", "171,940 to 184,620", "+$34,014", 0, 34014, sentiment=GOOD),
            Step("Conversion", "2.71% to 2.61%", "−$17,976", 34014, 16038, sentiment=BAD),
            Step("Order value", "$99.60 to $102.14", "+$12,039", 16038, 28077, sentiment=GOOD),
            Step("October", "$492,213", "+$28,077", 0, 28077, total=True),
        ),
    ),
    FunnelChart(
        "funnel",
        "From session to order",
        (
            FunnelStep("Sessions", 184620, "184,620", "", "", ""),
            FunnelStep("Product viewed", 104870, "104,870", "56.8%", "57.2%", "−0.4 pp"),
            FunnelStep("Order placed", 4819, "4,819", "56.0%", "58.5%", "▼ −2.5 pp", True, BAD),
        ),
        ("Step", "Count", "Step rate", "Sep", "Change"),
    ),
    HeatMap(
        "heat",
        "Orders by weekday and hour",
        ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
        tuple({0: "12 am", 6: "6 am", 12: "12 pm", 18: "6 pm"}.get(hour, "") for hour in range(24)),
        tuple(
            HeatCell(day, hour, day * hour, str(day * hour) if (day, hour) == (6, 23) else "")
            for day in range(7)
            for hour in range(24)
        ),
        "0",
        "138",
    ),
    Sparkline("spark", "Revenue, 13 months", REVENUE, (0, 11)),
    CoverBars("cover", "Revenue a day", DAYS, 11, "Monday, October 12: $23,269", "The best of 31 days"),
)

AWKWARD: tuple[Chart, ...] = (
    line(
        "forecast",
        points=(
            *(LinePoint(month, "", value) for month, value in zip(MONTHS, REVENUE, strict=True)),
            LinePoint("Nov", "", 500.0, partial=True),
            LinePoint("Dec", "", 520.0, partial=True),
        ),
        context=(),
        context_label=(),
        peak=Mark(12, "$492,213"),
        band=(*(None for _ in MONTHS), (450.0, 560.0), (430.0, 640.0)),
        end_label="$520,000",
        end_notes=("$430,000 to $640,000",),
    ),
    line("band-alone", band=(None,) * 12 + ((400.0, 500.0),)),
    *PARTS,
    *MEMBERS,
    bar_chart("all-zero", *(Bar(f"Member {n}", 0.0, "$0", 0.0, "±$0") for n in range(3))),
    bar_chart("all-none", *(Bar(f"Member {n}", None, "no data") for n in range(3))),
    bar_chart("no-bars"),
    bar_chart("negative", Bar("Sales", 500, "500", 300, "up"), Bar("Refunds", -1200, "−1,200", -1300, "down")),
    bar_chart(
        "forty",
        *(
            Bar(
                f"Autumn retargeting campaign {n}",
                4000 - 97 * n,
                f"${4000 - 97 * n:,}",
                3900 - 80 * n,
                f"+{n}%",
            )
            for n in range(40)
        ),
    ),
    line("one-point", points=(LinePoint("Oct", "2026", 400),), context=(380,), peak=None),
    line(
        "no-values",
        points=tuple(LinePoint(m, "", None) for m in MONTHS),
        context=(),
        end_label="",
        context_label=(),
        peak=None,
    ),
    line("equal-ends", context=tuple(float(value) for value in REVENUE)),
    line("year-before-above", context=tuple(value + 60 for value in REVENUE)),
    line("flat", points=tuple(LinePoint(m, "", 500) for m in MONTHS), context=(500,) * 13, ticks=(), peak=None),
    line(
        "annotated",
        annotations=(
            Mark(0, "Start"),
            Mark(5, "Price change"),
            Mark(6, "Second price change"),
            Mark(12, "A campaign with a rather long name begins"),
        ),
    ),
    line("peak-at-top", ticks=(Tick(0, "0"), Tick(689, "$689k"))),
    line("long-labels", end_label="₩1,284,340,000,000,000,000", ticks=(Tick(0, "0"), Tick(700, "7,000만 원"))),
    line(
        "daily",
        points=tuple(LinePoint(f"Oct {d}", "", 300 + d * 7 % 90) for d in range(1, 32)),
        context=(),
        context_label=(),
    ),
    DivergingChart("nothing-moved", "None", (Bar("A", 0.0, "±0"), Bar("B", None, "no data")), (0, 0)),
    Waterfall(
        "falling",
        "Falls",
        (
            Step("September", "base line", "$464,136", 0, 0),
            *(
                Step(f"Factor number {n}", "171,940 to 184,620 visits", "−$17,976", -10 * n, -10 * n - 10)
                for n in range(6)
            ),
            Step("October", "$404,136", "−$60,000", 0, -60, total=True),
        ),
    ),
    Waterfall(
        "unmoved",
        "Unmoved",
        (Step("Sep", "", "$1", 0, 0), Step("A", "", "±$0", 0, 0), Step("Oct", "", "±$0", 0, 0, True)),
    ),
    FunnelChart("empty-funnel", "Empty", tuple(FunnelStep(f"Step {n}", 0, "0", "", "", "") for n in range(9)), ()),
    HeatMap(
        "cohorts",
        "Retention",
        tuple(f"Nov 20{n:02d}" for n in range(12)),
        tuple(f"M{n}" for n in range(12)),
        tuple(HeatCell(r, c, 1 / (c + 1), f"{100 / (c + 1):.0f}%") for r in range(12) for c in range(12 - r)),
        "8%",
        "100%",
    ),
    HeatMap("one-value", "Same", ("Mon",), ("1", "2"), (HeatCell(0, 0, 5), HeatCell(0, 1, 5)), "5", "5"),
    Sparkline("gaps", "Gaps", (1.0, None, 2.0, 3.0, None, 2.5, 2.0), (1, 2)),
    Sparkline("nothing", "Nothing", (None, None)),
    Sparkline("level", "Level", (3.0, 3.0), (0,)),
    CoverBars("week", "Week", DAYS[:7], 6, "Sunday, October 18: $23,269", "The best of 7 days"),
    CoverBars("year", "Year", tuple(5.0 + day % 7 for day in range(366)), 360, "Sunday", "The best of 366 days"),
    CoverBars("empty-cover", "Empty", (None,) * 31, 3, "Sunday", "No sales"),
)


@dataclass(frozen=True)
class Label:
    """A text of a figure and the box that it fills, px."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    fill: str
    weight: int

    def meets(self, other: Label) -> bool:
        across = self.left < other.right - 0.5 and other.left < self.right - 0.5
        top, other_top = self.baseline - 0.72 * self.size, other.baseline - 0.72 * other.size
        return across and top < other.baseline and other_top < self.baseline


class Drawing:
    """A figure's SVG, read back."""

    def __init__(self, figure: Figure, theme: Theme) -> None:
        self.figure = figure
        self.root = ET.fromstring(figure.svg)  # noqa: S314
        self.type = Typesetter(theme.families)
        *_, self.width, self.height = (float(number) for number in self.root.get("viewBox", "").split())

    def elements(self, tag: str) -> list[ET.Element]:
        return list(self.root.iter(f"{{http://www.w3.org/2000/svg}}{tag}"))

    @staticmethod
    def place(element: ET.Element) -> tuple[float, float]:
        """Where a translated element stands."""
        inside = element.get("transform", "translate(0,0)").removeprefix("translate(").removesuffix(")")
        x, y = (float(number) for number in inside.split(","))
        return x, y

    @property
    def labels(self) -> list[Label]:
        labels = []
        for element in self.elements("text"):
            x, y = self.place(element)
            size = float(element.get("font-size", "").removesuffix("px"))
            weight = int(element.get("font-weight", ""))
            width = self.type.width(element.text or "", size, weight)
            left = x - width * {"start": 0, "middle": 0.5, "end": 1}[element.get("text-anchor", "")]
            fill = element.get("fill", "")
            labels.append(Label(element.text or "", left, left + width, y, size, fill, weight))
        return labels

    def label(self, text: str) -> Label:
        (found,) = (label for label in self.labels if label.text == text)
        return found

    def rects(self, fill: str) -> list[tuple[float, float, float, float]]:
        """Left, top, right, bottom of every rectangle of this fill."""
        found = []
        for element in self.elements("path"):
            path = element.get("d", "")
            if element.get("fill") == fill and "h" in path:
                corner, rest = path.removeprefix("M").split("h", 1)
                x, y = (float(number) for number in corner.split(","))
                wide, tall = rest.split("h")[0].split("v")
                found.append((x, y, x + float(wide), y + float(tall)))
        return found


@pytest.fixture(scope="session")
def theme() -> Theme:
    return make_theme("#1F5A49")


@pytest.fixture(scope="session")
def drawings(theme: Theme) -> dict[str, Drawing]:
    return {name: Drawing(figure, theme) for name, figure in draw([*MOCK, *AWKWARD], theme).items()}


@pytest.fixture(scope="session")
def mock() -> dict[str, Chart]:
    return {chart.id: chart for chart in MOCK}


@pytest.fixture(scope="session")
def every() -> tuple[Chart, ...]:
    return (*MOCK, *AWKWARD)


@pytest.fixture(scope="session")
def make_line() -> Callable[..., LineChart]:
    return line


@pytest.fixture(scope="session")
def make_bars() -> Callable[..., BarChart]:
    return bar_chart


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for ``any_chart`` runs for every chart."""
    if "any_chart" in metafunc.fixturenames:
        charts = (*MOCK, *AWKWARD)
        metafunc.parametrize("any_chart", charts, ids=[chart.id for chart in charts])

"""Charts of members: two measures, two periods, shares around a ring; and the awkward ones of each."""

from __future__ import annotations

from reportgen.charts.model import (
    Chart,
    DonutChart,
    Place,
    ScatterChart,
    Slice,
    Slope,
    SlopeChart,
    Tick,
)
from reportgen.units import Sentiment

SPEND = tuple(Tick(value, f"${value:,.0f}") for value in (0.0, 1000.0, 2000.0, 3000.0, 4000.0))
RETURN = tuple(Tick(value, f"{value:.0f}") for value in (0.0, 2.0, 4.0))

MEMBERS: tuple[Chart, ...] = (
    ScatterChart(
        "scatter",
        "Return against spend",
        (
            Place("Lamps", 3000.0, 1.0, "$3,000", "1.00", accent=True, sentiment=Sentiment.UNFAVOURABLE),
            Place("Brand", 1000.0, 4.0, "$1,000", "4.00"),
            Place("Chairs", 2000.0, 2.0, "$2,000", "2.00"),
        ),
        SPEND,
        RETURN,
        "Ad spend, $",
        "Return on ad spend",
        Tick(2.5, "All 2.50"),
    ),
    ScatterChart(
        "scatter-crowded",
        "All on one place",
        tuple(Place(f"A campaign with quite a long name, number {n}", 10.0, 1.0, "$10", "1.00") for n in range(9)),
        (),
        (),
        "Ad spend",
        "A measure whose name is so long that it would never fit on one line of a chart as wide as this one is",
    ),
    ScatterChart(
        "scatter-neighbours",
        "Six close to one another",
        (
            Place("Retargeting, baskets", 750.0, 2.17, "$750", "2.17"),
            Place("Interest, pictures", 940.0, 1.88, "$940", "1.88"),
            Place("Search, skin care", 830.0, 2.18, "$830", "2.18"),
            Place("Shopping, whole sets", 900.0, 2.2, "$900", "2.20"),
            Place("Lookalike, catalogue", 970.0, 1.84, "$970", "1.84"),
            Place("Shopping, best", 980.0, 1.8, "$980", "1.80"),
        ),
        SPEND,
        RETURN,
        "Ad spend, $",
        "Return on ad spend",
        Tick(2.33, "All 2.33"),
    ),
    SlopeChart(
        "slope",
        "Conversion rate by device",
        (
            Slope("Mobile", 2.12, 1.84, "2.12%", "1.84%", accent=True, sentiment=Sentiment.UNFAVOURABLE),
            Slope("Desktop", 4.24, 4.13, "4.24%", "4.13%"),
            Slope("Tablet", 3.16, 3.14, "3.16%", "3.14%"),
        ),
        ("Sep 2026", "Oct 2026"),
    ),
    SlopeChart(
        "slope-crowded",
        "All at one height",
        tuple(Slope(f"A member with quite a long name, number {n}", 1.0, 1.0, "1%", "1%") for n in range(7)),
        ("Sep 2026", "Oct 2026"),
    ),
    DonutChart(
        "donut",
        "Sessions by device",
        (Slice("Mobile", 50.0, "50%"), Slice("Desktop", 30.0, "30%"), Slice("Tablet", 20.0, "20%")),
        "63,990",
        "Sessions",
        accent=1,
    ),
    DonutChart(
        "donut-slivers",
        "Four slivers beside one whole",
        (
            Slice("Nearly all of it", 96.0, "96%"),
            *(Slice(f"Sliver {n}", 1.0, "1%") for n in range(3)),
            Slice("None", 0.0, "0%"),
        ),
        "12.84억 원",
        "A measure with a name too long for the middle of a ring",
    ),
)

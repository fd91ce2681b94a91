"""Charts of shares and of intervals, and the awkward ones of each."""

from __future__ import annotations

from reportgen.charts.model import Chart, IntervalChart, IntervalRow, StackedChart, StackedRow, Tick
from reportgen.units import Sentiment

PARTS: tuple[Chart, ...] = (
    StackedChart(
        "mix",
        "Sessions by channel",
        ("Organic search", "Paid search", "Email", "All others"),
        (
            StackedRow("Oct 2026", (50.0, 30.0, 18.0, 2.0), ("50%", "30%", "18%", "2%")),
            StackedRow("Sep 2026", (40.0, 0.0, 50.0, 10.0), ("40%", "0%", "50%", "10%")),
        ),
        2,
    ),
    StackedChart(
        "mix-crowded",
        "Many",
        tuple(f"A member with quite a long name, number {n}" for n in range(7)),
        (StackedRow("Oct 2026", (1.0,) * 7, ("14%",) * 7), StackedRow("Sep 2026", (0.0,) * 7, ("0%",) * 7)),
    ),
    IntervalChart(
        "intervals",
        "Against the control",
        (
            IntervalRow("Checkout: one page", 1.0, 0.4, 1.6, "+1.00 pp", "+0.40 pp to +1.60 pp", Sentiment.FAVOURABLE),
            IntervalRow(
                "Banner: top of the page, with a very long name indeed", -0.5, -2.0, 1.0, "−0.50 pp", "−2.00 to +1.00"
            ),
        ),
        tuple(Tick(value, f"{value:+.0f} pp") for value in (-2.0, -1.0, 0.0, 1.0, 2.0)),
    ),
    IntervalChart("no-interval", "None", (), ()),
)

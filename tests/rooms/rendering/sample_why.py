"""Two more sections of the English sample report: why revenue moved, and the journey."""

from __future__ import annotations

from reportgen.charts.model import (
    Bar,
    Chart,
    DivergingChart,
    FunnelChart,
    FunnelStep,
    HeatCell,
    HeatMap,
    Step,
    Waterfall,
)
from reportgen.report.model import (
    ChartBlock,
    Column,
    Paragraphs,
    Row,
    Section,
    Table,
)
from reportgen.units import Sentiment
from tests.rooms.rendering.sample_writer import FAVOURABLE, NEUTRAL, UNFAVOURABLE, Writer, block


def why(write: Writer) -> tuple[Section, dict[str, Chart]]:
    fall = Waterfall(
        "factors",
        "Sessions added $34,014, conversion took $17,976, order value added $12,039.",
        (
            Step("September", "base line", "$464,136", 0, 0),
            Step("Sessions", "171,940 to 184,620", "+$34,014", 0, 34014, sentiment=FAVOURABLE),
            Step("Conversion", "2.71% to 2.61%", "−$17,976", 34014, 16038, sentiment=UNFAVOURABLE),
            Step("Order value", "$99.60 to $102.14", "+$12,039", 16038, 28077, sentiment=FAVOURABLE),
            Step("October", "$492,213", "+$28,077", 0, 28077, total=True),
        ),
    )
    split = Table(
        (
            Column("Factor", numeric=False),
            Column("September"),
            Column("October"),
            Column("Change"),
            Column("Effect on revenue, $"),
        ),
        (
            write.row("Sessions", "171,940", "184,620", "+7.4%", "+34,014"),
            write.row("× Conversion rate", "2.71%", "2.61%", "−3.7%", "−17,976"),
            write.row("× Average order value", "$99.60", "$102.14", "+2.6%", "+12,039"),
            write.row("= Revenue", "$464,136", "$492,213", "+6.0%", "+28,077", total=True),
        ),
    )

    def drivers(name: str, alt: str, *bars: tuple[str, float, str, Sentiment]) -> DivergingChart:
        return DivergingChart(
            name,
            alt,
            tuple(
                Bar(label, value, f"{'+' if value > 0 else '−'}${abs(value):,.0f}", note=note, sentiment=way)
                for label, value, note, way in bars
            ),
            (-6880.0, 20310.0),
        )

    channels = drivers(
        "drivers-channel",
        "Change in revenue by channel; Email added $20,310.",
        ("Email", 20310, "+26.6%", FAVOURABLE),
        ("Organic search", 7540, "+5.3%", FAVOURABLE),
        ("Affiliates", 7147, "+34.7%", NEUTRAL),
        ("Direct", 1570, "+2.3%", NEUTRAL),
        ("Paid search", -1610, "−1.5%", NEUTRAL),
        ("Paid social", -6880, "−13.5%", UNFAVOURABLE),
    )
    categories = drivers(
        "drivers-category",
        "Change in revenue by category; Lighting added $18,730.",
        ("Lighting", 18730, "+14.1%", FAVOURABLE),
        ("Textiles", 8290, "+10.9%", FAVOURABLE),
        ("Decor", 2693, "+6.2%", NEUTRAL),
        ("Tableware", 1320, "+2.4%", NEUTRAL),
        ("Storage", 404, "+1.7%", NEUTRAL),
        ("Furniture", -3360, "−2.5%", UNFAVOURABLE),
    )
    section = Section(
        "why",
        "Why revenue moved",
        write("More sessions and larger orders added [$46,053]; lower conversion took back [$17,976]"),
        (
            block(
                write,
                "factors",
                "why",
                "Sessions moved it most",
                "Change in revenue from September, $. The base line is September’s [$464,136], so each bar shows "
                "only what moved. The three parts add up to the [$28,077] rise",
                ChartBlock("factors"),
                "chart",
            ),
            block(
                write, "split", "why", "The split in figures", "Revenue = sessions × conversion × order value", split
            ),
            block(
                write,
                "drivers-channel",
                "why",
                "By channel: email up, paid social down",
                "Change in revenue from September, $; at right, in %",
                ChartBlock("drivers-channel"),
                "chart",
            ),
            block(
                write,
                "drivers-category",
                "why",
                "By category: lighting first",
                "Same measure and same scale as above",
                ChartBlock("drivers-category"),
                "chart",
            ),
        ),
    )
    return section, {"factors": fall, "drivers-channel": channels, "drivers-category": categories}


def journey(write: Writer) -> tuple[Section, dict[str, Chart]]:
    funnel = FunnelChart(
        "funnel",
        "Sessions 184,620; product viewed 104,870; orders 4,819.",
        tuple(
            FunnelStep(
                label, value, f"{value:,.0f}", rate, before, change, accent=label == "Order placed", sentiment=way
            )
            for label, value, rate, before, change, way in (
                ("Sessions", 184620.0, "", "", "", NEUTRAL),
                ("Product viewed", 104870.0, "56.8%", "57.2%", "−0.4 pp", NEUTRAL),
                ("Added to cart", 16430.0, "15.7%", "15.5%", "+0.2 pp", NEUTRAL),
                ("Checkout started", 8610.0, "52.4%", "52.2%", "+0.2 pp", NEUTRAL),
                ("Order placed", 4819.0, "56.0%", "58.5%", "−2.5 pp", UNFAVOURABLE),
            )
        ),
        ("Step", "Count", "Step rate", "Sep", "Change"),
    )

    best = {(6, 19): 97, (6, 20): 115, (6, 21): 107}

    def busy(row: int, hour: int) -> float:
        if (row, hour) in best:
            return best[row, hour]
        evening = max(0.0, 60 - 14 * abs(hour - 20)) + max(0.0, 30 - 5 * abs(hour - 13))
        return round(2 + evening * (1.28 if row == 6 else 0.6 + 0.02 * row), 1)

    heat = HeatMap(
        "hours",
        "Orders by weekday and hour; Sunday from 7 to 10 pm is the busiest stretch.",
        ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
        tuple({0: "12 am", 6: "6 am", 12: "12 pm", 18: "6 pm"}.get(hour, "") for hour in range(24)),
        tuple(
            HeatCell(row, hour, busy(row, hour), str(best.get((row, hour), "")))
            for row in range(7)
            for hour in range(24)
        ),
        "2",
        "115 orders",
    )
    down = (UNFAVOURABLE, "down")
    devices = Table(
        (
            Column("Device", numeric=False),
            Column("Sessions"),
            Column("Orders"),
            Column("%", group="Conversion rate"),
            Column("on Sep, pp", group="Conversion rate"),
            Column("%", group="Checkouts completed"),
            Column("on Sep, pp", group="Checkouts completed"),
        ),
        (
            Row((*write.row("Phone", "117,820", "2,294", "1.95", "−0.12", "48.7").cells, write.cell("−4.5", *down))),
            write.row("Desktop", "58,940", "2,304", "3.91", "+0.02", "64.9", "+0.3"),
            write.row("Tablet", "7,860", "221", "2.81", "−0.03", "63.1", "−0.1"),
            Row(
                (
                    *write.row("All devices", "184,620", "4,819", "2.61", "−0.10", "56.0").cells,
                    write.cell("−2.5", *down),
                ),
                total=True,
            ),
        ),
    )
    also = Paragraphs(
        (
            write(
                "Step rates before the checkout are flat: [56.8%] of sessions view a product (September [57.2%]) and "
                "[15.7%] of viewers add to the cart ([15.5%]). With September’s checkout rate, the same [8,610] "
                "checkouts would have made [222] more orders."
            ),
        )
    )
    section = Section(
        "journey",
        "Conversion and the journey",
        write("Shoppers reach the checkout as before; fewer finish it, and the loss is on phones"),
        (
            block(
                write,
                "funnel",
                "journey",
                "Checkout lost [2.5] points",
                "Sessions reaching each step, {date:October 2026}. Step rate: share of the step before",
                ChartBlock("funnel"),
                "chart",
            ),
            block(
                write,
                "devices",
                "journey",
                "On phones, fewer than half of the checkouts are completed",
                "By device, {date:October 2026}",
                devices,
            ),
            block(
                write,
                "hours",
                "journey",
                "Sunday from {scale:7} to {scale:10} pm is the busiest stretch",
                "Orders by weekday and hour of day (ET), {date:October 2026}. The three hours printed hold "
                "[319\u00a0orders]",
                ChartBlock("hours", (write("[2]"), write("[115] orders"))),
                "chart",
            ),
            block(write, "also-journey", "journey", "Also in the journey", "", also),
        ),
    )
    return section, {"funnel": funnel, "hours": heat}

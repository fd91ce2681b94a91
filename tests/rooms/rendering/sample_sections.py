"""The sections of the English sample report that carry charts: an invented shop, October 2026."""

from __future__ import annotations

from reportgen.charts.model import (
    Bar,
    BarChart,
    Chart,
    LineChart,
    LinePoint,
    Mark,
    Tick,
)
from reportgen.report.model import (
    Block,
    ChartBlock,
    Column,
    Columns,
    Outcome,
    Paragraphs,
    Section,
    Table,
)
from tests.rooms.rendering.sample_writer import MONTHS, Writer, block, cards


def summary(write: Writer) -> Section:
    note = Paragraphs(
        (
            write(
                "The email series ran on four dates, two more than in September. Before the holiday budget for paid "
                "social is released, I would settle the phone checkout: every visit we pay for now has to pass "
                "through\u00a0it."
            ),
        )
    )
    figures = Paragraphs(
        (
            write(
                "Revenue was [$492,213], up [6.0%] on September and up [14.2%] on {date:October 2025}. That is [98.4%] "
                "of the [$500,000] target, [$7,787] short."
            ),
            write(
                "Sessions rose [7.4%] and the average order grew by [$2.54] to [$102.14]; conversion fell from [2.71%] "
                "to [2.61%], the lowest of the last {scale:13} months."
            ),
            write("Email brought [$20,310] of the [$28,077] rise. Paid social held it back by [$6,880]."),
            write(
                "Most of the drop in conversion sits at checkout on phones, where [48.7%] of checkouts were completed, "
                "down from [53.2%] in September."
            ),
        )
    )
    status = Columns(
        (
            ("Data status", write("Final. Archived {date:November 2, 2026, 6:10 am ET}")),
            ("Sources", write("Shop orders, web analytics, two ad accounts")),
            ("Coverage", write("[31] of [31] days from every source; [4,819] orders")),
            ("Checks", write("[24] of [24] passed; nothing restated")),
        )
    )
    return Section(
        "summary",
        "Summary",
        write("More sessions and larger orders brought revenue up [6.0%], just short of target"),
        (
            block(write, "note", "summary", "Analyst’s note", "Iris Coleman, {date:November 3}", note),
            block(write, "figures", "summary", "What the figures say", "", figures),
            block(write, "cards", "summary", "", "", cards(write)),
            block(write, "status", "summary", "", "", status),
        ),
    )


def sales(write: Writer) -> tuple[Section, dict[str, Chart]]:
    this_year = (431019, 610000, 688900, 404000, 380000, 411000, 420000, 434000, 419000, 399000, 429000, 464136, 492213)
    last_year = (402000, 575000, 652000, 372000, 353000, 390000, 398000, 413000, 404000, 392000, 405000, 419000, 431019)
    line = LineChart(
        "revenue-line",
        "Revenue per month, October 2025 to October 2026; the latest month is $492,213.",
        tuple(
            LinePoint(month, {0: "2025", 3: "2026", 12: "2026"}.get(index, ""), value, tooltip=f"${value:,}")
            for index, (month, value) in enumerate(zip(MONTHS, this_year, strict=True))
        ),
        last_year,
        tuple(
            Tick(value, label)
            for value, label in ((0, "0"), (200000, "200k"), (400000, "400k"), (600000, "600k"), (800000, "US$800k"))
        ),
        "$492,213",
        ("$431,019", "a year earlier"),
        Mark(2, "$688,900"),
    )
    channels = BarChart(
        "channel-bars",
        "Revenue by channel; Email rose most, by $20,310.",
        tuple(
            Bar(name, value, f"${value:,.0f}", before, note, accent=name == "Email")
            for name, value, before, note in (
                ("Organic search", 148920.0, 141380.0, "+$7,540"),
                ("Paid search", 104310.0, 105920.0, "−$1,610"),
                ("Email", 96540.0, 76230.0, "+$20,310"),
                ("Direct", 70480.0, 68910.0, "+$1,570"),
                ("Paid social", 44190.0, 51070.0, "−$6,880"),
                ("Affiliates", 27773.0, 20626.0, "+$7,147"),
            )
        ),
    )
    table = Table(
        (
            Column("Category", numeric=False),
            Column("Revenue", "$"),
            Column("Share", "%"),
            Column("$", group="Change on September"),
            Column("%", group="Change on September"),
            Column("On Oct 2025", "%"),
            Column("Gross margin", "%"),
        ),
        (
            write.row("Lighting", "151,640", "30.8", "+18,730", "+14.1", "+24.8", "51.2"),
            write.row("Furniture", "128,420", "26.1", "−3,360", "−2.5", "+1.7", "38.7"),
            write.row("Textiles", "84,310", "17.1", "+8,290", "+10.9", "+17.2", "49.6"),
            write.row("Tableware", "57,260", "11.6", "+1,320", "+2.4", "+10.9", "47.3"),
            write.row("Decor", "45,883", "9.3", "+2,693", "+6.2", "+20.1", "50.8"),
            write.row("Storage", "24,700", "5.0", "+404", "+1.7", "–", "44.1"),
            write.row("Total", "492,213", "100.0", "+28,077", "+6.0", "+14.2", "46.8", total=True),
        ),
    )
    also = Paragraphs(
        (
            write("Lighting ([+$18,730]) and textiles ([+$8,290]) make [96%] of the rise; furniture lost [$3,360]."),
            write("Gross margin reached [46.8%], the highest of the last {scale:13} months."),
        )
    )
    section = Section(
        "sales",
        "Sales",
        write("Every month since last October sold more than the year before, and email led the latest rise"),
        (
            block(
                write,
                "revenue-line",
                "sales",
                "October was [14.2%] above last year",
                "Revenue per month, $. {date:October 2025} to {date:October 2026}, and the same months a year earlier",
                ChartBlock("revenue-line"),
                "chart",
            ),
            block(
                write,
                "channel-bars",
                "sales",
                "Email brought [72%] of the rise",
                "Revenue by channel, {date:October 2026}, $. The tick marks September; at right, the change",
                ChartBlock("channel-bars"),
                "chart",
            ),
            block(
                write,
                "categories",
                "sales",
                "Lighting grew by a seventh; furniture fell",
                "Revenue by product category, {date:October 2026}",
                table,
            ),
            block(write, "also-sales", "sales", "Also in sales", "", also),
            Block("returns", "table", "sales", Outcome.SUPPRESSED, write("Returns"), reason="no refunds table"),
        ),
    )
    return section, {"revenue-line": line, "channel-bars": channels}

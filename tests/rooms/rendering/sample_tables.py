"""The sections of the English sample report that are tables: targets and actions, the appendix."""

from __future__ import annotations

from reportgen.report.model import (
    Cell,
    Column,
    Definitions,
    Row,
    Run,
    Section,
    Table,
    TargetBar,
    Text,
)
from tests.rooms.rendering.sample_writer import NEUTRAL, UNFAVOURABLE, Writer, block


def actions(write: Writer) -> Section:
    def row(
        name: str, now: str, target: str, gap: str, filled: float, status: str, owner: str, what: str, note: Text
    ) -> Row:
        missed = (UNFAVOURABLE, "down") if status == "missed" else (NEUTRAL, "")
        return Row(
            (
                Cell(write(name, strong=True), bar=TargetBar(filled, (), (), status == "missed")),
                write.cell(now),
                write.cell(target),
                write.cell(gap),
                Cell(write(status), *missed),
                write.cell(owner),
                Cell(write(what), note=note),
            )
        )

    def page(link: str) -> Run:
        return Run("page {page}", source="page", link=link)

    table = Table(
        (
            Column("KPI", numeric=False),
            Column("Current"),
            Column("Target"),
            Column("Gap"),
            Column("Status", numeric=False),
            Column("Owner", numeric=False),
            Column("Suggestion and its evidence", numeric=False),
        ),
        (
            row(
                "Conversion rate",
                "2.61%",
                "2.80%",
                "−0.19 pp",
                0.932,
                "missed",
                "J. Park",
                "Shorten the phone checkout and show delivery cost in the cart",
                (*write("Phones complete [48.7%] of checkouts, September [53.2%] ("), page("journey"), Run(")")),
            ),
            row(
                "Return on ad spend",
                "4.12",
                "4.50",
                "−0.38",
                0.916,
                "missed",
                "L. Haas",
                "Tighten paid-social targeting; move budget to what returns more",
                (*write("Paid social [−$6,880] ("), page("why"), *write("), ad\u00a0spend\u00a0[+2.2%]")),
            ),
            row(
                "Returning buyers",
                "38.4%",
                "40.0%",
                "−1.6 pp",
                0.96,
                "near",
                "T. Reyes",
                "Keep the autumn email series; add a second-order offer",
                (*write("Email [+26.6%] ("), page("why"), *write("), returning share [+2.5\u00a0pp]")),
            ),
            row(
                "Orders",
                "4,819",
                "5,000",
                "−181",
                0.964,
                "near",
                "J. Park",
                "See conversion rate",
                (*write("September’s checkout rate would have given [5,041] orders ("), page("journey"), Run(")")),
            ),
            row(
                "Revenue",
                "$492,213",
                "$500,000",
                "−$7,787",
                0.984,
                "near",
                "M. Ortiz",
                "Check stock of the two furniture lines that ran out",
                (*write("Furniture [−$3,360] ("), page("sales"), Run(")")),
            ),
            row("Sessions", "184,620", "180,000", "+4,620", 1.026, "met", "L. Haas", "No action", ()),
            row("Gross margin", "46.8%", "46.0%", "+0.8 pp", 1.017, "met", "M. Ortiz", "No action", ()),
            row(
                "Average order value",
                "$102.14",
                "$100.00",
                "+$2.14",
                1.021,
                "met",
                "M. Ortiz",
                "Set the free-delivery threshold just above the average order",
                write("Threshold [$95.00], average order [$102.14]"),
            ),
        ),
        wide=True,
    )
    past = Table(
        (
            Column("Agreed in September", numeric=False),
            Column("Status", numeric=False),
            Column("What the figures show", numeric=False),
        ),
        (
            write.row("Autumn email series, four mailings", "Done", "Email [+$20,310] on September"),
            write.row("Pause two display campaigns", "Done", "Ad spend [+2.2%]"),
            write.row("Test a one-page checkout", "Open", "Not started; moved to November"),
        ),
    )
    return Section(
        "actions",
        "Targets and actions",
        write("Two of eight targets were missed, three were met and three came near"),
        (
            block(write, "targets", "actions", "", "", table),
            block(
                write,
                "past",
                "actions",
                "September’s actions",
                "What was agreed in the last report, and what followed. The figures do not prove the effect",
                past,
            ),
        ),
    )


def appendix(write: Writer) -> Section:
    wide = Table(
        (
            Column("KPI", numeric=False),
            Column("Oct 2026"),
            Column("Sep 2026"),
            Column("Change", group="On September"),
            Column("%", group="On September"),
            Column("Oct 2025"),
            Column("Change", group="On October 2025"),
            Column("%", group="On October 2025"),
            Column("Trailing"),
            Column("Target"),
            Column("Attained", "%"),
        ),
        (
            Row(tuple(write.cell(text) for text in ("Sales",)), heading=True),
            write.row(
                "Revenue from returning buyers",
                "$189,010",
                "$166,625",
                "+$22,385",
                "+13.4",
                "$157,753",
                "+$31,257",
                "+19.8",
                "$161,204",
                "$200,000",
                "94.5",
            ),
            write.row("Orders", "4,819", "4,660", "+159", "+3.4", "4,405", "+414", "+9.4", "4,534", "5,000", "96.4"),
            write.row(
                "Cost per acquired customer", "$24.18", "$22.90", "+$1.28", "+5.6", "–", "–", "–", "$23.05", "–", "–"
            ),
        ),
        wide=True,
        caption="All KPIs",
    )
    long = Table(
        (Column("Product", numeric=False), Column("Orders"), Column("Revenue", "$"), Column("Share", "%")),
        tuple(
            Row(
                (
                    Cell(
                        (
                            Run(
                                f"Product {number:03d}"
                                + (
                                    " with a name that runs on and on, brushed brass, extra wide"
                                    if number % 17 == 5
                                    else ""
                                ),
                                source="name",
                            ),
                        )
                    ),
                    *write.row(f"{400 - number}", f"{(400 - number) * 31:,}", "–" if number % 9 == 0 else "1.2").cells,
                )
            )
            for number in range(1, 81)
        ),
        caption="Products by revenue",
        more=write("and [12] more products"),
    )
    terms = Definitions(
        (
            (
                write("Net revenue"),
                write(
                    "Sum of order lines after discounts and refunds, without tax and delivery, by the day of the order."
                ),
            ),
            (write("Average order value"), write("Net revenue / orders.")),
            (
                write("Customer lifetime value, five years at most"),
                write("Expected gross margin of a customer over at most [5] years."),
            ),
        )
    )
    return Section(
        "appendix",
        "Appendix",
        write("All figures, definitions and data notes"),
        (
            block(write, "all-kpis", "appendix", "", "", wide),
            block(write, "products", "appendix", "Products by revenue", "{date:October 2026}", long),
            block(write, "terms", "appendix", "Definitions as used", "", terms),
        ),
    )

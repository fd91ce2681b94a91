"""The first sheet: whose report it is, what it says, the main KPIs and where the rest stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from reportgen.comparisons.model import Baseline, KpiResult
from reportgen.insights.facts import PERCENT, change_unit
from reportgen.narrative.teller import Teller
from reportgen.rendering.workbook.book import LINE_HEIGHT, Book, Look, Sheet, lines_of
from reportgen.rendering.workbook.figures import BASELINES, CURRENT, Place, baseline_head, head_style
from reportgen.rendering.workbook.tables import Listed
from reportgen.rendering.workbook.trends import Run, sparkline
from reportgen.report.model import Cards, Columns, Paragraphs, Report, plain
from reportgen.units import Sentiment, Unit

LAST = 8  # column to which sentences run
NAME_WIDTH, COLUMN_WIDTH = 34, 15
LATEST = 13  # periods of a chart
LOGO_HEIGHT, LOGO_WIDTH = 44, 200  # pixels at most
_WHOLE = NAME_WIDTH + LAST * COLUMN_WIDTH


@dataclass(frozen=True, slots=True)
class Mark:
    """A logo as a PNG and its size in pixels."""

    png: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Parts:
    """What the other sheets hold, for the summary to point at."""

    places: dict[str, Place]
    runs: dict[str, Run]
    listed: Sequence[Listed]


def fill_summary(
    book: Book, sheet: Sheet, teller: Teller, names: dict[str, str], parts: Parts, mark: Mark | None
) -> None:
    """Write the sheet that was opened first."""
    sheet.set_column(0, 0, NAME_WIDTH)
    sheet.set_column(1, LAST, COLUMN_WIDTH)
    row = _head(book, sheet, mark)
    row = _sentences(book, sheet, row, teller)
    row = _cards(book, sheet, row, teller, names, parts)
    row = _lead_chart(book, sheet, row, names, parts)
    row = _status(book, sheet, row, teller)
    _contents(book, sheet, row, teller, parts.listed)


def card_kpis(report: Report) -> list[str]:
    """The KPIs of the summary's cards, in their order, by the facts that the cards print."""
    cards = [card for block in report.blocks if isinstance(block.content, Cards) for card in block.content.cards]
    facts = [run.fact for card in cards for run in card.value if run.fact is not None]
    found = [fact.removesuffix(".current") for fact in facts if fact.endswith(".current")]
    return [kpi for kpi in dict.fromkeys(found) if kpi in report.results.kpis]


def _head(book: Book, sheet: Sheet, mark: Mark | None) -> int:
    report, row = book.report, 0
    if mark is not None:
        sheet.set_row_pixels(0, mark.height + 12)
        scale = {"x_offset": 2, "y_offset": 6, "object_position": 3, "description": book.words(report.client)}
        sheet.insert_image(0, 0, "logo.png", {"image_data": BytesIO(mark.png), **scale, **_scaled(mark)})
        row = 1
    book.text(sheet, row, 0, report.client, bold=True, font_size=20, font_color=book.theme.accent)
    sheet.set_row(row, 32)
    gap = "" if report.locale.startswith("zh") else " "
    book.text(
        sheet, row + 1, 0, f"{report.cover.title} · {gap.join(report.cover.period_words)}", font_size=12, bold=True
    )
    sheet.set_row(row + 1, 20)
    book.text(sheet, row + 2, 0, report.labels.foot, font_color=book.theme.ink2)
    return row + 4


def _scaled(mark: Mark) -> dict[str, float]:
    """How the picture's own pixels become those of the sheet (96 a inch)."""
    from PIL import Image

    with Image.open(BytesIO(mark.png)) as picture:
        across, down = picture.size
    with Image.open(BytesIO(mark.png)) as picture:
        dpi = picture.info.get("dpi", (96, 96))
    return {"x_scale": mark.width / across * dpi[0] / 96, "y_scale": mark.height / down * dpi[1] / 96}


def _title(book: Book, sheet: Sheet, row: int, text: str) -> int:
    look = {
        "bold": True,
        "font_size": 12,
        "font_color": book.theme.accent,
        "bottom": 1,
        "bottom_color": book.theme.accent,
    }
    for column in range(1, LAST + 1):
        sheet.write_blank(row, column, None, book.format(bottom=1, bottom_color=book.theme.accent))
    book.text(sheet, row, 0, text, **look)
    sheet.set_row(row, 21)
    return row + 1


def _paragraph(book: Book, sheet: Sheet, row: int, text: str, **look: Look) -> int:
    """A text over the whole width, in as many lines as it needs."""
    book.across(sheet, row, (0, LAST), text, **({"text_wrap": True, "valign": "top"} | look))
    size = look.get("font_size", 10) / 10
    sheet.set_row(row, LINE_HEIGHT * size * lines_of(text, _WHOLE / size) + 4)
    return row + 1


def _sentences(book: Book, sheet: Sheet, row: int, teller: Teller) -> int:
    summary = book.report.sections[0] if book.report.sections else None
    if summary is None:
        return row
    row = _title(book, sheet, row, teller.word("workbook.findings"))
    row = _paragraph(book, sheet, row, book.words(summary.heading), bold=True, font_size=14)
    said = [
        text for block in summary.blocks if isinstance(block.content, Paragraphs) for text in block.content.paragraphs
    ]
    for text in said:
        row = _paragraph(book, sheet, row, book.words(text))
    for _, text in book.report.insights:
        if not any(plain(text) in plain(paragraph) for paragraph in said):
            row = _paragraph(book, sheet, row, f"· {book.words(text)}", font_color=book.theme.ink2)
    return row + 1


def _cards(book: Book, sheet: Sheet, row: int, teller: Teller, names: dict[str, str], parts: Parts) -> int:
    chosen = [kpi for kpi in card_kpis(book.report) if kpi in parts.places]
    if not chosen:
        return row
    row = _title(book, sheet, row, teller.word("mail.figures"))
    baselines = [one for one in BASELINES if one in parts.places[chosen[0]].baselines]
    has_target = parts.places[chosen[0]].target is not None
    heads = [teller.word("table.kpi"), plain(teller.period(book.report.results.state.period))]
    said = (teller.name(baseline_head(book, teller, baseline)) for baseline in baselines)
    heads += [book.words(teller.say("workbook.change_on", baseline=baseline)) for baseline in said]
    heads += (
        [teller.word("table.target"), teller.word("table.attained"), teller.word("table.status")] if has_target else []
    )
    heads.append(teller.word("workbook.trend"))
    for column, head in enumerate(heads):
        book.text(sheet, row, column, head, **head_style(book, numeric=0 < column < len(heads) - 1))
    sheet.set_row(row, LINE_HEIGHT * max(lines_of(head, COLUMN_WIDTH) for head in heads) + 4)
    for at, kpi in enumerate(chosen, start=row + 1):
        result = book.report.results.kpis[kpi]
        _card(book, sheet, at, result, names.get(kpi, kpi), parts.places[kpi], baselines, teller)
        if kpi in parts.runs:
            sheet.add_sparkline(at, len(heads) - 1, sparkline(book, parts.runs[kpi]))
        sheet.set_row(at, 21)
    return row + len(chosen) + 2


def _card(
    book: Book,
    sheet: Sheet,
    row: int,
    result: KpiResult,
    name: str,
    place: Place,
    baselines: list[Baseline],
    teller: Teller,
) -> None:
    line = {"bottom": 4, "bottom_color": book.theme.hairline}
    unit = result.kpi.unit
    book.text(sheet, row, 0, name, bold=True, **line)
    number = result.value.number
    if number is None:
        return
    code = book.numbers.code(unit.value, [number])
    sheet.write_formula(
        row, 1, f"={place.cell(CURRENT)}", book.format(num_format=code, bold=True, **line), float(number)
    )
    column = 2
    for baseline in baselines:
        held = result.comparisons.get(baseline)
        if held is None or held.change is None:
            sheet.write_blank(row, column, None, book.format(**line))
        else:
            relative = held.relative if unit not in (Unit.RATE, Unit.SCORE) else None
            shown, kind, step = (held.change, change_unit(unit), 1) if relative is None else (relative, PERCENT, 2)
            code = book.numbers.code(kind, [shown, number] if relative is None else [], sign=True)
            cell = book.format(num_format=code, font_color=book.colour(held.sentiment), **line)
            sheet.write_formula(row, column, f"={place.cell(place.baselines[baseline] + step)}", cell, float(shown))
        column += 1
    if place.target is None:
        return
    target = result.target
    said = None if target is None or target.status is None else teller.word(f"status.target.{target.status.value}")
    off = Sentiment.UNFAVOURABLE if target is not None and target.status == "missed" else Sentiment.NEUTRAL
    values = (
        (0, None if target is None else float(target.target), book.numbers.code(unit.value, [number])),
        (
            2,
            None if target is None or target.attainment is None else float(target.attainment),
            book.numbers.code(PERCENT),
        ),
        (3, said, "General"),
    )
    for at, (step, value, code) in enumerate(values, start=column):
        look = book.format(
            num_format=code, align="right", font_color=book.colour(off if step else Sentiment.NEUTRAL), **line
        )
        if value is None:
            sheet.write_blank(row, at, None, look)
        else:
            sheet.write_formula(row, at, f"={place.cell(place.target + step)}", look, value)


def _lead_chart(book: Book, sheet: Sheet, row: int, names: dict[str, str], parts: Parts) -> int:
    """The first two cards' KPIs over time, side by side."""
    drawn = [kpi for kpi in card_kpis(book.report) if kpi in parts.runs][:2]
    for place, kpi in enumerate(drawn):
        run = parts.runs[kpi]
        first = max(run.first, run.last - LATEST + 1)
        chart = book.made.add_chart({"type": "line"})
        series = {
            "name": [run.sheet, run.row, 0],
            "categories": [run.sheet, 3, first, 3, run.last],
            "values": [run.sheet, run.row, first, run.row, run.last],
            "line": {"color": book.theme.accent, "width": 2.25},
        }
        font = {"name": book.font, "size": 9, "color": book.theme.ink2}
        chart.add_series(series)
        chart.set_title(
            {
                "name": [run.sheet, run.row, 0],
                "name_font": {**font, "size": 11, "bold": True, "color": book.theme.ink},
                "overlay": False,
                "layout": None,
            }
        )
        chart.set_legend({"none": True})
        line = {"color": book.theme.hairline}
        chart.set_x_axis({"num_font": font, "line": line, "major_tick_mark": "none", "interval_unit": 3})
        chart.set_y_axis(
            {
                "num_font": font,
                "num_format": run.code,
                "line": {"none": True},
                "major_gridlines": {"visible": True, "line": line},
            }
        )
        chart.set_chartarea({"border": {"none": True}})
        chart.set_size({"width": 540, "height": 250})
        sheet.insert_chart(row, 4 if place else 0, chart, {"object_position": 3, "description": names.get(kpi, kpi)})
    return row + (14 if drawn else 0)


def _status(book: Book, sheet: Sheet, row: int, teller: Teller) -> int:
    items = [item for block in book.report.blocks if isinstance(block.content, Columns) for item in block.content.items]
    if not items:
        return row
    row = _title(book, sheet, row, teller.word("mail.data"))
    for label, text in items:
        book.text(sheet, row, 0, label, bold=True, valign="top")
        words = book.words(text)
        book.across(sheet, row, (1, LAST), words, text_wrap=True, valign="top")
        sheet.set_row(row, LINE_HEIGHT * lines_of(words, _WHOLE - NAME_WIDTH) + 3)
        row += 1
    return row + 1


def _contents(book: Book, sheet: Sheet, row: int, teller: Teller, listed: Sequence[Listed]) -> None:
    row = _title(book, sheet, row, teller.word("labels.contents"))
    for one in listed:
        book.text(sheet, row, 0, one.sheet, bold=True)
        book.text(sheet, row, 1, one.title)
        row += 1
    sheet.print_area(0, 0, row, LAST)

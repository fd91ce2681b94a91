"""A report as the parts of a mail: HTML that mail programs can show, plain text with the same numbers, pictures.

Tables and inline styles, for mail programs know little else; the few rules for dark paper repeat roles only. Nothing
is fetched: pictures are parts of the same mail. The receipt's slot is empty until the mail is sent.
"""

from __future__ import annotations

import textwrap
import xml.etree.ElementTree as ET
from base64 import b64encode
from dataclasses import dataclass

from jinja2 import TemplateError
from markupsafe import Markup

from reportgen.charts.model import Figure
from reportgen.charts.png import png
from reportgen.charts.theme import Theme
from reportgen.errors import Problem, PublishError
from reportgen.formatting.binding import JOINER
from reportgen.narrative import load_phrases
from reportgen.rendering import lint, style
from reportgen.rendering.brand import Brand
from reportgen.rendering.linebreaks import unjoined
from reportgen.rendering.logo import SVG, Logo
from reportgen.rendering.mail_view import MailView, mail_view
from reportgen.rendering.page import Composer, environment
from reportgen.report.model import Card, Report, Text, plain

WIDTH = 600  # px of the mail
PICTURE = 536  # px of a chart in it; its pixels are twice as many
LOGO_HEIGHT, LOGO_WIDTH = 32, 180  # px at most
LARGEST_HTML = 90_000  # bytes; webmail cuts off what is longer
LINE = 76
TEMPLATE = "mail/mail.html.j2"
_MM = 25.4 / 96  # of a CSS pixel


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG of the mail, named by its content id."""

    cid: str
    content: bytes
    width: int  # CSS px
    height: int


@dataclass(frozen=True, slots=True)
class MailBody:
    """What a reader of the mail sees: subject, both texts, the pictures of the HTML."""

    subject: str
    html: str
    text: str
    pictures: tuple[Picture, ...]


def render_mail(report: Report, figures: dict[str, Figure], theme: Theme, brand: Brand, *, attached: bool) -> MailBody:
    """The mail of a report; ``attached`` says that files come with it.

    PublishError for an unmarked number, one that only one of the two texts has, or HTML that is too long.
    """
    view = mail_view(report, figures)
    logo = _logo(brand.logo, theme)
    pictures = tuple(_picture(chart.cid, chart.figure, theme) for chart in view.charts)
    html = _html(report, view, theme, brand, {one.cid: one for one in (*pictures, *logo)}, attached=attached)
    text = _text(report, view, brand.tone, attached=attached)
    page = lint.check_numbers(html, report.facts, report.locale, report.currency)
    printed = set(page.numbers).union(*(lint.numbers_of(chart.alt) for chart in view.charts))
    differing = sorted(printed ^ set(lint.numbers_of(text)))
    if differing:
        raise PublishError(
            Problem(
                "the mail's plain text and its HTML print different numbers",
                found=", ".join(differing[:8]),
                expected="the same numbers in both",
            )
        )
    if len(html.encode()) > LARGEST_HTML:
        raise PublishError(
            Problem(
                "the mail is too long: webmail would cut it off",
                found=f"{len(html.encode())} bytes",
                expected=f"at most {LARGEST_HTML}",
            )
        )
    return MailBody(report.title, html, text, (*logo, *pictures))


def preview(body: MailBody) -> bytes:
    """The HTML with its pictures inside, to be opened in a browser."""
    html = body.html
    for one in body.pictures:
        source = f"data:image/png;base64,{b64encode(one.content).decode()}"
        html = html.replace(f'src="cid:{one.cid}"', f'src="{source}"')
    return html.encode()


def _html(
    report: Report, view: MailView, theme: Theme, brand: Brand, pictures: dict[str, Picture], *, attached: bool
) -> str:
    day, night = style.roles(theme), style.roles(style.dark(theme))
    phrases = load_phrases(report.locale, brand.tone)
    names = {
        "report": report,
        "view": view,
        "brand": brand,
        "labels": report.labels,
        "composer": Composer(report, {}, theme, brand, "mail"),
        "lang": style.language(report.locale),
        "day": {name.replace("-", "_"): Markup(value) for name, value in day.items()},  # noqa: S704  checked colours
        "night": {name.replace("-", "_"): Markup(value) for name, value in night.items()},  # noqa: S704
        "fonts": Markup(_fonts(theme, report.locale)),  # noqa: S704  checked names
        "words": {key: phrases.word(f"mail.{key}") for key in ("figures", "data", "receipt", "attached")},
        "attached": attached,
        "pictures": pictures,
        "width": WIDTH,
    }
    try:
        return environment().get_template(TEMPLATE).render(names)
    except TemplateError as error:
        raise PublishError(f"the mail's template cannot be filled: {error.message}") from error


def _fonts(theme: Theme, locale: str) -> str:
    """The brand's family where the reader has it, then what most machines have."""
    local = {
        "ko": ("Apple SD Gothic Neo", "Malgun Gothic"),
        "zh": ("PingFang TC", "Microsoft JhengHei", "PingFang SC", "Microsoft YaHei"),
    }.get(style.language(locale)[:2], ("Segoe UI", "Helvetica Neue"))
    named = ",".join(f"'{family}'" for family in dict.fromkeys((*style.families(theme, locale)[:1], *local)))
    return f"{named},Arial,sans-serif"


def _picture(cid: str, figure: Figure, theme: Theme) -> Picture:
    height = round(PICTURE * figure.height_mm / figure.width_mm)
    return Picture(cid, png(figure, theme, width=2 * PICTURE), PICTURE, height)


def _logo(logo: Logo | None, theme: Theme) -> tuple[Picture, ...]:
    """The logo on white, at most one."""
    made = logo_picture(logo, theme, LOGO_WIDTH, LOGO_HEIGHT)
    return () if made is None else (made,)


def logo_picture(logo: Logo | None, theme: Theme, widest: float, highest: float) -> Picture | None:
    """The logo as a PNG of at most this size (CSS px), for programs that do not show SVG."""
    if logo is None:
        return None
    height = min(highest, widest / logo.aspect)
    width = height * logo.aspect
    if logo.kind == "png":
        return Picture("logo", logo.data, round(width), round(height))
    ET.register_namespace("", SVG)
    root = ET.fromstring(logo.data)  # noqa: S314 - rebuilt from an allow-list when it was read
    if "viewBox" not in root.attrib:
        root.set("viewBox", f"0 0 {root.get('width', '1')} {root.get('height', '1')}")
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    root.insert(0, ET.Element(f"{{{SVG}}}title"))
    figure = Figure("logo", ET.tostring(root, encoding="unicode"), "", width * _MM, height * _MM)
    return Picture("logo", png(figure, theme, width=2 * round(width)), round(width), round(height))


def _text(report: Report, view: MailView, tone: str, *, attached: bool) -> str:
    """The mail without pictures: the same sentences and figures, a line each."""
    phrases = load_phrases(report.locale, tone)
    parts: list[list[str]] = [
        [_line(report.client), _line(report.cover.title), _line(_period(report, view))],
        [_words(view.headline)],
        *([_words(text)] for text in view.paragraphs),
        [_rule(phrases.word("mail.figures"))] if view.cards else [],
        *([_line(f"{card.name}: {plain(card.value)}"), *_changes(card)] for card in view.cards),
        *(
            [
                _rule(f"{phrases.word('mail.chart')}: {plain(one.title)}"),
                _words(one.subtitle),
                _wrapped(one.alt),
                *(_wrapped(f"{letter} {date}: {text}") for letter, date, text in one.notes),
            ]
            for one in view.charts
        ),
        [_rule(phrases.word("mail.data")), *(_wrapped(f"{label}: {plain(text)}") for label, text in view.status)]
        if view.status
        else [],
        [phrases.word("mail.attached")] if attached else [],
        [_words(view.foot)],
    ]
    return "\n\n".join("\n".join(line for line in part if line) for part in parts if any(part)) + "\n"


def _period(report: Report, view: MailView) -> str:
    return ("" if style.is_chinese(report.locale) else " ").join(view.period)


def _changes(card: Card) -> list[str]:
    arrows = {"up": "▲ ", "down": "▼ "}
    lines = [
        f"  {arrows.get(change.arrow, '')}{_flat(f'{plain(change.figure)} {plain(change.words)}')}"
        for change in card.changes
    ]
    if card.target is not None:
        said = [plain(text) for text in (card.target.text, card.target.status) if text]
        lines.append(f"  {_flat(' · '.join(said))}")
    return lines


def _flat(text: str) -> str:
    return unjoined(text).replace(JOINER, "")


def _line(text: str) -> str:
    return " ".join(_flat(text).split(" "))


def _words(text: Text) -> str:
    return _wrapped(plain(text))


def _wrapped(text: str) -> str:
    return textwrap.fill(_flat(text), LINE, break_long_words=False, break_on_hyphens=False)


def _rule(title: str) -> str:
    return f"{_flat(title)}\n{'-' * min(len(title), LINE)}"

"""A report as a notebook shows it: cards and findings in plain HTML, every text escaped, nothing loaded or run."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup, escape

from reportgen.report.model import Card, Cards, Change, Report, plain
from reportgen.units import Sentiment

# Colour is only ever a bar at the side: words take the notebook's own colour, on its light ground or its dark one.
BARS = {Sentiment.FAVOURABLE: "#2e7d5b", Sentiment.UNFAVOURABLE: "#b4472e", Sentiment.NEUTRAL: "#8a8a8a"}
BOX = "border:1px solid #8a8a8a66;padding:.6em .8em;min-width:10em;max-width:16em"


def notebook_page(report: Report) -> str:
    """The piece of HTML: title, status, cards and findings, in the report's language."""
    return str(Markup("\n").join(_parts(report)))


def _parts(report: Report) -> Iterator[Markup]:
    yield Markup('<div lang="{}" style="font-family:system-ui,sans-serif;line-height:1.4">').format(report.locale)
    yield Markup('<p style="font-size:1.2em;margin:0 0 .2em"><strong>{}</strong></p>').format(_text(report.title))
    yield Markup('<p style="margin:0 0 .8em;opacity:.75">{}</p>').format(_text(plain(report.labels.foot)))
    yield Markup('<div style="display:flex;flex-wrap:wrap;gap:.6em">')
    for card in _cards(report):
        yield _card(card)
    yield Markup("</div>")
    yield Markup('<ol style="max-width:46em;margin:.8em 0 0;padding-left:1.6em">')
    for _, text in report.insights:
        yield Markup('<li style="margin:.3em 0">{}</li>').format(_text(plain(text)))
    yield Markup("</ol>")
    yield Markup("</div>")


def _cards(report: Report) -> tuple[Card, ...]:
    return next((block.content.cards for block in report.blocks if isinstance(block.content, Cards)), ())


def _card(card: Card) -> Markup:
    lines = [
        Markup('<div style="{}">').format(BOX),
        Markup('<div style="opacity:.75">{}</div>').format(_text(card.name)),
        Markup('<div style="font-size:1.5em;font-variant-numeric:tabular-nums">{}</div>').format(
            _text(plain(card.value))
        ),
        *(_change(change) for change in card.changes),
    ]
    if card.target is not None:
        words = f"{plain(card.target.text)} {plain(card.target.status)}".strip()
        lines.append(Markup('<div style="opacity:.75">{}</div>').format(_text(words)))
    return Markup("").join((*lines, Markup("</div>")))


def _change(change: Change) -> Markup:
    words = f"{plain(change.figure)} {plain(change.words)}".strip()
    bar = BARS[change.sentiment]
    return Markup('<div style="border-left:3px solid {};padding-left:.4em;margin-top:.2em">{}</div>').format(
        bar, _text(words)
    )


def _text(text: str) -> Markup:
    return escape(text)

"""The look of one brand as a value: colours by role and the type families."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.charts import palette
from reportgen.charts.palette import Oklch
from reportgen.units import Sentiment

PAPER = "#FFFFFF"
FAVOURABLE, FAVOURABLE_FILL = "#1F62A8", "#4A80BB"
UNFAVOURABLE, UNFAVOURABLE_FILL = "#B1440E", "#CC6637"
TOO_NEAR = 30.0  # degrees of hue between the brand and a colour that already means good or bad


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours (``#RRGGBB``) by role, and the font families in order of preference, joined by commas.

    The names are what the colours are for: ``context_line`` is for last year's line, ``context_fill``
    for bars that are not the point, ``heat`` for the six steps of a heat map, ``total`` for totals.
    """

    accent: str
    ink: str
    ink2: str
    context_line: str
    context_fill: str
    hairline: str
    pale: str
    heat: tuple[str, ...]
    favourable: str
    favourable_fill: str
    unfavourable: str
    unfavourable_fill: str
    total: str
    paper: str
    font_family: str

    @property
    def families(self) -> tuple[str, ...]:
        """The font families, the preferred one first."""
        return tuple(self.font_family.split(","))

    def fill(self, sentiment: Sentiment, otherwise: str) -> str:
        """The fill of a mark that means this; ``otherwise`` where it means nothing."""
        fills = {
            Sentiment.FAVOURABLE: self.favourable_fill,
            Sentiment.UNFAVOURABLE: self.unfavourable_fill,
        }
        return fills.get(sentiment, otherwise)

    def text(self, sentiment: Sentiment, otherwise: str) -> str:
        """The colour of words that mean this; ``otherwise`` where they mean nothing."""
        return {Sentiment.FAVOURABLE: self.favourable, Sentiment.UNFAVOURABLE: self.unfavourable}.get(
            sentiment, otherwise
        )


def make_theme(
    primary: str,
    *,
    favourable: str | None = None,
    unfavourable: str | None = None,
    neutral_pair: bool = False,
    font_family: str = "Pretendard",
    fallback_families: tuple[str, ...] = (),
) -> Theme:
    """A theme from a brand's colour (``#RRGGBB``).

    The pair for good and bad is fixed unless the brand sets it; with ``neutral_pair`` it is ink, and two
    greys as fills, for readers to whom colours mean the opposite. ConfigError for what is not a
    colour, or is too light to be read and cannot be darkened without becoming another one.
    """
    accent = palette.readable(primary, "colours.primary", PAPER)
    brand = palette.to_oklch(accent)
    ink, ink2 = palette.tone(brand, 0.24, 0.012), palette.tone(brand, 0.47, 0.012)
    context_line, context_fill = palette.tone(brand, 0.655, 0.012), palette.tone(brand, 0.79, 0.014)
    if neutral_pair:
        good, bad = (ink, ink2), (ink, context_line)
    else:
        good, bad = (FAVOURABLE, FAVOURABLE_FILL), (UNFAVOURABLE, UNFAVOURABLE_FILL)
    if favourable is not None:
        good = _semantic(favourable, "colours.favourable")
    if unfavourable is not None:
        bad = _semantic(unfavourable, "colours.unfavourable")
    heat = (*palette.ramp(brand)[:-1], accent)
    return Theme(
        accent=accent,
        ink=ink,
        ink2=ink2,
        context_line=context_line,
        context_fill=context_fill,
        hairline=palette.tone(brand, 0.88, 0.008),
        pale=palette.tone(brand, 0.90, 0.28 * min(brand.chroma, 0.09)),
        heat=heat,
        favourable=good[0],
        favourable_fill=good[1],
        unfavourable=bad[0],
        unfavourable_fill=bad[1],
        total=ink if _means_something(brand, good[1], bad[1]) else accent,
        paper=PAPER,
        font_family=",".join(dict.fromkeys((font_family, *fallback_families))),
    )


def _semantic(colour: str, key: str) -> tuple[str, str]:
    """A brand's own colour for words, and a lighter, quieter one of its hue for marks."""
    text = palette.readable(colour, key, PAPER)
    lightness, chroma, hue = palette.to_oklch(text)
    return text, palette.to_hex(Oklch(lightness + 0.095, 0.88 * chroma, hue))


def _means_something(brand: Oklch, *fills: str) -> bool:
    """Whether the brand's hue could be taken for one of the colours that mean good or bad."""
    if brand.chroma < palette.ACHROMATIC:
        return False
    meanings = (palette.to_oklch(fill) for fill in fills)
    return any(
        palette.hue_distance(brand.hue, meaning.hue) <= TOO_NEAR
        for meaning in meanings
        if meaning.chroma > 2 * ACHROMATIC_TONE
    )


ACHROMATIC_TONE = 0.014  # the chroma of the derived greys

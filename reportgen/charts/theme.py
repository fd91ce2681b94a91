"""The look of one brand as a value: colours by role and the type families."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, radians, sin, sqrt

from reportgen.charts import palette
from reportgen.charts.palette import Oklch
from reportgen.units import Sentiment

PAPER = "#FFFFFF"
FAVOURABLE, FAVOURABLE_FILL = "#1F62A8", "#4A80BB"
UNFAVOURABLE, UNFAVOURABLE_FILL = "#B1440E", "#CC6637"
TOO_NEAR = 30.0  # degrees of hue between the brand and a colour that already means good or bad
TOO_ALIKE = 0.10  # the distance in OKLab below which two fills side by side are hard to tell apart


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours (``#RRGGBB``) by role, and the font families in order of preference, joined by commas.

    The names are what the colours are for: ``accent`` is the brand's first colour, for what matters; ``second`` its
    second, for marks of the page (the same as ``accent`` where the brand has none); ``context_line`` is for last
    year's line, ``context_fill`` for bars that are not the point, ``part`` for the first of the other parts of a
    whole, ``heat`` for the six steps of a heat map, ``total`` for totals.
    """

    accent: str
    second: str
    ink: str
    ink2: str
    context_line: str
    context_fill: str
    part: str
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


@dataclass(frozen=True, slots=True)
class Darkened:
    """A brand's colour that was too light to be read: its key, the colour asked for, the one that is printed."""

    key: str
    asked: str
    printed: str


def darkened(**colours: str | None) -> tuple[Darkened, ...]:
    """The colours, by their key in brand.yaml, that are printed darker than asked for. ConfigError as of a theme."""
    asked = {key: palette.parse_hex(colour, _key(key)) for key, colour in colours.items() if colour is not None}
    printed = {key: palette.readable(colour, _key(key), PAPER) for key, colour in asked.items()}
    return tuple(Darkened(key, asked[key], printed[key]) for key in asked if asked[key] != printed[key])


def kept_from_parts(theme: Theme) -> bool:
    """Whether the brand's second colour is left out of charts: it looks like the first, or like good or bad."""
    return theme.second not in (theme.accent, theme.part)


def make_theme(
    primary: str,
    *,
    accent: str | None = None,
    favourable: str | None = None,
    unfavourable: str | None = None,
    neutral_pair: bool = False,
    font_family: str = "Pretendard",
    fallback_families: tuple[str, ...] = (),
) -> Theme:
    """A theme from a brand's colours (``#RRGGBB``): ``primary``, and ``accent`` where it has a second one.

    The pair for good and bad is fixed unless the brand sets it; with ``neutral_pair`` it is ink, and two
    greys as fills, for readers to whom colours mean the opposite. ConfigError for what is not a
    colour, or is too light to be read and cannot be darkened without becoming another one.
    """
    first = palette.readable(primary, _key("primary"), PAPER)
    second = first if accent is None else palette.readable(accent, _key("accent"), PAPER)
    brand = palette.to_oklch(first)
    ink, ink2 = palette.tone(brand, 0.24, 0.012), palette.tone(brand, 0.47, 0.012)
    context_line, context_fill = palette.tone(brand, 0.655, 0.012), palette.tone(brand, 0.79, 0.014)
    if neutral_pair:
        good, bad = (ink, ink2), (ink, context_line)
    else:
        good, bad = (FAVOURABLE, FAVOURABLE_FILL), (UNFAVOURABLE, UNFAVOURABLE_FILL)
    if favourable is not None:
        good = _semantic(favourable, _key("favourable"))
    if unfavourable is not None:
        bad = _semantic(unfavourable, _key("unfavourable"))
    heat = (*palette.ramp(brand)[:-1], first)
    other = palette.to_oklch(second)
    plain = _distance(brand, other) < TOO_ALIKE or _means_something(other, good[1], bad[1])
    return Theme(
        accent=first,
        second=second,
        ink=ink,
        ink2=ink2,
        context_line=context_line,
        context_fill=context_fill,
        part=ink2 if plain else second,
        hairline=palette.tone(brand, 0.88, 0.008),
        pale=palette.tone(brand, 0.90, 0.28 * min(brand.chroma, 0.09)),
        heat=heat,
        favourable=good[0],
        favourable_fill=good[1],
        unfavourable=bad[0],
        unfavourable_fill=bad[1],
        total=ink if _means_something(brand, good[1], bad[1]) else first,
        paper=PAPER,
        font_family=",".join(dict.fromkeys((font_family, *fallback_families))),
    )


def _key(colour: str) -> str:
    return f"colours.{colour}"


def _distance(one: Oklch, other: Oklch) -> float:
    """The Euclidean distance of two colours in OKLab (0 to about 1)."""
    along, across = one.chroma - other.chroma, 2 * sin(radians(palette.hue_distance(one.hue, other.hue) / 2))
    return hypot(one.lightness - other.lightness, along, across * sqrt(one.chroma * other.chroma))


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

"""Colours derived from one brand colour, in OKLCH.

Lightness L runs from 0 to 1, chroma C from 0, hue H in degrees; colours go in and out as ``#RRGGBB``.
Every tone is the brand's hue at a fixed lightness and a small chroma, so that any brand gives the same
contrasts. The matrices are those of the published OKLab definition for linear sRGB.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple, TypeAlias

from reportgen.errors import ConfigError, Problem

CONTRAST_FOR_TEXT = 4.5  # WCAG 2, level AA
LOWERING = 0.01  # a step of lightness
MOST_LOWERING = 0.25  # beyond this the colour would no longer be the brand's
SHRINK = 0.96  # chroma is taken down by 4 % until the colour can be shown
ROUNDING = 1e-6  # by which a channel may miss the gamut
ACHROMATIC = 0.004  # below this chroma a hue is noise: the derived tones are grey too

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_SRGB_KNEE, _LINEAR_KNEE = 0.04045, 0.0031308

Triple: TypeAlias = tuple[float, float, float]


class Oklch(NamedTuple):
    """A colour as lightness (0–1), chroma and hue (degrees)."""

    lightness: float
    chroma: float
    hue: float


def parse_hex(colour: str, key: str) -> str:
    """``#abc`` or ``#aabbcc`` as ``#AABBCC``. ConfigError, naming the ``key``, for anything else."""
    text = colour.strip()
    if not _HEX.fullmatch(text):
        raise ConfigError(Problem(f"{key} is not a colour", found=repr(colour), expected="#RRGGBB, as in #1F5A49"))
    digits = text[1:]
    return "#" + (digits if len(digits) > len("abc") else "".join(2 * digit for digit in digits)).upper()


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def to_oklch(colour: str) -> Oklch:
    """An sRGB colour in OKLCH."""
    red, green, blue = _linear(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    return Oklch(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def to_hex(colour: Oklch) -> str:
    """The nearest sRGB colour: out of gamut, the chroma is shrunk by 4 % until it is inside."""
    lightness, chroma, hue = min(max(colour.lightness, 0.0), 1.0), colour.chroma, colour.hue
    channels = _channels(Oklch(lightness, chroma, hue))
    while chroma > ACHROMATIC / 4 and not all(-ROUNDING <= value <= 1 + ROUNDING for value in channels):
        chroma *= SHRINK
        channels = _channels(Oklch(lightness, chroma, hue))
    return "#" + "".join(f"{round(255 * _encode(min(max(value, 0.0), 1.0))):02X}" for value in channels)


def readable(colour: str, key: str, paper: str) -> str:
    """The colour, or the lightest darker one of its hue that can be read on ``paper``.

    ConfigError, naming the ``key``, where that would be another colour (a bright yellow turns olive).
    """
    asked = parse_hex(colour, key)
    if contrast(asked, paper) >= CONTRAST_FOR_TEXT:
        return asked
    lightness, chroma, hue = to_oklch(asked)
    for step in range(1, round(MOST_LOWERING / LOWERING) + 1):
        lowered = to_hex(Oklch(lightness - step * LOWERING, chroma, hue))
        if contrast(lowered, paper) >= CONTRAST_FOR_TEXT:
            return lowered
    raise ConfigError(
        Problem(
            f"{key} is too light to be read",
            found=f"{asked}, contrast {contrast(asked, paper):.1f} on {paper}",
            expected=f"a contrast of at least {CONTRAST_FOR_TEXT}",
            todo="give a darker colour of the brand; the light one can stay in the logo",
        )
    )


def tone(brand: Oklch, lightness: float, chroma: float) -> str:
    """The brand's hue at this lightness and chroma; a grey brand gives greys."""
    return to_hex(Oklch(lightness, chroma if brand.chroma >= ACHROMATIC else 0.0, brand.hue))


RAMP_STEPS = (0.0, 0.16, 0.34, 0.55, 0.78, 1.0)
_RAMP_TOP, _RAMP_LEAST_CHROMA, _RAMP_BEND = 0.965, 0.008, 0.8


def ramp(brand: Oklch) -> tuple[str, ...]:
    """Six colours from nearly white to the brand's own."""
    return tuple(
        tone(
            brand,
            _RAMP_TOP + (brand.lightness - _RAMP_TOP) * t,
            max(_RAMP_LEAST_CHROMA, brand.chroma * t**_RAMP_BEND),
        )
        for t in RAMP_STEPS
    )


def hue_distance(one: float, other: float) -> float:
    """Degrees between two hues, from 0 to 180."""
    apart = abs(one - other) % 360
    return min(apart, 360 - apart)


def _linear(colour: str) -> Triple:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _decode(red), _decode(green), _decode(blue)


def _decode(value: float) -> float:
    return value / 12.92 if value <= _SRGB_KNEE else ((value + 0.055) / 1.055) ** 2.4


def _encode(value: float) -> float:
    return float(12.92 * value if value <= _LINEAR_KNEE else 1.055 * value ** (1 / 2.4) - 0.055)


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: Oklch) -> Triple:
    a = colour.chroma * math.cos(math.radians(colour.hue))
    b = colour.chroma * math.sin(math.radians(colour.hue))
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )

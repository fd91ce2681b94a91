"""What a client's brand adds to a page: name, logo, author, fonts, the cover's style."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from reportgen.config.brand import Brand as ConfiguredBrand
from reportgen.config.overrides import Overrides
from reportgen.errors import ConfigError, Place, Problem
from reportgen.rendering.client_styles import checked_styles
from reportgen.rendering.logo import Logo, read_logo
from reportgen.resources import Font, font_problem


@dataclass(frozen=True, slots=True)
class Brand:
    """The name beside the logo ("" for the client's), logos for light and dark paper, the document's author.

    ``fonts`` are the brand's own font files. ``cover`` is the cover's style: ``bars`` and ``band`` have the chart of
    the period's days, the second under a field of the brand's colour; ``ruled`` and ``plain`` are type alone. ``tone``
    is that of the mail's own words.
    ``templates`` and ``styles`` are the client's own, which come before the built-in ones.
    """

    name: str = ""
    logo: Logo | None = None
    logo_dark: Logo | None = None
    author: str = ""
    fonts: tuple[Font, ...] = ()
    cover: str = "bars"
    tone: str = "plain"
    templates: dict[str, str] = field(default_factory=dict)
    styles: dict[str, str] = field(default_factory=dict)


def read_brand(configured: ConfiguredBrand, author: str, own: Overrides | None = None) -> Brand:
    """The brand with its files read and made safe. ConfigError for a logo, font or style that cannot be used."""
    return Brand(
        name=configured.name,
        logo=_logo(configured.logo),
        logo_dark=_logo(configured.logo_dark),
        author=author,
        fonts=tuple(_font(configured.font_family, path) for path in configured.font_files),
        cover=configured.cover,
        tone=configured.tone,
        templates=dict(own.templates) if own else {},
        styles=checked_styles(own.styles) if own else {},
    )


def _logo(path: Path | None) -> Logo | None:
    if path is None:
        return None
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(Problem("the logo cannot be read", Place(path.name), found=error.strerror)) from error
    return read_logo(data, path.name)


def _font(family: str, path: Path) -> Font:
    from fontTools.ttLib import TTFont

    wrong = font_problem(path)
    if wrong is not None:
        raise ConfigError(Problem(f"the font {wrong}", Place(path.name), expected="static TrueType files (.ttf)"))
    with TTFont(path, lazy=True) as font:
        return Font(family, int(font["OS/2"].usWeightClass), path)

"""brand.yaml as types, and the brand as the rooms after this one see it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AliasChoices, Field

from reportgen.config.fields import Color, Filled, Line
from reportgen.config.source import Strict

PRIMARY = "#1f5a49"
FAMILY = "Pretendard"
Cover = Literal["bars", "band", "ruled", "plain"]
Tone = Literal["plain", "formal"]


class ColorsEntry(Strict):
    """The brand's colours; the rest of the palette is derived from them."""

    primary: Color = Field(default=PRIMARY, description="the brand colour: what matters in a chart, links")
    accent: Color | None = Field(
        default=None, description="a second one: section names, the cover's rule, a chart's second part"
    )
    favourable: Color | None = Field(
        default=None, validation_alias=AliasChoices("favourable", "favorable"), description="good news"
    )
    unfavourable: Color | None = Field(
        default=None, validation_alias=AliasChoices("unfavourable", "unfavorable"), description="bad news"
    )


class FontsEntry(Strict):
    """The brand's type family and the files that hold it."""

    family: Line = Field(description="the family's name, as in the files")
    files: Annotated[tuple[Line, ...], Filled] = Field(description="static TrueType files (.ttf)")


class BrandFile(Strict):
    """brand.yaml."""

    name: Line | None = Field(default=None, description="the name beside the logo; default: the client's")
    logo: Line | None = Field(default=None, description="an SVG or PNG file for light backgrounds")
    logo_dark: Line | None = Field(default=None, description="the same for dark backgrounds")
    colors: ColorsEntry = Field(
        default=ColorsEntry(),
        validation_alias=AliasChoices("colors", "colours"),
        description="#rrggbb colours",
    )
    fonts: FontsEntry | None = Field(default=None, description="the type family; default: the shipped one")
    footer: Line | None = Field(default=None, description="the confidentiality line at every page's foot")
    cover: Cover = Field(default="bars", description="the cover's style")
    tone: Tone = Field(default="plain", description="how the sentences are worded")


@dataclass(frozen=True, slots=True)
class Brand:
    """How a client's reports look: one value for every room that draws or dresses.

    Colours are ``#rrggbb`` in lower case, None where they are to be derived; paths are absolute.
    """

    name: str
    primary: str = PRIMARY
    accent: str | None = None
    favourable: str | None = None
    unfavourable: str | None = None
    logo: Path | None = None
    logo_dark: Path | None = None
    font_family: str = FAMILY
    font_files: tuple[Path, ...] = ()
    footer: str | None = None
    cover: str = "bars"
    tone: str = "plain"

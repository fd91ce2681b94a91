"""A theme as CSS: custom properties for light and dark paper, and the rules that let charts follow them.

The style sheets of ``styles/`` name roles only (``var(--accent)``); the values stand here, each checked to
be a colour before it is written into a style sheet.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from functools import cache
from types import MappingProxyType

from reportgen import resources
from reportgen.charts import palette
from reportgen.charts.palette import Oklch
from reportgen.charts.theme import Theme
from reportgen.errors import PublishError
from reportgen.rendering.fonts import Face

COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
FAMILY = re.compile(r"[\w][\w .-]*")
TRADITIONAL_HAN, SIMPLIFIED = "Noto Sans TC", "Noto Sans SC"
TRADITIONAL = frozenset({"TW", "HK", "MO"})
SHEETS = {
    "pdf": ("tokens.css", "report.css", "print.css", "cover-print.css"),
    "html": ("tokens.css", "report.css", "screen.css", "cover-screen.css"),
}
RED_RISES = frozenset({"KR", "TW", "CN"})
# Letter is wider and lower than A4: the same 175 mm of text, margins made up at the sides and cut at head and foot.
LETTER_PAGE = """@page{size:215.9mm 279.4mm;margin:26mm 20.45mm 19mm}
@page cover{margin:0}.cover{padding-left:20.45mm}.cover-chart{left:20.45mm}"""
LETTER = frozenset({"US"})  # territories that print on Letter

DARK_PAPER, DARK_INK, DARK_INK2 = 0.20, 0.93, 0.76
DARK_LINE, DARK_FILL, DARK_HAIR, DARK_PALE = 0.62, 0.48, 0.36, 0.40
DARK_ACCENT, DARK_WORD, DARK_MARK = 0.74, 0.76, 0.66


def language(locale: str) -> str:
    """The ``lang`` of a page: the locale itself, in BCP 47 spelling."""
    return locale.replace("_", "-")


def territory(locale: str) -> str:
    """The locale's territory in capitals, or ""."""
    parts = language(locale).split("-")[1:]
    return next((part.upper() for part in parts if len(part) == 2), "")  # noqa: PLR2004  ISO 3166


def neutral_pair(locale: str) -> bool:
    """Whether the locale's readers know red as rising, so that good and bad are told by words alone."""
    return territory(locale) in RED_RISES or (not territory(locale) and language(locale)[:2] in {"ko", "zh"})


def is_letter(locale: str) -> bool:
    """Whether the locale's readers print on Letter rather than A4."""
    return territory(locale) in LETTER


def is_chinese(locale: str) -> bool:
    """Whether a page's text is Chinese."""
    return language(locale).split("-")[0] == "zh"


def han_families(locale: str) -> tuple[str, ...]:
    """The families that print Han characters: simplified first for zh-CN and zh-SG, else traditional."""
    simplified = (
        is_chinese(locale) and "Hant" not in language(locale).split("-") and territory(locale) not in TRADITIONAL
    )
    return (SIMPLIFIED, TRADITIONAL_HAN) if simplified else (TRADITIONAL_HAN, SIMPLIFIED)


def families(theme: Theme, locale: str) -> tuple[str, ...]:
    """Font families of a page, the preferred one first, those for Han last."""
    wanted = (*(family.strip() for family in theme.families), *han_families(locale))
    for family in wanted:
        if not FAMILY.fullmatch(family):
            raise PublishError(f"a font family that cannot be written into a style sheet: {family!r}")
    return tuple(dict.fromkeys(wanted))


def css_colour(value: str) -> str:
    """``value`` if it is #RRGGBB; PublishError for anything else."""
    if not COLOUR.fullmatch(value):
        raise PublishError(f"a colour that cannot be written into a style sheet: {value!r}")
    return value


def roles(theme: Theme) -> dict[str, str]:
    """Role → colour, in the theme's order; the heat ramp is heat-1 … heat-6."""
    found: dict[str, str] = {}
    for field in fields(theme):
        value = getattr(theme, field.name)
        name = field.name.replace("_", "-")
        if field.name == "heat":
            found |= {f"heat-{step}": css_colour(colour) for step, colour in enumerate(value, 1)}
        elif field.name != "font_family":
            found[name] = css_colour(value)
    return found


def dark(theme: Theme) -> Theme:
    """The same brand on dark paper: every role keeps its hue and its rank of contrast."""
    brand = palette.to_oklch(theme.accent)
    paper = palette.tone(brand, DARK_PAPER, 0.008)
    accent = _lifted(theme.accent, DARK_ACCENT)
    top = palette.to_oklch(accent)
    ramp = tuple(
        palette.tone(brand, 0.27 + (top.lightness - 0.27) * step, top.chroma * max(step, 0.15))
        for step in palette.RAMP_STEPS[:-1]
    )
    ink, ink2 = palette.tone(brand, DARK_INK, 0.006), palette.tone(brand, DARK_INK2, 0.010)
    second = _lifted(theme.second, DARK_ACCENT)
    return replace(
        theme,
        accent=accent,
        second=second,
        part=ink2 if theme.part == theme.ink2 else second,
        ink=ink,
        ink2=ink2,
        context_line=palette.tone(brand, DARK_LINE, 0.012),
        context_fill=palette.tone(brand, DARK_FILL, 0.014),
        hairline=palette.tone(brand, DARK_HAIR, 0.008),
        pale=palette.tone(brand, DARK_PALE, 0.03),
        heat=(*ramp, accent),
        favourable=_lifted(theme.favourable, DARK_WORD),
        favourable_fill=_lifted(theme.favourable_fill, DARK_MARK),
        unfavourable=_lifted(theme.unfavourable, DARK_WORD),
        unfavourable_fill=_lifted(theme.unfavourable_fill, DARK_MARK),
        total=accent if theme.total == theme.accent else ink,
        paper=paper,
    )


def _lifted(colour: str, lightness: float) -> str:
    old = palette.to_oklch(colour)
    return palette.to_hex(Oklch(max(old.lightness, lightness), old.chroma, old.hue))


def _properties(theme: Theme) -> str:
    return "".join(f"--{role}:{colour};" for role, colour in roles(theme).items())


def _chart_rules(theme: Theme) -> str:
    """Rules by which the colours written in a chart's SVG follow the page's custom properties."""
    named: dict[str, str] = {}
    for role, colour in roles(theme).items():
        named.setdefault(colour.upper(), role)
    return "".join(
        f'.figure svg [{attribute}="{colour}" i]{{{attribute}:var(--{role})}}'
        for colour, role in named.items()
        for attribute in ("fill", "stroke")
    )


@cache
def sheet(medium: str) -> str:
    """The built-in style sheets of a medium, joined."""
    folder = resources.styles_dir()
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in SHEETS[medium])


def font_faces(faces: Sequence[Face], medium: str) -> tuple[str, dict[str, bytes]]:
    """``@font-face`` rules, and for print the files that they name in the bundle."""
    rules = []
    files: dict[str, bytes] = {}
    for face in faces:
        if medium == "pdf":
            name = f"font/{face.family.replace(' ', '-').lower()}-{face.weight}"
            files[name] = face.data
            source = f"url(bundle:{name})"
        else:
            source = f"url(data:font/woff2;base64,{b64encode(face.data).decode()}) format('woff2')"
        rules.append(f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};src:{source}}}')
    return "\n".join(rules), files


def sheets(medium: str, own: Mapping[str, str]) -> str:
    """The built-in style sheets, those of ``own`` with the same name in their place, its others behind them all."""
    if not own:
        return sheet(medium)
    folder, built_in = resources.styles_dir(), SHEETS[medium]
    texts = [own.get(name) or (folder / name).read_text(encoding="utf-8") for name in built_in]
    others = [name for name in sorted(own) if name not in {*SHEETS["pdf"], *SHEETS["html"]}]
    return "\n".join([*texts, *(own[name] for name in others)])


def stylesheet(
    theme: Theme,
    locale: str,
    medium: str,
    faces: Sequence[Face] = (),
    own: Mapping[str, str] = MappingProxyType({}),
) -> tuple[str, dict[str, bytes]]:
    """All CSS of a page, and the font files that it names: faces and theme first, then the built-in sheets.

    ``faces`` that the theme does not name (those made for Han characters) come before all others in the stack:
    they hold only what the others lack. ``own`` are the client's checked style sheets, by name.
    """
    named = families(theme, locale)
    made = dict.fromkeys(face.family for face in faces if face.family not in named)
    stack = ",".join(f'"{family}"' for family in (*made, *named))
    rules, files = font_faces(faces, medium)
    of_field = {"field": theme.accent, "on-field": theme.paper, "field-edge": theme.second}  # by day and by night
    field = "".join(f"--{role}:{css_colour(colour)};" for role, colour in of_field.items())
    root = f":root{{{_properties(theme)}{field}--family:{stack}}}"
    if medium == "pdf":
        return "\n".join((rules, root, sheets(medium, own), LETTER_PAGE if is_letter(locale) else "")), files
    night = f"@media screen and (prefers-color-scheme:dark){{:root{{{_properties(dark(theme))}}}}}"
    return "\n".join((rules, root, night, sheets(medium, own), _chart_rules(theme))), files

"""The look that a client's brand asks for, and what of it could not be had as asked."""

from __future__ import annotations

from reportgen.charts.theme import Theme, darkened, kept_from_parts, make_theme
from reportgen.config.client import ClientConfig
from reportgen.issues import Issue, Severity
from reportgen.messages import message
from reportgen.rendering.style import han_families, neutral_pair


def theme_of(config: ClientConfig) -> Theme:
    """The brand's colours and type. ConfigError for a colour that cannot be read however it is darkened."""
    brand = config.brand
    return make_theme(
        brand.primary,
        accent=brand.accent,
        favourable=brand.favourable,
        unfavourable=brand.unfavourable,
        neutral_pair=neutral_pair(config.locale),
        font_family=brand.font_family,
        fallback_families=han_families(config.locale),
    )


def look_issues(config: ClientConfig) -> tuple[Issue, ...]:
    """What is printed otherwise than brand.yaml asks: a colour darkened, a second colour kept out of charts.

    ConfigError as for the theme.
    """
    brand = config.brand
    asked = {name: getattr(brand, name) for name in ("primary", "accent", "favourable", "unfavourable")}
    said = [
        message("check.colour-darkened", name=one.key, asked=one.asked, printed=one.printed)
        for one in darkened(**asked)
    ]
    theme = theme_of(config)
    if brand.accent is not None and kept_from_parts(theme):
        said.append(message("check.accent-not-in-charts", asked=theme.second))
    return tuple(Issue(one.key.removeprefix("check."), Severity.NOTE, "brand", one) for one in said)

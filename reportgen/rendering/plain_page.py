"""Jinja as this product uses it; and pages that are not reports: our template, values that others have worded."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from reportgen import resources

if TYPE_CHECKING:
    from jinja2 import Environment, Template


def strict_environment(finalize: Callable[..., Any] | None = None) -> Environment:
    """Over the shipped templates: autoescaped, strict, without a way around either.

    ``finalize`` sees every value before it is printed.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(resources.templates_dir()),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    for name in ("safe", "tojson", "xmlattr", "format", "pprint", "random"):
        made.filters.pop(name, None)
    return made


@cache
def plain_template(name: str) -> Template:
    """One of the shipped templates, for a page that holds nothing of a client's making."""
    return strict_environment().get_template(name)

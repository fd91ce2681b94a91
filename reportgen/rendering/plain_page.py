"""Pages that are not reports: a template of ours, values that others have worded, and nothing of a client's making."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from reportgen import resources

if TYPE_CHECKING:
    from jinja2 import Template


@cache
def plain_template(name: str) -> Template:
    """One of the shipped templates: autoescaped, strict, without the filters of a report's page."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(resources.templates_dir()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)

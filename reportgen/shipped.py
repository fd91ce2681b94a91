"""The package's own tables: YAML files that are shipped in its rooms."""

from __future__ import annotations

from importlib import resources
from typing import Any

import yaml

# libyaml's parser, ten times as fast, where PyYAML was built with it.
_VALUES: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def shipped_table(package: str, name: str, *, words: bool = False) -> dict[str, Any]:
    """The mapping in the file ``name`` of a package; with ``words`` every value stays a string (on, off and no too)."""
    text = resources.files(package).joinpath(name).read_text(encoding="utf-8")
    content = yaml.load(text, Loader=_WORDS if words else _VALUES)  # noqa: S506  # both know plain values only
    if not isinstance(content, dict):
        raise TypeError(f"{name} of {package} is not a mapping")
    return content

"""Values that come from the environment, known by name until the moment of use."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from reportgen.errors import ConfigError, Problem

_REFERENCE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def is_reference(text: str) -> bool:
    """Whether the whole text is ``${NAME}``."""
    return _REFERENCE.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Secret:
    """A ``${NAME}`` reference, or a literal where one is allowed (an SMTP host or user).

    Its repr and str show a reference's name and never a literal or a resolved value.
    """

    text: str = field(repr=False)

    @property
    def name(self) -> str | None:
        """The environment variable's name; None for a literal."""
        match = _REFERENCE.fullmatch(self.text)
        return match[1] if match else None

    def reveal(self, environ: Mapping[str, str] | None = None) -> str:
        """The value, from ``environ`` (default: the process's). ConfigError when it is not set."""
        name = self.name
        if name is None:
            return self.text
        value = (os.environ if environ is None else environ).get(name, "")
        if not value:
            raise ConfigError(
                Problem(
                    f"the environment variable {name} is not set",
                    expected=f"a value for ${{{name}}}, which the config refers to",
                    todo=f"set {name} in the environment of this command",
                )
            )
        return value

    def __repr__(self) -> str:
        return f"Secret('{self}')"

    def __str__(self) -> str:
        return self.text if self.name else "***"

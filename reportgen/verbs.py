"""Rooms whose names are verbs of the Python API too: ``reportgen.kpis("clients/acme", "2026-10")``.

The name can only be one thing; so the room is a module that can be called, and the call is the API's.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from types import ModuleType
from typing import Any


class Verb(ModuleType):
    """A module that can be called, and then does what ``reportgen.api`` has under its name."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401, D102  # the API's is typed
        return self._verb()(*args, **kwargs)

    def _verb(self) -> Any:  # noqa: ANN401
        return getattr(importlib.import_module("reportgen.api"), self.__name__.rpartition(".")[2])

    @property
    def __signature__(self) -> inspect.Signature:
        """What editors and notebooks show as its arguments."""
        return inspect.signature(self._verb())


def callable_room(name: str) -> None:
    """Let the room of this full name be called."""
    sys.modules[name].__class__ = Verb

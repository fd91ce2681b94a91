"""Automated KPI reports: exports in, a branded report out, every number traceable.

``reportgen.build``, ``report``, ``kpis`` and ``explain`` are the Python API; it is imported when one of them is first
asked for, so that ``import reportgen`` stays instant. The rooms of the package, in the order in which data flows
through them, are described in docs/architecture.md; ``reportgen.pipeline`` is the one module that calls every room.
"""

import importlib

__version__ = "0.1.0"

__all__ = ["Explanation", "Insight", "Report", "__version__", "build", "errors", "explain", "kpis", "report"]

_ROOMS = ("errors", "kpis", "report")  # the last two are rooms that can be called, see reportgen.verbs


def __getattr__(name: str) -> object:
    if name in _ROOMS:
        return importlib.import_module(f"reportgen.{name}")
    if name in __all__:
        return getattr(importlib.import_module("reportgen.api"), name)
    raise AttributeError(f"module 'reportgen' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

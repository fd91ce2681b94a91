"""What this machine has of what reports need, as a table of checks."""

from __future__ import annotations

import ctypes.util
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from reportgen.errors import MachineError
from reportgen.rendering.packages import import_pptx, import_xlsxwriter
from reportgen.rendering.pdf import INSTALL, import_weasyprint
from reportgen.resources import font_problem, shipped_fonts, templates_dir

OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked for: whether it is there, what was found, and what to do when it is not.

    Something not ``needed`` makes reports slower or plainer without it, not impossible.
    """

    name: str
    there: bool
    found: str
    todo: str = ""
    needed: bool = True


def inspect() -> tuple[Finding, ...]:
    """Look for everything that reports need."""
    return tuple(look() for look in _LOOKS)


def _python() -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    there = sys.version_info >= OLDEST_PYTHON
    return Finding("Python", there, version, "install Python 3.11 or newer")


def _pango() -> Finding:
    try:
        weasyprint = import_weasyprint()
    except MachineError as error:
        problem = error.problems[0]
        return Finding("Pango (PDF)", there=False, found=problem.found or "missing", todo=problem.todo or "")
    return Finding("Pango (PDF)", there=True, found=f"with WeasyPrint {weasyprint.__version__}")


def _subsetting() -> Finding:
    library = ctypes.util.find_library("harfbuzz-subset")
    todo = INSTALL.get(sys.platform, INSTALL["linux"])
    return Finding(
        "HarfBuzz subsetting (faster PDF)",
        library is not None,
        library or "missing",
        f"install it: {todo}",
        needed=False,
    )


def _fonts() -> Finding:
    try:
        fonts = shipped_fonts()
    except MachineError as error:
        return Finding("Fonts", there=False, found=str(error), todo="install reportgen again")
    broken = [str(font.path) for font in fonts if font_problem(font.path) is not None]
    families = ", ".join(dict.fromkeys(font.family for font in fonts))
    return Finding("Fonts", not broken, broken[0] if broken else families, "install reportgen again")


def _templates() -> Finding:
    try:
        templates_dir()
    except MachineError as error:
        return Finding("Templates", there=False, found=str(error), todo="install reportgen again")
    return Finding("Templates", there=True, found="there")


def _time_zones() -> Finding:
    try:
        ZoneInfo("Asia/Seoul")
    except ZoneInfoNotFoundError:
        return Finding("Time zones", there=False, found="missing", todo="pip install tzdata")
    return Finding("Time zones", there=True, found="there")


def _workbooks() -> Finding:
    return _extra("Workbooks (.xlsx)", import_xlsxwriter)


def _presentations() -> Finding:
    return _extra("Presentations (.pptx)", import_pptx)


def _extra(name: str, door: Callable[[], Any]) -> Finding:
    try:
        module = door()
    except MachineError as error:
        return Finding(name, there=False, found="missing", todo=error.problems[0].todo or "", needed=False)
    return Finding(name, there=True, found=f"{module.__name__} {module.__version__}", needed=False)


_LOOKS: tuple[Callable[[], Finding], ...] = (
    _python,
    _pango,
    _subsetting,
    _fonts,
    _templates,
    _time_zones,
    _workbooks,
    _presentations,
)

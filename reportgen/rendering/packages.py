"""Office files (ZIP archives of XML) as bytes that depend on their contents alone."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from typing import Any

from reportgen.errors import MachineError, Problem

FIXED = (1980, 1, 1, 0, 0, 0)  # the earliest time that a ZIP member can bear
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
_CORE = "docProps/core.xml"


def fixed(content: bytes, day: date) -> bytes:
    """The archive with the same members in the same order, all of one time, and a document date of ``day``."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            data = old.read(member)
            if member.filename == _CORE:
                data = _STAMP.sub(rb"\g<1>" + f"{day.isoformat()}T00:00:00Z".encode() + rb"\g<3>", data)
            entry = zipfile.ZipInfo(member.filename, FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, data)
    return made.getvalue()


def import_xlsxwriter() -> Any:  # noqa: ANN401  # XlsxWriter has no types
    """The module that writes workbooks. MachineError, with the command that installs it, where it is missing."""
    try:
        import xlsxwriter
    except ImportError as error:
        raise _missing("workbooks (.xlsx)", "xlsxwriter", "xlsx") from error
    return xlsxwriter


def import_pptx() -> Any:  # noqa: ANN401  # python-pptx has no types
    """The module that writes presentations. MachineError, with the command that installs it, where it is missing."""
    try:
        import pptx
        import xlsxwriter  # noqa: F401  # for the data behind charts; python-pptx brings it
    except ImportError as error:
        raise _missing("presentations (.pptx)", "python-pptx", "pptx") from error
    return pptx


def _missing(what: str, package: str, extra: str) -> MachineError:
    return MachineError(
        Problem(
            f"{what} cannot be made on this machine: the package {package} is missing",
            expected=f"reportgen installed with its extra '{extra}'",
            todo=f"pip install 'reportgen[{extra}]'",
        )
    )

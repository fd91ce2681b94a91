"""What the Python API gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.api.notebook import notebook_page
from reportgen.errors import Place, Problem, PublishError, UsageError
from reportgen.report.model import Report as Composed
from reportgen.report.serialise import dump

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Insight:
    """A finding as the report words it. ``facts`` are the numbers behind it: name → value, unit, period."""

    kind: str
    kpi: str
    dimension: str | None
    member: str | None
    direction: str
    score: float
    text: str
    facts: Mapping[str, Mapping[str, Any]]

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """One client's report of one period; in a notebook it shows its cards and findings.

    ``kpis`` is the data frame of ``reportgen.kpis``; ``json`` the document of ``build --format json``; ``html``
    the report itself as one page that needs no network; ``files`` the paths that ``build`` wrote, the manifest last.
    """

    client: str
    name: str
    period: str
    status: str
    title: str
    html: str = field(compare=False)
    json: dict[str, Any]
    kpis: pd.DataFrame = field(compare=False)
    files: tuple[Path, ...]
    _composed: Composed = field(compare=False)

    @property
    def insights(self) -> list[Insight]:
        """The findings, in print order."""
        return [
            Insight(
                kind=found["kind"],
                kpi=found["kpi"],
                dimension=found["dimension"],
                member=found["member"],
                direction=found["direction"],
                score=found["score"],
                text=found["text"],
                facts=found["facts"],
            )
            for found in self.json["insights"]
        ]

    def save(self, path: str | PathLike[str]) -> Path:
        """Write the report to a file: its page as .html, its document as .json; the path.

        Raises UsageError for another ending, PublishError where the file cannot be written.
        """
        target = Path(path)
        contents = {".html": self.html, ".json": dump(self.json)}
        if target.suffix not in contents:
            raise UsageError(
                Problem(
                    "a report is saved as a page or as its document",
                    found=target.name,
                    expected="a name that ends in .html or .json",
                    todo="reportgen.build writes PDF and mail, with a manifest",
                )
            )
        try:
            target.write_text(contents[target.suffix], encoding="utf-8", newline="\n")
        except OSError as error:
            raise PublishError(
                Problem("the file cannot be written", Place(str(path)), found=error.strerror or str(error))
            ) from error
        return target

    def __repr__(self) -> str:
        return f"<reportgen.Report {self.client} {self.period}, {self.status}, {len(self.json['insights'])} findings>"

    def _repr_html_(self) -> str:
        return notebook_page(self._composed)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where a number comes from; as text, what ``reportgen explain`` prints.

    ``tree`` is the KPI's node: its formula and what it is made ``of``, down to measures with SQL. ``rows`` are the
    first rows behind each measure, a data frame by the measure's id. ``json`` is all of it as plain data.
    """

    kpi: str
    name: str
    period: str
    unit: str
    value: float | None
    status: str
    reason: str | None
    tree: Mapping[str, Any]
    sources: tuple[Mapping[str, Any], ...]
    checks: tuple[Mapping[str, Any], ...]
    json: Mapping[str, Any] = field(repr=False)
    text: str = field(repr=False)

    @property
    def rows(self) -> dict[str, pd.DataFrame]:
        """Measure → its first rows as text, as the fact tables hold them; empty unless rows were asked for."""
        import pandas as pd

        found: dict[str, pd.DataFrame] = {}
        waiting = [self.tree]
        while waiting:
            node = waiting.pop(0)
            waiting.extend(node.get("of", ()))
            if node.get("columns"):
                found[node["measure"]] = pd.DataFrame(node["first_rows"], columns=list(node["columns"]), dtype="str")
        return found

    def __str__(self) -> str:
        return self.text

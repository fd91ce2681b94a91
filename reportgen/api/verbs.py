"""The verbs of the Python API, each one the command of its name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen import pipeline
from reportgen.api.frames import kpi_frame
from reportgen.api.model import Explanation, Report
from reportgen.cli.explain import lines
from reportgen.cli.options import choices, today_in
from reportgen.config.client import ClientConfig
from reportgen.pipeline.ask import teller_of

if TYPE_CHECKING:
    import pandas as pd

COMPARED = ("previous", "year_ago", "target")


def build(
    path: str | PathLike[str],
    period: str,
    *,
    formats: Sequence[str] = ("pdf", "html"),
    out: str | PathLike[str] = "out",
    compare: Sequence[str] = COMPARED,
    today: date | None = None,
    final: bool = False,
) -> Report:
    """Make the report of the client at ``path`` and publish it in ``out``, as ``reportgen build`` does.

    Its ``files`` are the paths written, the manifest last. ``final`` refuses a period that is not over or whose data
    stop early; ``today`` is the date to reckon from (default: now, in the client's time zone). Raises
    reportgen.errors: ConfigError, PeriodError, SourceError, DataError, PublishError; nothing is written then.
    """
    wanted = choices(",".join(formats), pipeline.FORMATS, "formats")
    config, question = _asked(path, period, compare, today)
    made = _made(config, question, tuple(dict.fromkeys((*wanted, "html"))), Path(out), final=final)
    return _report(config, made, question, pipeline.publish_made(config, made, wanted, Path(out)))


def report(
    path: str | PathLike[str],
    period: str,
    *,
    compare: Sequence[str] = COMPARED,
    today: date | None = None,
    final: bool = False,
    out: str | PathLike[str] = "out",
) -> Report:
    """The report of the client at ``path``, without writing any file.

    What earlier reports said is remembered from the archive, else from ``out``. Raises what ``build`` raises.
    """
    config, question = _asked(path, period, compare, today)
    return _report(config, _made(config, question, ("html",), Path(out), final=final), question, ())


def kpis(
    path: str | PathLike[str],
    period: str,
    *,
    kpis: Sequence[str] | None = None,
    by: Sequence[str] = (),
    compare: Sequence[str] = COMPARED,
    today: date | None = None,
) -> pd.DataFrame:
    """The numbers of one client and period: a row for each KPI and, with ``by``, for each member.

    ``kpis`` None is every KPI of the catalogue. Columns: id, name, unit, good, dimension, member, status, reason,
    value; for each baseline B of ``compare`` but the target B_period, B_value, B_change, B_relative, B_significant;
    for the target target_value, target_change, target_attainment, target_status. Numbers are unrounded floats, rates
    are fractions; what cannot be had is missing, with status and reason. A period without data gives missing values.
    Raises ConfigError, PeriodError, SourceError, DataError, UsageError.
    """
    config, question = _asked(path, period, compare, today, None if kpis is None else tuple(kpis), tuple(by))
    answer = pipeline.numbers(config, question)
    teller = teller_of(config, answer.catalog, answer.results)
    return kpi_frame(answer.results, teller, question.baselines, question.dimensions)


def explain(
    path: str | PathLike[str], period: str, kpi: str, *, rows: int = 0, today: date | None = None
) -> Explanation:
    """Where a number comes from: formula, measures with SQL, sources with the hashes of their files, checks.

    ``rows`` is how many of the rows behind each measure are listed. Raises UsageError for an unknown KPI, and what
    ``kpis`` raises.
    """
    config, question = _asked(path, period, COMPARED, today)
    found = pipeline.explain(config, question, kpi, rows)
    return Explanation(
        kpi=found["kpi"],
        name=found["name"],
        period=found["period"]["id"],
        unit=found["unit"],
        value=found["value"],
        status=found["status"],
        reason=found["reason"],
        tree=found["tree"],
        sources=tuple(found["sources"]),
        checks=tuple(found["checks"]),
        json=found,
        text="\n".join(lines(found)),
    )


def _asked(
    path: str | PathLike[str],
    period: str,
    compare: Sequence[str],
    today: date | None,
    kpis: tuple[str, ...] | None = None,
    by: tuple[str, ...] = (),
) -> tuple[ClientConfig, pipeline.Question]:
    baselines = choices(",".join(compare), pipeline.BASELINES, "compare") if compare else ()
    config = pipeline.load_one(Path(path))
    day = today or today_in(config.timezone)
    return config, pipeline.Question(period, day, baselines, kpis or None, tuple(dict.fromkeys(by)))


def _made(
    config: ClientConfig, question: pipeline.Question, formats: tuple[str, ...], out: Path, *, final: bool
) -> pipeline.Made:
    return pipeline.make(config, question, formats, out, final=final, say=lambda _: None)


def _report(config: ClientConfig, made: pipeline.Made, question: pipeline.Question, files: tuple[Path, ...]) -> Report:
    said = made.report
    teller = teller_of(config, pipeline.catalog_of(config), said.results)
    return Report(
        client=said.client_id,
        name=said.client,
        period=said.results.state.period.id,
        status=said.status.value,
        title=said.title,
        html=made.content["html"].decode("utf-8"),
        json=made.document,
        kpis=kpi_frame(said.results, teller, question.baselines),
        files=files,
        _composed=said,
    )

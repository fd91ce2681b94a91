"""Making a client's page again and again: only what a change concerns is made anew.

The numbers stay while data and what computes them are the same, the report while its words are, the drawings while
charts and colours are. The process that draws stays warm.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar
from zoneinfo import ZoneInfo

from reportgen import pipeline
from reportgen.charts.model import Figure
from reportgen.config.brand import Brand
from reportgen.config.client import ClientConfig
from reportgen.config.model import Delivery, Insights
from reportgen.config.notes import FOLDER
from reportgen.config.overrides import Overrides
from reportgen.errors import Problem, PublishError, ReportgenError
from reportgen.pipeline.ask import refuse_unfit
from reportgen.pipeline.look import theme_of
from reportgen.pipeline.make import answer_for, kind_for, make_report
from reportgen.pipeline.recall import background_of
from reportgen.pipeline.studio import Studio, result_of
from reportgen.rendering.brand import read_brand

T = TypeVar("T")


class Rehearsal:
    """A context that makes one client's page. ``today_in`` gives the date of a time zone."""

    def __init__(
        self,
        path: Path,
        period: str,
        *,
        baselines: tuple[str, ...],
        out: Path,
        today: date | None,
        today_in: Callable[[ZoneInfo], date],
    ) -> None:
        self._path, self._period, self._baselines, self._out = path, period, baselines, out
        self._today, self._today_in = today, today_in
        self._kept: dict[str, tuple[object, Any]] = {}
        self._studio: Studio | None = None
        self._folders: list[Path] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.forget_templates()

    def forget_templates(self) -> None:
        """The next page is dressed by a new process, which reads the program's templates and styles anew."""
        studio, self._studio = self._studio, None
        if studio is not None:
            studio.__exit__(None, None, None)

    def page(self) -> bytes:
        """The HTML report as ``build`` would publish it. Raises ReportgenError as ``build`` would."""
        try:
            return self._page()
        except ReportgenError:
            raise
        except Exception as error:
            self.forget_templates()
            raise PublishError(
                Problem("the report could not be made", found=f"{type(error).__name__}: {error}")
            ) from error

    def _page(self) -> bytes:
        config = pipeline.load_one(self._path)
        studio = self._warm(sorted({path.parent for path in config.brand.font_files}))
        today = self._today or self._today_in(config.timezone)
        question = pipeline.Question(self._period, today, self._baselines)
        kind = kind_for(config, question)
        files = [(file, _stamp(file)) for source in config.sources for file in source.files]
        numbers_key = (question, files, _of_numbers(config))
        answer = self._once("numbers", numbers_key, lambda: answer_for(config, question, kind))
        refuse_unfit(config, answer, final=False)
        note = config.folder / FOLDER / f"{answer.plan.period.stem}.md"
        background = background_of(config, kind, answer, self._out)
        report = self._once(
            "report",
            (numbers_key, background, _stamp(note), _of_words(config)),
            lambda: make_report(config, kind, answer, background),
        )
        theme, brand = theme_of(config), read_brand(config.brand, config.prepared_by or "", config.overrides)
        figures: dict[str, Figure] = self._once(
            "figures", (report.charts, theme), lambda: result_of(studio.draw(report.charts.values(), theme))
        )
        html, _ = result_of(studio.html(report, figures, theme, brand))
        return html

    def _warm(self, folders: list[Path]) -> Studio:
        """The process that draws; a new one where the brand's fonts lie elsewhere or the last one died."""
        if self._studio is None or folders != self._folders or self._studio.broken:
            self.forget_templates()
            self._studio, self._folders = Studio(folders).__enter__(), folders
            self._kept.pop("figures", None)
        return self._studio

    def _once(self, name: str, key: object, make: Callable[[], T]) -> T:
        """What was made for the same key the last time, else what is made now."""
        known = self._kept.get(name)
        if known is not None and known[0] == key:
            found: T = known[1]
            return found
        made = make()
        self._kept[name] = (key, made)
        return made


def _of_numbers(config: ClientConfig) -> ClientConfig:
    """The configuration without what no number depends on."""
    return replace(
        _of_words(config),
        brand=Brand(""),
        name="",
        prepared_for=None,
        prepared_by=None,
        owners={},
        goals={},
        annotations=(),
        insights=Insights(),
    )


def _of_words(config: ClientConfig) -> ClientConfig:
    """The configuration without what only dresses or sends the report."""
    brand = Brand("", footer=config.brand.footer, cover=config.brand.cover, tone=config.brand.tone)
    overrides = Overrides(kinds=config.overrides.kinds)
    return replace(config, brand=brand, overrides=overrides, tags=(), delivery=Delivery(), content="")


def _stamp(file: Path) -> tuple[int, int] | None:
    """By which a file is known to be the same; None where there is none."""
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size

"""Draws chart nouns: one drawing function a kind, one renderer behind them all."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from math import isfinite
from types import ModuleType
from typing import Any, TypeVar

from reportgen import resources
from reportgen.charts.bars import draw_bars
from reportgen.charts.cover import draw_cover
from reportgen.charts.diverging import draw_diverging
from reportgen.charts.donut import draw_donut
from reportgen.charts.funnel import draw_funnel
from reportgen.charts.heatmap import draw_heatmap
from reportgen.charts.intervals import draw_intervals
from reportgen.charts.line import draw_line
from reportgen.charts.measure import Cleaner, Typesetter
from reportgen.charts.model import (
    BarChart,
    Chart,
    CoverBars,
    DivergingChart,
    DonutChart,
    Figure,
    FunnelChart,
    HeatMap,
    IntervalChart,
    LineChart,
    ScatterChart,
    SlopeChart,
    Sparkline,
    StackedChart,
    Waterfall,
)
from reportgen.charts.scatter import draw_scatter
from reportgen.charts.sheet import Sheet
from reportgen.charts.slope import draw_slope
from reportgen.charts.sparkline import draw_sparkline
from reportgen.charts.stacked import draw_stacked
from reportgen.charts.svg import finish
from reportgen.charts.theme import Theme
from reportgen.charts.waterfall import draw_waterfall
from reportgen.errors import Problem, PublishError
from reportgen.shelf import Shelf

Noun = TypeVar("Noun")

_DRAWINGS: Mapping[type, Callable[[Any, Theme], Sheet]] = {
    LineChart: draw_line,
    BarChart: draw_bars,
    DivergingChart: draw_diverging,
    Waterfall: draw_waterfall,
    FunnelChart: draw_funnel,
    HeatMap: draw_heatmap,
    StackedChart: draw_stacked,
    IntervalChart: draw_intervals,
    ScatterChart: draw_scatter,
    SlopeChart: draw_slope,
    DonutChart: draw_donut,
    Sparkline: draw_sparkline,
    CoverBars: draw_cover,
}
STAGE = "charts"
_NOT_DRAWN = {"id", "alt", "tooltip"}


def draw(charts: Iterable[Chart], theme: Theme, shelf: Shelf | None = None) -> dict[str, Figure]:
    """Figures by the charts' ids, in the order given; a chart's bytes do not depend on that order.

    A picture that is on the ``shelf``, under the digest of its Vega-Lite specification, is not drawn again.

    Diverging charts of one call that share an extent are laid out together, so that their zero lines
    stand at the same place. PublishError where a drawing lost a mark.
    """
    typesetter = Typesetter(theme.families)
    cleaned: dict[str, tuple[Chart, Cleaner]] = {}
    for chart in charts:
        cleaner = Cleaner(typesetter)
        if chart.id in cleaned:
            raise ValueError(f"two charts are called {chart.id!r}")
        cleaned[chart.id] = (_printable(chart, cleaner), cleaner)
    scales: dict[tuple[float, float], list[DivergingChart]] = {}
    for chart, _ in cleaned.values():
        if isinstance(chart, DivergingChart):
            scales.setdefault(chart.extent, []).append(chart)
    figures = {}
    for name, (chart, cleaner) in cleaned.items():
        if isinstance(chart, DivergingChart):
            sheet = draw_diverging(chart, theme, scales[chart.extent])
        else:
            sheet = _DRAWINGS[type(chart)](chart, theme)
        figures[name] = _figure(chart, sheet, tuple(cleaner.replaced), shelf)
    return figures


def _figure(chart: Chart, sheet: Sheet, replaced: tuple[str, ...], shelf: Shelf | None) -> Figure:
    svg = finish(_render(sheet, chart.id, shelf), sheet, chart.id, chart.alt)
    return Figure(chart.id, svg, chart.alt, sheet.width_mm, round(sheet.height_mm, 2), replaced, sheet.hotspots)


def _render(sheet: Sheet, chart_id: str, shelf: Shelf | None) -> str:
    """The renderer's own SVG, from the shelf where it is there. A sheet without marks never reaches it."""
    if not sheet.layers:
        return '<svg xmlns="http://www.w3.org/2000/svg"/>'
    spec = sheet.spec()
    if shelf is None:
        return _rendered(spec, chart_id)
    place = shelf.place(STAGE, json.dumps(spec, sort_keys=True, ensure_ascii=False))
    kept = shelf.take(place)
    if kept is not None:
        return kept.decode()
    svg = _rendered(spec, chart_id)
    shelf.put(place, svg.encode())
    return svg


def _rendered(spec: dict[str, Any], chart_id: str) -> str:
    """The SVG of a specification. The renderer may fetch nothing."""
    vl_convert = renderer()
    try:
        svg: str = vl_convert.vegalite_to_svg(spec, vl_version=_vegalite_version(), allowed_base_urls=[])
    except ValueError as error:
        raise PublishError(
            Problem(f"the chart '{chart_id}' could not be drawn", found=str(error).partition("\n")[0])
        ) from error
    return svg


@cache
def _vegalite_version() -> str:
    """The Vega-Lite that Altair writes for, or the newest one there is."""
    import altair as alt

    wanted = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
    known: list[str] = renderer().get_vegalite_versions()
    return wanted if wanted in known else known[-1]


@cache
def renderer() -> ModuleType:
    """vl-convert, imported with our fonts and no others before it.

    It reads the fonts once a process; whoever needs a brand's fonts too has prepared them by now.
    """
    if "FONTCONFIG_FILE" not in os.environ:
        resources.prepare_fonts()
    import vl_convert

    vl_convert.register_font_directory(str(resources.fonts_dir()))
    module: ModuleType = vl_convert
    return module


def _printable(noun: Noun, clean: Cleaner) -> Noun:
    """The noun with every string that is drawn made printable."""
    changes = {
        field.name: _value(getattr(noun, field.name), clean)
        for field in fields(noun)  # type: ignore[arg-type]
        if field.name not in _NOT_DRAWN
    }
    return replace(noun, **changes)  # type: ignore[type-var]


def _value(value: Any, clean: Cleaner) -> Any:  # noqa: ANN401 - any field of any chart noun
    if isinstance(value, str) and type(value) is str:
        return clean(value)
    if isinstance(value, float) and not isfinite(value):
        raise PublishError(
            Problem(
                "a chart was given a number that cannot be drawn",
                found=str(value),
                expected="a number or none",
            )
        )
    if isinstance(value, tuple):
        return tuple(_value(item, clean) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return _printable(value, clean)
    return value

"""A sheet of fixed size on which the marks of one chart are laid, and the Altair spec that they make.

Coordinates are px from the top left (1 px = 1/96 in, so 10 px prints as 7.5 pt) unless a ``Scale`` turns a
value into them. Fields of the data are called f0, f1, …: a real name with a dot or a bracket would
draw an empty chart without an error. Every layer notes how many marks it must give, so that a
lost mark is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from reportgen.charts.measure import Typesetter
from reportgen.charts.model import Hotspot
from reportgen.charts.theme import Theme

PX_PER_MM = 96 / 25.4
MAIN_MM = 130.0  # the main column: nine of the twelve columns
SIZE = 10.0  # 7.5 pt, the size of all chart text but for names in a waterfall
CAP = 0.36  # half a capital's height, in em: lowers a baseline so that the text is centred
STRONG = 600
_UNSCALED = ("text", "detail")  # channels that have no scale to switch off

Align: TypeAlias = Literal["left", "center", "right"]
Value: TypeAlias = str | float


def px(millimetres: float) -> float:
    """Millimetres as px."""
    return millimetres * PX_PER_MM


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear scale from values to px."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where a value lies, in px."""
        if self.high == self.low:
            return self.start
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


@dataclass(frozen=True, slots=True)
class Rect:
    """A filled rectangle between two corners, in the units of its layer's scales."""

    x: float
    y: float
    x2: float
    y2: float
    fill: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line from one point to another."""

    x: float
    y: float
    x2: float
    y2: float
    stroke: str
    width: float


@dataclass(frozen=True, slots=True)
class Path:
    """A line through points; ``dashed`` 3–3."""

    points: tuple[tuple[float, float], ...]
    stroke: str
    width: float
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A filled band: points (x, low, high) from left to right, at least two."""

    points: tuple[tuple[float, float, float], ...]
    fill: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A disc of this radius (px), or a ring where it has a stroke."""

    x: float
    y: float
    radius: float
    fill: str
    stroke: str
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class Arc:
    """A part of a ring around (x, y) from one angle to another: radians, clockwise from the top."""

    x: float
    y: float
    start: float
    end: float
    inner: float
    outer: float
    fill: str


@dataclass(frozen=True, slots=True)
class Words:
    """A text on one line; ``y`` is its baseline."""

    x: float
    y: float
    text: str
    fill: str
    align: Align = "left"
    weight: int = 400
    size: float = SIZE


@dataclass(frozen=True, slots=True)
class Layer:
    """Rows of one kind of mark, the Vega-Lite mark, and the channels that read the rows' fields."""

    name: str
    mark: Mapping[str, Any]
    channels: Mapping[str, Any]
    rows: tuple[tuple[Value, ...], ...]

    @property
    def expected(self) -> int:
        """How many marks (for lines and areas: corners) the drawing must have."""
        return 2 * len(self.rows) if self.mark["type"] == "area" else len(self.rows)


class Sheet:
    """The marks of one chart: in the order of the calls, the first at the back; all texts in front."""

    def __init__(self, width_mm: float, height_mm: float, theme: Theme) -> None:
        self.width_mm, self.height_mm = width_mm, height_mm
        self.width, self.height = px(width_mm), px(height_mm)
        self.theme = theme
        self.type = Typesetter(theme.families)
        self._marks: list[Layer] = []
        self._words: list[Words] = []
        self.hotspots: tuple[Hotspot, ...] = ()

    def rects(self, rects: Iterable[Rect], *, x: Scale | None = None, y: Scale | None = None) -> None:
        """Rectangles: bars, columns, cells."""
        rows = tuple((rect.x, rect.y, rect.x2, rect.y2, rect.fill) for rect in rects)
        channels = {**self._corners(x, y), "fill": _Raw(4)}
        self._add("rect", {"type": "rect"}, channels, rows)

    def rules(self, rules: Iterable[Rule], *, x: Scale | None = None, y: Scale | None = None) -> None:
        """Grid lines, base lines, connectors and ticks."""
        rows = tuple((rule.x, rule.y, rule.x2, rule.y2, rule.stroke, rule.width) for rule in rules)
        channels = {**self._corners(x, y), "stroke": _Raw(4), "strokeWidth": _Raw(5, "quantitative")}
        self._add("rule", {"type": "rule"}, channels, rows)

    def paths(self, paths: Iterable[Path], *, x: Scale | None = None, y: Scale | None = None) -> None:
        """Lines, each through at least two points."""
        rows = tuple(
            (at[0], at[1], number, path.stroke, path.width, 3 if path.dashed else 0)
            for number, path in enumerate(paths)
            for at in path.points
        )
        channels = {**self._place(x, y), "detail": _Raw(2), "stroke": _Raw(3)}
        mark = {
            "type": "line",
            "strokeJoin": "round",
            "strokeWidth": {"expr": "datum.f4"},
            "strokeDash": {"expr": "datum.f5 ? [3, 3] : []"},
        }
        self._add("line", mark, channels, rows)

    def areas(self, areas: Iterable[Area], *, x: Scale | None = None, y: Scale | None = None) -> None:
        """Bands between a low and a high line."""
        rows = tuple(
            (at[0], at[1], number, area.fill, at[2]) for number, area in enumerate(areas) for at in area.points
        )
        channels = {**self._place(x, y), "y2": _Raw(4, "second"), "detail": _Raw(2), "fill": _Raw(3)}
        self._add("area", {"type": "area", "opacity": 1}, channels, rows)

    def dots(self, dots: Iterable[Dot], *, x: Scale | None = None, y: Scale | None = None) -> None:
        """End points and rings."""
        rows = tuple((dot.x, dot.y, 4 * dot.radius**2, dot.fill, dot.stroke, dot.width) for dot in dots)
        channels = {
            **self._place(x, y),
            "size": _Raw(2, "quantitative"),
            "fill": _Raw(3),
            "stroke": _Raw(4),
            "strokeWidth": _Raw(5, "quantitative"),
        }
        self._add("symbol", {"type": "point", "shape": "circle", "opacity": 1}, channels, rows)

    def arcs(self, arcs: Iterable[Arc]) -> None:
        """Parts of a ring."""
        rows = tuple((arc.x, arc.y, arc.start, arc.end, arc.inner, arc.outer, arc.fill) for arc in arcs)
        channels = {
            **self._place(None, None),
            "theta": _Raw(2, "quantitative"),
            "theta2": _Raw(3, "second"),
            "radius": _Raw(5, "quantitative"),
            "radius2": _Raw(4, "second"),
            "fill": _Raw(6),
        }
        self._add("arc", {"type": "arc"}, channels, rows)

    def texts(self, texts: Iterable[Words]) -> None:
        """Labels; an empty one is left out. They lie in front of all other marks."""
        self._words += (words for words in texts if words.text.strip())

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Every layer with a mark in it, the texts in front."""
        if not self._words:
            return tuple(self._marks)
        rows = tuple(
            (words.x, words.y, words.text, words.fill, words.align, words.weight, words.size) for words in self._words
        )
        # The font's name comes with ``svg.finish``: with it Vega would measure every text, a millisecond
        # each, and nothing here depends on what it measures.
        mark = {
            "type": "text",
            "baseline": "alphabetic",
            "align": {"expr": "datum.f4"},
            "fontWeight": {"expr": "datum.f5"},
            "fontSize": {"expr": "datum.f6"},
        }
        channels = {**self._place(None, None), "text": _Raw(2), "fill": _Raw(3)}
        return (*self._marks, Layer("text", mark, channels, rows))

    def spec(self) -> dict[str, Any]:
        """The Vega-Lite spec, built with Altair."""
        import altair as alt
        from altair.utils import schemapi

        # Altair checks every part against its schema when it is made: three quarters of the time. The
        # parts are always the same, and the tests check a spec of every kind.
        with schemapi.debug_mode(False):
            chart = alt.TopLevelLayerSpec(
                layer=[_unit(layer) for layer in self.layers],
                width=self.width,
                height=self.height,
                padding=0,
                autosize="none",
                resolve=alt.Resolve(scale=alt.ScaleResolveMap(x="independent", y="independent")),
                config=alt.Config(aria=False, background="transparent", view=alt.ViewConfig(stroke="transparent")),
            )
            spec: dict[str, Any] = chart.to_dict(validate=False)
        return spec

    def _corners(self, x: Scale | None, y: Scale | None) -> dict[str, Any]:
        return {**self._place(x, y), "x2": _Raw(2, "second"), "y2": _Raw(3, "second")}

    def _place(self, x: Scale | None, y: Scale | None) -> dict[str, Any]:
        across = x or Scale(0, self.width, 0, self.width)
        down = y or Scale(0, self.height, 0, self.height)
        return {"x": _Place(0, across), "y": _Place(1, down)}

    def _add(
        self,
        kind: str,
        mark: Mapping[str, Any],
        channels: Mapping[str, Any],
        rows: Sequence[tuple[Value, ...]],
    ) -> None:
        if rows:
            self._marks.append(Layer(f"{kind}{len(self._marks)}", mark, channels, tuple(rows)))


@dataclass(frozen=True, slots=True)
class _Raw:
    """A channel that takes a field as it is; "second" is the other end of a bar or rule."""

    field: int
    type: Literal["nominal", "quantitative", "second"] = "nominal"


@dataclass(frozen=True, slots=True)
class _Place:
    """A position channel and its scale."""

    field: int
    scale: Scale


def _unit(layer: Layer) -> Any:  # noqa: ANN401 - Altair has no stubs
    import altair as alt

    rows = [{f"f{number}": value for number, value in enumerate(row)} for row in layer.rows]
    return alt.UnitSpec(
        name=layer.name,
        data=alt.InlineData(values=rows),
        mark=alt.MarkDef(**layer.mark),
        encoding=alt.Encoding(**{name: _channel(name, how) for name, how in layer.channels.items()}),
    )


def _channel(name: str, how: _Raw | _Place) -> Any:  # noqa: ANN401 - Altair has no stubs
    import altair as alt

    channel = getattr(alt, name[0].upper() + name[1:])
    if isinstance(how, _Place):
        domain, pixels = [how.scale.low, how.scale.high], [how.scale.start, how.scale.end]
        scale = alt.Scale(domain=domain, range=pixels, nice=False, zero=False)
        return channel(field=f"f{how.field}", type="quantitative", axis=None, scale=scale)
    if how.type == "second":
        return channel(field=f"f{how.field}")
    if name in _UNSCALED:
        return channel(field=f"f{how.field}", type=how.type)
    return channel(field=f"f{how.field}", type=how.type, scale=None)

"""The drawing of many regions over time: a box a region, its line in colour before the others in grey.

All boxes of a panel have one scale, or each its own, which starts at the same height. The panel has one
pair of axes, in pixels, so that a browser draws many boxes as fast as few.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from orgreports.figures_axes import Axis
from orgreports.figures_canvas import Canvas
from orgreports.figures_frame import label
from orgreports.figures_pieces import Room
from orgreports.figures_style import SIZES, SMALL, faded
from orgreports.figures_text import html, shortened, width
from orgreports.figures_time import Line, OverTime, Point, TimePanel

LEAST, GUTTER = 120, 24  # pixels: the least width of a box, and the space between two
ACROSS, MANY = 4, 16  # boxes in a row at most; with more regions than ``MANY``, half as many again
NAMES = 13  # the type size of a region's name
NAME, LATEST, SAID, HIGH, YEARS, GAP = 20, 16, 20, 64, 20, 12  # pixels: the parts of a box from top to bottom
MARK, ARROW, BAND, ABOVE = 6, 11, 5, 13  # pixels: a mark, an arrow, an interval, words above a point


class Box(NamedTuple):
    """A place in pixels from the panel's corner, and what its sides stand for."""

    left: float
    top: float  # of the part where lines are
    width: float
    first: int
    last: int
    axis: Axis

    def x(self, year: float) -> float:
        """Where a year stands."""
        return self.left + self.width * (year - self.first + 0.5) / (self.last - self.first + 1)

    def y(self, value: float) -> float:
        """Where a value stands."""
        low, high = self.axis.low, self.axis.high
        if self.axis.log:
            share = math.log(max(value, low) / low) / math.log(high / low)
        else:
            share = (value - low) / (high - low)
        return self.top + HIGH * (1 - min(1.0, share))


def boxes(shown: OverTime, panel: TimePanel, plot: float) -> list[Box]:
    """A box for each line of a panel, in rows from left to right, in a plot of that width."""
    most = ACROSS if len(panel.lines) <= MANY else ACROSS * 3 // 2
    said = [words_of(point) for line in panel.lines for point in (line.points[-1], largest(line))]
    names = [width(line.name, NAMES, bold=True) for line in panel.lines]
    least = max([LEAST, *names, *(width(words, SMALL) for words in said)])
    across = max(1, min(most, len(panel.lines), int((plot + GUTTER) // (least + GUTTER))))
    wide = (plot - GUTTER * (across - 1)) / across
    head = NAME + LATEST + SAID
    tall = head + HIGH + YEARS + GAP
    return [
        Box(
            i % across * (wide + GUTTER),
            i // across * tall + head,
            wide,
            *shown[1:3],
            line.axis if shown.own else panel.axis,
        )
        for i, line in enumerate(panel.lines)
    ]


def boxes_height(places: Sequence[Box]) -> float:
    """How tall the rows of boxes are together."""
    return max((box.top for box in places), default=0) + HIGH + YEARS


def draw_boxes(
    canvas: Canvas, panel: TimePanel, places: Sequence[Box], own: bool, x: str, y: str, room: Room
) -> None:
    """The boxes of a panel on the axes ``x`` and ``y``, in pixels; with ``own`` each has its scale."""
    _draw_scales(canvas, places, own, x, y, room)
    if not own:
        _draw_others(canvas, panel.lines, places, x, y, room)
    for box, line in zip(places, panel.lines, strict=True):
        _draw_line(canvas, box, line, x, y, room)
        _draw_words(canvas, box, line, x, y, room)


def _draw_scales(canvas: Canvas, places: Sequence[Box], own: bool, x: str, y: str, room: Room) -> None:
    """Lines across each box at the ticks, whose words stand at the left; first and last year below.

    A scale of its own has a line at its foot alone: how far it goes is told by the largest figure.
    """
    rules = []
    years: list[tuple[float, float, int]] = []
    for box in places:
        right, foot = box.left + box.width, box.top + HIGH + YEARS / 2 + 4
        for tick, said in ((box.axis.low, ""),) if own else box.axis.ticks[::2]:
            at = box.y(tick)
            rules.append([(box.left, at), (right, at)])
            if box.left == 0 and said:
                label(
                    canvas, html(said), at, x=0, xref=x, yref=y, across=-6, anchor="right", size=SMALL,
                    colour=room.theme.text,
                )  # fmt: skip
        half = width(str(box.last), SMALL) / 2
        for year in dict.fromkeys((box.first, box.last)):
            years.append((min(max(box.x(year), box.left + half), right - half), foot, year))
    _lines(canvas, rules, x, y, {"color": room.theme.rule, "width": 1})
    canvas.scatter(
        x=[one[0] for one in years], y=[one[1] for one in years], text=[str(one[2]) for one in years],
        textposition="middle center", textfont={"size": SMALL, "color": room.theme.text},
        mode="text", xaxis=x, yaxis=y, hoverinfo="skip", cliponaxis=False,
    )  # fmt: skip


def _draw_others(
    canvas: Canvas, lines: Sequence[Line], places: Sequence[Box], x: str, y: str, room: Room
) -> None:
    """In each box what the other regions report, in grey, to see its own line against."""
    parts = [part for box in places for line in lines for part in _parts(box, line)]
    _lines(canvas, parts, x, y, {"color": faded(room.theme.grey, 0.28), "width": 1})


def _draw_line(canvas: Canvas, box: Box, line: Line, x: str, y: str, room: Room) -> None:
    seen = room.look(line.region)
    spans, intervals, arrows = [], [], []
    for point in line.points:
        at, high = box.x(_middle(point)), box.y(point.mark.value)
        if point.first < point.last:
            spans.append([(box.x(point.first - 0.4), high), (box.x(point.last + 0.4), high)])
        if math.isinf(point.mark.upper):
            arrows.append([(at, high), (at, high - ARROW)])
        elif point.mark.lower < point.mark.upper:
            intervals.append([(at, box.y(point.mark.lower)), (at, box.y(point.mark.upper))])
    _lines(canvas, spans, x, y, {"color": faded(seen.colour, 0.45), "width": BAND})
    _lines(canvas, intervals, x, y, {"color": faded(seen.colour, 0.38), "width": BAND})
    _lines(canvas, arrows, x, y, {"color": faded(seen.colour, 0.7), "width": 1.5})
    _lines(canvas, _parts(box, line), x, y, {"color": seen.colour, "width": 2})
    tips = [part[1] for part in arrows]
    _marks(canvas, tips, x, y, {"symbol": "triangle-up", "size": MARK, "color": seen.colour})
    looks = {"symbol": seen.symbol, "size": MARK * SIZES.get(seen.symbol, 1) + 1, "color": seen.colour,
             "line": {"color": room.theme.paper, "width": 0.75}}  # fmt: skip
    canvas.scatter(
        x=[box.x(_middle(point)) for point in line.points],
        y=[box.y(point.mark.value) for point in line.points],
        mode="markers", xaxis=x, yaxis=y, name=line.name, cliponaxis=False, marker=looks,
        customdata=[list(point.mark.place) for point in line.points],
        hovertext=[point.mark.hover for point in line.points],
        hovertemplate="%{hovertext}<extra></extra>",
    )  # fmt: skip


def _parts(box: Box, line: Line) -> list[list[tuple[float, float]]]:
    """The pieces of a line: it breaks where a year is missing."""
    at = [(box.x(point.first), box.y(point.mark.value)) for point in line.points]
    return [[at[a], at[b]] for a, b in line.links]


def _lines(
    canvas: Canvas,
    parts: Iterable[Sequence[tuple[float, float]]],
    x: str,
    y: str,
    look: dict[str, object],
) -> None:
    """Pieces of lines of one look as one trace; pieces that meet are one line, so that corners are round."""
    points: list[tuple[float | None, float | None]] = []
    for part in parts:
        if points and points[-1] == part[0]:
            points += part[1:]
        else:
            points += [(None, None), *part]
    if points:
        canvas.scatter(
            x=[a for a, _ in points], y=[b for _, b in points], mode="lines", xaxis=x, yaxis=y,
            hoverinfo="skip", line=look, cliponaxis=False,
        )  # fmt: skip


def _marks(
    canvas: Canvas, points: Sequence[tuple[float, float]], x: str, y: str, look: dict[str, object]
) -> None:
    if points:
        canvas.scatter(
            x=[a for a, _ in points], y=[b for _, b in points], mode="markers", xaxis=x, yaxis=y,
            hoverinfo="skip", marker=look, cliponaxis=False,
        )  # fmt: skip


def _draw_words(canvas: Canvas, box: Box, line: Line, x: str, y: str, room: Room) -> None:
    """The name of a region, below it its latest figure, and its largest above the point."""
    head = box.top - SAID - LATEST
    name = html(shortened(line.name, NAMES, box.width, bold=True), bold=True)
    label(canvas, name, head - NAME / 2, x=box.left, xref=x, yref=y, size=NAMES)
    latest, most = line.points[-1], largest(line)
    grey = room.theme.text
    words = html(shortened(words_of(latest), SMALL, box.width))
    label(canvas, words, head + LATEST / 2, x=box.left, xref=x, yref=y, size=SMALL, colour=grey)
    if most is latest:
        return
    words = shortened(words_of(most), SMALL, box.width)
    half = width(words, SMALL) / 2
    at = min(max(box.x(_middle(most)), box.left + half), box.left + box.width - half)
    high = box.y(most.mark.value) - ABOVE - (ARROW if math.isinf(most.mark.upper) else 0)
    label(
        canvas, html(words), high, x=at, xref=x, yref=y, anchor="center", size=SMALL, colour=grey,
        ground=room.theme.paper,
    )  # fmt: skip


def largest(line: Line) -> Point:
    """The point with the largest figure."""
    return max(line.points, key=lambda point: point.mark.value)


def words_of(point: Point) -> str:
    """A figure with its year."""
    return f"{point.mark.period}  {point.words}"


def _middle(point: Point) -> float:
    return (point.first + point.last) / 2

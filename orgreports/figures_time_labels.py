"""The words in a plot of a few lines over time: names at their ends, figures at their points."""

from __future__ import annotations

import math
from collections.abc import Sequence

from orgreports.figures_axes import Axis
from orgreports.figures_canvas import Canvas
from orgreports.figures_frame import label
from orgreports.figures_pieces import Room
from orgreports.figures_style import LINE, SMALL
from orgreports.figures_text import html, shortened, width
from orgreports.figures_time import Line, OverTime, Point, TimePanel
from orgreports.figures_time_boxes import largest

HEIGHT = 300  # pixels: a panel
ARROW = 26  # pixels: the length of an open interval's arrow
NAME = 18  # pixels: the height of a name
FEW = 16  # points of a panel that are all written, where there is room
SIGNS = {
    "square": "■", "diamond": "◆", "triangle-up": "▲", "triangle-down": "▼", "cross": "✚", "star": "★",
    "hexagon": "⬢", "x": "✖", "pentagon": "⬟",
}  # fmt: skip


def draw_labels(canvas: Canvas, panel: TimePanel, shown: OverTime, suffix: str, room: Room) -> None:
    """Names at the right, each at its last point or as near as the others leave room; figures at points."""
    lines = sorted(panel.lines, key=lambda line: -line.points[-1].mark.value)
    heights = [_up(line.points[-1], panel.axis) for line in lines]
    for line, height in zip(lines, spread(heights, NAME, HEIGHT), strict=True):
        _name(canvas, line, height, suffix, panel.axis, room)
    for point, x in labelled(panel, shown, room.plot):
        _figure_label(canvas, point, x, suffix, panel.axis, room)


def labelled(panel: TimePanel, shown: OverTime, plot: float) -> list[tuple[Point, float]]:
    """The points whose figures are written, and the middles of the words in pixels: none on another.

    The largest and the latest of each line come first; the others are written where there are few.
    Words hide no other point, but for the largest figure of a line.
    """
    every = [point for line in panel.lines for point in line.points]
    most = [largest(line) for line in panel.lines]
    wanted = [*most, *(every if len(every) <= FEW else [line.points[-1] for line in panel.lines])]
    year = plot / (shown.last - shown.first + 1)
    middles = {point: ((point.first + point.last) / 2 - shown.first + 0.5) * year for point in every}
    placed: list[tuple[float, float, float]] = []
    found = []
    for point in dict.fromkeys(wanted):
        half = width(_words(point, plot), SMALL) / 2
        x = max(half, min(middles[point], plot - half)) if 2 * half < plot else plot / 2
        y = _up(point, panel.axis) + _rise(point)
        hides = point not in most and any(
            abs(x - at) < half + 5 and abs(y - _up(other, panel.axis)) < SMALL
            for other, at in middles.items()
            if other is not point
        )
        if not hides and all(abs(x - a) > half + b + 4 or abs(y - c) > SMALL * LINE for a, b, c in placed):
            placed.append((x, half, y))
            found.append((point, x))
    return found


def _words(point: Point, plot: float) -> str:
    return shortened(point.mark.said, SMALL, plot)


def _up(point: Point, on: Axis) -> float:
    """How high a point stands, in pixels."""
    value = point.mark.value
    if on.log:
        return HEIGHT * math.log(max(value, on.low) / on.low) / math.log(on.high / on.low)
    return HEIGHT * (value - on.low) / (on.high - on.low)


def _rise(point: Point) -> float:
    """How far above its point a figure is written, in pixels."""
    return 17 + (ARROW if math.isinf(point.mark.upper) else 0)


def spread(heights: Sequence[float], apart: float, top: float) -> list[float]:
    """Heights from the top down, moved so that neighbours are ``apart`` and none is below 0 or over ``top``.

    >>> spread([100.0, 98.0, 3.0], 18, 100)
    [100.0, 82.0, 3.0]
    >>> spread([4.0, 2.0, 0.0], 18, 100)
    [36.0, 18.0, 0.0]
    """
    moved: list[float] = []
    for height in heights:
        moved.append(min(height, moved[-1] - apart) if moved else min(height, top))
    least = 0.0
    for i in reversed(range(len(moved))):
        moved[i] = max(moved[i], least)
        least = moved[i] + apart
    return moved


def _name(canvas: Canvas, line: Line, height: float, suffix: str, on: Axis, room: Room) -> None:
    """The name of a line at the right end of the plot, with its mark, ``height`` pixels above the bottom."""
    seen = room.look(line.region)
    low = math.log10(on.low) if on.log else on.low
    sign = SIGNS.get(seen.symbol, "●")
    label(
        canvas,
        f"{html(sign, colour=seen.colour)} {html(line.name, bold=True)}",
        low,
        x=1,
        yref=f"y{suffix}",
        across=8,
        up=height,
    )


def _figure_label(canvas: Canvas, point: Point, x: float, suffix: str, on: Axis, room: Room) -> None:
    label(
        canvas,
        html(_words(point, room.plot)),
        math.log10(on.low) if on.log else on.low,
        x=0,
        yref=f"y{suffix}",
        across=x,
        anchor="center",
        up=_up(point, on) + _rise(point),
        size=SMALL,
        colour=room.theme.text,
        ground=room.theme.paper,
    )

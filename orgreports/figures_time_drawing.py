"""The drawing of figures over time: years from left to right, names at the ends of lines."""

from __future__ import annotations

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from orgreports.figures_axes import Axis
from orgreports.figures_canvas import Canvas
from orgreports.figures_frame import EDGE, WIDTH, framed, label
from orgreports.figures_pieces import ABSENT_GAP, Room, absent_height, draw_absent, hoverable
from orgreports.figures_style import BODY, SMALL, THEMES, faded
from orgreports.figures_text import html, shortened, width
from orgreports.figures_time import Line, OverTime, Point, TimePanel

HEIGHT, TITLE, FOOT, GAP = 300, 34, 30, 24  # pixels: a panel, its title, its years, the space behind it
ARROW = 26  # pixels: the length of an open interval's arrow
NAME = 18  # pixels: the height of a name
APART = 34  # pixels: two labels of one region closer than that to each other are not both written


def draw_over_time(
    shown: OverTime, order: Sequence[str], lang: str, theme: str = "light", pixels: int = WIDTH
) -> go.Figure:
    """The drawing: years from left to right, names at the ends of lines, figures at their points."""
    ticks = [words_ for panel in shown.panels for _, words_ in panel.axis.ticks]
    left = EDGE + max((width(words_, SMALL) for words_ in ticks), default=40) + 12
    names = [line.name for panel in shown.panels for line in panel.lines] + [one.name for one in shown.absent]
    right = EDGE + max((width(name, BODY, bold=True) for name in names), default=40) + 14
    if shown.absent:
        left = max(left, right)
    room = Room(pixels, left, right, THEMES[theme], order)
    tall = len(shown.panels) * (TITLE + HEIGHT + FOOT + GAP)
    total = max(1.0, tall + (ABSENT_GAP + absent_height(shown.absent) if shown.absent else 0))
    canvas = framed(shown.words, theme, lang, width=pixels, height=total, left=room.left, right=room.right)
    top = 0.0
    for number, panel in enumerate(shown.panels, 1):
        _draw_panel(canvas, shown, panel, number, top, total, room)
        top += TITLE + HEIGHT + FOOT + GAP
    if shown.absent:
        draw_absent(canvas, shown.absent, len(shown.panels) + 1, top + ABSENT_GAP, total, room)
    return canvas.done()


def _draw_panel(
    canvas: Canvas, shown: OverTime, panel: TimePanel, number: int, top: float, total: float, room: Room
) -> None:
    suffix = str(number) if number > 1 else ""
    head = top + TITLE
    _set_axes(canvas, shown, panel.axis, suffix, (1 - (head + HEIGHT) / total, 1 - head / total), room)
    up = TITLE / 2 + 4
    label(
        canvas, html(panel.title, bold=True), 1 - head / total, yref="paper", up=up, across=EDGE - room.left
    )
    for line in panel.lines:
        _draw_line(canvas, line, panel.axis, f"x{suffix}", f"y{suffix}", room)
    _draw_labels(canvas, panel, shown, suffix, room)


def _set_axes(
    canvas: Canvas, shown: OverTime, on: Axis, suffix: str, domain: tuple[float, float], room: Room
) -> None:
    ends = [math.log10(on.low), math.log10(on.high)] if on.log else [on.low, on.high]
    span = shown.last - shown.first
    every = max(1, math.ceil(span / max(1, room.plot / 60)))
    years = list(range(shown.first, shown.last + 1, every))
    x = {
        "anchor": f"y{suffix}",
        "domain": [0, 1],
        "range": [shown.first - 0.5, shown.last + 0.5],
        "tickmode": "array",
        "tickvals": years,
        "ticktext": [str(year) for year in years],
        "showgrid": False,
        "showline": True,
        "linecolor": room.theme.grey,
    }
    y = {
        "anchor": f"x{suffix}",
        "domain": list(domain),
        "range": ends,
        "type": "log" if on.log else "linear",
        "tickmode": "array",
        "tickvals": [tick for tick, _ in on.ticks],
        "ticktext": [words_ for _, words_ in on.ticks],
        "showgrid": True,
    }
    canvas.layout(**{f"xaxis{suffix}": x, f"yaxis{suffix}": y})


def _draw_line(canvas: Canvas, line: Line, on: Axis, x: str, y: str, room: Room) -> None:
    colour = room.look(line.region).colour
    for a, b in line.links:
        ends = line.points[a], line.points[b]
        canvas.scatter(
            x=[point.first for point in ends],
            y=[point.mark.value for point in ends],
            mode="lines",
            xaxis=x,
            yaxis=y,
            hoverinfo="skip",
            line={"color": colour, "width": 2},
        )
    for point in line.points:
        _draw_interval(canvas, point, on, x, y, room)
        middle = (point.first + point.last) / 2
        if point.first < point.last:
            canvas.scatter(
                x=[point.first - 0.4, point.last + 0.4],
                y=[point.mark.value] * 2,
                mode="lines",
                xaxis=x,
                yaxis=y,
                hoverinfo="skip",
                line={"color": faded(colour, 0.55), "width": 6},
            )
        hoverable(canvas, point.mark, middle, point.mark.value, x, y, room)


def _draw_interval(canvas: Canvas, point: Point, on: Axis, x: str, y: str, room: Room) -> None:
    one, colour = point.mark, room.look(point.mark.region).colour
    if one.lower == one.upper:
        return
    middle = (point.first + point.last) / 2
    if math.isinf(one.upper):
        at = math.log10(one.value) if on.log else one.value
        canvas.annotation(
            x=middle,
            y=at,
            ax=0,
            ay=-ARROW,
            xref=x,
            yref=y,
            text="",
            showarrow=True,
            arrowhead=2,
            arrowside="start",
            arrowsize=1,
            arrowwidth=2,
            arrowcolor=faded(colour, 0.7),
        )
        return
    canvas.scatter(
        x=[middle, middle],
        y=[max(one.lower, on.low), one.upper],
        mode="lines",
        xaxis=x,
        yaxis=y,
        hoverinfo="skip",
        line={"color": faded(colour, 0.38), "width": 9},
    )


def _draw_labels(canvas: Canvas, panel: TimePanel, shown: OverTime, suffix: str, room: Room) -> None:
    """Names behind the last points, moved apart where they would meet; figures above the points."""
    ends = [math.log10(panel.axis.low), math.log10(panel.axis.high)] if panel.axis.log else panel.axis[:2]
    scale = HEIGHT / (ends[1] - ends[0])
    taken: dict[int, list[float]] = {}
    placed: list[tuple[float, float]] = []
    year = room.plot / (shown.last - shown.first + 1)
    for line in sorted(panel.lines, key=lambda line: -line.points[-1].mark.value):
        last = line.points[-1]
        height = _height(last.mark.value, panel.axis) * scale
        above = taken.setdefault(last.last, [])
        moved = min([height, *(other - NAME for other in above)])
        above.append(moved)
        _name(canvas, line, moved - height, suffix, panel.axis)
        for point in line.points:
            at = (
                ((point.first + point.last) / 2 - shown.first) * year,
                _height(point.mark.value, panel.axis) * scale,
            )
            if all(abs(at[0] - x) > 3 * APART or abs(at[1] - y) > APART for x, y in placed):
                placed.append(at)
                _figure_label(canvas, point, suffix, panel.axis, room, year)


def _height(value: float, on: Axis) -> float:
    return math.log10(value / on.low) if on.log else value - on.low


def _name(canvas: Canvas, line: Line, up: float, suffix: str, on: Axis) -> None:
    value = line.points[-1].mark.value
    label(
        canvas,
        html(line.name, bold=True),
        math.log10(value) if on.log else value,
        x=line.points[-1].last + (0.4 if line.points[-1].first < line.points[-1].last else 0),
        xref=f"x{suffix}",
        yref=f"y{suffix}",
        across=12,
        up=up,
    )


def _figure_label(canvas: Canvas, point: Point, suffix: str, on: Axis, room: Room, year: float) -> None:
    value = point.mark.value
    rising = ARROW if math.isinf(point.mark.upper) else 0
    label(
        canvas,
        html(shortened(point.mark.said, SMALL, max(180, year * (point.last - point.first + 1)))),
        math.log10(value) if on.log else value,
        x=(point.first + point.last) / 2,
        xref=f"x{suffix}",
        yref=f"y{suffix}",
        anchor="center",
        up=17 + rising,
        size=SMALL,
        colour=room.theme.text,
        ground=room.theme.paper,
    )

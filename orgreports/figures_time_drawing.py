"""The drawing of figures over time: years from left to right, names at the ends of lines."""

from __future__ import annotations

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from orgreports.figures_absent import GAP as ABSENT_GAP
from orgreports.figures_absent import absent_height, draw_absent, in_rows
from orgreports.figures_axes import Axis
from orgreports.figures_canvas import Canvas
from orgreports.figures_frame import EDGE, NARROW, WIDTH, framed, label
from orgreports.figures_pieces import Room, hoverable
from orgreports.figures_style import BODY, SMALL, THEMES, faded
from orgreports.figures_text import html, width
from orgreports.figures_time import Line, OverTime, Point, TimePanel
from orgreports.figures_time_boxes import boxes, boxes_height, draw_boxes
from orgreports.figures_time_labels import ARROW, HEIGHT, draw_labels

TITLE, FOOT, GAP = 34, 30, 24  # pixels: a panel's title, its years, the space behind it
HIDDEN = {"visible": False}


def draw_over_time(
    shown: OverTime, order: Sequence[str], lang: str, theme: str = "light", pixels: int = WIDTH
) -> go.Figure:
    """The drawing: years from left to right, names at the ends of lines, figures at their points."""
    room = _room(shown, order, theme, pixels)
    heights = [_height_of(shown, panel, room) for panel in shown.panels]
    tall = sum(TITLE + height + GAP for height in heights)
    absents = absent_height(shown.absent, lang, room, listed=shown.apart)
    total = max(1.0, tall + (ABSENT_GAP + absents if shown.absent else 0))
    canvas = framed(shown.words, theme, lang, width=pixels, height=total, left=room.left, right=room.right)
    top = 0.0
    for number, (panel, height) in enumerate(zip(shown.panels, heights, strict=True), 1):
        draw = _draw_apart if shown.apart else _draw_panel
        draw(canvas, shown, panel, number, top, total, room)
        top += TITLE + height + GAP
    if shown.absent:
        draw_absent(
            canvas,
            shown.absent,
            len(shown.panels) + 1,
            top + ABSENT_GAP,
            total,
            lang,
            room,
            listed=shown.apart,
        )
    return canvas.done()


def _room(shown: OverTime, order: Sequence[str], theme: str, pixels: int) -> Room:
    """The margins: ticks at the left, names of lines at the right, where lines share a plot."""
    ticks = [words_ for panel in shown.panels for _, words_ in panel.axis.ticks]
    left = EDGE if shown.own else EDGE + max((width(words_, SMALL) for words_ in ticks), default=40) + 12
    lines = [] if shown.apart else [line.name for panel in shown.panels for line in panel.lines]
    names = [width(name, BODY, bold=True) for name in lines + [one.name for one in shown.absent]]
    widest = EDGE + max(names, default=40) + 30
    if shown.absent and pixels >= NARROW and in_rows(shown.absent, shown.apart):
        left = max(left, widest)
    return Room(pixels, left, EDGE if shown.apart else widest, THEMES[theme], order)


def _height_of(shown: OverTime, panel: TimePanel, room: Room) -> float:
    return boxes_height(boxes(shown, panel, room.plot)) if shown.apart else HEIGHT + FOOT


def _draw_apart(
    canvas: Canvas, shown: OverTime, panel: TimePanel, number: int, top: float, total: float, room: Room
) -> None:
    """A panel of boxes, on axes in pixels."""
    suffix = str(number) if number > 1 else ""
    places = boxes(shown, panel, room.plot)
    head = top + TITLE
    foot = head + boxes_height(places)
    across = {"anchor": f"y{suffix}", "domain": [0, 1], "range": [0, room.plot]}
    down = {
        "anchor": f"x{suffix}", "domain": [1 - foot / total, 1 - head / total], "range": [foot - head, 0]
    }  # fmt: skip
    canvas.layout(**{f"xaxis{suffix}": across | HIDDEN, f"yaxis{suffix}": down | HIDDEN})
    _draw_title(canvas, panel, head, total, room)
    draw_boxes(canvas, panel, places, shown.own, f"x{suffix}", f"y{suffix}", room)


def _draw_title(canvas: Canvas, panel: TimePanel, head: float, total: float, room: Room) -> None:
    up, across = TITLE / 2 + 4, EDGE - room.left
    label(canvas, html(panel.title, bold=True), 1 - head / total, yref="paper", up=up, across=across)


def _draw_panel(
    canvas: Canvas, shown: OverTime, panel: TimePanel, number: int, top: float, total: float, room: Room
) -> None:
    suffix = str(number) if number > 1 else ""
    head = top + TITLE
    _set_axes(canvas, shown, panel.axis, suffix, (1 - (head + HEIGHT) / total, 1 - head / total), room)
    _draw_title(canvas, panel, head, total, room)
    for line in panel.lines:
        _draw_line(canvas, line, panel.axis, f"x{suffix}", f"y{suffix}", room)
    draw_labels(canvas, panel, shown, suffix, room)


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
    if line.links:  # one trace, with a gap behind each piece
        pieces = [(line.points[a], line.points[b]) for a, b in line.links]
        canvas.scatter(
            x=[at for one, other in pieces for at in (one.first, other.first, None)],
            y=[at for one, other in pieces for at in (one.mark.value, other.mark.value, None)],
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

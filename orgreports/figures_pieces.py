"""What drawings of charts share: a mark on its stem, a bracket, a word on its ground."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from orgreports.figures_axes import Axis, arrow_end, start
from orgreports.figures_canvas import Canvas
from orgreports.figures_frame import NARROW, label
from orgreports.figures_marks import Mark
from orgreports.figures_style import BODY, SIZES, SMALL, Look, Theme, faded, look, pale
from orgreports.figures_text import html, width

MARK, BAND = 13, 9


class Room(NamedTuple):
    """What a drawing has: the picture's width, its side margins, how its regions look."""

    width: int
    left: float
    right: float
    theme: Theme
    order: Sequence[str]

    @property
    def plot(self) -> float:
        """The width of the plot."""
        return self.width - self.left - self.right

    @property
    def narrow(self) -> bool:
        """Whether names stand above their marks."""
        return self.width < NARROW

    def look(self, region: str) -> Look:
        """The colour and symbol of a region."""
        return look(region, self.order, self.theme)


def draw_mark(
    canvas: Canvas,
    one: Mark,
    on: Axis,
    at: float,
    x: str,
    y: str,
    room: Room,
    *,
    alpha: float = 1,
    stem: bool = True,
) -> None:
    """A mark on its stem, with its interval as a band, an arrow where open."""
    seen = room.look(one.region)
    zero = start(on)
    if stem:
        canvas.scatter(
            x=[zero, one.value],
            y=[at, at],
            mode="lines",
            xaxis=x,
            yaxis=y,
            hoverinfo="skip",
            line={"color": room.theme.rule, "width": 2},
            cliponaxis=False,
        )
    if one.lower < one.upper:
        open_end = math.isinf(one.upper)
        end = arrow_end(one, on) if open_end else one.upper
        low = max(one.lower, on.low) if on.log else one.lower
        canvas.scatter(
            x=[low, end],
            y=[at, at],
            mode="lines",
            xaxis=x,
            yaxis=y,
            hoverinfo="skip",
            line={"color": faded(seen.colour, 0.38 * alpha), "width": BAND},
            cliponaxis=False,
        )
        if open_end:
            canvas.scatter(
                x=[end],
                y=[at],
                mode="markers",
                xaxis=x,
                yaxis=y,
                hoverinfo="skip",
                marker={
                    "symbol": "triangle-right",
                    "size": BAND + 5,
                    "color": pale(seen.colour, room.theme.paper, alpha),
                },
                cliponaxis=False,
            )
    hoverable(canvas, one, one.value, at, x, y, room, alpha=alpha)


def draw_bracket(canvas: Canvas, words: str, first: float, last: float, y: str, room: Room) -> None:
    """A bracket to the right of the rows from first to last."""
    line = {"color": room.theme.grey, "width": 1.25}
    for x0, x1, y0, y1 in (
        (12, 12, first - 6, last + 6),
        (6, 12, first - 6, first - 6),
        (6, 12, last + 6, last + 6),
    ):
        canvas.shape(
            type="line",
            xref="paper",
            yref=y,
            xsizemode="pixel",
            xanchor=1,
            x0=x0,
            x1=x1,
            y0=y0,
            y1=y1,
            line=line,
        )
    label(canvas, html(words), (first + last) / 2, x=1, yref=y, across=18, size=SMALL, colour=room.theme.text)


def small(words: str, theme: Theme) -> str:
    return f'<span style="font-size:{SMALL}px;color:{theme.text}">{html(words)}</span>'


def pill(
    canvas: Canvas,
    words: str,
    status: str,
    at: float,
    y: str,
    room: Room,
    *,
    x: float = 0,
    across: float = 10,
) -> None:
    """Why there is no mark, on a ground that depends on the reason; ``across`` pixels from ``x``."""
    grounds = {"source_incomplete": room.theme.doubt, "mentioned": room.theme.mentioned}
    canvas.shape(
        type="rect", xref="paper", yref=y, xsizemode="pixel", xanchor=x, x0=across - 10,
        x1=across + width(words, BODY) + 10, y0=at - 12, y1=at + 12, layer="below", line={"width": 0},
        fillcolor=grounds.get(status, room.theme.empty),
    )  # fmt: skip
    label(canvas, html(words), at, x=x, yref=y, across=across, colour=room.theme.text)


def set_axes(
    canvas: Canvas, on: Axis, number: int, top: float, bottom: float, total: float,
    across: tuple[float, float] = (0, 1),
) -> None:  # fmt: skip
    """Axes over a part of the plot: x with its ticks at the top, y in pixels downwards from ``top``."""
    suffix = str(number) if number > 1 else ""
    ends = [math.log10(on.low), math.log10(on.high)] if on.log else [on.low, on.high]
    x = {
        "anchor": f"y{suffix}", "domain": list(across), "range": ends, "type": "log" if on.log else "linear",
        "side": "top", "tickmode": "array", "tickvals": [tick for tick, _ in on.ticks],
        "ticktext": [words for _, words in on.ticks], "showgrid": True, "ticklabelstandoff": 2,
    }  # fmt: skip
    y = {
        "anchor": f"x{suffix}", "domain": [1 - bottom / total, 1 - top / total], "range": [bottom - top, 0],
        "visible": False,
    }  # fmt: skip
    canvas.layout(**{f"xaxis{suffix}": x, f"yaxis{suffix}": y})


def hoverable(
    canvas: Canvas, one: Mark, at_x: float, at_y: float, x: str, y: str, room: Room, *, alpha: float = 1
) -> None:
    """The mark itself, with its words on hovering and its place for a click."""
    seen = room.look(one.region)
    canvas.scatter(
        x=[at_x],
        y=[at_y],
        mode="markers",
        xaxis=x,
        yaxis=y,
        name=one.name,
        cliponaxis=False,
        marker={
            "symbol": seen.symbol,
            "size": MARK * SIZES.get(seen.symbol, 1),
            "color": pale(seen.colour, room.theme.paper, alpha),
            "line": {"color": room.theme.paper, "width": 1.5},
        },
        customdata=[list(one.place)],
        hovertext=[one.hover],
        hovertemplate="%{hovertext}<extra></extra>",
    )

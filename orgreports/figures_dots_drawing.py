"""The drawing of dots: rows measured in pixels, words above their lines, brackets at the right."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from orgreports.figures_axes import Axis, arrow_end, start
from orgreports.figures_dots import Block, Dots, Panel
from orgreports.figures_frame import EDGE, NARROW, WIDTH, framed, label
from orgreports.figures_marks import Absent, Mark
from orgreports.figures_style import BODY, SIZES, SMALL, THEMES, Look, Theme, faded, look
from orgreports.figures_text import html, shortened, width, wrapped

LINE_HEIGHT, STEM, GAP = 20, 20, 14  # pixels: a line of words, a stem under them, the space behind a row
TITLE_HEIGHT, BLOCK_HEIGHT, TICKS_HEIGHT, PANEL_GAP = 34, 30, 24, 18
ABSENT_HEIGHT, ABSENT_LISTED = 46, 8  # more regions without a figure than that stand in lines by reason
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


def draw_dots(
    shown: Dots, order: Sequence[str], lang: str, theme: str = "light", width: int = WIDTH
) -> go.Figure:
    """The chart; ``order`` are the regions of the corpus, ``width`` is in pixels."""
    room = _room(shown, order, THEMES[theme], width)
    heights = [_panel_height(panel, room) for panel in shown.panels]
    absents = _absent_height(shown.absent)
    total = max(
        1.0,
        sum(heights)
        + PANEL_GAP * max(0, len(heights) - 1)
        + (PANEL_GAP if heights else 0) * bool(absents)
        + absents,
    )
    figure = framed(shown.words, theme, lang, width=width, height=total, left=room.left, right=room.right)
    top = 0.0
    for number, (panel, height) in enumerate(zip(shown.panels, heights, strict=True), 1):
        _draw_panel(figure, panel, number, top, height, total, room)
        top += height + PANEL_GAP
    if shown.absent:
        _draw_absent(figure, shown.absent, len(heights) + 1, top, total, room)
    return figure


def _room(shown: Dots, order: Sequence[str], theme: Theme, pixels: int) -> Room:
    names = [(one.name, one.period) for panel in shown.panels for one in panel.marks]
    names += [(one.name, one.period) for one in shown.absent]
    widest = max(
        (max(width(name, BODY, bold=True), width(years, SMALL)) for name, years in names), default=40
    )
    brackets = [b.words for panel in shown.panels for block in panel.blocks for b in block.brackets]
    right = max((width(words, SMALL) + 22 for words in brackets), default=0) + EDGE
    left = EDGE if pixels < NARROW else EDGE + widest + 16
    return Room(pixels, left, right, theme, order)


def _label_lines(one: Mark, room: Room) -> list[str]:
    """The words of a mark in lines of HTML: figure, quote, group; in narrow pictures the name before them."""
    tail = "  ".join(part for part in (one.quote, one.group) if part)
    lines = []
    if room.narrow:
        lines.append(f"{html(one.name, bold=True)} {_small(one.period, room.theme)}")
    head = width(one.said + "  ", BODY, bold=True)
    if head + width(tail, BODY) <= room.plot:
        grey = html(tail, colour=room.theme.text)
        return [*lines, f"{html(one.said, bold=True)}  {grey}" if tail else html(one.said, bold=True)]
    lines += [html(line, bold=True) for line in wrapped(one.said, BODY, room.plot, bold=True)]
    return lines + [html(line, colour=room.theme.text) for line in wrapped(tail, BODY, room.plot)]


def _small(words: str, theme: Theme) -> str:
    return f'<span style="font-size:{SMALL}px;color:{theme.text}">{html(words)}</span>'


def _row_height(one: Mark, room: Room) -> float:
    return len(_label_lines(one, room)) * LINE_HEIGHT + STEM + GAP


def _block_height(block: Block, room: Room) -> float:
    return (BLOCK_HEIGHT if block.title else 0) + sum(_row_height(one, room) for one in block.marks)


def _panel_height(panel: Panel, room: Room) -> float:
    return (
        (TITLE_HEIGHT if panel.title else 0)
        + TICKS_HEIGHT
        + sum(_block_height(b, room) for b in panel.blocks)
    )


def _draw_panel(
    figure: go.Figure, panel: Panel, number: int, top: float, height: float, total: float, room: Room
) -> None:
    head = (TITLE_HEIGHT if panel.title else 0) + TICKS_HEIGHT
    x, y = f"x{number if number > 1 else ''}", f"y{number if number > 1 else ''}"
    _axes(figure, panel.axis, number, top + head, top + height, total, room)
    if panel.title:
        label(
            figure,
            html(panel.title, bold=True),
            1 - (top + head) / total,
            yref="paper",
            up=TICKS_HEIGHT + TITLE_HEIGHT / 2,
            across=EDGE - room.left,
        )
    at = 0.0
    for block in panel.blocks:
        if block.title:
            _block_title(figure, block.title, at, y, room)
            at += BLOCK_HEIGHT
        tops = []
        for one in block.marks:
            tops.append(at)
            _draw_row(figure, one, panel.axis, at, x, y, room)
            at += _row_height(one, room)
        for bracket in block.brackets:
            last = block.marks[bracket.last]
            _bracket(
                figure,
                bracket.words,
                _stem_at(tops[bracket.first], block.marks[bracket.first], room),
                _stem_at(tops[bracket.last], last, room),
                y,
                room,
            )


def _axes(
    figure: go.Figure, on: Axis, number: int, top: float, bottom: float, total: float, room: Room
) -> None:
    """The panel's axes: x with its ticks at the top, y in pixels downwards."""
    suffix = str(number) if number > 1 else ""
    ends = [math.log10(on.low), math.log10(on.high)] if on.log else [on.low, on.high]
    figure.update_layout({
        f"xaxis{suffix}": {
            "anchor": f"y{suffix}", "domain": [0, 1], "range": ends, "type": "log" if on.log else "linear",
            "side": "top", "tickmode": "array", "tickvals": [tick for tick, _ in on.ticks],
            "ticktext": [words for _, words in on.ticks], "showgrid": True, "ticklabelstandoff": 2, "minor": {"ticks": ""},
        },
        f"yaxis{suffix}": {
            "anchor": f"x{suffix}", "domain": [1 - bottom / total, 1 - top / total], "range": [bottom - top, 0],
            "visible": False,
        },
    })  # fmt: skip


def _block_title(figure: go.Figure, words: str, at: float, y: str, room: Room) -> None:
    if at:
        figure.add_shape(
            type="line",
            xref="paper",
            yref=y,
            x0=0,
            x1=1,
            y0=at + 2,
            y1=at + 2,
            line={"color": room.theme.grey, "width": 0.75},
            layer="below",
        )
    label(
        figure,
        html(words),
        at + BLOCK_HEIGHT / 2 + 1,
        yref=y,
        size=SMALL,
        colour=room.theme.text,
        ground=room.theme.paper,
    )


def _stem_at(top: float, one: Mark, room: Room) -> float:
    return top + len(_label_lines(one, room)) * LINE_HEIGHT + STEM / 2


def _draw_row(figure: go.Figure, one: Mark, on: Axis, top: float, x: str, y: str, room: Room) -> None:
    lines = _label_lines(one, room)
    for i, line in enumerate(lines):
        label(figure, line, top + (i + 0.5) * LINE_HEIGHT, yref=y, ground=room.theme.paper)
    stem = _stem_at(top, one, room)
    if not room.narrow:
        label(figure, html(one.name, bold=True), top + LINE_HEIGHT / 2, yref=y, across=-14, anchor="right")
        label(
            figure,
            html(one.period),
            stem,
            yref=y,
            across=-14,
            anchor="right",
            size=SMALL,
            colour=room.theme.text,
        )
    draw_mark(figure, one, on, stem, x, y, room)


def draw_mark(figure: go.Figure, one: Mark, on: Axis, at: float, x: str, y: str, room: Room) -> None:
    """A mark on its stem, with the band of its interval and the arrow of an open one."""
    seen = room.look(one.region)
    zero = start(on)
    figure.add_scatter(
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
        figure.add_scatter(
            x=[low, end],
            y=[at, at],
            mode="lines",
            xaxis=x,
            yaxis=y,
            hoverinfo="skip",
            line={"color": faded(seen.colour, 0.38), "width": BAND},
            cliponaxis=False,
        )
        if open_end:
            figure.add_scatter(
                x=[end],
                y=[at],
                mode="markers",
                xaxis=x,
                yaxis=y,
                hoverinfo="skip",
                marker={"symbol": "triangle-right", "size": BAND + 5, "color": seen.colour},
                cliponaxis=False,
            )
    figure.add_scatter(
        x=[one.value], y=[at], mode="markers", xaxis=x, yaxis=y, name=one.name, cliponaxis=False,
        marker={"symbol": seen.symbol, "size": MARK * SIZES.get(seen.symbol, 1), "color": seen.colour,
                "line": {"color": room.theme.paper, "width": 1.5}},
        customdata=[list(one.place)], hovertext=[one.hover], hovertemplate="%{hovertext}<extra></extra>",
    )  # fmt: skip


def _bracket(figure: go.Figure, words: str, first: float, last: float, y: str, room: Room) -> None:
    """A bracket to the right of the rows from first to last."""
    line = {"color": room.theme.grey, "width": 1.25}
    for x0, x1, y0, y1 in (
        (12, 12, first - 6, last + 6),
        (6, 12, first - 6, first - 6),
        (6, 12, last + 6, last + 6),
    ):
        figure.add_shape(
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
    label(figure, html(words), (first + last) / 2, x=1, yref=y, across=18, size=SMALL, colour=room.theme.text)


def _absent_height(absents: Sequence[Absent]) -> float:
    rows = len(absents) if len(absents) <= ABSENT_LISTED else 2 * len({one.words for one in absents})
    return rows * ABSENT_HEIGHT


def _draw_absent(
    figure: go.Figure, absents: Sequence[Absent], number: int, top: float, total: float, room: Room
) -> None:
    """The regions without a mark: the word in the place of the mark, on a ground of its own."""
    suffix = str(number) if number > 1 else ""
    figure.update_layout({
        f"xaxis{suffix}": {"anchor": f"y{suffix}", "domain": [0, 1], "range": [0, 1], "visible": False},
        f"yaxis{suffix}": {"anchor": f"x{suffix}", "domain": [0, 1 - top / total], "range": [total - top, 0],
                           "visible": False},
    })  # fmt: skip
    figure.add_scatter(x=[None], y=[None], xaxis=f"x{suffix}", yaxis=f"y{suffix}", hoverinfo="skip")
    if len(absents) <= ABSENT_LISTED:
        for i, one in enumerate(absents):
            _absent_row(figure, one, (i + 0.5) * ABSENT_HEIGHT, f"y{suffix}", room)
        return
    by_words: dict[str, list[Absent]] = {}
    for one in absents:
        by_words.setdefault(one.words, []).append(one)
    for i, (words, ones) in enumerate(by_words.items()):
        names = ", ".join(f"{one.name} {one.period}".strip() for one in ones)
        at = (2 * i + 0.5) * ABSENT_HEIGHT
        label(figure, html(words, bold=True), at, yref=f"y{suffix}", colour=room.theme.text)
        label(
            figure,
            html(shortened(names, BODY, room.plot)),
            at + ABSENT_HEIGHT * 0.7,
            yref=f"y{suffix}",
            colour=room.theme.text,
        )


def _absent_row(figure: go.Figure, one: Absent, at: float, y: str, room: Room) -> None:
    years = _small(one.period, room.theme) + "  " if one.period else ""
    name = html(one.name, bold=True)
    across = 10.0
    if room.narrow:
        words = f"{name} {years}"
        across += width(f"{one.name} {one.period}   ", BODY, bold=True)
        label(figure, words, at, yref=y)
    else:
        label(figure, name, at - (8 if one.period else 0), yref=y, across=-14, anchor="right")
        if one.period:
            label(
                figure,
                html(one.period),
                at + 9,
                yref=y,
                across=-14,
                anchor="right",
                size=SMALL,
                colour=room.theme.text,
            )
    ground = {"source_incomplete": room.theme.doubt, "mentioned": room.theme.mentioned}.get(
        one.status, room.theme.empty
    )
    figure.add_shape(
        type="rect",
        xref="paper",
        yref=y,
        xsizemode="pixel",
        xanchor=0,
        x0=across - 10,
        x1=across + width(one.words, BODY) + 10,
        y0=at - 12,
        y1=at + 12,
        fillcolor=ground,
        line={"width": 0},
        layer="below",
    )
    label(figure, html(one.words), at, yref=y, across=across, colour=room.theme.text)

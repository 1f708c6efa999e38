"""The drawing of dots: rows measured in pixels, words above their lines, brackets at the right."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from orgreports.figures_absent import absent_height, draw_absent
from orgreports.figures_axes import Axis
from orgreports.figures_canvas import Canvas
from orgreports.figures_dots import Block, Dots, Panel
from orgreports.figures_frame import EDGE, NARROW, WIDTH, framed, label
from orgreports.figures_marks import Mark
from orgreports.figures_pieces import (
    Room,
    draw_bracket,
    draw_mark,
    set_axes,
    small,
)
from orgreports.figures_style import BODY, SMALL, THEMES, Theme
from orgreports.figures_text import html, width, wrapped

LINE_HEIGHT, STEM, GAP = 18.2, 22, 15  # pixels: a line of words, a stem under them, the space behind a row
TITLE_HEIGHT, BLOCK_HEIGHT, TICKS_HEIGHT, PANEL_GAP = 34, 30, 24, 18


def draw_dots(
    shown: Dots, order: Sequence[str], lang: str, theme: str = "light", width: int = WIDTH
) -> go.Figure:
    """The chart; ``order`` are the regions of the corpus, ``width`` is in pixels."""
    room = _room(shown, order, THEMES[theme], width)
    heights = [_panel_height(panel, room) for panel in shown.panels]
    absents = absent_height(shown.absent, lang, room)
    total = max(
        1.0,
        sum(heights)
        + PANEL_GAP * max(0, len(heights) - 1)
        + (PANEL_GAP if heights else 0) * bool(absents)
        + absents,
    )
    canvas = framed(shown.words, theme, lang, width=width, height=total, left=room.left, right=room.right)
    top = 0.0
    for number, (panel, height) in enumerate(zip(shown.panels, heights, strict=True), 1):
        _draw_panel(canvas, panel, number, top, height, total, room)
        top += height + PANEL_GAP
    if shown.absent:
        draw_absent(canvas, shown.absent, len(heights) + 1, top, total, lang, room)
    return canvas.done()


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
        lines.append(f"{html(one.name, bold=True)} {small(one.period, room.theme)}")
    head = width(one.said + "  ", BODY, bold=True)
    if head + width(tail, BODY) <= room.plot:
        grey = html(tail, colour=room.theme.text)
        return [*lines, f"{html(one.said, bold=True)}  {grey}" if tail else html(one.said, bold=True)]
    lines += [html(line, bold=True) for line in wrapped(one.said, BODY, room.plot, bold=True)]
    return lines + [html(line, colour=room.theme.text) for line in wrapped(tail, BODY, room.plot)]


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
    canvas: Canvas, panel: Panel, number: int, top: float, height: float, total: float, room: Room
) -> None:
    head = (TITLE_HEIGHT if panel.title else 0) + TICKS_HEIGHT
    x, y = f"x{number if number > 1 else ''}", f"y{number if number > 1 else ''}"
    set_axes(canvas, panel.axis, number, top + head, top + height, total)
    if panel.title:
        label(
            canvas,
            html(panel.title, bold=True),
            1 - (top + head) / total,
            yref="paper",
            up=TICKS_HEIGHT + TITLE_HEIGHT / 2,
            across=EDGE - room.left,
        )
    at = 0.0
    for block in panel.blocks:
        if block.title:
            _block_title(canvas, block.title, at, y, room)
            at += BLOCK_HEIGHT
        tops = []
        for one in block.marks:
            tops.append(at)
            _draw_row(canvas, one, panel.axis, at, x, y, room)
            at += _row_height(one, room)
        for bracket in block.brackets:
            last = block.marks[bracket.last]
            draw_bracket(
                canvas,
                bracket.words,
                _stem_at(tops[bracket.first], block.marks[bracket.first], room),
                _stem_at(tops[bracket.last], last, room),
                y,
                room,
            )


def _block_title(canvas: Canvas, words: str, at: float, y: str, room: Room) -> None:
    if at:
        canvas.shape(
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
        canvas,
        html(words),
        at + BLOCK_HEIGHT / 2 + 1,
        yref=y,
        size=SMALL,
        colour=room.theme.text,
        ground=room.theme.paper,
    )


def _stem_at(top: float, one: Mark, room: Room) -> float:
    return top + len(_label_lines(one, room)) * LINE_HEIGHT + STEM / 2


def _draw_row(canvas: Canvas, one: Mark, on: Axis, top: float, x: str, y: str, room: Room) -> None:
    lines = _label_lines(one, room)
    middle = top + len(lines) * LINE_HEIGHT / 2
    label(canvas, "<br>".join(lines), middle, yref=y, ground=room.theme.paper)
    stem = _stem_at(top, one, room)
    if not room.narrow:
        label(canvas, html(one.name, bold=True), top + LINE_HEIGHT / 2, yref=y, across=-14, anchor="right")
        label(
            canvas,
            html(one.period),
            stem,
            yref=y,
            across=-14,
            anchor="right",
            size=SMALL,
            colour=room.theme.text,
        )
    draw_mark(canvas, one, on, stem, x, y, room)

"""One region beside the others: a strip for each indicator, from zero to the largest figure of its unit."""

from __future__ import annotations

from typing import NamedTuple

import plotly.graph_objects as go

from orgreports.cells import Cell, CellKey, Figure
from orgreports.comparison import Comparison
from orgreports.figures_axes import Axis
from orgreports.figures_canvas import Canvas
from orgreports.figures_frame import EDGE, NARROW, WIDTH, Words, framed, label, words
from orgreports.figures_marks import Absent, Mark, absent, absent_in_words, in_words, mark, sentence
from orgreports.figures_pieces import Room, draw_mark
from orgreports.figures_style import BODY, SMALL, THEMES
from orgreports.figures_style import LINE as SPACING
from orgreports.figures_text import html, shortened, width, wrapped
from orgreports.language import indicator, period, region, text

KEY = 26  # pixels: a line of the key
LINE, STEM, GAP = 20, 22, 16  # pixels: a line of words, a strip under it, the space behind a row
END = 1.04  # where the strips' axis ends: an open interval goes on behind the largest figure
PALE = {"light": 0.45, "dark": 0.7}  # how much is left of the colour of the other regions


class Strip(NamedTuple):
    """An indicator: the region's own mark, and those of others with the same kind and unit class."""

    name: str
    own: Mark
    others: tuple[Mark, ...]
    largest: float
    end: str  # whose figure is at the right end, and which
    top: str  # whose alone, for where there is no room for both


class Profile(NamedTuple):
    """What the profile of a region shows; ``absent`` are its indicators without a figure."""

    words: Words
    key: tuple[tuple[str, str], ...]  # codes and names of the regions, in the order of the corpus
    strips: tuple[Strip, ...]
    absent: tuple[Absent, ...]

    def in_words(self, lang: str) -> str:
        """The chart as plain sentences."""
        told = [
            text("chart.colon", lang, head=strip.name, tail=in_words([strip.own, *strip.others], lang))
            for strip in self.strips
        ]
        return "".join(
            [sentence([self.words.title], lang), *told, absent_in_words(self.absent, lang)]
        ).strip()


def profile_shown(comparison: Comparison, place: tuple[str, int, int], lang: str) -> Profile:
    """The region and period ``place`` (code, first and last year) in every indicator of the comparison."""
    strips, missing = [], []
    for code in comparison.indicators:
        cell = comparison.by_key.get(CellKey(code, *place))
        if cell is None:
            continue
        if cell.shown is None or cell.headline is None:
            missing.append(absent(cell, lang)._replace(name=indicator(code, lang), period=""))
        else:
            strips.append(_strip(comparison.of(code), cell, cell.shown, cell.headline, lang))
    name = region(place[0], lang)
    title = text("profile.title", lang, region=name, period=period(*place[1:]))
    skip = ("group", "unit", "measure", "order", "derived")
    around = words(comparison, title, text("profile.reading", lang, region=name), lang, skip=skip)
    seen = {one.region for strip in strips for one in (strip.own, *strip.others)}
    key = tuple((code, region(code, lang)) for code in comparison.region_order if code in seen)
    return Profile(around, key, tuple(strips), tuple(missing))


def _strip(comparison: Comparison, cell: Cell, shown: Figure, said: Figure, lang: str) -> Strip:
    own = mark(cell, shown, said, lang)
    others = tuple(
        mark(other, figure, told, lang)
        for other in comparison.cells
        if other.key.region != cell.key.region
        for figure, told in zip(other.derived, other.headlines, strict=True)
        if figure is not None and (figure.kind, figure.family) == (shown.kind, shown.family)
    )
    top = max([own, *others], key=lambda one: one.value)
    end = text("profile.only", lang)
    if others:
        end = text("profile.largest", lang, region=top.name, figure=top.said)
    return Strip(indicator(cell.key.indicator, lang), own, others, top.value, end, top.name)


def draw_profile(
    shown: Profile, order: tuple[str, ...], lang: str, theme: str = "light", pixels: int = WIDTH
) -> go.Figure:
    """The drawing: a key; the indicator at the left, figure and group over its strip."""
    names = [width(strip.name, BODY, bold=True) for strip in shown.strips]
    names += [width(one.name, BODY, bold=True) for one in shown.absent]
    narrow = pixels < NARROW
    left = EDGE if narrow else EDGE + max(names, default=80) + 16
    room = Room(pixels, left, EDGE + 8, THEMES[theme], order)
    height = LINE + STEM + GAP + (LINE if narrow else 0)
    keys = _key_places(shown, room)
    head = (keys[-1][1] + 1) * KEY if keys else 0
    missing = wrapped(absent_in_words(shown.absent, lang), SMALL, pixels - 2 * EDGE) if shown.absent else []
    foot = LINE / 2 + len(missing) * SMALL * SPACING if missing else 0
    total = max(1.0, head + height * len(shown.strips) + foot)
    canvas = framed(shown.words, theme, lang, width=pixels, height=total, left=left, right=room.right)
    canvas.layout(
        xaxis={"range": [0, END], "visible": False, "domain": [0, 1]},
        yaxis={"range": [total, 0], "visible": False, "domain": [0, 1]},
    )
    canvas.scatter(x=[None], y=[None], hoverinfo="skip")
    for (code, name), (across, line) in zip(shown.key, keys, strict=True):
        _draw_key(canvas, code, name, across, (line + 0.4) * KEY, room)
    for i, strip in enumerate(shown.strips):
        _draw_strip(canvas, strip, head + i * height, room)
    for i, words_ in enumerate(missing):
        at = head + height * len(shown.strips) + LINE / 2 + (i + 0.5) * SMALL * SPACING
        label(canvas, html(words_), at, across=EDGE - left, size=SMALL, colour=room.theme.text)
    return canvas.done()


def _key_places(shown: Profile, room: Room) -> list[tuple[float, int]]:
    """Where the names of the key stand: pixels from the left of the plot, and the line."""
    places: list[tuple[float, int]] = []
    across, line = 0.0, 0
    for _, name in shown.key:
        wide = width(name, SMALL) + 40
        if places and across + wide > room.plot:
            across, line = 0.0, line + 1
        places.append((across, line))
        across += wide
    return places


def _draw_key(canvas: Canvas, code: str, name: str, across: float, at: float, room: Room) -> None:
    seen = room.look(code)
    canvas.scatter(
        x=[(across + 6) / room.plot * END],
        y=[at],
        mode="markers",
        marker={"symbol": seen.symbol, "size": 10, "color": seen.colour},
        hoverinfo="skip",
    )
    label(canvas, html(name), at, across=across + 18, size=SMALL, colour=room.theme.text)


def _draw_strip(canvas: Canvas, strip: Strip, top: float, room: Room) -> None:
    if room.narrow:  # the largest figure stands beside the name, so that the own one has a line to itself
        label(canvas, html(strip.name, bold=True), top + LINE / 2)
        _draw_end(canvas, strip, top, room, room.plot - width(strip.name, BODY, bold=True) - 24)
        top, taken = top + LINE, 0.0
    else:
        label(canvas, html(strip.name, bold=True), top + LINE / 2, across=-14, anchor="right")
        taken = _draw_end(canvas, strip, top, room, room.plot * 0.3) + 24
    space = room.plot - taken
    said = shortened(strip.own.said, BODY, space, bold=True)
    rest = "  ".join(part for part in (strip.own.quote, strip.own.group) if part)
    rest = shortened(rest, BODY, max(0.0, space - width(said, BODY, bold=True) - 12))
    label(canvas, f"{html(said, bold=True)}  {html(rest, colour=room.theme.text)}", top + LINE / 2)
    at = top + LINE + STEM / 2
    canvas.scatter(
        x=[0, 1], y=[at, at], mode="lines", hoverinfo="skip", line={"color": room.theme.rule, "width": 2}
    )
    on, faint = Axis(0, END, (), False), PALE[room.theme.name]
    for other in strip.others:
        draw_mark(canvas, _scaled(other, strip.largest), on, at, "x", "y", room, alpha=faint, stem=False)
    draw_mark(canvas, _scaled(strip.own, strip.largest), on, at, "x", "y", room, stem=False)


def _draw_end(canvas: Canvas, strip: Strip, top: float, room: Room, space: float) -> float:
    """Write whose figure is at the right end, and which; in so many pixels at most, and returns how many.

    Where there is no room for the figure, the name stands alone: a shortened figure would say another.
    """
    end = strip.end if width(strip.end, SMALL) <= space else shortened(strip.top, SMALL, space)
    label(canvas, html(end), top + LINE / 2, x=1, anchor="right", size=SMALL, colour=room.theme.text)
    return width(end, SMALL)


def _scaled(one: Mark, largest: float) -> Mark:
    """The mark on a strip from 0 to 1; the band ends with the strip."""
    if largest <= 0:
        return one._replace(value=0.0, lower=0.0, upper=0.0)
    value, lower = one.value / largest, one.lower / largest
    return one._replace(value=value, lower=lower, upper=one.upper / largest)

"""Small multiples: several indicators side by side, each on its own axis, the regions in one order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from orgreports.cells import Cell, CellKey
from orgreports.comparison import Comparison
from orgreports.figures_axes import Axis, axis
from orgreports.figures_canvas import Canvas
from orgreports.figures_frame import EDGE, NARROW, WIDTH, Words, framed, label, words
from orgreports.figures_marks import Absent, Mark, absent, absent_in_words, in_words, mark, reading, sentence
from orgreports.figures_pieces import Room, draw_mark, pill, set_axes, small
from orgreports.figures_style import BODY, SMALL, THEMES
from orgreports.figures_text import html, shortened, width, wrapped
from orgreports.language import indicator, listed, period, region, text

COLUMN, GUTTER = 230, 36  # pixels: the least width of a column, and the space between two
HEAD, TICKS, LINE, STEM, GAP, TIER = 30, 26, 18.2, 22, 13, 30
GROUP_LINES = 2
TITLED = 3  # with more indicators than that, the title counts them


class Aside(NamedTuple):
    """A figure of another kind or unit class than its column's axis: it is said, not drawn."""

    mark: Mark
    kind: str  # in words: the kind, or that the unit is another


class Row(NamedTuple):
    """A region and period, the same in every column."""

    region: str
    name: str
    period: str


class Column(NamedTuple):
    """An indicator: its axis, and for each row a mark, an aside or the reason for neither."""

    title: str
    axis: Axis
    cells: tuple[Mark | Aside | Absent, ...]

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks that are drawn."""
        return tuple(cell for cell in self.cells if isinstance(cell, Mark))


class Multiples(NamedTuple):
    """What small multiples show."""

    words: Words
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]

    def in_words(self, lang: str) -> str:
        """The chart as plain sentences."""
        parts = [sentence([self.words.title], lang)]
        for column in self.columns:
            said = [cell.mark if isinstance(cell, Aside) else cell for cell in column.cells]
            told = in_words([one for one in said if isinstance(one, Mark)], lang)
            told += absent_in_words([one for one in said if isinstance(one, Absent)], lang)
            parts.append(text("chart.colon", lang, head=column.title, tail=told))
        return "".join(parts).strip()


def multiples_shown(comparison: Comparison, lang: str, *, log: bool = False) -> Multiples:
    """One column an indicator, one row a region and period, in the order of the corpus, later years first.

    Years of which there are plans alone have no row.
    """
    places = sorted(
        dict.fromkeys(cell.key[1:] for cell in comparison.cells if not cell.plan),
        key=lambda place: (_position(comparison, place[0]), -place[2], place[1]),
    )
    rows = tuple(Row(code, region(code, lang), period(a, b) if a else "") for code, a, b in places)
    columns = tuple(_column(comparison, code, places, lang, log=log) for code in comparison.indicators)
    marks = [one for column in columns for one in column.marks]
    extra = [text("chart.own_axis", lang), *([text("chart.log", lang)] if log else [])]
    read = reading(comparison, marks, lang, *extra) if marks else text("chart.empty", lang)
    return Multiples(words(comparison, _title(comparison, lang), read, lang, skip=("group",)), rows, columns)


def _position(comparison: Comparison, code: str) -> int:
    order = comparison.region_order
    return order.index(code) if code in order else len(order)


def _title(comparison: Comparison, lang: str) -> str:
    if len(comparison.indicators) <= TITLED:
        names = listed((indicator(code, lang) for code in comparison.indicators), lang)
        return text("multiples.title", lang, indicators=names) + _per(comparison, lang)
    many = len(comparison.regions) > TITLED
    names = listed((region(code, lang) for code in comparison.regions), lang)
    where = text("multiples.regions", lang, count=len(comparison.regions)) if many else names
    return text("multiples.title_many", lang, regions=where, count=len(comparison.indicators)) + _per(
        comparison, lang
    )


def _per(comparison: Comparison, lang: str) -> str:
    return text("multiples.per", lang, per=text(f"per.{comparison.per}", lang)) if comparison.per else ""


def _column(
    comparison: Comparison, code: str, places: Sequence[tuple[str, int, int]], lang: str, *, log: bool
) -> Column:
    cells = [comparison.by_key.get(CellKey(code, *place)) for place in places]
    keys = Counter((cell.shown.kind, cell.shown.family) for cell in cells if cell and cell.shown)
    main = keys.most_common(1)[0][0] if keys else ("", "")
    shown = tuple(_content(cell, place, main, lang) for cell, place in zip(cells, places, strict=True))
    marks = [one for one in shown if isinstance(one, Mark)]
    kind = "share" if comparison.per == "largest" and main[0] == "count" else main[0]
    unit = "%" if "share" in (kind, main[1]) else ""
    return Column(indicator(code, lang), axis(marks, kind, lang, log=log, ticks=3, unit=unit), shown)


def _content(
    cell: Cell | None, place: tuple[str, int, int], main: tuple[str, str], lang: str
) -> Mark | Aside | Absent:
    if cell is None:
        years = period(place[1], place[2]) if place[1] else ""
        return Absent(place[0], region(place[0], lang), years, "none", text("chart.nothing", lang))
    if cell.shown is not None and cell.headline is not None:
        one = mark(cell, cell.shown, cell.headline, lang)
        kind, family = cell.shown.kind, cell.shown.family
        if (kind, family) == main:
            return one
        return Aside(one, text(f"kind.{kind}" if kind != main[0] else "multiples.other_unit", lang))
    return absent(cell, lang)


def draw_multiples(
    shown: Multiples, order: Sequence[str], lang: str, theme: str = "light", pixels: int = WIDTH
) -> go.Figure:
    """The drawing: tiers of as many columns as the width holds, the regions named at the left of each."""
    widest = max(
        (max(width(r.name, BODY, bold=True), width(r.period, SMALL)) for r in shown.rows), default=40
    )
    left = EDGE if pixels < NARROW else EDGE + widest + 16
    room = Room(pixels, left, EDGE, THEMES[theme], order)
    per_tier = max(1, int((room.plot + GUTTER) // (COLUMN + GUTTER)))
    per_tier = min(per_tier, max(1, len(shown.columns)))
    column = (room.plot - GUTTER * (per_tier - 1)) / per_tier
    tiers = [range(i, min(i + per_tier, len(shown.columns))) for i in range(0, len(shown.columns), per_tier)]
    heights = [
        [_row_height(shown, row, tier, column, room) for row in range(len(shown.rows))] for tier in tiers
    ]
    total = sum(HEAD + TICKS + sum(rows) for rows in heights) + TIER * (len(tiers) - 1)
    canvas = framed(shown.words, theme, lang, width=pixels, height=total, left=room.left, right=room.right)
    top = 0.0
    for tier, rows in zip(tiers, heights, strict=True):
        _draw_tier(canvas, shown, tier, rows, top, total, column, room)
        top += HEAD + TICKS + sum(rows) + TIER
    return canvas.done()


def _small_print(one: Mark, column: float) -> list[str]:
    """Quote and group in small type, in at most two lines; the whole is in the words on hovering."""
    lines = wrapped("  ".join(part for part in (one.quote, one.group) if part), SMALL, column)
    if len(lines) > GROUP_LINES:
        rest = "".join(lines[GROUP_LINES - 1 :])
        lines = [*lines[: GROUP_LINES - 1], shortened(rest, SMALL, column)]
    return lines


def _lines(content: Mark | Aside | Absent, column: float, room: Room) -> list[str]:
    if isinstance(content, Absent):
        return []
    one, kind = (content.mark, content.kind) if isinstance(content, Aside) else (content, "")
    head = [html(line, bold=True) for line in wrapped(one.said, BODY, column, bold=True)]
    if kind:
        head[-1] += " " + small(kind, room.theme)
    return head + [small(line, room.theme) for line in _small_print(one, column)]


def _row_height(shown: Multiples, row: int, tier: range, column: float, room: Room) -> float:
    lines = max(len(_lines(shown.columns[i].cells[row], column, room)) for i in tier)
    return max(2, lines) * LINE + STEM + GAP + (LINE if room.narrow else 0)


def _draw_tier(
    canvas: Canvas,
    shown: Multiples,
    tier: range,
    rows: Sequence[float],
    top: float,
    total: float,
    column: float,
    room: Room,
) -> None:
    head = top + HEAD + TICKS
    for place, i in enumerate(tier):
        start = place * (column + GUTTER) / room.plot
        set_axes(
            canvas,
            shown.columns[i].axis,
            i + 1,
            head,
            head + sum(rows),
            total,
            (start, min(1, start + column / room.plot)),
        )
        x, y = (f"{name}{i + 1 if i else ''}" for name in "xy")
        label(
            canvas,
            html(shown.columns[i].title, bold=True),
            1 - head / total,
            x=start,
            yref="paper",
            up=TICKS + HEAD / 2,
        )
        at = 0.0
        for row, content in enumerate(shown.columns[i].cells):
            _draw_content(canvas, shown, i, row, content, at, rows[row], (x, y), start, column, room)
            at += rows[row]
        if not shown.columns[i].marks:  # an axis without a trace is not drawn, nor are its labels
            canvas.scatter(x=[None], y=[None], xaxis=x, yaxis=y, hoverinfo="skip")
            canvas.layout(**{f"xaxis{i + 1 if i else ''}": {"showticklabels": False, "showgrid": False}})
        if place == 0 and not room.narrow:
            _draw_names(canvas, shown, rows, y, room)


def _draw_names(canvas: Canvas, shown: Multiples, rows: Sequence[float], y: str, room: Room) -> None:
    at = 0.0
    for row, height in zip(shown.rows, rows, strict=True):
        label(canvas, html(row.name, bold=True), at + LINE / 2, yref=y, across=-14, anchor="right")
        label(
            canvas,
            html(row.period),
            at + LINE * 1.5,
            yref=y,
            across=-14,
            anchor="right",
            size=SMALL,
            colour=room.theme.text,
        )
        at += height


def _draw_content(
    canvas: Canvas,
    shown: Multiples,
    i: int,
    row: int,
    content: Mark | Aside | Absent,
    at: float,
    height: float,
    axes: tuple[str, str],
    start: float,
    column: float,
    room: Room,
) -> None:
    x, y = axes
    named = []
    if room.narrow:
        one = shown.rows[row]
        named = [f"{html(one.name, bold=True)} {small(one.period, room.theme)}"]
    if isinstance(content, Absent):
        for line in named:
            label(canvas, line, at + LINE / 2, x=start, yref=y, ground=room.theme.paper)
        pill(canvas, content.words, content.status, at + LINE * (len(named) + 1), y, room, x=start)
        return
    lines = named + _lines(content, column, room)
    label(canvas, "<br>".join(lines), at + len(lines) * LINE / 2, x=start, yref=y, ground=room.theme.paper)
    if isinstance(content, Mark):
        draw_mark(canvas, content, shown.columns[i].axis, at + height - GAP - STEM / 2, x, y, room)

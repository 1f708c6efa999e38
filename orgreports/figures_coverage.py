"""Who reports what: indicators by regions and periods, each cell with its headline or the reason for none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from orgreports import rulebook
from orgreports.cells import NO_REPORT, PLANNED, REPORTED, STATUSES, Cell, CellKey
from orgreports.comparison import Comparison
from orgreports.comparison_notes import SEVERITY
from orgreports.figures_canvas import Canvas
from orgreports.figures_frame import EDGE, WIDTH, Words, framed, label, words
from orgreports.figures_marks import Place, absent, mark, sentence
from orgreports.figures_style import BODY, SMALL, THEMES, Theme
from orgreports.figures_text import html, shortened, width, wrapped
from orgreports.language import indicator, period, region, text

HEAD, ROW, TOPIC, GAP = 46, 40, 26, 4  # pixels: names of columns, a row, a topic, between cells
WORDED = 84  # narrower columns hold colours only; their words come on hovering
SIGNS = {"source_incomplete": "…", "mentioned": "·", "not_reported": "–", NO_REPORT: " ", PLANNED: "+"}


class Column(NamedTuple):
    """A region and period."""

    name: str
    period: str


class Box(NamedTuple):
    """A cell: its status, what stands in it, and the words and place behind it."""

    status: str
    said: str
    hover: str
    place: Place | None


class Row(NamedTuple):
    """An indicator with a box for each column; ``topic`` is named where one begins, else empty."""

    topic: str
    name: str
    boxes: tuple[Box, ...]


class Coverage(NamedTuple):
    """What the map shows."""

    words: Words
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def in_words(self, lang: str) -> str:
        """The map as plain sentences: how much each report holds."""
        parts = []
        for i, column in enumerate(self.columns):
            count = sum(row.boxes[i].status == REPORTED for row in self.rows)
            values = {"region": column.name, "period": column.period, "count": count, "total": len(self.rows)}
            parts.append(text("coverage.alt", lang, **values))
        return sentence([self.words.title], lang) + sentence(parts, lang).strip()


def coverage_shown(comparison: Comparison, lang: str) -> Coverage:
    """Every indicator of the comparison, by topic, and every region and period, in the corpus's order."""
    places = sorted(
        dict.fromkeys(cell.key[1:] for cell in comparison.cells),
        key=lambda place: (_position(comparison, place[0]), -place[2], place[1]),
    )
    columns = tuple(Column(region(code, lang), period(a, b) if a else "") for code, a, b in places)
    rows, topics = [], set[str]()
    for code in comparison.indicators:
        topic = rulebook.catalogue()[code].topic
        boxes = tuple(_box(comparison.by_key.get(CellKey(code, *place)), lang) for place in places)
        rows.append(
            Row("" if topic in topics else text(f"topic.{topic}", lang), indicator(code, lang), boxes)
        )
        topics.add(topic)
    skip = tuple(
        code for code in SEVERITY if code != "cut"
    )  # the others are about holding figures against each other
    around = words(comparison, text("coverage.title", lang), text("coverage.reading", lang), lang, skip=skip)
    return Coverage(around, columns, tuple(rows))


def _position(comparison: Comparison, code: str) -> int:
    order = comparison.region_order
    return order.index(code) if code in order else len(order)


def _box(cell: Cell | None, lang: str) -> Box:
    if cell is None:
        return Box(NO_REPORT, text(f"status.{NO_REPORT}", lang), text(f"status.{NO_REPORT}", lang), None)
    if cell.shown is None or cell.headline is None:
        missing = absent(cell, lang)
        name = f"{missing.name} {missing.period} · {indicator(cell.key.indicator, lang)}"
        return Box(cell.status, missing.words, f"{html(name, bold=True)}<br>{html(missing.words)}", None)
    one = mark(cell, cell.shown, cell.headline, lang)
    return Box(REPORTED, one.said, one.hover, one.place)


def draw_coverage(shown: Coverage, lang: str, theme: str = "light", pixels: int = WIDTH) -> go.Figure:
    """The drawing: a grid of grounds with words, a heat map under it for hovering."""
    look = THEMES[theme]
    left = EDGE + max((width(row.name, BODY) for row in shown.rows), default=80) + 14
    column = (pixels - left - EDGE) / max(1, len(shown.columns))
    topics = sum(bool(row.topic) for row in shown.rows)
    total = HEAD + ROW * len(shown.rows) + TOPIC * topics
    canvas = framed(shown.words, theme, lang, width=pixels, height=total, left=left, right=EDGE)
    canvas.layout(
        xaxis={"range": [0, len(shown.columns) * column], "visible": False, "domain": [0, 1]},
        yaxis={"range": [total, 0], "visible": False, "domain": [0, 1]},
    )
    for i, one in enumerate(shown.columns):
        _head(canvas, one, (i + 0.5) * column, column, look)
    at = float(HEAD)
    for row in shown.rows:
        if row.topic:
            label(canvas, html(row.topic), at + TOPIC / 2, across=EDGE - left, size=SMALL, colour=look.text)
            at += TOPIC
        label(canvas, html(row.name), at + (ROW - GAP) / 2, across=-12, anchor="right")
        for i, box in enumerate(row.boxes):
            _draw_box(canvas, box, i * column, at, column, look)
        _hover(canvas, row, at, column)
        at += ROW
    return canvas.done()


def _head(canvas: Canvas, one: Column, middle: float, column: float, theme: Theme) -> None:
    if column >= WORDED / 2:
        name = shortened(one.name, BODY, column - 4, bold=True)
        label(canvas, html(name, bold=True), 12, x=middle, xref="x", anchor="center")
        years = shortened(one.period, SMALL, column)
        label(canvas, html(years), 30, x=middle, xref="x", anchor="center", size=SMALL, colour=theme.text)


def _draw_box(canvas: Canvas, box: Box, x: float, y: float, column: float, theme: Theme) -> None:
    grounds = {
        REPORTED: theme.reported, "source_incomplete": theme.doubt, "mentioned": theme.mentioned,
    }  # fmt: skip
    canvas.shape(
        type="rect",
        x0=x,
        x1=x + column - GAP,
        y0=y,
        y1=y + ROW - GAP,
        line={"width": 0},
        layer="below",
        fillcolor=grounds.get(box.status, theme.empty),
    )
    reported = box.status == REPORTED
    colour = theme.ink if reported else theme.text
    if column < WORDED:
        said = "●" if reported else SIGNS[box.status]
        label(
            canvas,
            said,
            y + (ROW - GAP) / 2,
            x=x + (column - GAP) / 2,
            xref="x",
            anchor="center",
            size=SMALL,
            colour=colour,
        )
        return
    lines, size = _fitted(box.said, column - GAP - 12, bold=reported)
    label(
        canvas,
        "<br>".join(html(line, bold=reported) for line in lines),
        y + (ROW - GAP) / 2,
        x=x + (column - GAP) / 2,
        xref="x",
        anchor="center",
        size=size if reported else SMALL,
        colour=colour,
    )


def _fitted(said: str, room: float, *, bold: bool) -> tuple[list[str], float]:
    """The words in one line, else in two small ones, else cut short: the whole comes on hovering."""
    if width(said, BODY, bold=bold) <= room:
        return [said], BODY
    lines = wrapped(said, SMALL, room, bold=bold)
    if len(lines) <= 2:
        return lines, SMALL
    return [lines[0], shortened(" ".join(lines[1:]), SMALL, room, bold=bold)], SMALL


def _hover(canvas: Canvas, row: Row, at: float, column: float) -> None:
    """Unseen marks in the middle of the boxes, which carry the words and the places."""
    canvas.scatter(
        x=[(i + 0.5) * column for i in range(len(row.boxes))],
        y=[at + ROW / 2] * len(row.boxes),
        mode="markers",
        marker={"size": min(ROW, column) - GAP, "opacity": 0, "symbol": "square"},
        name=row.name,
        customdata=[list(box.place) if box.place else [] for box in row.boxes],
        hovertext=[box.hover for box in row.boxes],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def statuses(rows: Sequence[Row]) -> dict[str, int]:
    """How many boxes have each status, in the order of ``STATUSES``."""
    return {status: sum(box.status == status for row in rows for box in row.boxes) for status in STATUSES}

"""The frame of every chart: title, how to read it, notes and sources, all inside the picture.

Inside the plot, y is measured in pixels from its top, so that rows have the height that their words need.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from orgreports.comparison import Comparison, Source
from orgreports.comparison_table import note_lines
from orgreports.figures_canvas import Canvas
from orgreports.figures_style import BODY, LINE, SMALL, THEMES, TITLE, Theme, template
from orgreports.figures_text import html, wrapped
from orgreports.language import listed, period, region, text

EDGE = 24  # pixels between the words and the edge of the picture
WIDTH = 1080  # of the picture, in pixels
SOURCE = "source"  # the name of the source line, under which a picture says where it comes from
NOTES = "notes"  # the name of the lines of notes
SOURCES = 12  # reports that are named one by one
NARROW = 640  # below this width, names stand above their marks


class Words(NamedTuple):
    """What stands around a chart: a title, how to read it, the notes worst first, the sources."""

    title: str
    reading: str
    notes: tuple[str, ...]
    source: str


def words(comparison: Comparison, title: str, reading: str, lang: str, *, skip: Sequence[str] = ()) -> Words:
    """The frame's words; ``skip`` are codes of notes that the chart itself says."""
    kept = [note for note in comparison.notes if note.code not in skip]
    lines = tuple(note_lines(kept, comparison.indicators, lang))
    return Words(title, reading, lines, source_line(comparison.sources, lang))


def source_line(sources: Sequence[Source], lang: str) -> str:
    """The reports and their dates: 来源：成都日报 2025-02-21; many reports by region and year only."""
    items = list(dict.fromkeys(_source(source, lang) for source in sources))
    if len(items) > SOURCES:
        return text("chart.sources", lang, count=len(sources), sources=_by_region(sources, lang))
    return text("chart.source", lang, sources=text("note.stop", lang).join(items))


def _by_region(sources: Sequence[Source], lang: str) -> str:
    """Regions with the years that their reports cover."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for one in sources:
        spans.setdefault(one.region, []).append((one.period_start, one.period_end))
    parts = (f"{region(code, lang)} {years_in_a_row(own, lang)}" for code, own in spans.items())
    return text("note.stop", lang).join(parts)


def years_in_a_row(spans: Iterable[tuple[int, int]], lang: str) -> str:
    """First and last years in words, in order; those that follow each other become one.

    >>> years_in_a_row([(2011, 2011), (2008, 2008), (2009, 2009)], "en")
    '2008–2009 and 2011'
    """
    merged: list[tuple[int, int]] = []
    for first, last in sorted(set(spans)):
        if merged and merged[-1][1] + 1 == first:
            merged[-1] = merged[-1][0], last
        else:
            merged.append((first, last))
    return listed((period(*span) for span in merged), lang)


def _source(source: Source, lang: str) -> str:
    name = source.publisher or source.title
    if not name:
        return f"{region(source.region, lang)} {period(source.period_start, source.period_end)}"
    if source.published:
        return text("chart.source_dated", lang, name=name, date=source.published)
    where = region(source.region, lang), period(source.period_start, source.period_end)
    return text("chart.source_undated", lang, name=name, region=where[0], period=where[1])


def framed(
    around: Words, theme: str, lang: str, *, width: int, height: float, left: float, right: float
) -> Canvas:
    """A canvas with the frame's words; ``height`` is that of the plot alone, in pixels."""
    look = THEMES[theme]
    room = width - 2 * EDGE
    title = wrapped(around.title, TITLE, room, bold=True)
    reading = wrapped(around.reading, BODY, room)
    sentences = ("" if lang == "zh" else " ").join(around.notes)
    notes = wrapped(sentences, SMALL, room) if sentences else []
    source = wrapped(around.source, SMALL, room)
    heads = len(title) * TITLE * LINE, len(reading) * BODY * LINE
    feet = len(notes) * SMALL * LINE, len(source) * SMALL * LINE
    top = EDGE + heads[0] + 4 + heads[1] + EDGE
    bottom = EDGE + feet[0] + (6 if notes else 0) + feet[1] + EDGE
    canvas = Canvas(
        template=template(look),
        width=width,
        height=round(top + height + bottom),
        autosize=False,
        margin={"t": top, "b": bottom, "l": left, "r": right, "pad": 0},
    )
    shift = EDGE - left
    _lines(canvas, title, 1, top - EDGE, shift, {"size": TITLE, "color": look.ink}, bold=True)
    _lines(canvas, reading, 1, top - EDGE - heads[0] - 4, shift, {"size": BODY, "color": look.text})
    small = {"size": SMALL, "color": look.text}
    _lines(canvas, notes, 0, -EDGE, shift, small, name=NOTES)
    _lines(canvas, source, 0, -EDGE - feet[0] - (6 if notes else 0), shift, small, name=SOURCE)
    return canvas


def without_notes(figure: go.Figure) -> go.Figure:
    """A copy of a chart for a page that lists its notes: they are kept in its ``meta``.

    ``pages/picture.js`` puts them back into a picture that is saved.
    """
    notes = next((one for one in figure.layout.annotations if one.name == NOTES), None)
    if notes is None:
        return figure
    copy = go.Figure(figure)
    others = [one for one in copy.layout.annotations if one.name != NOTES]
    source = next(one for one in others if one.name == SOURCE)
    room = notes.yshift - source.yshift  # pixels that the notes take, with the space behind them
    source.yshift = notes.yshift
    layout = copy.layout
    layout.annotations = others  # in update() each would be merged with the one that stood in its place
    layout.height = round(layout.height - room)
    layout.margin.b -= room
    return copy.update_layout(meta={**layout.meta, NOTES: notes.to_plotly_json(), "room": room})


def _lines(
    canvas: Canvas,
    lines: Sequence[str],
    y: int,
    up: float,
    across: float,
    font: dict[str, Any],
    *,
    bold: bool = False,
    name: str | None = None,
) -> None:
    """Lines of words, their top ``up`` pixels above the top (1) or the bottom (0) of the plot."""
    if lines:
        canvas.annotation(
            name=name,
            text="<br>".join(html(line, bold=bold) for line in lines),
            font=font,
            align="left",
            showarrow=False,
            xref="paper",
            yref="paper",
            x=0,
            y=y,
            xanchor="left",
            yanchor="top",
            xshift=across,
            yshift=up,
            borderpad=0,
        )


def label(
    canvas: Canvas,
    words_: str,
    y: float,
    *,
    x: float | str = 0,
    xref: str = "paper",
    yref: str = "y",
    across: float = 0,
    anchor: str = "left",
    size: float = BODY,
    colour: str = "",
    up: float = 0,
    ground: str = "",
) -> None:
    """One label inside the plot, at ``y`` pixels from the top of its rows; ``words_`` is plotly's HTML.

    ``across`` and ``up`` move it by pixels; ``ground`` is a colour behind it, so that no line crosses it.
    """
    canvas.annotation(
        text=words_,
        x=x,
        y=y,
        xref=xref,
        yref=yref,
        xanchor=anchor,
        yanchor="middle",
        xshift=across,
        yshift=up,
        bgcolor=ground or None,
        align=anchor if anchor in ("left", "right") else "center",
        showarrow=False,
        borderpad=0,
        font={"size": size, **({"color": colour} if colour else {})},
    )


def theme_of(name: str) -> Theme:
    """The theme by name, ``light`` or ``dark``; ``KeyError`` for another."""
    return THEMES[name]

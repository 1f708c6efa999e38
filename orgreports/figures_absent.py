"""The regions and years without a mark: each with its reason in a row, many in lines by reason."""

from __future__ import annotations

from collections.abc import Sequence

from orgreports.figures_canvas import Canvas
from orgreports.figures_frame import EDGE, label, years_in_a_row
from orgreports.figures_marks import Absent
from orgreports.figures_pieces import Room, pill, small
from orgreports.figures_style import BODY, LINE, SMALL
from orgreports.figures_text import html, width, wrapped
from orgreports.language import text

GAP = 18  # pixels between marks and the regions without
HEIGHT, LISTED = 46, 8  # of a row; with more regions than that, they stand in lines by reason
HEAD = 24  # pixels: a reason above its lines


def in_rows(absents: Sequence[Absent], listed: bool = False) -> bool:
    """Whether each region has a row; else, and where ``listed`` is asked for, they stand in lines."""
    return not listed and len(absents) <= LISTED


def absent_height(absents: Sequence[Absent], lang: str, room: Room, *, listed: bool = False) -> float:
    """How tall the rows or lines are."""
    if in_rows(absents, listed):
        return len(absents) * HEIGHT
    return sum(_block_height(lines) for _, lines in _blocks(absents, lang, room))


def draw_absent(
    canvas: Canvas,
    absents: Sequence[Absent],
    number: int,
    top: float,
    total: float,
    lang: str,
    room: Room,
    *,
    listed: bool = False,
) -> None:
    """The regions without a mark: the word in the place of the mark, on a ground of its own."""
    suffix = str(number) if number > 1 else ""
    canvas.layout(**{
        f"xaxis{suffix}": {"anchor": f"y{suffix}", "domain": [0, 1], "range": [0, 1], "visible": False},
        f"yaxis{suffix}": {"anchor": f"x{suffix}", "domain": [0, 1 - top / total], "range": [total - top, 0],
                           "visible": False},
    })  # fmt: skip
    canvas.scatter(x=[None], y=[None], xaxis=f"x{suffix}", yaxis=f"y{suffix}", hoverinfo="skip")
    if in_rows(absents, listed):
        for i, one in enumerate(absents):
            _absent_row(canvas, one, (i + 0.5) * HEIGHT, f"y{suffix}", room)
        return
    across, at = EDGE - room.left, 0.0
    for words, lines in _blocks(absents, lang, room):
        y, grey = f"y{suffix}", room.theme.text
        label(canvas, html(words, bold=True), at + HEAD / 2, yref=y, across=across, colour=grey)
        middle = at + HEAD + len(lines) * SMALL * LINE / 2
        said = "<br>".join(map(html, lines))
        label(canvas, said, middle, yref=y, across=across, size=SMALL, colour=grey)
        at += _block_height(lines)


def _block_height(lines: Sequence[str]) -> float:
    return HEAD + len(lines) * SMALL * LINE + GAP


def _blocks(absents: Sequence[Absent], lang: str, room: Room) -> list[tuple[str, list[str]]]:
    """Each reason with the regions and years that it holds for, in lines."""
    by_words: dict[str, dict[str, list[tuple[int, int]]]] = {}
    for one in absents:
        years = by_words.setdefault(one.words, {}).setdefault(one.name, [])
        if one.period:
            ends = [int(year) for year in one.period.split("–")]
            years.append((ends[0], ends[-1]))
    stop, found = text("note.stop", lang), []
    for words, places in by_words.items():
        named = (f"{name} {years_in_a_row(years, lang)}".strip() for name, years in places.items())
        found.append((words, wrapped(stop.join(named), SMALL, room.width - 2 * EDGE)))
    return found


def _absent_row(canvas: Canvas, one: Absent, at: float, y: str, room: Room) -> None:
    years = small(one.period, room.theme) + "  " if one.period else ""
    name = html(one.name, bold=True)
    if room.narrow:
        _narrow_row(canvas, one, f"{name} {years}", at, y, room)
        return
    label(canvas, name, at - (8 if one.period else 0), yref=y, across=-14, anchor="right")
    if one.period:
        grey = room.theme.text
        words = html(one.period)
        label(canvas, words, at + 9, yref=y, across=-14, anchor="right", size=SMALL, colour=grey)
    pill(canvas, one.words, one.status, at, y, room)


def _narrow_row(canvas: Canvas, one: Absent, words: str, at: float, y: str, room: Room) -> None:
    """The name, and the word behind it, or below it where there is no room."""
    start = EDGE - room.left
    behind = width(f"{one.name} {one.period}   ", BODY, bold=True)
    fits = behind + width(one.words, BODY) + 20 <= room.width - 2 * EDGE
    label(canvas, words, at if fits else at - 13, yref=y, across=start)
    across = start + 10 + (behind if fits else 0)
    pill(canvas, one.words, one.status, at if fits else at + 9, y, room, across=across)

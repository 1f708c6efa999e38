"""Dots on thin lines: one indicator across regions, or the shares and changes of several.

What is shown is a ``Dots``; kinds of figures stand in panels with axes of their own, unit classes of a
kind in blocks, and at the end the regions without a figure say why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from orgreports.cells import Cell, Figure
from orgreports.comparison import Comparison
from orgreports.comparison_notes import unit_name
from orgreports.figures_axes import Axis, axis
from orgreports.figures_frame import Words, words
from orgreports.figures_marks import Absent, Mark, absent, absent_in_words, in_words, mark, reading, sentence
from orgreports.intervals import rivals, runs, stated_order
from orgreports.language import indicator, region, text


class Bracket(NamedTuple):
    """A run of marks of a block, from first to last, whose order is open or that are equal."""

    first: int
    last: int
    words: str


class Block(NamedTuple):
    """Marks of one unit class, the largest first; the title is empty where the panel has one block only."""

    title: str
    marks: tuple[Mark, ...]
    brackets: tuple[Bracket, ...]


class Panel(NamedTuple):
    """Blocks on one axis."""

    title: str
    kind: str
    axis: Axis
    blocks: tuple[Block, ...]

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks of all blocks."""
        return tuple(one for block in self.blocks for one in block.marks)


class Dots(NamedTuple):
    """What a chart of dots shows."""

    words: Words
    panels: tuple[Panel, ...]
    absent: tuple[Absent, ...]

    def in_words(self, lang: str) -> str:
        """The chart as plain sentences, for those who don't see it."""
        parts = [sentence([self.words.title], lang)]
        for panel in self.panels:
            for block in panel.blocks:
                title = block.title or panel.title
                told = in_words(block.marks, lang)
                parts.append(text("chart.colon", lang, head=title, tail=told) if title else told)
        return "".join([*parts, absent_in_words(self.absent, lang)]).strip()


# Notes about figures of other kinds: a chart of one kind across indicators has no use for them.
_OWN = ("unit", "measure", "group", "order", "derived")
Pair = tuple[Cell, Figure, Figure]  # a cell, a figure of it as shown, and the same as reported


def pairs(cells: Iterable[Cell]) -> list[Pair]:
    """Every headline of the cells that can be shown, with the cell and the reported figure."""
    return [
        (cell, shown, said)
        for cell in cells
        for shown, said in zip(cell.derived, cell.headlines, strict=True)
        if shown is not None
    ]


def axis_key(figure: Figure) -> tuple[str, str]:
    """Figures with the same key may stand on one axis: counts of any class, else kind and class alike."""
    return (figure.kind, "") if figure.kind == "count" else (figure.kind, figure.family)


def dots_shown(comparison: Comparison, lang: str, *, log: bool = False) -> Dots:
    """One indicator across regions: the panels are those in which some region's headline stands.

    A comparison of several indicators is drawn by ``multiples``; here only the first counts.
    """
    comparison = comparison.of(comparison.indicators[0])
    cells = comparison.cells
    panels = []
    for key in dict.fromkeys(axis_key(cell.shown) for cell in cells if cell.shown):
        classes = dict.fromkeys(
            cell.shown.family for cell in cells if cell.shown and axis_key(cell.shown) == key
        )
        chosen = [pair for pair in pairs(cells) if axis_key(pair[1]) == key and pair[1].family in classes]
        panels.append(panel_of(chosen, panel_title(key, lang), lang, log=log))
    if len(panels) == 1:
        panels = [panels[0]._replace(title="")]
    missing = tuple(absent(cell, lang) for cell in cells if cell.shown is None)
    marks = [one for panel in panels for one in panel.marks]
    read = text("dots.empty", lang)
    if marks:
        read = reading(comparison, marks, lang, *([text("chart.log", lang)] if log else []))
    around = words(comparison, _title(comparison, marks, lang), read, lang, skip=("group",))
    return Dots(around, tuple(panels), missing)


def panel_title(key: tuple[str, str], lang: str) -> str:
    """What stands on an axis: counts, or a kind with its unit."""
    name = text(f"panel.{key[0]}", lang)
    if key[0] in ("mean", "change", "duration"):
        return text("chart.colon", lang, head=name, tail=unit_name(key[1], lang))
    return name


def _title(comparison: Comparison, marks: Sequence[Mark], lang: str) -> str:
    name = indicator(comparison.indicators[0], lang)
    if not marks:
        return text("dots.title_none", lang, indicator=name)
    if comparison.per:
        return text(f"dots.title_{comparison.per}", lang, indicator=name)
    if len(comparison.regions) == 1:
        return text("dots.title_one", lang, indicator=name, region=region(comparison.regions[0], lang))
    return text("dots.title", lang, indicator=name)


def panel_of(chosen: Sequence[Pair], title: str, lang: str, *, log: bool = False) -> Panel:
    """A panel of figures that may stand on one axis, in blocks by unit class, those of most marks first."""
    classes: dict[str, list[Pair]] = {}
    for pair in chosen:
        classes.setdefault(pair[1].family, []).append(pair)
    ordered = sorted(classes.items(), key=lambda item: -len(item[1]))
    blocks = tuple(
        _block(
            text("chart.block", lang, unit=unit_name(family, lang)) if len(classes) > 1 else "", members, lang
        )
        for family, members in ordered
    )
    return _panel(title, chosen[0][1], blocks, lang, log=log)


def _panel(title: str, one: Figure, blocks: tuple[Block, ...], lang: str, *, log: bool) -> Panel:
    """A panel of figures that are like ``one``."""
    kind = "share" if one.derived == "largest" else one.kind
    unit = "%" if "share" in (kind, one.family) else ""
    marks = (mark for block in blocks for mark in block.marks)
    return Panel(title, kind, axis(marks, kind, lang, log=log, unit=unit), blocks)


def _block(title: str, members: Sequence[Pair], lang: str) -> Block:
    members = sorted(members, key=lambda pair: stated_order(pair[1]))
    figures = [shown for _, shown, _ in members]
    brackets = tuple(
        Bracket(run[0], run[-1], text(f"chart.{_openness([figures[i] for i in run])}", lang))
        for run in (runs(figures) if len(rivals(figures)) == 1 else ())
    )
    return Block(title, tuple(mark(cell, shown, said, lang) for cell, shown, said in members), brackets)


def _openness(figures: Sequence[Figure]) -> str:
    ends = {(figure.lower, figure.upper) for figure in figures}
    return "tied" if len(ends) == 1 and all(lower == upper for lower, upper in ends) else "order_open"


def kind_shown(comparison: Comparison, kind: str, lang: str) -> Dots:
    """The shares (or changes) of all indicators of a comparison: a panel for each unit, a block for each.

    Per cent and percentage points are different units, and never stand on one axis.
    """
    chosen = [pair for pair in pairs(comparison.cells) if pair[1].kind == kind]
    if chosen:
        comparison = comparison.part(list(dict.fromkeys(cell for cell, _, _ in chosen)))
    panels = []
    for key in dict.fromkeys(axis_key(pair[1]) for pair in chosen):
        mine = [pair for pair in chosen if axis_key(pair[1]) == key]
        title = "" if kind == "share" else panel_title(key, lang)
        panels.append(_by_indicator(mine, title, lang))
    marks = [one for panel in panels for one in panel.marks]
    title = text(f"{kind}s.title" if marks else "shares.none", lang)
    extra = [text("changes.size", lang)] if kind == "change" else []
    if len(panels) > 1:
        extra.append(text("changes.reading", lang))
    read = reading(comparison, marks, lang, *extra, skip=_OWN) if marks else ""
    return Dots(words(comparison, title, read, lang, skip=_OWN), tuple(panels), ())


def _by_indicator(chosen: Sequence[Pair], title: str, lang: str) -> Panel:
    """A panel with a block for each indicator."""
    codes = dict.fromkeys(pair[1].indicator for pair in chosen)
    blocks = tuple(
        _block(indicator(code, lang), [pair for pair in chosen if pair[1].indicator == code], lang)
        for code in codes
    )
    return _panel(title, chosen[0][1], blocks, lang, log=False)

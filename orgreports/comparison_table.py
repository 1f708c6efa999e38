"""The comparison as a table for a reader, and its notes as lines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from orgreports.cells import Cell, Figure, Note
from orgreports.figure_words import place, where
from orgreports.language import indicator, listed, period, text

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "indicator", "region", "period", "status", "quote", "value", "lower", "upper", "bound", "unit", "group",
    "kind", "measure", "rank", "derived", "notes", "report", "start", "end", "figures", "corrected",
)  # fmt: skip
_WHOLE = ("start", "end", "figures")
INDICATORS_NAMED = 6  # a note of more indicators says how many
OWN = ("unit", "measure", "group", "order", "derived")  # codes of notes that are about an indicator's figures


def table(cells: Sequence[Cell], notes: Sequence[Note], lang: str) -> pd.DataFrame:
    """One row a cell, in the order given, with headings and words in ``lang``.

    ``value``, ``lower`` and ``upper`` are numbers, those shown (after normalisation); an upper end that
    does not exist is missing, and so is every number of a cell without a figure. ``quote`` and ``group``
    stay in the words of the report.
    """
    import pandas as pd

    rows = [_row(cell, lang) for cell in cells]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    for column in ("value", "lower", "upper"):
        frame[column] = frame[column].astype("Float64")
    for column in _WHOLE:
        frame[column] = frame[column].astype("Int64")
    return frame.rename(columns={column: text(f"table.{column}", lang) for column in COLUMNS})


def _row(cell: Cell, lang: str) -> tuple[object, ...]:
    head = (
        indicator(cell.key.indicator, lang),
        where(cell, lang),
        period(cell.key.period_start, cell.key.period_end) if cell.key.period_start else "",
        text(f"status.{cell.status}", lang),
    )
    codes = text("note.stop", lang).join(text(f"code.{code}", lang) for code in cell.notes)
    figure = cell.headline or cell.plan
    if figure is None:
        return (
            *head,
            "",
            None,
            None,
            None,
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            codes,
            " ".join(cell.reports),
            None,
            None,
            0,
            "",
        )
    standing = _standing(cell, lang)
    return (
        *head,
        *_figure(figure, cell.shown or cell.plan, lang),
        *standing,
        codes,
        *_place(cell, figure, lang),
    )


def _figure(said: Figure, shown: Figure | None, lang: str) -> tuple[object, ...]:
    numbers: tuple[object, ...] = (None, None, None)
    if shown:
        numbers = (shown.value, shown.lower, None if math.isinf(shown.upper) else shown.upper)
    measure = text(f"measure.{said.measure}", lang) if said.measure else ""
    return (
        " ".join(said.quote.split()), *numbers, text(f"exactness.{said.bound}", lang), said.unit, said.group,
        text(f"kind.{said.kind}", lang), measure,
    )  # fmt: skip


def _standing(cell: Cell, lang: str) -> tuple[str, str]:
    rank = ""
    if cell.rank and cell.rank.among > 1:
        rank = text("rank.of", lang, place=place(cell.rank), among=cell.rank.among)
    derived = cell.shown.derived if cell.shown else ""
    return rank, text(f"per.{derived}", lang) if derived else ""


def _place(cell: Cell, figure: Figure, lang: str) -> tuple[object, ...]:
    corrected = text("pages.corrected", lang) if figure.corrected else ""
    return figure.report, figure.start, figure.end, len(cell.figures), corrected


def note_lines(notes: Sequence[Note], indicators: Sequence[str], lang: str) -> list[str]:
    """The notes as sentences, worst first; where there are several indicators, each says which it concerns.

    Where more than two indicators have notes of one code of their own, one line names the indicators:
    the sentences are in the comparison of each.
    """
    lines: dict[str, None] = {}
    for one in notes:
        own = [other for other in notes if other.code == one.code and other.code in OWN]
        if len(indicators) > 1 and len({key.indicator for other in own for key in other.cells}) > 2:
            codes = dict.fromkeys(key.indicator for other in own for key in other.cells)
            lines[_concerning(list(codes), text(f"caution.{one.code}", lang), lang)] = None
        else:
            lines[_line(one, indicators, lang)] = None
    return list(lines)


def _line(one: Note, indicators: Sequence[str], lang: str) -> str:
    concerned = list(dict.fromkeys(key.indicator for key in one.cells))
    if len(indicators) < 2 or one.code not in OWN:
        return one.text(lang)
    return _concerning(concerned, one.text(lang), lang)


def _concerning(codes: Sequence[str], sentence: str, lang: str) -> str:
    """The indicators, and what is said of them."""
    whole = sentence[:1].upper() + sentence[1:]
    whole += "" if whole.endswith((".", "。")) else text("chart.stop", lang).strip()
    if len(codes) > INDICATORS_NAMED:
        return text("note.concerns_many", lang, count=len(codes), sentence=whole)
    return text(
        "note.concerns",
        lang,
        indicators=listed((indicator(code, lang) for code in codes), lang),
        sentence=whole,
    )

"""What the sentences of notes are built from: names of cells, groups of cells, clauses in a row."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from orgreports.cells import Cell, CellKey, Note
from orgreports.figure_words import where
from orgreports.language import LANGUAGES, listed, region, text

K = TypeVar("K", bound=Hashable)
Labels = Mapping[CellKey, Mapping[str, str]]
NAMED = 12  # so many figures or regions are named in a sentence; more are counted, and the table tells which
BESIDE = 4  # so many regions are named beside a count of their figures


def note(code: str, cells: Iterable[Cell], sentence: Callable[[str], str]) -> Note:
    """A note whose sentence is made once for each language."""
    zh, en = (sentence(lang) for lang in LANGUAGES)
    return Note(code, tuple(cell.key for cell in cells), zh, en)


def cell_labels(cells: Sequence[Cell]) -> Labels:
    """The name of each cell but plans in a sentence: its region, with the period where it has several."""
    periods: dict[str, set[tuple[int, int]]] = {}
    for cell in (cell for cell in cells if not cell.plan):
        periods.setdefault(cell.key.region, set()).add((cell.key.period_start, cell.key.period_end))
    return {
        cell.key: {lang: where(cell, lang, dated=len(periods[cell.key.region]) > 1) for lang in LANGUAGES}
        for cell in cells
        if not cell.plan
    }


def grouped(cells: Iterable[Cell], key: Callable[[Cell], K]) -> dict[K, list[Cell]]:
    """The cells by a key, in the order in which the keys come."""
    groups: dict[K, list[Cell]] = {}
    for cell in cells:
        groups.setdefault(key(cell), []).append(cell)
    return groups


def names(cells: Iterable[Cell], labels: Labels, lang: str) -> str:
    """The cells' labels in a row; where those are too many to read, how many figures of which regions."""
    concerned = list(cells)
    own = dict.fromkeys(labels[cell.key][lang] for cell in concerned)
    return listed(own, lang) if len(own) <= NAMED else counted(concerned, lang)


def counted(cells: Sequence[Cell], lang: str) -> str:
    """How many figures there are, and of which regions, or of how many."""
    return text("note.figures_of", lang, regions=region_names(cells, lang, BESIDE), count=len(cells))


def region_names(cells: Iterable[Cell], lang: str, most: int = NAMED) -> str:
    """The regions of the cells in a row, each once; where there are more than ``most``, how many."""
    codes = dict.fromkeys(cell.key.region for cell in cells)
    if len(codes) > most:
        return text("note.regions_many", lang, count=len(codes))
    return listed((region(code, lang) for code in codes), lang)


def clauses(parts: Iterable[str], lang: str) -> str:
    """Clauses in a row: 甲;乙 and A; B."""
    return text("note.stop", lang).join(parts)

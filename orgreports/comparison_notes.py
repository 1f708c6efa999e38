"""The cautions that a comparison carries, each tied to its cells, in plain words, worst first."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from orgreports.cells import Cell, CellKey, Note
from orgreports.derivation import years
from orgreports.figure_words import said
from orgreports.intervals import rivals, runs, stated_order
from orgreports.language import has_text, listed, period, region, spaced, text
from orgreports.note_parts import (
    Labels,
    cell_labels,
    clauses,
    counted,
    grouped,
    names,
    note,
    region_names,
)
from orgreports.region_notes import cut_notes, derived_notes, level_notes, nested_notes, parent_notes

# What misleads most comes first: other units, other times, other things counted; then what is only open.
SEVERITY = ("unit", "period", "measure", "group", "order", "cut", "level", "nested", "derived")
RUNS = 4  # runs of figures in open order that have a sentence each; more have one together
FIGURES_NAMED = 6  # of a run; in a larger one they are counted
GROUPS_NAMED = 5  # with more cells than that, the groups stand beside the figures only


def notes(cells: Sequence[Cell], per: str, cut: frozenset[str] = frozenset()) -> tuple[Note, ...]:
    """The notes of a comparison's cells, worst first; ``cut`` are the reports that are cut off.

    What is true of regions (years, levels, regions in regions, cut sources) is said once for all
    indicators; what is true of figures, for each.
    """
    shown = [cell for cell in cells if cell.shown]
    labels = cell_labels(cells)
    found = [*_period_notes(shown), *cut_notes(cells, cut), *level_notes(shown), *nested_notes(shown)]
    for mine in grouped(cells, lambda cell: cell.key.indicator).values():
        figures = [cell for cell in mine if cell.shown]
        found += _unit_notes(figures, labels) + _measure_notes(figures, labels)
        found += _group_notes(figures, labels) + _order_notes(figures, labels)
        found += derived_notes(mine, per, labels) + parent_notes(mine)
    return _merged(found)


def _merged(found: Iterable[Note]) -> tuple[Note, ...]:
    """Notes that say the same become one; worst first."""
    cells: dict[tuple[str, str, str], dict[CellKey, None]] = {}
    for one in found:
        cells.setdefault((one.code, one.zh, one.en), {}).update(dict.fromkeys(one.cells))
    joined = [Note(code, tuple(keys), zh, en) for (code, zh, en), keys in cells.items()]
    return tuple(sorted(joined, key=lambda one: SEVERITY.index(one.code)))


def unit_name(family: str, lang: str) -> str:
    """What the figures of a unit class count; a class of one measure word is that word."""
    base, _, unit = family.partition(":")
    if unit:
        return text(f"measure_word.{unit}", lang) if has_text(f"measure_word.{unit}") else unit
    return text(f"unit.{base}", lang) if has_text(f"unit.{base}") else text("unit.other", lang)


def _unit_notes(cells: Sequence[Cell], labels: Labels) -> list[Note]:
    """One note where kinds differ, one for each kind whose unit classes differ."""
    found = []
    kinds = grouped(cells, lambda cell: cell.shown.kind if cell.shown else "")
    if len(kinds) > 1:
        found.append(
            note(
                "unit",
                cells,
                lambda lang: text(
                    "note.kind",
                    lang,
                    clauses=clauses(
                        (
                            text(
                                "note.gives",
                                lang,
                                regions=names(group, labels, lang),
                                what=text(f"kind.{kind}", lang),
                            )
                            for kind, group in kinds.items()
                        ),
                        lang,
                    ),
                ),
            )
        )
    return found + [one for group in kinds.values() for one in _class_notes(group, labels)]


def _class_notes(cells: Sequence[Cell], labels: Labels) -> list[Note]:
    classes = grouped(cells, lambda cell: cell.shown.family if cell.shown else "")
    if len(classes) < 2:
        return []
    key = "note.unit_person_times" if set(classes) == {"persons", "person_times"} else "note.unit"
    return [
        note(
            "unit",
            cells,
            lambda lang: text(
                key,
                lang,
                clauses=clauses(
                    (
                        text(
                            "note.counts",
                            lang,
                            regions=names(group, labels, lang),
                            what=unit_name(family, lang),
                        )
                        for family, group in classes.items()
                    ),
                    lang,
                ),
            ),
        )
    ]


def _period_notes(cells: Sequence[Cell]) -> list[Note]:
    """Which figures cover several years, and which years the others are of, where regions differ."""
    found = []
    spans = [cell for cell in cells if cell.shown and years(cell.shown) > 1]
    single = [cell for cell in cells if cell.shown and years(cell.shown) == 1]
    if spans and (single or len({cell.key[1:] for cell in spans}) > 1):
        found.append(_span_note(spans, bool(single)))
    dates = {
        frozenset(cell.key.period_end for cell in group)
        for group in grouped(single, lambda cell: cell.key.region).values()
    }
    if len(dates) > 1:
        found.append(_years_note(single))
    return found


def _span_note(spans: Sequence[Cell], others: bool) -> Note:
    places = dict.fromkeys(cell.key[1:] for cell in spans)
    key = "note.period_spans" if others else "note.period_spans_only"

    def sentence(lang: str) -> str:
        parts = (
            text(
                "note.period_span",
                lang,
                region=region(code, lang),
                period=period(first, last),
                years=last - first + 1,
            )
            for code, first, last in places
        )
        return text(key, lang, spans=clauses(parts, lang))

    return note("period", spans, sentence)


def _years_note(single: Sequence[Cell]) -> Note:
    if len({cell.key[1:] for cell in single}) > len({cell.key.region for cell in single}):
        return note("period", single, lambda lang: text("note.period_years_many", lang))
    by_year = grouped(sorted(single, key=lambda cell: -cell.key.period_end), lambda cell: cell.key.period_end)

    def sentence(lang: str) -> str:
        parts = (
            text("note.period_year", lang, regions=region_names(group, lang), period=year)
            for year, group in by_year.items()
        )
        return text("note.period_years", lang, clauses=clauses(parts, lang))

    return note("period", single, sentence)


def _measure_notes(cells: Sequence[Cell], labels: Labels) -> list[Note]:
    """Stocks beside flows or cumulative totals, within a kind and unit class."""
    found = []
    for group in grouped(
        cells, lambda cell: (cell.shown.kind, cell.shown.family) if cell.shown else None
    ).values():
        measures = grouped(
            [c for c in group if c.shown and c.shown.measure],
            lambda cell: cell.shown.measure if cell.shown else "",
        )
        if len(measures) < 2:
            continue
        key = "note.measure" if "stock" in measures else "note.measure_flow"
        concerned = [cell for part in measures.values() for cell in part]
        found.append(_measure_note(key, concerned, measures, labels))
    return found


def _measure_note(key: str, cells: Sequence[Cell], measures: dict[str, list[Cell]], labels: Labels) -> Note:
    return note(
        "measure",
        cells,
        lambda lang: text(
            key,
            lang,
            clauses=clauses(
                (
                    text(
                        "note.is",
                        lang,
                        regions=names(part, labels, lang),
                        what=text(f"measure.{measure}", lang),
                    )
                    for measure, part in measures.items()
                ),
                lang,
            ),
        ),
    )


def _group_notes(cells: Sequence[Cell], labels: Labels) -> list[Note]:
    """Different people or things counted; what they are is in the words of the reports."""
    if len({cell.shown.group for cell in cells if cell.shown}) < 2:
        return []
    if len(cells) > GROUPS_NAMED:
        return [note("group", cells, lambda lang: text("note.group_many", lang))]
    return [
        note(
            "group",
            cells,
            lambda lang: text(
                "note.group",
                lang,
                clauses=listed(
                    (
                        text("note.group_one", lang, region=labels[cell.key][lang], group=cell.shown.group)
                        for cell in cells
                        if cell.shown and cell.shown.group
                    ),
                    lang,
                ),
            ),
        )
    ]


def _order_notes(cells: Sequence[Cell], labels: Labels) -> list[Note]:
    """The runs of rivals of a kind whose intervals overlap, units apart or not."""
    found = []
    for group in grouped(cells, lambda cell: cell.shown.kind if cell.shown else "").values():
        group.sort(key=lambda cell: stated_order(cell.shown) if cell.shown else (0, 0, 0))
        figures = [cell.shown for cell in group if cell.shown]
        for members in rivals(figures):
            found += [[group[members[i]] for i in run] for run in runs([figures[i] for i in members])]
    if len(found) <= RUNS:
        return [_order_note(run, labels) for run in found]
    concerned = [cell for run in found for cell in run]
    return [
        note(
            "order",
            concerned,
            lambda lang: text("note.order_many", lang, figures=counted(concerned, lang), runs=len(found)),
        )
    ]


def _order_note(cells: Sequence[Cell], labels: Labels) -> Note:
    endless = [cell.headline for cell in cells if cell.headline and math.isinf(cell.headline.upper)]
    values = {(cell.shown.lower, cell.shown.upper) for cell in cells if cell.shown}
    key = "note.order_open" if endless else "note.order"
    if len(values) == 1 and not endless and all(lower == upper for lower, upper in values):
        key = "note.order_same"

    def sentence(lang: str) -> str:
        figures = _figures_in_a_row(cells, labels, lang)
        quoted = (text("note.quoted", lang, quote=spaced(figure.quote)) for figure in endless)
        quotes = listed(dict.fromkeys(quoted), lang)
        if len(cells) > FIGURES_NAMED:
            quotes = text("note.some", lang, count=len(endless))
        words = text(key, lang, figures=figures, quotes=quotes, open=len(endless))
        if len({cell.shown.family for cell in cells if cell.shown}) < 2:
            return words
        return text("note.units_aside", lang, sentence=words[:1].lower() + words[1:])

    return note("order", cells, sentence)


def _figures_in_a_row(cells: Sequence[Cell], labels: Labels, lang: str) -> str:
    """Each figure with its region; where those are too many to read, how many they are."""
    shown = [(cell, cell.shown) for cell in cells if cell.shown]
    if len(shown) > FIGURES_NAMED:
        return counted(cells, lang)
    return listed(
        (
            text("note.figure", lang, region=labels[cell.key][lang], figure=said(figure, lang, short=True))
            for cell, figure in shown
        ),
        lang,
    )

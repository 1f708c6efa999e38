"""The notes about regions and derived figures: cut sources, levels, regions in regions, normalisation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from orgreports import rulebook
from orgreports.cells import SOURCE_INCOMPLETE, Cell, CellKey, Figure, Note
from orgreports.derivation import SCALABLE, ParentShare, outer_regions, parent_shares, references, years
from orgreports.figure_words import DIGITS, said
from orgreports.language import amount, listed, number, period, region, text
from orgreports.note_parts import NAMED, Labels, clauses, grouped, note, region_names

LEVELS = ("province", "prefecture", "county")


def cut_notes(cells: Sequence[Cell], cut: frozenset[str]) -> list[Note]:
    """Cells whose report is cut off, with a figure or without."""
    concerned = [cell for cell in cells if cell.status == SOURCE_INCOMPLETE or cut.intersection(cell.reports)]
    if not concerned:
        return []
    return [
        note("cut", concerned, lambda lang: text("note.cut", lang, regions=region_names(concerned, lang)))
    ]


def level_notes(cells: Sequence[Cell]) -> list[Note]:
    """Provinces beside cities or counties."""
    levels = grouped(
        sorted(cells, key=lambda cell: LEVELS.index(_level(cell.key.region))),
        lambda cell: _level(cell.key.region),
    )
    if len(levels) < 2:
        return []

    def clause(level: str, group: Sequence[Cell], lang: str) -> str:
        form = "are" if len({cell.key.region for cell in group}) > 1 else "is"
        return text(f"level.{form}_{level}", lang, regions=region_names(group, lang))

    return [
        note(
            "level",
            cells,
            lambda lang: text(
                "note.level",
                lang,
                clauses=clauses((clause(level, group, lang) for level, group in levels.items()), lang),
            ),
        )
    ]


def _level(code: str) -> str:
    known = rulebook.regions().get(code)
    return known.level if known else "county"


def nested_notes(cells: Sequence[Cell]) -> list[Note]:
    """A region beside regions that it contains."""
    inside: dict[str, list[Cell]] = {}
    for cell in cells:
        for outer in outer_regions(cell.key.region):
            inside.setdefault(outer, []).append(cell)
    by_region = grouped(cells, lambda cell: cell.key.region)
    return [_nested_note(outer, own, inside[outer]) for outer, own in by_region.items() if outer in inside]


def _nested_note(outer: str, own: Sequence[Cell], inner: Sequence[Cell]) -> Note:
    return note(
        "nested",
        [*own, *inner],
        lambda lang: text("note.nested", lang, outer=region(outer, lang), inner=region_names(inner, lang)),
    )


def derived_notes(cells: Sequence[Cell], per: str, labels: Labels) -> list[Note]:
    """How the figures were normalised, and which could not be."""
    if per == "capita":
        return _capita_notes(cells)
    if per == "year":
        return _year_notes(cells, labels)
    return _largest_notes(cells, labels) if per == "largest" else []


def _derived(cells: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in cells if any(figure and figure.derived for figure in cell.derived)]


def _capita_notes(cells: Sequence[Cell]) -> list[Note]:
    derived = _derived(cells)
    regions = list(dict.fromkeys(cell.key.region for cell in derived))
    without = [cell for cell in cells if None in cell.derived]
    found = []
    if derived:
        found.append(
            note(
                "derived",
                derived,
                lambda lang: text(
                    "note.derived_capita",
                    lang,
                    clauses=listed((f"{region(code, lang)} {_residents(code)}" for code in regions), lang),
                ),
            )
        )
    if without:
        found.append(
            note(
                "derived",
                without,
                lambda lang: text("note.derived_no_census", lang, regions=region_names(without, lang)),
            )
        )
    return found


def _residents(code: str) -> str:
    return f"{rulebook.regions()[code].population:,}"


def _year_notes(cells: Sequence[Cell], labels: Labels) -> list[Note]:
    derived = [cell for cell in cells if cell.shown and cell.shown.derived]
    stocks = [
        cell
        for cell in cells
        if cell.headline
        and years(cell.headline) > 1
        and cell.headline.kind in SCALABLE
        and cell.headline.measure == "stock"
    ]
    found = []
    if derived:
        found.append(
            note(
                "derived",
                derived,
                lambda lang: text(
                    "note.derived_year",
                    lang,
                    clauses=listed(
                        (
                            text(
                                "note.derived_year_one",
                                lang,
                                region=labels[cell.key][lang],
                                figure=said(cell.headline, lang),
                                years=years(cell.headline),
                            )
                            for cell in derived
                            if cell.headline
                        ),
                        lang,
                    ),
                ),
            )
        )
    if stocks:
        found.append(
            note(
                "derived",
                stocks,
                lambda lang: text("note.derived_stock", lang, regions=region_names(stocks, lang)),
            )
        )
    return found


def _largest_notes(cells: Sequence[Cell], labels: Labels) -> list[Note]:
    derived = [cell for cell in cells if cell.shown and cell.shown.derived]
    if not derived:
        return []
    used = {(cell.shown.kind, cell.shown.family) for cell in derived if cell.shown}
    largest = references(figure for cell in cells for figure in cell.headlines)
    owners = [
        (cell, figure)
        for cell in cells
        for figure in cell.headlines
        if (figure.kind, figure.family) in used and largest[figure.kind, figure.family] is figure
    ]
    return [
        note(
            "derived",
            derived,
            lambda lang: text(
                "note.derived_largest",
                lang,
                figures=listed(
                    (_stated(labels[cell.key][lang], figure, lang) for cell, figure in owners), lang
                ),
            ),
        )
    ]


def _stated(label: str, figure: Figure, lang: str) -> str:
    return text("note.figure", lang, region=label, figure=said(figure, lang))


def parent_notes(cells: Sequence[Cell]) -> list[Note]:
    """What part of a parent's figure a region's is, where both report the same period.

    Where there are too many to read, one sentence a parent has those of the latest period of both.
    """
    by_key = {cell.key: cell for cell in cells}
    shares = parent_shares(cells)
    if len(shares) <= NAMED:
        return [_parent_note(share, by_key[share.cell], by_key[share.parent]) for share in shares]
    by_parent: dict[str, list[ParentShare]] = {}
    for share in shares:
        by_parent.setdefault(share.parent.region, []).append(share)
    return [_latest_note(outer, own, by_key) for outer, own in by_parent.items()]


def _latest_note(outer: str, shares: Sequence[ParentShare], by_key: Mapping[CellKey, Cell]) -> Note:
    last = max((share.cell.period_end, share.cell.period_start) for share in shares)
    latest = [share for share in shares if (share.cell.period_end, share.cell.period_start) == last]
    concerned = [by_key[key] for share in shares for key in (share.cell, share.parent)]

    def sentence(lang: str) -> str:
        parts = [
            text(
                "note.derived_parents_one",
                lang,
                region=region(share.cell.region, lang),
                share=_per_cent(share, _bound(share), lang),
            )
            for share in latest
        ]
        years = period(last[1], last[0])
        return text(
            "note.derived_parents", lang, outer=region(outer, lang), period=years, shares=listed(parts, lang)
        )

    return note("derived", concerned, sentence)


def _bound(share: ParentShare) -> str:
    return "exact" if share.lower == share.upper else "about"


def _parent_note(share: ParentShare, cell: Cell, parent: Cell) -> Note:
    return note(
        "derived",
        [cell, parent],
        lambda lang: text(
            "note.derived_parent",
            lang,
            region=region(cell.key.region, lang),
            outer=region(parent.key.region, lang),
            period=period(*cell.key[2:]),
            share=_per_cent(share, _bound(share), lang),
        ),
    )


def _per_cent(share: ParentShare, bound: str, lang: str) -> str:
    words = amount(share.value, share.lower, share.upper, bound, "share", lang, DIGITS)
    if bound == "exact":
        return words
    return f"{words} ({number(share.lower, lang, DIGITS)}–{number(share.upper, lang, DIGITS)}%)"

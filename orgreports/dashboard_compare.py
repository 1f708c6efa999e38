"""The comparison page: its table, its notes, and the words of its charts."""

from __future__ import annotations

from orgreports.cells import REPORTED, Cell
from orgreports.comparison import Comparison
from orgreports.dashboard_grid import corrected_html, figure_link
from orgreports.dashboard_view import View
from orgreports.figure_words import interval, place, said
from orgreports.language import indicator, listed, period, region, spaced, text
from orgreports.markup import Html, element, joined, mixed, quoted, table, whole

HEADS = ("where", "figure", "allows", "group", "place", "cautions")


def table_html(comparison: Comparison, view: View) -> Html:
    """One row a cell, in the order of the charts; each figure leads to its evidence."""
    lang = view.lang
    heads = [text(f"pages.compare.{name}", lang) for name in HEADS]
    rows: list[Html] = []
    for code in comparison.indicators:
        if len(comparison.indicators) > 1:
            name = element("th", indicator(code, lang), scope="colgroup", colspan=str(len(HEADS)))
            rows.append(element("tr", name, class_="topic"))
        rows += [_row_html(cell, view) for cell in comparison.of(code).rows(code)]
    return table(heads, rows, text("pages.compare.table", lang), "comparison")


def _row_html(cell: Cell, view: View) -> Html:
    lang = view.lang
    where = element("th", f"{region(cell.key.region, lang)} ", _period_html(cell), scope="row")
    notes = cautions(cell, lang)
    figure = cell.headline or cell.plan
    if figure is None:
        status = element("td", text(f"status.{cell.status}", lang), class_=f"none {cell.status}", colspan="4")
        return element("tr", where, status, element("td", notes, class_="small"))
    shown = cell.shown or cell.plan
    words = said(shown, lang) if shown else text("pages.compare.not_scaled", lang)
    quote = (
        quoted(spaced(figure.quote), "q", class_="small")
        if shown is None or words != said(figure, "zh")
        else ""
    )
    tongue = "zh" if lang == "zh" else ""
    way = element("a", whole(words), href=figure_link(figure, view), data_go=True, lang=tongue)
    tag = element("span", text("status.planned", lang), class_="tag")
    plan = joined((" ", tag)) if cell.plan else ""
    return element(
        "tr",
        where,
        element("td", way, " ", quote, plan, corrected_html(figure.corrected, lang), class_="reported"),
        element("td", interval(shown, lang) if shown else "", class_="number"),
        quoted(figure.group, "td"),
        element("td", _place_words(cell, lang), class_="number"),
        element("td", notes, class_="small"),
    )


def cautions(cell: Cell, lang: str) -> str:
    """The short names of the notes that concern a cell."""
    return listed((text(f"code.{code}", lang) for code in cell.notes), lang)


def _period_html(cell: Cell) -> Html:
    years = period(cell.key.period_start, cell.key.period_end) if cell.key.period_start else ""
    return element("span", years, class_="small")


def _place_words(cell: Cell, lang: str) -> str:
    """The places that a figure can have among those that it may be held against."""
    if cell.rank is None or cell.rank.among < 2:
        return ""
    return text("pages.compare.place_of", lang, place=place(cell.rank), among=cell.rank.among)


def notes_html(comparison: Comparison, lang: str) -> Html:
    """The notes in words, worst first; before them, where there is nothing to compare, that it is so."""
    lines = comparison.note_lines(lang)
    reporting = {cell.key[1:] for cell in comparison.cells if cell.status == REPORTED}
    if len(reporting) < 2:
        lines.insert(0, text(f"pages.compare.{'alone' if reporting else 'none'}", lang))
    items = [element("li", mixed(line, lang)) for line in lines]
    return element("ul", *items, class_="notes") if items else Html()

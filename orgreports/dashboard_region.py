"""The region page: one report at a glance, its figures by topic, and how it stands against the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from orgreports.cells import REPORTED, Cell, Figure
from orgreports.comparison import Comparison
from orgreports.dashboard_compare import cautions
from orgreports.dashboard_evidence import topic
from orgreports.dashboard_grid import corrected_html, figure_link, link, way
from orgreports.dashboard_view import View
from orgreports.figure_words import gloss, place, said, where
from orgreports.language import indicator, region, spaced, text
from orgreports.markup import Html, element, joined, quoted, table, unbroken, whole

TOPICS = ("talent", "training", "cadres", "party", "governance", "other")


class Standing(NamedTuple):
    """An indicator of the report: its own cell, and those of the other reports that give a figure."""

    code: str
    own: Cell
    others: tuple[Cell, ...]


def place_of(reports: pd.DataFrame, report: str) -> tuple[str, int, int]:
    """The region of a report, and its first and last year."""
    row = next(reports[reports["report"] == report].itertuples())
    return row.region, row.period_start, row.period_end


def standings(comparison: Comparison, report: str) -> tuple[Standing, ...]:
    """How each headline of a report stands against those of the others, in the order of the catalogue."""
    found = []
    for code in comparison.indicators:
        cells = [cell for cell in comparison.of(code).cells if cell.status == REPORTED]
        own = next((cell for cell in cells if report in cell.reports), None)
        if own is not None:
            found.append(Standing(code, own, tuple(cell for cell in cells if cell is not own)))
    return tuple(found)


def standings_html(shown: Sequence[Standing], view: View) -> Html:
    """The standings as a table."""
    heads = [text("pages.indicator", view.lang)]
    heads += [text(f"pages.region.{name}", view.lang) for name in ("here", "place", "others")]
    heads.append(text("pages.compare.cautions", view.lang))
    rows = (_standing_html(standing, view) for standing in shown)
    return table(heads, rows, text("pages.region.against", view.lang), "standings")


def _standing_html(standing: Standing, view: View) -> Html:
    own = standing.own
    figure = own.headlines[0]
    rank = own.rank
    places = ""
    if rank is not None and rank.among > 1:
        places = text("pages.compare.place_of", view.lang, place=place(rank), among=rank.among)
    others = [element("li", *_other(cell, view)) for cell in standing.others]
    alone = element("span", text("pages.region.alone", view.lang), class_="small")
    return element(
        "tr",
        element("th", indicator(standing.code, view.lang), scope="row"),
        element("td", _figure_html(figure, view), class_="reported"),
        element("td", places, class_="number"),
        element("td", element("ul", *others, class_="inline") if others else alone),
        element("td", cautions(own, view.lang), class_="small"),
    )


def _other(cell: Cell, view: View) -> tuple[str, ...]:
    figure = cell.headlines[0]
    return (
        element("span", where(cell, view.lang, dated=True), class_="small"),
        " ",
        _figure_html(figure, view),
    )


def _figure_html(figure: Figure, view: View) -> Html:
    tongue = "zh" if view.lang == "zh" else ""
    link = element(
        "a",
        whole(said(figure, view.lang)),
        href=figure_link(figure, view),
        title=spaced(figure.quote),
        lang=tongue,
        data_go=True,
    )
    return joined((link, corrected_html(figure.corrected, view.lang)))


def topics_html(figures: Sequence[Figure], view: View) -> Html:
    """The figures in the order of the text, one block a topic."""
    blocks = []
    for name in TOPICS:
        own = [figure for figure in figures if topic(figure) == name]
        if own:
            key = "pages.region.other_topic" if name == "other" else f"pages.topic.{name}"
            head = element("h3", element("span", text(key, view.lang), class_=f"tint {name}"), f" {len(own)}")
            blocks.append(
                element("section", head, element("ul", *(_item_html(figure, view) for figure in own)))
            )
    return element("div", *blocks, class_="topics flowing")


def _item_html(figure: Figure, view: View) -> Html:
    told = gloss(figure, view.lang)
    said_too = joined((" ", told, corrected_html(figure.corrected, view.lang)))
    words = element("span", said_too, class_="small") if told else ""
    quote = element(
        "a", spaced(figure.quote), href=figure_link(figure, view), lang="zh", data_go=True,
        class_=unbroken(figure.quote),
    )  # fmt: skip
    return element("li", quote, words, " ", quoted(figure.group, class_="small"))


def facts_html(reports: pd.DataFrame, report: str, figures: Sequence[Figure], lang: str) -> Html:
    """How much the report gives, and how much of it was read."""
    row = next(reports[reports["report"] == report].itertuples())
    words = text(
        "pages.region.facts", lang, figures=len(figures), length=f"{row.length:,}", numerals=row.numerals,
        indicators=len({figure.indicator for figure in figures if figure.indicator}),
    )  # fmt: skip
    return element("p", words, class_="lead")


def ways_html(reports: pd.DataFrame, report: str, readable: bool, view: View) -> Html:
    """The links to the evidence of the report, and to the region's other years where it has some.

    The first promises the text where that is ``readable``.
    """
    evidence = link("evidence", replace(view, report=report, indicator="", figure=""))
    ways = [way(text(f"pages.region.{'read' if readable else 'evidence'}", view.lang), evidence)]
    code = place_of(reports, report)[0]
    if (reports["region"] == code).sum() > 1:
        years = link("compare", replace(view, regions=(code,), periods=()))
        name = region(code, view.lang)
        ways.append(way(text("pages.region.years", view.lang, region=name), years))
    return element("p", *ways, class_="ways")

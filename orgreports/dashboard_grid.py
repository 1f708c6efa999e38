"""The overview: a grid of indicators by regions, and cards; each in two steps, what is shown, then HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urlencode

import pandas as pd

from orgreports import rulebook
from orgreports.cells import MENTIONED, NOT_REPORTED, REPORTED, SOURCE_INCOMPLETE, Cell, CellKey, Figure
from orgreports.comparison import Comparison
from orgreports.dashboard_view import View, to_address
from orgreports.figure_words import said
from orgreports.language import indicator, period, region, spaced, text
from orgreports.markup import Html, element, joined, quoted, table, whole

LAST = 10**6  # behind every place that a figure can have


class Column(NamedTuple):
    """A region with a period, as the head of a column; ``link`` leads to its report.

    ``filled`` is the number of indicators of which it gives a figure.
    """

    region: str
    period: str
    link: str
    filled: int


class Box(NamedTuple):
    """A cell of the grid: the headline, whom it counts, or in ``status`` why there is none."""

    status: str
    headline: str
    quote: str
    group: str
    corrected: bool
    link: str


class Row(NamedTuple):
    """An indicator with its boxes, one a column; ``topic`` is named in the first row of each topic."""

    code: str
    name: str
    definition: str
    topic: str
    first_of_topic: bool
    link: str
    boxes: tuple[Box, ...]


class Grid(NamedTuple):
    """What the overview shows."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


class Card(NamedTuple):
    """The largest headline of an indicator.

    Where no region reports one, ``headline`` is empty, and ``status`` is that of the cells if they share it.
    """

    name: str
    status: str
    headline: str
    quote: str
    group: str
    where: str
    period: str
    reporting: int
    regions: int
    link: str


def grid(comparison: Comparison, view: View) -> Grid:
    """Indicators (rows, by topic) by regions and periods (columns, in the order of the reports)."""
    reports = {(s.region, s.period_start, s.period_end): s.report for s in comparison.sources}
    rows, topics = [], set[str]()
    for code in comparison.indicators:
        known = rulebook.catalogue()[code]
        rows.append(
            Row(
                code,
                known.names[view.lang],
                known.definitions[view.lang],
                known.topic,
                known.topic not in topics,
                link("compare", replace(view, indicators=(code,), per="", scale="linear")),
                tuple(_box(comparison.by_key.get(CellKey(code, *column)), view) for column in reports),
            )
        )
        topics.add(known.topic)
    columns = (
        Column(
            region(code, view.lang),
            period(start, end),
            link("region", replace(view, report=report)),
            sum(row.boxes[place].status == REPORTED for row in rows),
        )
        for place, ((code, start, end), report) in enumerate(reports.items())
    )
    return Grid(tuple(columns), tuple(rows))


def cards(comparison: Comparison, codes: Sequence[str], view: View) -> tuple[Card, ...]:
    """One card an indicator, with the cell that stands first in its comparison."""
    return tuple(_card(comparison, code, view) for code in codes)


def _card(comparison: Comparison, code: str, view: View) -> Card:
    cells = [cell for cell in comparison.cells if cell.key.indicator == code]
    regions = {cell.key.region for cell in cells}
    reported = sorted(
        (cell for cell in cells if cell.headline), key=lambda c: c.rank.best if c.rank else LAST
    )
    if not reported:
        target = link("compare", replace(view, indicators=(code,)))
        statuses = {cell.status for cell in cells}
        status = statuses.pop() if len(statuses) == 1 else ""
        return Card(indicator(code, view.lang), status, "", "", "", "", "", 0, len(regions), target)
    first = reported[0]
    figure = first.headlines[0]
    return Card(
        indicator(code, view.lang),
        REPORTED,
        said(figure, view.lang),
        spaced(figure.quote),
        figure.group,
        region(first.key.region, view.lang),
        period(first.key.period_start, first.key.period_end),
        len({cell.key.region for cell in reported}),
        len(regions),
        figure_link(figure, view),
    )


def figure_link(figure: Figure, view: View) -> str:
    """Where the evidence of a figure is shown."""
    return link("evidence", replace(view, report=figure.report, figure=str(figure.start), indicator=""))


def link(page: str, view: View) -> str:
    """The address of a page with a view, relative to the dashboard's."""
    return f"{page}?{urlencode(to_address(view, page))}"


def _box(cell: Cell | None, view: View) -> Box:
    if cell is None or cell.status != REPORTED or not cell.headlines:
        return Box(cell.status if cell else "not_reported", "", "", "", False, "")
    figure = cell.headlines[0]
    return Box(
        REPORTED,
        said(figure, view.lang),
        spaced(figure.quote),
        figure.group,
        figure.corrected,
        figure_link(figure, view),
    )


def lead(comparison: Comparison, ledger: pd.DataFrame, lang: str) -> Html:
    """How many reports there are, how many figures in all (``ledger``) and on indicators; how to read it."""
    shown = ledger["report"].isin([source.report for source in comparison.sources])
    words = text(
        "pages.overview.lead", lang, reports=len(comparison.sources),
        figures=sum(len(cell.figures) for cell in comparison.cells),
        all=int(ledger.loc[shown & (ledger["reason"] == "quantity"), "count"].sum()),
    )  # fmt: skip
    return element("p", words, class_="lead")


def grid_html(shown: Grid, lang: str) -> Html:
    """The grid as a table that scrolls inside itself."""
    heads = [element("th", text("pages.indicator", lang), scope="col", class_="corner")]
    heads += [_head_html(column, len(shown.rows), lang) for column in shown.columns]
    rows = (_row_html(row, len(shown.columns), lang) for row in shown.rows)
    room = f"--columns: {len(shown.columns)}"
    return table(heads, rows, text("pages.overview.caption", lang), "grid", style=room)


def _head_html(column: Column, indicators: int, lang: str) -> Html:
    """Who reports, when, and of how many indicators, in words and as a bar."""
    count = text("pages.overview.covers", lang, count=column.filled, all=indicators)
    length = element("span", class_="length", style=f"width:{100 * column.filled / indicators:.0f}%")
    return element(
        "th",
        way(column.region, column.link),
        " ",
        element("span", column.period, class_="when"),
        element("span", count, class_="covers"),
        element("span", length, class_="track"),
        scope="col",
    )


def _row_html(row: Row, width: int, lang: str) -> Html:
    topic = element("span", text(f"pages.topic.{row.topic}", lang), class_=f"tint {row.topic}")
    head = element("th", way(row.name, row.link), scope="row", title=row.definition)
    line = element("tr", head, *(_box_html(box, lang) for box in row.boxes))
    if not row.first_of_topic:
        return line
    first = element(
        "tr", element("th", topic, scope="col"), element("td", colspan=str(width)), class_="topic"
    )
    return joined((first, line))


def _box_html(box: Box, lang: str) -> Html:
    if box.status != REPORTED:
        return element("td", text(f"status.{box.status}", lang), class_=f"none {box.status}")
    tongue = "zh" if lang == "zh" else ""
    figure = element("a", whole(box.headline), href=box.link, title=box.quote, lang=tongue, data_go=True)
    mark = corrected_html(box.corrected, lang)
    return element("td", figure, mark, quoted(box.group, class_="group", title=box.group), class_="reported")


def corrected_html(corrected: bool, lang: str) -> Html:
    """The word that marks a corrected figure, with a space before it; nothing for one that was not."""
    if not corrected:
        return Html()
    return joined((" ", element("span", text("pages.corrected", lang), class_="corrected")))


def cards_html(shown: Sequence[Card], lang: str) -> Html:
    """The cards in a row, or under each other where there is no room."""
    return element("div", *(_card_html(card, lang) for card in shown), class_="cards")


def _card_html(card: Card, lang: str) -> Html:
    """The name, the figure large, region, period, group and quote under it, and the way to its evidence."""
    key = (
        "reporting_alone" if card.regions == 1 else "reporting_several" if card.reporting > 1 else "reporting"
    )
    count = text(f"pages.overview.{key}", lang, count=card.reporting, regions=card.regions)
    if not card.headline:
        status = f"status.{card.status}" if card.status else "pages.overview.no_figure"
        figure = element("p", text(status, lang), class_="figure none")
        lines = [element("p", count, class_="source"), way(text("pages.to_comparison", lang), card.link)]
    else:
        figure = element("p", whole(card.headline), class_="figure")
        lines = [
            element("p", element("b", card.where), f" {card.period} ", quoted(card.group), class_="where"),
            element("p", quoted(card.quote, "q"), " · ", count, class_="source"),
            way(text("pages.to_evidence", lang), card.link),
        ]
    return element("article", element("h3", card.name), figure, *lines, class_="card")


def legend_html(lang: str) -> Html:
    """What the words in the cells without a figure mean."""
    items = (
        element(
            "li", element("span", text(f"status.{status}", lang), class_=f"none {status}"), " ",
            text(f"pages.overview.legend_{status}", lang),
        )
        for status in (NOT_REPORTED, MENTIONED, SOURCE_INCOMPLETE)
    )  # fmt: skip
    return element("ul", *items, class_="legend", aria_label=text("pages.overview.legend", lang))


def way(words: str, target: str) -> Html:
    """A link that leads on inside the dashboard."""
    return element("a", words, href=target, data_go=True)

"""The page on data and method: the catalogue, what hedges mean, the notes, coverage, and how to cite."""

from __future__ import annotations

from importlib.metadata import version
from typing import NamedTuple

import pandas as pd

from orgreports import __version__, rulebook
from orgreports.dashboard_evidence import coverage
from orgreports.language import period, region, text
from orgreports.markup import Html, element, quoted, table

HEDGES = ("exact", "step", "open", "under", "most", "around", "range")
NOTES = ("unit", "measure", "period", "group", "order", "cut", "level", "nested", "derived")
PARTS = ("streamlit", "pandas", "plotly", "jieba", "opencc-python-reimplemented")
FILES = {  # what can be downloaded: the form of the export, its file name and type
    "xlsx": ("orgreports.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": ("orgreports.csv", "text/csv"),
    "parquet": ("orgreports.parquet", "application/vnd.apache.parquet"),
    "sdmx-csv": ("orgreports-sdmx.csv", "text/csv"),
    "datapackage": ("orgreports-datapackage.zip", "application/zip"),
}


class Covered(NamedTuple):
    """A report, and how much of it was read; ``numerals`` are all accounted for."""

    region: str
    years: str
    title: str
    publisher: str
    published: str
    length: int
    numerals: int
    figures: int
    cut: bool


def catalogue_html(lang: str) -> Html:
    """The indicators with their codes and definitions, by topic."""
    heads = [text(f"pages.method.{name}", lang) for name in ("indicator", "definition", "code")]
    rows, topics = [], set[str]()
    for known in rulebook.catalogue().values():
        if known.topic not in topics:
            name = element("span", text(f"pages.topic.{known.topic}", lang), class_=f"tint {known.topic}")
            rows.append(element("tr", element("th", name, scope="colgroup", colspan="3"), class_="topic"))
            topics.add(known.topic)
        name = element("th", known.names[lang], scope="row")
        code = element("td", element("code", known.code))
        rows.append(element("tr", name, element("td", known.definitions[lang]), code))
    return table(heads, rows, text("pages.method.catalogue", lang), "catalogue")


def hedges_html(lang: str) -> Html:
    """What each hedge allows, with an example."""
    heads = [text(f"pages.method.{name}", lang) for name in ("wording", "allows", "example")]
    rows = (
        element(
            "tr",
            element("th", quoted(text(f"pages.hedge.{name}_words", lang)), *_gloss(name, lang), scope="row"),
            element("td", text(f"pages.hedge.{name}_means", lang)),
            quoted(text(f"pages.hedge.{name}_example", lang), "td"),
        )
        for name in HEDGES
    )
    return table(heads, rows, text("pages.method.hedges", lang), "hedges")


def _gloss(hedge: str, lang: str) -> list[str]:
    """What the words of a hedge mean, for those who cannot read them."""
    words = text(f"pages.hedge.{hedge}", lang)
    return [" ", element("span", words, class_="small")] if words else []


def notes_html(lang: str) -> Html:
    """What each caution of a comparison says."""
    items = (
        element("li", element("b", text(f"code.{code}", lang)), " ", text(f"pages.caution.{code}", lang))
        for code in NOTES
    )
    return element("ul", *items, class_="notes")


def covered(reports: pd.DataFrame, ledger: pd.DataFrame, lang: str) -> tuple[Covered, ...]:
    """The reports of the corpus, and how much of each was read."""
    return tuple(
        Covered(
            region(row.region, lang), period(row.period_start, row.period_end), row.title, row.publisher,
            row.published, row.length, found.numerals, found.figures, bool(row.cut),
        )
        for row in reports.itertuples()
        for found in [coverage(ledger, row.report)]
    )  # fmt: skip


def covered_html(shown: tuple[Covered, ...], lang: str) -> Html:
    """The reports as a table."""
    names = ("report", "title_of", "published", "length", "numerals", "figures")
    heads = [text(f"pages.method.{name}", lang) for name in names]
    return table(
        heads, (_covered_row(one, lang) for one in shown), text("pages.method.reports", lang), "covered"
    )


def _covered_row(one: Covered, lang: str) -> Html:
    cut = element("span", text("status.source_incomplete", lang), class_="none source_incomplete")
    years = element("span", one.years, class_="small")
    date = element("span", one.published, class_="date")
    missing = element("td", text("pages.method.not_given", lang), class_="small")
    numbers = (
        element("td", f"{number:,}", class_="number") for number in (one.length, one.numerals, one.figures)
    )
    return element(
        "tr",
        element("th", f"{one.region} ", years, *([" ", cut] if one.cut else []), scope="row"),
        quoted(one.title, "td") if one.title else missing,
        element("td", quoted(one.publisher), " ", date) if one.publisher or one.published else missing,
        *numbers,
    )


def versions() -> str:
    """This program and what it stands on, with their versions."""
    return ", ".join([f"orgreports {__version__}", *(f"{part} {version(part)}" for part in PARTS)])

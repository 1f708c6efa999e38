"""What charts show of a cell: a mark with its words, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from orgreports.cells import REPORTED, Cell, Figure, Rank
from orgreports.comparison import Comparison
from orgreports.figure_words import interval, place, said
from orgreports.figures_text import html
from orgreports.language import listed, period, region, spaced, text

CAUTIONS = 2  # so many of the worst notes stand in the second line


class Place(NamedTuple):
    """Where a mark's evidence is: what a click hands over."""

    report: str
    start: int
    end: int
    indicator: str
    region: str


class Mark(NamedTuple):
    """A figure in a chart: who and when, the interval, the words beside it, the words on hovering."""

    region: str  # code
    name: str
    period: str
    value: float
    lower: float
    upper: float
    said: str  # with its hedge: 超90万人次; over 900,000 person-times
    quote: str  # the report's own words, where ``said`` is something else
    group: str
    hover: str
    place: Place


class Absent(NamedTuple):
    """A region and period without a mark, and the word for it."""

    region: str
    name: str
    period: str
    status: str
    words: str


def mark(cell: Cell, figure: Figure, headline: Figure, lang: str) -> Mark:
    """The mark of a figure; ``headline`` is the same before normalisation."""
    words, quote = said(figure, lang, short=True), spaced(headline.quote)
    years = period(cell.key.period_start, cell.key.period_end)
    return Mark(
        cell.key.region,
        region(cell.key.region, lang),
        years,
        figure.value,
        figure.lower,
        figure.upper,
        words,
        "" if quote == words else quote,
        _group(headline, lang),
        _hover(cell, figure, headline, lang),
        Place(headline.report, headline.start, headline.end, headline.indicator, headline.region),
    )


def _group(figure: Figure, lang: str) -> str:
    """Who or what is counted, and that a person corrected the figure."""
    if not figure.corrected:
        return figure.group
    key = "chart.corrected" if figure.group else "chart.corrected_bare"
    return text(key, lang, group=figure.group)


def _hover(cell: Cell, figure: Figure, headline: Figure, lang: str) -> str:
    years = period(cell.key.period_start, cell.key.period_end)
    lines = [html(f"{region(cell.key.region, lang)} {years}", bold=True), html(said(figure, lang))]
    if said(figure, lang) != spaced(headline.quote):
        lines.append(html(text("note.quoted", lang, quote=spaced(headline.quote))))
    group = _group(headline, lang)
    lines += [html(group)] if group else []
    if figure.lower != figure.upper:
        lines.append(html(text("chart.interval", lang, interval=interval(figure, lang))))
    if cell.rank and cell.rank.among > 1 and figure == cell.shown:
        lines.append(html(_rank(cell.rank, lang)))
    if cell.notes:
        codes = listed((text(f"code.{code}", lang) for code in cell.notes), lang)
        lines.append(html(text("chart.notes", lang, codes=codes)))
    return "<br>".join(lines)


def _rank(rank: Rank, lang: str) -> str:
    return text("chart.rank", lang, place=place(rank), among=rank.among)


def absent(cell: Cell, lang: str) -> Absent:
    """A cell without a mark; a figure that cannot be normalised says so."""
    years = period(cell.key.period_start, cell.key.period_end) if cell.key.period_start else ""
    word = text("chart.no_census" if cell.status == REPORTED else f"status.{cell.status}", lang)
    if cell.plan:
        word = text("chart.planned", lang, figure=said(cell.plan, lang, short=True))
    return Absent(cell.key.region, region(cell.key.region, lang), years, cell.status, word)


def reading(
    comparison: Comparison,
    marks: Sequence[Mark],
    lang: str,
    *extra: str,
    head: str = "",
    skip: Sequence[str] = (),
) -> str:
    """The second line: how to read the marks, and the cautions that matter most.

    ``head`` stands for its first words; ``skip`` are codes of notes that the chart has no use for.
    """
    parts = [head or text("chart.marks_derived" if comparison.per else "chart.marks", lang)]
    if any(one.lower < one.upper for one in marks):
        parts.append(text("chart.band", lang))
    if any(one.upper == float("inf") for one in marks):
        parts.append(text("chart.arrow", lang))
    codes = list(dict.fromkeys(note.code for note in comparison.notes if note.code not in skip))
    cautions = [text(f"caution.{code}", lang) for code in codes[:CAUTIONS]]
    first = sentence([*parts, *extra], lang)
    return first + (sentence(cautions, lang) if cautions else "")


def sentence(parts: Sequence[str], lang: str) -> str:
    """Clauses as one sentence, with a capital at its start and a stop at its end."""
    joined = text("chart.comma", lang).join(part for part in parts if part)
    return joined[:1].upper() + joined[1:] + text("chart.stop", lang)


def in_words(marks: Sequence[Mark], lang: str) -> str:
    """The marks as a sentence, for those who don't see the chart."""
    return sentence([_one_in_words(one, lang) for one in marks], lang) if marks else ""


def _one_in_words(one: Mark, lang: str) -> str:
    key = "alt.figure" if one.group else "alt.figure_bare"
    return text(key, lang, region=one.name, period=one.period, figure=one.said, group=one.group)


def absent_in_words(absents: Sequence[Absent], lang: str) -> str:
    """The regions without a mark, by reason."""
    by_words: dict[str, list[str]] = {}
    for one in absents:
        by_words.setdefault(one.words, []).append(f"{one.name} {one.period}".strip())
    parts = [
        text("alt.absent", lang, status=words, regions=listed(names, lang))
        for words, names in by_words.items()
    ]
    return sentence([text("note.stop", lang).join(parts)], lang) if parts else ""

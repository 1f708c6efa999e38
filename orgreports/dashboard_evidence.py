"""The evidence page: every figure of a report with its words and its place, and what became of each numeral.

Each part in two steps: what is shown, then its HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import NamedTuple

import pandas as pd

from orgreports import rulebook
from orgreports.cells import Figure
from orgreports.dashboard_grid import corrected_html, figure_link, link
from orgreports.dashboard_view import View
from orgreports.figure_words import DIGITS, gloss
from orgreports.headlines import class_of
from orgreports.language import amount, has_text, indicator, number, period, spaced, text
from orgreports.marking import Mark, Paragraph, Piece
from orgreports.markup import Html, element, joined, quoted, table, unbroken, whole
from orgreports.models import DerivedFigure, LedgerEntry, Report

_READ = tuple(field.name for field in fields(Figure) if field.name not in ("family", "derived"))
# Repairs after which a text reads differently.
_TOLD = ("traditional", "gloss", "mask", "damage", "lookalike")


class Coverage(NamedTuple):
    """What became of the numerals of a report: figures, and the others by reason, the most frequent first."""

    figures: int
    reasons: tuple[tuple[str, int], ...]

    @property
    def numerals(self) -> int:
        """How many there are in all."""
        return self.figures + sum(count for _, count in self.reasons)


def figures_of(observations: pd.DataFrame, report: str, code: str = "") -> tuple[Figure, ...]:
    """The figures of a report in the order of its text; with ``code`` those of one indicator."""
    rows = observations[observations["report"] == report]
    if code:
        rows = rows[rows["indicator"] == code]
    records = rows.sort_values("start", kind="stable")[list(_READ)].to_dict("records")
    return tuple(
        Figure(**{str(k): v for k, v in row.items()}, family=class_of(row["unit"])) for row in records
    )


def indicators_of(observations: pd.DataFrame, report: str) -> list[str]:
    """The indicators that a report has figures of, in the order of the catalogue."""
    found = set(observations.loc[observations["report"] == report, "indicator"])
    return [code for code in rulebook.catalogue() if code in found]


def coverage(ledger: pd.DataFrame, report: str) -> Coverage:
    """The ledger of a report, as counts."""
    counts = {row.reason: int(row.count) for row in ledger[ledger["report"] == report].itertuples(name="Row")}
    figures = counts.pop("quantity", 0)
    return Coverage(figures, tuple(sorted(counts.items(), key=lambda pair: -pair[1])))


def is_repaired(report: Report) -> bool:
    """Whether the text that is shown has other words or characters than the source."""
    return any(edit.rule.partition(".")[0] in _TOLD for step in report.repaired.steps for edit in step.edits)


def figure_marks(figures: Iterable[Figure], view: View) -> list[Mark]:
    """A mark for each figure, tinted by the topic of its indicator."""
    return [
        Mark(
            f.start,
            f.end,
            topic(f),
            " · ".join(part for part in (meaning(f, view.lang), f.group) if part),
            link("evidence", replace(view, figure=str(f.start))),
            str(f.start) == view.figure,
        )
        for f in figures
    ]


def exclusion_marks(ledger: Iterable[LedgerEntry], lang: str) -> list[Mark]:
    """A mark for each numeral that measures nothing, with the reason."""
    return [Mark(e.start, e.end, "", reason(e.reason, lang)) for e in ledger if e.reason != "quantity"]


def reason(code: str, lang: str) -> str:
    """Why a numeral measures nothing, in a few words."""
    return text(f"pages.reason.{code}", lang) if has_text(f"pages.reason.{code}") else code.replace("_", " ")


def meaning(figure: Figure, lang: str) -> str:
    """What a figure reports: its indicator, or that it belongs to none."""
    return (
        indicator(figure.indicator, lang) if figure.indicator else text("pages.evidence.no_indicator", lang)
    )


def figures_html(figures: Sequence[Figure], view: View, *, narrow: bool = False) -> Html:
    """The figures as a list (``narrow``, beside the text) or as a table."""
    if narrow:
        return element("ol", *(_item_html(figure, view) for figure in figures), class_="figures")
    heads = [
        text(f"pages.evidence.{name}", view.lang)
        for name in ("figure", "meaning", "group", "section", "paragraph")
    ]
    rows = (_row_html(figure, view) for figure in figures)
    return table(heads, rows, text("pages.evidence.figures", view.lang), "evidence")


def _row_html(figure: Figure, view: View) -> Html:
    return element(
        "tr",
        element("th", _figure_html(figure, view), scope="row"),
        element("td", _meaning_html(figure, view.lang)),
        quoted(figure.group, "td"),
        quoted(figure.section, "td"),
        element("td", str(figure.paragraph), class_="number"),
        class_=_chosen(figure, view),
    )


def _item_html(figure: Figure, view: View) -> Html:
    place = quoted(" · ".join(part for part in (figure.group, figure.section) if part), class_="place")
    shown = (_figure_html(figure, view), " ", _meaning_html(figure, view.lang), place)
    return element("li", *shown, class_=_chosen(figure, view))


def _chosen(figure: Figure, view: View) -> str:
    return "chosen" if str(figure.start) == view.figure else ""


def _figure_html(figure: Figure, view: View) -> Html:
    quote = element(
        "a", spaced(figure.quote), href=figure_link(figure, view), lang="zh", data_go=True,
        class_=unbroken(figure.quote),
    )  # fmt: skip
    told = gloss(figure, view.lang)
    words = element("span", whole(told), class_="words") if told else ""
    return joined((quote, " ", words, corrected_html(figure.corrected, view.lang)))


def _meaning_html(figure: Figure, lang: str) -> Html:
    return element("span", meaning(figure, lang), class_=f"tint {topic(figure)}")


def topic(figure: Figure) -> str:
    """The topic of a figure's indicator, ``other`` where it has none."""
    known = rulebook.catalogue().get(figure.indicator)
    return known.topic if known else "other"


def report_html(reports: pd.DataFrame, report: str, lang: str) -> Html:
    """A report in one line: its title, who published it and when, and whether its text is cut off.

    A line without title and publisher says so.
    """
    row = next(reports[reports["report"] == report].itertuples())
    published = " ".join(part for part in (row.publisher, row.published) if part)
    parts: list[str] = [quoted(row.title, "cite"), " "] if row.title else []
    parts.append(quoted(published) if published else "")
    if not row.title and not published:
        parts.append(element("span", text("pages.evidence.unnamed", lang)))
    if row.cut:
        parts += [
            " ",
            element("span", text("status.source_incomplete", lang), class_="none source_incomplete"),
        ]
    return element("p", *parts, class_="report")


def coverage_html(shown: Coverage, lang: str) -> Html:
    """How many numerals there are, how many measure something, and what the others are."""
    first = text(
        "pages.evidence.coverage", lang, numerals=shown.numerals, figures=shown.figures,
        others=shown.numerals - shown.figures,
    )  # fmt: skip
    others = (
        element("li", f"{reason(code, lang)} ", element("b", str(count))) for code, count in shown.reasons
    )
    return joined((element("p", first, class_="lead"), element("ul", *others, class_="reasons")))


def derived_of(derived: Iterable[DerivedFigure], code: str) -> tuple[DerivedFigure, ...]:
    """The derived figures of a report; with ``code`` those of one indicator."""
    return tuple(figure for figure in derived if code in ("", figure.indicator))


def derived_html(shown: Iterable[DerivedFigure], lang: str) -> Html:
    """The figures that were worked out from two others, apart from those that the text states."""
    names = ("derived_figure", "formula", "allows", "years")
    heads = [text(f"pages.evidence.{name}", lang) for name in names]
    title = text("pages.evidence.derived", lang)
    return joined((
        element("h3", title),
        element("p", text("pages.evidence.derived_how", lang), class_="small"),
        table(heads, (_derived_row(one, lang) for one in shown), title, "derived"),
    ))  # fmt: skip


def _derived_row(one: DerivedFigure, lang: str) -> Html:
    sign = " × " if one.formula == "mean_times_count" else " · "
    quotes = [part for quote in one.quotes for part in (sign, quoted(spaced(quote), "q"))][1:]
    formula = element("span", text(f"pages.evidence.{one.formula}", lang), class_="words")
    words = amount(one.value, one.lower, one.upper, _bound(one), class_of(one.unit), lang, DIGITS)
    group = quoted(one.group, class_="words")
    ends = (number(end, lang, DIGITS) for end in (one.lower, one.upper))
    allowed = "" if one.lower == one.upper else "–".join(ends)
    return element(
        "tr",
        element("th", spaced(words), " ", group, scope="row"),
        element("td", *quotes, " ", formula),
        element("td", allowed, class_="number"),
        element("td", period(one.period_start, one.period_end), class_="number"),
    )


def _bound(one: DerivedFigure) -> str:
    """The hedge of a derived figure; one that is no whole number comes of a rounded share, and is about."""
    if one.lower == one.upper:
        return "exact" if one.value.is_integer() else "about"
    return "above" if one.lower == one.value else "below" if one.upper == one.value else "about"


def text_html(shown: Iterable[Paragraph]) -> Html:
    """The text in a readable measure."""
    return quoted(
        joined(
            element("p", *map(_piece_html, paragraph.pieces), class_="heading" if paragraph.heading else "")
            for paragraph in shown
            if paragraph.pieces
        ),
        "div",
        class_="text",
    )


def _piece_html(piece: Piece) -> Html:
    mark = piece.mark
    if mark is None:
        return joined([piece.text])
    if not mark.link:
        return element("span", piece.text, class_="excluded", title=mark.note, tabindex="0")
    classes = (mark.topic, "chosen" if mark.chosen else "", unbroken(piece.text))
    inside = element("mark", piece.text, class_=" ".join(filter(None, classes)))
    return element("a", inside, href=mark.link, title=mark.note, data_go=True)

"""The wording page: what sets each report's words apart, one word across the reports, and groups of words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import pandas as pd

from orgreports import wording
from orgreports.language import text
from orgreports.markup import Html, element, quoted, table

SHOWN, FEWER, REPORTS = 12, 6, 9  # words a report; where there are more reports than that, fewer
Name = Callable[[str], str]  # a report's id to what it is called


class Bar(NamedTuple):
    """A length between 0 and 1, with the words beside it."""

    label: str
    words: str
    length: float


class Apart(NamedTuple):
    """The words that set a report apart, the most telling first."""

    report: str
    bars: tuple[Bar, ...]


def apart(terms: pd.DataFrame, reports: Sequence[str], lang: str) -> tuple[Apart, ...]:
    """For each report its most telling words, fewer where there are many reports.

    The bar is the score against the report's highest.
    """
    found = []
    totals = wording.term_totals(terms)
    most = SHOWN if len(reports) <= REPORTS else FEWER
    for report in reports:
        rows = wording.distinctive_terms(terms, report, totals).head(most)
        top = float(rows["score"].max()) if len(rows) else 1.0
        bars = tuple(
            Bar(
                row.term,
                text("pages.wording.times", lang, count=row.count, others=row.others),
                row.score / top,
            )
            for row in rows.itertuples(name="Word")
            if row.score > 0
        )
        found.append(Apart(report, bars))
    return tuple(found)


def common_words(terms: pd.DataFrame) -> list[str]:
    """All words of the corpus, the most frequent first."""
    counts = terms.groupby("term", sort=False)["count"].sum()
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))
    return [str(word) for word, _ in ordered]


def use(terms: pd.DataFrame, word: str, name: Name, lang: str) -> tuple[Bar, ...]:
    """How often words that contain ``word`` occur in each report, per thousand words, most often first."""
    rows = wording.term_use(terms, word).sort_values("per_mille", ascending=False, kind="stable")
    top = float(rows["per_mille"].max()) or 1.0
    return tuple(
        Bar(name(row.report), text("pages.wording.used", lang, count=row.count, share=f"{row.per_mille:.1f}"),
            row.per_mille / top)
        for row in rows.itertuples(name="Use")
    )  # fmt: skip


def groups(terms: pd.DataFrame, lang: str) -> pd.DataFrame:
    """How often each group's words occur, per thousand words: one row a group, one column a report."""
    rows = wording.group_use(terms)
    shares = rows.pivot_table(index="group", columns="report", values="per_mille", sort=False)
    names = {code: group.names[lang] for code, group in wording.word_groups().items()}
    return shares.rename(index=names)


def apart_html(shown: Sequence[Apart], name: Name) -> Html:
    """One list of bars a report."""
    return element(
        "div",
        *(
            element("section", element("h3", name(one.report)), bars_html(one.bars, chinese=True))
            for one in shown
        ),
        class_="topics",
    )


def bars_html(shown: Sequence[Bar], *, chinese: bool = False) -> Html:
    """Bars with their words; ``chinese`` where the labels are words of reports."""
    return element("ul", *(_bar_html(bar, chinese) for bar in shown), class_="bars")


def _bar_html(bar: Bar, chinese: bool) -> Html:
    label = quoted(bar.label, class_="label") if chinese else element("span", bar.label, class_="label")
    line = element(
        "span", element("span", class_="length", style=f"width:{100 * bar.length:.1f}%"), class_="track"
    )
    return element("li", label, line, element("span", bar.words, class_="small"))


def groups_html(shares: pd.DataFrame, name: Name, lang: str) -> Html:
    """The groups as a table with a bar in each cell."""
    top = float(shares.max().max()) or 1.0
    heads = [text("pages.wording.group", lang), *(name(str(report)) for report in shares.columns)]
    rows = (
        element("tr", element("th", str(group), scope="row"), *(_share_html(value, top) for value in line))
        for group, line in zip(shares.index, shares.itertuples(index=False, name=None), strict=True)
    )
    room = f"--columns: {len(shares.columns)}"
    return table(heads, rows, text("pages.wording.groups", lang), "shares", style=room)


def _share_html(value: float, top: float) -> Html:
    bar = element("span", class_="length", style=f"width:{100 * value / top:.1f}%") if value else ""
    return element("td", f"{value:.1f}", element("span", bar, class_="track"), class_="number")

"""The page that adds reports: what a file holds before it is stored, and corrections of what is stored."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from orgreports import rulebook
from orgreports.cells import Figure
from orgreports.corrections import REMOVED, REPORT_FIELDS, Correction
from orgreports.dashboard_evidence import meaning, reason, topic
from orgreports.dashboard_grid import link, way
from orgreports.dashboard_view import View
from orgreports.figure_words import gloss
from orgreports.frames import cell_text, observation_frame
from orgreports.headlines import class_of
from orgreports.language import has_text, indicator, region, spaced, text, texts
from orgreports.markup import Html, element, joined, quoted, table
from orgreports.models import Candidate, Report

EDITED = ("indicator", "group", "kind", "value", "bound", "unit")  # columns of a figure that can be corrected
PLACE = ("start", "end")
BOUNDS = ("exact", "above", "below", "about", "range")
KINDS = ("count", "share", "change", "mean", "rank", "money", "duration", "age")
PASTED = "pasted.txt"
SAMPLE = "qinglan-plain.txt"
NONE = "-"  # stands for no indicator in the editor, which shows an empty cell as None


class Incoming(NamedTuple):
    """A file that is to be added, as it came."""

    name: str
    data: bytes

    @property
    def key(self) -> str:
        """Tells it from every other content."""
        return hashlib.sha256(self.data).hexdigest()


class Change(NamedTuple):
    """A corrected cell of a figure at ``[start:end]`` of the raw text."""

    start: int
    end: int
    column: str
    value: str


def sample(folder: Path) -> Incoming | None:
    """The sample report that comes with the program, to try the page with; None where it is not there."""
    path = folder / SAMPLE
    return Incoming(path.name, path.read_bytes()) if path.is_file() else None


def distinct(files: Iterable[Incoming], done: Iterable[str]) -> list[Incoming]:
    """The files that are still to be looked at, each content once, without those in ``done``."""
    left_behind = set(done)
    found = {file.key: file for file in files if file.key not in left_behind}
    return list(found.values())


def region_options(candidates: Sequence[Candidate]) -> list[str]:
    """All regions, those that the text speaks for first."""
    first = [candidate.value for candidate in candidates if candidate.value in rulebook.regions()]
    return list(dict.fromkeys([*first, *rulebook.regions()]))


def say_region(code: str, lang: str) -> str:
    """A region in a long list: its full name, and that of the region above it."""
    parent = rulebook.regions()[code].parent
    name = region(code, lang, full=True)
    return f"{name} ({region(parent, lang)})" if parent else name


def facts_html(report: Report, lang: str) -> Html:
    """What was found in a file, in two lines: its title and publisher, then how many figures."""
    outline = report.outline
    published = outline.published.isoformat() if outline.published else ""
    head = [quoted(outline.title or report.document.name, "cite"), " "]
    head.append(quoted(" ".join(part for part in (outline.publisher, published) if part)))
    words = text(
        "pages.add.found", lang, figures=len(report.observations), numerals=len(report.ledger),
        typed=sum(bool(observation.indicator) for observation in report.observations),
        length=f"{len(report.document.raw):,}",
    )  # fmt: skip
    return joined((element("p", *head, class_="report"), element("p", words, class_="lead")))


def doubts(report: Report, stored: pd.DataFrame, lang: str, *, is_original: bool = False) -> list[str]:
    """What a reader should look at before storing the report, worst first.

    ``stored`` are the reports of the collection (columns of ``frames.REPORT_COLUMNS``); ``is_original``: the
    report is one of them, and its text is not at hand.
    """
    outline, found = report.outline, []
    if report.document.sha256 in set(stored["sha256"]):
        found.append(text("pages.add.original" if is_original else "pages.add.known", lang))
    elif outline.region and outline.period and _has_twin(report, stored):
        whose = f"{region(outline.region, lang)} {outline.period}"
        found.append(text("pages.add.twin", lang, report=whose))
    if outline.doubt:
        found.append(text("pages.add.doubt", lang, doubt=doubt_words(outline.doubt, lang)))
    if not outline.region:
        found.append(text("pages.add.no_region", lang))
    if not outline.period:
        found.append(text("pages.add.no_period", lang))
    if outline.cut:
        found.append(text("pages.add.cut", lang))
    return found


def _has_twin(report: Report, stored: pd.DataFrame) -> bool:
    """Whether the collection has another file about the same region and years."""
    first, _, last = report.outline.period.partition("-")
    same = (stored["region"] == report.outline.region) & (stored["period_start"] == int(first))
    return bool((same & (stored["period_end"] == int(last or first))).any())


def doubt_words(doubt: str, lang: str) -> str:
    """What ``Outline.doubt`` says, in a language; names of places and titles in it stay as they are."""
    if lang == "en":
        return doubt
    known = {row["en"]: key for key, row in texts().items() if key.startswith("doubts.")}
    return text(known.get(doubt, "doubts.several"), lang)


def ways_html(report: str, view: View) -> Html:
    """The ways on from a report that was just stored: to itself, and beside the others."""
    ways = (
        way(text("pages.add.to_region", view.lang), link("region", replace(view, report=report))),
        way(text("pages.add.to_comparison", view.lang), link("compare", view)),
    )
    return element("p", ways[0], " ", ways[1], class_="ways")


def repairs_html(report: Report, lang: str) -> Html:
    """The repairs by kind, the most frequent first, with a few examples of each."""
    edits: dict[str, list[Html]] = {}
    for step in report.repaired.steps:
        for edit in step.edits:
            change = f"{_short(edit.before)} → {_short(edit.after) or '∅'}"
            edits.setdefault(edit.rule.partition(".")[0], []).append(quoted(change))
    if not edits:
        return element("p", text("pages.add.no_repairs", lang))
    items = (
        element("li", element("b", f"{_repair(kind, lang)} {len(found)}"), " ", *_examples(found))
        for kind, found in sorted(edits.items(), key=lambda pair: -len(pair[1]))
    )
    return element("ul", *items, class_="notes")


def _repair(kind: str, lang: str) -> str:
    key = f"pages.repair.{kind}"
    return text(key, lang) if has_text(key) else kind


def _examples(changes: Sequence[Html]) -> list[Html]:
    return [element("span", change, " ", class_="small edit") for change in list(dict.fromkeys(changes))[:4]]


def _short(words: str) -> str:
    line = words.replace("\n", "⏎").replace(" ", "␣")
    return line if len(line) <= 14 else line[:12] + "…"


def figures_html(report: Report, lang: str) -> Html:
    """The figures that were found, before they have a place in the collection."""
    heads = [text(f"pages.evidence.{name}", lang) for name in ("figure", "meaning", "group", "section")]
    rows = observation_frame([report]).to_dict("records")
    return table(
        heads, (_figure_row(row, lang) for row in rows), text("pages.evidence.figures", lang), "evidence"
    )


def _figure_row(row: Mapping[Any, Any], lang: str) -> Html:
    values = {key: row[key] for key in Figure.__dataclass_fields__ if key not in ("family", "derived")}
    figure = Figure(**values, family=class_of(row["unit"]))
    told = gloss(figure, lang)
    words = element("span", told, class_="words") if told else ""
    return element(
        "tr",
        element("th", quoted(spaced(figure.quote)), words, scope="row"),
        element("td", element("span", meaning(figure, lang), class_=f"tint {topic(figure)}")),
        quoted(figure.group, "td"),
        quoted(figure.section, "td"),
    )


def ledger_html(report: Report, lang: str) -> Html:
    """The numerals that measure nothing, by reason."""
    counts = Counter(entry.reason for entry in report.ledger if entry.reason != "quantity")
    items = (
        element("li", f"{reason(code, lang)} ", element("b", str(n))) for code, n in counts.most_common()
    )
    return element("ul", *items, class_="reasons")


def edit_frame(observations: pd.DataFrame, report: str) -> pd.DataFrame:
    """The figures of a stored report as a table to edit: place, quote, what can be corrected, ``removed``."""
    rows = observations[observations["report"] == report].sort_values("start", kind="stable")
    table = rows[[*PLACE, "quote", *EDITED]].assign(removed=False).reset_index(drop=True)
    return table.replace({"indicator": {"": NONE}})


def changes(before: pd.DataFrame, edited: Mapping[int, Mapping[str, Any]]) -> list[Change]:
    """What was edited, row by row, as corrections; ``edited`` is what the editor of ``before`` says."""
    found = []
    for number, cells in sorted(edited.items()):
        row = before.iloc[number]
        for column, value in cells.items():
            words = cell_text(value) if value is not None else ""
            if words != cell_text(row[column]):
                known = "" if column == "indicator" and words == NONE else words
                found.append(Change(int(row["start"]), int(row["end"]), column, known))
    return found


def can_undo(entry: Correction, stored: Collection[str]) -> bool:
    """Whether a correction can be undone: its report is in the collection, and there is a state to return to.

    ``stored`` are sha256 of files. What was unknown before, as a region chosen at upload, stays as it is.
    """
    if entry.undone:
        return False
    if entry.column == REMOVED:
        return True
    return entry.sha256 in stored and bool(entry.before or entry.column not in REPORT_FIELDS)


def journal_words(entry: Correction, lang: str) -> Html:
    """A correction in a line: when and by whom, which report and figure, what it was and is."""
    where = joined((f"{entry.report} ", quoted(spaced(entry.quote), "q"))) if entry.quote else entry.report
    column = text(f"pages.column.{entry.column}", lang)
    before, after = (_value(entry.column, value, lang) for value in (entry.before, entry.after))
    change = f"{before} → {after}" if before else after
    when = f"{entry.when[:16].replace('T', ' ')} {entry.who}".strip()
    state = (
        joined((" ", element("span", text("pages.add.undone", lang), class_="none"))) if entry.undone else ""
    )
    return element(
        "p", element("span", when, class_="small"), " ", where, f" {column}: ", quoted(change), state
    )


def _value(column: str, value: str, lang: str) -> str:
    if column == "indicator" and value:
        return indicator(value, lang)
    if column == "region" and value:
        return region(value, lang)
    return text("pages.yes", lang) if column == "removed" else value

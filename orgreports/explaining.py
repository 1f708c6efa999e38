"""What was done with a report, for the terminal: repairs, the text with its figures marked, the ledger."""

from __future__ import annotations

import unicodedata
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Sequence

from orgreports import frames, rulebook
from orgreports.ledger import unaccounted
from orgreports.marking import Mark, Paragraph, paragraphs
from orgreports.models import LedgerEntry, Report
from orgreports.tables import named

_BOLD, _GREY, _OFF = "\033[1m", "\033[2m", "\033[0m"
_SHOWN = 8  # of the edits of one rule


def explain(report: Report, *, colour: bool = False) -> str:
    """Everything about a parsed report, in the terminal; ``colour`` with ANSI codes."""
    parts = [
        _heading(report),
        _section("Repairs", _repairs(report)),
        _section("Text: 【figure|indicator】, {left out: why}", _text(report, colour)),
        _section("Figures", _figures(report)),
        _section("Derived: what follows from two figures of one sentence", _derived(report)),
        _section("Ledger", _ledger(report)),
    ]
    return "\n\n".join(filter(None, parts))


def _heading(report: Report) -> str:
    outline = report.outline
    region = rulebook.regions().get(outline.region)
    facts = {
        "title": outline.title or "none found",
        "subtitle": outline.subtitle,
        "publisher": outline.publisher,
        "author": outline.author,
        "published": outline.published.isoformat() if outline.published else "",
        "region": f"{outline.region} {region.names['zh']} ({region.names['en']})" if region else "",
        "period": outline.period,
        "caution": outline.doubt,
        "source": "cut off: the text stops in the middle" if outline.cut else "",
        "format": " ".join((report.document.format, report.document.encoding)).strip(),
    }
    for field, value, found in (
        ("region", outline.region, outline.regions),
        ("period", outline.period, outline.periods),
    ):
        if not value:
            facts[field] = "not certain; " + (
                "; ".join(f"{named(c)}: {c.reason}" for c in found) or "no known one is named"
            )
    lines = [f"{name:<10} {value}" for name, value in facts.items() if value]
    return "\n".join([report.document.name, *lines])


def _repairs(report: Report) -> Iterable[str]:
    """By rule, the most frequent first: how often, and the first few, each with its raw place."""
    steps = report.repaired.steps
    found: dict[str, list[str]] = {}
    for number, step in enumerate(steps):
        for edit in step.edits:
            place = edit.start
            for earlier in reversed(steps[:number]):
                place = earlier.source(place, end=False)
            found.setdefault(edit.rule, []).append(f"{place} {_short(edit.before)}→{_short(edit.after)}")
    for rule, edits in sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        more = f" … {len(edits) - _SHOWN} more" if len(edits) > _SHOWN else ""
        yield f"{rule} ×{len(edits)}: {'  '.join(edits[:_SHOWN])}{more}"
    if not found:
        yield "none were needed"


def _short(text: str) -> str:
    shown = text.replace("\n", "⏎").replace(" ", "␣")
    return f"“{shown if len(shown) <= 24 else shown[:20] + '…'}”"


def _text(report: Report, colour: bool) -> Iterable[str]:
    figures = [Mark(o.start, o.end, "figure", o.indicator or o.kind) for o in report.observations]
    starts = sorted(mark.start for mark in figures)
    ends = sorted(mark.end for mark in figures)
    left_out = [
        Mark(entry.start, entry.end, "", entry.reason)
        for entry in report.ledger
        if entry.reason != "quantity" and bisect(starts, entry.start) == bisect(ends, entry.start)
    ]
    for paragraph in paragraphs(report, [*figures, *left_out]):
        yield _marked(paragraph, colour)


def _marked(paragraph: Paragraph, colour: bool) -> str:
    words = []
    for text, mark in paragraph.pieces:
        if mark is None:
            words.append(text)
        elif mark.topic:
            words.append(_style(f"【{text}|{mark.note}】", _BOLD, colour))
        else:
            words.append(_style(f"{{{text}: {mark.note}}}", _GREY, colour))
    return _style("".join(words), _BOLD, colour and paragraph.heading)


def _style(text: str, code: str, colour: bool) -> str:
    return f"{code}{text}{_OFF}" if colour else text


def _figures(report: Report) -> Iterable[str]:
    rows = [
        (
            str(o.start),
            _short(o.quote)[1:-1],
            frames.cell_text(o.value),
            o.bound,
            o.unit,
            o.kind,
            o.indicator,
            o.group,
            frames.period_text(o.period_start, o.period_end),
            o.rule,
        )
        for o in report.observations
    ]
    header = ("place", "quote", "value", "bound", "unit", "kind", "indicator", "group", "period", "rule")
    return [text_table([header, *rows])]


def _derived(report: Report) -> Iterable[str]:
    for figure in report.derived:
        value, lower, upper = (
            frames.cell_text(round(n, 2)) for n in (figure.value, figure.lower, figure.upper)
        )
        sources = " and ".join(_short(quote) for quote in figure.quotes)
        period = frames.period_text(figure.period_start, figure.period_end)
        yield (
            f"{figure.formula}: {value} {figure.unit} ({lower} to {upper}), "
            f"{figure.indicator}, {period}, from {sources}"
        )


def _ledger(report: Report) -> Iterable[str]:
    """Every numeral: how many have which reason, then each that was left out."""
    reasons = Counter(entry.reason for entry in report.ledger)
    total = sum(reasons.values())
    lost = unaccounted(report.document.raw, report.ledger)
    share = 100 * total // (total + len(lost)) if total else 100
    yield f"{total + len(lost)} numerals, {share}% accounted for"
    if lost:
        yield "not accounted for: " + "  ".join(f"{start} {_short(run)}" for start, run in lost)
    for reason, count in sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0])):
        listed = [entry for entry in report.ledger if entry.reason == reason]
        yield f"{reason} ×{count}" + ("" if reason == "quantity" else f": {_entries(listed)}")


def _entries(entries: Sequence[LedgerEntry]) -> str:
    return "  ".join(f"{entry.start} {_short(entry.text)} ({entry.rule})" for entry in entries)


def _section(title: str, lines: Iterable[str]) -> str:
    """The lines below their title; nothing where there are none."""
    body = list(lines)
    return "\n".join([f"== {title}", *body]) if body else ""


def text_table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as columns in a terminal, in which a Chinese character takes two places."""
    widths = [max(map(text_width, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def text_width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - text_width(text))

"""The clean text of a report, cut at its figures and at the numerals that are none.

Figures know their place in the raw text; readers read the clean one. A mark covers the clean characters
that were made from the raw ones of its figure.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from orgreports.models import RepairedText, Report, Span


class Mark(NamedTuple):
    """A stretch of the raw text that is marked, and why: ``topic`` of a figure, else an exclusion.

    ``note`` is shown when the reader points at it; ``link`` leads to the figure, empty for an exclusion.
    """

    start: int
    end: int
    topic: str
    note: str
    link: str = ""
    chosen: bool = False


class Piece(NamedTuple):
    """Clean text, with its mark where it has one."""

    text: str
    mark: Mark | None = None


class Paragraph(NamedTuple):
    """A line of the clean text; its pieces joined are the line."""

    number: int
    heading: bool
    pieces: tuple[Piece, ...]


def paragraphs(report: Report, marks: Iterable[Mark]) -> tuple[Paragraph, ...]:
    """The clean text by paragraphs, cut at the marks; marks on what repair took out are left out."""
    text = report.repaired.text
    placed = [(clean_span(report.repaired, mark.start, mark.end), mark) for mark in marks]
    placed = sorted((pair for pair in placed if pair[0].start < pair[0].end), key=lambda pair: pair[0])
    headings = {sentence.span.start for sentence in report.outline.sentences if sentence.heading}
    found, start = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        end = start + len(line)
        inside = [(span, mark) for span, mark in placed if start <= span.start < end]
        found.append(Paragraph(number, start in headings, tuple(_pieces(text, Span(start, end), inside))))
        start = end + 1
    return tuple(found)


def clean_span(repaired: RepairedText, start: int, end: int) -> Span:
    """The clean characters that were made from ``raw[start:end]``; empty where none is left."""
    positions = range(len(repaired.text))
    first = bisect_left(positions, start + 1, key=lambda i: repaired.to_raw(i, i + 1).end)
    last = bisect_left(positions, end, key=lambda i: repaired.to_raw(i, i + 1).start)
    return Span(first, max(first, last))


def _pieces(text: str, line: Span, marks: Sequence[tuple[Span, Mark]]) -> Iterable[Piece]:
    at = line.start
    for span, mark in marks:
        if span.start < at:  # within the one before
            continue
        if at < span.start:
            yield Piece(text[at : span.start])
        yield Piece(text[span.start : min(span.end, line.end)], mark)
        at = min(span.end, line.end)
    if at < line.end:
        yield Piece(text[at : line.end])

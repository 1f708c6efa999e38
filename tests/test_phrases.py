"""How well the parser agrees with a careful reader, on passages and whole reports of invented places.

``*-dev.txt`` were read while the rules were written; ``*-held.txt`` only after a score that says what to
expect of new texts (it is in the README), the whole reports ``reports-unseen-*-held.txt`` last.
The scores are pinned a little below what was measured, so that they cannot quietly fall.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from annotated import PHRASES, Mark, read_phrase

from orgreports.models import Document, Observation
from orgreports.pipeline import parse_document

PINNED = {
    "dev": {
        "precision": 0.985,
        "recall": 0.985,
        "bound": 0.99,
        "kind": 0.985,
        "period": 0.985,
        "indicator": 0.9,
    },
    "held": {
        "precision": 0.97,
        "recall": 0.965,
        "bound": 0.99,
        "kind": 0.965,
        "period": 0.98,
        "indicator": 0.87,
    },
    "unseen": {
        "precision": 0.985,
        "recall": 0.98,
        "bound": 0.99,
        "kind": 0.98,
        "period": 0.975,
        "indicator": 0.88,
    },
}
SPAN = re.compile(r"\d{4}-\d{4}")  # of a report's heading: the years that it is about
FILES = {"dev": "*-dev.txt", "held": "[cpu]*-held.txt", "unseen": "reports-unseen-*-held.txt"}


def documents(kind: str) -> Iterator[tuple[str, list[Mark], str]]:
    """Texts with their marks and period: whole reports of ``reports-*``, single lines of the other files."""
    for path in sorted(PHRASES.glob(FILES[kind])):
        lines = path.read_text(encoding="utf-8").splitlines()
        whole = path.name.startswith("reports-")
        block: list[str] = []
        period = "2024"
        for line in [*lines, "#"]:
            if line.startswith("#") or not whole:
                if any(block):
                    phrase = read_phrase("\n".join(block))
                    yield phrase.text, list(phrase.marks), period
                block = []
                named = SPAN.search(line)
                period = named[0] if named else "2024"
            if line.strip() and not line.startswith("#"):
                block.append(line)


def same_value(mark: Mark, row: Observation) -> bool:
    return abs(mark.value - row.value) <= (0.01 if mark.unit == "%" else 1e-9 * max(1.0, abs(mark.value)))


def match(
    marks: list[Mark], rows: tuple[Observation, ...]
) -> tuple[list[tuple[Mark, Observation]], int, int]:
    """Pairs that overlap, missed marks that are not optional, and rows that no mark wants."""
    pairs, free = [], list(rows)
    for mark in marks:
        over = [row for row in free if min(mark.end, row.end) > max(mark.start, row.start)]
        if over:
            best = max(
                over,
                key=lambda row: (
                    same_value(mark, row),
                    min(mark.end, row.end) - max(mark.start, row.start),
                ),
            )
            pairs.append((mark, best))
            free.remove(best)
    matched = {id(mark) for mark, _ in pairs}
    missed = sum(id(mark) not in matched and not mark.optional for mark in marks)
    extra = sum(not (row.value == 1 and row.quote.startswith("一")) for row in free)
    return [(mark, row) for mark, row in pairs if not mark.optional], missed, extra


def count_agreement(kind: str) -> Counter[str]:
    """Counts over all documents of a kind."""
    counts: Counter[str] = Counter()
    for text, marks, period in documents(kind):
        report = parse_document(Document("phrase.txt", text, "txt", "utf-8", ""), period=period)
        assert all(report.document.raw[row.start : row.end] == row.quote for row in report.observations)
        pairs, missed, extra = match(marks, report.observations)
        counts.update(marked=len(pairs) + missed, read=len(pairs) + extra)
        for mark, row in pairs:
            right = same_value(mark, row) and mark.unit == row.unit
            years = (
                f"{row.period_start}-{row.period_end}"
                if row.period_end > row.period_start
                else str(row.period_start)
            )
            wanted = row.indicator in mark.indicators
            neutral = (
                wanted and row.indicator != mark.indicators[0] and not (row.indicator and mark.indicators[0])
            )
            counts["right"] += right
            counts["bound"] += right and row.bound == mark.bound
            counts["kind"] += right and (
                row.kind == mark.kind or (mark.unit == "元" and {row.kind, mark.kind} <= {"money", "mean"})
            )
            counts["period"] += right and years == mark.period
            if not neutral:
                counts["coded"] += bool(mark.indicators[0])
                counts["given"] += bool(row.indicator)
                counts["agreed"] += bool(row.indicator) and right and wanted
    return counts


@pytest.mark.parametrize("kind", sorted(PINNED))
def test_agreement_with_a_careful_reader(kind):
    counts = count_agreement(kind)
    scores = {name: counts[name] / counts["right"] for name in ("bound", "kind", "period")}
    scores["precision"] = counts["right"] / counts["read"]
    scores["recall"] = counts["right"] / counts["marked"]
    scores["indicator"] = 2 * counts["agreed"] / (counts["coded"] + counts["given"])
    fallen = {name: (scores[name], least) for name, least in PINNED[kind].items() if scores[name] < least}
    assert not fallen, scores

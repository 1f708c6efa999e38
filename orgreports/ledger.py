"""The ledger: every numeral of the raw text, and what became of it.

A numeral is a run of digits, or a Chinese numeral outside plain words. Each is part of a quantity, or is left
out for a reason that names its rule; numerals of page furniture are taken with the furniture.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from orgreports.models import Exclusion, LedgerEntry, Observation, Offsets, RepairedText, Sentence

QUANTITY = "quantity"
_DIGITS = re.compile(r"\d[\d.,:/-]*\d|\d")


def build_ledger(
    repaired: RepairedText,
    offsets: Offsets,
    observations: Iterable[Observation],
    excluded: Iterable[tuple[Sentence, Iterable[Exclusion]]],
) -> tuple[LedgerEntry, ...]:
    """The entries of one report in raw text order, spans in the raw text.

    ``offsets`` are those of ``repaired``.
    """
    raw, (first, last) = repaired.raw, offsets
    entries = [LedgerEntry(o.start, o.end, o.quote, QUANTITY, o.rule) for o in observations]
    for sentence, exclusions in excluded:
        offset = sentence.span.start
        for start, end, _, reason, rule in exclusions:
            start, end = first[offset + start], last[offset + end - 1] + 1
            entries.append(LedgerEntry(start, end, raw[start:end], reason, rule))
    entries.extend(_taken_out(repaired))
    return tuple(sorted(entries))


def unaccounted(raw: str, ledger: Iterable[LedgerEntry]) -> list[tuple[int, str]]:
    """The digits of the raw text that no entry covers, as place and run: an empty list is the rule."""
    covered = bytearray(len(raw))
    for entry in ledger:
        covered[entry.start : entry.end] = b"\1" * (entry.end - entry.start)
    runs = ((match.start(), match.group()) for match in re.finditer(r"\d+", raw))
    return [(start, run) for start, run in runs if not all(covered[start : start + len(run)])]


def _taken_out(repaired: RepairedText) -> Iterator[LedgerEntry]:
    """Numerals in text that a repair took out (page furniture) and that stands in no sentence."""
    for i, step in enumerate(repaired.steps):
        if not step.is_furniture:
            continue
        before = RepairedText(repaired.raw, "", repaired.steps[:i])
        for edit in step.edits:
            for match in _DIGITS.finditer(edit.before):
                span = before.to_raw(edit.start + match.start(), edit.start + match.end())
                text = repaired.raw[span.start : span.end]
                yield LedgerEntry(span.start, span.end, text, "furniture", edit.rule)

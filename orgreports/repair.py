"""Repair: raw text in, clean text in simplified Chinese out, with a record of every change.

The repairs stand in the tables ``rules/repairs.toml`` and ``rules/traditional.toml`` and in small functions
that find them (``repair_characters``, ``repair_furniture``, ``repair_lines``, ``repair_tiles``,
``repair_words``). Each pass finds edits, none of which touches another's characters; a pass that finds none
leaves no step. The whole takes time linear in the text.

Rules whose name starts with ``furniture.`` took out what the page added to the report (navigation, running
heads, page numbers, bylines ...); the text that they took stands in the edits. Rules whose name starts with
``damage.`` change nothing (``before == after``): they mark characters that were lost, and are not guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter

from orgreports.models import Edit, RepairedText, Step
from orgreports.repair_characters import find_characters, find_glosses, find_quotes, find_traditional
from orgreports.repair_furniture import find_furniture
from orgreports.repair_lines import find_breaks, find_late_breaks
from orgreports.repair_tiles import find_tiles
from orgreports.repair_words import (
    find_damage,
    find_digits,
    find_masks,
    find_separators,
    find_spaces,
    find_variants,
    find_words,
)

Pass = Callable[[RepairedText], Iterable[Edit]]

BY_CHARACTER: tuple[Pass, ...] = (find_characters, find_glosses, find_traditional, find_variants)
BY_LINE: tuple[Pass, ...] = (find_furniture, find_breaks)
WHEN_JOINED: tuple[Pass, ...] = (
    find_furniture,
    find_late_breaks,
    find_glosses,
)  # what was broken is whole now
BY_WORD: tuple[Pass, ...] = (
    find_tiles,
    find_quotes,
    find_spaces,
    find_masks,
    find_words,
    find_digits,
    find_separators,
    find_damage,
)


def repair(raw: str) -> RepairedText:
    """The clean text of ``raw`` and the steps that lead to it.

    >>> repair("經(jīng)濟總量超２ ０００億元").text
    '经济总量超2000亿元'
    >>> repair("各级党委(党组)").steps
    ()
    """
    repaired = _run((*BY_CHARACTER, *BY_LINE), RepairedText(raw, raw, ()))
    if repaired.steps and any(edit.rule == "lines.wrap" for edit in repaired.steps[-1].edits):
        repaired = _run(WHEN_JOINED, repaired)
    return _run(BY_WORD, repaired)


def _run(passes: Iterable[Pass], repaired: RepairedText) -> RepairedText:
    for find in passes:
        repaired = apply(repaired, find(repaired))
    return repaired


def undo(repaired: RepairedText) -> str:
    """The raw text again, from the clean text and the record alone.

    >>> undo(repair("各级Ｘ委（Ｘ组）"))
    '各级Ｘ委（Ｘ组）'
    """
    text = repaired.text
    for step in reversed(repaired.steps):
        text = "".join(_pieces_before(text, step))
    return text


def all_edits(repaired: RepairedText) -> Iterator[Edit]:
    """Every edit of every step, in the order in which they were made."""
    for step in repaired.steps:
        yield from step.edits


def apply(repaired: RepairedText, found: Iterable[Edit]) -> RepairedText:
    """``repaired`` with one more step; of edits that touch the same characters the first one counts."""
    candidates = sorted(found, key=itemgetter(1))
    if not candidates:
        return repaired
    pieces: list[str] = []
    edits: list[Edit] = []
    places: list[int] = []
    text, done, grown = repaired.text, 0, 0
    for edit in candidates:
        _, start, before, after = edit
        if start < done:
            continue
        edits.append(edit)
        places.append(start + grown)
        pieces.append(text[done:start])
        pieces.append(after)
        done = start + len(before)
        grown += len(after) - len(before)
    pieces.append(text[done:])
    step = Step(tuple(edits), tuple(places))
    return RepairedText(repaired.raw, "".join(pieces), (*repaired.steps, step))


def _pieces_before(text: str, step: Step) -> Iterator[str]:
    """The text before a step, in pieces, from the text after it."""
    done = 0
    for edit, place in zip(step.edits, step.places, strict=True):
        yield text[done:place]
        yield edit.before
        done = place + len(edit.after)
    yield text[done:]

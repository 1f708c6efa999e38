"""Words that loosen a number, and the interval that they allow; the rules are in ``rules/hedges.toml``."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from orgreports.rulebook import load_toml

CLAUSE = re.compile(r"[,，。;；:、\d]")


class Hedge(NamedTuple):
    """What a hedge does to a number: ``bound`` (above, below, about), ``interval`` and the rule's id."""

    bound: str
    interval: str
    rule: str


class HedgeRules(NamedTuple):
    """For each place of a hedge: the pattern of its words, and what each word means."""

    pattern: re.Pattern[str]
    meaning: dict[str, Hedge]
    guards: dict[str, str]  # characters that make another word of it
    by_first: dict[str, tuple[str, ...]]  # the words by their first character, the longest first
    by_last: dict[str, tuple[str, ...]]  # the same by their last


INTERVALS: dict[str, Callable[[float, float], tuple[float, float]]] = {
    "step": lambda value, worth: (value, value + worth),
    "open": lambda value, worth: (value, math.inf),
    "under": lambda value, worth: (value - worth, value),
    "most": lambda value, worth: (0.0, value),
    "around": lambda value, worth: (value - worth / 2, value + worth / 2),
    "power": lambda value, worth: (value, value * 10),
}


def interval(value: float, worth: float, kind: str) -> tuple[float, float]:
    """The lowest and highest number that a hedge of an interval kind allows.

    >>> interval(22000.0, 1000.0, "step")
    (22000.0, 23000.0)
    """
    return INTERVALS[kind](value, worth) if kind else (value, value)


@cache
def hedge_rules(where: str) -> HedgeRules:
    """The hedges that may stand ``where`` (before, inside, after, apart), compiled."""
    meaning, guards = {}, {}
    for row in load_toml("hedges")["hedge"]:
        if where not in row["where"]:
            continue
        for word in row["words"]:
            if word not in meaning:
                meaning[word] = Hedge(row["bound"], row["interval"], row["id"])
                guards[word] = row.get("unless_after" if where == "before" else "unless_before", "")
    words = sorted(meaning, key=len, reverse=True)
    by_first, by_last = (
        {char: tuple(w for w in words if w[at] == char) for char in {word[at] for word in words}}
        for at in (0, -1)
    )
    return HedgeRules(re.compile("|".join(map(re.escape, words))), meaning, guards, by_first, by_last)


@cache
def _powers_only() -> frozenset[str]:
    return frozenset(
        w for row in load_toml("hedges")["hedge"] if row.get("only_powers") for w in row["words"]
    )


def hedge_before(text: str, start: int) -> tuple[int, Hedge | None]:
    """Where the hedge words that touch the number at ``start`` begin, and the one that loosens it."""
    rules, found = hedge_rules("before"), None
    if text[start - 1 : start] not in rules.by_last:
        return start, None
    while word := _word_before(text, start, rules):
        begin = start - len(word)
        previous = text[max(0, begin - 1) : begin]
        if previous and previous in rules.guards[word]:
            break
        if word in _powers_only() and text[start : start + 1] not in "十百千万亿":
            break
        start = begin
        hedge = rules.meaning[word]
        if hedge.bound and found is None:
            found = hedge
    return start, found


def _word_before(text: str, start: int, rules: HedgeRules) -> str:
    """The longest of the hedges that ends at ``start``, or nothing."""
    words = rules.by_last.get(text[start - 1 : start], ())
    return next((word for word in words if text.endswith(word, 0, start)), "")


def hedge_at(text: str, start: int, where: str) -> tuple[int, Hedge | None]:
    """Where a hedge that begins at ``start`` ends, and what it means (``where``: inside or after)."""
    rules = hedge_rules(where)
    for word in rules.by_first.get(text[start : start + 1], ()):
        if text.startswith(word, start):
            end = start + len(word)
            following = text[end : end + 1]
            guarded = following and following in rules.guards[word]
            return (start, None) if guarded else (end, rules.meaning[word])
    return start, None


def hedge_apart(text: str, start: int) -> Hedge | None:
    """A hedge that stands apart from the number at ``start``, in the same clause (至少开展1次)."""
    rules = hedge_rules("apart")
    if not rules.pattern.search(text, max(0, start - 10), start):
        return None
    window = CLAUSE.split(text[max(0, start - 10) : start])[-1]
    hedge = None
    for match in rules.pattern.finditer(window):
        following = window[match.end() : match.end() + 1]
        hedge = (
            None if following and following in rules.guards[match.group()] else rules.meaning[match.group()]
        )
    return hedge

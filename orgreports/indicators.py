"""Which indicator a quantity belongs to, what it counts, and whether it is a stock, a flow or a cumulative total.

The rules are in ``rules/indicators.toml``: classes of words, and rules that give an indicator to a figure when each
of their classes has a word near it. The rule with the highest weight times nearness wins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from orgreports.figure_periods import UNKNOWN, Years, years_of
from orgreports.groups import group_of
from orgreports.measures import measure_of
from orgreports.models import Quantity, Sentence
from orgreports.rulebook import load_toml

PARTS = ("share", "points", "ratio", "rank", "rank_steps")
THRESHOLD = 1.0  # a weaker best rule gives no indicator: precision before recall
OWN_THRESHOLD = 2.0  # for the words that stand between two figures to outweigh what the first one was about
JOINED_THRESHOLD = 2.7  # the same where the figures are joined by 和 or 、, or the second is a share or a change
CONJUNCTION = re.compile("[、和及与]|以及")
PEOPLE = frozenset({"persons", "person_times"})
PART_OF = re.compile("其中|分别|包括|包含|另有|还有")
BREAKS = re.compile(r"[,，。;；:：!！?？\n]")
HEAVY = re.compile(r"[。;；!！?？\n]")


class Hit(NamedTuple):
    """A word of the rules in a sentence, with the classes that it belongs to."""

    start: int
    end: int
    classes: tuple[str, ...]


class Rule(NamedTuple):
    """A row of ``indicators.toml``."""

    id: str
    indicator: str
    families: frozenset[str]
    all: tuple[str, ...]
    unless: tuple[str, ...]
    weight: float


class Typed(NamedTuple):
    """A quantity with its indicator (may be empty), group, measure, years, and the id of the rule."""

    quantity: Quantity
    indicator: str
    group: str
    measure: str
    years: Years
    rule: str


@cache
def rules() -> tuple[Rule, ...]:
    """The rules in the order of the table."""

    def families(names: list[str]) -> frozenset[str]:
        return frozenset(part for name in names for part in (PARTS if name == "parts" else (name,)))

    return tuple(
        Rule(
            row["id"],
            row["indicator"],
            families(row["families"]),
            tuple(row["all"]),
            tuple(row.get("unless", ())),
            row["weight"],
        )
        for row in load_toml("indicators")["rule"]
    )


@cache
def lexicon() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """The words by their first character, the longest first, with their classes."""
    classes: dict[str, list[str]] = {}
    for name, words in load_toml("indicators")["words"].items():
        for word in words:
            classes.setdefault(word, []).append(name)
    table: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for word, names in classes.items():
        table.setdefault(word[0], []).append((word, tuple(names)))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


def find_hits(text: str) -> list[Hit]:
    """Every word of the rules in ``text``; of words that begin at one place, all, since the shorter may matter too."""
    table, hits = lexicon(), []
    for i, char in enumerate(text):
        for word, classes in table.get(char, ()):
            if text.startswith(word, i):
                hits.append(Hit(i, i + len(word), classes))
    return hits


def context_hits(section: str) -> tuple[str, ...]:
    """The classes of words that a heading vouches for (a section on talent makes its policies policies for talent)."""
    return tuple(row["class"] for row in load_toml("indicators")["heading"] if re.search(row["pattern"], section))


def nearness(text: str, quantity: Quantity, hit: Hit, others: Sequence[Quantity]) -> float:
    """How much a word counts for a quantity, from 1 (touching it) to 0."""
    if hit.end <= quantity.start:
        low, high, behind = hit.end, quantity.start, False
    elif hit.start >= quantity.end:
        low, high, behind = quantity.end, hit.start, True
    else:
        return 0.0
    between = text[low:high]
    value = 1.0 / (1.0 + len(between) / 25.0)
    value *= (0.25 if behind else 0.6) ** len(BREAKS.findall(between))
    value *= 0.5 ** len(HEAVY.findall(between))
    crossed = sum(1 for other in others if low <= other.start and other.end <= high)
    return value * (0.35 if behind else 0.75) ** crossed


def best_near(text: str, quantity: Quantity, hits: list[Hit], others: Sequence[Quantity]) -> dict[str, float]:
    """For each class of words, the nearness of its nearest word."""
    near: dict[str, float] = {}
    for hit in hits:
        value = nearness(text, quantity, hit, others)
        for name in hit.classes:
            if value > near.get(name, 0.0):
                near[name] = value
    return near


def score(rule: Rule, quantity: Quantity, near: dict[str, float]) -> float:
    """Weight times nearness of the rule's words; 0 where one is missing or the unit does not fit."""
    if rule.families and "*" not in rule.families and quantity.family not in rule.families:
        return 0.0
    if any(near.get(name, 0.0) > 0.5 for name in rule.unless):
        return 0.0
    values = [near.get(name, 0.0) for name in rule.all]
    return rule.weight * sum(values) / len(values) if all(values) else 0.0


def assign(
    sentences: Sequence[tuple[Sentence, Sequence[Quantity]]], own: Years = UNKNOWN, published: int = 0
) -> list[list[Typed]]:
    """For each sentence with its quantities: the quantities typed, in the same order.

    ``own`` is the report's period, ``published`` the year in which it came out (0: not known).
    """
    return [typed(sentence, quantities, own, published) for sentence, quantities in sentences]


def typed(sentence: Sentence, quantities: Sequence[Quantity], own: Years, published: int) -> list[Typed]:
    """The quantities of one sentence with their indicators."""
    if not quantities:
        return []
    text = sentence.text
    hits = find_hits(text)
    results: list[Typed] = []
    for quantity in quantities:
        previous = next((item for item in reversed(results) if item.quantity.kind not in ("age", "duration")), None)
        indicator, rule = indicator_of(text, quantity, hits, quantities, previous)
        group = group_of(text, quantity, quantities)
        measure = measure_of(text, quantity, indicator)
        results.append(Typed(quantity, indicator, group, measure, years_of(text, quantity.start, own, published), rule))
    return results


def indicator_of(
    text: str, quantity: Quantity, hits: list[Hit], others: Sequence[Quantity], previous: Typed | None
) -> tuple[str, str]:
    """The indicator of a quantity and the id of its rule; both empty where no rule is strong enough.

    Words between the figure before and this one, or behind it, are its own. Where these decide nothing, a share,
    a change or a part of the figure before takes that one's indicator; else all words of the sentence may decide.
    """
    if quantity.kind == "age":
        return "", ""
    near = best_near(text, quantity, hits, others)
    if previous is not None:
        floor = previous.quantity.end
        own = best_near(text, quantity, [hit for hit in hits if hit.start >= floor], others)
        rule, strength = best_rule(quantity, own)
        joined = CONJUNCTION.fullmatch(text[floor : quantity.start]) or quantity.family in PARTS
        if strength >= (JOINED_THRESHOLD if joined else OWN_THRESHOLD):
            return rule.indicator, rule.id
        if follows(text, quantity, previous.quantity):
            return previous.indicator, previous.rule
    rule, strength = best_rule(quantity, near)
    return (rule.indicator, rule.id) if strength >= THRESHOLD else ("", "")


def best_rule(quantity: Quantity, near: dict[str, float]) -> tuple[Rule, float]:
    """The rule with the highest score, and that score."""
    scored = [(score(rule, quantity, near), rule) for rule in rules()]
    strength, rule = max(scored, key=lambda item: item[0])
    return rule, strength


def follows(text: str, quantity: Quantity, previous: Quantity) -> bool:
    """Whether a figure without words of its own speaks of what the figure before it counted."""
    link = text[previous.end : quantity.start]
    if HEAVY.search(link):
        return False
    if quantity.kind in ("share", "change", "mean", "rank", "age") or quantity.family in PARTS:
        return len(link) <= 40
    part = PART_OF.search(link)
    same = quantity.family == previous.family or {quantity.family, previous.family} <= PEOPLE
    return same and (part is not None or len(link) <= 14)


@cache
def _mention_patterns() -> dict[str, re.Pattern[str]]:
    return {code: re.compile(row["mention"]) for code, row in load_toml("catalogue").items()}


def mentions(text: str) -> frozenset[str]:
    """The indicators whose own words occur in a text, with a figure or without."""
    return frozenset(code for code, pattern in _mention_patterns().items() if pattern.search(text))

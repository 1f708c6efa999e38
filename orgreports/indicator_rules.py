"""The rules that give a figure its indicator (``rules/indicators.toml``), and how well each fits a figure.

A rule holds when each of its classes of words has a word near the figure; the one with the highest weight
times nearness wins.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from orgreports.nearness import Passage, Reach, reach
from orgreports.rule_words import bits_of, class_bits
from orgreports.rulebook import catalogue, load_toml
from orgreports.topics import Topic

PARTS = ("share", "points", "ratio", "rank", "rank_steps", "age")
SCOPE = "none.scope"  # the rule of what something is done in
ON_TOPIC = 1.15  # how much more a rule weighs where the heading names its topic
TOUCHING = 0.95  # the nearness of a word with at most a character between it and the figure


class Rule(NamedTuple):
    """A row of ``indicators.toml``."""

    id: str
    indicator: str
    families: frozenset[str]
    never: frozenset[str]  # units of these families that it does not take
    all: tuple[int, ...]  # the bits of its classes
    needs: int  # the same in one number
    unless: tuple[int, ...]
    beside: tuple[int, ...]  # those of its classes that must touch the figure
    weight: float
    topic: str  # of the indicator, empty for rules that say that there is none
    only_on: str  # the topic that a heading must name for the rule to hold, or empty
    governs: bool  # its verb holds for what is listed behind
    holds: bool  # its words hold for what else the sentence tells of people
    noun: bool  # it goes by a noun, which such a verb outweighs
    outweighs: frozenset[str]  # indicators that a share behind it in its sentence does not take


@cache
def rules() -> tuple[Rule, ...]:
    """The rules in the order of the table."""

    def families(names: list[str]) -> frozenset[str]:
        return frozenset(part for name in names for part in (PARTS if name == "parts" else (name,)))

    bits = class_bits()
    table = load_toml("indicators")
    return tuple(
        Rule(
            row["id"],
            row["indicator"],
            families(row["families"]),
            frozenset(unit for name in row.get("never", ()) for unit in table["units"][name]),
            tuple(bits[name] for name in row["all"]),
            bits_of(row["all"]),
            tuple(bits[name] for name in row.get("unless", ())),
            tuple(bits[name] for name in row.get("beside", ())),
            float(row["weight"]),
            catalogue()[row["indicator"]].topic if row["indicator"] else "",
            row.get("only_on", ""),
            row.get("governs", False),
            row.get("holds", False),
            row.get("noun", False),
            frozenset(row.get("outweighs", ())),
        )
        for row in table["rule"]
    )


@cache
def governing() -> frozenset[str]:
    """The ids of the rules whose verb holds for what is listed behind."""
    return frozenset(rule.id for rule in rules() if rule.governs)


@cache
def holding() -> frozenset[str]:
    """The ids of the rules whose words hold for what else their sentence tells of people."""
    return frozenset(rule.id for rule in rules() if rule.holds)


@cache
def outweighed() -> dict[str, frozenset[str]]:
    """By the ids of rules, the indicators that shares behind their figures do not take."""
    return {rule.id: rule.outweighs for rule in rules() if rule.outweighs}


@cache
def rules_for(family: str, unit: str) -> tuple[tuple[tuple[int, Rule], ...], int]:
    """The rules that may take this unit of a family, in their order, each behind the bits of what it needs.

    With them the bits of all their classes.
    """
    fitting = tuple(
        rule for rule in rules() if not rule.families.isdisjoint((family, "*")) and unit not in rule.never
    )
    wanted = 0
    for rule in fitting:
        wanted |= rule.needs | sum(set(rule.unless))
    return tuple((rule.needs, rule) for rule in fitting), wanted


def score(rule: Rule, near: Reach) -> float:
    """Weight times the (geometric) mean nearness of the rule's words.

    0 where a forbidden one is near, or where one that must touch the figure does not.
    """
    for bit in rule.unless:
        if bit & near.present and near.nearness(bit) > 0.5:
            return 0.0
    for bit in rule.beside:
        if near.nearness(bit) < TOUCHING:
            return 0.0
    product = 1.0
    for bit in rule.all:
        product *= near.nearness(bit)
    return rule.weight * float(product ** (1.0 / len(rule.all)))


def best_rule(place: Passage, index: int, topic: Topic, floor: int = 0) -> tuple[Rule | None, float]:
    """The rule with the highest score for a figure, and that score; the upper one of equals.

    Words that begin before ``floor`` in its sentence do not count.
    """
    quantity = place.figures[index]
    fitting, wanted = rules_for(quantity.family, quantity.unit)
    near = reach(place, index, floor, wanted, topic.near)
    absent = ~near.present
    best: Rule | None = None
    strength = 0.0
    for rule in [rule for needs, rule in fitting if not needs & absent]:
        if rule.only_on and rule.only_on not in topic.topics:
            continue
        more = ON_TOPIC if rule.topic in topic.topics else 1.0
        if rule.weight * more > strength and (value := score(rule, near) * more) > strength:
            best, strength = rule, value
    return best, strength

"""The rules that give a figure its indicator (``rules/indicators.toml``), and how well each fits a figure.

A rule holds when each of its classes of words has a word near the figure; the one with the highest weight
times nearness wins.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from orgreports.nearness import Passage, Reach, bits_of, class_bits
from orgreports.rulebook import catalogue, load_toml
from orgreports.topics import Topic

PARTS = ("share", "points", "ratio", "rank", "rank_steps", "age")
ON_TOPIC = 1.15  # how much more a rule weighs where the heading names its topic


class Rule(NamedTuple):
    """A row of ``indicators.toml``."""

    id: str
    indicator: str
    families: frozenset[str]
    all: tuple[int, ...]  # the bits of its classes
    needs: int  # the same in one number
    unless: tuple[int, ...]
    weight: float
    topic: str  # of the indicator, empty for rules that say that there is none
    only_on: str  # the topic that a heading must name for the rule to hold, or empty


@cache
def rules() -> tuple[Rule, ...]:
    """The rules in the order of the table."""

    def families(names: list[str]) -> frozenset[str]:
        return frozenset(part for name in names for part in (PARTS if name == "parts" else (name,)))

    bits = class_bits()
    return tuple(
        Rule(
            row["id"],
            row["indicator"],
            families(row["families"]),
            tuple(bits[name] for name in row["all"]),
            bits_of(row["all"]),
            tuple(bits[name] for name in row.get("unless", ())),
            float(row["weight"]),
            catalogue()[row["indicator"]].topic if row["indicator"] else "",
            row.get("only_on", ""),
        )
        for row in load_toml("indicators")["rule"]
    )


@cache
def rules_for(family: str) -> tuple[tuple[Rule, ...], int]:
    """The rules that may take a unit of this family, in their order, and the bits of all their classes."""
    fitting = tuple(rule for rule in rules() if family in rule.families or "*" in rule.families)
    wanted = 0
    for rule in fitting:
        wanted |= rule.needs | sum(set(rule.unless))
    return fitting, wanted


def score(rule: Rule, near: Reach) -> float:
    """Weight times the (geometric) mean nearness of the rule's words; 0 where a forbidden one is near."""
    if rule.unless and any(near.nearness(bit) > 0.5 for bit in rule.unless):
        return 0.0
    product = 1.0
    for bit in rule.all:
        product *= near.nearness(bit)
    return rule.weight * float(product ** (1.0 / len(rule.all)))


def best_rule(place: Passage, index: int, topic: Topic, floor: int = 0) -> tuple[Rule | None, float]:
    """The rule with the highest score for a figure, and that score; the upper one of equals.

    Words that begin before ``floor`` do not count.
    """
    fitting, wanted = rules_for(place.quantities[index].family)
    near = Reach(place, index, floor, wanted, bits_of(topic.near) if topic.near else 0)
    present = near.present
    best: Rule | None = None
    strength = 0.0
    for rule in [rule for rule in fitting if rule.needs & present == rule.needs]:
        if rule.only_on and rule.only_on not in topic.topics:
            continue
        more = ON_TOPIC if rule.topic in topic.topics else 1.0
        if rule.weight * more > strength and (value := score(rule, near) * more) > strength:
            best, strength = rule, value
    return best, strength

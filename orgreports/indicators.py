"""Which indicator a quantity belongs to, what it counts, and whether it is a stock or a flow.

The rules are in ``rules/indicators.toml``: classes of words, and rules that give an indicator to a figure
when each of their classes has a word near it. The rule with the highest weight times nearness wins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from orgreports.figure_periods import UNKNOWN, Years, names_years, years_of
from orgreports.groups import earlier_group, group_of, is_attribute
from orgreports.measures import measure_of
from orgreports.models import Quantity, Sentence
from orgreports.nearness import BREAKS, HEAVY, Passage, Reach, bits_of, class_bits, passage
from orgreports.rulebook import catalogue, load_toml
from orgreports.topics import NO_TOPIC, Topic, title_topic, topic_of

PARTS = ("share", "points", "ratio", "rank", "rank_steps", "age")
THRESHOLD = 1.0  # a weaker best rule gives no indicator: precision before recall
OWN_THRESHOLD = 2.0  # for the words between two figures to outweigh what the first one was about
JOINED_THRESHOLD = (
    2.7  # the same where 和 or 、 joins the figures, or the second is a share or a change
)
ON_TOPIC = 1.15  # how much more a rule weighs where the heading names its topic
LEAD = 40  # characters of a paragraph's opening that may name its topic
FAR = 400  # characters behind a figure in which another may still speak of the same
CONJUNCTION = re.compile("[、和及与]|以及")
JOINING = frozenset("、和及与")
PEOPLE = frozenset({"persons", "person_times"})
GROUPLESS = frozenset({"share", "change", "mean", "rank", "age"})  # kinds of figures that tell of another
LIST_LINK = frozenset(",，;；")
LONGEST_ITEM = 40  # characters between the figures of a list
PART_OF = re.compile("其中|分别|包括|包含|另有|还有")


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


def assign(
    sentences: Sequence[tuple[Sentence, Sequence[Quantity]]],
    own: Years = UNKNOWN,
    published: int = 0,
    titles: Sequence[str] = (),
) -> list[list[Typed]]:
    """For each sentence with its quantities: the quantities typed, in the same order.

    ``own`` is the report's period, ``published`` the year in which it came out (0: not known), ``titles``
    what may name the topic where a section's heading does not, the best first.
    """
    lead, paragraph = "", -1
    results: list[list[Typed]] = []
    whole = [title_topic(title) for title in titles]
    for sentence, quantities in sentences:
        if sentence.paragraph != paragraph:
            lead, paragraph = sentence.text[:LEAD], sentence.paragraph
        if not quantities:
            results.append([])
            continue
        topic = first_topic(sentence.section, whole, lead)
        results.append(typed(sentence, quantities, own, published, topic))
    return results


def first_topic(section: str, whole: Sequence[Topic], lead: str) -> Topic:
    """What the heading names, or else a title, or else the opening of the paragraph."""
    topic = topic_of(section)
    if not topic.topics:
        topic = next((named for named in whole if named.topics), NO_TOPIC)
    if not topic.topics:
        topic = topic_of(lead)
    return topic if topic.topics else NO_TOPIC


def typed(
    sentence: Sentence, quantities: Sequence[Quantity], own: Years, published: int, topic: Topic
) -> list[Typed]:
    """The quantities of one sentence with their indicators."""
    text = sentence.text
    place = passage(text, quantities)
    dated = names_years(text)
    results: list[Typed] = []
    counted: Typed | None = None  # the figure that the next one may speak of
    for index, quantity in enumerate(quantities):
        indicator, rule = indicator_of(place, index, topic, counted)
        group = group_with_before(results, text, quantity, indicator, group_of(text, quantities, index))
        measure = measure_of(text, quantity, indicator)
        years = years_of(text, quantity.start, own, published) if dated else own
        results.append(Typed(quantity, indicator, group, measure, years, rule))
        if quantity.kind not in ("age", "duration"):
            counted = results[-1]
    return shared_backwards(text, results)


def shared_backwards(text: str, results: list[Typed]) -> list[Typed]:
    """Figures that nothing is said of take the code of the next one, where 、 or 和 joins them to it."""
    for index in range(len(results) - 2, -1, -1):
        this, following = results[index], results[index + 1]
        if this.rule or not following.indicator or this.quantity.family in PARTS:
            continue
        link = text[this.quantity.end : following.quantity.start]
        same = this.quantity.unit == following.quantity.unit
        if same and link[-1:] in JOINING and len(link) <= LONGEST_ITEM and not BREAKS.search(link):
            measure = measure_of(text, this.quantity, following.indicator)
            results[index] = this._replace(
                indicator=following.indicator, measure=measure, rule=following.rule
            )
    return results


def group_with_before(
    results: Sequence[Typed], text: str, quantity: Quantity, indicator: str, group: str
) -> str:
    """A figure's group with what the figure before it, or the clauses before, say of whom it is."""
    if group and not is_attribute(group):
        return group
    floor = results[-1].quantity.end if results else 0
    before = group_before(results, text, quantity, indicator) or earlier_group(text, quantity, floor)
    return before + group if before != group else group


def group_before(results: Sequence[Typed], text: str, quantity: Quantity, indicator: str) -> str:
    """The group of the figure before, for one that names none: what is told of it, is like it, or joined."""
    if not results:
        return ""
    previous = results[-1]
    link = text[previous.quantity.end : quantity.start]
    told = quantity.kind in GROUPLESS and len(link) <= LONGEST_ITEM and HEAVY.isdisjoint(link)
    joined = CONJUNCTION.fullmatch(link)
    alike = indicator and previous.indicator == indicator
    return previous.group if told or joined or alike else ""


def indicator_of(
    place: Passage, index: int, topic: Topic, previous: Typed | None
) -> tuple[str, str]:
    """The indicator of a quantity and the id of its rule; both empty where no rule is strong enough.

    Words between the figure before and this one, or behind it, are its own. Where these decide nothing, a
    share, a change or a part of the figure before takes that one's indicator; else all words of the sentence
    may decide.
    """
    quantity = place.quantities[index]
    if quantity.kind == "age":
        return "", ""
    if previous is not None:
        floor = previous.quantity.end
        rule, strength = best_rule(place, index, topic, floor)
        joined = (
            CONJUNCTION.fullmatch(place.text, floor, quantity.start) or quantity.family in PARTS
        )
        if rule and strength >= (JOINED_THRESHOLD if joined else OWN_THRESHOLD):
            return rule.indicator, rule.id
        if follows(place.text, quantity, previous.quantity):
            return previous.indicator, previous.rule
    rule, strength = best_rule(place, index, topic)
    if rule and strength >= THRESHOLD:
        return rule.indicator, rule.id
    if previous is not None and listed(place.text, quantity, previous.quantity):
        return previous.indicator, previous.rule
    return "", ""


def listed(text: str, quantity: Quantity, previous: Quantity) -> bool:
    """Whether a figure that no word speaks of is the next of a list: same unit, behind one mark."""
    link = text[previous.end : quantity.start]
    return (
        quantity.unit == previous.unit
        and quantity.family not in PARTS
        and link[:1] in LIST_LINK
        and len(link) <= LONGEST_ITEM
        and BREAKS.search(link, 1) is None
    )


def best_rule(
    place: Passage, index: int, topic: Topic, floor: int = 0
) -> tuple[Rule | None, float]:
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


def follows(text: str, quantity: Quantity, previous: Quantity) -> bool:
    """Whether a figure without words of its own speaks of what the figure before it counted."""
    if quantity.start - previous.end > FAR:
        return False
    link = text[previous.end : quantity.start]
    if not HEAVY.isdisjoint(link):
        return False
    if quantity.kind in ("share", "change", "mean", "rank", "age") or quantity.family in PARTS:
        return len(link) <= 40
    part = PART_OF.search(link)
    same = quantity.family == previous.family or {quantity.family, previous.family} <= PEOPLE
    return same and (part is not None or len(link) <= 14)


def mentions(text: str) -> frozenset[str]:
    """The indicators whose own words occur in a text, with a figure or without."""
    return frozenset(code for code, named in _mentioning() if any(word in text for word in named))


@cache
def _mentioning() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((code, tuple(row["mention"])) for code, row in load_toml("catalogue").items())

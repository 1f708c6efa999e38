"""Which indicator a quantity belongs to, what it counts, and whether it is a stock or a flow.

The rules are in ``rules/indicators.toml``: classes of words, and rules that give an indicator to a figure
when each of their classes has a word near it (``indicator_rules``). What no words decide, a figure takes over
from those around it (``carrying``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from orgreports.carrying import (
    Before,
    Typed,
    alike,
    follows,
    governed,
    group_with_before,
    in_total,
    is_part,
    listed,
    paired,
    part_named,
    shared_backwards,
)
from orgreports.figure_periods import UNKNOWN, Years, names_years, years_of
from orgreports.groups import JOINER, counts_heads, group_of
from orgreports.indicator_rules import PARTS, Rule, best_rule
from orgreports.measures import measure_of
from orgreports.models import Quantity, Sentence, Span
from orgreports.nearness import Passage, passage
from orgreports.rulebook import load_toml
from orgreports.topics import NO_TOPIC, Topic, title_topic, topic_of

THRESHOLD = 1.0  # a weaker best rule gives no indicator: precision before recall
OWN_THRESHOLD = 2.0  # for the words between two figures to outweigh what the first one was about
JOINED_THRESHOLD = 2.7  # the same where 和 or 、 joins the figures, or the second is a share or a change
LEAD = 40  # characters of a paragraph's opening that may name its topic
GOES_ON = re.compile("(?:这)?其中|在?这些|[此本]次")  # how a sentence goes on about the one before it
LONGEST_SAID = 60  # characters of the sentence before that may say what a sentence's first figure is about


class Told(NamedTuple):
    """What the sentence before tells one that goes on about it: its last figure, or else its words."""

    figure: Typed | None = None
    words: str = ""


class Dates(NamedTuple):
    """A report's period, and the year of its publication or 0."""

    own: Years
    published: int


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
    lead, before = "", Sentence("", Span(0, 0), -1, "")
    vouched: tuple[str, ...] = ()
    results: list[list[Typed]] = []
    whole = [title_topic(title) for title in titles]
    for sentence, quantities in sentences:
        if sentence.paragraph != before.paragraph:
            lead, vouched = sentence.text[:LEAD], ()
        told = _told(sentence, before, results)
        before = sentence
        if not quantities:
            results.append([])
            continue
        topic = first_topic(sentence.section, whole, lead)
        topic = topic._replace(near=topic.near + vouched)
        results.append(typed(sentence.text, quantities, Dates(own, published), topic, told))
        vouched = vouched or vouched_for(results[-1])
    return results


def vouched_for(figures: Sequence[Typed]) -> tuple[str, ...]:
    """The classes of words that a paragraph vouches for behind these figures."""
    table = load_toml("indicators")["vouched"]
    return tuple(dict.fromkeys(name for one in figures for name in table.get(one.indicator, ())))


def _told(sentence: Sentence, before: Sentence, results: Sequence[Sequence[Typed]]) -> Told:
    """What ``before``, the last of the results, tells ``sentence``."""
    if sentence.paragraph != before.paragraph or not GOES_ON.match(sentence.text):
        return Told()
    counted = [one for one in results[-1] if one.quantity.family not in PARTS]
    figures = counted or results[-1]
    return Told(figures[-1]) if figures else Told(words=before.text)


def first_topic(section: str, whole: Sequence[Topic], lead: str) -> Topic:
    """What the heading names, or else a title, or else the opening of the paragraph."""
    topic = topic_of(section)
    if not topic.topics:
        topic = next((named for named in whole if named.topics), NO_TOPIC)
    if not topic.topics:
        topic = topic_of(lead)
    return topic if topic.topics else NO_TOPIC


def typed(text: str, quantities: Sequence[Quantity], dates: Dates, topic: Topic, told: Told) -> list[Typed]:
    """The quantities of one sentence with their indicators."""
    counted_as = [
        item._replace(family="persons") if counts_heads(text, quantities, index) else item
        for index, item in enumerate(quantities)
    ]
    place = passage(text, counted_as)
    dated = names_years(text)
    results: list[Typed] = []
    before = Before()
    for index, quantity in enumerate(quantities):
        indicator, rule = indicator_of(place, index, topic, before)
        if not rule and paired(text, quantity, results):
            indicator, rule = results[-1].indicator, results[-1].rule
        if not results:
            indicator, rule = told_first(place, topic, told, (indicator, rule))
        group = group_with_before(results, text, quantity, indicator, group_of(text, quantities, index))
        measure = measure_of(text, quantity, indicator)
        years = years_of(text, quantity.start, *dates) if dated else dates.own
        results.append(Typed(quantity, indicator, group, measure, years, rule))
        topic = topic._replace(near=topic.near + vouched_for(results[-1:]))
        before = before.and_then(text, results[-1])
    return shared_backwards(text, results)


def indicator_of(place: Passage, index: int, topic: Topic, before: Before) -> tuple[str, str]:
    """The indicator of a quantity and the id of its rule; both empty where no rule is strong enough.

    Words between the figure before and this one, or behind it, are its own. Where these decide nothing, a
    share, a change or a part of the figure before takes that one's indicator; else, and where its own say
    that it has none, all words of the sentence may decide.
    """
    quantity, previous = place.quantities[index], before.last
    if quantity.kind == "age":
        return "", ""
    if previous is not None:
        floor = previous.quantity.end
        rule, strength = best_rule(place, index, topic, floor)
        joined = JOINER.fullmatch(place.text, floor, quantity.start) or quantity.family in PARTS
        strong = rule if strength >= (JOINED_THRESHOLD if joined else OWN_THRESHOLD) else None
        if one := carried(place.text, quantity, before, strong):
            return one.indicator, one.rule
        if strong and strong.indicator:
            return strong.indicator, strong.id
    rule, strength = best_rule(place, index, topic)
    if rule and strength >= THRESHOLD:
        return rule.indicator, rule.id
    if previous and listed(place.text, quantity, before):
        return previous.indicator, previous.rule
    return "", ""


def carried(text: str, quantity: Quantity, before: Before, own: Rule | None) -> Typed | None:
    """The figure before from which this one takes its indicator, for all that its ``own`` words may say."""
    previous = before.last
    if not previous or (own and not own.noun):
        return None
    if in_total(text, quantity, before):
        return before.total
    if part_named(text, quantity, before):
        return before.member
    if own:
        goes_on = (
            governed(text, quantity, previous)
            or (previous.indicator and is_part(text, quantity, previous.quantity))
            or (not own.indicator and previous.indicator and listed(text, quantity, before))
        )
        return previous if goes_on else None
    tells = previous.indicator or (previous.rule and quantity.family in PARTS)
    return previous if tells and follows(text, quantity, previous.quantity) else None


def told_first(place: Passage, topic: Topic, told: Told, found: tuple[str, str]) -> tuple[str, str]:
    """The indicator of a sentence's first figure, and its rule, where the sentence before decides it.

    ``found`` is what the sentence itself says, which counts where it is strong.
    """
    first = place.quantities[0]
    if told.figure and (first.family in PARTS or alike(first, told.figure.quantity)):
        weak = best_rule(place, 0, topic)[1] < JOINED_THRESHOLD
        return (told.figure.indicator, told.figure.rule) if weak else found
    if not told.words or found[1]:
        return found
    words = told.words[-LONGEST_SAID:].rstrip("。!?") + ","
    moved = first._replace(start=first.start + len(words), end=first.end + len(words))
    rule, strength = best_rule(passage(words + place.text[: first.end], [moved]), 0, topic)
    return (rule.indicator, rule.id) if rule and strength >= THRESHOLD else found


def mentions(text: str) -> frozenset[str]:
    """The indicators whose own words occur in a text, with a figure or without."""
    return frozenset(code for code, named in _mentioning() if any(word in text for word in named))


@cache
def _mentioning() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((code, tuple(row["mention"])) for code, row in load_toml("catalogue").items())

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
    compared,
    counted_with,
    follows,
    governed,
    held,
    in_total,
    is_part,
    listed,
    next_of_series,
    paired,
    part_named,
    rated,
    shared_backwards,
    whole_measure,
)
from orgreports.carrying_groups import named_group
from orgreports.figure_periods import UNKNOWN, Years, names_years, years_of
from orgreports.group_phrases import PEOPLE
from orgreports.groups import JOINER, counts_heads
from orgreports.indicator_rules import PARTS, SCOPE, Rule, best_rule, outweighed
from orgreports.listed_years import listed_year
from orgreports.measures import measure_of
from orgreports.models import Quantity, Sentence
from orgreports.nearness import Passage, passage
from orgreports.outlooks import outlooks
from orgreports.rule_words import bits_of
from orgreports.rulebook import load_toml
from orgreports.topics import NO_TOPIC, Topic, title_topic, topic_of

THRESHOLD = 1.0  # a weaker best rule gives no indicator: precision before recall
OWN_THRESHOLD = 2.0  # for the words between two figures to outweigh what the first one was about
JOINED_THRESHOLD = 2.7  # the same where 和 or 、 joins the figures, or the second is a share or a change
LEAD = 40  # characters of a paragraph's opening that may name its topic
LONGEST_SAID = 60  # characters of the sentence before that may say what a sentence's first figure is about


class Told(NamedTuple):
    """What the sentence before tells one that goes on about it: its last figure, or else its words."""

    figure: Typed | None = None
    words: str = ""


NOTHING_TOLD = Told()


class Dates(NamedTuple):
    """A report's period, the year of its publication or 0, and the year that a paragraph looks out to."""

    own: Years
    published: int
    coming: Years | None = None


class Scene(NamedTuple):
    """A sentence that is looked at."""

    text: str
    quantities: Sequence[Quantity]
    counted: Sequence[Quantity]  # the same as the rules see them
    place: Passage
    first: int  # the number of its first figure there
    topic: Topic


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
    whole = next((topic for topic in map(title_topic, titles) if topic.topics), NO_TOPIC)
    dates = Dates(own, published)
    section, headed = "", NO_TOPIC
    lead, paragraph, vouched = "", -1, 0
    words = ""  # of the sentence before, in the same paragraph
    figured = [(sentence.text, counted(sentence.text, items)) for sentence, items in sentences if items]
    place, rest, first = passage(figured), iter(figured), 0
    comings = outlooks((sentence for sentence, _ in sentences), own)
    results: list[list[Typed]] = []
    for (sentence, quantities), coming in zip(sentences, comings, strict=True):
        text = sentence.text
        if sentence.paragraph != paragraph:
            lead, words, paragraph, vouched = text[:LEAD], "", sentence.paragraph, 0
        if not quantities:
            results.append([])
            words = text
            continue
        if sentence.section != section:
            section = sentence.section
            headed = topic_of(section)
        topic = headed if headed.topics else whole if whole.topics else topic_of(lead)
        if vouched:
            topic = topic._replace(near=topic.near | vouched)
        asked = words.endswith(("?", "？")) and not results[-1]
        goes_on = bool(words) and (asked or _openings().match(text) is not None)
        told = _told(words, results[-1]) if goes_on else NOTHING_TOLD
        scene = Scene(text, quantities, next(rest)[1], place, first, topic)
        planned = coming.covers(text, own)
        results.append(typed(scene, dates._replace(coming=coming.years) if planned else dates, told))
        first += len(quantities)
        words = text
        vouched = vouched or vouched_for(results[-1])
    return results


def vouched_for(figures: Sequence[Typed]) -> int:
    """The bits of the classes of words that a paragraph vouches for behind these figures."""
    bits = 0
    for one in figures:
        bits |= _vouching().get(one.indicator, 0)
    return bits


@cache
def _vouching() -> dict[str, int]:
    return {code: bits_of(names) for code, names in load_toml("indicators")["vouched"].items()}


@cache
def _openings() -> re.Pattern[str]:
    """How a sentence begins that goes on about the one before it."""
    table = load_toml("indicators")
    same = "|".join(table["series"]["same"])
    return re.compile(rf"{'|'.join(table['goes_on']['openings'])}|(?:\d{{4}}年[底末]?[,，])?(?:{same})")


def _told(words: str, figures: Sequence[Typed]) -> Told:
    """What a sentence of these words and figures tells the next one."""
    counted = [one for one in figures if one.quantity.family not in PARTS] or figures
    return Told(counted[-1]) if counted else Told(words=words)


def counted(text: str, quantities: Sequence[Quantity]) -> list[Quantity]:
    """The quantities of a sentence, of them as people those that are counted as the places that they head."""
    return [
        item._replace(family="persons")
        if item.unit == "个" and counts_heads(text, quantities, index)
        else item
        for index, item in enumerate(quantities)
    ]


def typed(scene: Scene, dates: Dates, told: Told) -> list[Typed]:
    """The quantities of one sentence with their indicators."""
    text, quantities = scene.text, scene.quantities
    dated = dates.coming is not None or names_years(text)
    inherited = told.figure.years if told.figure else dates.coming or dates.own
    results: list[Typed] = []
    before = Before()
    for index, quantity in enumerate(quantities):
        indicator, rule = indicator_of(scene, index, before)
        if not rule and paired(text, quantity, results):
            indicator, rule = results[-1].indicator, results[-1].rule
        if told is not NOTHING_TOLD:
            if not results:
                indicator, rule = told_first(scene, told, (indicator, rule))
            elif not rule and told.figure and alike(quantity, told.figure.quantity):
                indicator, rule = told.figure.indicator, told.figure.rule
        whole = compared(text, quantity, results) or counted_with(text, quantities, results)
        if whole and whole.rule:
            indicator, rule = whole.indicator, whole.rule
        group = whole.group if whole else named_group(text, quantities, results, indicator)
        measure = measure_of(text, quantity, indicator, whole_measure(text, quantity, indicator, results))
        years = years_told(text, quantities, index, dates) if dated else inherited
        results.append(Typed(quantity, indicator, group, measure, years, rule))
        if bits := vouched_for(results[-1:]):
            scene = scene._replace(topic=scene.topic._replace(near=scene.topic.near | bits))
        before = before.and_then(text, results[-1])
    return shared_backwards(text, results) if len(results) > 1 else results


def years_told(text: str, quantities: Sequence[Quantity], index: int, dates: Dates) -> Years:
    """The years of a figure in a sentence that names years."""
    if listed := listed_year(text, quantities, index):
        return listed
    return years_of(text, quantities[index].start, dates.own, dates.published, dates.coming)


def indicator_of(scene: Scene, index: int, before: Before) -> tuple[str, str]:
    """The indicator of a quantity and the id of its rule; both empty where no rule is strong enough.

    Words between the figure before and this one, or behind it, are its own. Where these decide nothing, a
    share, a change or a part of the figure before takes that one's indicator; else, and where its own say
    that it has none, all words of the sentence may decide.
    """
    text, _, counted, place, first, topic = scene
    quantity, previous, number = counted[index], before.last, first + index
    if quantity.kind == "age":
        return "", ""
    if previous is not None:
        floor = previous.quantity.end
        rule, strength = best_rule(place, number, topic, floor)
        joined = JOINER.fullmatch(text, floor, quantity.start) or quantity.family in PARTS
        strong = rule if strength >= (JOINED_THRESHOLD if joined else OWN_THRESHOLD) else None
        if one := carried(text, quantity, before, strong):
            return _as_people(one, quantity)
        if strong and strong.indicator:
            return strong.indicator, strong.id
    rule, strength = best_rule(place, number, topic)
    if rule and strength >= THRESHOLD:
        if previous and outweighs(previous, quantity, rule):
            return previous.indicator, previous.rule
        return rule.indicator, rule.id
    if previous and listed(text, quantity, before):
        return previous.indicator, previous.rule
    return "", ""


def _as_people(one: Typed, quantity: Quantity) -> tuple[str, str]:
    """The indicator that a figure takes over from another, and its rule; of people, what they are told as."""
    told = load_toml("indicators")["people_told"].get(one.indicator)
    if told is None or quantity.family not in PEOPLE:
        return one.indicator, one.rule
    return told["indicator"], told["id"]


def outweighs(previous: Typed, quantity: Quantity, own: Rule) -> bool:
    """Whether a share tells of what the figure before counted, for all that its own words may say."""
    return quantity.family in PARTS and own.indicator in outweighed().get(previous.rule, ())


def carried(text: str, quantity: Quantity, before: Before, own: Rule | None) -> Typed | None:
    """The figure before from which this one takes its indicator, for all that its ``own`` words may say."""
    previous = before.last
    if not previous:
        return None
    if (own and outweighs(previous, quantity, own)) or rated(text, quantity, previous):
        return previous
    if own and not own.noun:
        return None
    if quantity.family == "rank" and previous.rule == SCOPE:  # 在全省17个市中排名第5
        return None
    if previous.indicator and next_of_series(text, quantity, previous.quantity):
        return previous
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
    if held(text, quantity, previous):
        return previous
    tells = previous.indicator or (previous.rule and quantity.family in PARTS)
    return previous if tells and follows(text, quantity, previous.quantity, previous.indicator) else None


def told_first(scene: Scene, told: Told, found: tuple[str, str]) -> tuple[str, str]:
    """The indicator of a sentence's first figure, and its rule, where the sentence before decides it.

    ``found`` is what the sentence itself says, which counts where it is strong.
    """
    first, topic = scene.counted[0], scene.topic
    if told.figure and (first.family in PARTS or alike(first, told.figure.quantity)):
        weak = best_rule(scene.place, scene.first, topic)[1] < JOINED_THRESHOLD
        return (told.figure.indicator, told.figure.rule) if weak else found
    if not told.words or found[1]:
        return found
    words = told.words[-LONGEST_SAID:].rstrip("。!?") + ","
    moved = first._replace(start=first.start + len(words), end=first.end + len(words))
    rule, strength = best_rule(passage([(words + scene.text[: first.end], [moved])]), 0, topic)
    return (rule.indicator, rule.id) if rule and strength >= THRESHOLD else found

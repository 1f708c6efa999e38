"""Whom or what a figure counts, where only the figures and clauses before it say so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from orgreports.carrying import FURTHEST, GROUPLESS, LONGEST_ITEM, Typed, alike
from orgreports.group_phrases import PEOPLE
from orgreports.groups import JOINER, completed, earlier_group, group_of, is_attribute, names_nothing
from orgreports.models import Quantity
from orgreports.nearness import HEAVY

PER_HEAD = re.compile("(?:平均)?(?:每[人名位]|人均)(?:平均)?(?=..)")  # told of each of those before


def named_group(text: str, quantities: Sequence[Quantity], results: Sequence[Typed], indicator: str) -> str:
    """Whom or what the next figure counts, from its own words or those of the figures before it."""
    quantity = quantities[len(results)]
    group = _of_each(group_of(text, quantities, len(results)), text, quantity, results)
    if not group or is_attribute(group) or (names_nothing(group) and goes_on(results, quantity, indicator)):
        group = group_with_before(results, text, quantity, indicator, group)
    return completed(group, quantity, indicator)


def _of_each(group: str, text: str, quantity: Quantity, results: Sequence[Typed]) -> str:
    """A group told of each person, with the people counted last in its sentence: 工匠50名,每人|奖励3万元."""
    told = PER_HEAD.match(group)
    if not told:
        return group
    near = (one for one in reversed(results[-FURTHEST:]) if one.quantity.family in PEOPLE and one.group)
    people = next(near, None)
    if people is None or not HEAVY.isdisjoint(text[people.quantity.end : quantity.start]):
        return group
    return people.group + group[told.end() :]


def goes_on(results: Sequence[Typed], quantity: Quantity, indicator: str) -> bool:
    """Whether a figure is of the indicator of the one before it, and counts the same sort of thing."""
    return bool(results) and results[-1].indicator == indicator and alike(quantity, results[-1].quantity)


def group_with_before(
    results: Sequence[Typed], text: str, quantity: Quantity, indicator: str, group: str
) -> str:
    """A group that is none or an attribute, with what the figure or the clauses before say of whom it is."""
    floor = results[-1].quantity.end if results else 0
    before = group_before(results, text, quantity, indicator) or earlier_group(text, quantity, floor)
    if not before and not group and results and alike(quantity, results[-1].quantity):
        return results[-1].group
    return before + group if before != group else group


def group_before(results: Sequence[Typed], text: str, quantity: Quantity, indicator: str) -> str:
    """The group of the figure before, for one that names none: what is told of it, is like it, or joined."""
    if not results:
        return ""
    previous = results[-1]
    link = text[previous.quantity.end : quantity.start]
    told = quantity.kind in GROUPLESS and len(link) <= LONGEST_ITEM and HEAVY.isdisjoint(link)
    joined = JOINER.fullmatch(link) or (not link and quantity.kind == "count")  # 12期378人
    same = indicator and previous.indicator == indicator
    return previous.group if told or joined or same else ""

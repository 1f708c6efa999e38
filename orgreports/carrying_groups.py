"""Whom or what a figure counts, where only the figures and clauses before it say so."""

from __future__ import annotations

from collections.abc import Sequence

from orgreports.carrying import GROUPLESS, LONGEST_ITEM, Typed, alike
from orgreports.groups import JOINER, earlier_group
from orgreports.models import Quantity
from orgreports.nearness import HEAVY


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

"""The people or things that a figure counts, in the few words of the clause that identify them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from orgreports.models import Quantity
from orgreports.rulebook import load_toml

EDGE = re.compile(r"[,，。;；:：!！?？、\n(（)）]")
WIDER_EDGE = re.compile(r"[,，。;；:：!！?？\n(（]")
LONGEST = 20


class GroupRules(NamedTuple):
    """The word lists of ``groups.toml``, compiled."""

    behind: re.Pattern[str]
    before: re.Pattern[str]
    trailing: re.Pattern[str]
    leading: re.Pattern[str]


@cache
def _rules() -> GroupRules:
    table = load_toml("groups")

    def words(name: str) -> str:
        return "|".join(re.escape(word) for word in sorted(table[name], key=len, reverse=True))

    return GroupRules(
        re.compile(words("behind")),
        re.compile(words("before")),
        re.compile(f"(?:{words('trailing')})+$"),
        re.compile(f"^(?:{words('leading')})+"),
    )


def group_of(text: str, quantity: Quantity, others: Sequence[Quantity]) -> str:
    """What ``quantity`` counts; empty where the clause does not say.

    The noun phrase behind the unit where there is one (748名选调生), else the one before the number (培训干部9735人次).
    """
    behind = _behind(text, quantity, others)
    return behind or _before(text, quantity, others)


def _behind(text: str, quantity: Quantity, others: Sequence[Quantity]) -> str:
    limit = min((o.start for o in others if o.start >= quantity.end), default=len(text))
    phrase = EDGE.split(text[quantity.end : min(limit, quantity.end + 30)], maxsplit=1)[0]
    phrase = _rules().leading.sub("", phrase)
    stop = _rules().behind.search(phrase)
    if stop:
        phrase = phrase[: stop.start()]
    return phrase.strip("“”‘’ ")[:LONGEST] if len(phrase) > 1 else ""


def _before(text: str, quantity: Quantity, others: Sequence[Quantity]) -> str:
    floor = max((o.end for o in others if o.end <= quantity.start), default=0)
    stretch = text[max(floor, quantity.start - 40) : quantity.start]
    for edge in (EDGE, WIDER_EDGE):
        phrase = _rules().trailing.sub("", edge.split(stretch)[-1])
        if phrase:
            break
    verb = None
    for match in _rules().before.finditer(phrase):
        if match.end() < len(phrase):
            verb = match
    if verb:
        phrase = phrase[verb.end() :]
    return _rules().leading.sub("", phrase).strip("“”‘’ ")[-LONGEST:]

"""The people or things that a figure counts, in the few words of the clause that identify them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from orgreports.models import Quantity
from orgreports.rulebook import load_toml

EDGE = re.compile(r"[,，。;；:：!！?？\n]")
QUOTES = str.maketrans("", "", "“”‘’「」 ")
LONGEST = 20


class GroupRules(NamedTuple):
    """The word lists of ``groups.toml``, compiled."""

    behind: re.Pattern[str]
    before: re.Pattern[str]
    trailing: frozenset[str]
    leading: re.Pattern[str]
    ending: frozenset[str]


@cache
def _rules() -> GroupRules:
    table = load_toml("groups")

    def words(name: str) -> str:
        return "|".join(re.escape(word) for word in sorted(table[name], key=len, reverse=True))

    return GroupRules(
        re.compile(words("behind")),
        re.compile(words("before")),
        frozenset(table["trailing"]),
        re.compile(f"^(?:{words('leading')})+"),
        frozenset(table["ending"]),
    )


def group_of(text: str, quantity: Quantity, others: Sequence[Quantity]) -> str:
    """What ``quantity`` counts; empty where the clause does not say. ``others``: all, in text order.

    The noun phrase behind the unit where there is one (748名选调生), else the one before the number
    (培训干部9735人次).
    """
    group = _behind(text, quantity, others) or _before(text, quantity, others)
    return group.translate(QUOTES)


def trimmed(phrase: str, words: frozenset[str]) -> str:
    """``phrase`` without the longest run of the words at its end.

    A pattern for it would try every way to cut the run into words, exponentially many.

    >>> trimmed("人才总量已达到", frozenset({"总量", "已", "达", "到", "达到"}))
    '人才'
    """
    longest = max(map(len, words))
    starts = ends = {len(phrase)}
    while ends := {i for end in ends for i in range(max(0, end - longest), end) if phrase[i:end] in words}:
        ends -= starts
        starts = starts | ends
    return phrase[: min(starts)]


def _behind(text: str, quantity: Quantity, others: Sequence[Quantity]) -> str:
    following = bisect_left(others, quantity.end, key=attrgetter("start"))
    limit = others[following].start if following < len(others) else len(text)
    phrase = EDGE.split(text[quantity.end : min(limit, quantity.end + 30)], maxsplit=1)[0]
    if phrase[:1] in ("、", "和", "(", ")", "、"):
        return ""
    phrase = _rules().leading.sub("", phrase)
    if stop := _rules().behind.search(phrase):
        phrase = phrase[: stop.start()]
    phrase = trimmed(phrase, _rules().ending)
    return phrase[:LONGEST] if len(phrase) > 1 else ""


def _before(text: str, quantity: Quantity, others: Sequence[Quantity]) -> str:
    place = bisect_right(others, quantity.start, key=attrgetter("end"))
    floor = others[place - 1].end if place else 0
    stretch = text[max(floor, quantity.start - 40) : quantity.start]
    phrase = trimmed(EDGE.split(stretch)[-1], _rules().trailing)
    verbs = [
        match.end() for match in _rules().before.finditer(phrase) if match.end() + 2 <= len(phrase)
    ]
    phrase = phrase[verbs[-1] :] if verbs else phrase
    listed = phrase.rfind("等", 0, -1)  # 甲、乙等培训: the examples are no part of it
    phrase = _rules().leading.sub("", phrase[listed + 1 :])
    return trimmed(phrase, _rules().ending)[-LONGEST:]

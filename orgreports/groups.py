"""The people or things that a figure counts, in the few words of the clause that identify them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
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
    trailing: re.Pattern[str]
    leading: re.Pattern[str]
    ending: re.Pattern[str]


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
        re.compile(f"(?:{words('ending')})+$"),
    )


def group_of(text: str, quantity: Quantity, others: Sequence[Quantity]) -> str:
    """What ``quantity`` counts; empty where the clause does not say.

    The noun phrase behind the unit where there is one (748名选调生), else the one before the number
    (培训干部9735人次).
    """
    group = _behind(text, quantity, others) or _before(text, quantity, others)
    return group.translate(QUOTES)


def _behind(text: str, quantity: Quantity, others: Sequence[Quantity]) -> str:
    limit = min((o.start for o in others if o.start >= quantity.end), default=len(text))
    phrase = EDGE.split(text[quantity.end : min(limit, quantity.end + 30)], maxsplit=1)[0]
    if phrase[:1] in ("、", "和", "(", ")", "、"):
        return ""
    phrase = _rules().leading.sub("", phrase)
    if stop := _rules().behind.search(phrase):
        phrase = phrase[: stop.start()]
    phrase = _rules().ending.sub("", phrase)
    return phrase[:LONGEST] if len(phrase) > 1 else ""


def _before(text: str, quantity: Quantity, others: Sequence[Quantity]) -> str:
    floor = max((o.end for o in others if o.end <= quantity.start), default=0)
    stretch = text[max(floor, quantity.start - 40) : quantity.start]
    phrase = _rules().trailing.sub("", EDGE.split(stretch)[-1])
    verbs = [
        match.end() for match in _rules().before.finditer(phrase) if match.end() + 2 <= len(phrase)
    ]
    phrase = phrase[verbs[-1] :] if verbs else phrase
    listed = phrase.rfind("等", 0, -1)  # 甲、乙等培训: the examples are no part of it
    phrase = _rules().leading.sub("", phrase[listed + 1 :])
    return _rules().ending.sub("", phrase)[-LONGEST:]

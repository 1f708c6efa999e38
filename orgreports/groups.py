"""The people or things that a figure counts, in the few words of the clause that identify them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from orgreports.models import Quantity
from orgreports.rulebook import load_toml

EDGE = re.compile(r"[,，。;；:：!！?？\n]")
PHRASE = re.compile(r"[^,，。;；:：!！?？\n]*")
QUOTES = str.maketrans("", "", "“”‘’「」 ")
QUOTED = frozenset("“”‘’「」 ")
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
        re.compile(f"(?:{words('leading')})+"),
        frozenset(table["ending"]),
    )


def group_of(text: str, quantities: Sequence[Quantity], index: int) -> str:
    """What the figure of number ``index`` counts; empty where the clause does not say.

    The noun phrase behind the unit where there is one (748名选调生), else the one before the number
    (培训干部9735人次); neither reaches beyond the next figure.
    """
    quantity = quantities[index]
    limit = quantities[index + 1].start if index + 1 < len(quantities) else len(text)
    group = _behind(text, quantity.end, limit)
    if not group:
        group = _before(text, quantities[index - 1].end if index else 0, quantity.start)
    return group if QUOTED.isdisjoint(group) else group.translate(QUOTES)


def trimmed(phrase: str, words: frozenset[str]) -> str:
    """``phrase`` without the longest run of the words at its end.

    A pattern for it would try every way to cut the run into words, exponentially many.

    >>> trimmed("人才总量已达到", frozenset({"总量", "已", "达", "到", "达到"}))
    '人才'
    """
    longest, lasts = _shape(words)
    if phrase[-1:] not in lasts:
        return phrase
    starts = ends = {len(phrase)}
    while ends := {i for end in ends for i in range(max(0, end - longest), end) if phrase[i:end] in words}:
        ends -= starts
        starts = starts | ends
    return phrase[: min(starts)]


@lru_cache(maxsize=16)
def _shape(words: frozenset[str]) -> tuple[int, frozenset[str]]:
    """The length of the longest of the words, and their last characters."""
    return max(map(len, words)), frozenset(word[-1] for word in words)


def _behind(text: str, start: int, limit: int) -> str:
    found = PHRASE.match(text, start, min(limit, start + 30))
    phrase = found.group() if found else ""
    if not phrase or phrase[0] in "、和()":
        return ""
    rules = _rules()
    if lead := rules.leading.match(phrase):
        phrase = phrase[lead.end() :]
    if stop := rules.behind.search(phrase):
        phrase = phrase[: stop.start()]
    phrase = trimmed(phrase, rules.ending)
    return phrase[:LONGEST] if len(phrase) > 1 else ""


def _before(text: str, floor: int, end: int) -> str:
    rules = _rules()
    phrase = trimmed(EDGE.split(text[max(floor, end - 40) : end])[-1], rules.trailing)
    verbs = [match.end() for match in rules.before.finditer(phrase) if match.end() + 2 <= len(phrase)]
    phrase = phrase[verbs[-1] :] if verbs else phrase
    listed = phrase.rfind("等", 0, -1)  # 甲、乙等培训: the examples are no part of it
    phrase = phrase[listed + 1 :]
    if lead := rules.leading.match(phrase):
        phrase = phrase[lead.end() :]
    return trimmed(phrase, rules.ending)[-LONGEST:]

"""The word lists of ``rules/groups.toml``: where the name of what a figure counts begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from orgreports.rulebook import load_toml

NO_NOUN = "(?<![乡农]村)(?![级域直城]|经济)"  # 县级, 县域, 县直 name no county, 集体经济 no body

Endings = dict[str, tuple[str, ...]]  # words by their last character


class GroupWords(NamedTuple):
    """The word lists of ``groups.toml``, compiled."""

    names: re.Pattern[str]  # nouns that follow each other
    sums: re.Pattern[str]  # the same, with nouns that sums of money go with
    persons: re.Pattern[str]  # nouns of people alone
    nouns: frozenset[str]  # all of them but those of one character
    longest: int  # of these
    people: Endings  # of a name of people
    people_of: dict[str, str]  # the noun for the people of an indicator
    heads: re.Pattern[str]  # of people counted as the places that they head, and what their names end in
    headed: tuple[str, ...]
    behind: re.Pattern[str]
    before: re.Pattern[str]
    trailing: Endings
    verbs: Endings
    leading: re.Pattern[str]
    planned: re.Pattern[str]  # what says of a verb behind it that it is yet to be done
    comparing: re.Pattern[str]
    ending: Endings
    vague: frozenset[str]
    compounds: tuple[str, ...]
    links: frozenset[str]
    measured: re.Pattern[str]  # what a verb before it is measured in: 研发投入|强度
    fronts: tuple[re.Pattern[str], ...]  # what is cut from the front of a phrase, in their order
    tails: tuple[re.Pattern[str], ...]  # the same at its end
    generic: frozenset[str]
    doings: re.Pattern[str]
    clauses: re.Pattern[str]
    shared: tuple[str, ...]  # behind one of these a share tells of what stands before it
    split: frozenset[str]
    short: frozenset[str]
    attributes: frozenset[str]
    examples: re.Pattern[str]  # what ends a list of examples


@cache
def group_words() -> GroupWords:
    """The lists of the table."""
    table = load_toml("groups")
    nouns = frozenset(noun for name in ("people", "things", "money") for noun in table[name] if len(noun) > 1)

    def words(*names: str) -> str:
        listed = {word for name in names for word in table[name]}
        return "|".join(re.escape(word) for word in sorted(listed, key=lambda w: (-len(w), w)))

    def chain(*names: str) -> re.Pattern[str]:
        noun = rf"(?:{words(*names)}){NO_NOUN}(?:\([^()]{{1,6}}\))?+"
        return re.compile(rf"{noun}(?:(?:{words('links')}){{0,2}}{noun})*+")

    return GroupWords(
        chain("people", "things"),
        chain("people", "things", "money"),
        re.compile(words("people")),
        nouns,
        max(map(len, nouns)),
        by_last(table["people"]),
        table["people_of"],
        re.compile(words("heads")),
        tuple(table["heads"]),
        re.compile(f"(?!{words('not_behind')})(?:{words('behind')})"),
        re.compile(f"(?:{words('before')}){table['results']}"),
        by_last(table["trailing"]),
        by_last(table["before"]),
        re.compile(f"(?:{words('leading')})+"),
        re.compile(f"(?:{words('planned')})(?={words('before')})"),
        re.compile(words("comparing")),
        by_last(table["ending"]),
        frozenset(table["vague"]),
        tuple(table["compounds"]),
        frozenset(table["links"]),
        re.compile(words("measured")),
        tuple(re.compile(row["pattern"]) for row in table["front"]),
        tuple(re.compile(row["pattern"]) for row in table["tail"]),
        frozenset(table["generic"]),
        re.compile(f"(?:{words('doings')})(?!点)"),
        re.compile(f"(?:{words('clauses')})的"),
        tuple(table["shared"]),
        frozenset(table["split"]),
        frozenset(table["short"]),
        frozenset(table["attributes"]),
        _examples(**table["examples"]),
    )


def _examples(words: list[str], not_behind: str, not_before: str) -> re.Pattern[str]:
    """What ends a list of examples, with something behind it."""
    return re.compile(f"(?<![{not_behind}])(?:{'|'.join(words)})(?![{not_before}])(?=.)")


def by_last(words: Iterable[str]) -> Endings:
    """Words by their last character: which of them a phrase ends in is then asked of few."""
    endings: dict[str, list[str]] = {}
    for word in words:
        endings.setdefault(word[-1], []).append(word)
    return {last: tuple(listed) for last, listed in endings.items()}


def trimmed(phrase: str, words: Endings) -> str:
    """``phrase`` without the longest run of the words at its end.

    A pattern for it would try every way to cut the run into words, exponentially many.

    >>> trimmed("人才总量已达到", by_last(["总量", "已", "达", "到", "达到"]))
    '人才'
    """
    if phrase[-1:] not in words:
        return phrase
    begins, waiting = {len(phrase)}, [len(phrase)]
    while waiting:
        end = waiting.pop()
        for word in words.get(phrase[end - 1 : end], ()):
            start = end - len(word)
            if start not in begins and phrase.endswith(word, 0, end):
                begins.add(start)
                waiting.append(start)
    return phrase[: min(begins)]


def spanning(phrase: str, start: int, end: int) -> int:
    """The end of the longest noun of the tables that holds ``start`` to ``end`` and more; 0 without one.

    >>> spanning("高校毕业生", 2, 4)
    5
    """
    rules = group_words()
    found = 0
    for first in range(max(0, end - rules.longest), start + 1):
        for last in range(min(len(phrase), first + rules.longest), max(end - 1, found), -1):
            if last - first > end - start and phrase[first:last] in rules.nouns:
                found = last
                break
    return found


def whole_noun(phrase: str, end: int) -> int:
    """``end``, or the end of a noun of the tables that it would cut in two."""
    if not 0 < end < len(phrase):
        return end
    pair = phrase[end - 1 : end + 1]
    return max(end, end + 1 if pair in group_words().nouns else 0, spanning(phrase, end - 1, end + 1))

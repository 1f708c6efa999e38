"""Signs: characters that stand in every match of a rule, looked for before its pattern is tried.

To find that a character is missing takes a small part of the time of a search for a word or a pattern.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Needs(NamedTuple):
    """Of rules in order, each of which needs one of some characters in a text: which need what."""

    signs: re.Pattern[str]  # any character that a rule needs
    rules: Mapping[str, tuple[int, ...]]  # such a character -> the numbers of the rules that need it

    def tried(self, text: str) -> Sequence[int]:
        """The numbers of the rules that may match in the text, in order."""
        found = self.signs.findall(text)
        if len(found) > 1:
            return sorted({number for sign in found for number in self.rules[sign]})
        return self.rules[found[0]] if found else ()


def needs_of(rows: Sequence[str]) -> Needs:
    """The ``Needs`` of rules, from the characters that each needs.

    >>> needs_of(["页版", ":版"]).tried("第三版")
    (0, 1)
    >>> needs_of(["页版", ":版"]).tried("三")
    ()
    """
    signs = sorted(set("".join(rows)))
    return Needs(
        re.compile(f"[{re.escape(''.join(signs))}]"),
        {sign: tuple(i for i, row in enumerate(rows) if sign in row) for sign in signs},
    )


class Triggers(NamedTuple):
    """Words one of which must occur in a text, by a character that they have in common."""

    words: tuple[tuple[str, tuple[str, ...]], ...]  # a character and the words with it

    def occur(self, text: str) -> bool:
        """Whether one of the words occurs in the text."""
        for sign, words in self.words:
            if sign in text:
                for word in words:
                    if word in text:
                        return True
        return False


def triggers_of(words: Sequence[str]) -> Triggers:
    """The words by their common characters: rather others than Chinese ones, which are frequent.

    >>> triggers_of(["博土", "院土", "产X"]).words
    (('X', ('产X',)), ('土', ('博土', '院土')))
    """
    found: list[tuple[str, tuple[str, ...]]] = []
    left = list(words)
    while left:
        sign = max("".join(left), key=lambda c: (not "一" <= c <= "鿿", sum(c in word for word in left)))
        found.append((sign, tuple(word for word in left if sign in word)))
        left = [word for word in left if sign not in word]
    return Triggers(tuple(found))

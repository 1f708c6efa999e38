"""Numerals that measure nothing: dates, sessions, names, slogans, codes.

The rules are in ``rules/names.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from orgreports.models import Exclusion
from orgreports.numerals import CHINESE, LONGEST
from orgreports.rulebook import load_toml, units

_RUN = f"{{1,{LONGEST}}}"
MACROS = {
    "{N}": rf"(?:\d{_RUN}(?:\.\d{_RUN})?[百千万亿]{{0,{LONGEST}}}|[{CHINESE}]{_RUN})",
    "{C}": rf"[{CHINESE}]{_RUN}",
    "{D}": rf"\d{_RUN}+(?:\.\d{_RUN}+)?",
    "{R}": rf"[\d.{CHINESE}]{{1,{3 * LONGEST + 2}}}+",
    "{CC}": "一二三四五六七八九十",
}
RUN = re.compile(rf"\d[\d.]*[百千万亿]*|[{CHINESE}半]+")
LONGEST_NAME = 400  # characters between marks
SPEECH = re.compile(r"[。!?;,，；：]|\d[余多]?(?:人次|万元|亿元|元|%)")


Word = tuple[int, str, str, str]


class NameRules(NamedTuple):
    """``pattern`` is tried at a numeral; its group names are row numbers.

    A row has reason, rule id, and whether a measure word behind the name makes a figure of it. ``words`` are
    listed by their first numeral with the character behind it, ``closed`` are those that end with it, by it
    and the character before it: the numeral's place in the word, the word, reason, rule id.
    """

    pattern: re.Pattern[str]
    rows: tuple[tuple[str, str, bool], ...]
    words: dict[str, tuple[Word, ...]]
    closed: dict[str, tuple[Word, ...]]


def expand(pattern: str) -> str:
    """A pattern of a rule table with its macros ({N}, {C}, {D}, {CC}) written out."""
    for macro, meaning in MACROS.items():
        pattern = pattern.replace(macro, meaning)
    return pattern


@cache
def name_rules() -> NameRules:
    """The rows of ``names.toml``, compiled; an empty group behind a row's pattern tells which row fits."""
    rows: list[tuple[str, str, bool]] = []
    parts: list[str] = []
    words: dict[str, list[Word]] = {}
    closed: dict[str, list[Word]] = {}
    for row in load_toml("names")["name"]:
        if "pattern" in row:
            parts.append(f"(?:{expand(row['pattern'])})(?P<r{len(rows)}>)")
            rows.append((row["reason"], row["id"], row.get("unless_unit", False)))
        for word in row.get("words", ()):
            place = next(i for i, char in enumerate(word) if char in CHINESE or char.isdigit())
            entry = (place, word, row["reason"], row["id"])
            if place + 1 < len(word):
                words.setdefault(word[place : place + 2], []).append(entry)
            else:
                closed.setdefault(word[max(0, place - 1) :], []).append(entry)
    return NameRules(re.compile("|".join(parts)), tuple(rows), _longest_first(words), _longest_first(closed))


def _longest_first(words: dict[str, list[Word]]) -> dict[str, tuple[Word, ...]]:
    return {key: tuple(sorted(entries, key=lambda entry: -len(entry[1]))) for key, entries in words.items()}


def find_name(text: str, start: int) -> Exclusion | None:
    """The exclusion whose rule fits the numeral that begins at ``start``, if any."""
    rules = name_rules()
    entries = rules.words.get(text[start : start + 2], ())
    ending = rules.closed.get(text[max(0, start - 1) : start + 1])
    for place, word, reason, rule in entries + ending if ending else entries:
        if text.startswith(word, start - place) and start >= place:
            end = start - place + len(word)
            return Exclusion(start, end, text[start:end], reason, rule)
    match = rules.pattern.match(text, start)
    if not match or match.end() == start or not match.lastgroup:
        return None
    reason, rule, unless_unit = rules.rows[int(match.lastgroup[1:])]
    if unless_unit and text[match.end() : match.end() + 1] in _unit_starts():
        return None
    return Exclusion(start, match.end(), match.group(), reason, rule)


@cache
def _unit_starts() -> frozenset[str]:
    return frozenset(unit.form[0] for unit in units() if not unit.bare)


class Marks(NamedTuple):
    """What finds a stretch between marks; reason and rule id of the table's rows, by their first marks."""

    pattern: re.Pattern[str]
    named: dict[str, tuple[str, str]]


@cache
def _marks() -> Marks:
    rows = load_toml("names")["shield"]
    pairs = [(row["open"], row["close"]) for row in rows]
    pairs += [(quotes[0], quotes[1]) for quotes in ("“”", "‘’", "「」", "『』", '""')]
    # Bounded, since marks need not be closed; and each begins with its own mark, so that it is searched fast.
    stretches = (f"{re.escape(a)}[^{re.escape(b)}]{{0,{LONGEST_NAME}}}{re.escape(b)}" for a, b in pairs)
    return Marks(re.compile("|".join(stretches)), {row["open"]: (row["reason"], row["id"]) for row in rows})


def find_shields(text: str) -> Iterator[tuple[int, int]]:
    """Stretches between marks, as start and end: book titles, document numbers, quoted words."""
    return map(re.Match.span, _marks().pattern.finditer(text))


def shielded(text: str, start: int, begin: int, limit: int) -> Exclusion | None:
    """The exclusion of a numeral that stands between two marks, None where somebody speaks there."""
    named = _marks().named.get(text[begin])
    if not named and is_speech(text[begin + 1 : limit - 1]):
        return None
    reason, rule = named or ("name", "quoted.name")
    run = RUN.match(text, start, limit)
    end = run.end() if run else start + 1
    return Exclusion(start, end, text[start:end], reason, rule)


def is_speech(quoted: str) -> bool:
    """Whether quoted words are somebody's speech: long, with punctuation, or with a figure and its unit."""
    return len(quoted) > 24 or SPEECH.search(quoted) is not None

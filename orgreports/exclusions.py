"""Numerals that measure nothing: dates, sessions, names, slogans, codes.

The rules are in ``rules/names.toml``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from orgreports.models import Exclusion
from orgreports.numerals import CHINESE, LONGEST
from orgreports.rulebook import load_toml, units

_RUN = f"{{1,{LONGEST}}}"
MACROS = {
    "{N}": rf"(?:\d{_RUN}(?:\.\d{_RUN})?[百千万亿]{{0,{LONGEST}}}|[{CHINESE}]{_RUN})",
    "{C}": rf"[{CHINESE}]{_RUN}",
    "{D}": rf"\d{_RUN}(?:\.\d{_RUN})?",
    "{CC}": "一二三四五六七八九十",
}
LONGEST_NAME = 400  # characters between marks
OPENERS = re.compile('[《〔“‘「『"]')
SPEECH = re.compile(r"[。!?;,，；：]|\d[余多]?(?:人次|万元|亿元|元|%)")


class Shield(NamedTuple):
    """A stretch of a sentence in which every numeral is part of a name."""

    start: int
    end: int
    reason: str
    rule: str


class NameRules(NamedTuple):
    """``pattern`` is tried at a numeral; its group names are row numbers.

    A row has reason, rule id, and whether a measure word behind the name makes a figure of it. ``words`` are
    listed by ``word_key`` of their first numeral: its place in the word, the word, reason, rule id.
    """

    pattern: re.Pattern[str]
    rows: tuple[tuple[str, str, bool], ...]
    words: dict[str, list[tuple[int, str, str, str]]]


def expand(pattern: str) -> str:
    """A pattern of a rule table with its macros ({N}, {C}, {D}, {CC}) written out."""
    for macro, meaning in MACROS.items():
        pattern = pattern.replace(macro, meaning)
    return pattern


@cache
def name_rules() -> NameRules:
    """The rows of ``names.toml``, compiled."""
    rows: list[tuple[str, str, bool]] = []
    parts: list[str] = []
    words: dict[str, list[tuple[int, str, str, str]]] = {}
    for row in load_toml("names")["name"]:
        if "pattern" in row:
            parts.append(f"(?P<r{len(rows)}>{expand(row['pattern'])})")
            rows.append((row["reason"], row["id"], row.get("unless_unit", False)))
        for word in row.get("words", ()):
            place = next(i for i, char in enumerate(word) if char in CHINESE or char.isdigit())
            words.setdefault(word_key(word, place), []).append((place, word, row["reason"], row["id"]))
    for entries in words.values():
        entries.sort(key=lambda entry: -len(entry[1]))
    return NameRules(re.compile("|".join(parts)), tuple(rows), words)


def word_key(word: str, place: int) -> str:
    """A word's numeral with the character behind it, or with the one before it where none follows."""
    return word[place : place + 2] if place + 1 < len(word) else "<" + word[max(0, place - 1) : place + 1]


def find_name(text: str, start: int) -> Exclusion | None:
    """The exclusion whose rule fits the numeral that begins at ``start``, if any."""
    rules = name_rules()
    for key in (text[start : start + 2], "<" + text[max(0, start - 1) : start + 1]):
        for place, word, reason, rule in rules.words.get(key, ()):
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


@cache
def _shield_pattern() -> re.Pattern[str]:
    rows = load_toml("names")["shield"]
    pairs = [(re.escape(row["open"]), re.escape(row["close"])) for row in rows]
    marks = [f"(?P<s{i}>{_between(left, right)})" for i, (left, right) in enumerate(pairs)]
    quotes = "|".join(_between(left, right) for left, right in ("“”", "‘’", "「」", "『』", '""'))
    return re.compile("|".join([*marks, f"(?P<quoted>{quotes})"]))


def _between(left: str, right: str) -> str:
    """A pattern of what stands between two marks: bounded, since marks need not be closed."""
    return f"{left}[^{right}]{{0,{LONGEST_NAME}}}{right}"


def find_shields(text: str) -> list[Shield]:
    """Stretches between marks that are names: book titles, document numbers, short quotations."""
    shields = []
    at = 0
    while opener := OPENERS.search(text, at):
        match = _shield_pattern().match(text, opener.start())
        at = match.end() if match else opener.end()
        if match and (shield := _shield(match)):
            shields.append(shield)
    return shields


def _shield(match: re.Match[str]) -> Shield | None:
    """The shield between two marks; None where somebody speaks there."""
    if match.lastgroup != "quoted":
        row = load_toml("names")["shield"][int(str(match.lastgroup)[1:])]
        return Shield(match.start(), match.end(), row["reason"], row["id"])
    if is_speech(match.group()[1:-1]):
        return None
    return Shield(match.start(), match.end(), "name", "quoted.name")


def is_speech(quoted: str) -> bool:
    """Whether quoted words are somebody's speech: long, with punctuation, or with a figure and its unit."""
    return len(quoted) > 24 or SPEECH.search(quoted) is not None

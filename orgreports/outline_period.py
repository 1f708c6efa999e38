"""The years that a report covers, from what its title, its opening and its end say about time."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from orgreports.models import Candidate
from orgreports.rulebook import load_toml

FIRST_YEAR, LAST_YEAR = 1949, 2100
CERTAIN, GAP = 0.9, 1.5  # the least weight of a certain period, and how far the next must stay behind
VAGUE = 0.4  # what a year in the text counts where the text speaks of recent years without saying which
PLAIN = 4.0  # a period of this weight needs no further evidence


class Zone(NamedTuple):
    """A part of a report with the weight that a statement about time has in it."""

    name: str  # title, opening, text, closing, file name
    text: str
    weight: float
    most: int = 4  # how often the same statement counts


class _Row(NamedTuple):
    id: str
    pattern: re.Pattern[str]
    holds: frozenset[str]
    start: str
    end: str
    zone: str
    weight: float


@cache
def _rows() -> tuple[_Row, ...]:
    return tuple(
        _Row(
            r["id"],
            re.compile(r["pattern"], re.MULTILINE),
            frozenset(r["holds"]),
            *(r[k] for k in _Row._fields[3:]),
        )
        for r in load_toml("periods")["row"]
    )


@cache
def _vague() -> re.Pattern[str]:
    return re.compile(load_toml("periods")["vague"]["pattern"])


@cache
def _held_words() -> frozenset[str]:
    """The words one of which must occur for a row to be tried."""
    return frozenset(word for row in _rows() for word in row.holds)


def find_periods(zones: Sequence[Zone], rest: Zone, published: date | None) -> tuple[Candidate, ...]:
    """What a report says about its period, the likeliest first.

    Values are ``2024`` or ``2012-2023``; a statement that needs the date of publication gives
    nothing where there is none. ``rest``, the long text, is asked only where the other zones leave
    a doubt.
    """
    if any(_vague().search(zone.text) for zone in zones):
        zones = [
            zone if zone.name == "title" else zone._replace(weight=zone.weight * VAGUE) for zone in zones
        ]
        rest = rest._replace(weight=rest.weight * VAGUE)
    stated = _statements(zones, published)
    found = _weigh(stated)
    plain = certain_period(found) and found[0].weight >= PLAIN
    return found if plain else _weigh([*stated, *_statements([rest], published)])


def _weigh(stated: Iterable[tuple[Zone, Sequence[_Statement]]]) -> tuple[Candidate, ...]:
    weights: dict[str, float] = defaultdict(float)
    reasons: dict[str, dict[str, None]] = defaultdict(dict)
    for zone, statements in stated:
        counted: dict[tuple[str, str], int] = defaultdict(int)
        for row, words, value in statements:
            if counted[row.id, value] < zone.most:
                counted[row.id, value] += 1
                weights[value] += zone.weight * row.weight
                reasons[value].setdefault(f"{words} ({zone.name})")
    ranked = sorted(weights, key=lambda value: (-weights[value], value))
    return tuple(Candidate(v, round(weights[v], 2), "; ".join([*reasons[v]][:4])) for v in ranked)


def certain_period(candidates: Sequence[Candidate]) -> str:
    """The first candidate's value where it is well founded and no other comes near, else empty."""
    if not candidates or candidates[0].weight < CERTAIN:
        return ""
    rival = candidates[1].weight if len(candidates) > 1 else 0.0
    return candidates[0].value if candidates[0].weight >= GAP * rival else ""


class _Statement(NamedTuple):
    row: _Row
    words: str
    value: str


def _statements(zones: Sequence[Zone], published: date | None) -> list[tuple[Zone, list[_Statement]]]:
    """What each zone says about time, by the order of the rows."""
    text = "\n".join({zone.text for zone in zones})  # the last two are often the same
    held = [word for word in _held_words() if word in text]
    rows = [row for row in _rows() if not row.holds.isdisjoint(held)]
    return [(zone, list(_in_zone(zone, rows, held, published))) for zone in zones]


def _in_zone(
    zone: Zone, rows: Iterable[_Row], words: Iterable[str], published: date | None
) -> Iterator[_Statement]:
    held = [word for word in words if word in zone.text]
    for row in rows:
        meant = row.zone == zone.name or (row.zone == "any" and zone.name != "end")
        if meant and not row.holds.isdisjoint(held):
            for match in row.pattern.finditer(zone.text):
                if value := _value(row, match, published):
                    yield _Statement(row, match[0][:20], value)


def _value(row: _Row, match: re.Match[str], published: date | None) -> str:
    start, end = _year(row.start, match, published), _year(row.end, match, published)
    if start is not None and end is not None and row.end == "ended":
        end = max(start, end)
    if start is None or end is None or not FIRST_YEAR <= start <= end <= LAST_YEAR:
        return ""
    return str(start) if start == end else f"{start}-{end}"


def _year(expression: str, match: re.Match[str], published: date | None) -> int | None:
    """The year that an expression of the table means: ``published-1``, ``closed-n+1``, ``2012``."""
    total = 0
    for sign, word in _terms(expression):
        value = _word(word, match.groupdict(), published)
        if value is None:
            return None
        total += -value if sign == "-" else value
    return total


@cache
def _terms(expression: str) -> tuple[tuple[str, str], ...]:
    """The signs and words of an expression of the table."""
    return tuple(re.findall(r"([+-]?)(\w+)", expression))


def _word(word: str, groups: dict[str, Any], published: date | None) -> int | None:
    if word.isdecimal():
        return int(word)
    early_months: dict[str, int] = load_toml("periods")["early_months"]
    if word == "published" or word in early_months:
        return published.year - (published.month <= early_months.get(word, 0)) if published else None
    found = groups.get(word) or groups.get({"y": "z", "n": "m"}.get(word, word))
    if not found:
        return None
    return _number(found)


def _number(digits: str) -> int:
    """``2024``, ``二〇二四`` or ``五`` as a number."""
    if digits.isdecimal():
        return int(digits)
    numbers: dict[str, int] = load_toml("periods")["numbers"]
    return numbers[digits] if len(digits) == 1 else int("".join(str(numbers[c]) for c in digits))

"""The years that a figure covers: the report's own, unless its clause says otherwise.

The rules are in ``rules/figure_periods.toml``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from orgreports.numerals import parse_number
from orgreports.rulebook import load_toml


class Years(NamedTuple):
    """First and last year; both 0 where the report's period is not known."""

    start: int
    end: int


UNKNOWN = Years(0, 0)
REACH = 400  # characters before a figure that may name its years
YEARS_OF_PLANS = 1951  # the n-th five-year plan begins 5 n years later (十三五: 2016)


class PeriodRule(NamedTuple):
    """A row of the table: what the pattern's match makes of the period."""

    id: str
    pattern: re.Pattern[str]
    meaning: str


@cache
def _rules() -> tuple[PeriodRule, ...]:
    table = load_toml("figure_periods")

    def compiled(pattern: str) -> re.Pattern[str]:
        for name, words in table["lists"].items():
            pattern = pattern.replace(f"{{{name}}}", "|".join(words))
        return re.compile(pattern)

    return tuple(PeriodRule(row["id"], compiled(row["pattern"]), row["meaning"]) for row in table["period"])


@cache
def _triggers() -> re.Pattern[str]:
    """What a sentence has that may name years."""
    triggers = load_toml("figure_periods")["triggers"]
    return re.compile("|".join([*triggers["patterns"], *triggers["words"]]))


def names_years(text: str) -> bool:
    """Whether a sentence names any year at all: if not, its figures are of the report's own period."""
    return ("年" in text or "期间" in text or "末" in text) and _triggers().search(text) is not None


def years_of(text: str, start: int, own: Years, published: int) -> Years:
    """The years of the figure that begins at ``start`` of a sentence.

    ``own`` is the report's period, ``published`` the year of its publication or 0.
    """
    before = re.split(r"[。;；!！?？\n]", text[max(0, start - REACH) : start])[-1]
    found = [
        (match.end(), -i, rule, match)
        for i, rule in enumerate(_rules())
        for match in rule.pattern.finditer(before)
    ]
    if not found:
        return own
    _, _, rule, match = max(found, key=lambda item: item[:2])
    return _meaning(rule.meaning, match, own, published)


def _meaning(meaning: str, match: re.Match[str], own: Years, published: int) -> Years:
    if meaning == "year":
        year = int(match["year"])
        return Years(year, year) if 1949 <= year <= 2100 else own
    if meaning == "span":
        first, last = int(match["first"]), int(match["last"])
        return Years(first, last) if 1949 <= first < last <= 2100 else own
    if meaning == "plan" and (plan := parse_number(match["plan"])):
        first = YEARS_OF_PLANS + 5 * int(plan.value)
        return Years(first, first + 4) if first + 4 <= own.end else own
    if meaning == "plan_end" and (plan := parse_number(match["plan"])):
        last = YEARS_OF_PLANS + 5 * int(plan.value) + 4
        return Years(last, last) if last <= own.end else own
    if meaning == "ago" and own.end and (years := parse_number(match["years"])):
        return Years(own.end - int(years.value), own.end - int(years.value))
    if meaning == "published" and (year := published or own.end):
        return Years(year, year)
    if meaning == "last" and own.start <= published <= own.end + 1:
        return Years(published - 1, published - 1)
    if meaning == "next" and own.end:
        return Years(own.end + 1, own.end + 1)
    if meaning == "before" and own.start:
        return Years(own.start - 1, own.start - 1)
    return own

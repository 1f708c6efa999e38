"""The years that a figure covers: the report's own, unless its clause says otherwise.

The rules are in ``rules/figure_periods.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from orgreports.numerals import parse_number
from orgreports.rulebook import become, load_toml


class Years(NamedTuple):
    """First and last year; both 0 where the report's period is not known."""

    start: int
    end: int


UNKNOWN = Years(0, 0)
SENTENCE = re.compile(r"[。;；!！?？\n](?!其中)")  # between two that may speak of different years
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
        return re.compile(pattern.replace("{become}", become()))

    return tuple(PeriodRule(row["id"], compiled(row["pattern"]), row["meaning"]) for row in table["period"])


@cache
def _triggers() -> re.Pattern[str]:
    """What a sentence has that may name years."""
    triggers = load_toml("figure_periods")["triggers"]
    return re.compile("|".join([*triggers["patterns"], *triggers["words"]]))


@cache
def _opens_as_of() -> re.Pattern[str]:
    """How a sentence begins that tells of one year up to its end."""
    return re.compile(load_toml("figure_periods")["as_of"]["pattern"])


@cache
def _ends_now() -> re.Pattern[str]:
    """What ends, in a sentence of plans, what is said of now or of last year."""
    return re.compile(load_toml("figure_periods")["outlook"]["no_plan_behind"])


def names_years(text: str) -> bool:
    """Whether a sentence names any year at all: if not, its figures are of the report's own period."""
    return ("年" in text or "期间" in text or "末" in text) and _triggers().search(text) is not None


def years_of(text: str, start: int, own: Years, published: int, coming: Years | None = None) -> Years:
    """The years of the figure that begins at ``start`` of a sentence.

    ``own`` is the report's period, ``published`` the year of its publication or 0, ``coming`` the years that
    the sentence plans for.
    """
    usual = coming or own
    before = SENTENCE.split(text[max(0, start - REACH) : start])[-1]
    found = [
        (match.end(), -i, rule, match)
        for i, rule in enumerate(_rules())
        for match in rule.pattern.finditer(before)
    ]
    found = [item for item in found if item[2].meaning != "later" or int(item[3]["year"]) > own.end > 0]
    passed = [match.span() for _, _, rule, match in found if rule.meaning == "none"]
    if passed:
        found = [item for item in found if item[2].meaning != "none" and not _within(item[3], passed)]
    if not found:
        opened = _opens_as_of().match(text)
        return Years(int(opened["year"]), int(opened["year"])) if opened else usual
    _, _, rule, match = max(found, key=lambda item: item[:2])
    far = coming is not None and _ends_now().search(before, match.end()) is not None
    if rule.meaning == "own" or (far and rule.meaning in ("now", "last")):
        return usual
    return _meaning(rule.meaning, match, own, published)


def _within(match: re.Match[str], spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a match begins inside one of the spans."""
    return any(start < match.start() < end for start, end in spans)


def _meaning(meaning: str, match: re.Match[str], own: Years, published: int) -> Years:
    """The years that a row's match means; the report's own where it says none that can be."""
    if meaning == "span":
        first, last = int(match["first"]), int(match["last"])
        return Years(first, last) if 1949 <= first < last <= 2100 else own
    if meaning in ("plan", "plan_end") and (plan := parse_number(match["plan"])):
        first = YEARS_OF_PLANS + 5 * int(plan.value)
        years = Years(first if meaning == "plan" else first + 4, first + 4)
        return years if years.end <= own.end or years.start > own.end > 0 else own
    year = _year(meaning, match, own, published)
    return Years(year, year) if year else own


def _year(meaning: str, match: re.Match[str], own: Years, published: int) -> int:
    """The one year that a row's match means, or 0."""
    if meaning in ("year", "later"):
        year = int(match["year"])
        return year if 1949 <= year <= 2100 else 0
    if meaning == "ago":
        years = parse_number(match["years"] or match["since"])
        return own.end - int(years.value) if own.end and years else 0
    near = published if own.start <= published <= own.end + 1 else 0
    relative = {
        "published": published or own.end,
        "coming": published or (own.end and own.end + 1),
        "last": near and near - 1,
        "before_last": near - 2 if near else own.start and own.start - 1,
        "next": own.end and own.end + 1,
        "before": own.start and own.start - 1,
    }
    return int(relative.get(meaning, 0))

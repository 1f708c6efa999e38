"""What sort of figure a number is (count, share, change, mean, …); the rules are in ``rules/kinds.toml``."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from orgreports.exclusions import expand
from orgreports.rulebook import load_toml


class KindRule(NamedTuple):
    """A row of ``kinds.toml``, compiled; an empty ``families`` means any."""

    id: str
    kind: str
    families: frozenset[str]
    units: frozenset[str]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    inside: re.Pattern[str] | None


@cache
def kind_rules() -> tuple[KindRule, ...]:
    """The rows in their order."""

    def compiled(row: dict[str, str], key: str) -> re.Pattern[str] | None:
        return re.compile(expand(row[key])) if key in row else None

    return tuple(
        KindRule(
            row["id"],
            row["kind"],
            frozenset(row["families"]) - {"*"},
            frozenset(row.get("units", ())),
            compiled(row, "before"),
            compiled(row, "after"),
            compiled(row, "inside"),
        )
        for row in load_toml("kinds")["kind"]
    )


@cache
def _rules_for(family: str, unit: str) -> tuple[KindRule, ...]:
    """The rules that may hold for a unit, in their order."""
    return tuple(
        rule
        for rule in kind_rules()
        if (not rule.families or family in rule.families) and (not rule.units or unit in rule.units)
    )


@cache
def _direction_words() -> re.Pattern[str]:
    tables = load_toml("kinds")
    up, down = ("|".join(tables[side]["words"]) for side in ("up", "down"))
    return re.compile(f"(?P<up>{up})|(?P<down>{down})")


def kind_of(family: str, unit: str, quote: str, before: str, after: str) -> str:
    """The kind of a figure, by its unit and the clause around it.

    ``before`` is the clause up to the quote, ``after`` a few characters behind it.
    """
    for rule in _rules_for(family, unit):
        if rule.inside and rule.inside.match(quote):
            return rule.kind
        if (rule.before and not rule.before.search(before)) or (rule.after and not rule.after.match(after)):
            continue
        return rule.kind
    return "count"


def direction_of(before: str) -> str:
    """Whether a change goes up or down, by the nearest word before it; empty where none says."""
    sides = [match.lastgroup or "" for match in _direction_words().finditer(before[-16:])]
    return sides[-1] if sides else ""

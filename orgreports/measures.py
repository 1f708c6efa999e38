"""Whether a count is a stock, a flow or a cumulative total; the words are in ``rules/measures.toml``."""

from __future__ import annotations

import re
from functools import cache

from orgreports.models import Quantity
from orgreports.rulebook import load_toml

CLAUSE = re.compile(r"[,，。;；:：]")


@cache
def _words() -> re.Pattern[str]:
    table = load_toml("measures")["words"]
    groups = (
        f"(?P<{name}>{'|'.join(sorted(words, key=len, reverse=True))})"
        for name, words in table.items()
    )
    return re.compile("|".join(groups))


def measure_of(text: str, quantity: Quantity, indicator: str) -> str:
    """``stock``, ``flow`` or ``cumulative`` for a count or a sum of money, empty for other kinds.

    >>> from orgreports.quantities import find_quantities
    >>> text = "累计培训干部3000人次"
    >>> measure_of(text, find_quantities(text).quantities[0], "training_headcount")
    'cumulative'
    """
    if quantity.kind not in ("count", "money"):
        return ""
    clause = CLAUSE.split(text[max(0, quantity.start - 40) : quantity.start])[-1]
    names = [match.lastgroup or "" for match in _words().finditer(clause)]
    if "cumulative" in names:
        return "cumulative"
    return names[-1] if names else str(load_toml("measures")["habits"].get(indicator, ""))

"""Whether a count is a stock, a flow or a cumulative total; the words are in ``rules/measures.toml``."""

from __future__ import annotations

import re
from functools import cache

from orgreports.models import Quantity
from orgreports.rulebook import load_toml

CLAUSE = re.compile(r"[,，。;；:：]")


@cache
def _words() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of all the words, those of the upper rows first, and the measure of each."""
    measures: dict[str, str] = {}
    for name, words in load_toml("measures")["words"].items():
        for word in sorted(words, key=len, reverse=True):
            measures.setdefault(word, name)
    return re.compile("|".join(measures)), measures


def measure_of(text: str, quantity: Quantity, indicator: str, whole: str = "") -> str:
    """``stock``, ``flow`` or ``cumulative`` for a count or a sum of money, empty for other kinds.

    ``whole`` is the measure of the figure of which this one is a part (其中), which it shares.

    >>> from orgreports.quantities import find_quantities
    >>> text = "累计培训干部3000人次"
    >>> measure_of(text, find_quantities(text).quantities[0], "training_headcount")
    'cumulative'
    """
    if quantity.kind not in ("count", "money"):
        return ""
    pattern, measures = _words()
    start, end = max(0, quantity.start - 40), quantity.start
    if pattern.search(text, start, end):
        words = pattern.findall(CLAUSE.split(text[start:end])[-1])
        names = [measures[word] for word in words]
        if names:
            return "cumulative" if "cumulative" in names else names[-1]
    return whole or str(load_toml("measures")["habits"].get(indicator, ""))

"""Figures that a line's end parts: 提高到40. / 6%. The rows are in ``rules/repairs.toml``."""

from __future__ import annotations

import re
from functools import cache

from orgreports.rulebook import load_toml

_MORE = 3  # characters of a line that is more than a number


@cache
def _rows() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    rows = load_toml("repairs")["parted"]
    return tuple((row["id"], re.compile(row["above"]), re.compile(row["below"])) for row in rows)


def parted(above: str, below: str) -> str:
    """The row by which a line ends in the middle of a figure that the next goes on with, or nothing."""
    if len(above) < _MORE:
        return ""
    return next((row for row, end, start in _rows() if end.search(above) and start.match(below)), "")

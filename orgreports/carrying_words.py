"""The words that say that a figure is a part of the one before it, or the next of a series with it."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from orgreports.rulebook import become, load_toml


class PartWords(NamedTuple):
    """The row ``parts``: what says that a figure is a part of the one before."""

    speaks: re.Pattern[str]  # anywhere between them
    begins: re.Pattern[str]  # right behind the first: what names a part, or what is done with it by now
    within: re.Pattern[str]  # right behind the first: what names a part


@cache
def parts() -> PartWords:
    """The words of ``parts``, compiled."""
    row = load_toml("indicators")["parts"]
    speaks, named, holds, by_now, done = (
        "|".join(row[name]) for name in ("speaks", "named", "holds", "by_now", "done")
    )
    return PartWords(
        re.compile(speaks),
        re.compile(f"[,，;；(（](?:{named}|(?:{by_now})*+(?:{done}))"),
        re.compile(f"[,，;；(（]?(?:{named}|{holds})"),
    )


@cache
def series() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The row ``series``: a word for the figure before, and a link with nothing but years in it."""
    row = load_toml("indicators")["series"]
    reached = "|".join([become(), *row["reached"]])
    link = rf"[,，;；](?:\d{{4}}年[底末]?[、,，和及]?){{1,4}}[又再则已就更还]?(?:分别|依次)?(?:{reached})?"
    return re.compile("|".join(row["same"])), re.compile(link)


@cache
def rates() -> re.Pattern[str]:
    """The row ``rates``: what stands between a count and a share of what was counted."""
    words = "|".join(load_toml("indicators")["rates"]["words"])
    return re.compile(f"[,，、](?:其|平均|综合|年度|按期|总体)?(?:{words})(?:均?达到?|为|是|超过?|保持在)?")

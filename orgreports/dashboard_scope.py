"""What a page shows of a corpus that is too large to show at once, in figures that are cheap to count.

Where no region is chosen, those that report most stand for all; where there are too many reports, the
latest years do. A page says so in words, and what is chosen comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from orgreports import rulebook
from orgreports.derivation import outer_regions
from orgreports.frames import period_text
from orgreports.language import LANGUAGES, listed, period, region, text

if TYPE_CHECKING:
    import pandas as pd

LEVELS = ("province", "prefecture", "county")
FEW = 30  # regions: up to so many are all shown where none is chosen
FIRST = 12  # regions that stand for all where there are more
MOST = 50  # regions at most, chosen or not
COLUMNS = 40  # reports at most where each is a column
CELLS = 600  # rows of a comparison at most


class Scope(NamedTuple):
    """Regions and periods to show (empty: all that there are), and what to say of what is left out."""

    regions: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    told: tuple[tuple[str, str], ...] = ()  # zh and en

    def words(self, lang: str) -> str:
        """What is left out and how to see it, as sentences; empty where nothing is."""
        return " ".join(zh if lang == "zh" else en for zh, en in self.told)


def is_large(reports: pd.DataFrame) -> bool:
    """Whether a corpus has too many regions for a plain list."""
    return int(reports["region"].nunique()) > FEW


def scope(
    reports: pd.DataFrame, regions: Sequence[str], periods: Sequence[str], area: str, most: int
) -> Scope:
    """What to show of the chosen ``regions`` and ``periods`` (empty: all), ``most`` reports at most.

    ``area`` is the region within which to look where no region is chosen, or empty.
    """
    told = []
    every = [str(code) for code in reports["region"].unique()]
    shown = list(regions[:MOST])
    if len(regions) > MOST:
        told.append(_said("pages.scope.chosen", shown=MOST, all=len(regions)))
    inside = [code for code in every if is_inside(code, area)]
    if not regions and (area or len(every) > FEW):
        shown = inside
        if len(inside) > FIRST:
            shown = _most_reporting(reports, inside)
            told.append(_said("pages.scope.regions", shown=FIRST, all=f"{len(inside):,}"))
    own = reports[reports["region"].isin(shown)] if shown else reports
    kept = _latest(own, periods, most)
    if kept:
        zh, en = (
            text("pages.scope.years", lang, years=listed((period(*span) for span in kept), lang))
            for lang in ("zh", "en")
        )
        told.append((zh, en))
    return Scope(tuple(shown), tuple(period_text(*span) for span in kept) or tuple(periods), tuple(told))


def peers(reports: pd.DataFrame, report: str) -> Scope:
    """What one report is held against: all, or in a large corpus its like in the same part of the country.

    The part is the smallest in which there are others of the same level and years.
    """
    if not is_large(reports) and len(reports) <= COLUMNS:
        return Scope()
    row = next(reports[reports["report"] == report].itertuples())
    years = period_text(row.period_start, row.period_end)
    same = reports[(reports["period_start"] == row.period_start) & (reports["period_end"] == row.period_end)]
    area, others = _like(row.region, same["region"].unique())
    chosen = tuple(sorted({row.region, *_most_reporting(same, others)}))
    if not others:
        return Scope(chosen, (years,), (_said("pages.scope.no_peers"),))
    where = {lang: region(area, lang) if area else text("pages.scope.country", lang) for lang in LANGUAGES}
    zh, en = (text("pages.scope.peers", lang, count=len(chosen) - 1, where=where[lang]) for lang in LANGUAGES)
    return Scope(chosen, (years,), ((zh, en),))


def _like(code: str, among: Iterable[str]) -> tuple[str, list[str]]:
    """The smallest region around one in which others of its level are, and these; all of China is empty."""
    known = rulebook.regions()
    level = known[code].level
    same = [str(o) for o in among if o != code and str(o) in known and known[str(o)].level == level]
    for area in [*outer_regions(code), ""]:
        if found := [other for other in same if is_inside(other, area)]:
            return area, found
    return "", []


def is_inside(code: str, area: str) -> bool:
    """Whether a region is ``area`` or lies in it; every region lies in an empty one."""
    known = rulebook.regions()
    while code and code != area:
        code = known[code].parent if code in known else ""
    return code == area


def areas(codes: Iterable[str], area: str) -> list[str]:
    """The provinces of these regions, and the prefectures in the province of ``area``."""
    known = rulebook.regions()
    present = {code[:2] + "0000" for code in codes}
    inside = {code[:4] + "00" for code in codes if area and code[:2] == area[:2]}
    found = sorted({code for code in present | inside | ({area} - {""}) if code in known})
    return ["", *found]


def _most_reporting(reports: pd.DataFrame, among: Sequence[str], count: int = FIRST) -> list[str]:
    """The regions with most reports, of equal ones the wider, then those with most numerals; by code."""
    own = reports[reports["region"].isin(list(among))]
    counted = own.groupby("region", sort=True)["numerals"].agg(["size", "sum"])
    known = rulebook.regions()
    counted["level"] = [
        -LEVELS.index(known[code].level) if code in known else -len(LEVELS) for code in counted.index
    ]
    first = counted.sort_values(["size", "level", "sum"], ascending=False, kind="stable").head(count)
    return sorted(map(str, first.index))


def _latest(reports: pd.DataFrame, periods: Sequence[str], most: int) -> list[tuple[int, int]]:
    """The latest periods with ``most`` reports together, one at least; none where all fit."""
    sizes = reports.groupby(["period_end", "period_start"]).size().sort_index(ascending=False)
    spans = [
        ((int(start), int(end)), int(size))
        for (end, start), size in sizes.items()
        if not periods or period_text(int(start), int(end)) in periods
    ]
    if sum(size for _, size in spans) <= most:
        return []
    kept: list[tuple[int, int]] = []
    total = 0
    for span, size in spans:
        total += size
        if kept and total > most:
            break
        kept.append(span)
    return kept


def _said(key: str, **values: object) -> tuple[str, str]:
    return text(key, "zh", **values), text(key, "en", **values)

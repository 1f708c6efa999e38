"""The region that a report is about, from its title, its publisher, its byline and the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import add
from typing import Any, NamedTuple

from orgreports.models import Candidate
from orgreports.rulebook import Region, load_toml, regions

CERTAIN, GAP = 4.0, 1.6  # the least weight of a certain region, and how far the next must stay behind
NEUTRAL_FIT = 0.5  # how well a region fits where the text does not say of which level it speaks


class Zone(NamedTuple):
    """A part of a report: one mention in it weighs ``weight``, all together at most ``most``."""

    name: str  # title, byline, publisher, opening, text, file name
    text: str
    weight: float
    most: float
    short_counties: bool = False  # whether 仪陇 without 县 is taken for the county


class Mention(NamedTuple):
    """A name in a text and the regions that bear it."""

    start: int
    end: int
    codes: tuple[str, ...]


class _Names(NamedTuple):
    heads: Mapping[str, tuple[str, ...]]  # first two characters -> names, the longest first
    codes: Mapping[str, tuple[str, ...]]


@cache
def _rules() -> dict[str, Any]:
    return load_toml("region_words")


@cache
def _names(short_counties: bool) -> _Names:
    found: dict[str, list[str]] = defaultdict(list)
    for region in regions().values():
        for name in _forms(region, short_counties):
            if region.code not in found[name]:
                found[name].append(region.code)
    heads: dict[str, list[str]] = defaultdict(list)
    for name in sorted(found, key=len, reverse=True):
        heads[name[:2]].append(name)
    return _Names({k: tuple(v) for k, v in heads.items()}, {k: tuple(v) for k, v in found.items()})


def _forms(region: Region, short_counties: bool) -> Iterator[str]:
    yield region.names["zh"]
    yield from region.aliases
    if region.level != "county" or short_counties:
        stem = region.names["zh"].rstrip("省市县旗盟") if region.level == "county" else region.short["zh"]
        if len(stem) > 1:
            yield stem


def lineage(code: str) -> tuple[str, ...]:
    """A region's code and those of the regions that contain it, the smallest first."""
    chain = [code]
    while parent := regions()[chain[-1]].parent:
        chain.append(parent)
    return tuple(chain)


def find_mentions(text: str, short_counties: bool = False) -> list[Mention]:
    """The names of regions in a text, left to right, none overlapping.

    A name right behind the name of a region that contains it is one mention with it
    (``南京市鼓楼区``: the district of Nanjing alone).
    """
    names = _names(short_counties)
    mentions: list[Mention] = []
    end = 0
    for i, head in enumerate(map(add, text, text[1:])):
        if head in names.heads and i >= end:
            name = next((n for n in names.heads[head] if text.startswith(n, i)), "")
            if name and not _is_word(name, text, i):
                end = i + len(name)
                mentions.append(Mention(i, end, names.codes[name]))
    return _join(mentions)


@cache
def _words() -> dict[str, tuple[re.Pattern[str] | None, re.Pattern[str] | None]]:
    return {
        row["name"]: (
            re.compile(f"(?:{row['not_before']})$") if row["not_before"] else None,
            re.compile(row["not_after"]) if row["not_after"] else None,
        )
        for row in _rules()["word"]
    }


def _is_word(name: str, text: str, start: int) -> bool:
    if name not in _words():
        return False
    before, after = _words()[name]
    if before is None and after is None:
        return True
    return bool(
        (before and before.search(text[max(0, start - 4) : start])) or (after and after.match(text, start + len(name)))
    )


def _join(mentions: Sequence[Mention]) -> list[Mention]:
    joined: list[Mention] = []
    for mention in mentions:
        if joined and joined[-1].end == mention.start:
            inside = tuple(c for c in mention.codes if set(lineage(c)[1:]) & set(joined[-1].codes))
            if inside:
                joined[-1] = Mention(joined[-1].start, mention.end, inside)
                continue
        joined.append(mention)
    return joined


@cache
def _scopes() -> tuple[tuple[str, re.Pattern[str], float], ...]:
    return tuple((r["kind"], re.compile(r["pattern"]), float(r["weight"])) for r in _rules()["scope"])


@cache
def _subject() -> re.Pattern[str]:
    return re.compile("|".join(row["pattern"] for row in _rules()["subject"]))


def scope_shares(text: str) -> dict[str, float]:
    """Of which level the text speaks: ``{"市": 0.9, "省": 0.1}``; empty where it does not say."""
    counts = {kind: weight * len(pattern.findall(text)) for kind, pattern, weight in _scopes()}
    total = sum(counts.values())
    return {kind: count / total for kind, count in counts.items() if count}


def region_kind(code: str) -> str:
    """What a region calls itself: the last character of its name (省 市 县 区 旗 州 盟), or 地区."""
    name = regions()[code].names["zh"]
    return "地区" if name.endswith("地区") else name[-1]


def find_regions(zones: Iterable[Zone], text: str) -> tuple[Candidate, ...]:
    """The regions that the report may be about, the likeliest first.

    A mention counts by its zone, more where 组织系统, 委组织部 or the like follows it; a name that several
    regions bear counts for the one whose parents are named too. What a region gets is then weighed by
    how well it fits the level of which the text speaks.
    """
    zones = list(zones)
    weights, reasons = _weigh_zones(zones)
    shares = scope_shares(text)
    _add_capital(weights, reasons, shares)
    fitted = {code: weight * _fit(code, shares) for code, weight in weights.items()}
    ranked = sorted(fitted, key=lambda code: (-fitted[code], code))[:5]
    return tuple(
        Candidate(code, round(fitted[code], 2), _reason(code, reasons[code], shares)) for code in ranked
    )


def certain_region(candidates: Sequence[Candidate]) -> str:
    """The first candidate's code where it is well founded and no other comes near, else empty."""
    if not candidates or candidates[0].weight < CERTAIN:
        return ""
    rival = candidates[1].weight if len(candidates) > 1 else 0.0
    return candidates[0].value if candidates[0].weight >= GAP * rival else ""


def _weigh_zones(zones: Sequence[Zone]) -> tuple[dict[str, float], dict[str, list[str]]]:
    found = [(zone, find_mentions(zone.text, zone.short_counties)) for zone in zones]
    sure = {m.codes[0] for _, mentions in found for m in mentions if len(m.codes) == 1}
    known = sure | {parent for code in sure for parent in lineage(code)}
    weights: dict[str, float] = defaultdict(float)
    reasons: dict[str, list[str]] = defaultdict(list)
    for zone, mentions in found:
        counts, got = _weigh_mentions(zone, mentions, known)
        for code, weight in got.items():
            weights[code] += min(weight, zone.most)
            reasons[code].append(f"{zone.name}: {counts[code]}")
    return weights, reasons


def _weigh_mentions(
    zone: Zone, mentions: Sequence[Mention], known: set[str]
) -> tuple[dict[str, int], dict[str, float]]:
    counts: dict[str, int] = defaultdict(int)
    got: dict[str, float] = defaultdict(float)
    for mention in mentions:
        codes = [c for c in mention.codes if set(lineage(c)[1:]) & known] if len(mention.codes) > 1 else []
        codes = codes or list(mention.codes)
        subject = 4.0 if _subject().match(zone.text, mention.end) else 1.0
        for code in codes:
            counts[code] += 1
            got[code] += zone.weight * subject / len(codes)
    return counts, got


def _add_capital(
    weights: dict[str, float], reasons: dict[str, list[str]], shares: Mapping[str, float]
) -> None:
    if shares.get("首府", 0.0) < 0.1:
        return
    for code in [c for c in weights if c.endswith("0100") and regions()[c[:2] + "0000"].names["zh"].endswith("自治区")]:
        weights[code] += 4.0
        reasons[code].append("the text speaks of 首府")


def _fit(code: str, shares: Mapping[str, float]) -> float:
    return 0.25 + (shares.get(region_kind(code), 0.0) if shares else NEUTRAL_FIT)


def _reason(code: str, reasons: Sequence[str], shares: Mapping[str, float]) -> str:
    share = shares.get(region_kind(code), 0.0)
    level = f"; 全{region_kind(code)} is {share:.0%} of what the text calls itself" if shares else ""
    return f"named in {', '.join(reasons)}{level}"

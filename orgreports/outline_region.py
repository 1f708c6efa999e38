"""The region that a report is about, from its title, its publisher, its byline and the text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from orgreports.models import Candidate
from orgreports.rulebook import Region, load_toml, regions

CERTAIN, GAP = 4.0, 1.6  # the least weight of a certain region, and how far the next must stay behind
TITLED, TITLED_GAP = 2.0, 4.0  # the same for a region that the title names
APART = 2.0  # the least weight of a region that one of several reports in a file may be about
NEUTRAL_FIT = 0.5  # how well a region fits where the text does not say of which level it speaks


class Zone(NamedTuple):
    """A part of a report: one mention in it weighs ``weight``, all together at most ``most``."""

    name: str  # title, byline, publisher, opening, text, file name
    text: str
    weight: float
    most: float


class Mention(NamedTuple):
    """A name in a text and the regions that bear it."""

    start: int
    end: int
    codes: tuple[str, ...]


class _Names(NamedTuple):
    head: re.Pattern[str]  # a character that may begin a name, before one that may be its second
    heads: Mapping[str, tuple[str, ...]]  # first two characters -> names, the longest first
    codes: Mapping[str, tuple[str, ...]]
    stems: frozenset[str]  # names of counties without their last character


@cache
def _rules() -> dict[str, Any]:
    return load_toml("region_words")


@cache
def _names() -> _Names:
    found: dict[str, list[str]] = defaultdict(list)
    for region in regions().values():
        short = (region.short["zh"],) if region.level != "county" else ()
        for name in (region.names["zh"], *region.aliases, *short):
            if region.code not in found[name]:
                found[name].append(region.code)
    full = frozenset(found)
    for region in regions().values():
        stem = _stem(region)
        if region.level == "county" and len(stem) > 1 and stem not in full:
            found[stem].append(region.code)
    heads: dict[str, list[str]] = defaultdict(list)
    for name in sorted(found, key=len, reverse=True):
        heads[name[:2]].append(name)
    codes = {name: tuple(codes) for name, codes in found.items()}
    first, second = ("".join(sorted({head[i] for head in heads})) for i in (0, 1))
    return _Names(
        re.compile(f"[{first}](?=[{second}])"),
        {head: tuple(names) for head, names in heads.items()},
        codes,
        frozenset(found) - full,
    )


def _stem(region: Region) -> str:
    autonomous = region.names["zh"].endswith(("自治县", "自治旗"))
    return (region.short if autonomous else region.names)["zh"].rstrip("市县旗区")


def lineage(code: str) -> tuple[str, ...]:
    """A region's code and those of the regions that contain it, the smallest first."""
    chain = [code]
    while parent := regions()[chain[-1]].parent:
        chain.append(parent)
    return tuple(chain)


def find_mentions(text: str) -> list[Mention]:
    """The names of regions in a text, left to right, none overlapping.

    A name right behind the name of a region that contains it is one mention with it
    (``南京市鼓楼区``: the district of Nanjing alone). A county's name without 县 counts where words
    such as 组织工作 follow (``仪陇组织工作``, not ``富民强村``).
    """
    names = _names()
    mentions: list[Mention] = []
    end = 0
    for match in names.head.finditer(text):
        i = match.start()
        if i >= end and (known := names.heads.get(text[i : i + 2])):
            name = next((n for n in known if text.startswith(n, i)), "")
            if name and _is_region(name, text, i, end if mentions else -1):
                end = i + len(name)
                mentions.append(Mention(i, end, names.codes[name]))
    return _join(mentions)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    rules = _rules()
    subject = "|".join(row["pattern"] for row in rules["subject"])
    return re.compile(subject), re.compile(rules["stem"]["pattern"]), re.compile(rules["beyond"]["pattern"])


@cache
def _words() -> dict[str, tuple[re.Pattern[str] | None, re.Pattern[str] | None]]:
    return {
        row["name"]: (
            re.compile(f"(?:{row['not_before']})$") if row["not_before"] else None,
            re.compile(row["not_after"]) if row["not_after"] else None,
        )
        for row in _rules()["word"]
    }


def _is_region(name: str, text: str, start: int, last_end: int) -> bool:
    """Whether a name in its place is that of a region, and not a word or part of another name."""
    end = start + len(name)
    _, stem, beyond = _patterns()
    if beyond.match(text, end) or (name in _names().stems and not stem.match(text, end)):
        return False
    if len(name) == 2 and name[1] in "县区" and start > 0 and start != last_end:
        # 完成县级 does not name 成县, and 城区 is a word
        return name[1] == "县" and (not "一" <= text[start - 1] <= "鿿" or text[start - 1] == "年")
    if name not in _words():
        return True
    before, after = _words()[name]
    if before is None and after is None:
        return False
    return not (
        (before and before.search(text[max(0, start - 4) : start])) or (after and after.match(text, end))
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
def _scopes() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rules = _rules()
    kinds = "|".join(f"(?P<{row['kind']}>{row['pattern']})" for row in rules["scope"])
    return re.compile(f"[{rules['scope_first']}]"), re.compile(kinds)


def scope_shares(text: str) -> dict[str, float]:
    """Of which level the text speaks: ``{"市": 0.9, "省": 0.1}``; empty where it does not say."""
    first, kinds = _scopes()
    tried = (kinds.match(text, match.start()) for match in first.finditer(text))
    counts = Counter(match.lastgroup or "" for match in tried if match)
    return {kind: count / counts.total() for kind, count in counts.items()}


def region_kinds(code: str) -> frozenset[str]:
    """What a region calls itself: the last character of its names (省 市 县 区 旗 州 盟), or 地区."""
    region = regions()[code]
    names = (region.names["zh"], *region.aliases)
    return frozenset("地区" if name.endswith("地区") else name[-1] for name in names)


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
    """The first candidate's code where it is well founded and no other comes near, else empty.

    One that the title names needs less where next to nothing speaks for another.
    """
    if not candidates:
        return ""
    best, rival = candidates[0], candidates[1].weight if len(candidates) > 1 else 0.0
    titled = "title" in best.reason and best.weight >= TITLED and best.weight >= TITLED_GAP * rival
    founded = best.weight >= CERTAIN and best.weight >= GAP * rival
    return best.value if founded or titled else ""


def reported_apart(candidates: Sequence[Candidate], text: str) -> tuple[str, str] | None:
    """The two likeliest regions where each is spoken of in a part of the text of its own.

    They are no parent and child, each is named three times or more, and the last time that the one
    is named comes before the first time of the other: two reports in one file.
    """
    strong = [c.value for c in candidates if c.weight >= APART]
    if len(strong) < 2 or set(lineage(strong[0])) & set(lineage(strong[1])) & set(strong):
        return None
    mentions = find_mentions(text)
    one, other = ([m.start for m in mentions if m.codes == (code,)] for code in strong[:2])
    if min(len(one), len(other)) < 3 or (one[-1] > other[0] and other[-1] > one[0]):
        return None
    return strong[0], strong[1]


def _weigh_zones(zones: Sequence[Zone]) -> tuple[dict[str, float], dict[str, list[str]]]:
    found = [(zone, find_mentions(zone.text)) for zone in zones]
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
        subject = 4.0 if _patterns()[0].match(zone.text, mention.end) else 1.0
        for code in codes:
            counts[code] += 1
            got[code] += zone.weight * subject / len(codes)
    return counts, got


def _add_capital(
    weights: dict[str, float], reasons: dict[str, list[str]], shares: Mapping[str, float]
) -> None:
    if shares.get("首府", 0.0) < 0.1:
        return
    capitals = [code for code in weights if code.endswith("0100") and "区" in region_kinds(code[:2] + "0000")]
    for code in capitals:
        weights[code] += 4.0
        reasons[code].append("the text speaks of 首府")


def _fit(code: str, shares: Mapping[str, float]) -> float:
    return 0.25 + (sum(shares.get(kind, 0.0) for kind in region_kinds(code)) if shares else NEUTRAL_FIT)


def _reason(code: str, reasons: Sequence[str], shares: Mapping[str, float]) -> str:
    kinds = [kind for kind in region_kinds(code) if kind in shares]
    level = f"; the text speaks of {'、'.join('全' + kind for kind in kinds)}" if kinds else ""
    return f"named in {', '.join(reasons)}{level}"

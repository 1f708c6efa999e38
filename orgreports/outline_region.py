"""The region that a report is about, from its title, its publisher, its byline and the text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from orgreports.models import Candidate
from orgreports.outline_names import Mention, find_mentions, lineage, region_words, worth
from orgreports.rulebook import regions

CERTAIN, GAP = 4.0, 1.6  # the least weight of a certain region, and how far the next must stay behind
TITLED, TITLED_GAP = 2.0, 4.0  # the same for a region that the title names
SOLE, SOLE_GAP = 2.0, 4.0  # the same for the only one of the level of which the text speaks
SOLE_UNSPOKEN = 3.0  # the same where the text does not say of which level it speaks
# In the reasons:
SPEAKS, BELOW = "; the text speaks of ", "; it speaks of counties below"
LOWER = "; the text speaks of a lower level"
LOWER_KINDS = {"prefecture": "none 县 旗 区", "province": "none 市 县 旗 州 盟 地区 区", "county": "none"}
APART = 2.0  # the least weight of a region that one of several reports in a file may be about
NEUTRAL_FIT = 0.5  # how well a region fits where the text does not say of which level it speaks
AROUND = ("publisher", "author", "paper", "page")  # names of zones around the text
PAPER = 0.2  # what is left of the weight of a region where its paper tells of a place in it
FEW = 2.0  # so many words for a level speak as loud as the ignorance of it
LEAST = 1.0  # the least weight of a province that is the only one named


class Zone(NamedTuple):
    """A part of a report: one mention in it weighs ``weight``, all together at most ``most``."""

    name: str  # title, byline, publisher, opening, text, file name
    text: str
    weight: float
    most: float


@cache
def _scopes() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rules = region_words()
    kinds = "|".join(f"(?P<{row['kind']}>{row['pattern']})" for row in rules["scope"])
    first, second = rules["scope_first"], rules["scope_second"]
    return re.compile(f"[{first}](?=[{second}])"), re.compile(kinds)


def scope_counts(text: str) -> Counter[str]:
    """How often the text speaks of each level: ``{"市": 9, "省": 1}``; empty where it does not say."""
    first, kinds = _scopes()
    tried = (kinds.match(text, match.start()) for match in first.finditer(text))
    return Counter(match.lastgroup or "" for match in tried if match)


@cache
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
    spoken = scope_counts(text)
    _add_capital(weights, reasons, spoken)
    _discount_papers(weights, reasons, spoken)
    fitted = {code: weight * _fit(code, spoken) for code, weight in weights.items()}
    ranked = sorted((c for c in fitted if fitted[c] > 0), key=lambda code: (-fitted[code], code))[:5]
    below = BELOW if ranked and re.search(region_words()["below"]["pattern"], text) else ""
    return tuple(
        Candidate(code, round(fitted[code], 2), _reason(code, reasons[code], spoken) + below)
        for code in ranked
    )


def certain_region(candidates: Sequence[Candidate]) -> str:
    """The first candidate's code where it is well founded and no other comes near, else empty.

    None is certain where the text speaks of a lower level, of 全县 where a city is named. One that the
    title names needs less where next to nothing speaks for another, and so does the only one of the
    level of which the text speaks.
    """
    if not candidates or LOWER in candidates[0].reason:
        return ""
    best, rival = candidates[0], candidates[1].weight if len(candidates) > 1 else 0.0
    titled = "title" in best.reason and best.weight >= TITLED and best.weight >= TITLED_GAP * rival
    founded = best.weight >= CERTAIN and best.weight >= GAP * rival and not _is_above(candidates)
    return best.value if founded or titled or _is_sole(candidates) else ""


def _is_above(candidates: Sequence[Candidate]) -> bool:
    """Whether the first candidate may be no more than what contains another: nobody says 全省."""
    best = candidates[0]
    inside = [c for c in candidates[1:] if best.value in lineage(c.value)]
    return SPEAKS not in best.reason and any(c.weight * SOLE_GAP >= best.weight for c in inside)


def _is_sole(candidates: Sequence[Candidate]) -> bool:
    """Whether the first candidate is the only one, but for what it contains and what contains it."""
    if _is_above(candidates):
        return False
    best, level = candidates[0], regions()[candidates[0].value].level
    inside = [c for c in candidates[1:] if best.value in lineage(c.value)]
    over = [c for c in candidates[1:] if c.value in lineage(best.value)]
    beside = [c for c in candidates[1:] if c not in (*inside, *over) and LOWER not in c.reason]
    if level == "province" and SPEAKS in best.reason:
        return best.weight >= LEAST and not beside and all(best.weight >= GAP * c.weight for c in inside)
    if level == "prefecture" and not inside and BELOW not in best.reason:
        return False  # a city of the level of a county may name nothing but the city above it
    if level == "county" and BELOW in best.reason and "市" in region_kinds(best.value):
        return False  # a city with counties may name one of them alone
    return (
        best.weight >= (SOLE if SPEAKS in best.reason else SOLE_UNSPOKEN)
        and all(best.weight >= GAP * c.weight for c in (*inside, *over) if LOWER not in c.reason)
        and all(best.weight >= SOLE_GAP * c.weight for c in beside)
    )


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
    sure = [m.codes[0] for m in mentions if len(m.codes) == 1 and zone.name == "title"]
    above = {parent for code in sure for parent in lineage(code)[1:]}  # 江西省吉安市: the city alone
    for i, mention in enumerate(mentions):
        codes = [c for c in mention.codes if set(lineage(c)[1:]) & known] if len(mention.codes) > 1 else []
        codes = codes or list(mention.codes)
        weight = zone.weight * worth(zone.text, mentions, i)
        for code in codes:
            counts[code] += 1
            got[code] += 0.0 if code in above else weight / len(codes)
    return counts, got


def _add_capital(weights: dict[str, float], reasons: dict[str, list[str]], spoken: Counter[str]) -> None:
    if not spoken["首府"] or spoken["首府"] < 0.1 * spoken.total():
        return
    capitals = [code for code in weights if code.endswith("0100") and "区" in region_kinds(code[:2] + "0000")]
    for code in capitals:
        weights[code] += 4.0
        reasons[code].append("the text speaks of 首府")


def _discount_papers(
    weights: dict[str, float], reasons: Mapping[str, Sequence[str]], spoken: Counter[str]
) -> None:
    """A region named around the text alone is the place of the paper, where another in it is told of."""
    around = {
        code
        for code in weights
        if all(reason.startswith(AROUND) for reason in reasons[code])
        and not any(spoken[kind] for kind in region_kinds(code))
    }
    told = {parent for code in weights.keys() - around for parent in lineage(code)[1:]}
    for code in around & told:
        weights[code] *= PAPER


def _fit(code: str, spoken: Counter[str]) -> float:
    own = sum(spoken[kind] for kind in region_kinds(code))
    return 0.25 + (own + FEW * NEUTRAL_FIT) / (spoken.total() + FEW)


def _reason(code: str, reasons: Sequence[str], spoken: Counter[str]) -> str:
    own = sum(spoken[kind] for kind in region_kinds(code))
    lower = sum(spoken[kind] for kind in LOWER_KINDS[regions()[code].level].split())
    kinds = "、".join("全" + kind for kind in sorted(region_kinds(code)) if spoken[kind])
    level = f"{SPEAKS}{kinds}" if kinds else ""
    if (lower > 1 and not own) or spoken["none"] > max(own, 1):
        level = LOWER
    return f"named in {', '.join(reasons)}{level}"

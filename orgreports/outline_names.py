"""Names of regions in a text: which words are names of regions, and what such a mention is worth."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from orgreports.rulebook import Region, load_toml, regions

SUPERIOR = -3.0  # what a mention as the level above counts
DUTY = 6.0  # the same for what all is done for
SUBJECT = 4.0  # the same for what the sentence is about
EXAMPLE = 0.5  # the same where a village in it follows
ELSEWHERE = 0.25  # the same for a place that somebody goes to, or one of many


class Mention(NamedTuple):
    """A name in a text and the regions that bear it."""

    start: int
    end: int
    codes: tuple[str, ...]


class _Names(NamedTuple):
    head: re.Pattern[str]  # a character that may begin a name, before what may follow it
    heads: Mapping[str, tuple[str, ...]]  # first two characters -> names, the longest first
    codes: Mapping[str, tuple[str, ...]]
    stems: frozenset[str]  # names of counties without their last character


@cache
def region_words() -> dict[str, Any]:
    """The table ``region_words.toml``."""
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
        elif (
            region.level == "county"
            and region.names["zh"].endswith("市")
            and _is_namesake(stem, region.parent)
        ):
            found[stem].append(region.code)  # 大理 is the prefecture, or the city in it
    bynames = {name: [row["code"]] for row in region_words()["byname"] for name in row["names"]}
    found.update(bynames)
    heads: dict[str, list[str]] = defaultdict(list)
    for name in sorted(found, key=len, reverse=True):
        heads[name[:2]].append(name)
    stems = frozenset(found) - full - frozenset(bynames)
    return _Names(
        re.compile(_head_pattern(found, stems)),
        {head: tuple(names) for head, names in heads.items()},
        {name: tuple(codes) for name, codes in found.items()},
        stems,
    )


def _head_pattern(names: Iterable[str], stems: frozenset[str]) -> str:
    """The first character of a name, before a second and third one that fit; a name of two needs no third."""
    first, second = (_class({name[i] for name in names}) for i in (0, 1))
    third = _class({name[2] for name in names if len(name) > 2} | set(region_words()["stem_next"]))
    last = _class({name[1] for name in names if len(name) == 2 and name not in stems})
    return f"{first}(?={second}(?:{third}|(?<={last})))"


def _class(characters: Iterable[str]) -> str:
    return f"[{re.escape(''.join(sorted(characters)))}]"


def _is_namesake(stem: str, code: str) -> bool:
    region = regions()[code]
    return stem == region.short["zh"] and not region.names["zh"].endswith(("市", "省"))


def _stem(region: Region) -> str:
    autonomous = region.names["zh"].endswith(("自治县", "自治旗"))
    return (region.short if autonomous else region.names)["zh"].rstrip("市县旗区")


@cache
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
    head, heads, codes, _ = _names()
    mentions: list[Mention] = []
    end = 0
    for i in [match.start() for match in head.finditer(text)]:
        while i >= end and (known := heads.get(text[i : i + 2])):
            name = next((name for name in known if text.startswith(name, i)), "")
            before = mentions[-1] if mentions and mentions[-1].end == i else None
            if not name or not _is_region(name, text, i, before):
                break
            end = i + len(name)
            mentions.append(Mention(i, end, codes[name]))
            i = end  # another name may stand right behind it
    return _join(mentions)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    rules = region_words()
    subject = "|".join(f"(?:{row['pattern']})" for row in rules["subject"])
    return re.compile(subject), re.compile(rules["stem"]["pattern"]), re.compile(rules["beyond"]["pattern"])


@cache
def _slogan() -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]:
    row = region_words()["slogan"]
    return re.compile(row["before"]), re.compile(row["after"]), frozenset(row["words"])


@cache
def _headed() -> tuple[re.Pattern[str], re.Pattern[str]]:
    row = region_words()["headed"]
    return re.compile(row["before"]), re.compile(row["after"])


def _is_stem(name: str, text: str, start: int, before: Mention | None) -> bool:
    """Whether a name without 县 or 市 is that of a county here, and no word."""
    end = start + len(name)
    if _patterns()[1].match(text, end):
        return True
    slogan, slogan_after, words = _slogan()
    if name in words:
        return False
    near = text[max(0, start - 4) : start]
    if slogan_after.match(text, end) and slogan.search(near):
        return True
    headed, headed_after = _headed()
    if headed_after.match(text[end : end + 2]) and headed.search(near):
        return True
    above = set(before.codes) if before else set()
    return any(above & set(lineage(code)[1:]) for code in _names().codes[name])


@cache
def _words() -> dict[str, tuple[re.Pattern[str] | None, re.Pattern[str] | None]]:
    return {
        row["name"]: (
            re.compile(f"(?:{row['not_before']})$") if row["not_before"] else None,
            re.compile(row["not_after"]) if row["not_after"] else None,
        )
        for row in region_words()["word"]
    }


def _is_region(name: str, text: str, start: int, before: Mention | None) -> bool:
    """Whether a name in its place is that of a region, and not a word or part of another name."""
    end = start + len(name)
    if name in _names().stems and not _is_stem(name, text, start, before):
        return False
    if _patterns()[2].match(text, end):
        return False
    if len(name) == 2 and name[1] in "县区" and start > 0 and not before:
        # 完成县级 does not name 成县, and 城区 is a word
        free = not "一" <= text[start - 1] <= "鿿" or text[start - 1] in "年访"
        return name[1] == "县" and (free or text.startswith("县委", end))
    if name not in _words():
        return True
    not_before, not_after = _words()[name]
    if not_before is None and not_after is None:
        return False
    return not (
        (not_before and not_before.search(text[max(0, start - 4) : start]))
        or (not_after and not_after.match(text, end))
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


def worth(text: str, mentions: Sequence[Mention], i: int) -> float:
    """What the mention number ``i`` counts as evidence that the text is about its region, against 1.

    Most where it is what all is done for (为浔川发展提供组织保证), or the subject; little where
    somebody goes there or it is one of a list of places; against it where it is named as the level
    above.
    """
    start, end, codes = mentions[i]
    before = text[max(0, start - 6) : start]
    superior, venue, away, beyond_away, cause, duty, example = _around()
    if superior.search(before) and all(regions()[code].level == "prefecture" for code in codes):
        return SUPERIOR
    if away.search(before) or beyond_away.match(text, end) or _is_listed(text, mentions, i):
        return ELSEWHERE
    if cause.search(text[max(0, start - 40) : start]) and duty.match(text, end):
        return DUTY
    if example.match(text, end):
        return EXAMPLE
    return SUBJECT if _patterns()[0].match(text, end) and not venue.search(before) else 1.0


def _is_listed(text: str, mentions: Sequence[Mention], i: int) -> bool:
    start, end, _ = mentions[i]
    if text[start - 1 : start] == "、" and i > 0 and mentions[i - 1].end == start - 1:
        return True
    return text[end : end + 1] == "、" and i + 1 < len(mentions) and mentions[i + 1].start == end + 1


@cache
def _around() -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(region_words()[row]["pattern"])
        for row in ("superior", "venue", "away", "away_behind", "cause", "duty", "example_place")
    )

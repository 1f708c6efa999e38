"""What a figure takes over from the figures before it, or behind it: indicator and group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from orgreports.carrying_words import parts, rates, series
from orgreports.figure_periods import Years
from orgreports.group_phrases import PEOPLE
from orgreports.groups import LIMITED, group_of, listed_with
from orgreports.indicator_rules import PARTS, governing, holding
from orgreports.measures import measure_of
from orgreports.models import Quantity
from orgreports.nearness import BREAKS, HEAVY
from orgreports.rulebook import load_toml

FAR = 400  # characters behind a figure in which another may still speak of the same
JOINING = frozenset("、和及与")
GROUPLESS = frozenset({"share", "change", "mean", "rank", "age"})  # kinds of figures that tell of another
LIST_LINK = frozenset(",，;；")
LONGEST_ITEM = 40  # characters between the figures of a list
ASPECT = re.compile(r"(?<=[,，;；])[^,，;；。]{1,8}(?:方面|来看|结构上|上看)[,，]")  # before a list goes on
COLONS, COMMAS, SEMICOLONS = frozenset(":："), frozenset(",，"), frozenset(";；")
MARKS = re.compile("[,，;；、]")
CHANGED = re.compile(  # between a figure and its change
    r"[,，]?(?:分别|依次)?(?:[比较]|同比|环比|相比)[^,，。;；\d]{0,4}(?:\d{4}年)?[^,，。;；\d]{1,12}"
)
PAIR_LINKS = frozenset({"、", ",", "，", ";", "；", "和", "及"})
FURTHEST = 12  # figures before one among which another is looked for
FAR_PART = 60  # characters in which a sort of those counted may follow
SHORT_LINK = 20  # characters between figures that speak of the same without saying so


class Typed(NamedTuple):
    """A quantity with its indicator (may be empty), group, measure, years, and the id of the rule."""

    quantity: Quantity
    indicator: str
    group: str
    measure: str
    years: Years
    rule: str


class Before(NamedTuple):
    """The figures of a sentence before the one that is looked at."""

    last: Typed | None = None  # the one that the next may speak of
    member: Typed | None = None  # the last of them that is no share of another
    total: Typed | None = None  # the last of them that a list of its parts stands behind

    def and_then(self, text: str, one: Typed) -> Before:
        """The same with one figure more."""
        if one.quantity.kind in ("age", "duration"):
            return self
        total = one if text[one.quantity.end : one.quantity.end + 1] in COLONS else self.total
        return Before(one, self.member if one.quantity.family in PARTS else one, total)


def follows(text: str, quantity: Quantity, previous: Quantity, indicator: str) -> bool:
    """Whether a figure without words of its own speaks of what the figure before it counted."""
    if quantity.start - previous.end > FAR:
        return False
    link = text[previous.end : quantity.start]
    if not HEAVY.isdisjoint(link):
        return False
    if quantity.kind in ("share", "change", "mean", "rank", "age") or quantity.family in PARTS:
        return len(link) <= LONGEST_ITEM
    if previous.bound != "exact" and previous.kind == "money" and LIMITED.fullmatch(link):
        return True  # 经营性收入50万元以上的达87个
    if quantity.unit in tells_of(indicator):
        return len(link) <= SHORT_LINK
    part = parts().speaks.search(link)
    return alike(quantity, previous) and (part is not None or len(link) <= SHORT_LINK)


@cache
def _tells_of() -> dict[str, frozenset[str]]:
    return {code: frozenset(names) for code, names in load_toml("indicators")["tells_of"].items()}


def tells_of(indicator: str) -> frozenset[str]:
    """The units of figures that, without words of their own, tell of the figures of an indicator."""
    return _tells_of().get(indicator, frozenset())


def is_part(text: str, quantity: Quantity, previous: Quantity) -> bool:
    """Whether the figure before says that this one is a part of it: 问题43个,完成整改41个."""
    link = text[previous.end : min(quantity.start, previous.end + LONGEST_ITEM + 1)]
    return (
        len(link) <= LONGEST_ITEM
        and parts().begins.match(link) is not None
        and BREAKS.search(link, 1) is None
        and alike(quantity, previous)
        and quantity.family not in PARTS
    )


def alike(one: Quantity, other: Quantity) -> bool:
    """Whether two figures count the same sort of thing."""
    return one.family == other.family or {one.family, other.family} <= PEOPLE


def listed(text: str, quantity: Quantity, before: Before) -> bool:
    """Whether a figure that no word speaks of is the next of a list: same unit, behind one mark.

    Between it and the list's last member may stand a share of that one.
    """
    last, member, _ = before
    if last is None or member is None or quantity.start - last.quantity.end > FAR:
        return False
    link = ASPECT.sub("", text[last.quantity.end : quantity.start])
    return (
        quantity.unit == member.quantity.unit
        and member.indicator == last.indicator
        and quantity.family not in PARTS
        and link[:1] in LIST_LINK
        and len(link) <= LONGEST_ITEM
        and BREAKS.search(link, 1) is None
    )


def next_of_series(text: str, quantity: Quantity, previous: Quantity) -> bool:
    """Whether a figure tells for other years what the one before told."""
    link = text[previous.end : quantity.start]
    if len(link) > LONGEST_ITEM or quantity.unit != previous.unit:
        return False
    same, years = series()
    return same.search(link) is not None or years.fullmatch(link) is not None


def in_total(text: str, quantity: Quantity, before: Before) -> bool:
    """Whether a figure is a part of a total that stands before a colon: 提拔17名:村书记6名、选调生3名."""
    total = before.total
    return (
        total is not None
        and bool(total.indicator)
        and total.quantity.unit == quantity.unit
        and quantity.start - total.quantity.end <= FAR
        and SEMICOLONS.isdisjoint(text[total.quantity.end : quantity.start])
    )


def held(text: str, quantity: Quantity, previous: Typed) -> bool:
    """Whether the words for the figure before hold for people behind it: 提拔的干部里…占58%,女干部47人."""
    link = text[previous.quantity.end : quantity.start]
    return (
        previous.rule in holding()
        and quantity.family in PEOPLE
        and len(link) <= LONGEST_ITEM
        and HEAVY.isdisjoint(link)
    )


def rated(text: str, quantity: Quantity, previous: Typed) -> bool:
    """Whether a share behind a count is of it, by a rate alone between them: 举报37件,办结率97.3%."""
    return (
        quantity.family in PARTS
        and previous.quantity.family not in PARTS
        and bool(previous.indicator)
        and rates().fullmatch(text, previous.quantity.end, quantity.start) is not None
    )


def compared(text: str, quantity: Quantity, results: Sequence[Typed]) -> Typed | None:
    """The figure that a change behind another tells of by its unit: 办班38期、训了4260人次,比上年多9期."""
    if quantity.kind != "change" or not results or alike(quantity, results[-1].quantity):
        return None
    if not CHANGED.fullmatch(text, results[-1].quantity.end, quantity.start):
        return None
    alike_ones = (one for one in reversed(results[-FURTHEST:]) if one.quantity.unit == quantity.unit)
    return next((one for one in alike_ones if one.rule), None)


def part_named(text: str, quantity: Quantity, before: Before) -> bool:
    """Whether a figure is said of a sort of those counted last: 招录选调生2036名;研究生1571名."""
    member = before.member
    if member is None or not member.indicator or not alike(quantity, member.quantity):
        return False
    if quantity.start - member.quantity.end > FAR_PART:
        return False
    between = text[member.quantity.end : quantity.start]
    return MARKS.split(between)[-1].removeprefix("其中") in part_nouns()


@cache
def part_nouns() -> frozenset[str]:
    """The nouns that sort people."""
    return frozenset(load_toml("indicators")["sorts"]["nouns"])


def governed(text: str, quantity: Quantity, previous: Typed) -> bool:
    """Whether a figure is a further member of a list, and the verb before the list speaks of it too."""
    if quantity.start - previous.quantity.end > LONGEST_ITEM:
        return False
    link = text[previous.quantity.end : quantity.start]
    mark = max(map(link.rfind, JOINING))
    if mark < 0 and link[:1] in COMMAS and len(link) <= SHORT_LINK and alike(quantity, previous.quantity):
        mark = 0
    return (
        mark >= 0
        and previous.rule in governing()
        and BREAKS.search(link, mark + 1 if link[:1] in COMMAS else 0) is None
        and list_verbs().search(link, mark) is None
    )


@cache
def list_verbs() -> re.Pattern[str]:
    """The verbs that begin something new in a list."""
    return re.compile("|".join(load_toml("indicators")["lists"]["verbs"]))


def paired(text: str, quantity: Quantity, results: Sequence[Typed]) -> bool:
    """Whether a figure begins the next pair of a list of pairs: 20万元以上的村86个、50万元以上的12个."""
    if len(results) < 2:
        return False
    first, second = results[-2:]
    return (
        bool(second.indicator)
        and first.indicator == second.indicator
        and first.quantity.unit == quantity.unit != second.quantity.unit
        and text[second.quantity.end : quantity.start].strip() in PAIR_LINKS
    )


def whole_measure(text: str, quantity: Quantity, indicator: str, results: Sequence[Typed]) -> str:
    """The measure of the figure that this one is said to be a part of; empty where it is no such part."""
    if not results or results[-1].indicator != indicator:
        return ""
    whole = results[-1].quantity
    return results[-1].measure if parts().within.match(text, whole.end) and alike(quantity, whole) else ""


def counted_with(text: str, quantities: Sequence[Quantity], results: Sequence[Typed]) -> Typed | None:
    """The count that the next share or change tells of: 科长19名、副科长44名,分别占8%和14%.

    The list of shares behind 分别 must be as long as that of the counts right before it, and name nothing.
    """
    index = len(results)
    if quantities[index].kind not in GROUPLESS:
        return None
    first, last = listed_with(text, quantities, index)
    counts = results[max(0, 2 * first - last - 1) : first]
    if first == last or len(counts) <= last - first or group_of(text, quantities, first):
        return None
    between = text[counts[-1].quantity.end : quantities[first].start]
    if "分别" not in between or not HEAVY.isdisjoint(between):
        return None
    return counts[index - first] if all(one.quantity.kind == "count" for one in counts) else None


def shared_backwards(text: str, results: list[Typed]) -> list[Typed]:
    """Figures that nothing is said of take the code of the next one, which 、 or 和 joins them to.

    So does a sum of money that is spent on what the next one counts.
    """
    for index in range(len(results) - 2, -1, -1):
        this, following = results[index], results[index + 1]
        if this.rule or not following.indicator or this.quantity.family in PARTS:
            continue
        link = text[this.quantity.end : following.quantity.start]
        if _joins(this, following, link) or _spends(this, link):
            measure = measure_of(text, this.quantity, following.indicator)
            results[index] = this._replace(
                indicator=following.indicator, measure=measure, rule=following.rule
            )
    return results


def _joins(this: Typed, following: Typed, link: str) -> bool:
    """Whether a figure is a member of the list that the next one goes on with."""
    same = this.quantity.unit == following.quantity.unit or following.rule in governing() or link in JOINING
    return same and link[-1:] in JOINING and len(link) <= LONGEST_ITEM and not BREAKS.search(link)


def _spends(this: Typed, link: str) -> bool:
    """Whether a figure is a sum that is spent on what the next one counts."""
    return this.quantity.kind == "money" and len(link) <= SHORT_LINK and _spent_on().match(link) is not None


@cache
def _spent_on() -> re.Pattern[str]:
    return re.compile(f"[,，]?(?:{'|'.join(load_toml('indicators')['spent_on']['verbs'])})")

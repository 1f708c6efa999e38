"""The numbers of a sentence that measure something, and those that do not, each with its reason."""

from __future__ import annotations

import re
from operator import itemgetter
from typing import NamedTuple

from orgreports.exclusions import RUN, find_name, find_shields, shielded
from orgreports.hedges import interval
from orgreports.kinds import direction_of, kind_of
from orgreports.measured import CLAUSE, read_measured, unit_at
from orgreports.models import Exclusion, Quantity
from orgreports.numerals import CHINESE
from orgreports.portions import RANKED, read_portion, read_rank
from orgreports.rulebook import become
from orgreports.stated import DOUBLING, Reading

NUMERAL = re.compile(rf"[\d{CHINESE}半]")
JOIN = re.compile(r"(?:[、,，]|和|及|与|以及|分别|或)+$")
AVERAGES_LINK = re.compile("(?:、|[,，]其中)[^,，。;；:：共总计]{1,12}")
GROWN = re.compile(become())
GROWN_SINCE = re.compile(rf"{become()}(?:\d{{4}}年[底末]?的?)?")
CLOSE_JOIN = re.compile(r"(?:、|和|及|与|以及)+$")
SHARED_HEDGE = re.compile(r"(?:分别|均|都|各)[^,，。;；、]{0,3}$")


class Found(NamedTuple):
    """What one sentence holds: quantities and exclusions, both in text order."""

    quantities: tuple[Quantity, ...]
    exclusions: tuple[Exclusion, ...]


NOTHING = Found((), ())


def find_quantities(text: str) -> Found:
    """Every numeral of a sentence, as a quantity or as an exclusion.

    >>> find_quantities("全年培训干部2.2万余人次")[0][0].text
    '2.2万余人次'
    >>> find_quantities("坚持三会一课")[1][0].reason
    'slogan'
    """
    match = NUMERAL.search(text)
    if not match:
        return NOTHING
    shields = find_shields(text)
    nowhere = len(text), len(text) + 1
    readings: list[Reading] = []
    exclusions: list[Exclusion] = []
    at = begin = limit = 0
    while match:
        start = match.start()
        while limit <= start:
            begin, limit = next(shields, nowhere)
        item = (begin <= start and shielded(text, start, begin, limit)) or read_at(text, start, at)
        at = item.end
        if isinstance(item, Reading):
            readings.append(item)
        elif item.reason != "word":
            exclusions.append(item)
        match = NUMERAL.search(text, at)
    return settle(text, readings, exclusions)


def read_at(text: str, start: int, floor: int) -> Reading | Exclusion:
    """The numeral that begins at ``start``; nothing before ``floor`` may be taken into its quote."""
    return (
        (text[start - 1 : start] in RANKED and read_rank(text, start))
        or read_portion(text, start)
        or find_name(text, start)
        or read_measured(text, start, floor)
        or leave(text, start)
    )


def leave(text: str, start: int) -> Exclusion:
    """A numeral without a measure: a bare figure, or part of a plain word."""
    run = RUN.match(text, start)
    end = run.end() if run else start + 1
    numeral = text[start:end]
    if numeral[0].isdigit():
        return Exclusion(start, end, numeral, "no_measure", "leave.bare")
    unit = unit_at(text, end)
    if unit and not unit.bare:
        reason = "indefinite" if numeral == "一" else "round_name" if numeral in "百千万" else "name"
        return Exclusion(
            start, end + len(unit.form), text[start : end + len(unit.form)], reason, "leave.small"
        )
    return Exclusion(start, end, numeral, "word" if len(numeral) == 1 else "name", "leave.word")


def settle(text: str, readings: list[Reading], exclusions: list[Exclusion]) -> Found:
    """Give lists their shared units and hedges, and every reading its interval and kind."""
    if len(readings) > 1:
        readings = share_hedges(text, grown(text, share_units(text, readings)))
    quantities: list[Quantity] = []
    listed: list[Exclusion] = []
    for reading in readings:
        if reading.unit:
            quantities.append(quantity(text, reading, quantities[-1] if quantities else None))
        else:
            quote = text[reading.start : reading.end]
            listed.append(Exclusion(reading.start, reading.end, quote, "no_measure", "leave.listed"))
    if listed:
        exclusions = sorted(exclusions + listed, key=itemgetter(0))
    return Found(tuple(quantities), tuple(exclusions))


def share_units(text: str, readings: list[Reading]) -> list[Reading]:
    """A member of a list without a whole unit takes that of the next one (3万、5万人次; 6个和11个百分点)."""
    shared = readings[-1:]
    for reading in reversed(readings[:-1]):
        following = shared[-1]
        points = reading.unit == "个" and following.unit == "百分点"
        if (reading.listed and following.start - reading.end <= 4) or (
            points and JOIN.fullmatch(text, reading.end, following.start)
        ):
            reading = reading._replace(unit=following.unit, family=following.family)
        shared.append(reading)
    return shared[::-1]


def grown(text: str, readings: list[Reading]) -> list[Reading]:
    """A number without a measure word that another has grown to counts the same (由68.9万攀升到86.1万)."""
    kept = readings[:1]
    for current in readings[1:]:
        previous = kept[-1]
        named = text.startswith(current.unit, current.end - len(current.unit))
        if current.family == "items" and not named and GROWN.fullmatch(text, previous.end, current.start):
            current = current._replace(unit=previous.unit, family=previous.family)
        kept.append(current)
    return kept


def share_hedges(text: str, readings: list[Reading]) -> list[Reading]:
    """A hedge before the first member of a list holds for all, where 分别 or 均 says so."""
    shared = readings[:1]
    spread = False  # whether the last one has its hedge from the first of its list
    for current in readings[1:]:
        previous = shared[-1]
        own = previous.hedge is not None and not text[previous.start].isdigit()
        spread = bool(
            (spread or own)
            and not current.hedge
            and previous.unit == current.unit
            and JOIN.fullmatch(text, previous.end, current.start)
            and (spread or spread_over(text, previous, shared))
        )
        shared.append(current._replace(hedge=previous.hedge) if spread else current)
    return shared


def spread_over(text: str, previous: Reading, before: list[Reading]) -> bool:
    """Whether the hedge of ``previous`` is said of a whole list."""
    started = bool(SHARED_HEDGE.search(text[max(0, previous.start - 8) : previous.start]))
    return started or (len(before) > 1 and before[-2].hedge is not None and text[previous.start - 1] == "、")


def quantity(text: str, reading: Reading, previous: Quantity | None) -> Quantity:
    """A reading with its interval, and its kind by the clause around it."""
    start, end, number, hedge, unit, family, _ = reading
    ranged = number.high > number.value
    lower, upper = number.value, number.high
    if hedge and not ranged:
        lower, upper = interval(number.value, number.worth, hedge.interval)
    bound = "range" if ranged else hedge.bound if hedge else "exact"
    kind, direction = kind_and_direction(text, reading, previous)
    if family == DOUBLING:
        family = "share"
    quote = text[start:end]
    return Quantity(start, end, quote, number.value, lower, upper, bound, unit, family, kind, direction)


def goes_on_average(text: str, reading: Reading, previous: Quantity) -> bool:
    """Whether a figure is the next of a list of averages: 年均开支部大会12次、支委会6次."""
    if previous.kind != "mean" or previous.family != reading.family:
        return False
    links = (AVERAGES_LINK, GROWN_SINCE)
    return any(link.fullmatch(text, previous.end, reading.start) for link in links)


def kind_and_direction(text: str, reading: Reading, previous: Quantity | None) -> tuple[str, str]:
    """The kind of a figure, and whether a change goes up or down; a list's members are of one kind."""
    start, end, _, _, unit, family, _ = reading
    if family == DOUBLING:
        return "change", "up"
    if (
        previous
        and (previous.unit == unit or previous.kind == "change")
        and CLOSE_JOIN.fullmatch(text, previous.end, start)
    ):
        return previous.kind, previous.direction
    before = CLAUSE.split(text[max(0, start - 40) : start])[-1]
    kind = kind_of(family, unit, text[start:end], before, text[end : end + 6])
    if kind == "count" and previous and goes_on_average(text, reading, previous):
        kind = "mean"
    return kind, direction_of(before) if kind == "change" else ""

"""Numbers as stated, with what stands inside them: 30余万, 5至10, 三点五; and what a reading of one holds."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from orgreports.hedges import Hedge, hedge_at
from orgreports.numerals import CHINESE, NUMBER, Number, last_digit_worth, parse_number, power
from orgreports.rulebook import load_toml

MEASURED = re.compile(rf"(?P<num>{NUMBER})(?:(?P<inner>[余多几来])(?P<power>[百千]?[万亿]{{1,2}}|[百千]))?")
CONNECTOR = re.compile(r"(?:至|到|[—–~～－-]{1,2})(?=[\d一二两三四五六七八九十百千数近约])")
SCALE = re.compile("[百千万亿]+$")
DOUBLING = "doubling"  # the family of 翻两番: growth in percent
SPOKEN_POINT = re.compile(r"[一二三四五六七八九十百]{1,20}点[零一二三四五六七八九]{1,20}(?=[万亿倍成个%])")
HALF = Number(0.5, 0.5, 0.1)


class Stated(NamedTuple):
    """A number with the hedge that stands inside it; ``end`` is where its characters end."""

    number: Number
    hedge: Hedge | None
    end: int


class Reading(NamedTuple):
    """A number with all that belongs to it, before its kind is known; ``listed`` lacks a unit of its own."""

    start: int
    end: int
    number: Number
    hedge: Hedge | None
    unit: str
    family: str
    listed: bool = False


def spoken(whole: str, point: str | None) -> float | None:
    """三, 点, 五 as 3.5."""
    number = parse_number(whole)
    if number is None or not point:
        return number.value if number else None
    digits = "".join(str("零一二三四五六七八九".index(char)) for char in point)
    return float(f"{number.value:.0f}.{digits}")


def read_stated(text: str, start: int) -> Stated | None:
    """The number at ``start`` with what stands inside it: 30余万, 三千, 三点五."""
    if text[start] in CHINESE and (point := SPOKEN_POINT.match(text, start)):
        whole, _, rest = point.group().partition("点")
        value = spoken(whole, rest)
        suffix = re.compile("[万亿]*").match(text, point.end())
        factor = power(suffix.group()) if suffix else 1
        value = (value or 0.0) * factor
        return Stated(Number(value, value, 0.1 * factor), None, suffix.end() if suffix else point.end())
    if text[start] == "半":
        return Stated(HALF, None, start + 1) if _half().match(text, start) else None
    match = MEASURED.match(text, start)
    if not match:
        return None
    stated, inner, scale = match.groups()
    number = parse_number(stated)
    if number is None:
        return None
    if not inner:
        return Stated(number, None, match.end())
    factor = power(scale)
    worth = float(last_digit_worth(stated, False)) if stated.isdigit() else number.worth
    hedge = hedge_at(text, match.end("num"), "inside")[1]
    return Stated(Number(number.value * factor, number.high * factor, worth * factor), hedge, match.end())


@cache
def _half() -> re.Pattern[str]:
    """Half a unit of time: 半年, not 上半年."""
    half = load_toml("small_numbers")["half"]
    words = "|".join(half["words"])
    return re.compile(f"(?<![{half['not_behind']}])半(?=(?:{words})(?![{half['not_before']}]))")


def read_range(text: str, first: Stated) -> Stated:
    """``first``, widened to a range where a connector and a second number follow (5至10, 1.2-1.5万)."""
    connector = CONNECTOR.match(text, first.end)
    if not connector:
        return first
    second = read_stated(text, connector.end())
    if not second:
        return first
    low, high = first.number.value, second.number.high
    if text[first.end - 1].isdigit() and (scale := SCALE.search(text[connector.end() : second.end])):
        scaled = low * power(scale.group())  # 1.2-1.5万: the scale behind the second holds for both
        low = scaled if scaled < high else low  # but not for 8000至1万
    if not 0 < low < high or low * 1000 < high:
        return first
    return Stated(Number(low, high, first.number.worth), second.hedge, second.end)

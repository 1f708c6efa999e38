"""Digits and Chinese numerals as numbers, with the worth of the last digit that is stated.

``NUMBER`` is the pattern of a number as the genre writes it: ``25.6``, ``2.2万``, ``25万6千``, ``三千``,
``一百二十``, ``两万五``, ``二三十``. Hedges, fractions and units are not part of it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
TENS = {"十": 10, "百": 100, "千": 1000}
POWERS = TENS | {"万": 10**4, "亿": 10**8}
EXPONENTS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
EXACT = 20  # characters of a number that a decimal holds exactly
CHINESE = "零〇一二两三四五六七八九十百千万亿"
LONGEST = 30  # characters of a number; a longer run is none, and no pattern runs along it
_ARABIC = (
    rf"\d{{1,{LONGEST}}}+(?!\d)(?:\.\d{{1,{LONGEST}}}+)?"
    r"(?:[百千]?[万亿]{1,2}|百(?!分)|千(?![克瓦米]))?"  # not 35千克, 3百分点
    rf"(?:\d{{1,{LONGEST}}}+(?:[千百]?万|[千百])(?![万亿]))?"  # 25万6千
)
NUMBER = rf"(?:{_ARABIC}|[{CHINESE}]{{1,{LONGEST}}}+(?![{CHINESE}]))"
_PIECE = re.compile(r"(\d+(?:\.\d+)?)([百千万亿]*)")


class Number(NamedTuple):
    """A number as stated: ``high`` is the upper end of a range such as 二三十, else equal to ``value``."""

    value: float
    high: float
    worth: float  # of the last stated digit, in base units


@lru_cache(maxsize=4096)  # the same numbers come again and again
def parse_number(text: str) -> Number | None:
    """The number that ``text`` states, or None where it is none.

    >>> parse_number("2.2万")
    Number(value=22000.0, high=22000.0, worth=1000.0)
    >>> parse_number("二三十")
    Number(value=20.0, high=30.0, worth=10.0)
    >>> parse_number("一统") is None
    True
    """
    if not 0 < len(text) <= LONGEST:
        return None
    return _parse_arabic(text) if text[0].isdigit() else _parse_chinese(text)


def power(suffix: str) -> int:
    """What a run of 百 千 万 亿 multiplies by: ``万亿`` is 10**12."""
    product = 1
    for char in suffix:
        product *= POWERS[char]
    return product


def _parse_arabic(text: str) -> Number | None:
    if len(text) <= EXACT and (plain := _PIECE.fullmatch(text)):
        return _plain(*plain.groups())
    value, worth, at = Decimal(0), Decimal(1), 0
    while piece := _PIECE.match(text, at):
        digits, suffix = piece.groups()
        factor = power(suffix)
        value += Decimal(digits) * factor
        worth = last_digit_worth(digits, bool(suffix)) * factor
        at = piece.end()
    if at != len(text):
        return None
    return Number(float(value), float(value), float(worth))


def _plain(digits: str, suffix: str) -> Number:
    """``2.2万``, by way of ``2.2e4``: exact as decimals are, and a few times faster."""
    power_ = sum(map(EXPONENTS.__getitem__, suffix))
    _, point, decimals = digits.partition(".")
    zeros = 0 if suffix else len(digits) - len(digits.rstrip("0"))
    last = -len(decimals) if point else min(zeros, len(digits) - 1)
    value = float(f"{digits}e{power_}")
    return Number(value, value, float(f"1e{last + power_}"))


def last_digit_worth(digits: str, has_power: bool) -> Decimal:
    """The worth of the last stated digit: of ``2.2`` a tenth, of ``1730`` ten, of ``90`` before 万 one.

    Zeros at the end of a plain whole number are taken as rounding (7100 states hundreds).
    """
    if "." in digits:
        return Decimal(1).scaleb(-len(digits.split(".")[1]))
    zeros = 0 if has_power else len(digits) - len(digits.rstrip("0"))
    return Decimal(10) ** min(zeros, len(digits) - 1)


def _parse_chinese(text: str) -> Number | None:
    """Read numerals with powers, pairs of neighbours as a range, and a last digit without its power."""
    pair = _neighbours(text)
    if pair:
        low, high = (_read(text[: pair - 1] + text[i] + text[pair + 1 :]) for i in (pair - 1, pair))
        if low and high and low.value < high.value:
            return Number(low.value, high.value, low.worth)
        return None
    return _read(text)


def _neighbours(text: str) -> int:
    """Where the second of two digits without a power between them stands, if there is one pair (七八百)."""
    places = [
        i for i in range(1, len(text)) if text[i] in DIGITS and text[i - 1] in DIGITS and DIGITS[text[i - 1]]
    ]
    return places[0] if len(places) == 1 else 0


def _read(text: str) -> Number | None:
    """One numeral: ``section`` is what stands before the next 万 or 亿, ``total`` what is closed by one."""
    total = section = digit = 0
    worth, last, spoken = 1, 0, False
    for char in text:
        if char in DIGITS:
            if digit:
                return None
            digit, spoken = DIGITS[char], spoken or char in "零〇"
            worth = 1
            continue
        if char not in POWERS:
            return None
        factor = POWERS[char]
        if char in TENS:
            section += (digit or 1) * factor
            worth = factor
        else:
            section += digit
            total = total + max(section, 1) * factor if total > factor else (total + section or 1) * factor
            section, worth = 0, worth * factor
        digit, last, spoken = 0, factor, False
    if digit and last >= 100 and not spoken:
        worth = last // 10  # 两万五: the last digit lacks its power
    value = float(total + section + digit * worth)
    return Number(value, value, float(worth)) if value or text in "零〇" else None

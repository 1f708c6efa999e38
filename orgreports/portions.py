"""Ranks, fractions, tenths and halves, and doublings: numbers that need no measure word."""

from __future__ import annotations

import re
from functools import cache

from orgreports.hedges import hedge_apart, hedge_at, hedge_before, hedge_rules
from orgreports.numerals import NUMBER, Number, parse_number, power
from orgreports.rulebook import load_toml
from orgreports.stated import DOUBLING, Reading, spoken


@cache
def _rank_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What stands before a rank, the rank itself, and what stands behind one that was left."""
    table = load_toml("ranks")
    cues, scopes, moves = ("|".join(table[name]["words"]) for name in ("cues", "scopes", "moves"))
    cue = re.compile(rf"(?:{cues})[^,，。;；]{{0,10}}$|(?:{scopes})$")
    place = re.compile(
        rf"({NUMBER})(?:"
        r"[位名](?![书优先师录])"  # 第4位
        r"|(?=[,，。;；、)）!！]|$|的(?:好|优异|佳))"  # 第一, at the end of its clause
        rf"|(?={moves}|[和、]第)"  # 第七跃居第二
        r"|(?<=前[\d一二三五十])(?=强))"  # 前10强
    )
    return cue, place, re.compile(moves)


RANKED = frozenset("第前")  # one of these stands right before a rank


def read_rank(text: str, start: int) -> Reading | None:
    """第4位, 排名前十: a place in an order, where words of ranking stand before it."""
    if text[start - 1 : start] not in RANKED:
        return None
    cue, place, moved = _rank_patterns()
    match = place.match(text, start)
    number = match and parse_number(match.group(1))
    if not match or not number or number.value > 999:
        return None
    if not cue.search(text[max(0, start - 20) : start - 1]) and not moved.match(text, match.end()):
        return None
    return Reading(start - 1, match.end(), number, None, "名次", "rank")


MARKS = frozenset("分/成半番")  # one of these is in every portion
PORTION = re.compile(
    rf"(?P<whole>百|千|万)分之(?P<part>{NUMBER})(?:点(?P<point>[零一二三四五六七八九]+))?"
    rf"|(?P<below>{NUMBER})分之(?P<above>{NUMBER})"
    r"|(?P<numerator>\d{1,3})/(?P<denominator>\d{1,3})(?![/\d年月])"
    r"|(?P<tenths>[一二两三四五六七八九]|(?<![\d.])\d)成(?P<hundredths>[一二三四五六七八九半])?(?![立功员为本果就长效品熟绩都型势团链网体])"
    r"|(?P<half>一半(?!是)|半数|(?<=[过近逾超])半(?=[数,，。;；、的以党村群干是还没来自为具均都在被受已])|(?<=[过近逾超])半$)"
    rf"|(?P<doubled>{NUMBER})番"
)


def read_portion(text: str, start: int) -> Reading | None:
    """Fractions, tenths and halves in percent; 翻两番 as growth in percent."""
    if MARKS.isdisjoint(text[start : start + 8]):
        return None
    match = PORTION.match(text, start)
    value = portion(match) if match else None
    if not match or value is None:
        return None
    begin, hedge = hedge_before(text, start)
    if match["half"] == "半" and begin == start:  # the pattern has seen a hedge: 还有过半没有支部
        begin, hedge = start - 1, hedge_rules("before").meaning[text[start - 1]]
    end, after = hedge_at(text, match.end(), "after")
    number = Number(value, value, 10.0 if match["tenths"] and not match["hundredths"] else 1.0)
    hedge = after or hedge or hedge_apart(text, begin)
    return Reading(begin, end, number, hedge, "%", DOUBLING if match["doubled"] else "share")


def portion(match: re.Match[str]) -> float | None:
    """The value of a ``PORTION`` in percent, None where it has none."""
    if match["tenths"]:
        tenths, rest = parse_number(match["tenths"]), match["hundredths"]
        more = 5.0 if rest == "半" else parse_number(rest).value if rest else 0.0  # type: ignore[union-attr]
        return tenths.value * 10 + more if tenths else None
    if match["half"]:
        return 50.0
    if match["doubled"]:
        number = parse_number(match["doubled"])
        return (2**number.value - 1) * 100 if number and number.value < 20 else None
    if match["whole"]:
        part = spoken(match["part"], match["point"])
        return part * 100 / power(match["whole"]) if part is not None else None
    low, high = match["below"] or match["denominator"], match["above"] or match["numerator"]
    below, above = parse_number(low), parse_number(high)
    return round(above.value / below.value * 100, 2) if below and above and below.value else None

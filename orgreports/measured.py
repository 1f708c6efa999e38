"""Numbers with a measure word, before a bare noun, or in a list that shares a unit."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from orgreports.hedges import Hedge, hedge_apart, hedge_at, hedge_before, hedge_rules
from orgreports.numerals import CHINESE, Number
from orgreports.rulebook import Unit, become, load_toml, units
from orgreports.stated import CONNECTOR, Reading, Stated, read_range, read_stated

CLAUSE = re.compile(r"[,，。;；:：!！?？、\n]")
TOUCHING_MEAN = re.compile(r"平均(?:每[^\s,，。;；\d]{1,2})?$")
MEAN_REACH = 5  # characters in which TOUCHING_MEAN is found
FROM = re.compile(r"[从由自][^,，。;；]{0,12}$")
FROM_REACH = 16  # characters in which FROM is found
NEAR, EARLIER = 10, 30  # characters before a bare number in which words say what it counts
YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d")  # 2025江苏人才大会
LISTED = re.compile(r"[、和及与](?:\d|[一二三四五六七八九十]{2})")
BECOME = re.compile(rf"{become()}\d")
COMPOUND = re.compile(rf"[{CHINESE}][余多几]?[{CHINESE}]")


@cache
def _units_by_start() -> dict[str, tuple[Unit, ...]]:
    """The measure words of one character by it, the others by their first two, the longest first."""
    table: dict[str, list[Unit]] = {}
    for row in units():
        table.setdefault(row.form[:2], []).append(row)
    return {start: tuple(rows) for start, rows in table.items()}


def unit_at(text: str, start: int) -> Unit | None:
    """The measure word, or the counted noun itself, that begins at ``start``."""
    table = _units_by_start()
    for key in (text[start : start + 2], text[start : start + 1]):
        for row in table.get(key, ()):
            if text.startswith(row.form, start):
                end = start + len(row.form)
                following = text[end : end + 1]
                if not (following and following in row.unless):
                    return row
    return None


@cache
def _plain_units() -> tuple[re.Pattern[str], dict[str, Unit]]:
    """A pattern of the measure words that nothing loosens before or behind them, and the words by form."""
    # The longest that fits is it, whatever stands behind it: (?>
    forms = (
        f"{re.escape(row.form)}(?![{row.unless}])" if row.unless else re.escape(row.form) for row in units()
    )
    inside, after = (hedge_rules(where).pattern.pattern for where in ("inside", "after"))
    follows = f"{CONNECTOR.pattern}|半|{after}"
    pattern = f"(?!{CONNECTOR.pattern}|{inside})(?>{'|'.join(forms)})(?!{follows})"
    return re.compile(pattern), {row.form: row for row in units()}


def read_measured(text: str, start: int, floor: int) -> Reading | None:
    """A number with its hedges and its unit; None where it measures nothing."""
    stated = read_stated(text, start)
    if not stated:
        return None
    begin, before = hedge_before(text, start)
    mean = TOUCHING_MEAN.search(text, max(floor, begin - MEAN_REACH), begin)
    begin = max(mean.start() if mean else begin, floor)
    if spoken := read_halved(text, begin, stated, before) or read_hundred_millions(
        text, begin, stated, before
    ):
        return spoken
    pattern, plain_units = _plain_units()
    end, inside = stated.end, None
    if plain := pattern.match(text, end):
        unit: Unit | None = plain_units[plain[0]]
    else:
        stated = read_range(text, stated)
        end, inside = hedge_at(text, stated.end, "inside")
        unit = unit_at(text, end)
    small = not text[start].isdigit()
    if small and unit and not counts(text, start, stated, unit, bool(before or inside)):
        return None
    hedge = inside or stated.hedge or before
    if unit is None or unit.bare:
        return read_bare(text, begin, end, Stated(stated.number, hedge, stated.end), unit)
    if plain:
        end, number = plain.end(), stated.number
    else:
        end, number, after = read_behind(text, end + len(unit.form), stated, unit)
        hedge = after or hedge
    return Reading(begin, end, number, hedge or hedge_apart(text, begin), unit.unit, unit.family)


def read_halved(text: str, begin: int, stated: Stated, hedge: Hedge | None) -> Reading | None:
    """一个半小时: a number of hours or months and half a one more."""
    pattern, units_of = _half_more()
    match = pattern.match(text, stated.end)
    if not match:
        return None
    number = stated.number
    end, after = hedge_at(text, match.end(), "after")
    more = Number(number.value + 0.5, number.high + 0.5, 0.5)
    return Reading(begin, end, more, after or hedge, units_of[match.group()], "time")


def read_hundred_millions(text: str, begin: int, stated: Stated, hedge: Hedge | None) -> Reading | None:
    """两个亿: hundreds of millions of yuan, as they are spoken of."""
    match = _hundred_millions().match(text, stated.end)
    if not match:
        return None
    end, after = hedge_at(text, match.end(), "after")
    value, high, worth = (part * 1e8 for part in stated.number)
    return Reading(begin, end, Number(value, high, worth), after or hedge, "元", "money")


@cache
def _hundred_millions() -> re.Pattern[str]:
    """What hundreds of millions of yuan are said with."""
    row = load_toml("small_numbers")["hundred_millions"]
    return re.compile(f"(?:{'|'.join(row['words'])})(?![{row['not_before']}])")


@cache
def _half_more() -> tuple[re.Pattern[str], dict[str, str]]:
    """What half a unit more is said with: a pattern, and the units."""
    words = load_toml("small_numbers")["half_more"]["words"]
    return re.compile("|".join(words)), words


def read_behind(text: str, end: int, stated: Stated, unit: Unit) -> tuple[int, Number, Hedge | None]:
    """The number of a figure with what stands behind its unit, which ends at ``end``."""
    if unit.family == "time":
        end, stated = half_more(text, end, stated, unit)
    end, second = read_second(text, end, stated, unit)
    end, after = hedge_at(text, end, "after")
    return end, stated.number._replace(high=second) if second else stated.number, after


def half_more(text: str, end: int, stated: Stated, unit: Unit) -> tuple[int, Stated]:
    """两年半: half a unit of time more."""
    if text.startswith("半", end) and unit.unit in ("年", "天"):
        number = stated.number
        return end + 1, stated._replace(number=Number(number.value + 0.5, number.high + 0.5, 0.5))
    return end, stated


def read_second(text: str, end: int, first: Stated, unit: Unit) -> tuple[int, float]:
    """The upper end of a range whose both ends have the unit (5%至10%), and where it ends; 0 without one."""
    connector = CONNECTOR.match(text, end)
    if not connector:
        return end, 0.0
    second = read_stated(text, connector.end())
    if (
        not second
        or not text.startswith(unit.form, second.end)
        or FROM.search(text[max(0, end - FROM_REACH) : end])
    ):
        return end, 0.0
    if second.number.high <= first.number.value:
        return end, 0.0
    return second.end + len(unit.form), second.number.high


def counts(text: str, start: int, stated: Stated, unit: Unit, hedged: bool) -> bool:
    """Whether a Chinese number before this unit counts real things: small ones often do not."""
    numeral = text[start : stated.end]
    if len(numeral) > 1 and numeral not in ("千万", "百万", "十万", "万亿", "千亿", "百亿"):
        return True
    behind = stated.end + len(unit.form)
    hedged = hedged or (numeral in "百千万" and hedge_at(text, behind, "after")[1] is not None)
    if unit.family == "time" and (hedged or text.endswith(_lasting(), 0, start)):
        return True
    if numeral == "一":
        half = unit.form in ("年", "天") and text.startswith("半", behind)
        return half or unit.family == "ratio" or text.startswith("以上", behind)
    if numeral in "零〇亿" or (numeral in "百千万" and not hedged) or unit.small == "no" or unit.bare:
        return (hedged and numeral not in "零〇") or unit.family in ("money", "ratio")
    return hedged or unit.small == "yes" or concrete_noun(text, behind)


def concrete_noun(text: str, start: int) -> bool:
    """Whether a thing or person that can be counted follows soon (两个村, not 两个维护)."""
    stretch = CLAUSE.split(text[start : start + 10], maxsplit=1)[0]
    return any(stretch.find(noun) >= 0 for noun in _concrete_nouns())


@cache
def _lasting() -> tuple[str, ...]:
    """What stands before a time that is measured, however short."""
    return tuple(load_toml("small_numbers")["lasting"]["words"])


@cache
def _concrete_nouns() -> tuple[str, ...]:
    places = load_toml("small_numbers")["places"]["words"]
    return tuple(row.form for row in units() if row.bare) + tuple(places)


def read_bare(text: str, begin: int, end: int, stated: Stated, unit: Unit | None) -> Reading | None:
    """A number with no measure word: before the noun itself, in a list with a shared unit, or large."""
    numeral = text[begin:end]
    if unit is None:
        end, after = hedge_at(text, end, "after")
        stated = stated._replace(hedge=after or stated.hedge)
    hedge = stated.hedge or hedge_apart(text, begin)
    if listed_before(text, end) or become_of(text, numeral, end):
        return Reading(begin, end, stated.number, hedge, "", "", listed=True)
    passed = numeral.startswith("过")  # 翻过2024
    if YEAR.fullmatch(numeral.removeprefix("过")) and (hedge is None or passed):
        return None
    digits, compound = bool(re.search(r"\d", numeral)), bool(COMPOUND.search(numeral))
    strong = (digits or compound) and (
        stated.hedge is not None or bool(re.search(r"\d[\d.]*[百千万亿]", numeral))
    )
    if unit and (strong or digits or compound):
        unit = _last_noun(text, end, unit)
        return Reading(begin, end, stated.number, hedge, unit.unit, unit.family)
    follows = unit_noun(text, end)
    if follows and (strong or re.fullmatch(r"\d{2,5}", numeral)):
        return Reading(begin, end, stated.number, hedge, follows.unit, follows.family)
    if text.startswith("——", end):  # 81.2万——全市人才总量
        counted = counted_by(CLAUSE.split(text[end + 2 : end + 12])[0])
    else:
        counted = counted_by(*CLAUSE.split(text[max(0, begin - EARLIER) : begin]))
    if strong or (compound and counted[1] == "money"):
        return Reading(begin, end, stated.number, hedge, *counted)
    return None


class BareRow(NamedTuple):
    """What says that a number without a measure word counts this unit (a row of bare_numbers.toml)."""

    unit: str
    family: str
    before: re.Pattern[str]
    earlier: tuple[str, ...]
    empty: re.Pattern[str]


@cache
def _bare_rows() -> tuple[BareRow, ...]:
    return tuple(
        BareRow(
            row["unit"],
            row["family"],
            re.compile("|".join(row["before"])),
            tuple(row.get("earlier", ())),
            re.compile(f"(?:{'|'.join(sorted(row.get('empty', ()), key=len, reverse=True))})*+"),
        )
        for row in load_toml("bare_numbers").values()
    )


def counted_by(*clauses: str) -> tuple[str, str]:
    """Unit and family of a number without a measure word, by the words that name what it counts.

    The last clause is the one at the number; where it names nothing, those before it may.
    """
    *others, own = clauses
    for row in _bare_rows():
        if any(word in clause for clause in others for word in row.earlier) and row.empty.fullmatch(own):
            return row.unit, row.family
    return next((row.unit, row.family) for row in _bare_rows() if row.before.search(own[-NEAR:]))


def listed_before(text: str, end: int) -> bool:
    """Whether a list goes on behind ``end`` with another number, whose unit may hold for this one too."""
    return LISTED.match(text, end) is not None


def become_of(text: str, numeral: str, end: int) -> bool:
    """Whether a bare number has become another behind ``end``, whose unit holds for both: 由6增至14个."""
    plain = numeral.isdecimal() and len(numeral) < 5 and not YEAR.fullmatch(numeral)
    return plain and BECOME.match(text, end) is not None


def _last_noun(text: str, start: int, noun: Unit) -> Unit:
    """The noun that is counted where another stands right behind the one at ``start``: 高校|毕业生."""
    further = unit_at(text, start + len(noun.form))
    return further if further and further.bare else noun


@cache
def _no_noun_behind() -> re.Pattern[str]:
    return re.compile(load_toml("small_numbers")["no_noun_behind"]["pattern"])


def unit_noun(text: str, start: int) -> Unit | None:
    """The counted noun that stands a few characters behind the number (320高技能人才)."""
    stretch = CLAUSE.split(text[start : start + 9], maxsplit=1)[0]
    if _no_noun_behind().match(stretch):
        return None
    for offset in range(len(stretch)):
        row = unit_at(stretch, offset)
        if row and row.bare:
            return _last_noun(stretch, offset, row)
    return None

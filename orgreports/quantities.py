"""The numbers of a sentence that measure something, and those that do not, each with its reason."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from orgreports.exclusions import Shield, find_name, find_shields
from orgreports.hedges import Hedge, hedge_apart, hedge_at, hedge_before, interval
from orgreports.kinds import direction_of, kind_of
from orgreports.models import Exclusion, Quantity
from orgreports.numerals import CHINESE, NUMBER, Number, last_digit_worth, parse_number, power
from orgreports.rulebook import Unit, load_toml, units

NUMERAL = re.compile(rf"[\d{CHINESE}半]")
RUN = re.compile(rf"\d[\d.]*[百千万亿]*|[{CHINESE}半]+")
MEASURED = re.compile(rf"(?P<num>{NUMBER})(?:(?P<inner>[余多几来])(?P<power>[百千]?[万亿]{{1,2}}|[百千]))?")
CONNECTOR = re.compile(r"(?:至|到|[—–~～－-]{1,2})(?=[\d一二两三四五六七八九十百千数近约])")
CLAUSE = re.compile(r"[,，。;；:：!！?？、\n]")
JOIN = re.compile(r"(?:[、,，]|和|及|与|以及|、?分别|或)+$")
CLOSE_JOIN = re.compile(r"(?:、|和|及|与|以及)+$")
TOUCHING_MEAN = re.compile(r"平均(?:每[^\s,，。;；\d]{1,3})?$")
SPOKEN_POINT = re.compile(r"[一二三四五六七八九十百]+点[零一二三四五六七八九]+(?=[万亿倍成个%])")
COMPOUND = re.compile(rf"[{CHINESE}][余多几]?[{CHINESE}]")


class Found(NamedTuple):
    """What one sentence holds: quantities and exclusions, both in text order."""

    quantities: tuple[Quantity, ...]
    exclusions: tuple[Exclusion, ...]


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


def find_quantities(text: str) -> Found:
    """Every numeral of a sentence, as a quantity or as an exclusion.

    >>> find_quantities("全年培训干部2.2万余人次")[0][0].text
    '2.2万余人次'
    >>> find_quantities("坚持三会一课")[1][0].reason
    'slogan'
    """
    if not NUMERAL.search(text):
        return Found((), ())
    shields = find_shields(text)
    readings: list[Reading] = []
    exclusions: list[Exclusion] = []
    at = 0
    while match := NUMERAL.search(text, at):
        start = match.start()
        item = shielded(text, start, shields) or read_at(text, start, at)
        if isinstance(item, Reading):
            readings.append(item)
            at = item.end
        else:
            at = item.end
            if item.reason != "word":
                exclusions.append(item)
    return settle(text, readings, exclusions)


def shielded(text: str, start: int, shields: list[Shield]) -> Exclusion | None:
    """The exclusion of a numeral that stands inside a name in marks."""
    for shield in shields:
        if shield.start <= start < shield.end:
            run = RUN.match(text, start)
            end = min(run.end() if run else start + 1, shield.end)
            return Exclusion(start, end, text[start:end], shield.reason, shield.rule)
    return None


def read_at(text: str, start: int, floor: int) -> Reading | Exclusion:
    """The numeral that begins at ``start``; nothing before ``floor`` may be taken into its quote."""
    return (
        read_rank(text, start)
        or read_portion(text, start)
        or find_name(text, start)
        or read_measured(text, start, floor)
        or leave(text, start)
    )


# ---- ranks, fractions, tenths


@cache
def _rank_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = load_toml("ranks")
    cues, scopes = "|".join(table["cues"]["words"]), "|".join(table["scopes"]["words"])
    cue = re.compile(rf"(?:{cues})[^,，。;；]{{0,10}}$|(?:{scopes})$")
    place = re.compile(rf"({NUMBER})(?:(?:[位名](?![书优先师录]))|(?=[,，。;；、)）!！]|$|方阵|的(?:好|优异|佳))|(?<=前[\d一二三五十])(?=[强]))")
    return cue, place


def read_rank(text: str, start: int) -> Reading | None:
    """第4位, 排名前十: a place in an order, where words of ranking stand before it."""
    before = text[max(0, start - 1) : start]
    if before not in ("第", "前"):
        return None
    cue, place = _rank_patterns()
    match = place.match(text, start)
    number = match and parse_number(match.group(1))
    if not match or not number or number.value > 999 or not cue.search(text[max(0, start - 20) : start - 1]):
        return None
    return Reading(start - 1, match.end(), number, None, "名次", "rank")


PORTION = re.compile(
    rf"(?P<whole>百|千|万)分之(?P<part>{NUMBER})(?:点(?P<point>[零一二三四五六七八九]+))?"
    rf"|(?P<below>{NUMBER})分之(?P<above>{NUMBER})"
    r"|(?P<numerator>\d{1,3})/(?P<denominator>\d{1,3})(?![/\d年月])"
    r"|(?P<tenths>[一二两三四五六七八九]|(?<![\d.])\d)成(?P<hundredths>[一二三四五六七八九半])?(?![立功员为本果就长效品熟绩都型势团链网体])"
    r"|(?P<half>一半(?!是)|半数|(?<=[过近逾超])半(?=[数,，。;；、的以党村群干是])|(?<=[过近逾超])半$)"
    rf"|(?P<doubled>{NUMBER})番"
)


def read_portion(text: str, start: int) -> Reading | None:
    """Fractions, tenths and halves in percent; 翻两番 as growth in percent."""
    match = PORTION.match(text, start)
    value = portion(match) if match else None
    if not match or value is None:
        return None
    begin, hedge = hedge_before(text, start)
    end, after = hedge_at(text, match.end(), "after")
    number = Number(value, value, 10.0 if match["tenths"] and not match["hundredths"] else 1.0)
    return Reading(begin, end, number, after or hedge, "%", "doubling" if match["doubled"] else "share")


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


def spoken(whole: str, point: str | None) -> float | None:
    """三, 点, 五 as 3.5."""
    number = parse_number(whole)
    if number is None or not point:
        return number.value if number else None
    digits = "".join(str("零一二三四五六七八九".index(char)) for char in point)
    return float(f"{number.value:.0f}.{digits}")


# ---- numbers with a unit


def read_stated(text: str, start: int) -> Stated | None:
    """The number at ``start`` with what stands inside it: 30余万, 三千, 三点五."""
    if point := SPOKEN_POINT.match(text, start):
        whole, _, rest = point.group().partition("点")
        value = spoken(whole, rest)
        suffix = re.compile("[万亿]*").match(text, point.end())
        factor = power(suffix.group()) if suffix else 1
        value = (value or 0.0) * factor
        return Stated(Number(value, value, 0.1 * factor), None, suffix.end() if suffix else point.end())
    match = MEASURED.match(text, start)
    number = parse_number(match["num"]) if match else None
    if not match or number is None:
        return None
    if not match["inner"]:
        return Stated(number, None, match.end())
    factor = power(match["power"])
    worth = float(last_digit_worth(match["num"], False)) if match["num"].isdigit() else number.worth
    hedge = hedge_at(text, match.end("num"), "inside")[1]
    return Stated(Number(number.value * factor, number.high * factor, worth * factor), hedge, match.end())


def read_range(text: str, first: Stated) -> Stated:
    """``first``, widened to a range where a connector and a second number follow (5至10, 1.2-1.5万)."""
    connector = CONNECTOR.match(text, first.end)
    second = read_stated(text, connector.end()) if connector else None
    if not second:
        return first
    low, high = first.number.value, second.number.high
    scale = re.search(r"[百千万亿]+$", text[: second.end])
    if low >= 1 and scale and high / max(low, 1e-9) >= power(scale.group()) and not re.search("[百千万亿]", text[first.end - 1]):
        low *= power(scale.group())
    if not low < high:
        return first
    return Stated(Number(low, high, first.number.worth), second.hedge, second.end)


@cache
def _units_by_first() -> dict[str, tuple[Unit, ...]]:
    table: dict[str, list[Unit]] = {}
    for row in units():
        table.setdefault(row.form[0], []).append(row)
    return {first: tuple(rows) for first, rows in table.items()}


def unit_at(text: str, start: int) -> Unit | None:
    """The measure word, or the counted noun itself, that begins at ``start``."""
    for row in _units_by_first().get(text[start : start + 1], ()):
        if text.startswith(row.form, start):
            following = text[start + len(row.form) : start + len(row.form) + 1]
            if not (following and following in row.unless):
                return row
    return None


def read_measured(text: str, start: int, floor: int) -> Reading | None:
    """A number with its hedges and its unit; None where it measures nothing."""
    stated = read_stated(text, start)
    if not stated:
        return None
    stated = read_range(text, stated)
    begin, before = hedge_before(text, start)
    mean = TOUCHING_MEAN.search(text, floor, begin)
    begin = max(mean.start() if mean else begin, floor)
    end, inside = hedge_at(text, stated.end, "inside")
    unit = unit_at(text, end)
    if unit and not counts(text, start, stated, unit, bool(before or inside)):
        return None
    hedge = inside or stated.hedge or before
    if unit is None or unit.bare:
        return read_bare(text, begin, end, Stated(stated.number, hedge, stated.end), unit)
    end, stated = half_more(text, end + len(unit.form), stated, unit)
    end, second = read_second(text, end, stated, unit)
    end, after = hedge_at(text, end, "after")
    hedge = after or hedge or hedge_apart(text, begin)
    number = stated.number._replace(high=second) if second else stated.number
    return Reading(begin, end, number, hedge, unit.unit, unit.family)


def half_more(text: str, end: int, stated: Stated, unit: Unit) -> tuple[int, Stated]:
    """两年半: half a unit more."""
    if unit.family == "time" and text.startswith("半", end) and unit.unit in ("年", "天"):
        number = stated.number
        return end + 1, stated._replace(number=Number(number.value + 0.5, number.high + 0.5, 0.5))
    return end, stated


def read_second(text: str, end: int, first: Stated, unit: Unit) -> tuple[int, float]:
    """The upper end of a range whose both ends have the unit (5%至10%), and where it ends; 0 without one."""
    connector = CONNECTOR.match(text, end)
    second = read_stated(text, connector.end()) if connector else None
    if not second or not text.startswith(unit.form, second.end) or re.search(r"[从由自][^,，。;；]{0,12}$", text[:end]):
        return end, 0.0
    if second.number.high <= first.number.value:
        return end, 0.0
    return second.end + len(unit.form), second.number.high


def counts(text: str, start: int, stated: Stated, unit: Unit, hedged: bool) -> bool:
    """Whether a number before this unit counts real things: small Chinese numerals often do not."""
    numeral = text[start : stated.end]
    if numeral[0].isdigit():
        return True
    if len(numeral) > 1 and numeral not in ("千万", "百万", "十万", "万亿", "千亿", "百亿"):
        return True
    behind = stated.end + len(unit.form)
    if numeral == "一":
        return unit.form in ("年", "天") and text.startswith("半", behind)
    if numeral in "零〇亿" or numeral in "百千万" and not hedged or unit.small == "no" or unit.bare:
        return hedged and numeral not in "零〇" or unit.family in ("money", "ratio")
    return hedged or unit.small == "yes" or concrete_noun(text, behind)


def concrete_noun(text: str, start: int) -> bool:
    """Whether a thing or person that can be counted follows soon (两个村, not 两个维护)."""
    stretch = CLAUSE.split(text[start : start + 10], maxsplit=1)[0]
    return any(stretch.find(noun) >= 0 for noun in _concrete_nouns())


@cache
def _concrete_nouns() -> tuple[str, ...]:
    areas = ("村", "乡", "镇", "县", "区", "校", "厂", "车间", "班子", "码头", "大棚", "公里", "广场")
    return tuple(row.form for row in units() if row.bare) + areas


def read_bare(text: str, begin: int, end: int, stated: Stated, unit: Unit | None) -> Reading | None:
    """A number with no measure word: before the noun itself, in a list whose last member has the unit, or large."""
    numeral = text[begin:end]
    if unit is None:
        end, after = hedge_at(text, end, "after")
        stated = stated._replace(hedge=after or stated.hedge)
    hedge = stated.hedge or hedge_apart(text, begin)
    if listed_before(text, end):
        return Reading(begin, end, stated.number, hedge, "", "", listed=True)
    digits, compound = bool(re.search(r"\d", numeral)), bool(COMPOUND.search(numeral))
    strong = (digits or compound) and (stated.hedge is not None or bool(re.search(r"\d[\d.]*[百千万亿]", numeral)))
    if unit and (strong or digits or compound):
        return Reading(begin, end, stated.number, hedge, unit.unit, unit.family)
    follows = unit_noun(text, end)
    if follows and (strong or re.fullmatch(r"\d{2,5}", numeral)):
        return Reading(begin, end, stated.number, hedge, follows.unit, follows.family)
    counted = counted_before(text[max(0, begin - 10) : begin])
    if strong or compound and counted[1] == "money":
        return Reading(begin, end, stated.number, hedge, *counted)
    return None


@cache
def _bare_rows() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    rows = load_toml("bare_numbers").values()
    return tuple((re.compile("|".join(row["before"])), row["unit"], row["family"]) for row in rows)


def counted_before(before: str) -> tuple[str, str]:
    """Unit and family of a number without a measure word, by the words before it."""
    clause = CLAUSE.split(before)[-1]
    return next((unit, family) for pattern, unit, family in _bare_rows() if pattern.search(clause))


def listed_before(text: str, end: int) -> bool:
    """Whether a list goes on behind ``end`` with another number, whose unit may hold for this one too."""
    match = re.compile(r"[、和及与](?:\d|[一二三四五六七八九十]{2})").match(text, end)
    return match is not None


def unit_noun(text: str, start: int) -> Unit | None:
    """The counted noun that stands a few characters behind the number (320高技能人才)."""
    stretch = CLAUSE.split(text[start : start + 9], maxsplit=1)[0]
    if re.match(r"[“”‘’A-Za-z+\-—:./了是在】〕)）]", stretch):
        return None
    for offset in range(len(stretch)):
        row = unit_at(stretch, offset)
        if row and row.bare:
            return row
    return None


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
        return Exclusion(start, end + len(unit.form), text[start : end + len(unit.form)], reason, "leave.small")
    return Exclusion(start, end, numeral, "word" if len(numeral) == 1 else "name", "leave.word")


# ---- from readings to quantities


def settle(text: str, readings: list[Reading], exclusions: list[Exclusion]) -> Found:
    """Give lists their shared units and hedges, and every reading its interval and kind."""
    shared = share_units(text, readings)
    quantities: list[Quantity] = []
    for reading in shared:
        if not reading.unit:
            excluded = Exclusion(reading.start, reading.end, text[reading.start : reading.end], "no_measure", "leave.listed")
            exclusions.append(excluded)
            continue
        quantities.append(quantity(text, reading, quantities[-1] if quantities else None))
    return Found(tuple(quantities), tuple(sorted(exclusions, key=lambda item: item.start)))


def share_units(text: str, readings: list[Reading]) -> list[Reading]:
    """A list's shared unit holds for each member; so does a hedge after 分别 or 均."""
    shared: list[Reading] = []
    for reading in reversed(readings):
        following = shared[-1] if shared else None
        if reading.listed and following and following.start - reading.end <= 4:
            reading = reading._replace(unit=following.unit, family=following.family)
        shared.append(reading)
    shared.reverse()
    for i in range(1, len(shared)):
        previous, current = shared[i - 1], shared[i]
        joined = JOIN.fullmatch(text[previous.end : current.start]) and previous.unit == current.unit
        spread = re.search(r"(?:分别|均|都|各)[^,，。;；、]{0,3}$", text[: previous.start]) or i > 1 and shared[i - 2].hedge
        if joined and previous.hedge and not current.hedge and spread and text[previous.start : previous.start + 1] in "超逾近约不突":
            shared[i] = current._replace(hedge=previous.hedge)
    return shared


def quantity(text: str, reading: Reading, previous: Quantity | None) -> Quantity:
    """A reading with its interval, and its kind by the clause around it."""
    number, hedge = reading.number, reading.hedge
    ranged = number.high > number.value
    lower, upper = interval(number.value, number.worth, hedge.interval if hedge else "")
    if ranged:
        lower, upper = number.value, number.high
    quote = text[reading.start : reading.end]
    before = CLAUSE.split(text[max(0, reading.start - 40) : reading.start])[-1]
    kind = "change" if reading.family == "doubling" else kind_of(
        reading.family, reading.unit, quote, before, text[reading.end : reading.end + 6]
    )
    direction = ("up" if reading.family == "doubling" else direction_of(before)) if kind == "change" else ""
    if previous and previous.unit == reading.unit and CLOSE_JOIN.fullmatch(text[previous.end : reading.start]):
        kind, direction = previous.kind, previous.direction
    bound = "range" if ranged else hedge.bound if hedge else "exact"
    family = "share" if reading.family == "doubling" else reading.family
    result = Quantity(reading.start, reading.end, quote, number.value, lower, upper, bound, reading.unit, family, kind)
    return replace(result, direction=direction)

"""Repairs inside lines: variants by context, stray spaces, masks, look-alikes, digits, lost characters."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from orgreports.models import Edit, RepairedText, Step, make_edit
from orgreports.rulebook import load_toml
from orgreports.signs import Triggers, triggers_of

_BLANK = "[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_SPACE = re.compile(f"{_BLANK}{_BLANK}*")  # sought faster than with +
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_PROSE = re.compile("[。;,]")
_SENTENCES = re.compile(r"[。;]|,(?!\d{3})")  # more than a row of cells
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
_DATE_BEFORE = re.compile(r"[:/-]\d+$")
_DIGITS_ON = re.compile(r"\d{1,20}")
_LONGEST_NUMBER = 20  # digits
_LIST_NUMBER = re.compile(r"\d{1,2}[.、]")
_NUMBER = re.compile(r"[\dOoIl|][\dOoIl|]*(?:[.,][\dOoIl|]+)*")
_BAR = "|"  # between the cells of a table, if it is no misread 1
_LETTERS = re.compile("[OoIl|]+")
_DIGITS = str.maketrans("OoIl|", "00111")
_GROUP_OF_THREE = re.compile(r",\d{3}")
_SEPARATED = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+")
_NO_SEPARATED_AFTER = re.compile(r"[\d.第]$|\d,$|(?<!\d\d)\d、$")  # not 附件2、3、5,100人
_NO_SEPARATED_BEFORE = re.compile(r"\d|,\d")
_NEIGHBOURHOOD = 60  # characters on each side in which traditional characters must stand


class Row(NamedTuple):
    """A row of ``repairs.toml`` that finds a pattern anywhere and writes something else."""

    id: str
    triggers: Triggers  # one of them must occur for the pattern to be tried
    pattern: re.Pattern[str]
    after: str
    among_traditional: bool  # only beside traditional characters


@cache
def rows(table: str) -> tuple[Row, ...]:
    """The rows of a table (variant, mask, word, damage) in order."""
    return tuple(
        Row(
            row["id"],
            triggers_of(row["trigger"]),
            re.compile(row["pattern"]),
            row.get("after", ""),
            row.get("among_traditional", False),
        )
        for row in load_toml("repairs")[table]
    )


def _replace(text: str, table: str, traditional: Step | None = None) -> Iterator[Edit]:
    for row in rows(table):
        if not row.triggers.occur(text):
            continue
        for match in row.pattern.finditer(text):
            if not row.among_traditional or _is_among(traditional, match.start()):
                yield Edit(row.id, match.start(), match.group(), row.after)


def _is_among(traditional: Step | None, place: int) -> bool:
    """Whether two characters near the place were traditional."""
    if traditional is None:
        return False
    first = bisect_left(traditional.places, place - _NEIGHBOURHOOD)
    last = bisect_left(traditional.places, place + _NEIGHBOURHOOD)
    return sum(len(edit.before) for edit in traditional.edits[first : min(last, first + 2)]) >= 2


def find_variants(repaired: RepairedText) -> Iterator[Edit]:
    """Traditional characters whose simplified form depends on the word: 著 in 沿著 and 著名."""
    steps = repaired.steps
    fresh = steps and steps[-1].edits[0].rule == "traditional.character"
    yield from _replace(repaired.text, "variant", steps[-1] if fresh else None)


def find_masks(repaired: RepairedText) -> Iterator[Edit]:
    """Words that a site has masked (X, ZZ, 某, *, ●), where the context leaves one reading."""
    yield from _replace(repaired.text, "mask")


def find_words(repaired: RepairedText) -> Iterator[Edit]:
    """Look-alikes of character recognition (己 for 已, 入 for 人), where the context leaves no doubt."""
    yield from _replace(repaired.text, "word")


def find_damage(repaired: RepairedText) -> Iterator[Edit]:
    """Lost characters and masked figures: marked by edits that change nothing."""
    for row in rows("damage"):
        if row.triggers.occur(repaired.text):
            for match in row.pattern.finditer(repaired.text):
                yield Edit(row.id, match.start(), match.group(), match.group())


def find_spaces(repaired: RepairedText) -> Iterator[Edit]:
    """Spaces out; one space stays between the halves of a heading and between Latin words."""
    text = repaired.text
    if sum(map(len, text.split())) + text.count("\n") == len(text):
        return  # no white space but line ends; far quicker than a search for it
    start = 0
    for line in text.split("\n"):
        if line.split() != [line]:
            heading = len(line) <= 60 and not _PROSE.search(line)
            row = len(line) <= 60 and not _SENTENCES.search(line)
            for match in _SPACE.finditer(line):
                first, end = match.span()
                after = " " if _keeps_space(line, first, end, heading=heading, row=row) else ""
                if match[0] != after:
                    yield make_edit(("spaces", start + first, match[0], after))
        start += len(line) + 1


def _keeps_space(line: str, start: int, end: int, *, heading: bool, row: bool) -> bool:
    left, right = line[start - 1 : start], line[end : end + 1]
    if not left or not right:
        return False
    digits = left.isdecimal() and right.isdecimal()
    if _BAR in (left, right) or (digits and _is_border(line[start:end], in_row=row)):
        return True
    if heading and _HAN.match(left) and _HAN.match(right):
        return _is_word(line[max(0, start - 2) : start]) and _is_word(line[end : end + 2])
    if digits:
        return not _goes_on(line, start, end)
    if right.isdecimal() and left == ".":
        return _LIST_NUMBER.fullmatch(line[:start]) is not None
    latin = left.isascii() and right.isascii()
    return (
        latin
        and (left.isalnum() or left in ",.;:!?)")
        and right.isalnum()
        and (left + right).upper() != (left + right).lower()
    )


def _is_border(space: str, *, in_row: bool) -> bool:
    """Whether white space stands between two cells of a table: a tab, or a wide gap in a short line."""
    return "\t" in space or (in_row and (len(space) > 1 or space == "\u3000"))


def _is_word(characters: str) -> bool:
    return len(characters) == 2 and all(_HAN.match(c) for c in characters)


def _goes_on(line: str, start: int, end: int) -> bool:
    """Whether the digits on both sides of a space are one number: no date, time, or number before a year."""
    behind = _DIGITS_ON.match(line, end)
    follows = line[behind.end() : behind.end() + 1] if behind else ""
    if not follows or follows in ":/-" or _DATE_BEFORE.search(line, max(0, start - _LONGEST_NUMBER), start):
        return False
    return not (follows == "年" and _YEAR.match(line, end))


def find_digits(repaired: RepairedText) -> Iterator[Edit]:
    """Letters that stand for digits inside a number: 2O24, 1l5, O.5; not in names such as O2O."""
    text = repaired.text
    if not any(letter in text for letter in "OoIl|"):
        return
    for match in _NUMBER.finditer(text):
        number = match.group()
        if number.isdecimal() or not _LETTERS.search(number) or not any(c.isdecimal() for c in number):
            continue
        if _BAR in number and _is_row(text, match.start()):
            continue
        if _reads_as_number(
            number, text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        ):
            for letters in _LETTERS.finditer(number):
                before = letters.group()
                yield Edit(
                    "digits.lookalike", match.start() + letters.start(), before, before.translate(_DIGITS)
                )


def _is_row(text: str, place: int) -> bool:
    """Whether the line at a place has several bars, as rows of tables have."""
    begin, end = text.rfind("\n", 0, place) + 1, text.find("\n", place)
    return text.count(_BAR, begin, len(text) if end < 0 else end) > 1


def _reads_as_number(number: str, left: str, right: str) -> bool:
    if (left.isascii() and left.isalnum()) or (right.isascii() and right.isalnum()):
        return False
    if (number[0] in "Oo|" and number[1] != ".") or number[-1] == "|":
        return False
    return number[-1].isdecimal() or bool(_HAN.match(right)) or right == "%"


def find_separators(repaired: RepairedText) -> Iterator[Edit]:
    """Commas between thousands: 1,234. Not after 第, and not in longer rows of digits."""
    text = repaired.text
    if not _GROUP_OF_THREE.search(text):
        return
    for match in _SEPARATED.finditer(text):
        before, after = text[max(0, match.start() - 4) : match.start()], text[match.end() : match.end() + 2]
        if not _NO_SEPARATED_AFTER.search(before) and not _NO_SEPARATED_BEFORE.match(after):
            for comma in re.finditer(",", match.group()):
                yield Edit("digits.separator", match.start() + comma.start(), ",", "")

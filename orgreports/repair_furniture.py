"""Page furniture: lines and marks that a page, a site or a printer added to the report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from orgreports.models import Edit, RepairedText
from orgreports.rulebook import load_toml
from orgreports.signs import Needs, Triggers, needs_of, triggers_of

_LONGEST = 120  # characters of a line of furniture
_LONGEST_HEAD = 60  # of a running head
_LONGEST_VALUE = 40  # of a value below its label
_LONGEST_TITLE = 60  # of another text, in a list of such
_NUMBERED = re.compile("[(（]?[一二三四五六七八九十]{1,3}[)）、]")
_LARGEST_PAGE = 2000
_MOST_MISSING = 2  # page numbers in a row
_STARTS_TRIED = 3  # numbers from which the page numbers may start
_SENTENCE = re.compile(r"[。！？!?；;]['\"”’」』)》】]*$")
_DIGITS = re.compile(r"\d\d*")  # sought faster than with +


def find_furniture(repaired: RepairedText) -> Iterator[Edit]:
    """Whole lines of furniture with one line end each, and marks inside lines."""
    yield from _whole_lines(repaired.text)
    ended = f"{repaired.text}\n"
    for rule, triggers, pattern in _marks():
        if triggers.occur(ended):
            for match in pattern.finditer(repaired.text):
                yield Edit(rule, match.start(), match.group(), "")


def line_rule(line: str) -> str:
    """The id of the rule that takes the whole line for furniture, or an empty text.

    >>> line_rule("第 1 页 共 3 页")
    'furniture.page'
    >>> line_rule("第1批共3项")
    ''
    """
    if len(line) > _LONGEST:
        return ""
    known = _line_rules()
    tried = known.needs.tried(line)
    packed = "".join(line.split()) if tried else ""
    for number in tried:
        if known.patterns[number].fullmatch(packed):
            return known.ids[number]
    return ""


class _LineRules(NamedTuple):
    ids: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]
    needs: Needs


@cache
def _line_rules() -> _LineRules:
    rows = load_toml("repairs")["line"]
    return _LineRules(
        tuple(row["id"] for row in rows),
        tuple(re.compile(row["pattern"]) for row in rows),
        needs_of([row["needs"] for row in rows]),
    )


@cache
def _marks() -> tuple[tuple[str, Triggers, re.Pattern[str]], ...]:
    return tuple(
        (row["id"], triggers_of(row["trigger"]), re.compile(row["pattern"], re.MULTILINE))
        for row in load_toml("repairs")["mark"]
    )


def _whole_lines(text: str) -> Iterator[Edit]:
    """An edit for each line of furniture: with the line end before it, at the head of the text behind it."""
    lines = text.replace("\f", "\n").split("\n")
    rules = [line_rule(line) if line else "" for line in lines]
    _mark_values(lines, rules)
    _mark_related(lines, rules)
    _mark_numbers(lines, rules)
    _mark_heads(lines, rules, _page_edges(text, lines))
    if not any(rules):
        return
    start, at_head = 0, True
    for line, rule in zip(lines, rules, strict=True):
        end = start + len(line)
        if rule:
            first, last = (start, end + 1) if at_head else (start - 1, end)
            yield Edit(rule, first, text[first:last], "")
        at_head = at_head and bool(rule)
        start = end + 1


def _mark_values(lines: Sequence[str], rules: list[str]) -> None:
    """A label on a line of its own (来源:) takes the next line as its value."""
    for number, rule in enumerate(rules[:-1]):
        if rule == "furniture.label" and not rules[number + 1] and _is_value(lines[number + 1]):
            rules[number + 1] = "furniture.value"


def _mark_related(lines: Sequence[str], rules: list[str]) -> None:
    """The titles below the head of a list of other texts (相关链接), up to a numbered heading or to text."""
    listed = False
    for number, line in enumerate(lines):
        if rules[number]:
            listed = rules[number] == "furniture.related" or (listed and rules[number] != "furniture.end")
        elif listed and line.strip():
            listed = _is_title(line.strip())
            rules[number] = "furniture.related" if listed else ""


def _is_title(line: str) -> bool:
    return len(line) <= _LONGEST_TITLE and not _SENTENCE.search(line) and not _NUMBERED.match(line)


def _is_value(line: str) -> bool:
    return 0 < len(line.strip()) <= _LONGEST_VALUE


def _mark_numbers(lines: Sequence[str], rules: list[str]) -> None:
    """Lines that hold a bare number are page numbers if most of them count up."""
    numbers = [
        (i, int(line)) for i, line in enumerate(lines) if 0 < len(line) < 12 and line.strip().isdecimal()
    ]
    rows = [_counting_up(numbers[start:]) for start in range(min(_STARTS_TRIED, len(numbers)))]
    best = max(rows, key=len, default=[])
    if len(best) > len(numbers) / 2 and numbers[-1][1] < _LARGEST_PAGE:
        for i in best:
            rules[i] = rules[i] or "furniture.page"


def _counting_up(numbers: Sequence[tuple[int, int]]) -> list[int]:
    """The lines of the numbers that count up from the first one on, a few pages missing at most."""
    lines, last = [], numbers[0][1] - 1
    for line, number in numbers:
        if last < number <= last + _MOST_MISSING + 1:
            lines.append(line)
            last = number
    return lines


def _page_edges(text: str, lines: Sequence[str]) -> set[int]:
    """The numbers of the first and last lines of the pages, where form feeds divide them."""
    if "\f" not in text:
        return set()
    above, below = _neighbours(lines)
    edges, start = set(), 0
    for number, line in enumerate(lines):
        if text[start - 1 : start] == "\f":
            edges |= {above[number], number if line.strip() else below[number]}
        start += len(line) + 1
    return edges


def _neighbours(lines: Sequence[str]) -> tuple[list[int], list[int]]:
    """For each line the nearest lines above and below that are not empty, -1 if there are none."""
    rows: list[list[int]] = []
    for step in (1, -1):
        row, last = [], -1
        for number in range(len(lines))[::step]:
            row.append(last)
            if lines[number].strip():
                last = number
        rows.append(row[::step])
    return rows[0], rows[1]


def _mark_heads(lines: Sequence[str], rules: list[str], edges: set[int]) -> None:
    """A short line that comes again at the edges of pages is a running head.

    The first one stays if it is the same each time (it may be the title); with a page number in it, all go.
    """
    if not edges and "furniture.page" not in rules:
        return
    kinds = [_DIGITS.sub("#", line.strip()) if 0 < len(line) <= _LONGEST_HEAD else "" for line in lines]
    above, below = _neighbours(lines)
    often = {kind for kind, count in Counter(kinds).items() if kind and count >= 2}
    seen: set[str] = set()
    for number, kind in enumerate(kinds):
        if kind not in often or rules[number] or _SENTENCE.search(kind):
            continue
        beside = {rules[i] for i in (above[number], below[number]) if i >= 0}
        at_edge = number in edges or "furniture.page" in beside
        if at_edge and (kind in seen or ("#" in kind and number in edges)):
            rules[number] = "furniture.head"
        seen.add(kind)

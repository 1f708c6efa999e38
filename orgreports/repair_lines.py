"""Repairs of lines: page furniture out, hard-wrapped lines joined, one line end between paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from orgreports.models import Edit, RepairedText
from orgreports.rulebook import load_toml

_LONGEST_FURNITURE = 120  # characters of a line
_LONGEST_WRAP = 200  # half-width columns of a printed line
_SLACK = 4  # half-width columns by which a full line may fall short (no line starts with a comma)
_ENDED = re.compile(r"[。！？!?;:…]['\"”’」』)》】]*$")
_STARTS = re.compile(
    r"——|[(]?[一二三四五六七八九十]{1,3}[)、.]|[(]?\d{1,2}[)、.](?!\d)|第[一二三四五六七八九十]+[章节条]|[●■◆▲★•※【①-⑳]"
)
_CONTINUES = re.compile(r"[,、。;:!?”’)》】％%]")
_TOKEN = re.compile(r"(?:[A-Za-z0-9.,%+]+|.)[,、。;:!?”’)》】%]*")
_OPENED = str.maketrans({"“": "(", "”": ")", "《": "(", "》": ")", "【": "(", "】": ")"})


class Line(NamedTuple):
    """A line that is not empty, without the white space around it."""

    start: int
    end: int
    text: str
    indent: int  # characters of white space before it
    gap: bool  # whether empty lines stand before it
    page: bool  # whether page furniture was taken out before it


def find_furniture(repaired: RepairedText) -> Iterator[Edit]:
    """Lines and marks that the page added: taken out, with the line end behind a whole line."""
    yield from _whole_lines(repaired.text)
    yield from _inside_lines(repaired.text)


@cache
def _line_rules() -> tuple[re.Pattern[str], tuple[str, ...]]:
    rows = load_toml("repairs")["line"]
    return re.compile("|".join(f"({row['pattern']})" for row in rows)), tuple(row["id"] for row in rows)


def line_rule(line: str) -> str:
    """The id of the rule that takes the whole line for furniture, or an empty text."""
    pattern, ids = _line_rules()
    match = pattern.fullmatch("".join(line.split()))
    return ids[(match.lastindex or 1) - 1] if match else ""


def _whole_lines(text: str) -> Iterator[Edit]:
    lines = text.split("\n")
    rules = [line_rule(line) if 0 < len(line) <= _LONGEST_FURNITURE else "" for line in lines]
    _mark_values(lines, rules)
    _mark_numbers(lines, rules)
    _mark_heads(lines, rules)
    start = 0
    for number, (line, rule) in enumerate(zip(lines, rules, strict=True)):
        if rule:
            before = line if number == len(lines) - 1 else line + "\n"
            yield Edit(rule, start, before, "")
        start += len(line) + 1


def _mark_values(lines: Sequence[str], rules: list[str]) -> None:
    """A label on a line of its own (来源:) takes the next line as its value."""
    for number, rule in enumerate(rules[:-1]):
        if rule == "furniture.label" and not rules[number + 1] and 0 < len(lines[number + 1].strip()) <= 40:
            rules[number + 1] = "furniture.value"


def _mark_numbers(lines: Sequence[str], rules: list[str]) -> None:
    """Lines that hold a bare number are page numbers if they count up one by one."""
    found = [(i, int(line)) for i, line in enumerate(lines) if len(line) < 12 and line.strip().isdecimal()]
    numbers = [value for _, value in found]
    if numbers and numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[-1] < 2000:
        for i, _ in found:
            rules[i] = rules[i] or "furniture.page"


def _mark_heads(lines: Sequence[str], rules: list[str]) -> None:
    """A short line that comes again beside page furniture is a running head: all but the first go."""
    short = [line.strip() if 0 < len(line) <= 60 else "" for line in lines]
    often = {line for line, count in Counter(short).items() if line and count >= 2}
    if not often:
        return
    seen: set[str] = set()
    for number, line in enumerate(short):
        if line not in often or rules[number] or _ENDED.search(line):
            continue
        if line in seen and "furniture.page" in _beside(short, rules, number):
            rules[number] = "furniture.head"
        seen.add(line)


def _beside(lines: Sequence[str], rules: Sequence[str], number: int) -> set[str]:
    """The rules of the nearest lines above and below that are not empty."""
    beside = set()
    for step in (-1, 1):
        near = number + step
        while 0 <= near < len(lines) and not lines[near] and not rules[near]:
            near += step
        if 0 <= near < len(lines):
            beside.add(rules[near])
    return beside


@cache
def _marks() -> tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...]:
    return tuple(
        (row["id"], tuple(row["trigger"]), re.compile(row["pattern"], re.MULTILINE))
        for row in load_toml("repairs")["mark"]
    )


def _inside_lines(text: str) -> Iterator[Edit]:
    for rule, triggers, pattern in _marks():
        if any(trigger in text for trigger in triggers):
            for match in pattern.finditer(text):
                yield Edit(rule, match.start(), match.group(), "")


def find_breaks(repaired: RepairedText) -> Iterator[Edit]:
    """Line ends: one between paragraphs, none inside a sentence that the print has broken."""
    text = repaired.text
    lines = list(_lines(repaired))
    if not lines:
        if text:
            yield Edit("lines.empty", 0, text, "")
        return
    if lines[0].start:
        yield Edit("lines.empty", 0, text[: lines[0].start], "")
    layout = _Layout(repaired, lines)
    for number in range(len(lines) - 1):
        above, below = lines[number], lines[number + 1]
        before = text[above.end : below.start]
        if not layout.joins(number):
            if before != "\n":
                yield Edit("lines.empty" if before.count("\n") > 1 else "lines.indent", above.end, before, "\n")
        else:
            latin = above.text[-1].isascii() and above.text[-1].isalpha() and below.text[0].isascii()
            latin = latin and below.text[0].isalpha()
            yield Edit("lines.wrap", above.end, before, " " if latin else "")
    if lines[-1].end < len(text):
        yield Edit("lines.empty", lines[-1].end, text[lines[-1].end :], "")


def _page_places(repaired: RepairedText) -> set[int]:
    """Where page furniture stood, in the text as it is now; only the last step took furniture out."""
    if not repaired.steps or not repaired.steps[-1].edits[0].rule.startswith("furniture."):
        return set()
    step = repaired.steps[-1]
    rules = ("furniture.page", "furniture.jump", "furniture.head")
    return {p for e, p in zip(step.edits, step.places, strict=True) if e.rule in rules}


def _lines(repaired: RepairedText) -> Iterator[Line]:
    pages = _page_places(repaired)
    start, gap, page = 0, False, False
    for line in repaired.text.split("\n"):
        text = line.strip()
        if pages:
            page = page or start in pages
        if text:
            indent = len(line) - len(line.lstrip())
            yield Line(start + indent, start + indent + len(text), text, indent, gap, page)
            gap = page = False
            if pages and any(place in pages for place in range(start + indent + len(text), start + len(line) + 1)):
                page = True
        else:
            gap = True
        start += len(line) + 1


class _Layout:
    """What the lines of a text look like together: how wide its print is, and what indents mean."""

    def __init__(self, repaired: RepairedText, lines: Sequence[Line]) -> None:
        self.repaired, self.lines = repaired, lines
        self.widths = [self._width(line) for line in lines]
        indents = {line.indent > 0 for line in lines}
        self.indents_tell = len(indents) == 2 and sum(line.indent > 0 for line in lines) > 1
        gaps = sum(line.gap for line in lines)
        self.gaps_tell = 0 < gaps < 0.8 * len(lines)
        self.all_gaps = gaps >= 0.8 * len(lines)
        self.page_width = self._find_width()

    def _width(self, line: Line) -> int:
        """Half-width columns of the line as it came; too long to matter for more than ``_LONGEST_WRAP``."""
        if len(line.text) > _LONGEST_WRAP:
            return 10 * _LONGEST_WRAP
        if not self.repaired.steps:
            return _columns(line.text)
        span = self.repaired.to_raw(line.start, line.end)
        return _columns(self.repaired.raw[span.start : span.end])

    def _find_width(self) -> int:
        """The width at which lines are broken, 0 if there is no such width."""
        candidates = sorted(
            self.widths[i]
            for i in range(len(self.lines) - 1)
            if self._may_continue(i)
            and (self.widths[i + 1] <= self.widths[i] + _SLACK or self.lines[i + 1].page)
        )
        best, width, low = 0, 0, 0
        for high, value in enumerate(candidates):
            while candidates[low] < value - _SLACK:
                low += 1
            if high - low + 1 >= best:
                best, width = high - low + 1, value
        near = sum(width - _SLACK <= w <= width + 2 for w in self.widths)
        wide = width >= 56 or (width >= 20 and near >= 0.5 * len(self.lines))
        return width if best >= 3 and wide else 0

    def _may_continue(self, number: int) -> bool:
        above, below = self.lines[number], self.lines[number + 1]
        if _ENDED.search(above.text) or _STARTS.match(below.text):
            return False
        if self.indents_tell and below.indent:
            return False
        return below.page or not below.gap or self.all_gaps

    def joins(self, number: int) -> bool:
        """Whether the line goes on in the next one."""
        above, below = self.lines[number].text, self.lines[number + 1]
        if _CONTINUES.match(below.text) or above[-1] in ",、“《(【‘第":
            return True
        if _ENDED.search(above):
            return self._is_full(number) and self._runs_on(below)
        if not self._may_continue(number):
            return False
        if not below.gap and _is_open(above):
            return True
        if self.page_width:
            return self._is_full(number)
        if below.page:
            return "," in above or "。" in above or len(above) >= 40
        return not below.gap and _splits_number(above, below.text)

    def _is_full(self, number: int) -> bool:
        """Whether the next line's first word would not have gone on this line."""
        if not self.page_width or self.widths[number] > self.page_width + 2:
            return False
        token = _TOKEN.match(self.lines[number + 1].text)
        needed = _columns(token.group()) if token else 0
        return self.widths[number] + max(needed, _SLACK) + 2 > self.page_width

    def _runs_on(self, below: Line) -> bool:
        """Whether a line after a full stop can be told to belong to the paragraph above it."""
        if _STARTS.match(below.text) or below.gap and not self.all_gaps:
            return False
        return (self.indents_tell and not below.indent) or self.gaps_tell


def _columns(text: str) -> int:
    return len(text) + sum(map("\u2010".__le__, text))


def _is_open(text: str) -> bool:
    marks = text.translate(_OPENED)
    return marks.count("(") > marks.count(")")


def _splits_number(above: str, below: str) -> bool:
    return len(above) >= 10 and above[-1].isdecimal() and (below[0].isdecimal() or below[0] in "万亿余多%.")

"""Line ends: hard-wrapped lines joined, one line end between paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise, repeat
from typing import NamedTuple

from orgreports.models import Edit, RepairedText
from orgreports.repair_parted import parted

_LONGEST_WRAP = 200  # half-width columns of a printed line
_SLACK = 4  # columns by which a full line may fall short, since no line starts with a comma
_MOST = 0.5  # of the lines that end a sentence: the others end one in the middle of a paragraph, by chance
_ENDS = "。！？!?；;:：…"
_CLOSERS = "'\"”’」』)》】"
_LEAST_WRAPS = 3  # lines of one width
_WIDE_PAGE, _NARROW_PAGE = 56, 20  # columns
_TAIL = 6  # characters in which the end of a sentence and the marks behind it stand
_STARTS = re.compile(
    r"——|[(]?[一二三四五六七八九十]{1,3}[)、.]|[(]?\d{1,2}[)、.](?![\dOolI])|第[一二三四五六七八九十]+[章节条]|[●■◆▲★•※【①-⑳]"
)
_CONTINUES = ",、。;:!?”’)》】%…"  # no line starts with these
_GOES_ON = ",、“《(【‘第"  # no paragraph ends with these
_TOKEN = re.compile(r"(?:——|[A-Za-z0-9.,%+]+|.)[,、。;:!?”’)》】%]*(?:[“‘(《【](?:[A-Za-z0-9]+|.))?")
_OPENING, _CLOSING = "(“《【", ")”》】"
_LAST_WORD = re.compile("[A-Za-z]+$")
_FIRST_WORD = re.compile("[A-Za-z]+")
_LINE_ENDS = "\r\n\f\u2028"
_LINE_END = re.compile(f"[{_LINE_ENDS}]")
_WIDE = re.compile("[\u2010-\uffff][\u2010-\uffff]*")  # sought faster than with +
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


class Line(NamedTuple):
    """A line that is not empty, without the white space around it."""

    start: int
    end: int
    text: str
    indent: int  # half-width columns of white space before it
    gap: bool  # whether empty lines stand before it
    page: bool  # whether a page ended before it
    ended: bool  # whether a sentence ends at its end

    @property
    def is_long(self) -> bool:
        """Whether the line is longer than any in print."""
        return len(self.text) > _LONGEST_WRAP


make_line = partial(tuple.__new__, Line)  # from its parts in a tuple; twice as fast as the class


def find_breaks(repaired: RepairedText) -> Iterator[Edit]:
    """One line end between paragraphs, none around the text, none inside a sentence that print has broken."""
    yield from _breaks(repaired, printed=True)


def find_late_breaks(repaired: RepairedText) -> Iterator[Edit]:
    """The same once lines are joined: what they looked like in print tells nothing any more."""
    yield from _breaks(repaired, printed=False)


def _breaks(repaired: RepairedText, *, printed: bool) -> Iterator[Edit]:
    text = repaired.text
    lines = list(_lines(repaired))
    if not lines:
        yield from [Edit("lines.empty", 0, text, "")] if text else []
        return
    if lines[0].start:
        yield Edit("lines.empty", 0, text[: lines[0].start], "")
    layout = Layout(repaired, lines, printed)
    for number, (above, below) in enumerate(pairwise(lines)):
        before = text[above.end : below.start]
        if layout.joins(number):
            yield Edit("lines.wrap", above.end, before, " " if _are_latin(above, below) else "")
        elif before != "\n":
            rule = "lines.empty" if before.count("\n") > 1 else "lines.indent"
            yield Edit(rule, above.end, before, "\n")
    if lines[-1].end < len(text):
        yield Edit("lines.empty", lines[-1].end, text[lines[-1].end :], "")


def _are_latin(above: Line, below: Line) -> bool:
    """Whether two Latin words meet, which need a space between them; single letters are parts of one."""
    words = _LAST_WORD.search(above.text), _FIRST_WORD.match(below.text)
    return words[0] is not None and words[1] is not None and len(words[0].group() + words[1].group()) > 2


def _lines(repaired: RepairedText) -> Iterator[Line]:
    text = repaired.text
    pages = _page_places(repaired)
    feeds = "\f" in text
    start, gap, page = 0, False, False
    for line in text.replace("\f", "\n").split("\n"):
        content = line.strip()
        page = page or (feeds and text[start - 1 : start] == "\f")
        if content:
            blank = 0 if content is line else line.index(content)
            first = start + blank
            end = first + len(content)
            page = page or (bool(pages) and _ends_within(pages, start, first))
            indent = _columns(line[:blank]) if blank else 0
            ended = content[-1] in _ENDS or (content[-1] in _CLOSERS and _is_closed_behind_end(content))
            yield make_line((first, end, content, indent, gap, page, ended))
            gap, page = False, bool(pages) and _ends_within(pages, end, start + len(line))
        else:
            gap, page = True, page or (bool(pages) and _ends_within(pages, start, start + len(line)))
        start += len(line) + 1


def _is_closed_behind_end(text: str) -> bool:
    """Whether a sentence ends before the marks that close at the end of the text."""
    return text[-_TAIL:].rstrip(_CLOSERS).endswith(tuple(_ENDS))


def _ends_within(pages: frozenset[int], first: int, last: int) -> bool:
    return any(place in pages for place in range(first, last + 1))


def _page_places(repaired: RepairedText) -> frozenset[int]:
    """Where a page ended, in the text as it is now: the last step took the furniture there."""
    if not repaired.steps or not repaired.steps[-1].is_furniture:
        return frozenset()
    step = repaired.steps[-1]
    rules = ("furniture.page", "furniture.jump", "furniture.head")
    return frozenset(
        place
        for edit, place in zip(step.edits, step.places, strict=True)
        if edit.rule in rules or "\f" in edit.before
    )


class Layout:
    """What the lines of a text look like together: how wide its print is, what gaps and indents mean."""

    def __init__(self, repaired: RepairedText, lines: Sequence[Line], printed: bool) -> None:
        self.repaired, self.lines = repaired, lines
        self.widths: dict[int, int] = {}
        self.all_gaps = sum(line.gap for line in lines) >= 0.8 * len(lines)
        self.gaps_tell = not self.all_gaps and self._tells([line.gap for line in lines])
        indents = Counter(line.indent for line in lines if line.indent).most_common(1)
        self.indent = 0.75 * indents[0][0] if indents else 1
        self.indents_tell = self._tells([line.indent >= self.indent for line in lines])
        self.page_width = self._page_width() if printed else 0

    def _width(self, number: int) -> int:
        """Half-width columns of the line as it came, with what repairs took out at its ends.

        Of a line that is joined already, those of its last part; of a very long one, more than any printed.
        """
        if number not in self.widths:
            line = self.lines[number]
            self.widths[number] = 10 * _LONGEST_WRAP if line.is_long else self._measure(line)
        return self.widths[number]

    def _measure(self, line: Line) -> int:
        if not self.repaired.steps:
            return line.indent + _columns(line.text)
        raw = self.repaired.raw
        first, last = self.repaired.to_raw(line.start, line.end)
        start = first
        if raw[first - 1 : first] in _LINE_ENDS:
            if raw[first:last] == line.text and raw[last : last + 1] in _LINE_ENDS:
                return _columns(line.text)
        else:
            furthest = max(0, first - _LONGEST_WRAP)
            start = 1 + max(map(raw.rfind, _LINE_ENDS, repeat(furthest), repeat(first)))
        rest = _LINE_END.search(raw, last)
        return _columns(_LINE_END.split(raw[start or first : rest.start() if rest else len(raw)])[-1])

    def _tells(self, starts: Sequence[bool]) -> bool:
        """Whether a sign at the start of lines tells paragraphs: it follows most ends of sentences."""
        pairs = zip(self.lines, self.lines[1:], starts[1:], strict=False)
        signs = [start for above, below, start in pairs if not below.page and above.ended]
        return sum(starts[1:]) >= 2 and sum(signs) >= _MOST * len(signs)

    def _page_width(self) -> int:
        """The width at which lines are broken: the most frequent one of lines that may go on, or 0."""
        open_lines = [i for i in range(len(self.lines) - 1) if self._may_go_on(i)]
        candidates = sorted(self._width(i) for i in open_lines if self._fits(i))
        best, width, low = 0, 0, 0
        for high, value in enumerate(candidates):
            while candidates[low] < value - _SLACK:
                low += 1
            if high - low + 1 >= best:
                best, width = high - low + 1, value
        return width if best >= _LEAST_WRAPS and self._is_wide(width) else 0

    def _fits(self, number: int) -> bool:
        """Whether the next line is no longer than this one, as in print (or stands on the next page)."""
        this, below = self.lines[number], self.lines[number + 1]
        if below.page or (below.is_long and not this.is_long):
            return below.page
        return self._width(number + 1) <= self._width(number) + _SLACK

    def _is_wide(self, width: int) -> bool:
        """Whether lines of that width are the lines of a text: headings can be as wide as each other, too."""
        if width >= _WIDE_PAGE:
            return True
        near = sum(width - _SLACK <= self._width(i) <= width + 2 for i in range(len(self.lines)))
        return width >= _NARROW_PAGE and near >= 0.5 * len(self.lines)

    def _may_go_on(self, number: int) -> bool:
        """Whether nothing but the width speaks against the line going on in the next one."""
        above, below = self.lines[number], self.lines[number + 1]
        if above.ended or self._starts(below):
            return False
        return below.page or not below.gap or self.all_gaps

    def _starts(self, line: Line) -> bool:
        """Whether a line starts a paragraph by its indent or its first characters."""
        if self.indents_tell and line.indent >= self.indent:
            return True
        return _STARTS.match(line.text) is not None

    def joins(self, number: int) -> bool:
        """Whether the line goes on in the next one."""
        above, below = self.lines[number].text, self.lines[number + 1]
        if below.text[0] in _CONTINUES or above[-1] in _GOES_ON:
            return True
        if self.lines[number].ended:
            return self.page_width > 0 and self._is_full(number, 1.0) and self._runs_on(below)
        if below.text.startswith("——") and (not below.gap or self.all_gaps):
            return self._is_full(number, 1.0) and not (self.indents_tell and below.indent >= self.indent)
        if _is_open(above) and _closes(below.text, below.gap) and not self._starts(below):
            return True
        if not self._may_go_on(number):
            return False
        if not below.gap and parted(above, below.text):
            return True
        if self.page_width:
            return self._is_full(number, 0.75 if self.indents_tell or self.gaps_tell else 1.0)
        if below.page:
            return "," in above or "。" in above or len(above) >= 40
        return False

    def _is_full(self, number: int, share: float) -> bool:
        """Whether the next line's first word would not have gone on this one (or it has its share)."""
        if not self.page_width or self._width(number) > _LONGEST_WRAP:
            return False
        if share < 1:
            return self._width(number) >= share * self.page_width
        token = _TOKEN.match(self.lines[number + 1].text)
        needed = _columns(token.group()) if token else 0
        return self.page_width - max(needed, _SLACK) - 2 < self._width(number) <= self.page_width + 2

    def _runs_on(self, below: Line) -> bool:
        """Whether a line after a full stop can be told to belong to the paragraph above it."""
        if self._starts(below) or (below.gap and not below.page and not self.all_gaps):
            return False
        return self.indents_tell or self.gaps_tell


def _columns(text: str) -> int:
    """Half-width columns: two for a Chinese character or mark, none for an invisible one."""
    columns = len(text) + sum(map(len, _WIDE.findall(text)))
    if text.isprintable():  # then nothing in it is invisible
        return columns
    return columns - sum(map(_columns_of_invisible, _INVISIBLE.findall(text)))


def _columns_of_invisible(character: str) -> int:
    return 2 if _WIDE.match(character) else 1


def _closes(text: str, gap: bool) -> bool:
    """Whether a quotation that is open may be closed in this line: behind a gap only soon."""
    return not gap or re.match(r"[^“《(]{0,30}[”》)]", text) is not None


def _is_open(text: str) -> bool:
    """Whether a quotation or bracket is opened and not closed."""
    return sum(map(text.count, _OPENING)) > sum(map(text.count, _CLOSING))

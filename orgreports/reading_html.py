"""Reading of saved web pages: the lines that a reader sees, from the title to the end of the main text.

trafilatura finds where the main text stands; the lines between its first and its last one are all kept, so
that no paragraph is lost because it holds links. What the page added between them is left to the repair.
"""

from __future__ import annotations

import email
import email.policy
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from orgreports.models import OrgreportsError
from orgreports.reading_text import decode
from orgreports.rulebook import load_toml

_SPACE = re.compile(r"[ \t\r\n\f]+")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>", re.IGNORECASE)
_TITLE_END = re.compile(r"[_|]|\s[-–—]+\s|--+")
_CELL = "\x1f"  # stands for the border of a table's cell until spaces are collapsed
_CELLS = re.compile(f" ?{_CELL} ?")
_SKIPPED = 6  # short lines of another kind (headings, rows) between two of the main text
_LONG_LINE = 20  # characters of a line that tells where the main text stands


class Line(NamedTuple):
    """A line that a reader of the page sees."""

    text: str
    holders: tuple[Any, ...]  # the elements that hold it, the innermost one last
    linked: int  # characters of it that are links


@cache
def _blocks() -> frozenset[str]:
    return frozenset(load_toml("reading")["page"]["blocks"].split())


@cache
def _hidden() -> frozenset[str]:
    return frozenset(load_toml("reading")["page"]["hidden"].split())


def mhtml_source(data: bytes, name: str) -> tuple[str, str]:
    """The page in a web archive (.mht, .mhtml) and its encoding."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        for part in message.walk():
            if part.get_content_type() == "text/html":
                content = part.get_payload(decode=True)
                if isinstance(content, bytes) and content:
                    return decode(content, name)
    except RecursionError as fault:  # parts in parts in parts
        raise OrgreportsError(f"{name}: the web archive is damaged; save the page as .html") from fault
    raise OrgreportsError(f"{name}: the web archive holds no page; save the page as .html")


def html_text(source: str, name: str) -> str:
    """The lines of a page from its title to the end of its main text; see the module for what they are.

    Raises ``OrgreportsError`` if nothing can be read, or if the page shows no text.
    """
    import trafilatura  # loaded late: most reports are text files

    most = load_toml("reading")["limits"]["page"]
    if len(source) > most:
        raise OrgreportsError(
            f"{name}: the page's {len(source):,} characters are too many (limit {most:,}); save its text"
        )
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    tree = trafilatura.load_html(_DECLARATION.sub("", source).replace("\0", ""))
    if tree is None:
        raise OrgreportsError(f"{name}: the page cannot be read; save it again, or its text as .txt")
    lines = _Lines(tree).found
    if not lines:
        raise OrgreportsError(
            f"{name}: the page shows no text (it may be made of frames or scripts); "
            "copy its text into a .txt file"
        )
    main = trafilatura.extract(source, favor_recall=True, include_comments=False, include_tables=True)
    first, last = _main_range("".join((main or "").split()), lines)
    title = " ".join("".join(tree.xpath("string(//title)")).split())
    start = _title_line(lines, first, _squeeze(title))
    kept = [line.text for line in lines[start : last + 1]]
    shown = _TITLE_END.split(title)[0].strip()
    if (
        start == first
        and len(shown) >= 6
        and not any(_squeeze(shown)[:8] in _squeeze(text) for text in kept[:8])
    ):
        kept.insert(0, shown)
    return "\n".join(kept)


class _Lines:
    """The visible lines of a page in order, in ``found``."""

    def __init__(self, tree: Any) -> None:
        self.found: list[Line] = []
        self._alive = list(tree.iter())  # lxml makes new objects for elements that nothing refers to
        self._pieces: list[str] = []
        self._linked = 0
        self._blocks: list[Any] = [tree]
        self._links = 0
        for event, element in _walk(tree):
            if event == "start":
                self._enter(element)
            else:
                self._leave(element)
                if element is not tree:
                    self._add(element.tail)
        self._flush()

    def _enter(self, element: Any) -> None:
        if element.tag in _blocks():
            self._flush()
            self._blocks.append(element)
        self._links += element.tag == "a"
        self._add(element.text)

    def _leave(self, element: Any) -> None:
        if element.tag in _blocks() and self._blocks[-1] is element:
            self._flush()
            self._blocks.pop()
        elif element.tag in ("td", "th"):
            self._add(_CELL)
        self._links -= element.tag == "a"

    def _add(self, text: str | None) -> None:
        if text:
            self._pieces.append(text)
            self._linked += len(text.strip()) if self._links else 0

    def _flush(self) -> None:
        """Makes a line of what has been read (several lines of preformatted text)."""
        text = "".join(self._pieces)
        for line in text.split("\n") if self._blocks[-1].tag == "pre" else [_collapse(text)]:
            if line.strip():
                self.found.append(Line(line.rstrip(), tuple(self._blocks), self._linked))
        self._pieces.clear()
        self._linked = 0


def _walk(tree: Any) -> Iterator[tuple[str, Any]]:
    """Elements at their start and at their end; of those that a reader does not see, only the end."""
    stack = [("start", tree)]
    while stack:
        event, element = stack.pop()
        if (
            event == "start"
            and isinstance(element.tag, str)
            and element.tag not in _hidden()
            and not _is_hidden(element)
        ):
            yield event, element
            stack.append(("end", element))
            stack.extend(("start", child) for child in reversed(element))
        else:
            yield "end", element


def _is_hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("hidden") is not None or "display:none" in style


def _collapse(text: str) -> str:
    def space(match: re.Match[str]) -> str:
        left, right = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        inside_chinese = "\n" in match.group() and not left.isascii() and not right.isascii()
        return "" if inside_chinese else " "

    return _CELLS.sub("\t", _SPACE.sub(space, text)).strip(" \t")


def _main_range(main: str, lines: Sequence[Line]) -> tuple[int, int]:
    """The first and the last line of the main text (given without spaces); all lines if it cannot be told."""
    long = [i for i, line in enumerate(lines) if len(line.text) >= _LONG_LINE]
    found = [i for i in long if _squeeze(lines[i].text) in main]
    if not found or sum(len(lines[i].text) for i in found) < 0.3 * sum(len(lines[i].text) for i in long):
        return 0, len(lines) - 1
    inside = _holder(lines, found)
    within = [i for i, line in enumerate(lines) if inside is not None and inside in line.holders]
    first, last = min([found[0], *within]), max([found[-1], *within])
    while first < found[0] and _is_link(lines[first]):
        first += 1
    while last > found[-1] and _is_link(lines[last]):
        last -= 1
    while first and _belongs(lines[first - 1], lines[first]):
        first -= 1
    while following := _following(lines, last):
        last = following
    return first, last


def _following(lines: Sequence[Line], last: int) -> int:
    """The next line that belongs to the main text where ``last`` does, 0 where there is none."""
    behind = lines[last + 1 : last + 2 + _SKIPPED]
    if behind and _is_tail(behind[0].text):
        return last + 1
    for number, line in enumerate(behind, start=last + 1):
        if _is_link(line):
            break
        if _belongs(line, lines[last]):
            return number
    return 0


def _holder(lines: Sequence[Line], found: Sequence[int]) -> Any:
    """The element that holds most lines of the main text; nothing if that is the whole page."""
    holders = Counter(lines[i].holders[-2] for i in found if len(lines[i].holders) > 1)
    best = holders.most_common(1)
    return best[0][0] if best and best[0][0].tag not in ("body", "html") else None


def _is_tail(text: str) -> bool:
    return len(text) < 60 and re.search(load_toml("reading")["page"]["tail"], text) is not None


def _is_link(line: Line) -> bool:
    return line.linked >= 0.5 * len(line.text)


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _belongs(line: Line, edge: Line) -> bool:
    """Whether a line outside the main text stands beside its edge in the page's structure, and is no link."""
    beside = line.holders[-2:-1] == edge.holders[-2:-1] and line.holders[-1].tag in (
        "p",
        edge.holders[-1].tag,
    )
    return (line.holders[-1] is edge.holders[-1] or beside) and not _is_link(line)


def _title_line(lines: Sequence[Line], first: int, title: str) -> int:
    """The line at which the report starts: its headline above the main text, if one is there."""
    for i in range(max(0, first - 40), first):
        text = _squeeze(lines[i].text)
        if lines[i].holders[-1].tag == "h1" or (
            len(text) >= 8 and (text in title or lines[i].holders[-1].tag == "h2")
        ):
            return i
    return first

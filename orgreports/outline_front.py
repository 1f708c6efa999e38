"""Title, publisher, author and date of publication, from the lines around a report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from orgreports.models import RepairedText
from orgreports.outline_lines import Line
from orgreports.rulebook import load_toml
from orgreports.signs import Needs, needs_of

FRONT_LINES = 20  # a report's title stands within its first lines
TAIL_LINES = 3
LONGEST_HEAD = 120  # characters before the first words of a speech
SHORTEST_TITLE = 5  # characters, fewer are a name, a column or a button


class Front(NamedTuple):
    """What stands around the report; ``body`` is the number of its first line of text."""

    title: str
    subtitle: str
    publisher: str
    author: str
    published: date | None
    titles: frozenset[int]  # numbers of the lines that make up title and subtitle
    body: int


class _Rule(NamedTuple):
    id: str
    field: str
    pattern: re.Pattern[str]


@cache
def _rules() -> tuple[_Rule, ...]:
    rows = load_toml("front")["rule"]
    return tuple(_Rule(row["id"], row["field"], re.compile(row["pattern"], re.MULTILINE)) for row in rows)


@cache
def _needs() -> Needs:
    return needs_of([row["needs"] for row in load_toml("front")["rule"]])


@cache
def _title_pattern() -> re.Pattern[str]:
    return re.compile(load_toml("genre")["title_pattern"])


def is_review_title(line: str) -> bool:
    """Whether a line is the title of a review: ``2024年全县组织工作综述`` is, prose is not."""
    return len(line) <= 60 and bool(_title_pattern().search(line))


def furniture(repaired: RepairedText) -> list[str]:
    """What the repair took out as page furniture, in the order in which it was taken."""
    steps = (step for step in repaired.steps if step.is_furniture)
    return [edit.before for step in steps for edit in step.edits]


def read_front(lines: Sequence[Line], taken: Sequence[str]) -> Front:
    """The front matter of a report: from its first and last lines and from the furniture taken out."""
    body = _first_prose(lines)
    front = [i for i in range(body) if not _is_page_line(lines[i].text)]
    titles, title, subtitle = _find_title(lines, front)
    around = [lines[i].text for i in front if i not in titles]
    tail = [line.text for line in lines[max(body, len(lines) - TAIL_LINES) :]]
    ends = [*(line for line in tail if len(line) <= 40), *(line[-30:] for line in tail)]
    tried = _to_try([*around, "".join(taken), *taken, *ends])
    dated = _to_try([*around, "".join(taken), *taken, *_dated_ends(tail), *_run_in(lines[body:])])
    return Front(
        title,
        subtitle,
        _first_value("publisher", tried),
        _first_value("author", tried),
        _first_date(dated),
        titles,
        next((i for i in range(max(titles, default=-1) + 1, body) if not is_around(lines[i].text)), body),
    )


def _dated_ends(tail: Iterable[str]) -> list[str]:
    """The ends of the last lines where the date of the report may stand, not one that it tells of."""
    return [line[-30:] for line in tail if not line.rstrip().endswith(("。", "!", "?", ";", ","))]


def _run_in(lines: Sequence[Line]) -> list[str]:
    """What a text that runs on from its head begins with: the head of a speech, or a date and a time."""
    first = lines[0].text if lines else ""
    head, found, _ = first.partition("同志们")
    if found and len(head) <= LONGEST_HEAD:
        return [head]
    return re.findall(r"^20\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?= ?\d{1,2}:\d\d)", first)


def _is_page_line(text: str) -> bool:
    rules, stripped = _rules(), text.strip()
    return any(rules[i].pattern.search(stripped) for i in _needs().tried(text) if not rules[i].field)


def split_dateline(line: str) -> tuple[str, str]:
    """What a paper opens its news with (浔州新闻网讯), and the rest of the line."""
    match = re.search(load_toml("front")["dateline"]["pattern"], line)
    return (match[0], line[match.end() :]) if match else ("", line)


def is_around(text: str) -> bool:
    """Whether a short line is a byline, a dateline, a masthead or page furniture, not text or heading."""
    if len(text) > 40 or text.rstrip("”)】").endswith(("。", "!", "?", ",")):
        return False
    tried, stripped = _needs().tried(text), text.strip()
    return any(_rules()[number].pattern.search(stripped) for number in tried)


def _first_prose(lines: Sequence[Line]) -> int:
    """The number of the first line that is text, or a heading in a style that no title has."""
    for i, line in enumerate(lines[:FRONT_LINES]):
        if line.style in ("chapter", "part", "item", "bracketed"):
            return i
        if not line.style and not is_around(line.text):
            return i
    return min(len(lines), FRONT_LINES)


def _find_title(lines: Sequence[Line], front: Sequence[int]) -> tuple[frozenset[int], str, str]:
    free = [i for i in front if not is_around(lines[i].text)]
    long = [i for i in free if len(re.findall(r"\w", lines[i].text)) >= SHORTEST_TITLE]
    dashed = [i for i in long if lines[i].style == "dashed"]
    bare = [i for i in (free if dashed else long) if lines[i].style == "bare"]
    if not bare:
        return frozenset(), "", ""
    if dashed:
        above = [i for i in bare if i < dashed[0]]
        head = above[-1:] or bare[:1]
        if len(above) > 1 and above[-2] == above[-1] - 1:
            head = above[-2:]
        titles = [*head, dashed[0]]
        return frozenset(titles), " ".join(lines[i].text for i in head), lines[dashed[0]].text.strip("—- ")
    head = next(([i] for i in bare if is_review_title(lines[i].text)), bare[:1])
    title, _, subtitle = lines[head[0]].text.partition("——")
    return frozenset(head), title.strip(), subtitle.strip()


def _to_try(places: Iterable[str]) -> list[tuple[_Rule, str]]:
    """The rules, each with the places in which it may match, by rule and place."""
    rules, needs = _rules(), _needs()
    tried = sorted((number, i, place) for i, place in enumerate(places) for number in needs.tried(place))
    return [(rules[number], place) for number, _, place in tried]


def _first_value(field: str, tried: Iterable[tuple[_Rule, str]]) -> str:
    for rule, place in tried:
        if rule.field == field and (match := rule.pattern.search(place)):
            return match["value"].strip()
    return ""


def _first_date(tried: Iterable[tuple[_Rule, str]]) -> date | None:
    for rule, place in tried:
        if rule.field == "published":
            for match in rule.pattern.finditer(place):
                try:
                    return date(int(match["y"]), int(match["m"]), int(match["d"]))
                except ValueError:
                    continue
    return None

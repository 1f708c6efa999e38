"""Why a text may be no review of organisation work."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from orgreports.outline_front import Front, is_review_title
from orgreports.outline_lines import Line
from orgreports.rulebook import load_toml, regions

SAMPLE = 4000  # characters that show what kind of text it is
CHINESE = re.compile("[一-鿿][一-鿿]*")  # sought faster than with +
LETTERS = re.compile(r"[^\W\d_]+")


class _Other(NamedTuple):
    what: str
    where: str  # title, head, first
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    needs: str  # one of these characters stands in every match; empty where that is not said
    longest: int  # characters of the text


@cache
def _genre() -> dict[str, Any]:
    return load_toml("genre")


@cache
def _others() -> tuple[_Other, ...]:
    return tuple(
        _Other(
            row["what"],
            row["where"],
            re.compile(row["pattern"], re.MULTILINE),
            re.compile(row["unless"]) if "unless" in row else None,
            row.get("needs", ""),
            row.get("longest", sys.maxsize),
        )
        for row in _genre()["other"]
    )


def doubt(text: str, lines: Sequence[Line], front: Front, taken: Sequence[str]) -> str:
    """Why a clean text seems to be no review, or several, in one sentence; empty where it seems to be one.

    ``taken`` is what was taken out as page furniture. News of meetings, accounts and papers have the
    words of a review too: their titles and first lines tell them apart.
    """
    if unread := _is_unread(text[: SAMPLE // 4]):
        return unread
    if what := other_genre(*_places(text, lines, front, taken), len(text)):
        return f"the text seems to be {what}"
    if not _is_of_genre(text[:SAMPLE]):
        return "the text has next to no words of organisation work: it seems to be no such report"
    titles = dict.fromkeys(line.text for line in lines if is_review_title(line.text))
    if len(titles) > 1:
        return f"the text seems to hold {len(titles)} reports: {'; '.join(titles)}"
    return ""


def _is_unread(sample: str) -> str:
    """Why nothing can be read from a text that begins so: it has no letters, or few Chinese ones."""
    least = _genre()["least_chinese"]
    chinese = sum(map(len, CHINESE.findall(sample)))
    if chinese and chinese >= least * len(sample):
        return ""  # so it is of the letters alone
    letters = sum(map(len, LETTERS.findall(sample)))
    if not letters:
        return "the text is empty"
    return "the text is not in Chinese" if chinese < least * letters else ""


def _places(text: str, lines: Sequence[Line], front: Front, taken: Sequence[str]) -> tuple[str, str, str]:
    title = "\n".join(filter(None, (front.title, front.subtitle)))
    first = lines[front.body].text if front.body < len(lines) else ""
    return title, "\n".join([*taken, text[: _genre()["head"]]]), first


def other_genre(title: str, head: str, first: str, length: int) -> str:
    """What a text of ``length`` characters with this title, head and first line is: ``news of a meeting``.

    Empty where nothing tells that it is no review.
    """
    if any(is_review_title(line) for line in title.split("\n")):
        return ""
    places = {"title": title, "head": head, "first": first}
    for other in _others():
        place = places[other.where]
        if length > other.longest or (other.needs and not any(sign in place for sign in other.needs)):
            continue
        if other.unless and other.unless.search(place):
            continue
        if other.pattern.search(place):
            return other.what
    return ""


def _is_of_genre(text: str) -> bool:
    """Whether a text has enough words of the genre, and enough different ones; no more are counted."""
    different = total = 0
    for word in _genre()["words"]:
        count = text.count(word)
        different, total = different + (count > 0), total + count
        if different >= _genre()["fewest_words"] and len(text) <= total * _genre()["letters_a_word"]:
            return True
    return False


def several(codes: tuple[str, str] | None) -> str:
    """The doubt whether a text holds several reports, one after the other, on the regions of ``codes``."""
    if codes is None:
        return ""
    names = " and ".join(regions()[code].names["zh"] for code in codes)
    return f"the text seems to hold several reports: it speaks of {names} in turn"

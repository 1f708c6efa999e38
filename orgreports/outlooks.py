"""The years to come of which the sentences of a report speak: its plans.

The words are in the row ``outlook`` of ``rules/figure_periods.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from orgreports.figure_periods import UNKNOWN, Years
from orgreports.models import Sentence
from orgreports.rulebook import load_toml

NUMBERING_ENDS = "【)）、.．:："
NUMBERING = re.compile(rf"【|[(（]?(?:[一二三四五六七八九十]{{1,3}}|\d{{1,2}})[{NUMBERING_ENDS}]")


class Outlook(NamedTuple):
    """The years to come that a sentence or heading opens, and whether all that follows is of them."""

    years: Years = UNKNOWN
    entire: bool = False

    def covers(self, text: str, own: Years) -> bool:
        """Whether what a sentence says is planned for these years."""
        if not self.years.start or f"{own.end}年" in text:
            return False
        return self.entire or any(word in text for word in _words().plans)


NO_OUTLOOK = Outlook()


class OutlookWords(NamedTuple):
    """The row ``outlook``, compiled; the groups ``year`` of the patterns are empty where they say 明年."""

    opens: re.Pattern[str]
    names: re.Pattern[str]
    heads: re.Pattern[str]
    counts_on: re.Pattern[str]
    plans: tuple[str, ...]


@cache
def _words() -> OutlookWords:
    row = load_toml("figure_periods")["outlook"]
    kinds = "|".join(row["kinds"])
    following = "|".join(row["following"])
    alone = "|".join(row["alone"])
    heads = (
        rf"(?P<year>20\d{{2}})年(?:度)?[^。]{{0,8}}?(?:{kinds})|(?:{following})[^。]{{0,8}}?(?:{kinds})"
        rf"|(?<![^{NUMBERING_ENDS}])(?:{alone})(?=】?$)"
    )
    return OutlookWords(
        re.compile(row["opens"]),
        re.compile(row["names"]),
        re.compile(heads),
        re.compile("|".join(row["counts_on"])),
        tuple(row["plans"]),
    )


def outlooks(sentences: Iterable[Sentence], own: Years) -> Iterator[Outlook]:
    """For each sentence of a report about the years ``own`` what it looks out to.

    A heading of plans (三、2025年工作打算) holds for all that stands below it, up to the next one numbered in
    the same way; another heading, or the opening of a paragraph, for the section or paragraph, and for
    the paragraphs that go on counting (一是, 二是).
    """
    planned, numbering = NO_OUTLOOK, ""
    current, paragraph = NO_OUTLOOK, -1
    for sentence in sentences:
        if sentence.heading and sentence.section:
            if (heading := _of_heading(sentence.text, own)).years.start:
                planned, numbering = heading, _numbering(sentence.text)
            elif numbering and _numbering(sentence.text) == numbering:
                planned = NO_OUTLOOK
        if sentence.paragraph != paragraph:
            paragraph = sentence.paragraph
            counted = current.entire and _words().counts_on.match(sentence.text) is not None
            current = max(planned, current if counted else outlook(sentence.section, own))
        current = max(current, outlook(sentence.text, own))
        yield current


def _of_heading(heading: str, own: Years) -> Outlook:
    """What a heading of plans opens: all of it where it begins with the year, else only what is planned."""
    match = _words().heads.search(heading)
    if not match or f"{own.end}年" in heading:
        return NO_OUTLOOK
    lead = NUMBERING.match(heading)
    return _coming(match, own, entire=match.start() == (lead.end() if lead else 0))


def _numbering(heading: str) -> str:
    """How a heading is numbered: 一、 and 二、 alike, (一) and 1. otherwise; empty where it is not."""
    match = NUMBERING.match(heading)
    found = match.group() if match else ""
    return re.sub(r"\d{1,2}", "1", re.sub("[一二三四五六七八九十]{1,3}", "一", found))


def outlook(said: str, own: Years) -> Outlook:
    """The year to come that a sentence or heading opens: 2025年是改革之年 in a report of 2024."""
    words = _words()
    for match, entire in ((words.opens.match(said), True), (words.names.search(said), False)):
        if match and (found := _coming(match, own, entire=entire)).years.start:
            return found
    return NO_OUTLOOK


def _coming(match: re.Match[str], own: Years, *, entire: bool) -> Outlook:
    """The year that a match names, or the one after the report's own; nothing where it is not to come."""
    year = int(match["year"] or own.end + 1)
    return Outlook(Years(year, year), entire) if 0 < own.end < year else NO_OUTLOOK

"""What a report is: title, publisher, date, region, period; its headings, paragraphs and sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from orgreports import outline_genre, outline_period, outline_region
from orgreports.models import Outline, RepairedText
from orgreports.outline_front import Front, furniture, is_around, read_front, split_dateline
from orgreports.outline_lines import CLOSERS, Line, build_sentences, split_lines
from orgreports.rulebook import load_toml

OPENING_LINES, CLOSING_LINES = 8, 3
LEAD_LINES = 2
OPENING_LENGTH, CLOSING_LENGTH = 800, 400  # characters of these lines that count


def outline(repaired: RepairedText, name: str = "") -> Outline:
    """Outline a clean text; ``name`` is the file's name, a weak hint at region and period.

    Every character of the text but its line breaks lies in one of the sentences. Nothing raises: a
    text that is no review gets a ``doubt``, an uncertain region or period stays empty with candidates.
    """
    lines = split_lines(repaired.text)
    taken = furniture(repaired)
    front = read_front(lines, taken)
    headings = _heading_lines(lines, front)
    around = "\n".join([*(line.text for line in lines[: front.body]), *taken])
    candidates = outline_region.find_regions(_region_zones(lines, front, around, name), repaired.text)
    periods = outline_period.find_periods(*_period_zones(lines, front, name), front.published)
    return Outline(
        title=front.title,
        subtitle=front.subtitle,
        publisher=front.publisher,
        author=front.author,
        published=front.published,
        region=outline_region.certain_region(candidates),
        period=outline_period.certain_period(periods),
        regions=candidates,
        periods=periods,
        cut=_is_cut(lines, taken),
        doubt=outline_genre.doubt(repaired.text, lines, front, taken)
        or outline_genre.several(outline_region.reported_apart(candidates, repaired.text)),
        sentences=build_sentences(lines, headings, front.body),
    )


def _heading_lines(lines: Sequence[Line], front: Front) -> frozenset[int]:
    body = {i for i in range(front.body, len(lines) - 1) if lines[i].style and not is_around(lines[i].text)}
    return frozenset(body | front.titles)


def _region_zones(lines: Sequence[Line], front: Front, around: str, name: str) -> list[outline_region.Zone]:
    zone = outline_region.Zone
    paper, first = split_dateline(lines[front.body].text if front.body < len(lines) else "")
    body = [first, *(line.text for line in lines[front.body + 1 :])]
    title = f"{front.title}\n{front.subtitle}"
    return [
        zone("title", title, 8, 12),
        zone("publisher", front.publisher, 4, 4),
        zone("author", front.author, 4, 4),
        zone("paper", paper, 5, 5),
        zone("page", around, 1, 2),
        zone("file name", name, 2, 4),
        zone("opening", "\n".join(body[:OPENING_LINES]), 1, 6),
        zone("text", "\n".join(body[OPENING_LINES:]), 0.5, 6),
    ]


def _period_zones(
    lines: Sequence[Line], front: Front, name: str
) -> tuple[list[outline_period.Zone], outline_period.Zone]:
    zone = outline_period.Zone
    body = [line.text for line in lines[front.body :]]
    opening, lead = "\n".join(body[:OPENING_LINES]), "\n".join(body[:LEAD_LINES])
    telling = [
        zone("title", f"{front.title}\n{front.subtitle}", 10, 1),
        zone("file name", name, 2, 1),
        zone("opening", lead[:OPENING_LENGTH], 1.5, 3),
        zone("opening", opening[len(lead) : OPENING_LENGTH], 0.8, 3),
        zone("closing", "\n".join(body[OPENING_LINES:][-CLOSING_LINES:])[-CLOSING_LENGTH:], 0.5, 1),
        zone("end", "\n".join(body[-CLOSING_LINES:])[-CLOSING_LENGTH:], 0.5, 1),
    ]
    return telling, zone("text", "\n".join([opening[OPENING_LENGTH:], *body[OPENING_LINES:]]), 0.3, 5)


def _is_cut(lines: Sequence[Line], taken: Sequence[str]) -> bool:
    """Whether the text stops in the middle: its last paragraph has no end, or its last page is missing."""
    jumps = " ".join(taken)
    if "下转" in jumps and "上接" not in jumps:
        return True
    last = next((line.text for line in reversed(lines) if not is_around(line.text)), "")
    genre = load_toml("genre")
    if not last or re.search(genre["cut_pattern"], last[-30:]):
        return bool(last)
    if re.fullmatch(genre["whole_pattern"], last):
        return False
    return not last.rstrip(CLOSERS).endswith(("。", "!", "?", "…")) and not last.endswith((")", "”", "》"))

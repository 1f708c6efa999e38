"""Tiles: figures and their labels on lines of their own, as posts show them (培训干部 / 3,200 / 人次).

What stands on a tile becomes one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import NamedTuple

from orgreports.models import Edit, RepairedText
from orgreports.rulebook import units

_NUMBER = re.compile(r"[约近超逾达]{0,2}\d[\d,.]{0,12}[万亿]?[余多+]?")
_LABEL = re.compile(r"[^\w“(]{0,4}[一-鿿“”()、·]{2,14}:?")  # behind a bullet or an emoji, perhaps
_LEAST_TURNED = 2  # tiles in a row with the figure above its label, for these to be tiles


class Part(NamedTuple):
    """A part of a tile: the numbers of its first and last line, and whether it is a figure or a label."""

    first: int
    last: int
    kind: str  # figure, label; empty for other lines


@cache
def _unit_forms() -> frozenset[str]:
    return frozenset(unit.form for unit in units() if not unit.bare)


def find_tiles(repaired: RepairedText) -> Iterator[Edit]:
    """The line ends inside tiles, taken out."""
    lines = [line.strip() for line in repaired.text.split("\n")]
    if not any(map(_is_number, lines)):
        return
    starts = _starts(repaired.text)
    for _, run in groupby(_parts(lines), key=lambda part: bool(part.kind)):
        for first, last in _tiles(list(run)):
            for number in range(first, last):
                yield Edit("lines.tile", starts[number + 1] - 1, "\n", "")


def _starts(text: str) -> list[int]:
    """Where each line of a text begins."""
    return [0, *(match.end() for match in re.finditer("\n", text))]


def _is_number(line: str) -> bool:
    """Whether a line is a number, with or without its measure word."""
    match = _NUMBER.match(line)
    return match is not None and (match.end() == len(line) or line[match.end() :].strip() in _unit_forms())


def _parts(lines: Sequence[str]) -> Iterator[Part]:
    """The lines as parts of tiles; a number and the measure word below it are one figure."""
    number = 0
    while number < len(lines):
        line, last, kind = lines[number], number, ""
        if _is_number(line):
            bare = _NUMBER.fullmatch(line) is not None
            last += bare and number + 1 < len(lines) and lines[number + 1] in _unit_forms()
            kind = "" if bare and last == number else "figure"
        elif _LABEL.fullmatch(line):
            kind = "label"
        yield Part(number, last, kind)
        number = last + 1


def _tiles(run: Sequence[Part]) -> Iterator[tuple[int, int]]:
    """First and last lines of the tiles in a run of figures and labels; a figure alone is one, too."""
    kinds = [part.kind for part in run]
    turns = len(run) % 2 == 0 and all(kind != kinds[0] for kind in kinds[1::2]) and len(set(kinds[::2])) == 1
    if turns and (kinds[0] == "label" or len(run) >= 2 * _LEAST_TURNED):
        yield from ((one.first, other.last) for one, other in zip(run[::2], run[1::2], strict=True))
    else:
        yield from ((part.first, part.last) for part in run if part.first < part.last)

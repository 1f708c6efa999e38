"""Annotated phrases: ``tests/phrases/*.txt``, invented passages with every quantity marked where it stands.

A mark is ``⟦quote|value|bound|unit|kind|indicator|group⟧``: value ``5..10`` for a range, other acceptable
codes behind the first with ``/`` (``-`` for none), an eighth field for a period other than 2024, ``?`` at the
end where careful readers could differ on whether it is a quantity at all.
A line that begins with ``#`` heads a report; years in it (2014-2023) are the report's own period.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PHRASES = Path(__file__).parent / "phrases"
MARK = re.compile(r"⟦([^⟦⟧]*)⟧")


class Mark(NamedTuple):
    """A quantity as a careful reader marked it; ``indicators`` are the acceptable codes, the best first."""

    start: int
    quote: str
    value: float
    bound: str
    unit: str
    kind: str
    indicators: tuple[str, ...]
    group: str
    period: str
    optional: bool

    @property
    def end(self) -> int:
        return self.start + len(self.quote)


class Phrase(NamedTuple):
    """A line without its marks, and the marks."""

    text: str
    marks: tuple[Mark, ...]


def read_phrases(kind: str) -> Iterator[Phrase]:
    """The phrases of ``*-dev.txt`` or ``*-held.txt``."""
    for path in sorted(PHRASES.glob(f"*-{kind}.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                yield read_phrase(line)


def read_phrase(line: str) -> Phrase:
    """One marked line."""
    text, marks, at = "", [], 0
    for match in MARK.finditer(line):
        text += line[at : match.start()]
        marks.append(read_mark(match.group(1), len(text)))
        text += marks[-1].quote
        at = match.end()
    return Phrase(text + line[at:], tuple(marks))


def read_mark(body: str, start: int) -> Mark:
    """What stands between the brackets."""
    fields = body.rstrip("?").split("|")
    codes = tuple("" if code == "-" else code for code in fields[5].split("/"))
    value = float(fields[1].split("..")[0])
    group = fields[6] if len(fields) > 6 else ""
    period = fields[7] if len(fields) > 7 and fields[7] else "2024"
    return Mark(
        start, fields[0], value, fields[2], fields[3], fields[4], codes, group, period, body.endswith("?")
    )

"""Invented reports in any number, always the same for the same seed.

    python tests/benchmarks/corpus_maker.py FOLDER [--number 1000] [--seed 1] [--characters 4000]

Writes FOLDER/000/000000.txt and so on, a thousand a folder, and prints their number and length. Each is
a review of a year by a region: a title with the real name of a region and a year, no two alike until
regions and years are used up; headings; and paragraphs of passages and sentences from
``tests/phrases/*-dev.txt``: passages with figures, which are changed digit by digit, and so many sentences
without that there are about nine figures in a thousand characters, as in reports that we have met. The places
in the passages are invented, and so is every figure; 全市 and the like are said of the region's own level.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

from orgreports.rulebook import Region, regions

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from annotated import PHRASES, Phrase, read_phrase

NUMERALS = "一二三四五六七八九十"
HEADING = re.compile(f"(?:[{NUMERALS}]+、|（[{NUMERALS}]+）)(?P<words>[^。]{{4,28}})")
YEAR = re.compile(r"20(?:2[2-5])(?=年)")
LAST_YEAR, YEARS = 2025, 40
SPOKEN = re.compile("(?<=[全我])[省市县区旗州盟](?![域场])")  # the level of which a text speaks
OTHERS = re.compile("[我全](?:本?集团|[校院局厅行镇乡村]|公司|街道)")  # what speaks of no region is left out
SENTENCE = re.compile("[^。]{12,}。")
FIGURED = 0.08  # of the pieces of a paragraph are passages with figures, which are longer and have five or so
OWN_YEAR = 2024  # that the passages were written for


class Passages(NamedTuple):
    """What reports are made of: prose with marked figures, sentences without, and the words of headings."""

    prose: tuple[Phrase, ...]
    plain: tuple[str, ...]
    headings: tuple[str, ...]


@cache
def passages() -> Passages:
    """The passages and headings of the phrase files."""
    prose: list[Phrase] = []
    plain: dict[str, None] = {}
    headings: dict[str, None] = {}
    for path in sorted(PHRASES.glob("*-dev.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            heading = HEADING.fullmatch(line)
            if heading:
                headings[heading["words"]] = None
            elif not line.startswith("#") and not OTHERS.search(line):
                phrase = read_phrase(line)
                plain.update(dict.fromkeys(sentences(phrase)))
                prose += [phrase] if phrase.marks else []
    return Passages(tuple(prose), tuple(plain), tuple(headings))


def sentences(phrase: Phrase) -> Iterator[str]:
    """The sentences of a passage that have no figure, and whose quotation marks belong together."""
    for match in SENTENCE.finditer(phrase.text):
        text = match.group()
        marked = any(match.start() <= mark.start < match.end() for mark in phrase.marks)
        if not marked and text.count("“") == text.count("”") and not re.search(r"[\d*&#X]", text):
            yield text


@cache
def places(seed: int) -> tuple[Region, ...]:
    """The regions of today in the order in which they report."""
    today = [region for region in regions().values() if not region.until]
    Random(seed).shuffle(today)
    return tuple(today)


def full_name(region: Region) -> str:
    """``四川省成都市武侯区``: what no other region is called."""
    parent = regions().get(region.parent)
    return (full_name(parent) if parent else "") + region.names["zh"]


def changed(phrase: Phrase, random: Random, year: int) -> str:
    """A passage with other digits in its figures, as many as before, and its years moved to ``year``."""
    text, at = "", 0
    for mark in phrase.marks:
        text += moved(phrase.text[at : mark.start], year) + other_digits(mark.quote, random)
        at = mark.end
    return text + moved(phrase.text[at:], year)


def moved(text: str, year: int) -> str:
    """The years of ``text``, as far from ``year`` as they were from the passage's own."""
    return YEAR.sub(lambda match: str(int(match.group()) - OWN_YEAR + year), text)


def other_digits(quote: str, random: Random) -> str:
    """``quote`` with other digits; 100 and figures of one digit stay as they are."""

    def other(match: re.Match[str]) -> str:
        digits = match.group()
        if digits == "100" or len(digits) == 1:
            return digits
        return str(random.randint(1, 9)) + "".join(str(random.randint(0, 9)) for _ in digits[1:])

    return re.sub(r"\d+", other, quote)


def paragraph(random: Random, year: int) -> str:
    """Passages in a row, a few hundred characters."""
    text = ""
    while len(text) < 200:
        if random.random() < FIGURED:
            text += changed(random.choice(passages().prose), random, year)
        else:
            text += random.choice(passages().plain)
    return text


def level_word(region: Region) -> str:
    """What stands behind 全 where a text speaks of the region: 市 of 成都市."""
    name = region.names["zh"]
    last = "地区" if name.endswith("地区") else name[-1]
    usual = {"province": "省", "prefecture": "市", "county": "县"}
    return last if last in "省市县区旗州盟地区" else usual[region.level]


def report(number: int, seed: int = 1, characters: int = 4000) -> str:
    """The text of report ``number``, of at least ``characters`` code points."""
    random = Random(f"{seed}:{number}")
    among = places(seed)
    year = LAST_YEAR - number // len(among) % YEARS
    region = among[number % len(among)]
    lines = [
        f"{full_name(region)}{year}年组织工作综述",
        f"中共{region.names['zh']}委组织部",
        f"{year}年,{region.names['zh']}各级组织部门聚焦主责主业,各项工作取得新成效。",
    ]
    length, section = 0, 0
    while length < characters:
        if len(lines) % 4 == 3:
            lines.append(f"{NUMERALS[section % 10]}、{random.choice(passages().headings)}")
            section += 1
        lines.append(SPOKEN.sub(level_word(region), paragraph(random, year)))
        length += len(lines[-1])
    return "\n".join(lines) + "\n"


def write_reports(folder: Path, number: int, seed: int = 1, characters: int = 4000) -> Iterator[Path]:
    """Write ``number`` reports under ``folder``, and give their paths; lengths vary by a third."""
    for i in range(number):
        path = folder / f"{i // 1000:03d}" / f"{i:06d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        length = int(characters * Random(f"{seed}:{i}:length").uniform(0.67, 1.33))
        path.write_text(report(i, seed, length), encoding="utf-8", newline="\n")
        yield path


def main() -> None:
    """Write the reports."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--number", type=int, default=1000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--characters", type=int, default=4000, help="of a report, on average")
    options = arguments.parse_args()
    paths = list(write_reports(options.folder, options.number, options.seed, options.characters))
    characters = sum(len(path.read_text(encoding="utf-8")) for path in paths)
    print(f"{len(paths)} reports, {characters} characters, in {options.folder}")


if __name__ == "__main__":
    main()

"""How fast each stage is beside jieba and a digit regex, how it grows, and what an import costs.

    python tests/benchmarks/speed.py [--rounds 7] [--largest 1000000] [--reports DIR]

Prints three tables. *Stages*: characters a second of each stage on the five reports (on invented ones
where they are not at hand), as ratios to ``jieba.cut`` and to ``re.finditer`` of a digit pattern, all in
the same rounds on one core. *Growth*: invented reports of 10, 100 and 1,000 thousand characters: time
and peak memory (tracemalloc) a character, as ratios to the shortest; 1 is linear. *Imports*:
processor time of a fresh process, as ratios to one that imports nothing; and which heavy packages came
along.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import corpus_maker
from stopwatch import best_seconds, machine, parser, print_table

from orgreports.indicators import assign
from orgreports.models import Document, Outline, RepairedText, Sentence
from orgreports.outline import outline
from orgreports.pipeline import parse_document, years_of_period
from orgreports.quantities import Found, find_quantities
from orgreports.reading import read
from orgreports.repair import repair

DIGITS = re.compile(r"\d+(?:\.\d+)?")
HEAVY = ("pandas", "pyarrow", "streamlit", "plotly", "jieba", "opencc", "trafilatura", "pypdf", "docx")
IMPORTS = {
    "nothing": "",
    "import orgreports": "import orgreports",
    "import orgreports.pipeline": "import orgreports.pipeline",
    "parse one report": "import orgreports; orgreports.parse('report.txt', data={data!r}.encode())",
    "orgreports --help": "import sys, orgreports.cli as c\ntry: c.main(['--help'])\nexcept SystemExit: pass",
    "import pandas": "import pandas",
}


class Staged(NamedTuple):
    """A report after each stage."""

    path: str
    data: bytes
    document: Document
    repaired: RepairedText
    outlined: Outline
    found: list[tuple[Sentence, Found]]


def staged(path: str, data: bytes) -> Staged:
    """A report, read once through all stages."""
    document = read(path, data)
    repaired = repair(document.raw)
    outlined = outline(repaired, document.name)
    found = [(sentence, find_quantities(sentence.text)) for sentence in outlined.sentences]
    return Staged(path, data, document, repaired, outlined, found)


def texts(folder: Path) -> list[tuple[str, bytes]]:
    """Names and bytes of the reports, or of five invented ones."""
    files = sorted(folder.glob("*.txt"))
    if files:
        return [(path.name, path.read_bytes()) for path in files]
    print(f"{folder}: no reports there, so five invented ones are used\n")
    return [(f"{i}.txt", corpus_maker.report(i).encode()) for i in range(5)]


def stages(reports: Sequence[Staged]) -> dict[str, Callable[[], object]]:
    """The work of each stage on all reports, given what the stage before it made."""

    def indicators(report: Staged) -> object:
        own = years_of_period(report.outlined.period)
        pairs = [(sentence, item.quantities) for sentence, item in report.found]
        return assign(pairs, own, 0, (report.outlined.subtitle, report.outlined.title))

    return {
        "read": lambda: [read(r.path, r.data) for r in reports],
        "repair": lambda: [repair(r.document.raw) for r in reports],
        "outline": lambda: [outline(r.repaired, r.document.name) for r in reports],
        "quantities": lambda: [find_quantities(s.text) for r in reports for s, _ in r.found],
        "indicators": lambda: [indicators(r) for r in reports],
        "whole (bytes to report)": lambda: [parse_document(read(r.path, r.data)) for r in reports],
    }


def references(reports: Sequence[Staged]) -> dict[str, Callable[[], object]]:
    """What the stages are held against."""
    import jieba

    jieba.setLogLevel("ERROR")
    jieba.initialize()
    return {
        "jieba.cut": lambda: [list(jieba.cut(r.document.raw)) for r in reports],
        "digit regex": lambda: [list(DIGITS.finditer(r.document.raw)) for r in reports],
    }


def print_stages(folder: Path, rounds: int) -> None:
    """The first table."""
    reports = [staged(name, data) for name, data in texts(folder)]
    work = stages(reports) | references(reports)
    best = best_seconds(work, rounds)
    whole = best["whole (bytes to report)"]
    characters = sum(len(r.document.raw) for r in reports)
    print(f"{characters} characters, best of {rounds} rounds; {machine()}\n")
    heads = ("stage", "x jieba.cut", "x digit regex", "share of the whole")
    rows = [
        (
            name,
            f"{best['jieba.cut'] / spent:.2f}",
            f"{best['digit regex'] / spent:.4f}",
            f"{spent / whole:.0%}" if name in stages(reports) else "-",
        )
        for name, spent in best.items()
    ]
    print_table(heads, rows)


def peak_bytes(work: Callable[[], object]) -> int:
    """The most memory that Python objects took while ``work`` ran, above what there was."""
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak - before


def growth_rows(largest: int, rounds: int) -> list[tuple[str, str, str, str]]:
    """The second table's lines: length, time and memory a character beside the shortest texts', and bytes.

    Of short texts so many are read that each length is measured on as many characters of the same kind.
    """
    sizes = [size for size in (9_500, 95_000, 950_000) if size <= largest]
    documents = {
        size: [
            read("long.txt", corpus_maker.report(number, 1, size).encode())
            for number in range(sizes[-1] // size)
        ]
        for size in sizes
    }
    work: dict[str, Callable[[], object]] = {
        f"{size:,}": lambda some=some: [parse_document(one) and None for one in some]  # type: ignore[misc]
        for size, some in documents.items()
    }
    best = best_seconds(work, min(rounds, 3))
    rows: list[tuple[str, str, str, str]] = []
    first = (0.0, 0.0)
    for (name, seconds), some in zip(best.items(), documents.values(), strict=True):
        spent = seconds / sum(len(one.raw) for one in some)
        memory = peak_bytes(lambda one=some[0]: parse_document(one)) / len(some[0].raw)  # type: ignore[misc]
        first = first if rows else (spent, memory)
        rows.append((name, f"{spent / first[0]:.2f}", f"{memory / first[1]:.2f}", f"{memory:.0f}"))
    return rows


def print_growth(largest: int, rounds: int) -> None:
    """The second table."""
    rows = growth_rows(largest, rounds)
    print()
    print_table(("characters", "time a character", "memory a character", "bytes a character"), rows)


def print_imports(rounds: int) -> None:
    """The third table."""
    tail = f"\nimport sys, time; print(time.process_time(), *[n for n in {HEAVY!r} if n in sys.modules])"
    data = corpus_maker.report(0)
    spent: dict[str, float] = {}
    heavy: dict[str, str] = {}
    for _ in range(min(rounds, 5)):
        for name, code in IMPORTS.items():
            program = code.format(data=data) + tail
            run = subprocess.run(
                [sys.executable, "-c", program], capture_output=True, text=True, encoding="utf-8", check=True
            )
            seconds, *modules = run.stdout.splitlines()[-1].split()
            spent[name] = min(float(seconds), spent.get(name, float("inf")))
            heavy[name] = " ".join(modules) or "-"
    base = spent["nothing"]
    rows = [
        (name, f"{seconds / base:.1f}", f"{seconds - base:.2f} s", heavy[name])
        for name, seconds in spent.items()
    ]
    print()
    print_table(("fresh process", "x bare Python", "more than it", "heavy packages loaded"), rows)


def main() -> None:
    """Print the three tables."""
    arguments = parser(__doc__)
    arguments.add_argument("--rounds", type=int, default=7)
    arguments.add_argument("--largest", type=int, default=950_000, help="characters of the longest text")
    options = arguments.parse_args()
    print_stages(options.reports, options.rounds)
    print_growth(options.largest, options.rounds)
    print_imports(options.rounds)


if __name__ == "__main__":
    main()

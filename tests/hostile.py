"""Texts that are meant to make patterns and stages run away, and a measure of how their time grows.

``python tests/hostile.py`` tries every pattern and every stage on every text at 10,000 and 100,000 characters
(some minutes); the test suite tries the worst of each.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

import orgreports  # noqa: E402
from orgreports.exclusions import expand  # noqa: E402
from orgreports.hedges import hedge_rules  # noqa: E402
from orgreports.models import Document, RepairedText, Report  # noqa: E402
from orgreports.outline import outline  # noqa: E402
from orgreports.pipeline import parse_document  # noqa: E402
from orgreports.quantities import find_quantities  # noqa: E402
from orgreports.repair import repair, undo  # noqa: E402

SMALL, LARGE = 10_000, 100_000
GROWTH = 25  # times as long at most for a text ten times as long
FLOOR = 0.002  # seconds: shorter times are noise
PATTERN_KEYS = ("pattern", "before", "after", "inside", "tail", "not_before", "not_after")

CHARACTERS = '1一每千“‘(《「〔"１ \n第年,。、近*□X?Oa²著\f\u3000\u200b\u0301\t—-+<|&半个'
PIECES = (  # noqa: SIM905
    "9,¦第一¦百千万亿¦十四五¦一百二十¦2024年¦2024年1月¦年1月1日¦1,000¦1.¦1/¦(a¦(a ¦经(jīng)¦?a)¦a ¦a.¦O0"
    "¦每1¦1、¦1、和¦1-¦1+¦1一¦1至2¦10%至¦1人¦培训1人,¦培训1人次、¦同比增长1%¦1期,平均每期¦1岁¦为期1天"
    "¦其中¦分别¦、分别¦1分之¦1成¦1位,第¦一届一次¦从1由¦2020年由¦第1和¦由2024年¦两年半¦共计¦达到¦“1¦“1”"
    "¦《1¦(1¦‘1’¦“甲!¦甲!”¦(甲。¦组织部¦成都市¦全市¦人才¦党员干部¦甲\n¦一、甲\n¦——甲\n¦——¦1\n¦1\f¦来源:\n"
    "¦第1页\n¦下转¦责任编辑:¦a\u0301¦1:¦1 1 ¦2024-¦http://¦\ufffd1¦二〇二¦十大¦某某¦甲 甲 "
).split("¦")
STARTED = (
    ("1人", "、分别"),
    ("第", "1"),
    ("排名第", "一"),
    ("“", "1人,"),
    ("2024年", "1人、"),
    ("1个", "1天"),
)
# A start, and what is repeated behind it.
PUMPS: tuple[tuple[str, str], ...] = (*(("", piece) for piece in (*CHARACTERS, *PIECES)), *STARTED)


def text_of(pump: tuple[str, str], length: int) -> str:
    """A start with its piece repeated to the length."""
    start, piece = pump
    return (start + piece * (length // len(piece) + 1))[:length]


def patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern of the rule tables and of the modules, by where it comes from."""
    found: dict[str, re.Pattern[str]] = {}
    for path in sorted((ROOT / "orgreports" / "rules").glob("*.toml")):
        for place, pattern in _in_table(tomllib.loads(path.read_text(encoding="utf-8")), path.name):
            found[place] = re.compile(expand(pattern))
    for module in pkgutil.iter_modules(orgreports.__path__):
        if module.name == "__main__":
            continue
        names = vars(importlib.import_module(f"orgreports.{module.name}"))
        for name, value in names.items():
            if name == "name_rules":  # its rows stand in the table
                continue
            is_cached = hasattr(value, "cache_info") and not value.__wrapped__.__code__.co_argcount
            for number, pattern_ in enumerate(_within(value() if is_cached else value)):
                found[f"{module.name}.{name}[{number}]"] = pattern_
    for where in ("before", "inside", "after", "apart"):
        found[f"hedge_rules({where})"] = hedge_rules(where).pattern
    return {name: pattern for pattern, name in {pattern: name for name, pattern in found.items()}.items()}


def _in_table(node: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            if isinstance(value, str) and (key in PATTERN_KEYS or key.endswith("_pattern")):
                yield f"{place} {node.get('id', '')} {key}", value
            else:
                yield from _in_table(value, f"{place} {key}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _in_table(value, f"{place}[{number}]")


def _within(value: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, (tuple, list, dict)) and depth < 3:
        for inside in value.values() if isinstance(value, dict) else value:
            yield from _within(inside, depth + 1)


def search_all(pattern: re.Pattern[str]) -> Callable[[str], object]:
    """A call that finds every match of the pattern in a text."""

    def run(text: str) -> object:
        for _ in pattern.finditer(text):
            pass
        return None

    return run


def parse_text(text: str) -> Report:
    """The report in a text."""
    return parse_document(Document("hostile.txt", text, "txt", "utf-8", ""))


STAGES: dict[str, Callable[[str], object]] = {
    "repair": repair,
    "outline": lambda text: outline(RepairedText(text, text, ())),
    "quantities": find_quantities,
    "parse": parse_text,
}


def seconds(run: Callable[[str], object], text: str) -> float:
    """Time of the processor that a call takes."""
    begun = time.process_time()
    run(text)
    return time.process_time() - begun


def growth(
    run: Callable[[str], object], pump: tuple[str, str], small: int = SMALL, large: int = LARGE
) -> float:
    """How many times as long the call takes for the large text; the best of three where that is too long."""
    best = float("inf")
    for _ in range(3):
        first, second = (seconds(run, text_of(pump, length)) for length in (small, large))
        best = min(best, second / max(first, FLOOR))
        if best <= GROWTH * large / small / 10:
            break
    return best


def faults(report: Report) -> list[str]:
    """What is wrong with the places of a report: nothing, for any text."""
    raw, repaired = report.document.raw, report.repaired
    wrong = [f"{o.quote!r} at {o.start}" for o in report.observations if raw[o.start : o.end] != o.quote]
    wrong += [f"{e.text!r} at {e.start}" for e in report.ledger if raw[e.start : e.end] != e.text]
    places = [pair for d in report.derived for pair in zip(d.spans, d.quotes, strict=True)]
    wrong += [f"{quote!r} at {span}" for span, quote in places if raw[span.start : span.end] != quote]
    text, sentences = repaired.text, report.outline.sentences
    wrong += [f"sentence at {s.span}" for s in sentences if text[s.span.start : s.span.end] != s.text]
    if undo(repaired) != raw:
        wrong.append("the repairs cannot be undone")
    return wrong


def main() -> int:
    """Everything against everything; returns how much grows faster than it may."""
    runs = {**STAGES, **{name: search_all(pattern) for name, pattern in patterns().items()}}
    count = 0
    for name, run in runs.items():
        for pump in PUMPS:
            if (times := growth(run, pump)) > GROWTH:
                count += 1
                print(f"{name}: {pump}: {times:.0f} times as long", flush=True)
    print(f"{len(runs)} patterns and stages, {len(PUMPS)} texts: {count} grow too fast")
    return count


if __name__ == "__main__":
    sys.exit(bool(main()))

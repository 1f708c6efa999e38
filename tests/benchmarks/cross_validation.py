"""How much of the rules is fitted to single texts: each report's score without the rows that only it uses.

    python tests/benchmarks/cross_validation.py [--reports DIR] [--gold DIR] [--list] [--json]

For each report, the rows of the rule tables that are used in it and in none of the others are found by
running: indicator rules and rules of names by the ids in observations and ledger; rules of hedges, kinds
and periods by leaving each row out in turn and seeing whose figures change. Then the report is read
without them, and scored by ``score.py``, which stands beside the folder with the annotations. Four lines
a report:

- ``all``: with every row;
- ``- rows``: without the rows that are used in this report alone;
- ``- words``: also without the words of ``indicators.toml`` that stand near figures of this report alone;
- ``- units``: also without the measure words of ``units.csv`` that only its figures have. A unit that the
  table lacks is a figure that is not found, so this is the sternest; most of it is general knowledge.

``left out`` counts rows, words and forms; ``--list`` names them.
"""

from __future__ import annotations

import csv
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import NamedTuple
from unittest.mock import patch

from stopwatch import load_score, parser, print_table, report_files

from orgreports import figure_periods, frames, nearness, rule_words, rulebook
from orgreports.models import Report
from orgreports.pipeline import parse
from orgreports.quantities import find_quantities

# Tables whose rows leave their id in observations or ledger; those whose use is found by leaving out.
MARKED = (("indicators", "rule"), ("names", "name"), ("names", "shield"))
UNMARKED = (("hedges", "hedge"), ("kinds", "kind"), ("figure_periods", "period"))
COLUMNS = ("precision", "recall", "bound", "kind", "period", "indicator_f1")
UNTOUCHED = ("orgreports.outline", "orgreports.repair", "orgreports.reading", "orgreports.language")


class LeftOut(NamedTuple):
    """Row ids, words of ``indicators.toml`` and forms of ``units.csv``."""

    rows: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()


def clear_caches() -> None:
    """Every stage that reads the filtered tables reads them anew."""
    for name, module in list(sys.modules.items()):
        if name.startswith("orgreports") and not name.startswith(UNTOUCHED):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


@contextmanager
def without(left_out: LeftOut) -> Iterator[None]:
    """The rule tables lack what is ``left_out`` for as long as this lasts."""
    clear_caches()
    for table, key in MARKED + UNMARKED:
        rows = rulebook.load_toml(table)[key]
        rows[:] = [row for row in rows if row["id"] not in left_out.rows]
    for words in rulebook.load_toml("indicators")["words"].values():
        words[:] = [word for word in words if word not in left_out.words]
    units = tuple(row for row in rulebook.load_csv("units") if row["form"] not in left_out.units)
    load = rulebook.load_csv

    def load_csv(name: str) -> tuple[dict[str, str], ...]:
        return units if name == "units" else load(name)

    try:
        with patch.object(rulebook, "load_csv", load_csv):
            yield
    finally:
        load.cache_clear()
        clear_caches()


def signature(report: Report) -> list[object]:
    """What hedges, kinds and periods make of a report's sentences."""
    own = figure_periods.Years(2000, 2000)
    found = []
    for sentence in report.outline.sentences:
        for quantity in find_quantities(sentence.text).quantities:
            found.append((quantity, figure_periods.years_of(sentence.text, quantity.start, own, 2001)))
    return list(found)


def ids_used(reports: dict[str, Report]) -> dict[str, set[str]]:
    """For each report, the ids of the rows that are used in it."""
    known = {row["id"] for table, key in MARKED for row in rulebook.load_toml(table)[key]}
    used = {
        name: {o.rule for o in report.observations} | {entry.rule for entry in report.ledger}
        for name, report in reports.items()
    }
    used = {name: ids & known for name, ids in used.items()}
    with without(LeftOut()):
        whole = {name: signature(report) for name, report in reports.items()}
    for table, key in UNMARKED:
        for row in [row["id"] for row in rulebook.load_toml(table)[key]]:
            with without(LeftOut(rows=frozenset({row}))):
                for name, report in reports.items():
                    if signature(report) != whole[name]:
                        used[name].add(row)
    return used


def words_near(report: Report) -> set[str]:
    """The words of ``indicators.toml`` that stand within reach of a figure."""
    words = set()
    for sentence in report.outline.sentences:
        quantities = find_quantities(sentence.text).quantities
        for start, end, _ in rule_words.find_hits(sentence.text) if quantities else ():
            if any(q.start - nearness.REACH <= start <= q.end + nearness.REACH for q in quantities):
                words.add(sentence.text[start:end])
    return words


def unit_forms(report: Report) -> set[str]:
    """The measure words, as written in the table, of a report's figures."""
    forms = {row.form: row.unit for row in rulebook.units()}
    figures = {(o.unit, o.quote) for o in report.observations}
    return {form for form, unit in forms.items() if any(u == unit and form in quote for u, quote in figures)}


def only_in(name: str, used: dict[str, set[str]]) -> frozenset[str]:
    """What is used in one report and in no other."""
    return frozenset(used[name].difference(*(ids for other, ids in used.items() if other != name)))


def scored(score: ModuleType, gold: Path, name: str, report: Report) -> dict[str, float]:
    """A report's figures by ``score.py``."""
    with tempfile.TemporaryDirectory() as folder:
        with (Path(folder) / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(frames.EXTRACT_COLUMNS)
            writer.writerows(frames.extract_row(observation) for observation in report.observations)
        per, _ = score.score(gold, folder, False)
    result: dict[str, float] = score.figures(per[name])
    return result


def lines(
    name: str, left_out: LeftOut, evaluate: Callable[[], dict[str, float]]
) -> Iterator[dict[str, object]]:
    """The four scores of one report."""
    for label, part in (
        ("all", LeftOut()),
        ("- rows", LeftOut(left_out.rows)),
        ("- words", LeftOut(left_out.rows, left_out.words)),
        ("- units", left_out),
    ):
        with without(part):
            yield {"report": name, "rules": label, "left_out": sum(map(len, part)), **evaluate()}


def main() -> None:
    """Print the table."""
    arguments = parser(__doc__)
    arguments.add_argument("--list", action="store_true", help="name what was left out")
    arguments.add_argument("--json", action="store_true")
    options = arguments.parse_args()
    score = load_score(options.gold)
    paths = {path.stem: path for path in report_files(options.reports)}
    reports = {name: parse(path) for name, path in paths.items()}
    rows = ids_used(reports)
    words = {name: words_near(report) for name, report in reports.items()}
    units = {name: unit_forms(report) for name, report in reports.items()}
    results: list[dict[str, object]] = []
    for name, path in paths.items():
        left_out = LeftOut(only_in(name, rows), only_in(name, words), only_in(name, units))
        results += lines(
            name, left_out, partial(lambda n, p: scored(score, options.gold, n, parse(p)), name, path)
        )
        if options.list:
            for kind, items in left_out._asdict().items():
                print(f"{name}: {len(items)} {kind}: {' '.join(sorted(items))}")
    if options.json:
        print(json.dumps(results, ensure_ascii=False, indent=1))
        return
    heads = ("report", "rules", "left out", *COLUMNS)
    print_table(
        heads,
        [
            (str(r["report"]), str(r["rules"]), str(r["left_out"]), *(f"{r[c]:.3f}" for c in COLUMNS))
            for r in [*results, *means(results)]
        ],
    )


def means(results: list[dict[str, object]]) -> list[dict[str, object]]:
    """The mean of the reports, for each set of rules."""
    labels = dict.fromkeys(str(r["rules"]) for r in results)
    rows: list[dict[str, object]] = []
    for label in labels:
        group = [r for r in results if r["rules"] == label]
        mean = {c: sum(float(str(r[c])) for r in group) / len(group) for c in COLUMNS}
        left = sum(int(str(r["left_out"])) for r in group)
        rows.append({"report": "mean", "rules": label, "left_out": left, **mean})
    return rows


if __name__ == "__main__":
    main()

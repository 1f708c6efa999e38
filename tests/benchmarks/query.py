"""A comparison on a corpus of ten million observations: how long, and how much memory.

    python tests/benchmarks/query.py [--observations 10000000] [--folder DIR]

Makes a Parquet corpus of invented rows (seeded; kept in DIR if given, and used again), then compares one
indicator over 50 regions, and one over all, each in a fresh process. Prints seconds and peak memory.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
from stopwatch import machine, print_table

from orgreports import dataset, rulebook
from orgreports.frames import OBSERVATION_TYPES, REPORT_TYPES
from orgreports.storage import write_file
from orgreports.tables import POINTER

YEARS = range(2005, 2025)
ORDER = {  # of the rows of each table
    "observations": ["indicator", "region", "report", "start", "end"],
    "ledger": ["region", "report", "-count", "reason"],
    "terms": ["region", "report", "-count", "term"],
}
LEDGER = ["quantity", "date", "year", "plan_period", "congress", "list_number"]
TERMS = [f"{first}{second}" for first in "干部人才党员组织" for second in "建设培养发展服务"][:120]
QUERY = """
import sys, time
start = time.perf_counter()
from orgreports import Corpus, compare
imported = time.perf_counter()
corpus = Corpus(sys.argv[1])
known = corpus.reports["region"].unique()
loaded = time.perf_counter()
regions = list(known[:: max(1, len(known) // int(sys.argv[2]))][: int(sys.argv[2])])
found = compare(corpus.select(["talent_total"], regions), ["talent_total"], regions)
done = time.perf_counter()
# Not ru_maxrss, which a new process takes over from the one that started it.
peak = int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]) / 1024
figures = sum(len(cell.figures) for cell in found.cells)
print(imported - start, loaded - imported, done - loaded, peak, len(regions), figures)
"""


def reports(regions: list[str]) -> list[tuple[object, ...]]:
    """A report of every region and year."""
    row = dict.fromkeys(REPORT_TYPES, "") | {"cut": False, "length": 4000, "numerals": 100}
    return [
        tuple(
            (
                row
                | {
                    "report": f"{rulebook.slug(region)}-{year}",
                    "region": region,
                    "period_start": year,
                    "period_end": year,
                    "sha256": f"{region}{year}",
                }
            ).values()
        )
        for region in regions
        for year in YEARS
    ]


def provinces(
    regions: list[str], each: int, random: np.random.Generator
) -> Iterator[tuple[str, str, list[pa.Table]]]:
    """Every province's observations: ``each`` of every report, indicators and values by chance."""
    codes = np.array([*rulebook.catalogue(), ""])
    for code in sorted({dataset.province(region) for region in regions}):
        own = [region for region in regions if dataset.province(region) == code]
        names = [f"{rulebook.slug(region)}-{year}" for region in own for year in YEARS]
        count = len(names) * each
        values = np.round(10 ** random.uniform(0, 6, count))
        start = np.tile(np.arange(each) * 40, len(names))
        fixed = {"group": "干部", "kind": "count", "measure": "flow", "bound": "exact", "unit": "名"}
        fixed |= {"section": "建强队伍", "rule": "cadre_promoted.promote"}
        columns: dict[str, object] = {name: np.repeat(value, count) for name, value in fixed.items()}
        columns |= {
            "report": np.repeat(names, each),
            "region": np.repeat(np.repeat(own, len(YEARS)), each),
            "period_start": np.repeat(np.tile(list(YEARS), len(own)), each),
            "indicator": random.choice(codes, count),
            "value": values,
            "lower": values,
            "upper": values,
            "quote": np.char.add(values.astype("int64").astype(str), "名"),
            "start": start,
            "end": start + 5,
            "paragraph": start // 400,
            "corrected": np.zeros(count, bool),
        }
        columns["period_end"] = columns["period_start"]
        arrays = [
            pa.array(columns[name], dataset.schema("observations").field(name).type)
            for name in OBSERVATION_TYPES
        ]
        rows = pa.Table.from_arrays(arrays, schema=dataset.schema("observations"))
        yield "observations", code, [in_order("observations", rows)]
        for table, words in (("ledger", LEDGER), ("terms", TERMS)):
            rows = counts(table, names, np.repeat(own, len(YEARS)), words, each, random)
            yield table, code, [in_order(table, rows)]


def in_order(table: str, rows: pa.Table) -> pa.Table:
    """The rows of a table as a data set has them."""
    ways = {True: "descending", False: "ascending"}
    return rows.sort_by([(name.strip("-"), ways[name[0] == "-"]) for name in ORDER[table]])


def counts(
    table: str, names: list[str], own: np.ndarray, words: list[str], each: int, random: np.random.Generator
) -> pa.Table:
    """The ledger or the words of some reports; ``own`` are the reports' regions."""
    form = dataset.schema(table, "region")
    count = random.integers(1, 40, len(names) * len(words))
    count[:: len(words)] = each if table == "ledger" else 40
    columns = [np.repeat(names, len(words)), np.tile(words, len(names)), count, np.repeat(own, len(words))]
    return pa.Table.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, form, strict=True)], schema=form
    )


def make(folder: Path, observations: int) -> None:
    """The corpus, unless it is there."""
    if (folder / POINTER).exists():
        return
    regions = [region.code for region in rulebook.regions().values() if not region.until]
    rows = reports(regions)
    each = max(1, observations // len(rows))
    folder.mkdir(parents=True, exist_ok=True)
    tables = provinces(regions, each, np.random.default_rng(1))
    columns = zip(*rows, strict=True)
    form = dataset.schema("reports")
    arrays = [pa.array(column, field.type) for column, field in zip(columns, form, strict=True)]
    name = dataset.write_tables(folder, [pa.Table.from_arrays(arrays, schema=form)], tables)
    write_file(folder / POINTER, dataset.pointer_bytes(name))


def query(folder: Path, regions: int) -> tuple[str, ...]:
    """One comparison in a fresh process, as a line of the table."""
    command = [sys.executable, "-c", QUERY, str(folder), str(regions)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    imported, loaded, compared, peak, count, figures = run.stdout.split()
    seconds = (f"{float(value):.2f}" for value in (imported, loaded, compared))
    return (count, figures, *seconds, f"{float(peak):.0f}")


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--observations", type=int, default=10_000_000)
    arguments.add_argument("--folder", type=Path, help="where the corpus is kept")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        make(folder, options.observations)
        rows = [query(folder, regions) for regions in (5, 50, 500)]
    print(f"{options.observations:,} observations; {machine()}\n")
    print_table(("regions", "figures", "import s", "open s", "compare s", "peak MB"), rows)


if __name__ == "__main__":
    main()

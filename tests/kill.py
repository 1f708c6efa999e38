"""A process that adds, removes, corrects and builds is killed at random moments: what it confirmed is there.

``python tests/kill.py FOLDER --moments 200 --seed 1`` with an empty folder; with ``--processes --latest 6``
builds have worker processes, as the command does. Before each change the process says what it is about to
do, and behind it that it is done. After each kill the corpus must open whole, in the state before the change
that was under way, or in the one behind it: nothing between.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from orgreports import Corpus, Report, build, building, parse  # noqa: E402
from orgreports.models import OrgreportsError  # noqa: E402
from orgreports.tables import file_sha256  # noqa: E402

SAMPLE = (ROOT / "data" / "samples" / "qinglan-plain.txt").read_text(encoding="utf-8")
CITIES = ("绵阳", "泸州", "温州", "宁波", "苏州", "大连")


class State(NamedTuple):
    """What a corpus holds: the sha256 of its reports, and how many corrections were made."""

    reports: frozenset[str]
    corrections: int


def make_sources(folder: Path) -> dict[str, Report]:
    """Reports of six cities in files of the folder; parsed, by sha256."""
    folder.mkdir()
    reports = {}
    for city in CITIES:
        path = folder / f"{city}.txt"
        path.write_text(SAMPLE.replace("青澜", city), encoding="utf-8")
        report = parse(path)
        reports[report.document.sha256] = report
    return reports


@contextmanager
def _in_process(_workers: int, _scheduler: str) -> Iterator[Executor]:
    with ThreadPoolExecutor(1) as executor:
        yield executor


def work(folder: Path, sources: Path, reports: dict[str, Report], rng: random.Random, out: int) -> None:
    """Change the corpus without end; say each change before and behind it."""
    corpus = Corpus(folder)
    while True:
        held = dict(zip(corpus.reports["sha256"], corpus.reports["report"], strict=True))
        choices = ["add", "add", "build", *(["remove", "correct", "correct"] if held else [])]
        what = rng.choice(choices)
        sha256 = rng.choice(sorted(reports if what == "add" else held)) if what != "build" else ""
        os.write(out, f"{what} {sha256}\n".encode())
        if what == "add":
            corpus.add(reports[sha256], reports[sha256].document.raw.encode())
        elif what == "remove":
            corpus.remove(held[sha256])
        elif what == "correct":
            figure = reports[sha256].observations[0]
            corpus.correct(held[sha256], figure.start, figure.end, "group", str(rng.random()))
        else:
            build([sources], folder, workers=1)
            corpus = Corpus(folder)
        os.write(out, b"done\n")


def after(state: State, change: str, everything: frozenset[str]) -> State:
    """The state that a change leads to."""
    what, _, sha256 = change.partition(" ")
    if what == "correct":
        return state._replace(corrections=state.corrections + 1)
    changed = {
        "add": state.reports | {sha256},
        "remove": state.reports - {sha256},
        "build": everything,
    }
    return state._replace(reports=changed[what])


def state_of(folder: Path, reports: dict[str, Report]) -> State:
    """Open the corpus, look at all that it holds, and raise AssertionError where that is not whole."""
    corpus = Corpus(folder)
    held = dict(zip(corpus.reports["report"], corpus.reports["sha256"], strict=True))
    assert set(corpus.ledger["report"]) == set(corpus.terms["report"]) == set(held)
    rows = corpus.observations["report"].value_counts()
    for name, sha256 in held.items():
        assert rows[name] == len(reports[sha256].observations), f"{name} lacks figures"
        path = corpus.original_path(name)
        assert path is None or file_sha256(path) == sha256, f"{path} is damaged"
    ids = [entry.id for entry in corpus.corrections]
    assert len(set(ids)) == len(ids)
    return State(frozenset(held.values()), len(ids))


def run_and_kill(
    folder: Path, sources: Path, reports: dict[str, Report], rng: random.Random, latest: float
) -> tuple[list[str], float]:
    """Start a process that works, kill it at a random moment; what it said, and the moment."""
    ours, theirs = os.pipe()
    seed, moment = rng.random(), rng.uniform(0.0, latest)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads of pyarrow do not outlive a fork
        process = os.fork()
    if not process:
        try:
            os.setsid()
            os.close(ours)
            work(folder, sources, reports, random.Random(seed), theirs)
        except BaseException as fault:
            os.write(theirs, f"fault {type(fault).__name__}: {fault}\n".encode())
        finally:
            os._exit(1)
    os.close(theirs)
    with open(ours, "rb") as pipe:  # noqa: PTH123
        said = pipe.readline()
        time.sleep(moment)
        os.killpg(process, signal.SIGKILL)
        os.waitpid(process, 0)
        said += pipe.read()
    return said.decode().split("\n")[:-1], moment


def kill_often(folder: Path, moments: int, seed: int, latest: float) -> dict[str, int]:
    """Kill at so many moments; returns how many changes were confirmed, and which were under way.

    Raises AssertionError where something that was confirmed is not there, or a change was left half done.
    """
    rng, sources, corpus = random.Random(seed), folder / "sources", folder / "corpus"
    reports = make_sources(sources)
    build([sources], corpus, workers=1)  # what is loaded once is not what takes the time
    state, counts = state_of(corpus, reports), {"confirmed": 0}
    for _ in range(moments):
        said, moment = run_and_kill(corpus, sources, reports, rng, latest)
        assert not any(line.startswith("fault") for line in said), said[-1]
        changes = [line for line in said if line != "done"]
        for change in changes[: said.count("done")]:
            state = after(state, change, frozenset(reports))
            counts["confirmed"] += 1
        begun = changes[-1] if said[-1] != "done" else ""
        allowed = {state, after(state, begun, frozenset(reports)) if begun else state}
        found = state_of(corpus, reports)
        assert found in allowed, f"killed after {moment:.3f} s in {begun!r}: {found} is none of {allowed}"
        outcome = f"{begun.split()[0] if begun else 'nothing'} {'done' if found != state else 'not done'}"
        counts[outcome] = counts.get(outcome, 0) + 1
        state = found
    return counts


def main() -> int:
    parser = argparse.ArgumentParser(description="Kill a process that changes a corpus, at random moments.")
    parser.add_argument("folder", type=Path, help="an empty folder")
    parser.add_argument("--moments", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--latest", type=float, default=0.25, help="seconds; a change takes some hundredths")
    parser.add_argument("--processes", action="store_true", help="build with worker processes")
    options = parser.parse_args()
    if not options.processes:
        building.open_executor = _in_process
        building.parse_batch = lambda jobs: building.parse_jobs(lambda _: None, jobs)
    try:
        counts = kill_often(options.folder, options.moments, options.seed, options.latest)
    except (AssertionError, OrgreportsError) as fault:
        print(f"seed {options.seed}: {fault}")
        return 1
    print(f"{options.moments} moments, seed {options.seed}: all that was confirmed is there")
    print(", ".join(f"{outcome}: {count}" for outcome, count in sorted(counts.items())))
    return 0


if __name__ == "__main__":
    sys.exit(main())

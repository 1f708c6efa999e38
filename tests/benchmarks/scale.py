"""Builds of many invented reports: with one and two workers, on a Dask cluster, and at several sizes.

    python tests/benchmarks/scale.py [--number 2000] [--characters 4000] [--scratch DIR] [--no-dask] [--kill]

Writes the reports (``corpus_maker.py``, seed 1) to a temporary folder, or under ``--scratch``, and
builds them with 1 worker, with 2, and, where ``distributed`` is installed, on a scheduler and two
workers started from the command line; then a tenth of them with 2. Prints for each build, as ratios to
that with 1 worker: the rate (reports a second by the clock), the processor time that a report costs, and
the peak memory of the building process and of its largest worker; and whether the files of the corpus
are the same, to the byte. The rate says little while something else keeps the cores busy: the line above
the table gives the load. ``--kill`` builds with 2 workers only, once undisturbed and once
ended by SIGKILL when half of the batches are done and then taken up again, and prints whether the files
are the same.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import corpus_maker
from stopwatch import machine, print_table

from orgreports.building import BATCH

# Run in a process of its own, so that memory is that of one build.
BUILD = """
import json, resource, sys, time
from orgreports import build
if __name__ == "__main__":
    source, folder, workers, scheduler = sys.argv[1:]
    start = time.perf_counter()
    built = build([source], folder, workers=int(workers) or None, scheduler=scheduler)
    seconds = time.perf_counter() - start
    own, children = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(json.dumps({
        "seconds": seconds,
        "processor": sum(u.ru_utime + u.ru_stime for u in (own, children)),
        "own": int(peak.split()[1]),  # not ru_maxrss, which a new process takes over from its starter
        "worker": children.ru_maxrss,
        "reports": len(built.reports),
        "failures": len(built.failures),
    }))
"""


class Built(NamedTuple):
    """What one build took; memory in kibibytes, of the building process and of its largest worker."""

    name: str
    files: int
    seconds: float
    processor: float
    own: int
    worker: int
    reports: int
    failures: int
    digest: str


def digest(folder: Path) -> str:
    """Of the names and bytes of a corpus's files, hidden ones aside."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith(".") for part in parts):
            total.update("/".join(parts).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def build(name: str, source: Path, folder: Path, workers: int, scheduler: str = "") -> Built:
    """One build in a fresh process."""
    script = folder.parent / "build.py"
    script.write_text(BUILD, encoding="utf-8")
    command = [sys.executable, str(script), str(source), str(folder), str(workers), scheduler]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    if run.returncode:
        sys.exit(f"the build {name!r} failed:\n{run.stderr[-2000:]}")
    figures = json.loads(run.stdout.splitlines()[-1])
    return Built(name, sum(1 for _ in source.rglob("*.txt")), **figures, digest=digest(folder))


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """The address of a scheduler with two workers of one thread, started from the command line."""
    address = folder / "scheduler.json"
    python = [sys.executable, "-m"]
    scheduler = [*python, "distributed.cli.dask_scheduler", "--scheduler-file", str(address)]
    worker = [*python, "distributed.cli.dask_worker", "--scheduler-file", str(address), "--nthreads", "1"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    processes = [
        subprocess.Popen([*scheduler, "--host", "127.0.0.1", "--port", "0", "--no-dashboard"], **quiet)  # type: ignore[call-overload]
    ]
    processes += [
        subprocess.Popen([*worker, "--no-nanny", "--no-dashboard"], **quiet)  # type: ignore[call-overload]
        for _ in range(2)
    ]
    try:
        for _ in range(300):
            if address.is_file() and address.read_text(encoding="utf-8").strip():
                break
            time.sleep(0.2)
        else:
            sys.exit("the Dask scheduler did not start within a minute")
        yield str(json.loads(address.read_text(encoding="utf-8"))["address"])
    finally:
        for process in reversed(processes):  # the workers first: without a scheduler they wait for one
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def builds(scratch: Path, number: int, characters: int, dask: bool) -> Iterator[Built]:
    """The builds, one after the other."""
    whole, tenth = scratch / "reports", scratch / "tenth"
    for folder, count in ((whole, number), (tenth, max(1, number // 10))):
        for _ in corpus_maker.write_reports(folder, count, 1, characters):
            pass
    yield build("1 worker", whole, scratch / "one", 1)
    yield build("2 workers", whole, scratch / "two", 2)
    if dask:
        with cluster(scratch) as address:
            yield build("Dask, 2 workers", whole, scratch / "dask", 0, address)
    yield build("2 workers, a tenth", tenth, scratch / "tenth-corpus", 2)


def taken_up_again(scratch: Path, source: Path, number: int) -> tuple[Built, int]:
    """A build that was killed half way and taken up again; and the batches that were kept."""
    folder, script = scratch / "killed", scratch / "build.py"
    script.write_text(BUILD, encoding="utf-8")
    command = [sys.executable, str(script), str(source), str(folder), "2", ""]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
    while len(list(folder.rglob("*.part"))) < max(1, number // BATCH // 2):
        if process.poll() is not None:
            sys.exit("the build ended before it could be killed")
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    kept = len(list(folder.rglob("*.part")))
    return build("taken up again", source, folder, 2), kept


def killed(scratch: Path, number: int, characters: int) -> tuple[Built, Built, int]:
    """An undisturbed build; one that was killed half way and taken up again; and the batches kept by then."""
    source = scratch / "reports"
    for _ in corpus_maker.write_reports(source, number, 1, characters):
        pass
    whole = build("2 workers", source, scratch / "whole", 2)
    return whole, *taken_up_again(scratch, source, number)


def print_killed(scratch: Path, number: int, characters: int) -> None:
    """The table of ``--kill``."""
    whole, again, kept = killed(scratch, number, characters)
    same = "yes" if whole.digest == again.digest else "NO"
    print(f"{number} reports; killed with {kept} batches done; {machine()}\n")
    rows = [
        (built.name, f"{built.seconds / whole.seconds:.2f}", str(built.reports), str(built.failures), same)
        for built in (whole, again)
    ]
    print_table(("build", "time", "reports", "failed", "same files"), rows)


def row(built: Built, first: Built) -> tuple[str, ...]:
    """A line of the table; a cluster's own processes are not in its processor time and memory."""
    rate, base = built.files / built.seconds, first.files / first.seconds
    same = "-" if built.files != first.files else "yes" if built.digest == first.digest else "NO"
    outside = built.name.startswith("Dask")
    cost = built.processor / built.files / (first.processor / first.files)
    return (
        built.name,
        str(built.reports),
        str(built.failures),
        f"{rate / base:.2f}",
        "-" if outside else f"{cost:.2f}",
        f"{built.own / first.own:.2f}",
        "-" if outside else f"{built.worker / first.worker:.2f}",
        same,
    )


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--number", type=int, default=2000)
    arguments.add_argument("--characters", type=int, default=4000, help="of a report, on average")
    arguments.add_argument("--scratch", type=Path, help="folder for what is made, which must not exist yet")
    arguments.add_argument("--no-dask", action="store_true")
    arguments.add_argument("--kill", action="store_true", help="end a build half way, and take it up again")
    options = arguments.parse_args()
    dask = not options.no_dask and importlib.util.find_spec("distributed") is not None
    with tempfile.TemporaryDirectory() as temporary:
        scratch = options.scratch or Path(temporary)
        scratch.mkdir(parents=True, exist_ok=scratch == Path(temporary))
        if options.kill:
            print_killed(scratch.resolve(), options.number, options.characters)
            return
        load = os.getloadavg()[0]
        done = list(builds(scratch.resolve(), options.number, options.characters, dask))
    print(f"{options.number} reports; {machine()}; load before the first build {load:.1f}\n")
    heads = ("build", "reports", "failed", "rate", "processor", "memory", "worker's", "same files")
    print_table(heads, [row(built, done[0]) for built in done])
    if not dask:
        print("\nNo Dask cluster: --no-dask was given, or distributed is not installed (extra scale).")


if __name__ == "__main__":
    main()

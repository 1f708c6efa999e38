"""All figures of speed and scale in one run, as ratios: the table of the README.

    python tests/benchmarks/everything.py [--scale] [--short] [--environment DIR] [--folder DIR]

Prints one table: what was measured, the ratio, and what it is held against. In turn: the stages and the
whole beside jieba.cut, a digit regex, Recognizers-Text and JioNLP (the last two in an environment of
their own, see ``peers.py``; ``--no-peers`` leaves them out); time and memory of one text that grows; builds
of 2,000 and 20,000 reports with one worker, two, a Dask cluster of two, and one that is killed in the middle
(``scale.py``; ``--hundred-thousand`` builds as many too); a comparison and the Compare page on ten million
observations (``query.py``); and cold starts. ``--scale`` measures growth, builds and observations alone, in
about ten minutes; ``--short`` takes a tenth of the sizes, which is a few minutes. ``--environment`` and
``--folder`` keep the peers' environment and the ten million observations for the next run. Each figure is
said on standard error when it is there, and all in the table at the end. The machine should do nothing else
meanwhile: the line above the table gives its load.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import corpus_maker
import peers
import query
import scale
import speed
from stopwatch import machine, parser, print_table, processor_seconds

from orgreports.building import BATCH

ROOT = Path(__file__).resolve().parent.parent.parent
PEERS = {
    "recognizers": "Recognizers-Text, numbers",
    "recognizers_all": "Recognizers-Text, numbers and units",
    "jionlp": "JioNLP, money",
}
PORT = 8765
Row = tuple[str, str, str]

# One run of the Compare page, in a process of its own: first picture, again, another choice; then memory.
PAGE = """
import logging, sys, time
start = time.perf_counter()
logging.disable(logging.WARNING)
from streamlit.testing.v1 import AppTest
from orgreports import Corpus
root, count = sys.argv[1], int(sys.argv[2])
app = AppTest.from_file(root + "/dashboard.py", default_timeout=300)
if count:
    known = list(Corpus().reports["region"].unique())
    chosen = known[:: max(1, len(known) // count)][:count]
    app.query_params["regions"] = ",".join(chosen)
    app.query_params["indicators"] = "talent_total"
app.run()
times = [time.perf_counter() - start]
def run(work):
    start = time.perf_counter()
    work()
    times.append(time.perf_counter() - start)
if count:
    run(lambda: app.switch_page("pages/compare.py").run())
    run(lambda: app.run())
    run(lambda: app.multiselect(key="choose_regions").set_value(chosen[:-1]).run())
assert not app.exception, app.exception
peak = int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
print(*times, peak / 1024)  # not ru_maxrss, which a new process takes over from its starter
"""


def extraction(options: argparse.Namespace, stack: ExitStack, scratch: Path) -> Iterator[Row]:
    """Stages and whole beside the peers, in the same rounds."""
    reports = [speed.staged(name, data) for name, data in speed.texts(options.reports)]
    texts = [report.document.raw for report in reports]
    own = speed.stages(reports)
    timed: dict[str, Callable[[], float]] = {
        name: (lambda work=work: processor_seconds(work))  # type: ignore[misc]
        for name, work in (own | speed.references(reports)).items()
    }
    if not options.no_peers:
        python = peers.environment(options.environment or scratch / "peers")
        for name, shown in PEERS.items():
            peer = stack.enter_context(peers.running(python, name))
            timed[shown] = lambda peer=peer: float(peer.ask(time=texts))  # type: ignore[misc]
    best = dict.fromkeys(timed, float("inf"))
    for number in range(options.rounds + 1):
        for name, work in timed.items():
            spent = work()
            best[name] = min(best[name], spent) if number else best[name]  # the first round warms up
    whole = best["whole (bytes to report)"]
    for name in own:
        if name in own and best[name] != whole:
            yield f"time of {name}", f"{best[name] / whole:.2f}", "the whole extraction"
    for name in timed.keys() - own.keys():
        yield "speed of the whole extraction", f"{best[name] / whole:.3g}", name


def growth(options: argparse.Namespace) -> Iterator[Row]:
    """One text that grows tenfold, and again."""
    rows = speed.growth_rows(95_000 if options.short else 950_000, options.rounds)
    for size, spent, memory, _ in rows[1:]:
        yield f"time a character, {size} characters", spent, f"{rows[0][0]} characters"
        yield f"memory a character, {size} characters", memory, f"{rows[0][0]} characters"


def builds(options: argparse.Namespace, scratch: Path) -> Iterator[Row]:
    """Few and many reports, one worker and two, a cluster, and a build that is killed and taken up again."""
    few, many = (200, 2_000) if options.short else (2_000, 20_000)
    sizes = [few, many, *([100_000] if options.hundred_thousand else [])]
    folders = {size: scratch / f"reports-{size}" for size in sizes}
    for size, folder in folders.items():
        for _ in corpus_maker.write_reports(folder, size, 1, options.characters):
            pass
    grown = {
        size: scale.build("2 workers", folder, scratch / f"two-{size}", 2) for size, folder in folders.items()
    }
    base, two = grown[few], grown[many]
    for size, built in list(grown.items())[1:]:
        cost = built.seconds / built.files / (base.seconds / base.files)
        yield f"build, time a report, {size:,} reports", f"{cost:.2f}", f"{few:,} reports"
        yield f"build, peak memory, {size:,} reports", f"{built.own / base.own:.2f}", f"{few:,} reports"
    one = scale.build("1 worker", folders[many], scratch / "one", 1)
    yield from against(f"2 workers, {many:,} reports", two, one, "1 worker")
    yield f"files not taken in, of {many:,}", str(two.failures), "-"
    if not options.no_dask:
        with scale.cluster(scratch) as address:
            dask = scale.build("Dask", folders[many], scratch / "dask", 0, address)
        yield from against(f"Dask, 2 workers, {many:,} reports", dask, one, "1 worker")
    again, kept = scale.taken_up_again(scratch, folders[many], many)
    same = "yes" if again.digest == one.digest else "NO"
    yield f"same files, killed after {kept} batches of {many // BATCH}, taken up again", same, "1 worker"


def against(name: str, built: scale.Built, first: scale.Built, held: str) -> Iterator[Row]:
    """Rate and sameness of a build beside the first one."""
    yield f"rate of a build, {name}", f"{first.seconds / built.seconds:.2f}", held
    yield f"same files, {name}", "yes" if built.digest == first.digest else "NO", held


def large(options: argparse.Namespace, scratch: Path) -> Iterator[Row]:
    """Comparison and page on many observations; seconds are said where the aim is in seconds."""
    count = 1_000_000 if options.short else 10_000_000
    folder = options.folder or scratch / "observations"
    query.make(folder, count)
    small = query.query(ROOT / "data", 5)
    held = f"the corpus of the repository ({small[4]} s, {small[5]} MB)"
    for regions in (50, 500):
        _, figures, _, opened, compared, peak = query.query(folder, regions)
        name = f"{regions} regions of {count:,} observations, {figures} figures"
        ratio = float(compared) / max(float(small[4]), 0.01)
        yield f"comparison of {name}: {compared} s (opening {opened} s)", f"{ratio:.1f}", held
        yield f"its peak memory: {peak} MB", f"{float(peak) / float(small[5]):.2f}", held
    *own, own_memory = page(ROOT / "data", 5)
    *times, memory = page(folder, 50)
    steps = ("first page, cold", "to Compare", "Compare again", "one region less")
    for name, spent, base in zip(steps, times, own, strict=True):
        yield f"{name}, {count:,} observations: {spent:.2f} s", f"{spent / base:.2f}", "the repository's"
    yield f"memory of the pages: {memory:.0f} MB", f"{memory / own_memory:.2f}", "the repository's"


def page(folder: Path, regions: int) -> list[float]:
    """Seconds of the steps of ``PAGE``, and its peak memory in MB."""
    return [float(part) for part in fresh(PAGE, str(ROOT), str(regions), data=folder).split()]


def fresh(code: str, *arguments: str, data: Path = ROOT / "data") -> str:
    """What a fresh process prints last."""
    command = [sys.executable, "-c", code, *arguments]
    variables = {**os.environ, "ORGREPORTS_DATA": str(data), "PYTHONPATH": str(ROOT)}
    run = subprocess.run(command, capture_output=True, text=True, env=variables, cwd=ROOT)
    if run.returncode:
        sys.exit(f"a process of the benchmark failed:\n{run.stderr[-2000:]}")
    return run.stdout.splitlines()[-1] if run.stdout else ""


def cold(options: argparse.Namespace) -> Iterator[Row]:
    """Fresh processes, the best of some rounds by the clock, beside a bare Python."""
    command = "import sys, orgreports.cli as c\nsys.exit(c.main(sys.argv[1:]))"
    calls: dict[str, Callable[[], object]] = {
        "bare": lambda: fresh("pass"),
        "import orgreports": lambda: fresh("import orgreports"),
        "orgreports extract": lambda: fresh(command, "extract", "data/samples/qinglan-plain.txt"),
        "orgreports compare": lambda: fresh(command, "compare", "training_headcount"),
        "orgreports dashboard, until it answers": answers,
        "first page of the dashboard": lambda: page(ROOT / "data", 0),
    }
    best = dict.fromkeys(calls, float("inf"))
    for _ in range(min(options.rounds, 3)):
        for name, call in calls.items():
            start = time.perf_counter()
            call()
            best[name] = min(best[name], time.perf_counter() - start)
    for name in list(calls)[1:]:
        yield f"cold start: {name}", f"{best[name] / best['bare']:.1f}", "a bare Python"


def answers() -> None:
    """Start the server, wait until it answers, and end it."""
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.headless", "true"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": ROOT}
    process = subprocess.Popen([*command, "--server.port", str(PORT)], **quiet)  # type: ignore[call-overload]
    try:
        for _ in range(6000):
            with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{PORT}/_stcore/health"):
                return
            time.sleep(0.02)
        sys.exit("the dashboard did not answer within two minutes")
    finally:
        process.terminate()
        process.wait()


def main() -> None:
    """Print the table; what is being measured is said on standard error."""
    arguments = parser(__doc__)
    arguments.add_argument("--short", action="store_true", help="a tenth of the sizes")
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--characters", type=int, default=1000, help="of a report, on average")
    arguments.add_argument("--environment", type=Path, help="of the peers, kept; else a temporary one")
    arguments.add_argument("--folder", type=Path, help="where the ten million observations are kept")
    arguments.add_argument("--hundred-thousand", action="store_true", help="build 100,000 reports too")
    arguments.add_argument("--no-peers", action="store_true")
    arguments.add_argument("--no-dask", action="store_true")
    arguments.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="some parts only")
    arguments.add_argument("--scale", action="store_true", help=f"only {', '.join(SCALE)}")
    options = arguments.parse_args()
    rows: list[Row] = []
    load, start = os.getloadavg()[0], time.perf_counter()
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as stack:
        scratch = Path(temporary).resolve()
        parts = {
            "extraction": lambda: extraction(options, stack, scratch),
            "growth": lambda: growth(options),
            "builds": lambda: builds(options, scratch),
            "large": lambda: large(options, scratch),
            "cold": lambda: cold(options),
        }
        for name in SCALE if options.scale else options.only:
            print(f"{name} …", file=sys.stderr, flush=True)
            for row in parts[name]():
                print(f"{time.perf_counter() - start:5.0f} s  {': '.join(row)}", file=sys.stderr, flush=True)
                rows.append(row)
    print(f"{machine()}; load at the start {load:.1f}, at the end {os.getloadavg()[0]:.1f}\n")
    print_table(("measured", "ratio", "to"), rows)


PARTS = ("extraction", "growth", "builds", "large", "cold")
SCALE = ("growth", "builds", "large")

if __name__ == "__main__":
    main()

"""Many readers of the dashboard at once, who speak to the real server as browsers do; and what it costs.

``python tests/load.py --readers 50 --rounds 4``: first one reader alone, then so many at once, each on a page
of its own choosing with some seconds of thought between, then none. Prints the time of a rerun (median and
95%), the memory of the server before, with all, and after all have left.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from serving import Served, serving  # noqa: E402
from talking import Reader  # noqa: E402

PAGES = ("", "compare", "region", "evidence", "wording", "method")


class Load(NamedTuple):
    """Seconds of the reruns of one reader and of many, faults, and MB of the server at each stage."""

    alone: list[float]
    together: list[float]
    faults: list[str]
    before: float
    during: float
    after: float


def memory(address: Served) -> float:
    """MB that the server holds, by the kernel's count of its resident pages."""
    status = Path(f"/proc/{address.process.pid}/status").read_text(encoding="utf-8")
    return int(status.split("VmRSS:")[1].split()[0]) / 1000


def read(reader: Reader, rng: random.Random, rounds: int, think: float) -> tuple[list[float], list[str]]:
    """Turn to so many pages; the seconds of each, and what went wrong."""
    times, faults = [], []
    for _ in range(rounds):
        time.sleep(rng.uniform(0.5, 1.5) * think)
        page = rng.choice(PAGES)
        times.append(reader.run(page))
        faults += [f"{page}: {fault}" for fault in reader.faults()]
    return times, faults


def load(readers: int, rounds: int, think: float, seed: int) -> Load:
    """One reader, then many at once, then none."""
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "data"
        shutil.copytree(ROOT / "data", folder, ignore=shutil.ignore_patterns("originals", ".*"))
        with serving(folder) as address:
            with Reader(address) as one:
                for page in PAGES:
                    one.run(page)  # what is loaded once
                alone, faults = read(one, rng, max(20, rounds), 0)
            before = memory(address)
            with ThreadPoolExecutor(readers) as pool:
                crowd = list(pool.map(lambda _: Reader(address), range(readers)))
                turns = [pool.submit(read, crowd[n], random.Random(n), rounds, think) for n in range(readers)]
                done = [turn.result() for turn in turns]
                during = memory(address)
                list(pool.map(Reader.close, crowd))
            after = settled_memory(address)
    together = [seconds for times, _ in done for seconds in times]
    return Load(alone, together, faults + [f for _, wrong in done for f in wrong], before, during, after)


def settled_memory(address: Served, longest: float = 180) -> float:
    """MB once it no longer falls: Streamlit keeps sessions that have left for a while."""
    least, since, end = memory(address), time.monotonic(), time.monotonic() + longest
    while time.monotonic() < min(end, since + 60):
        time.sleep(1)
        if (now := memory(address)) < least - 0.5:
            least, since = now, time.monotonic()
    return least


def percentile(times: list[float], share: float) -> float:
    """The time within which so large a share of the reruns is done."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def main() -> int:
    parser = argparse.ArgumentParser(description="Many readers of the dashboard at once.")
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=4, help="pages that each turns to")
    parser.add_argument("--think", type=float, default=20, help="seconds between two pages, on average")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    found = load(options.readers, options.rounds, options.think, options.seed)
    for name, times in (("one reader", found.alone), (f"{options.readers} readers", found.together)):
        words = f"median {statistics.median(times):.3f} s, 95% within {percentile(times, 0.95):.3f} s"
        print(f"{name}: {len(times)} reruns, {words}")
    ratio = percentile(found.together, 0.95) / percentile(found.alone, 0.95)
    each = (found.during - found.before) / options.readers
    print(f"95% of many is {ratio:.1f} times 95% of one; {len(found.faults)} faults {found.faults[:3]}")
    print(f"memory: {found.before:.0f} MB with one, {found.during:.0f} MB with all ({each:.2f} MB each), "
          f"{found.after:.0f} MB after")  # fmt: skip
    return bool(found.faults)


if __name__ == "__main__":
    sys.exit(main())

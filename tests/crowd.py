"""Many processes that add, correct, remove and read one corpus at once: nothing lost, nothing doubled.

``python tests/crowd.py FOLDER --processes 8 --seconds 300`` with an empty folder. Each process has reports of
its own, which it alone adds and removes, and one report that all of them correct. What each has confirmed is
what must be there in the end, and what every reader sees on the way must be whole. With ``--pages`` a browser
has the dashboard of the corpus open meanwhile, and reloads it, turns its pages and clicks on what they offer.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from orgreports import Corpus, Report, parse, regions  # noqa: E402
from orgreports.models import OrgreportsError  # noqa: E402

SAMPLE = (ROOT / "data" / "samples" / "qinglan-plain.txt").read_text(encoding="utf-8")
OWN = 4  # reports of each process
PAGES = ("", "compare", "region", "evidence", "wording", "add", "method")
CLICKED = (  # what a reader clicks on, but for what changes the corpus
    '[data-testid="stTopNavLink"], [data-testid="stMain"] a[data-go], [data-testid="stMain"] summary, '
    '[data-testid="stMain"] label[data-baseweb="checkbox"], [data-testid="stMain"] [data-baseweb="select"], '
    '[role="option"], [data-testid="stMain"] [data-testid^="stBaseButton-segmented"]'
)
SAYING = ("stException", "stAlertContentError", "stConnectionStatus")
ERRORS = ", ".join(f'[data-testid="{name}"]' for name in SAYING)
SHARED_NUMBER, SHARED = 99999, "510700"  # the report that all correct


class Done(NamedTuple):
    """What a process has confirmed: its reports, the words of its corrections, and which it has undone."""

    held: frozenset[str]
    words: tuple[str, ...]
    undone: tuple[str, ...]
    changes: int
    reads: int
    faults: tuple[str, ...]


def report_of(number: int, code: str) -> Report:
    """A report like no other, of a region."""
    return parse(f"{number}.txt", data=text_of(number).encode(), region=code, period="2024")


def work(folder: Path, number: int, seconds: float, seed: int, least: int) -> Done:
    """Change and read until the time is over, and so many changes and a read at ``least`` are made."""
    rng = random.Random(f"{seed} {number}")
    cities = [code for code in regions() if code.endswith("00") and code != SHARED]
    own = {(one := report_of(100 * number + n, cities[(OWN * number + n) % 300])).document.sha256: one
           for n in range(OWN)}  # fmt: skip
    held, words, undone, changes, reads, faults = set[str](), list[str](), list[str](), 0, 0, list[str]()
    end = time.monotonic() + seconds
    while time.monotonic() < end or changes < least or not reads:
        corpus = Corpus(folder)
        names = dict(zip(corpus.reports["sha256"], corpus.reports["report"], strict=True))
        if held - names.keys() or (own.keys() - held) & names.keys():
            faults.append(f"process {number}: a reader sees {sorted(names)}, confirmed are {sorted(held)}")
        what = rng.choice(["add", "add", "remove", "correct", "correct", "undo", "read", "read", "read"])
        if what == "add":
            sha256 = rng.choice(sorted(own))
            corpus.add(own[sha256], own[sha256].document.raw.encode(), who=str(number))
            held.add(sha256)
        elif what == "remove" and held:
            sha256 = rng.choice(sorted(held))
            corpus.remove(names[sha256])
            held.discard(sha256)
        elif what == "correct":
            row = corpus.observations[corpus.observations["report"] == names[shared_sha256()]].iloc[0]
            word = f"{number}-{len(words)}"
            corpus.correct(str(row["report"]), int(row["start"]), int(row["end"]), "group", word, str(number))
            words.append(word)
        elif what == "undo" and len(undone) < len(words):
            word = rng.choice(sorted(set(words) - set(undone)))
            corpus.undo(next(entry.id for entry in corpus.corrections if entry.after == word))
            undone.append(word)
        else:
            faults += faults_of(corpus)
            reads += 1
            continue
        changes += 1
    return Done(frozenset(held), tuple(words), tuple(undone), changes, reads, tuple(faults[:5]))


def shared_sha256() -> str:
    """The report that everyone corrects."""
    return hashlib.sha256(text_of(SHARED_NUMBER).encode()).hexdigest()


def text_of(number: int) -> str:
    """A text like no other."""
    return f"{SAMPLE}\n{number}\n"


def faults_of(corpus: Corpus) -> list[str]:
    """What a reader sees that cannot be: tables that do not fit together, anything twice."""
    names, wrong = set(corpus.reports["report"]), []
    for name in ("observations", "ledger", "terms"):
        frame = getattr(corpus, name)
        if set(frame["report"]) != names:
            wrong.append(f"{name}: {sorted(names ^ set(frame['report']))}")
    for key in ("report", "sha256"):
        wrong += [f"{key} {value} twice" for value, n in Counter(corpus.reports[key]).items() if n > 1]
    places = corpus.observations[["report", "start", "end"]]
    wrong += [f"{n} figures twice" for n in [int(places.duplicated().sum())] if n]
    ids = [entry.id for entry in corpus.corrections]
    wrong += [f"correction {number} twice" for number, n in Counter(ids).items() if n > 1]
    return wrong


def crowd(
    folder: Path, processes: int, seconds: float, seed: int, least: int = 0, pages: bool = False
) -> tuple[list[str], Counter[str]]:
    """Let them all work; returns what is wrong in the end, and how much was done."""
    shared = report_of(SHARED_NUMBER, SHARED)
    Corpus(folder).add(shared, shared.document.raw.encode())
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as executor:
        running = [executor.submit(work, folder, number, seconds, seed, least) for number in range(processes)]
        seen = look(folder, seconds, seed) if pages else []
        done = [future.result() for future in running]
    corpus = Corpus(folder)
    wrong = [fault for one in done for fault in one.faults] + faults_of(corpus)
    held = {shared.document.sha256}.union(*(one.held for one in done))
    if (found := set(corpus.reports["sha256"])) != held:
        wrong.append(f"{len(held - found)} reports lost, {len(found - held)} too many")
    originals = {path.stem for path in (folder / "originals").iterdir()}
    if originals != held:
        wrong.append(f"{len(held - originals)} originals lost, {len(originals - held)} too many")
    entered = Counter(entry.after for entry in corpus.corrections)
    confirmed = Counter(word for one in done for word in one.words)
    if entered != confirmed:
        wrong.append(f"corrections: {sum((confirmed - entered).values())} lost, "
                     f"{sum((entered - confirmed).values())} too many")  # fmt: skip
    undone = {entry.after for entry in corpus.corrections if entry.undone}
    if undone != {word for one in done for word in one.undone}:
        wrong.append("what was undone is not what was confirmed as undone")
    counts = Counter(changes=sum(one.changes for one in done), reads=sum(one.reads for one in done))
    wrong += [f"page: {line}" for line in seen if not line.startswith("looked ")]
    counts["looked at pages"] = sum(line.startswith("looked ") for line in seen)
    counts["corrections"], counts["reports"] = confirmed.total(), len(held)
    return wrong, counts


def look(folder: Path, seconds: float, seed: int) -> list[str]:
    """Turn the dashboard's pages in a browser until the time is over: what was looked at, what is wrong."""
    from browsing import chromium
    from playwright.sync_api import sync_playwright
    from serving import serving

    rng, said, end = random.Random(seed), list[str](), time.monotonic() + seconds
    with serving(folder) as address, sync_playwright() as driver, chromium(driver) as browser:
        page = browser.new_page(locale="en-GB", viewport={"width": 1280, "height": 900})
        page.on("pageerror", lambda error: said.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (said.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.goto(f"{address}/?lang=en")
        while time.monotonic() < end:
            said += steps_of(page, address, rng)
    return said


def steps_of(page: Any, address: str, rng: random.Random) -> list[str]:
    """One step of a reader, and what the page shows of errors behind it."""
    from playwright.sync_api import Error

    name = rng.choice(PAGES)
    what = rng.choice(["go", "reload", "click", "click", "click"])
    if what == "go":
        page.goto(f"{address}/{name}?lang=en")
    elif what == "reload":
        page.reload()
    else:
        found = [one for one in page.locator(CLICKED).all() if one.is_visible()]
        if found:
            with suppress(Error):  # drawn anew meanwhile
                rng.choice(found).click(timeout=2000)
    page.wait_for_selector("footer", timeout=60_000)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=60_000)
    page.wait_for_timeout(200)
    shown = page.locator(ERRORS).all_inner_texts()
    return [f"looked {what} {page.url}", *(f"{what} {page.url}: {words}" for words in shown)]


def main() -> int:
    parser = argparse.ArgumentParser(description="Many processes on one corpus at once.")
    parser.add_argument("folder", type=Path, help="an empty folder")
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", action="store_true", help="with the dashboard open in a browser")
    options = parser.parse_args()
    given = options.folder, options.processes, options.seconds, options.seed
    try:
        wrong, counts = crowd(*given, pages=options.pages)
    except OrgreportsError as fault:
        wrong, counts = [str(fault)], Counter[str]()
    for line in wrong:
        print(line)
    print(f"{options.processes} processes, {options.seconds:g} s: {dict(counts)}, {len(wrong)} faults")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())

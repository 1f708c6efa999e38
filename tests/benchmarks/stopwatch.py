"""What the benchmark scripts share: where the texts are, processor time of the best round, and tables.

Speeds are compared within one run only: the rounds of all candidates alternate, so that a machine that is
busy for a while is busy for all of them.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import platform
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType

TESTS = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("ORGREPORTS_SHARED", TESTS.parent.parent / "shared"))


def parser(description: str | None) -> argparse.ArgumentParser:
    """Arguments that every script has: the folders with the reports and their annotations."""
    arguments = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--reports", type=Path, default=SHARED / "reports", help="the original reports")
    arguments.add_argument("--gold", type=Path, default=SHARED / "gold", help="their annotations")
    return arguments


def report_files(folder: Path) -> list[Path]:
    """The reports of a folder; the script ends with one line where there are none."""
    files = sorted(folder.glob("*.txt"))
    if not files:
        sys.exit(f"{folder}: no reports (*.txt) there: name their folder with --reports")
    return files


def load_score(gold: Path) -> ModuleType:
    """``score.py``, which stands beside the folder with the annotations."""
    path = gold.resolve().parent / "score.py"
    spec = importlib.util.spec_from_file_location("score", path)
    if not path.is_file() or not spec or not spec.loader:
        sys.exit(f"{path}: not found: name the folder with the annotations with --gold")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def processor_seconds(work: Callable[[], object]) -> float:
    """What one call costs this process, waiting not counted."""
    start = time.process_time()
    work()
    return time.process_time() - start


def best_seconds(work: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The least processor time of each candidate: ``rounds`` rounds take them in turn, after a warm-up."""
    for call in work.values():
        call()
    best = dict.fromkeys(work, float("inf"))
    for _ in range(rounds):
        for name, call in work.items():
            best[name] = min(best[name], processor_seconds(call))
    return best


def machine() -> str:
    """The machine in a few words; ratios should not depend on it much."""
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def print_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A Markdown table, padded so that it reads well in a terminal too."""
    widths = [max(len(row[i]) for row in [heads, *rows]) for i in range(len(heads))]

    def line(cells: Sequence[str]) -> str:
        padded = (
            c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(cells, widths, strict=True))
        )
        return "| " + " | ".join(padded) + " |"

    print(line(heads))
    print("| " + " | ".join("-" * w if i == 0 else "-" * (w - 1) + ":" for i, w in enumerate(widths)) + " |")
    for row in rows:
        print(line(row))

"""How long the server takes for a page switch and for a choice, on the corpus of the repository.

``python tests/benchmarks/pages.py`` prints median and 95th percentile in seconds; nothing is asserted,
since the figures are those of one machine.
"""

from __future__ import annotations

import logging
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = ("overview", "compare", "region", "evidence", "wording", "add", "method")
ROUNDS = 8


def seconds(work: Callable[[], object]) -> float:
    """How long ``work`` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def told(name: str, times: list[float]) -> str:
    """Median and 95th percentile, in a line."""
    return (
        f"{name:<24} median {statistics.median(times):.3f}  95% {statistics.quantiles(times, n=20)[-1]:.3f}"
    )


def main() -> None:
    """Go through the pages and change choices, several times; the first round only warms up."""
    logging.disable(logging.WARNING)
    sys.path.insert(0, str(ROOT))
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60).run()
    switches: dict[str, list[float]] = {name: [] for name in PAGES}
    choices: list[float] = []
    for number in range(ROUNDS + 1):
        for name in PAGES:
            took = seconds(lambda name=name: app.switch_page(f"pages/{name}.py").run())  # type: ignore[misc]
            if number:
                switches[name].append(took)
        app.switch_page("pages/compare.py").run()
        for region in ([], ["510100"], ["510100", "330000"]):
            box = app.multiselect(key="choose_regions").set_value(region)
            took = seconds(box.run)
            if number:
                choices.append(took)
    for name, times in switches.items():
        print(told(f"to {name}", times))
    print(told("a choice on compare", choices))
    print(told("all", [*choices, *(took for times in switches.values() for took in times)]))


if __name__ == "__main__":
    main()

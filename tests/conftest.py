"""What several tests share: the five original reports, where they are at hand, and their corpus."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from serving import Served, serving

from orgreports import Corpus, Report, parse

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("ORGREPORTS_SHARED", ROOT.parent / "shared"))
IN_CI = os.environ.get("CI", "").lower() == "true"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the originals and their annotations; without it the test is skipped, in CI it fails."""
    if not (SHARED / "reports").is_dir():
        reason = f"needs the original reports in {SHARED / 'reports'}, which are not in the repository"
        if IN_CI:
            pytest.fail(reason)
        pytest.skip(reason)
    return SHARED


@pytest.fixture(scope="session")
def originals(shared: Path) -> dict[str, Report]:
    """The originals, parsed, by id."""
    reports = [parse(path) for path in sorted((shared / "reports").glob("*.txt"))]
    return {report.id: report for report in reports}


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """The corpus of the repository. Tests must not change it."""
    return Corpus(ROOT / "data")


@pytest.fixture(scope="session")
def driver() -> Iterator[Any]:
    """Playwright, which can be started once a process."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(driver: Any) -> Iterator[Any]:
    """A Chromium for all tests that look at pages."""
    from browsing import chromium

    with chromium(driver) as launched:
        yield launched


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The dashboard on a copy of the repository's corpus, for all tests that leave it as it is."""
    folder = tmp_path_factory.mktemp("corpus") / "data"
    shutil.copytree(ROOT / "data", folder, ignore=shutil.ignore_patterns(".*"))
    with serving(folder) as found:
        yield found


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with a browser come last: they take longest, and the browser is closed after them."""
    items.sort(key=lambda item: "driver" in getattr(item, "fixturenames", ()))

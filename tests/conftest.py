"""What several tests share: the five original reports, where they are at hand, and their corpus."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from common import ROOT, copied, corrected, lacking
from serving import Served, serving

from orgreports import Corpus, Report, parse

SHARED = Path(os.environ.get("ORGREPORTS_SHARED", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the originals and their annotations; without it the test is skipped, in CI it fails."""
    if not (SHARED / "reports").is_dir():
        lacking(f"needs the original reports in {SHARED / 'reports'}, which are not in the repository")
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
    with serving(copied(tmp_path_factory.mktemp("corpus") / "data")) as found:
        yield found


@pytest.fixture(scope="session")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of this machine only: who comes may write. Ask for ``crafted`` before you change it."""
    with serving(corrected(tmp_path_factory.mktemp("own") / "data")) as found:
        yield found


@pytest.fixture(scope="session")
def _writing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that starts where there is no corpus yet."""
    with serving(tmp_path_factory.mktemp("desk") / "data") as found:
        yield found


@pytest.fixture
def desk(_writing: Served) -> Served:
    """A server without a corpus, for a test to write one."""
    shutil.rmtree(_writing.folder, ignore_errors=True)
    return _writing


@pytest.fixture(scope="session")
def open_to_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that others reach, without sign-in."""
    with serving(corrected(tmp_path_factory.mktemp("served") / "data"), "--host", "0.0.0.0") as found:
        yield found


@pytest.fixture(scope="session")
def crafted(own: Served) -> dict[str, list[Any]]:
    """Messages that change a corpus where a writer sends them."""
    from talking import messages_of_a_writer

    return messages_of_a_writer(own)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with a browser come last: they take longest, and the browser is closed after them."""
    items.sort(key=lambda item: "driver" in getattr(item, "fixturenames", ()))

"""What several tests share: the five original reports, where they are at hand, and their corpus."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

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

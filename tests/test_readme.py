"""Every snippet of the README does what it says, and its two lines are those that CI runs."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from common import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
CALLS = [
    line
    for kind, block in BLOCKS
    if kind == "sh"
    for line in block.splitlines()
    if line.startswith("orgreports ")
]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with the data, as a clone has it, in which a snippet may write."""
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("originals", ".*"))
    return tmp_path


def environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key != "ORGREPORTS_DATA"} | {
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
    }


def run(arguments: list[str], place: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        arguments, cwd=place, env=environment(), capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("line", CALLS)
def test_command_line(line: str, place: Path) -> None:
    words = [
        name
        for word in shlex.split(line)[1:]
        for name in (sorted(map(str, (place / "data" / "samples").glob("*.txt"))) if "*" in word else [word])
    ]
    if "--data" not in words and words[0] in ("compare", "export"):
        words += ["--data", "data"]
    done = run([sys.executable, "-m", "orgreports", *words], place)
    assert done.returncode == 0, done.stderr


def test_python_snippets(place: Path) -> None:
    code = "\n".join(block for kind, block in BLOCKS if kind == "python")
    done = run([sys.executable, "-c", code], place)
    assert done.returncode == 0, done.stderr
    assert "training_headcount 13000.0 14000.0 人次" in done.stdout


def test_ci_runs_the_test_line() -> None:
    line = "python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]' && .venv/bin/python -m pytest"
    assert README.count(line) == 2  # English and Chinese
    assert "grep -m1 -- '-m pytest$' README.md" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_pictures_are_there() -> None:
    names = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README)
    assert names
    assert all((ROOT / name).is_file() for name in names)

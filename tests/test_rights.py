"""The texts of the originals belong to their publishers: no tracked file may hold a piece of one."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from conftest import ROOT

from orgreports import Report

RUN = 20  # characters in a row that count as a piece
SUFFIXES = {".png", ".svg", ".woff2", ".ico"}


def pieces(text: str) -> set[str]:
    return {text[at : at + RUN] for at in range(len(text) - RUN + 1)}


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("needs a git checkout, to know which files are tracked")
    names = listed.stdout.decode().split("\0")
    return [ROOT / name for name in names if name and Path(name).suffix not in SUFFIXES]


def test_no_tracked_file_holds_a_piece_of_an_original(originals: dict[str, Report]) -> None:
    held: set[str] = set()
    for report in originals.values():
        held |= pieces(report.document.raw) | pieces(report.repaired.text)
    held = {piece for piece in held if piece.strip() and not piece.isascii()}
    found = {}
    for path in tracked_files():
        if path.is_file() and (shared := pieces(path.read_text(encoding="utf-8", errors="replace")) & held):
            found[path.relative_to(ROOT).as_posix()] = sorted(shared)[0]
    assert not found

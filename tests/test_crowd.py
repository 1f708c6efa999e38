"""Processes that change and read one corpus at once lose nothing and double nothing; see ``crowd.py``."""

from __future__ import annotations

from pathlib import Path

from crowd import crowd


def test_three_processes_at_once(tmp_path: Path) -> None:
    wrong, counts = crowd(tmp_path / "data", 3, 0, 1, least=6)
    assert wrong == []
    assert counts["changes"] >= 18 and counts["reads"] >= 3

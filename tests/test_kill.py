"""Killed at random moments, a corpus opens and holds what was confirmed; see ``kill.py``."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from common import ROOT


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_at_twenty_moments(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "tests" / "kill.py"), str(tmp_path), "--moments", "20"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr

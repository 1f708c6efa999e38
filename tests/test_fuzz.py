"""Random texts, and all that once failed; see ``fuzz.py``."""

from __future__ import annotations

import pytest
from fuzz import FOUND, TARGETS, fuzz


@pytest.mark.parametrize(("target", "text"), FOUND)
def test_what_was_found_is_cured(target: str, text: str) -> None:
    TARGETS[target][0](text)


def test_random_texts() -> None:
    assert fuzz(800, 1) == {}

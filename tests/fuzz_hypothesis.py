"""Texts that Hypothesis makes, and shortens where they fail: ``python tests/fuzz.py --by hypothesis``."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

ROUND = 5_000  # examples that it keeps in mind at once


def fuzz_by_hypothesis(
    run: Callable[[str], str], pieces: list[str], inputs: int, start: int, longest: int
) -> tuple[str, str]:
    """Try so many texts of pieces and odd characters; returns the shortest that fails and its fault, or none.

    ``run`` says what is wrong with a text, empty where nothing is.
    """
    texts = st.lists(st.sampled_from(pieces) | st.text(max_size=3), max_size=longest).map("".join)
    last = ("", "")

    def check(text: str) -> None:
        nonlocal last
        if fault := run(text):
            last = (text, fault)
            raise AssertionError(fault)

    for number in range(0, inputs, ROUND):
        plan = settings(
            max_examples=min(ROUND, inputs - number),
            database=None,
            deadline=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        )
        try:
            seed(start + number)(plan(given(texts)(check)))()
        except AssertionError:
            return last
    return ("", "")

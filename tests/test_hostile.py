"""Hostile texts: no pattern and no stage takes more than linear time, and no place is ever wrong."""

from __future__ import annotations

import pytest
from hostile import (
    FLOOR,
    GROWTH,
    PUMPS,
    STAGES,
    faults,
    growth,
    parse_text,
    patterns,
    search_all,
    seconds,
    text_of,
)


def test_every_pattern_takes_linear_time() -> None:
    """Each on the text that is the worst for it, of 10,000 and of 100,000 characters.

    One that is done with 5,000 in no time has no second loop: that would take five times as long.
    """
    texts = {pump: text_of(pump, 500) for pump in PUMPS}
    slow = []
    for name, pattern in patterns().items():
        run = search_all(pattern)
        worst = max(texts, key=lambda pump: seconds(run, texts[pump]))
        if seconds(run, text_of(worst, 5_000)) < FLOOR:
            continue
        if (times := growth(run, worst)) > GROWTH:
            slow.append((name, worst, times))
    assert not slow


@pytest.mark.parametrize("stage", ["repair", "outline", "parse"])  # parse has quantities in it
def test_every_stage_takes_linear_time(stage: str) -> None:
    """All texts at 200 and 2,000 characters, the one whose time grows most at 10,000 and 100,000."""
    run = STAGES[stage]
    run(text_of(("", "成都市2024年培训1人次,“甲”(jia)。"), 500))  # what is loaded once
    first = sorted(PUMPS, key=lambda pump: growth(run, pump, 200, 2_000))
    slow = {pump: times for pump in first[-1:] if (times := growth(run, pump)) > GROWTH}
    assert not slow


def test_places_hold_in_hostile_texts() -> None:
    wrong = {pump: found for pump in PUMPS if (found := faults(parse_text(text_of(pump, 500))))}
    assert not wrong

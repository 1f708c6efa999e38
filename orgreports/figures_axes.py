"""Axes of charts: where they end, and their ticks in the reader's language."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from orgreports.figures_marks import Mark
from orgreports.language import number

ROOM = 1.06  # the axis goes on a little behind the largest mark
ARROW = 0.12  # length of an open interval's arrow, in axis lengths; it means nothing
_STEPS = (1, 2, 2.5, 5, 10)


class Axis(NamedTuple):
    """A horizontal axis; ``low`` and ``high`` in the units of the values, ticks with their words."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    log: bool


def axis(
    marks: Iterable[Mark], kind: str, lang: str, *, log: bool = False, ticks: int = 5, unit: str = ""
) -> Axis:
    """An axis that holds all marks: from zero, shares to 100; on a log scale from a power of ten.

    ``unit`` stands behind each tick.
    """
    shown = list(marks)
    finite = [value for one in shown for value in (one.value, one.upper) if math.isfinite(value)]
    largest = max(finite, default=1.0)
    positive = [value for value in finite if value > 0]
    if log and positive:
        return _log_axis(min(positive), largest, lang, unit)
    if kind == "share" and largest <= 100:
        at = (0, 25, 50, 75, 100) if ticks > 3 else (0, 50, 100)
        beyond = any(math.isinf(one.upper) for one in shown)  # more than the largest stated figure
        return Axis(0, 100 * (1 + ARROW) if beyond else 100, tuple((t, f"{t}%") for t in at), False)
    low = min([0.0, *finite])
    open_end = max((one.value for one in shown if math.isinf(one.upper)), default=0.0)
    high = max(largest * ROOM, open_end * (1 + ARROW) + largest * ARROW * 0.5) or 1.0
    return Axis(low, high, _ticks(low, high, ticks, lang, unit), False)


def _ticks(low: float, high: float, count: int, lang: str, unit: str) -> tuple[tuple[float, str], ...]:
    """About ``count`` ticks at round numbers."""
    rough = (high - low) / count
    power = 10 ** math.floor(math.log10(rough))
    step = next(s * power for s in _STEPS if s * power >= rough * 0.999)
    first = math.ceil(low / step)
    steps = math.floor((high - first * step) / step + 1e-9)
    return tuple((tick, number(tick, lang) + unit) for i in range(steps + 1) for tick in [(first + i) * step])


def _log_axis(smallest: float, largest: float, lang: str, unit: str) -> Axis:
    low = float(10 ** math.floor(math.log10(smallest)))
    if smallest / low < 1.5:  # keep the smallest mark off the edge
        low /= math.sqrt(10)
    high = largest * 1.8
    powers = range(math.ceil(math.log10(low)), math.floor(math.log10(high)) + 1)
    ticks = tuple((float(10**power), number(float(10**power), lang) + unit) for power in powers)
    return Axis(low, high, ticks, True)


def arrow_end(one: Mark, on: Axis) -> float:
    """Where the arrow of an open interval ends."""
    if on.log:
        return min(on.high, one.value * math.pow(on.high / on.low, ARROW))
    return min(on.high, one.value + (on.high - on.low) * ARROW)


def start(on: Axis) -> float:
    """Where stems begin: zero, or the left end of a log axis."""
    return on.low if on.log else 0.0

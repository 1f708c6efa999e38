"""Answers that are kept up to a weight: the least recently used ones go first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Answers by key, for several threads; one that is heavier than all that may be kept is not kept."""

    def __init__(self, most: int, weigh: Callable[[T], int]) -> None:
        """``most``: the weight of all answers together; ``weigh``: that of one."""
        self._most, self._weigh, self._lock = most, weigh, Lock()
        self._held: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self.weight = 0

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The answer of ``key``, made where it is not at hand."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key][0]
        made = make()
        weight = self._weigh(made)
        with self._lock:
            if key not in self._held and weight <= self._most:
                self._held[key] = made, weight
                self.weight += weight
            while self.weight > self._most:
                self.weight -= self._held.popitem(last=False)[1][1]
        return made

"""Texts read for the pages: each within the time limit, and not more at once than there are cores."""

from __future__ import annotations

import os
import threading
from typing import Any

from orgreports import dashboard_frame as frame
from orgreports.dashboard_frame import Page
from orgreports.deadline import parse_within
from orgreports.models import OrgreportsError, Report

_AT_ONCE = threading.BoundedSemaphore(os.cpu_count() or 1)  # for all readers together


def read(path: str, **given: Any) -> Report:
    """``deadline.parse_within``, in its turn."""
    with _AT_ONCE:
        return parse_within(path, **given)


def original(page: Page, report: str) -> Report | OrgreportsError | None:
    """The report parsed from its original, where that is at hand; or the fault, which is kept as well."""

    def make() -> Report | OrgreportsError | None:
        try:
            return page.corpus.original(report, read)
        except OrgreportsError as fault:
            return fault

    return frame.kept(page, ("original", report), make)

"""Figures of Chinese organisation-work reports, each with the characters it was read from.

>>> import orgreports
>>> report = orgreports.parse("report.txt")              # doctest: +SKIP
>>> frame = orgreports.observation_frame([report])       # doctest: +SKIP
>>> corpus = orgreports.Corpus()                         # doctest: +SKIP
>>> orgreports.compare(corpus, ["talent_total"]).table("en")   # doctest: +SKIP

Names are loaded when they are first used, so that importing the package is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from orgreports.building import Built, build
    from orgreports.comparison import Comparison, compare
    from orgreports.corpus import Corpus
    from orgreports.export import export_corpus
    from orgreports.frames import ledger_frame, observation_frame, report_frame
    from orgreports.models import Observation, OrgreportsError, Report
    from orgreports.pipeline import parse
    from orgreports.rulebook import catalogue, regions

__version__ = "0.1.0"

_HOME = {
    "Built": "building",
    "Comparison": "comparison",
    "Corpus": "corpus",
    "Observation": "models",
    "OrgreportsError": "models",
    "Report": "models",
    "build": "building",
    "catalogue": "rulebook",
    "compare": "comparison",
    "export_corpus": "export",
    "ledger_frame": "frames",
    "observation_frame": "frames",
    "parse": "pipeline",
    "regions": "rulebook",
    "report_frame": "frames",
}
__all__ = [
    "Built",
    "Comparison",
    "Corpus",
    "Observation",
    "OrgreportsError",
    "Report",
    "build",
    "catalogue",
    "compare",
    "export_corpus",
    "ledger_frame",
    "observation_frame",
    "parse",
    "regions",
    "report_frame",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'orgreports' has no attribute {name!r}")
    return getattr(import_module(f"orgreports.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]

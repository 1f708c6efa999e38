"""The rules as data: every table of ``rules/`` is loaded here, once, and checked when it is loaded."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

RULES = files("orgreports") / "rules"


class Indicator(NamedTuple):
    """A row of the catalogue: ``names`` and ``definitions`` by language (``zh``, ``en``)."""

    code: str
    topic: str
    names: Mapping[str, str]
    definitions: Mapping[str, str]


@cache
def load_toml(name: str) -> dict[str, Any]:
    """The table file ``rules/{name}.toml`` as a dictionary."""
    return tomllib.loads((RULES / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def load_csv(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``rules/{name}.csv``, every cell a string."""
    with (RULES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def catalogue() -> dict[str, Indicator]:
    """The indicators by code, in the order in which they are shown."""
    return {
        code: Indicator(
            code,
            row["topic"],
            {"zh": row["zh"], "en": row["en"]},
            {"zh": row["define_zh"], "en": row["define_en"]},
        )
        for code, row in load_toml("catalogue").items()
    }

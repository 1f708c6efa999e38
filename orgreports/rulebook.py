"""The rules as data: every table of ``rules/`` is loaded here, once, and checked when it is loaded."""

from __future__ import annotations

import csv
import tomllib
import unicodedata
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
    text = (RULES / f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


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


def find_indicator(name: str) -> str:
    """The code of an indicator named by code or by its name in either language; else ``name`` itself."""
    spoken = name.strip().casefold()
    rows = catalogue().values()
    names = {word.casefold(): row.code for row in rows for word in row.names.values()}
    return names.get(spoken, name)


class Region(NamedTuple):
    """A province, prefecture or county of China; ``names`` and ``short`` by language (``zh``, ``en``)."""

    code: str  # GB/T 2260, six digits
    names: Mapping[str, str]  # 成都市, Chengdu City
    short: Mapping[str, str]  # 成都, Chengdu: unique among all regions
    level: str  # province, prefecture, county
    parent: str  # code of the region that contains it, empty for a province
    aliases: tuple[str, ...]  # former and everyday Chinese names
    population: int | None  # residents
    population_source: str
    until: str  # year in which it was merged into others, empty for the regions of today


@cache
def regions() -> dict[str, Region]:
    """The regions of China by code, in the order of the codes.

    Names and codes are those of the Ministry of Civil Affairs at the end of 2025, with the two counties
    set up until June 2026 (岑岭县, 草湖市), and those that were merged since 2010 (``until``). Former names
    are aliases. Populations are those of the 7th national census (1 November 2020), ``None`` where the
    table has none.
    """
    return {row["code"]: _region(row) for row in load_csv("regions")}


def _region(row: Mapping[str, str]) -> Region:
    return Region(
        row["code"],
        {"zh": row["name_zh"], "en": row["name_en"]},
        {"zh": row["short_zh"], "en": row["short_en"]},
        row["level"],
        row["parent"],
        tuple(row["aliases"].split("|")) if row["aliases"] else (),
        int(row["population"]) if row["population"] else None,
        row["population_source"],
        row["until"],
    )


def slug(code: str) -> str:
    """The English short name as it stands in report ids: ``slug("510100") == "chengdu"``.

    Lower case ASCII words joined by hyphens, unique among the regions: where two names would be
    written alike, the lower level carries its parent's (``guan-langfang``).
    Raises ``KeyError`` for a code that is not in the table.
    """
    return _slugs()[code]


@cache
def _slugs() -> dict[str, str]:
    plain = {code: _ascii_words(region.short["en"]) for code, region in regions().items()}
    rank = {"province": 0, "prefecture": 1, "county": 2}
    owner: dict[str, str] = {}
    for code in sorted(plain, key=lambda code: (rank[regions()[code].level], code)):
        owner.setdefault(plain[code], code)
    return {
        code: name if owner[name] == code else f"{name}-{plain[regions()[code].parent]}"
        for code, name in plain.items()
    }


def _ascii_words(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).lower().replace("'", "")
    return "-".join("".join(c if c.isalnum() else " " for c in letters if c.isascii()).split())


class Unit(NamedTuple):
    """A row of ``units.csv``: a form as written, its simplified measure word, and its family.

    ``small``: whether a small Chinese numeral before it counts: ``yes`` (三名), ``no``, or ``noun``, only
    before a thing that can be counted (三个村, not 三个聚焦). ``bare``: the form is a noun, not a measure
    word, and stays out of the quote. ``unless``: characters behind it that make another word of it (项目标).
    """

    form: str
    unit: str
    family: str
    small: str
    bare: bool
    unless: str


@cache
def units() -> tuple[Unit, ...]:
    """The measure words, the longest first."""
    rows = (
        Unit(row["form"], row["unit"], row["family"], row["small"], bool(row["bare"]), row["unless"])
        for row in load_csv("units")
    )
    return tuple(sorted(rows, key=lambda row: (-len(row.form), row.form)))


@cache
def unit_families() -> dict[str, str]:
    """The family of each measure word, by its simplified form: ``{"人次": "person_times", …}``."""
    return {row.unit: row.family for row in reversed(units())}


@cache
def become() -> str:
    """A pattern of what says that a figure has become another: 增至, 提高到, 精简为."""
    table = load_toml("become")
    verbs, endings = "|".join(table["verbs"]), "".join(table["endings"])
    return f"(?:(?:{verbs})[{endings}]|{'|'.join(table['others'])})"

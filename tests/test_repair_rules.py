"""Every row of the repair tables finds what its examples show, and leaves its counters alone."""

from __future__ import annotations

import re
import unicodedata
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from orgreports.repair import all_edits, repair
from orgreports.repair_characters import _forms
from orgreports.repair_furniture import line_rule
from orgreports.repair_parted import parted
from orgreports.rulebook import load_toml

TABLES = load_toml("repairs")
NEEDING = [
    *(*TABLES["line"], *load_toml("front")["rule"]),
    *(row for row in load_toml("genre")["other"] if "needs" in row),
]
TEXT_ROWS = [(table, row) for table in ("mark", "variant", "mask", "word", "damage") for row in TABLES[table]]
CHARACTER_ROWS = TABLES["character"] + TABLES["character_to_several"]


def rules(text: str) -> set[str]:
    return {edit.rule for edit in all_edits(repair(text))}


def name(value: Any) -> str:
    return str(value["id"]) if isinstance(value, dict) else str(value)


@pytest.mark.parametrize("row", TABLES["line"], ids=name)
def test_line_rows(row: dict[str, Any]) -> None:
    plain = [unicodedata.normalize("NFKC", text) for text in row["examples"]]
    assert [line_rule(text) for text in plain] == [row["id"]] * len(plain)
    assert {line_rule(text) for text in row["counters"]} == {""}


@pytest.mark.parametrize("row", NEEDING, ids=name)
def test_needs_stand_in_every_match(row: dict[str, Any]) -> None:
    """Where none of these characters stands a pattern is not tried: no branch of it may do without."""
    assert always_holds(_parser.parse(row["pattern"]), frozenset(row["needs"]))


def always_holds(parts: Any, characters: frozenset[str]) -> bool:
    """Whether every match of a parsed pattern has one of the characters."""
    return any(_holds(kind, value, characters) for kind, value in parts)


def _holds(kind: Any, value: Any, characters: frozenset[str]) -> bool:
    match str(kind):
        case "LITERAL":
            return chr(value) in characters
        case "IN":
            return all(str(one) == "LITERAL" and chr(code) in characters for one, code in value)
        case "BRANCH":
            return all(always_holds(branch, characters) for branch in value[1])
        case "SUBPATTERN":
            return always_holds(value[3], characters)
        case "MAX_REPEAT" | "MIN_REPEAT":
            return value[0] > 0 and always_holds(value[2], characters)
        case _:
            return False


@pytest.mark.parametrize(("table", "row"), TEXT_ROWS, ids=name)
def test_text_rows(table: str, row: dict[str, Any]) -> None:
    for example in row["examples"]:
        assert row["id"] in rules(example), example
    for counter in row["counters"]:
        assert row["id"] not in rules(counter), counter


@pytest.mark.parametrize("row", CHARACTER_ROWS, ids=name)
def test_character_rows(row: dict[str, Any]) -> None:
    assert row["id"] in rules(row["example"])
    assert row["id"] not in rules(row["counter"])


@pytest.mark.parametrize("table", ["mark", "variant", "mask", "word", "damage"])
def test_triggers_stand_in_every_match(table: str) -> None:
    """A pattern is tried only if a trigger occurs: each example must hold one."""
    for row in TABLES[table]:
        for example in row["examples"]:
            assert any(trigger in f"{example}\n" for trigger in row["trigger"]) or row["id"] in rules(example)


def test_character_rows_are_as_long_as_what_they_become() -> None:
    for row in TABLES["character"]:
        if ".." not in row["before"]:
            assert len(row["after"]) in (0, 1, len(row["before"])), row["id"]


@pytest.mark.parametrize("row", TABLES["parted"], ids=name)
def test_parted_rows(row: dict[str, Any]) -> None:
    assert parted(*row["example"].split("|")) == row["id"]
    assert not parted(*row["counter"].split("|"))


def test_gloss_row() -> None:
    gloss = TABLES["gloss"]
    assert "gloss.pinyin" in rules(gloss["example"])
    assert "gloss.pinyin" not in rules(gloss["counter"])
    assert all(re.fullmatch("[a-z]{1,6}", syllable) for syllable in gloss["syllables"].split())


def test_plain_forms_are_their_own_form() -> None:
    """No form becomes a character that has a plainer form itself."""
    forms = _forms()
    assert not {after for after, _ in forms.values() if any(c in forms for c in after)}

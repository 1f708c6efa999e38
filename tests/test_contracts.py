"""What holds the rooms apart: who may import whom, how long they are, and what may stand in a file."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from common import ROOT, tracked

PACKAGE = ROOT / "orgreports"
MODULES = {path.stem: path for path in PACKAGE.glob("*.py")}
STAGES = ("reading", "repair", "outline", "quantities", "indicators")
COMMON = {"models", "rulebook", "language", "numerals"}


def imported(path: Path) -> set[str]:
    """The modules of the package that a module imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("orgreports"):
            rest = node.module.partition(".")[2]
            found |= {rest} if rest else {name.name for name in node.names}
        elif isinstance(node, ast.Import):
            found |= {
                name.name.partition(".")[2] for name in node.names if name.name.startswith("orgreports.")
            }
    return found & set(MODULES)


def reached(stage: str) -> set[str]:
    """All modules that a stage needs, its own rooms included."""
    seen: set[str] = set()
    waiting = [stage]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += imported(MODULES[name])
    return seen


@pytest.mark.parametrize("stage", STAGES)
def test_stages_never_import_each_other(stage: str) -> None:
    others = {
        name for name in reached(stage) for other in STAGES if other != stage and name.startswith(other)
    }
    assert not others
    assert "pipeline" not in reached(stage)


@pytest.mark.parametrize("stage", STAGES)
def test_stages_know_nothing_of_tables_and_charts(stage: str) -> None:
    later = {"frames", "corpus", "comparison", "figures", "cli", "export"} & reached(stage)
    assert not later


def test_only_the_dashboard_knows_streamlit() -> None:
    knowing = {
        name
        for name, path in MODULES.items()
        if re.search(r"^\s*(import|from) streamlit", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert all(name.startswith("dashboard") for name in knowing)


def test_imports_run_in_no_ring() -> None:
    top = {name: _imported_at_top(path) for name, path in MODULES.items() if name != "__init__"}
    done: set[str] = set()
    while ready := {name for name in top if name not in done and top[name] - {"__init__"} <= done}:
        done |= ready
    assert set(top) - done == set()


def _imported_at_top(path: Path) -> set[str]:
    """Imports that run when the module is loaded: not those in functions or for type checkers."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    body = [
        node
        for node in tree.body
        if not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test))
    ]
    body = [
        node for node in body if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef)
    ]
    source = "\n".join(ast.unparse(node) for node in body)
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("orgreports"):
            rest = node.module.partition(".")[2]
            found |= {rest} if rest else {name.name for name in node.names}
    return found & set(MODULES)


@pytest.mark.parametrize("name", sorted(MODULES))
def test_rooms_stay_small(name: str) -> None:
    source = MODULES[name].read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 300
    assert ast.get_docstring(ast.parse(source))


def test_nine_functions_in_ten_are_short() -> None:
    lengths = [
        node.end_lineno - node.lineno + 1
        for path in MODULES.values()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    ]
    assert sum(length < 30 for length in lengths) >= 0.9 * len(lengths)


def test_no_tracked_file_names_a_machine() -> None:
    home = re.compile(rb"(?<![\w./])/(?:home|root|Users|work|opt)/[a-z]|https?://\S+\.(?:whl|tar\.gz|deb)\b")
    assert not [path for path in tracked() if home.search(path.read_bytes())]

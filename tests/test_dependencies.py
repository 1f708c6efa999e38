"""Dependencies: they fit together, and none has a hole of ``known_holes.csv``, which is kept by hand."""

from __future__ import annotations

import csv
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from itertools import chain

from common import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version


def holes(versions: Mapping[str, str]) -> list[str]:
    """The holes of the list in packages of these versions."""
    with (ROOT / "tests" / "known_holes.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [
        f"{row['package']} {found} has {row['advisory']} ({row['hole']}): at least {row['fixed']} is needed"
        for row in rows
        if (found := versions.get(row["package"])) and Version(found) < Version(row["fixed"])
    ]


def test_nothing_installed_has_a_known_hole() -> None:
    with (ROOT / "tests" / "known_holes.csv").open(encoding="utf-8", newline="") as lines:
        names = {row["package"] for row in csv.DictReader(lines)}
    installed = {}
    for name in names:
        try:
            installed[name] = version(name)
        except PackageNotFoundError:
            continue
    assert len(installed) >= 4 and holes(installed) == []


def test_no_version_that_is_allowed_has_a_known_hole() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    least = {
        canonicalize_name(one.name): bound.version
        for one in map(Requirement, named)
        for bound in one.specifier
        if bound.operator in (">=", "==")
    }
    assert {"pyarrow", "pypdf"} <= least.keys() and holes(least) == []


def test_an_old_version_is_caught() -> None:
    assert len(holes({"pypdf": "6.0.0", "pyarrow": "26.0.0"})) == 2


def test_what_is_installed_fits_together() -> None:
    done = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr

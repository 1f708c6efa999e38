"""The five originals against their annotations: scores that must not quietly fall, places, built tables."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from common import ROOT

from orgreports import Corpus, Report, build
from orgreports.cli import main
from orgreports.tables import LONGEST_WORDS

TABLES = ("reports.csv", "observations.csv", "ledger.csv", "terms.csv")
PINNED = {
    "precision": 0.995,
    "recall": 0.995,
    "bound": 0.995,
    "kind": 0.995,
    "period": 0.995,
    "indicator_f1": 0.97,
}


@pytest.fixture(scope="module")
def extracted(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("extracted")
    files = sorted(map(str, (shared / "reports").glob("*.txt")))
    assert main(["extract", *files, "--out", str(out)]) == 0
    return out


@pytest.fixture(scope="module")
def built(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two builds of the originals, with one process and with two."""
    folders = [tmp_path_factory.mktemp("built") for _ in range(2)]
    for folder, workers in zip(folders, (1, 2), strict=True):
        assert not build([shared / "reports"], folder, workers=workers).failures
    return folders


def test_scores(shared: Path, extracted: Path) -> None:
    command = [sys.executable, str(shared / "score.py"), str(extracted), "--json"]
    table = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    fallen = {name: table["ALL"][name] for name, least in PINNED.items() if table["ALL"][name] < least}
    assert not fallen


def test_every_quote_stands_at_its_place(originals: dict[str, Report], corpus: Corpus) -> None:
    rows = corpus.observations
    assert len(rows) == sum(len(report.observations) for report in originals.values())
    for row in rows.itertuples():
        assert originals[row.report].document.raw[row.start : row.end] == row.quote


def test_the_whole_ledger_is_accounted_for(originals: dict[str, Report]) -> None:
    for report in originals.values():
        assert all(entry.reason and (entry.rule or entry.reason == "quantity") for entry in report.ledger)
        assert all(report.document.raw[entry.start : entry.end] == entry.text for entry in report.ledger)


@pytest.mark.parametrize("name", TABLES)
def test_build_gives_the_tables_of_the_repository(built: list[Path], name: str) -> None:
    tracked = (ROOT / "data" / name).read_bytes()
    assert [(folder / name).read_bytes() == tracked for folder in built] == [True, True]


def test_tables_keep_no_long_words(corpus: Corpus) -> None:
    longest = corpus.observations[["section", "group"]].map(len).to_numpy().max()
    assert longest <= LONGEST_WORDS


def test_compare_talent_total(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "talent_total", "--csv", "-", "--data", str(ROOT / "data")]) == 0
    lines = {line.split(",")[1]: line for line in capfd.readouterr().out.splitlines()[1:]}
    assert ",reported,669万人,6690000,6690000,6690000,exact," in lines["Chengdu"]
    assert ",reported,突破200万名,2000000,2000000,,above,名,乡村人才," in lines["Zhejiang"]
    assert ",not reported," in lines["Hohhot"] and ",not reported," in lines["Bazhong"]
    assert ",source incomplete," in lines["Sichuan"]


def test_compare_training_headcount(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "training_headcount", "--data", str(ROOT / "data")]) == 0
    out = capfd.readouterr().out
    for words in ("超90万人次", "21万余人次", "93.4 万名", "2012–2023"):
        assert words in out
    for note in ("Units differ", "covers 12 years", "different groups"):
        assert note in out

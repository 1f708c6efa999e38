"""The data folder: adding, correcting, undoing, building, and what a crash or two writers leave behind."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from common import MIANYANG, ROOT, SAMPLE, SAMPLES

from orgreports import Corpus, OrgreportsError, build, parse
from orgreports.frames import OBSERVATION_TYPES, REPORT_TYPES, csv_text, parse_csv, period_years
from orgreports.storage import COMMIT, locked, replace_files

OTHER = SAMPLES / "lanwan-cut.txt"
LUZHOU = "510500"


@pytest.fixture
def stored(tmp_path: Path) -> Corpus:
    """A corpus with one report, whose region a person gave."""
    corpus = Corpus(tmp_path / "data")
    assert add(corpus, SAMPLE) == "mianyang-2024"
    return corpus


def add(corpus: Corpus, path: Path, region: str = MIANYANG) -> str:
    return corpus.add(parse(path, region=region), path.read_bytes(), region=region, who="reader")


def total(corpus: Corpus) -> dict[str, object]:
    rows = corpus.observations
    return dict(rows[(rows["indicator"] == "talent_total") & (rows["kind"] == "count")].iloc[0])


def test_a_new_folder_is_an_empty_corpus(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path / "none")
    assert corpus.reports.empty and corpus.observations.empty
    assert dict(corpus.observations.dtypes.astype(str)) == dict(OBSERVATION_TYPES)
    assert dict(corpus.reports.dtypes.astype(str)) == dict(REPORT_TYPES)
    assert not (tmp_path / "none").exists()


def test_what_is_added_is_there_for_others(stored: Corpus) -> None:
    again = Corpus(stored.folder)
    assert list(again.reports["report"]) == ["mianyang-2024"]
    assert again.observations.equals(stored.observations)
    assert again.terms["count"].sum() > 100
    original = again.original("mianyang-2024")
    assert original and original.document.raw == SAMPLE.read_text(encoding="utf-8")
    assert original.outline.region == MIANYANG


def test_adding_the_same_file_replaces_it(stored: Corpus) -> None:
    assert add(stored, SAMPLE, LUZHOU) == "luzhou-2024"
    assert list(stored.reports["report"]) == ["luzhou-2024"]


def test_a_second_report_of_a_region_and_period_gets_a_number(stored: Corpus, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(SAMPLE.read_text(encoding="utf-8") + "再续新篇。\n", encoding="utf-8")
    assert add(stored, other) == "mianyang-2024-2"
    assert set(stored.observations["report"]) == {"mianyang-2024", "mianyang-2024-2"}


def test_an_uncertain_report_is_not_stored(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path)
    with pytest.raises(OrgreportsError, match="region is not certain"):
        corpus.add(parse(SAMPLE))
    assert not (tmp_path / "reports.csv").exists()


def test_a_correction_shows_holds_and_is_undone(stored: Corpus) -> None:
    before = total(stored)
    number = stored.correct("mianyang-2024", before["start"], before["end"], "value", "400000", "reader")
    after = total(Corpus(stored.folder))
    assert (after["value"], after["lower"], after["upper"]) == (400000, 400000, math.inf)
    assert after["corrected"] and not before["corrected"]
    build([SAMPLE], stored.folder, workers=1)  # parsed anew: the correction holds, and so does the region
    rebuilt = Corpus(stored.folder)
    assert total(rebuilt) == after
    rebuilt.undo(number)
    assert total(Corpus(stored.folder)) == before
    (entry,) = (entry for entry in rebuilt.corrections if entry.id == number)
    assert (entry.who, entry.before, entry.after, bool(entry.undone)) == ("reader", "380000", "400000", True)


def test_extraction_and_corrections_lie_apart(stored: Corpus) -> None:
    untouched = (stored.folder / "observations.csv").read_bytes()
    row = total(stored)
    stored.correct("mianyang-2024", row["start"], row["end"], "indicator", "talent_recruited")
    assert (stored.folder / "observations.csv").read_bytes() == untouched


def test_a_removed_figure_comes_back(stored: Corpus) -> None:
    row = total(stored)
    count = len(stored.observations)
    number = stored.correct("mianyang-2024", row["start"], row["end"], "removed", "true")
    assert len(stored.observations) == count - 1
    stored.undo(number)
    assert len(stored.observations) == count


def test_region_and_period_can_be_corrected_and_undone(stored: Corpus) -> None:
    first = stored.correct_report("mianyang-2024", "region", LUZHOU)
    stored.correct_report("luzhou-2024", "period", "2023")
    assert list(stored.reports["report"]) == ["luzhou-2023"]
    assert set(stored.observations["region"]) == {LUZHOU}
    assert set(stored.observations["period_start"]) == {2023}
    build([], stored.folder, workers=1)  # from the folder's own originals
    again = Corpus(stored.folder)
    assert list(again.reports["report"]) == ["luzhou-2023"]
    again.undo(first)
    assert list(again.reports["report"]) == ["mianyang-2023"]


def test_removing_takes_the_original_too(stored: Corpus) -> None:
    stored.remove("mianyang-2024")
    assert stored.reports.empty
    assert not any((stored.folder / "originals").iterdir())


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda c: c.correct("mianyang-2024", 0, 1, "value", "5"), "no figure stands"),
        (lambda c: c.correct("nowhere-2024", 0, 1, "value", "5"), "no such report"),
        (lambda c: c.correct("mianyang-2024", 0, 1, "quote", "5"), "no column"),
        (lambda c: c.correct("mianyang-2024", 0, 1, "value", "nan"), "not a number"),
        (lambda c: c.correct_report("mianyang-2024", "period", "24"), "not a period"),
        (lambda c: c.undo(99), "there is none"),
        (lambda c: c.undo(1), "unknown before"),
        (lambda c: c.original("nowhere"), "no such report"),
    ],
)
def test_wrong_calls(stored: Corpus, call: Callable[[Corpus], object], words: str) -> None:
    version = stored.version
    with pytest.raises(OrgreportsError, match=words):
        call(stored)
    assert stored.version == version


def test_damaged_tables_are_named(stored: Corpus) -> None:
    (stored.folder / "observations.csv").write_text("report,region\nx", encoding="utf-8")
    with pytest.raises(OrgreportsError, match=r"observations.csv: damaged table"):
        _ = Corpus(stored.folder).observations


def test_build_keeps_what_was_there_when_nothing_can_be_read(stored: Corpus, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    (stored.folder / "originals").rename(tmp_path / "away")
    with pytest.raises(OrgreportsError, match="corpus is as it was"):
        build([empty], stored.folder, workers=1, replace=True)
    assert len(Corpus(stored.folder).reports) == 1


def test_version_tells_of_changes(stored: Corpus) -> None:
    before = stored.version
    row = total(stored)
    stored.correct("mianyang-2024", row["start"], row["end"], "unit", "名")
    assert stored.version != before


def test_a_change_that_was_begun_is_finished_by_the_next(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"old")
    (tmp_path / ".a.csv.new").write_bytes(b"new")
    (tmp_path / ".b.csv.new").write_bytes(b"new")
    (tmp_path / COMMIT).write_text('{"a.csv": true, "b.csv": true, "gone.csv": false}')
    with locked(tmp_path, shared=True):
        assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes() == b"new"
    assert not (tmp_path / COMMIT).exists()


def test_a_change_that_was_not_begun_leaves_no_trace(tmp_path: Path) -> None:
    replace_files(tmp_path, {"a.csv": b"old"})
    (tmp_path / ".a.csv.new").write_bytes(b"half")
    with locked(tmp_path, shared=True):
        assert (tmp_path / "a.csv").read_bytes() == b"old"


def test_a_killed_writer_loses_nothing_that_was_confirmed(stored: Corpus) -> None:
    """A process corrects without end, says each number when it is stored, and is killed at some moment."""
    code = (
        "import sys\nfrom orgreports import Corpus\nc = Corpus(sys.argv[1])\n"
        "row = c.observations.iloc[0]\n"
        "while True:\n"
        "    print(c.correct('mianyang-2024', int(row.start), int(row.end), 'group', 'x'), flush=True)\n"
    )
    for wait in (0.01, 0.05, 0.11):
        command = [sys.executable, "-c", code, str(stored.folder)]
        writer = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert writer.stdout
        confirmed = [int(writer.stdout.readline()) for _ in range(3)]
        time.sleep(wait)
        os.kill(writer.pid, signal.SIGKILL)
        confirmed += [int(line) for line in writer.stdout.read().split("\n")[:-1] if line]
        writer.wait()
        kept = {entry.id for entry in Corpus(stored.folder).corrections}
        assert set(confirmed) <= kept


def test_two_writers_both_keep_their_work(stored: Corpus) -> None:
    code = (
        "import sys\nfrom orgreports import Corpus\nc = Corpus(sys.argv[1])\n"
        "row = c.observations.iloc[int(sys.argv[2])]\n"
        "place = int(row.start), int(row.end)\n"
        "for n in range(15):\n    c.correct('mianyang-2024', *place, 'group', f'g{n}')\n"
    )
    commands = [[sys.executable, "-c", code, str(stored.folder), place] for place in "01"]
    writers = [subprocess.Popen(command, cwd=ROOT) for command in commands]
    assert [writer.wait() for writer in writers] == [0, 0]
    made = [entry.id for entry in Corpus(stored.folder).corrections if entry.column == "group"]
    assert len(made) == len(set(made)) == 30


def test_csv_comes_back_as_it_was() -> None:
    row = ("r", "1", 2012, 2023, "", '引"号", 换\n行', "count", "", 0.1 + 0.2, 5.0, math.inf, "above", "人")
    row += ("1.2\r\n万", 0, 5, "", 1, "rule", True)
    other = ("r\r", "1", 2012, 2023, *row[4:16], "1.2\r万\0" + "甲" * 200_000, *row[17:])
    rows, columns = [row, other], list(OBSERVATION_TYPES)
    assert parse_csv("observations", csv_text(columns, rows), "x") == rows


def test_a_report_with_the_line_ends_of_old_macs_damages_nothing(tmp_path: Path) -> None:
    data = SAMPLE.read_text(encoding="utf-8").replace("1.3万", "1.3\r万").replace("\n", "\r").encode()
    name = Corpus(tmp_path).add(parse("a.txt", data=data, region=MIANYANG, period="2024"), data)
    assert "1.3\r万余人次" in set(Corpus(tmp_path).select(reports=[name]).observations["quote"])


@pytest.mark.parametrize("value", ["a\rb", "a\nb", "a\0", "\ud800", "甲" * 10_001])
def test_no_correction_can_damage_the_journal(stored: Corpus, value: str) -> None:
    row = next(stored.observations.itertuples())
    with pytest.raises(OrgreportsError, match="one short line"):
        stored.correct(str(row.report), int(row.start), int(row.end), "group", value)


@pytest.mark.parametrize("period", ["24", "2024-", "2023-2012", "2024-2025-2026", "二〇二四", "-2024"])
def test_periods_that_are_none(period: str) -> None:
    with pytest.raises(OrgreportsError, match="not a period"):
        period_years(period)

"""A file that is stuck is ended and said so in one line, wherever it is read; nothing else stops."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from common import MIANYANG, ROOT, SAMPLE, copied
from showing import bodies, shown

from orgreports import Corpus, OrgreportsError, build, deadline, parse
from orgreports.building import Job, parse_batch
from orgreports.cli import main
from orgreports.deadline import Begin, EndedError, Pool, StoppedError
from orgreports.spool import Spool

SECONDS = 2  # far more than a report takes; what is loaded once is not counted
# The most characters that are taken, of a kind that takes a minute.
HOSTILE = "第1届1次会议,培训1人次、分别1人,其中1期,同比增长1%。" * 31_000


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(deadline.VARIABLE, str(SECONDS))
    yield
    deadline.close()


def stuck(begin: Begin) -> None:
    """A pattern with a nested loop: in C, for years."""
    begin(0)
    re.match(r"(a+)+$", "a" * 64 + "b")


def at_third(begin: Begin, pid: str) -> None:
    """A process that is killed, as one that takes too much memory is, while it is at its third file."""
    for number in range(3):
        begin(number)
    Path(pid).write_text(str(os.getpid()))
    os.kill(os.getpid(), signal.SIGKILL)


def double(begin: Begin, number: int) -> int:
    """What takes no time."""
    begin(0)
    print("what is printed is no answer")
    return 2 * number


def hungry(begin: Begin) -> None:
    """What takes more memory than it may."""
    begin(0)
    bytes(4_000_000_000)


def failing(begin: Begin) -> None:
    """A fault of ours."""
    begin(0)
    raise KeyError("x")


def test_what_is_stuck_in_c_is_ended_and_the_next_goes_on() -> None:
    pool, begun = Pool(), time.monotonic()
    with pytest.raises(EndedError) as ended:
        pool.call(stuck)
    assert SECONDS * 0.9 < time.monotonic() - begun < SECONDS + 20
    assert ended.value.at == 0 and f"not read in {SECONDS} s" in ended.value.reason()
    assert pool.call(double, 4) == 8
    pool.close()


def test_a_process_is_kept_for_the_next_file_and_its_faults_are_told(tmp_path: Path) -> None:
    pool = Pool()
    assert pool.call(double, 1) == 2
    (first,) = pool._all
    with pytest.raises(RuntimeError, match="KeyError: 'x'"):
        pool.call(failing)
    assert pool.call(double, 3) == 6 and pool._all == {first}
    first.end()  # while it waits for work: nobody notices
    assert pool.call(double, 5) == 10
    with pytest.raises(EndedError) as full:
        pool.call(hungry)
    assert full.value.reason().startswith("takes more than 3 GB of memory: ")
    with pytest.raises(EndedError, match=r"2, -9"):
        pool.call(at_third, str(tmp_path / "pid"))
    pool.close()
    with pytest.raises(StoppedError):
        pool.call(double, 1)


def test_no_process_outlives_its_owner(tmp_path: Path) -> None:
    code = f"""
import sys; sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / "tests")!r}]
import os, threading, time
from orgreports.deadline import Pool
from test_deadline import stuck
pool = Pool()
threading.Thread(target=lambda: pool.call(stuck), daemon=True).start()
while not pool._all: time.sleep(0.01)
time.sleep(1)
(worker,) = pool._all
print(worker._process.pid, flush=True)
os.kill(os.getpid(), 9)
"""
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    child = int(done.stdout)
    end = time.monotonic() + SECONDS + 20
    while running(child):
        assert time.monotonic() < end, "it is stuck for ever"
        time.sleep(0.1)


def running(pid: int) -> bool:
    """Whether there is such a process, and it is not only waiting to be counted."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """A hostile file between two reports."""
    folder = tmp_path / "files"
    folder.mkdir()
    paths = [folder / name for name in ("a.txt", "b.txt", "c.txt")]
    text = SAMPLE.read_text(encoding="utf-8")
    for path, city in ((paths[0], "绵阳"), (paths[2], "泸州")):
        path.write_text(text.replace("青澜", city), encoding="utf-8")
    paths[1].write_text(HOSTILE, encoding="utf-8")
    return paths


def test_extract_names_it_and_reads_the_others(
    files: list[Path], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["extract", *map(str, files), "--out", str(out)]) == 1
    assert sorted(path.name for path in out.iterdir()) == ["a.csv", "c.csv"]
    said = capfd.readouterr().err.splitlines()
    assert said == [
        f"orgreports: b.txt: not read in {SECONDS} s, and ended: save its text as .txt, or split it"
    ]


def test_build_names_it_and_reads_the_others(files: list[Path], tmp_path: Path) -> None:
    built = build([files[0].parent], tmp_path / "data", workers=1)
    assert len(built.reports) == len(Corpus(tmp_path / "data").reports) == 2
    (failure,) = built.failures
    assert failure.path == str(files[1]) and failure.reason.startswith(f"{files[1]}: not read in {SECONDS} s")


def test_a_worker_of_dask_names_it_and_reads_the_others(files: list[Path], tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
        client.get_executor(pure=False) as executor,
    ):
        jobs = [Job(str(path), path.name) for path in files]
        batch = executor.submit(parse_batch, jobs).result(timeout=120)
    assert [failure.path for failure in batch.failures] == [str(files[1])]
    spool = Spool(tmp_path)
    spool.put(batch.part)
    assert spool.done() == {jobs[0].key, jobs[2].key}


def test_add_a_report_names_it_and_shows_the_others(
    files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ORGREPORTS_DATA", str(copied(tmp_path / "data")))
    app = shown("add", lang="en")
    app.file_uploader[0].set_value([(path.name, path.read_bytes(), "text/plain") for path in files]).run()
    assert not app.exception
    (said,) = [error.value for error in app.error]
    assert rf"b\.txt\: not read in {SECONDS} s" in said
    assert len([button for button in app.button if button.key.startswith("save_")]) == 3  # and corrections
    deadline.close()
    app.run()
    assert len(app.error) == 1 and not deadline.pool()._all, "it is tried in every run"


def test_evidence_shows_the_figures_of_a_text_that_is_not_read_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = SAMPLE.read_bytes()
    Corpus(tmp_path).add(parse("a.txt", data=data, region=MIANYANG, period="2024"), data)
    monkeypatch.setenv("ORGREPORTS_DATA", str(tmp_path))
    monkeypatch.setenv(deadline.VARIABLE, "0.001")
    late = shown("evidence", lang="en")
    assert not late.exception and not late.error
    assert "could not be read, or not in time" in bodies(late) and 'class="evidence"' in bodies(late)
    deadline.close()
    late.run()
    assert not deadline.pool()._all, "it is tried in every run"


@pytest.mark.parametrize("given", ["x", "0", "-1", "nan", "inf"])
def test_a_limit_that_is_none(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(deadline.VARIABLE, given)
    with pytest.raises(OrgreportsError, match=f"{deadline.VARIABLE}={given}: "):
        deadline.parse_within(SAMPLE)

"""A large corpus: Parquet instead of CSV, read in parts; a build that is stopped and taken up again; Dask."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from common import ROOT, SAMPLE

from orgreports import Corpus, OrgreportsError, build, compare, deadline, finishing, merging, parse
from orgreports.spool import Spool

TEXT = SAMPLE.read_text(encoding="utf-8")
CITIES = {
    "绵阳": "510700",
    "泸州": "510500",
    "温州": "330300",
    "宁波": "330200",
    "苏州": "320500",
    "大连": "210200",
}
TABLES = ("reports", "observations", "ledger", "terms")


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports of six cities and two years, and a file that is none."""
    folder = tmp_path_factory.mktemp("sources")
    for number, name in enumerate(CITIES):
        for year in (2023, 2024):
            text = (
                TEXT.replace("青澜", name).replace("2024年", f"{year}年").replace("2025-01", f"{year + 1}-01")
            )
            path = folder / str(year) / f"{name}.txt"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text.replace("42期", f"{42 + number}期"), encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    return folder


def make(sources: Path | str, folder: Path, from_: int, **options: object) -> Corpus:
    """A corpus that is Parquet from so many reports on.

    The process that reads the files stays for the next corpus, where there is one only.
    """
    patch = pytest.MonkeyPatch()
    patch.setattr(finishing, "PARQUET_FROM", from_)
    if not options:
        patch.setattr(deadline, "close", lambda: None)
    built = build([sources], folder, **{"workers": 1, **options})  # type: ignore[arg-type]
    patch.undo()
    assert len(built.reports) == 12 and [f.reason.split(":")[0] for f in built.failures] == ["empty.txt"]
    return Corpus(folder)


@pytest.fixture(scope="module")
def small(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return make(sources, tmp_path_factory.mktemp("small"), 100)


@pytest.fixture(scope="module")
def pristine(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(sources, tmp_path_factory.mktemp("pristine"), 1).folder


@pytest.fixture
def large(pristine: Path, tmp_path: Path) -> Corpus:
    """A Parquet corpus of the same reports, to be changed by the test."""
    return Corpus(shutil.copytree(pristine, tmp_path / "large"))


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def test_one_loader_serves_both(small: Corpus, large: Corpus) -> None:
    assert (small.folder / "parquet.json").exists() < (large.folder / "parquet.json").exists()
    for table in TABLES:
        assert getattr(small, table).equals(getattr(large, table)), table


@pytest.mark.parametrize(
    "part",
    [
        {"indicators": ["talent_total"], "regions": ["510700", "330300"]},
        {"reports": ["ningbo-2024"]},
        {"regions": ["110000"]},
        {"indicators": []},
        {"regions": ["510700"], "reports": ["ningbo-2024"]},
    ],
)
def test_parts_are_alike(small: Corpus, large: Corpus, part: dict[str, list[str]]) -> None:
    one, other = small.select(**part), large.select(**part)
    assert one.observations.equals(other.observations)
    if "indicators" not in part:
        assert one.ledger.equals(other.ledger) and one.terms.equals(other.terms)
    assert len(other.reports) == 12


def test_comparison_of_a_part_is_that_of_the_whole(small: Corpus, large: Corpus) -> None:
    part = large.select(["talent_total"], ["510700", "330300"])
    whole = compare(small, ["talent_total"], ["510700", "330300"], ["2024"])
    assert compare(part, ["talent_total"], ["510700", "330300"], ["2024"]) == whole


def test_only_the_provinces_that_are_asked_for_are_read(large: Corpus) -> None:
    (tables,) = large.folder.glob("parquet-*")
    for path in (tables / "observations").glob("*.parquet"):
        if path.stem != "51":
            path.write_bytes(b"damaged")
    assert len(large.select(regions=["510700"]).observations)


def test_corrections_of_a_large_corpus(large: Corpus) -> None:
    rows = large.select(["talent_total"], reports=["ningbo-2024"]).observations
    row = rows[rows["kind"] == "count"].iloc[0]
    number = large.correct("ningbo-2024", int(row["start"]), int(row["end"]), "value", "400000")
    again = Corpus(large.folder)
    found = again.select(["talent_total"], ["330200"]).observations
    assert found.loc[found["report"] == "ningbo-2024", "value"].max() == 400000
    assert len(again.observations) == len(large.observations)
    again.correct_report("ningbo-2024", "region", "510100")
    assert "chengdu-2024" in set(Corpus(large.folder).reports["report"])
    assert Corpus(large.folder).select(regions=["510100"]).observations["value"].max() == 500000
    again.undo(number + 1)
    again.undo(number)
    assert not Corpus(large.folder).observations["corrected"].any()


def test_add_and_remove_in_a_large_corpus(large: Corpus, sources: Path) -> None:
    large.remove("ningbo-2024")
    assert "ningbo-2024" not in set(Corpus(large.folder).reports["report"])
    assert "ningbo-2024" not in set(Corpus(large.folder).observations["report"])
    path = sources / "2024" / "宁波.txt"
    assert large.add(parse(path), path.read_bytes()) == "ningbo-2024"
    other = path.read_bytes() + "尾声。".encode()
    assert large.add(parse(path, data=other), other) == "ningbo-2024-2"
    assert len(Corpus(large.folder).reports) == 13


def test_a_small_corpus_takes_the_place_of_a_large_one(large: Corpus, sources: Path) -> None:
    corpus = make(sources, large.folder, 100)
    assert not list(large.folder.glob("parquet*"))
    assert len(corpus.reports) == 12


def test_the_number_of_workers_changes_no_byte(large: Corpus, sources: Path, tmp_path: Path) -> None:
    assert digests(make(sources, tmp_path / "two", 1, workers=2).folder) == digests(large.folder)


def test_what_is_brought_into_order_in_pieces_is_the_same(
    large: Corpus, sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "MOST", 7)
    corpus = make(sources, tmp_path / "pieces", 1)
    (path,) = corpus.folder.glob("parquet-*/observations/51.parquet")
    (whole,) = large.folder.glob("parquet-*/observations/51.parquet")
    assert pq.ParquetFile(path).num_row_groups > 3
    assert pq.read_table(path, partitioning=None).equals(pq.read_table(whole, partitioning=None))
    for table in TABLES:
        assert getattr(corpus, table).equals(getattr(large, table)), table
    part = {"indicators": ["talent_total"], "regions": ["510700", "330300"]}
    for _ in range(2):  # the second time by what is known of the row groups
        assert corpus.select(**part).observations.equals(large.select(**part).observations)


def test_what_is_done_is_not_done_twice(
    large: Corpus, sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build whose last step fails; the next one parses nothing and gives the same bytes."""
    folder = tmp_path / "again"

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("orgreports.building.finish", stop)
        build([sources], folder, workers=1)
    assert not (folder / "reports.csv").exists()
    assert len(Spool(folder).done()) == 12
    counts: list[int] = []
    make(sources, folder, 1, progress=lambda done, _: counts.append(done))
    assert min(counts) == 13  # only the file that cannot be read is tried again
    assert digests(folder) == digests(large.folder)
    assert not (folder / ".build").exists()


@pytest.mark.parametrize("kind", ["file", "zip", "zip of one folder"])
def test_sources_at_addresses(large: Corpus, sources: Path, tmp_path: Path, kind: str) -> None:
    """The same bytes as from the folder, by workers that open the addresses themselves."""
    archive = shutil.make_archive(str(tmp_path / "reports"), "zip", sources.parent, sources.name)
    inside = sources.name if kind == "zip of one folder" else ""
    address = sources.as_uri() if kind == "file" else f"zip://{inside}::file://{archive}"
    assert digests(make(address, tmp_path / "made", 1).folder) == digests(large.folder)


@pytest.mark.parametrize(
    "address",
    ["file:///nowhere/at/all", "nothing://reports", "zip://2024::file:///nowhere.zip", "memory://x"],
)
def test_addresses_that_cannot_be_read(tmp_path: Path, address: str) -> None:
    with pytest.raises(OrgreportsError, match=r"^\S+: [^\n]*check the address$") as caught:
        build([address], tmp_path / "none", workers=1)
    assert str(caught.value).startswith(address)


def test_another_version_starts_anew(sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stale = tmp_path / ".build" / "0000000000000000"
    stale.mkdir(parents=True)
    (stale / "000000.part").write_bytes(b"of another version")
    assert Spool(tmp_path).done() == set()
    assert not stale.exists()


def test_killed_and_taken_up_again(large: Corpus, sources: Path, tmp_path: Path) -> None:
    folder = tmp_path / "killed"
    code = (
        "import sys\nfrom orgreports import build, finishing\n"
        "if __name__ == '__main__':\n"
        "    finishing.PARQUET_FROM = 1\n"
        "    build([sys.argv[1]], sys.argv[2], workers=2, progress=lambda *n: print(*n, flush=True))\n"
    )
    script = tmp_path / "run.py"
    script.write_text(code, encoding="utf-8")
    command = [sys.executable, str(script), str(sources), str(folder)]
    variables = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, start_new_session=True)
    assert process.stdout and process.stdout.readline()
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert Corpus(folder).reports.empty
    make(sources, folder, 1)
    assert digests(folder) == digests(large.folder)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[str]:
    """A Dask scheduler and two workers, started as commands."""
    place = tmp_path / "scheduler.json"
    base = [sys.executable, "-m"]
    file = ["--scheduler-file", str(place)]
    variables = {**os.environ, "PYTHONPATH": str(ROOT)}
    commands = [
        [
            *base,
            "distributed.cli.dask_scheduler",
            *file,
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--no-dashboard",
        ],
        *[[*base, "distributed.cli.dask_worker", *file, "--nthreads", "1", "--no-dashboard"]] * 2,
    ]
    logs = subprocess.DEVNULL
    processes = [
        subprocess.Popen(command, cwd=tmp_path, env=variables, stdout=logs, stderr=logs)
        for command in commands
    ]
    try:
        for _ in range(300):
            if place.is_file() and (text := place.read_text(encoding="utf-8").strip()):
                yield json.loads(text)["address"]
                return
            time.sleep(0.1)
        pytest.fail("the Dask scheduler did not start in 30 s")
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            process.wait(20)


def test_a_cluster_gives_the_same_bytes(large: Corpus, sources: Path, tmp_path: Path, cluster: str) -> None:
    assert digests(make(sources, tmp_path / "dask", 1, scheduler=cluster).folder) == digests(large.folder)


def test_no_cluster(
    sources: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import distributed

    from orgreports.cli import main

    patient = distributed.Client
    monkeypatch.setattr(distributed, "Client", lambda *at, **how: patient(*at, **how | {"timeout": "1s"}))
    call = ["build", str(sources), "--data", str(tmp_path), "--scheduler", "tcp://127.0.0.1:9"]
    assert main(call) == 1
    assert "no Dask scheduler answers" in capfd.readouterr().err

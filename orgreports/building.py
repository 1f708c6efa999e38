"""The whole corpus anew from its sources, in parallel: one file a task, one bad file stops nothing.

The work goes through the executor interface of ``concurrent.futures``: threads that each wait for a process
of this machine, or a Dask cluster's. Paths are sent, not texts, and plain rows come back. Files are read in
processes with a clock (see ``deadline``): one that is stuck, or takes its process down, costs no other.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from orgreports import addresses, corrections, deadline, tables
from orgreports.contents import read_contents
from orgreports.corrections import Correction
from orgreports.finishing import finish
from orgreports.models import OrgreportsError
from orgreports.sources import source_files
from orgreports.spool import SPOOL, Spool, pack
from orgreports.storage import locked
from orgreports.tables import ORIGINALS, Parsed

BATCH = 200  # files at most that a worker is sent together
UNDER_WAY = 16  # batches: more would only wait in memory
Progress = Callable[[int, int], None]  # files done, files in all


class Job(NamedTuple):
    """A file to parse, with the region and period that a person gave it, if any."""

    path: str
    sha256: str
    region: str = ""
    period: str = ""

    @property
    def key(self) -> str:
        """The same for the same content and the same given region and period, wherever it lies."""
        return "|".join(self[1:])


class Failure(NamedTuple):
    """A file that could not be taken in, and why, in one line."""

    path: str
    reason: str


class Batch(NamedTuple):
    """What a worker gives back: the parsed reports as a part of the spool, if any, and what failed."""

    part: bytes
    failures: list[Failure]


class Built(NamedTuple):
    """What a build did: the ids of the reports in the corpus, and the files that failed."""

    reports: tuple[str, ...]
    failures: tuple[Failure, ...]


def build(
    sources: Iterable[Path | str],
    folder: Path | str,
    *,
    workers: int | None = None,
    scheduler: str = "",
    progress: Progress | None = None,
    replace: bool = False,
) -> Built:
    """Parse every report in ``sources`` and the folder's own originals, and put them in ``folder``.

    ``sources``: files, or folders whose files (and those of their folders) are taken, or addresses of
    such that fsspec opens (``s3://…``), which the workers must reach too. ``workers``: how
    many processes, by default one a core; ``scheduler``: address of a Dask scheduler to use instead.
    From ``PARQUET_FROM`` reports on, the tables are Parquet. A build that was stopped is taken up
    again where it was. Corrections made before hold for the new corpus. The same sources give the
    same bytes. Raises OrgreportsError where a source does not exist, none holds a report, nothing can be
    written, or reports of the corpus would be lost since their texts are not among the sources
    (``replace`` says that they may be); then the corpus is as it was.
    """
    folder = Path(folder)
    own = [folder / ORIGINALS] if (folder / ORIGINALS).is_dir() else []
    with locked(folder, shared=True):
        journal = tables.read_journal(folder)
    jobs = {job.key: job for job in _jobs(source_files([*sources, *own]), journal)}
    if not jobs:
        kinds = "txt, html, pdf or docx"
        raise OrgreportsError(f"build: no report in the sources: name files or folders with {kinds}")
    if not replace:
        _keep(folder, {job.sha256 for job in jobs.values()})
    with locked(folder / SPOOL):  # one build at a time
        spool = Spool(folder)
        failures = _parse_all(jobs, spool, workers or os.cpu_count() or 1, scheduler, progress)
        names = finish(folder, spool, jobs)
        if not names:
            reason = failures[0].reason if failures else "build: no report was read"
            raise OrgreportsError(f"{reason} (nothing could be taken in; the corpus is as it was)")
        spool.clear()
    return Built(names, tuple(sorted(failures)))


def _keep(folder: Path, given: set[str]) -> None:
    """Raises OrgreportsError where the corpus has reports whose texts are not given."""
    known = read_contents(folder).reports
    lost = list(known.loc[~known["sha256"].isin(given), "report"])
    if lost:
        named = ", ".join([*lost[:3], "…"] if len(lost) > 3 else lost)
        raise OrgreportsError(
            f"{folder}: {len(lost)} of its reports would be lost ({named}), since their texts are not among "
            "the sources: name those too, or say --replace"
        )


def _jobs(paths: Iterable[str], journal: tuple[Correction, ...]) -> Iterator[Job]:
    """The files to parse, as links between folders and processes would name them."""
    for path in paths:
        if addresses.is_address(path):
            name, sha256 = path, addresses.sha256_at(path)
        else:
            name, sha256 = str(Path(path).absolute()), tables.file_sha256(Path(path))
        yield Job(name, sha256, **corrections.report_fields(journal, sha256))


def _parse_all(
    jobs: Mapping[str, Job], spool: Spool, workers: int, scheduler: str, progress: Progress | None
) -> list[Failure]:
    """Parse what the spool does not have, into the spool; returns what failed."""
    done = spool.done() & jobs.keys()
    waiting = [job for key, job in jobs.items() if key not in done]
    count, failures = len(jobs) - len(waiting), []
    if not waiting:
        return []
    size = max(1, min(BATCH, len(waiting) // (8 * workers)))
    batches = [waiting[at : at + size] for at in range(0, len(waiting), size)]
    with open_executor(min(workers, len(batches)), scheduler) as executor:
        for batch, result in _finished(executor, batches):
            if result.part:
                spool.put(result.part)
            failures += result.failures
            count += len(batch)
            if progress:
                progress(count, len(jobs))
    return failures


def _finished(executor: Executor, batches: Sequence[list[Job]]) -> Iterator[tuple[list[Job], Batch]]:
    """The batches as they are done; no more are under way than keep the workers busy."""
    waiting = iter(batches)
    running: dict[Future[Batch], list[Job]] = {}
    while True:
        for batch in islice(waiting, UNDER_WAY - len(running)):
            running[executor.submit(parse_batch, batch)] = batch
        if not running:
            return
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            batch = running.pop(future)
            try:
                yield batch, future.result()
            except Exception as error:  # the process died with the batch
                reason = f"the process that read it ended ({type(error).__name__}): try it alone"
                yield batch, Batch(b"", [Failure(job.path, f"{job.path}: {reason}") for job in batch])


def parse_file(job: Job) -> Parsed | Failure:
    """One file as the corpus keeps it, or why not; never raises for what is in the file."""
    from orgreports import pipeline

    try:
        remote = addresses.is_address(job.path)
        name, data = (
            (addresses.file_name(job.path), addresses.bytes_at(job.path)) if remote else (job.path, None)
        )
        report = pipeline.parse(name, data=data, region=job.region, period=job.period)
        doubt = tables.doubt(report)
        if doubt:
            return Failure(job.path, f"{job.path}: {doubt} of orgreports add")
        return tables.digest(report)
    except OrgreportsError as error:
        return Failure(job.path, str(error))
    except MemoryError:
        raise  # this process is of no more use
    except Exception as error:  # a fault of ours in one file must not cost the others
        fault = f"{type(error).__name__}: {error}"
        return Failure(job.path, f"{job.path}: could not be parsed ({fault}): please report this")


def parse_batch(jobs: Sequence[Job]) -> Batch:
    """Some files, each within its time limit, in a process beside this one; this is what a worker does."""
    waiting, ended = list(jobs), list[Failure]()
    while waiting:
        try:
            batch: Batch = deadline.pool().call(parse_jobs, waiting)
            return Batch(batch.part, batch.failures + ended)
        except deadline.EndedError as end:  # all is read again but the file that it was at
            lost = [waiting.pop(end.at)] if end.at >= 0 else waiting
            ended += [Failure(job.path, f"{job.path}: {end.reason()}") for job in lost]
            waiting = waiting if end.at >= 0 else []
    return Batch(b"", ended)


def parse_jobs(begin: deadline.Begin, jobs: Sequence[Job]) -> Batch:
    """Some files, packed for the spool, and those that failed; ``begin`` is told of each."""
    _load()
    results = []
    for number, job in enumerate(jobs):
        begin(number)
        results.append((job.key, parse_file(job)))
    parsed = [(key, item) for key, item in results if isinstance(item, Parsed)]
    return Batch(pack(parsed) if parsed else b"", [item for _, item in results if isinstance(item, Failure)])


@cache
def _load() -> None:
    """What is loaded once, rules and dictionaries, is not in the time of the first file."""
    from orgreports import pipeline

    tables.digest(pipeline.parse("a.txt", data="培训1人。".encode(), region="510700", period="2024"))


@contextmanager
def open_executor(workers: int, scheduler: str) -> Iterator[Executor]:
    if scheduler:
        with _dask_executor(scheduler) as executor:
            yield executor
        return
    with ThreadPoolExecutor(workers) as executor:
        try:
            yield executor
        finally:
            executor.shutdown(wait=False, cancel_futures=True)
            deadline.close()


@contextmanager
def _dask_executor(scheduler: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError:
        raise OrgreportsError("--scheduler: dask is not installed: pip install 'orgreports[scale]'") from None
    try:
        client = Client(scheduler, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise OrgreportsError(
            f"{scheduler}: no Dask scheduler answers ({error}): start one, or leave it out"
        ) from None
    with client, client.get_executor(pure=False) as executor:
        yield executor

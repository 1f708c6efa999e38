"""The whole corpus anew from its sources, in parallel: one file a task, one bad file stops nothing.

The work goes through the executor interface of ``concurrent.futures``: processes of this machine, or a
Dask cluster's. Paths are sent, not texts, and plain rows come back.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from orgreports import corrections, tables
from orgreports.models import OrgreportsError
from orgreports.storage import locked, replace_files
from orgreports.tables import ORIGINALS, Parsed, Stored

SUFFIXES = frozenset({".txt", ".md", ".html", ".htm", ".xhtml", ".pdf", ".docx"})
Progress = Callable[[int, int], None]  # files done, files in all


class Job(NamedTuple):
    """A file to parse, with the region and period that a person gave it, if any."""

    path: str
    region: str = ""
    period: str = ""


class Failure(NamedTuple):
    """A file that could not be taken in, and why, in one line."""

    path: str
    reason: str


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
) -> Built:
    """Parse every report in ``sources`` and the folder's own originals, and put them in ``folder``.

    ``sources``: files, or folders whose files (and those of their folders) are taken. ``workers``: how
    many processes, by default one a core; ``scheduler``: address of a Dask scheduler to use instead.
    Corrections made before hold for the new corpus. The same sources give the same bytes.
    Raises OrgreportsError where a source does not exist, none holds a report, or nothing can be
    written; then the corpus is as it was.
    """
    folder = Path(folder)
    paths = source_files([*sources, *([folder / ORIGINALS] if (folder / ORIGINALS).is_dir() else [])])
    if not paths:
        raise OrgreportsError(
            "build: no report in the sources: name files or folders with txt, html, pdf or docx"
        )
    with locked(folder, shared=True):
        journal = tables.read_journal(folder)
    jobs = [Job(str(path), **corrections.report_fields(journal, tables.file_sha256(path))) for path in paths]
    with _executor(workers or os.cpu_count() or 1, len(jobs), scheduler) as executor:
        results = list(_results(executor, jobs, progress))
    parsed = _distinct(item for item in results if isinstance(item, Parsed))
    failures = sorted(item for item in results if isinstance(item, Failure))
    if not parsed:
        raise OrgreportsError(f"{failures[0].reason} (nothing could be taken in; the corpus is as it was)")
    with locked(folder):
        replace_files(folder, tables.stored_files(Stored(parsed, tables.read_journal(folder))))
    return Built(tuple(item.id for item in parsed), tuple(failures))


def source_files(sources: Iterable[Path | str]) -> list[Path]:
    """The files of the sources, folders searched through, each once, in order.

    Raises OrgreportsError for a source that does not exist.
    """
    found: dict[Path, Path] = {}
    for source in map(Path, sources):
        if not source.exists():
            raise OrgreportsError(f"{source}: no such file or folder: check the path")
        inside = sorted(source.rglob("*")) if source.is_dir() else [source]
        for path in inside:
            hidden = any(part.startswith(".") for part in path.relative_to(source).parts)
            if path == source or (path.suffix.lower() in SUFFIXES and not hidden and path.is_file()):
                found.setdefault(path.resolve(), path)
    return list(found.values())


def parse_file(job: Job) -> Parsed | Failure:
    """One file as the corpus keeps it, or why not; never raises for what is in the file."""
    from orgreports import pipeline

    try:
        report = pipeline.parse(job.path, region=job.region, period=job.period)
        doubt = tables.doubt(report)
        if doubt:
            return Failure(job.path, f"{job.path}: {doubt}, with orgreports add")
        return tables.digest(report)
    except OrgreportsError as error:
        return Failure(job.path, str(error))
    except Exception as error:  # a fault of ours in one file must not cost the others
        fault = f"{type(error).__name__}: {error}"
        return Failure(job.path, f"{job.path}: could not be parsed ({fault}): please report this")


def _parse_files(jobs: Sequence[Job]) -> list[Parsed | Failure]:
    return [parse_file(job) for job in jobs]


def _results(
    executor: Executor, jobs: Sequence[Job], progress: Progress | None
) -> Iterator[Parsed | Failure]:
    """The results in the order in which they come; ``progress`` is told."""
    size = max(1, min(200, len(jobs) // 64))
    batches = [jobs[at : at + size] for at in range(0, len(jobs), size)]
    futures: dict[Future[list[Parsed | Failure]], Sequence[Job]] = {
        executor.submit(_parse_files, batch): batch for batch in batches
    }
    done = 0
    for future in as_completed(futures):
        try:
            batch = future.result()
        except Exception as error:  # the process died with the batch
            reason = f"the process that read it ended ({type(error).__name__}): try it alone"
            batch = [Failure(job.path, f"{job.path}: {reason}") for job in futures[future]]
        done += len(batch)
        if progress:
            progress(done, len(jobs))
        yield from batch


def _distinct(parsed: Iterable[Parsed]) -> tuple[Parsed, ...]:
    """Each file's content once, and each id once: a second report of a region and period gets ``-2``.

    The order of arrival does not matter.
    """
    by_content = {item.sha256: item for item in parsed}
    taken: set[str] = set()
    distinct = []
    for item in sorted(by_content.values(), key=lambda item: (*tables.order(item), item.sha256)):
        name = tables.free_id(item.id, taken)
        taken.add(name)
        distinct.append(item.renamed(name))
    return tuple(distinct)


@contextmanager
def _executor(workers: int, jobs: int, scheduler: str) -> Iterator[Executor]:
    if scheduler:
        with _dask_executor(scheduler) as executor:
            yield executor
        return
    with ProcessPoolExecutor(min(workers, jobs), mp_context=get_context("spawn")) as executor:
        yield executor


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

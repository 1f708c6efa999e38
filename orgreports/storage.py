"""Files that are either the old ones or the new ones, never in between.

A single file is written beside its place, synced and renamed. Several files of a folder change together
by a redo list: once the list (``.commit``) stands, whoever opens the folder next finishes the renames.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from orgreports.models import OrgreportsError

try:
    import fcntl
except ImportError:  # Windows has no fcntl: there, one process at a time must write
    fcntl = None  # type: ignore[assignment]

LOCK, COMMIT = ".lock", ".commit"


def write_file(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path``, whole or not at all; folders above it are made.

    Raises OrgreportsError where the place cannot be written.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_synced(beside, content)
        beside.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise OrgreportsError(f"{path}: cannot be written ({error.strerror}): choose another place") from None


@contextmanager
def locked(folder: Path, *, shared: bool = False) -> Iterator[None]:
    """Hold the folder's lock: many readers (``shared``), or one writer, across processes.

    Where a reader may not create the lock file it goes without, since nobody can write there either.
    Unfinished changes of a process that died are finished first. Raises OrgreportsError where a
    writer cannot have the folder.
    """
    handle = _open_lock(folder, shared)
    try:
        if handle is not None and fcntl:
            fcntl.flock(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
            if shared and (folder / COMMIT).exists():
                fcntl.flock(handle, fcntl.LOCK_EX)
        _finish(folder)
        yield
    finally:
        if handle is not None:
            handle.close()


def replace_files(folder: Path, contents: Mapping[str, bytes | None]) -> None:
    """Change several files of ``folder`` together; ``None`` takes a file away. Hold the lock.

    Names are relative, and may lie one folder down. Raises OrgreportsError where it cannot be done;
    then nothing has changed.
    """
    try:
        for name, content in contents.items():
            if content is not None:
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                _write_synced(_beside(folder, name), content)
        plan = json.dumps({name: content is not None for name, content in contents.items()})
        _write_synced(folder / f"{COMMIT}.new", plan.encode())
        (folder / f"{COMMIT}.new").replace(folder / COMMIT)
        _sync_folder(folder)
    except OSError as error:
        cure = "free space, or choose another folder"
        raise OrgreportsError(f"{folder}: cannot be written ({error.strerror}): {cure}") from None
    _finish(folder)


def _open_lock(folder: Path, shared: bool) -> Any:
    if shared and not folder.is_dir():
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return (folder / LOCK).open("a")
    except OSError as error:
        if shared:
            return None
        cure = "choose another folder with --data"
        raise OrgreportsError(f"{folder}: cannot be written ({error.strerror}): {cure}") from None


def _finish(folder: Path) -> None:
    """Carry out the redo list, if one stands; each step may be done again without harm."""
    commit = folder / COMMIT
    if not commit.exists():
        return
    for name, kept in json.loads(commit.read_text()).items():
        with suppress(FileNotFoundError):  # done before the process died
            if kept:
                _beside(folder, name).replace(folder / name)
            else:
                (folder / name).unlink()
        _sync_folder((folder / name).parent)
    with suppress(FileNotFoundError):
        commit.unlink()
    _sync_folder(folder)


def _beside(folder: Path, name: str) -> Path:
    place = folder / name
    return place.with_name(f".{place.name}.new")


def _write_synced(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """A rename is kept through a power cut only once its folder is synced; not every system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

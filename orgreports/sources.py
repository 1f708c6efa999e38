"""The files that a build is given: one after the other, since there may be a hundred thousand."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from orgreports import addresses
from orgreports.models import OrgreportsError

SUFFIXES = frozenset({".txt", ".html", ".htm", ".xhtml", ".pdf", ".docx"})


def source_files(sources: Iterable[Path | str]) -> Iterator[str]:
    """The paths and addresses of the files of the sources, folders searched through, in order.

    Raises OrgreportsError for a source that does not exist.
    """
    for source in sources:
        yield from _addressed(str(source)) if addresses.is_address(str(source)) else _local(Path(source))


def _local(source: Path) -> Iterator[str]:
    if not source.exists():
        raise OrgreportsError(f"{source}: no such file or folder: check the path")
    if source.is_dir():
        yield from _inside(str(source))
    else:
        yield str(source)


def _inside(folder: str) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except PermissionError:  # as if it were not there
        return
    for entry in found:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _inside(entry.path)
        elif Path(entry.name).suffix.lower() in SUFFIXES and entry.is_file():
            yield entry.path


def _addressed(source: str) -> Iterator[str]:
    found = addresses.files_at(source)
    for address in found:
        name = addresses.file_name(address)
        if len(found) == 1 or (Path(name).suffix.lower() in SUFFIXES and not name.startswith(".")):
            yield address

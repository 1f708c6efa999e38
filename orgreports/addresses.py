"""Reports at addresses: ``s3://bucket/reports``, ``zip://2024::reports.zip`` and whatever else fsspec opens.

fsspec comes with the extra ``[scale]``; files and folders of this machine do without it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from orgreports.models import OrgreportsError
from orgreports.rulebook import load_toml

CHAIN = "::"  # between a place inside an archive and the archive's own address


def is_address(source: str) -> bool:
    """Whether ``source`` is an address rather than a path.

    >>> is_address("s3://bucket/reports"), is_address("reports/2024.txt")
    (True, False)
    """
    return "://" in source


def files_at(address: str) -> list[str]:
    """The addresses of the files at an address and in the folders below it, in order.

    Raises OrgreportsError where nothing is there, or it cannot be reached.
    """
    with _said(address):
        system, place = _open(address)
        found = sorted(system.find(place))
        if not found:
            raise FileNotFoundError
        if CHAIN in address:
            first, outer = address.split(CHAIN, 1)
            return [f"{first.split('://')[0]}://{path}{CHAIN}{outer}" for path in found]
        return [str(system.unstrip_protocol(path)) for path in found]


def bytes_at(address: str) -> bytes:
    """What a file at an address holds; of one that is too large for a report, only the beginning.

    Raises OrgreportsError where it cannot be read.
    """
    with _said(address):
        system, place = _open(address)
        with system.open(place, "rb") as file:
            return bytes(file.read(int(load_toml("reading")["limits"]["bytes"]) + 1))


def sha256_at(address: str) -> str:
    """The sha256 of a file at an address, as ``tables.file_sha256`` gives it of a path."""
    return hashlib.sha256(bytes_at(address)).hexdigest()


def file_name(address: str) -> str:
    """What the file at an address is called.

    >>> file_name("zip://2024/ningbo.txt::s3://bucket/reports.zip")
    'ningbo.txt'
    """
    return address.split(CHAIN, 1)[0].rsplit("/", 1)[-1]


def _open(address: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise OrgreportsError(
            f"{address}: addresses need fsspec: pip install 'orgreports[scale]', or name a folder"
        ) from None
    system, place = url_to_fs(address)
    return system, str(place)


@contextmanager
def _said(address: str) -> Iterator[None]:
    """Whatever keeps an address from being opened, in one line."""
    try:
        yield
    except OrgreportsError:
        raise
    except FileNotFoundError:
        raise OrgreportsError(f"{address}: no such file or folder: check the address") from None
    except Exception as error:  # each kind of address fails in its own way
        fault = (str(error).splitlines() or [""])[0][:80] or type(error).__name__
        raise OrgreportsError(f"{address}: cannot be read ({fault}): check the address") from None

"""The dashboard's server, for the tests that need one, as ``orgreports dashboard`` starts it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from common import ROOT


class Served(str):
    """The address of a server, as this machine reaches it."""

    process: subprocess.Popen[Any]
    folder: Path  # the corpus that it shows


@contextmanager
def serving(folder: Path, *options: str, settings: Mapping[str, str] | None = None) -> Iterator[Served]:
    """The dashboard on a folder; ``settings`` are variables. Yields its address."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    call = [sys.executable, "-m", "orgreports", "dashboard", "--data", str(folder), "--port", str(port)]
    variables = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    server = subprocess.Popen(
        [*call, *options], cwd=ROOT, env=variables | dict(settings or {}), stdout=subprocess.DEVNULL
    )
    address = Served(f"http://localhost:{port}")
    address.process, address.folder = server, folder
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1)
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(60)

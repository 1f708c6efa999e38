"""Work in a process of its own that gives each file a time limit: one that is stuck is ended, nothing else.

Neither a signal nor a thread can end a pattern or a library that is stuck in C; the end of its process can.
The process that works carries its own clock, which ends it even where Python stands still, so that nothing
is left behind where its owner dies. It is kept for the next file: a file costs a message, not a start.
"""

from __future__ import annotations

import atexit
import faulthandler
import os
import pickle
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from orgreports.models import OrgreportsError
from orgreports.rulebook import load_toml

if sys.platform == "linux":
    import resource
if TYPE_CHECKING:
    from orgreports.models import Report

VARIABLE = "ORGREPORTS_SECONDS"  # seconds that a file may take, instead of those of the rules
Begin = Callable[[int], None]  # says that the file of this number begins: the clock starts anew
_LATE = 1 if sys.platform == "win32" else -signal.SIGALRM  # exit status of a process that its clock ended
_FULL = 77  # exit status of a process that has taken all the memory it may have
_PATIENCE = 5  # seconds that a process whose pipe is closed may take to be gone


class EndedError(Exception):
    """The process ended before it was done: ``at`` the file of this number, -1 before the first."""

    def __init__(self, at: int, status: int) -> None:
        """``status`` is the exit status of the process."""
        super().__init__(at, status)
        self.at, self.status = at, status

    def reason(self) -> str:
        """What happened, and the cure, for one line behind the file's name."""
        if self.status == _LATE:
            return f"not read in {limit():g} s, and ended: save its text as .txt, or split it"
        if self.status == _FULL:
            return f"takes more than {_memory() // 10**9} GB of memory: save its text as .txt, or split it"
        return f"the process that read it ended (status {self.status}): save its text as .txt"


class StoppedError(Exception):
    """All processes were ended since nobody waits for them any more."""


class _Call(NamedTuple):
    seconds: float  # for each file
    function: Callable[..., Any]
    arguments: tuple[Any, ...]


class _Answer(NamedTuple):
    result: Any
    fault: Exception | None


def limit() -> float:
    """Seconds that a file may take: ORGREPORTS_SECONDS, else those of the rules.

    Raises OrgreportsError where the variable is no number above 0.
    """
    given = os.environ.get(VARIABLE, "")
    try:
        seconds = float(given) if given else float(load_toml("reading")["limits"]["seconds"])
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= threading.TIMEOUT_MAX:
        raise OrgreportsError(
            f"{VARIABLE}={given}: not a number of seconds above 0: set one, or leave it out"
        )
    return seconds


def parse_within(
    path: Path | str, *, data: bytes | None = None, region: str = "", period: str = ""
) -> Report:
    """``pipeline.parse``, within the time limit.

    Raises OrgreportsError, one line, for a file that cannot be read, or not in time.
    """
    try:
        report: Report = pool().call(_parse, str(path), data, region, period)
    except EndedError as end:
        raise OrgreportsError(f"{Path(path).name}: {end.reason()}") from None
    return report


def _parse(begin: Begin, path: str, data: bytes | None, region: str, period: str) -> Report:
    from orgreports import pipeline

    _load()
    begin(0)
    return pipeline.parse(path, data=data, region=region, period=period)


@cache
def _load() -> None:
    """What is loaded once is not in the time of the first file."""
    from orgreports import pipeline

    pipeline.parse("a.txt", data="培训1人。".encode())


class Pool:
    """Processes that work on calls, as many as there are calls at once."""

    def __init__(self) -> None:
        """No process is started before the first call."""
        self.owner = os.getpid()
        self.closed = False
        self._lock = threading.Lock()
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()

    def call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """What ``function(begin, *arguments)`` gives in another process; it calls ``begin`` at each file.

        Raises what the function raises, EndedError where the process ended, StoppedError where the pool was
        closed.
        """
        while True:
            worker, is_new = self._take()
            try:
                answer = worker.ask(_Call(limit(), function, arguments))
                break
            except BaseException as fault:
                self._drop(worker)
                if self.closed:
                    raise StoppedError from None
                if isinstance(fault, EndedError) and fault.at < 0 and not is_new:
                    continue  # it had ended while it waited for work
                raise
        with self._lock:
            self._idle.append(worker)
        if answer.fault is not None:
            raise answer.fault
        return answer.result

    def close(self) -> None:
        """End all processes, those too that are at work."""
        with self._lock:
            self.closed = True
            workers = list(self._all)
        for worker in workers:
            self._drop(worker)

    def _take(self) -> tuple[_Worker, bool]:
        with self._lock:
            if self.closed:
                raise StoppedError
            if self._idle:
                return self._idle.pop(), False
            worker = _Worker()
            self._all.add(worker)
            return worker, True

    def _drop(self, worker: _Worker) -> None:
        with self._lock:
            self._all.discard(worker)
        worker.end()


class _Worker:
    """A process, and the pipes to and from it."""

    def __init__(self) -> None:
        # Not multiprocessing: it would run the caller's main module once more, which may be a page of the
        # dashboard, and Dask's workers may not start its processes.
        code = f"import sys; sys.path[:] = {sys.path!r}; from orgreports.deadline import serve; serve()"
        self._process = subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def ask(self, call: _Call) -> _Answer:
        """Raises EndedError where the process ends before it answers."""
        assert self._process.stdin and self._process.stdout
        at = -1
        try:
            pickle.dump(call, self._process.stdin)
            self._process.stdin.flush()
            while isinstance(said := pickle.load(self._process.stdout), int):
                at = said
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            raise EndedError(at, self.end(_PATIENCE)) from None
        assert isinstance(said, _Answer)
        return said

    def end(self, patience: float = 0) -> int:
        """End the process, unless it goes by itself within some seconds; returns its exit status."""
        try:
            status = self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
            status = self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError, ValueError):  # what was not sent
                if pipe:
                    pipe.close()
        return status


def pool() -> Pool:
    """The processes that this one works with, started when first needed."""
    global _pool
    with _making:
        if _pool is None or _pool.closed or _pool.owner != os.getpid():  # a fork's are its parent's
            _pool = Pool()
        return _pool


_pool: Pool | None = None
_making = threading.Lock()


@atexit.register
def close() -> None:
    """End the processes that this one works with; the next call starts new ones."""
    if _pool is not None and _pool.owner == os.getpid():
        _pool.close()


def serve() -> None:
    """Answer calls from standard input until it ends: this is what a process of the pool does."""
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (_memory(), _memory()))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever is interrupted ends this process
    calls, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    with suppress(EOFError, BrokenPipeError):  # the caller has gone
        while True:
            call: _Call = pickle.load(calls)

            def begin(number: int, seconds: float = call.seconds) -> None:
                _set_clock(seconds)
                pickle.dump(number, answers)
                answers.flush()

            answer = _answered(call, begin)
            _set_clock(0)
            answers.write(answer)
            answers.flush()


def _memory() -> int:
    return int(load_toml("reading")["limits"]["memory"])


def _answered(call: _Call, begin: Begin) -> bytes:
    """The answer, packed."""
    try:
        return pickle.dumps(_Answer(call.function(begin, *call.arguments), None))
    except OrgreportsError as fault:
        return pickle.dumps(_Answer(None, fault))
    except MemoryError:
        os._exit(_FULL)  # what it holds is not known
    except Exception as fault:
        words = f"{type(fault).__name__}: {fault}\n{traceback.format_exc()}"
        return pickle.dumps(_Answer(None, RuntimeError(words)))


def _set_clock(seconds: float) -> None:
    """Have the system end this process so many seconds from now, whatever it does then; 0 takes it back."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)
    elif seconds:
        faulthandler.dump_traceback_later(seconds, exit=True)
    else:
        faulthandler.cancel_dump_traceback_later()

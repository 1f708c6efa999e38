"""Texts that coverage leads to: Atheris keeps what reaches new branches of the stages, and changes it.

Its wheels are made for some versions of Python on Linux only, so it is in no extra. In an environment of its
own: ``pip install -e '.[test]' atheris``, then
``python tests/fuzz_atheris.py -runs=200000 -max_len=40 -seed=1 [FOLDER]``, with the options of libFuzzer; a
folder keeps what was found worth keeping, for the next time. Each fault is printed with its text; put it into
``FOUND`` of ``fuzz.py``.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

with atheris.instrument_imports(include=["orgreports"]):
    import fuzz

MOST = 20  # faults: then it stops
EVERY = 10_000  # inputs: then it says how far it is
NAMES = [name for name, (_, share) in fuzz.TARGETS.items() for _ in range(share)]
PIECES = [*fuzz.DIGITS, *fuzz.WORDS, *fuzz.forms()]
tried: Counter[str] = Counter()
found: set[tuple[str, str]] = set()


def text_of(data: bytes) -> str:
    """Pairs of bytes are pieces of the genre, or, beyond these, characters."""
    numbers = [high << 8 | low for high, low in zip(data[::2], data[1::2], strict=False)]
    return "".join(PIECES[n % len(PIECES)] if n < 0xA000 else chr(n % 0xD800) for n in numbers)


def try_one(data: bytes) -> None:
    """One input: the first byte chooses the target."""
    if not data:
        return
    name, text = NAMES[data[0] % len(NAMES)], text_of(data[1:])
    tried[name] += 1
    if tried.total() % EVERY == 0:  # the end comes without a word: libFuzzer leaves at once
        print(f"atheris: {tried.total()} inputs, {dict(tried)}, {len(found)} faults", flush=True)
    run = fuzz.TARGETS[name][0]
    if not (fault := fuzz.fault_of(run, text)):
        return
    short = fuzz.cut_down(run, text)
    if (name, short) not in found:
        found.add((name, short))
        print(f"{name}: {short!r}: {fault}", flush=True)
    if len(found) == MOST:
        raise RuntimeError("too many faults")


if __name__ == "__main__":
    atheris.Setup(sys.argv, try_one)
    atheris.Fuzz()

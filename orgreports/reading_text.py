"""Reading of text files: the encoding is found by what it gives, not by what a file says of itself."""

from __future__ import annotations

import codecs
import re
from functools import cache

from orgreports.models import OrgreportsError
from orgreports.rulebook import load_toml

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_ENCODINGS = ("gb18030", "cp950", "big5hkscs", "utf-16-le", "utf-16-be")
_ENOUGH = 20  # Chinese characters that can tell
_SAMPLE = 20_000  # characters that are looked at
_MOST_LOST = 0.01  # of the characters: a damaged file is still read, a wrong encoding is not
_CHINESE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_CONTROL = re.compile("[\0-\x08\x0e-\x1f]")


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text of a file and the name of its encoding.

    Tried are byte order marks, UTF-8, then GB18030, Big5 and UTF-16, whichever gives the most frequent
    Chinese characters. A few broken places are let through as U+FFFD. Raises ``OrgreportsError`` if nothing
    fits.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            if _lost(text) <= _MOST_LOST:
                return text, encoding
    strict = _strict(data, "utf-8")
    if strict is not None and not _CONTROL.search(strict[:_SAMPLE]):
        return strict, "utf-8"
    best = max((_fitness(data, encoding), encoding) for encoding in reversed(_ENCODINGS))
    broken = data.decode("utf-8", "replace")
    if _lost(broken) <= _MOST_LOST and _share(broken) >= max(best[0], _least_share()):
        return broken, "utf-8"
    if best[0] < _least_share():
        if strict is not None and _CONTROL.sub("", strict).strip() and _share(strict) >= _least_share():
            return strict, "utf-8"
        raise OrgreportsError(
            f"{name}: no text in UTF-8, UTF-16, GB18030 or Big5; "
            "open it in its own program and save it as UTF-8 text"
        )
    return data.decode(best[1], "replace"), best[1]


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


@cache
def _common() -> frozenset[str]:
    return frozenset("".join(load_toml("reading")["common"]["characters"].split()))


def _least_share() -> float:
    return float(load_toml("reading")["common"]["least_share"])


def _lost(text: str) -> float:
    return text.count("\ufffd") / max(1, len(text))


def is_garbled(text: str) -> bool:
    """Whether a text has many characters that no report has: rare Chinese ones, or those of other scripts."""
    sample = "".join(text[:_SAMPLE].split())
    chinese = _CHINESE.findall(sample)
    if len(chinese) >= _ENOUGH:
        return _share(sample) < _least_share()
    return sum(c > "\u02ff" for c in sample) - len(chinese) > 0.5 * len(sample)


def _share(text: str) -> float:
    """The share of frequent characters among the Chinese characters of a text."""
    chinese = _CHINESE.findall(text[:_SAMPLE])
    return sum(c in _common() for c in chinese) / len(chinese) if chinese else 0.0


def _fitness(data: bytes, encoding: str) -> float:
    """How well an encoding fits: the share of frequent characters, less for places that it cannot read."""
    if encoding.startswith("utf-16") and len(data) < 4:
        return 0.0
    text = data[: 4 * _SAMPLE].decode(encoding, "replace")[:_SAMPLE]
    if _lost(text) > _MOST_LOST + 1 / max(1, len(text)) or len(_CONTROL.findall(text)) > 0.01 * len(text):
        return 0.0
    others = sum(ord(c) > 0x2FF and not _CHINESE.match(c) and not "\u2000" <= c <= "\u33ff" for c in text)
    halves = sum("\uff00" <= c <= "\uffef" for c in text)
    return _share(text) - 5 * _lost(text) - (others - halves) / max(1, len(text))

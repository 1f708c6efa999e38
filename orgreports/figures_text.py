"""Words in charts: how wide they are, where lines break, and how they are escaped."""

from __future__ import annotations

import re
import unicodedata
from html import escape

# Widths in type sizes, measured on Noto Sans CJK SC; a little too wide, so that nothing is cut off.
_NARROW, _SPACES = frozenset("ijlrtfI.,;:'|!()[]-·"), {" ": 0.25, "\u2009": 0.2, "\u00a0": 0.25}
_TOKEN = re.compile(r"\s+|[^\s\u2e80-\u9fff\uff00-\uffef“”‘’]+|.", re.DOTALL)
_NO_START = frozenset(",。;:、)”’!?，；：）！？》」%…·")
_NO_END = frozenset("(“‘（《「")


def width(words: str, size: float, *, bold: bool = False) -> float:
    """About how many pixels a text takes in a type size."""
    total = 0.0
    for char in words:
        if char in _SPACES:
            total += _SPACES[char]
        elif unicodedata.east_asian_width(char) in "WF" or char in "“”‘’…":
            total += 1.0
        elif char in _NARROW:
            total += 0.36
        else:
            total += 0.7 if char.isupper() or char in "mw%∞–" else 0.57
    return total * size * (1.04 if bold else 1.0)


def wrapped(words: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """The text in lines of at most ``room`` pixels; Chinese breaks between characters, English at spaces.

    No line starts with a closing mark or ends with an opening one; a word that is too long stands
    in a line of its own.
    """
    lines, line = [], ""
    for token in _tokens(words):
        if line and width(line + token.rstrip(), size, bold=bold) > room:
            lines.append(line.rstrip())
            line = ""
        line += token if line else token.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


def _tokens(words: str) -> list[str]:
    """Pieces between which a line may break."""
    pieces: list[str] = []
    for token in _TOKEN.findall(words):
        if pieces and _belongs(pieces[-1], token):
            pieces[-1] += token
        else:
            pieces.append(token)
    return pieces


def _belongs(before: str, token: str) -> bool:
    """Whether a token must stay in the line of what is before it; a lone " opens what follows it."""
    if token.isspace() or token[0] in _NO_START or before[-1] in _NO_END:
        return True
    return before.endswith("\u2009") or before == '"' or (token[0] == '"' and not before[-1].isspace())


def shortened(words: str, size: float, room: float, *, bold: bool = False) -> str:
    """The text, or as much of its beginning as fits, with an ellipsis."""
    if width(words, size, bold=bold) <= room:
        return words
    words = words[: max(0, int(room / (size * min(_SPACES.values()))))]  # no more can fit: a word may be long
    while words and width(words + "…", size, bold=bold) > room:
        words = words[:-1]
    return words.rstrip() + "…"


def html(words: str, *, bold: bool = False, colour: str = "") -> str:
    """The text as plotly takes it: escaped, perhaps bold or coloured."""
    safe = escape(words, quote=False)
    if colour:
        safe = f'<span style="color:{colour}">{safe}</span>'
    return f"<b>{safe}</b>" if bold else safe

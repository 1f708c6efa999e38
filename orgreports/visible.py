"""Words for a terminal or a page, of which each character is seen and none does anything."""

from __future__ import annotations

import re

# Control characters, halves of characters, and those that change the direction of writing.
_STEERING = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def shown(words: str) -> str:
    """Words in one line, with U+FFFD for characters that steer instead of being seen.

    >>> shown("a\\x1b[2Jb\\u202ec")
    'a\ufffd[2Jb\ufffdc'
    """
    return _STEERING.sub("\ufffd", words)

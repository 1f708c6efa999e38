"""A Chinese font for readers whose machine has none: the one of the extra ``[export]``, as a file of its own.

The package holds a collection (an OpenType ``ttc``), whose first face is Japanese; a browser takes the first.
"""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path

FACE = "Noto Sans CJK SC"
_ENTRY = struct.Struct(">4sIII")  # of a font's directory: tag, checksum, offset, length


@cache
def chinese_font() -> bytes:
    """The face for simplified Chinese as an OpenType file; empty where the extra is not installed."""
    try:
        from noto_cjk_sans_otc import FONT_PATH
    except ImportError:
        return b""
    return face(Path(FONT_PATH).read_bytes(), FACE)


def face(collection: bytes, name: str) -> bytes:
    """The face called ``name`` of an OpenType collection, as a font of its own; empty where it is missing."""
    (count,) = struct.unpack_from(">I", collection, 8)
    for start in struct.unpack_from(f">{count}I", collection, 12):
        (tables,) = struct.unpack_from(">H", collection, start + 4)
        head = collection[start : start + 12]
        entries = [_ENTRY.unpack_from(collection, start + 12 + i * _ENTRY.size) for i in range(tables)]
        contents = {tag: collection[at : at + size] for tag, _, at, size in entries}
        if name.encode("utf-16-be") in contents[b"name"]:
            return _assembled(head, {tag: check for tag, check, _, _ in entries}, contents)
    return b""


def _assembled(head: bytes, checks: dict[bytes, int], contents: dict[bytes, bytes]) -> bytes:
    """The tables one after the other, each on a multiple of four bytes, behind their directory."""
    place = len(head) + _ENTRY.size * len(contents)
    directory, body = [], []
    for tag, content in contents.items():
        directory.append(_ENTRY.pack(tag, checks[tag], place, len(content)))
        body.append(content + bytes(-len(content) % 4))
        place += len(body[-1])
    return head + b"".join(directory) + b"".join(body)

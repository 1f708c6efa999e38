"""Reading: a file or its bytes in, a ``Document`` out. See ``Document.raw``: every offset of the results counts in it.

For a text file ``raw`` is the decoded bytes, line ends untouched, without a byte order mark.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from orgreports.models import Document, OrgreportsError


def read(path: Path | str, data: bytes | None = None) -> Document:
    """The document in a file, or in ``data`` (an upload that ``path`` only names)."""
    name = Path(path).name
    content = Path(path).read_bytes() if data is None else data
    try:
        raw = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise OrgreportsError(f"{name}: not a text in UTF-8; save it as UTF-8 and try again") from fault
    return Document(name, raw, "txt", "utf-8", hashlib.sha256(content).hexdigest())

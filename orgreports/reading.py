"""Reading: a file or its bytes in, a ``Document`` out.

``Document.raw`` is what every offset of the results counts in:

- txt: the decoded bytes, line ends untouched, without a byte order mark;
- html: the lines that a reader sees, from the title to the end of the main text (see ``reading_html``);
- pdf: the text layer, the pages divided by form feeds (see ``reading_pdf``);
- docx: a line a paragraph (see ``reading_docx``).

The kind of a file is told from its content, not from its name.
"""

from __future__ import annotations

import hashlib
import re
import stat
from pathlib import Path
from typing import Any

from orgreports.models import Document, OrgreportsError
from orgreports.reading_docx import docx_text
from orgreports.reading_html import html_text, mhtml_source
from orgreports.reading_pdf import pdf_text
from orgreports.reading_text import decode
from orgreports.rulebook import load_toml

_LONGEST_SHOWN = 40  # characters of a text that was given for a file's name
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|div|p|table|article|section)\b", re.IGNORECASE)
_MHTML = re.compile(
    rb"\A[\w-]+:[^\0<]{0,4000}?^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE
)


def read(path: Path | str, data: bytes | None = None) -> Document:
    """The document in a file, or in ``data`` (an upload that ``path`` only names).

    Raises ``OrgreportsError`` with one line (file, fault, cure) for a file that is missing, empty, too large,
    damaged, protected, of a kind that holds no text, or in no known encoding.
    """
    name = Path(path).name or str(path)
    content = _file_bytes(Path(path), name) if data is None else data
    if len(content) > _limit("bytes"):
        raise _too_large(name, len(content))
    if not content.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise OrgreportsError(f"{name}: the file is empty; give a file with the text of a report")
    format, encoding, raw = _text(content, name)
    if len(raw) > _limit("characters"):
        raise OrgreportsError(
            f"{name}: {len(raw):,} characters are too many for a report (limit {_limit('characters'):,}); "
            "split the file"
        )
    if not raw.strip():
        raise OrgreportsError(f"{name}: the file holds no text; give a file with the text of a report")
    return Document(name, raw, format, encoding, hashlib.sha256(content).hexdigest())


def _text(content: bytes, name: str) -> tuple[str, str, str]:
    """Format, encoding and text."""
    if b"%PDF-" in content[:1024]:
        return "pdf", "", pdf_text(content, name)
    if content.startswith(b"PK\x03\x04"):
        return "docx", "", docx_text(content, name)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise _old_office(content, name)
    _refuse(content, name)
    if _MHTML.match(content):
        source, encoding = mhtml_source(content, name)
        return "html", encoding, html_text(source, name)
    try:
        text, encoding = decode(content, name)
    except OrgreportsError:
        if (kind := Path(name).suffix.lower()) in (".pdf", ".docx"):
            fault = f"{name}: this is no {kind[1:]} file inside; it may be damaged: get it anew"
            raise OrgreportsError(fault) from None
        raise
    if _HTML.search(text[:4096]):
        return "html", encoding, html_text(text, name)
    return "txt", encoding, text


def _file_bytes(path: Path, name: str) -> bytes:
    try:
        kind = path.stat()
        if stat.S_ISDIR(kind.st_mode):
            raise OrgreportsError(f"{name}: this is a folder; give the files in it")
        if not stat.S_ISREG(kind.st_mode):
            raise OrgreportsError(f"{name}: this is a device or a pipe, not a file; save it to a file first")
        if kind.st_size > _limit("bytes"):
            raise _too_large(name, kind.st_size)
        return path.read_bytes()
    except FileNotFoundError as fault:
        where = "is a link to a file that is not there" if path.is_symlink() else "is not there"
        raise OrgreportsError(f"{name}: the file {where}; check the name and the folder") from fault
    except PermissionError as fault:
        raise OrgreportsError(f"{name}: the file may not be read; change its permissions") from fault
    except (OSError, ValueError) as fault:
        if "\n" in name:
            begin = name.partition("\n")[0][:_LONGEST_SHOWN]
            fault_in = "this is a text, not the name of a file; save it first"
            raise OrgreportsError(f"{begin!r}…: {fault_in}") from fault
        reason = getattr(fault, "strerror", None) or "the name cannot be used"
        raise OrgreportsError(f"{name!r}: the file cannot be opened ({reason}); check its name") from fault


def _limit(name: str) -> int:
    return int(load_toml("reading")["limits"][name])


def _too_large(name: str, size: int) -> OrgreportsError:
    most = _limit("bytes") // 1_000_000
    return OrgreportsError(
        f"{name}: {size // 1_000_000} MB are too many for a report (limit {most} MB); give the report alone"
    )


def _refuse(content: bytes, name: str) -> None:
    """Raises if the first bytes are those of a kind of file that holds no text."""
    for row in load_toml("reading")["signature"]:
        if _has_signature(row, content, name):
            raise OrgreportsError(f"{name}: {row['fault']}; {row['cure']}")


def _has_signature(row: dict[str, Any], content: bytes, name: str) -> bool:
    if "names" in row and not name.lower().endswith(tuple(row["names"])):
        return False
    at = row.get("at", 0)
    return any(content.startswith(bytes.fromhex(start), at) for start in row["starts"])


def _old_office(content: bytes, name: str) -> OrgreportsError:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return OrgreportsError(f"{name}: the file is protected by a password; save a copy without one")
    if "WordDocument".encode("utf-16-le") in content:
        return OrgreportsError(f"{name}: this is a Word file of the old kind (.doc); save it as .docx")
    return OrgreportsError(f"{name}: this is an old Office or WPS file; save it as .docx or as plain text")

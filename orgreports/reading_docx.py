"""Reading of Word files: a line a paragraph (in text boxes, too), a row of a table a line with tabs in it.

The text is as it stands after all tracked changes, without headers, footers, footnotes and phonetic guides.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from orgreports.models import OrgreportsError
from orgreports.rulebook import load_toml

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = {_WORD + "del", _WORD + "moveFrom", _WORD + "rt", _FALLBACK}
_MARKS = {_WORD + "tab": "\t", _WORD + "br": "\n", _WORD + "cr": "\n", _WORD + "noBreakHyphen": "-"}


def docx_text(data: bytes, name: str) -> str:
    """The text of a Word file.

    Raises ``OrgreportsError`` for a damaged file, another packed file, and one that unpacks to too much.
    """
    _check_packed(data, name)
    import docx  # loaded late: most reports are text files

    try:
        body = docx.Document(io.BytesIO(data)).element.body
    except Exception as fault:  # python-docx lets the faults of zipfile, lxml and its own lookups through
        raise OrgreportsError(
            f"{name}: the Word file is damaged; save it again, or its text as .txt"
        ) from fault
    text = "\n".join(_docx_lines(body))
    if not text.strip():
        raise OrgreportsError(f"{name}: the Word file holds no text (pictures only?); save its text as .txt")
    return text


def _check_packed(data: bytes, name: str) -> None:
    """Raises if the packed file is no Word file, or would take too much memory."""
    rules = load_toml("reading")
    most = rules["limits"]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            members = packed.infolist()
            names = {member.filename for member in members}
            head = packed.open("word/document.xml").read(4096) if "word/document.xml" in names else b""
    except (
        zipfile.BadZipFile,
        ValueError,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        KeyError,
    ) as fault:
        raise OrgreportsError(f"{name}: the packed file is damaged; fetch or save it again") from fault
    for row in rules["packed"]:
        if row["member"] in names:
            raise OrgreportsError(f"{name}: {row['fault']}; {row['cure']}")
    if "word/document.xml" not in names:
        raise OrgreportsError(f"{name}: this is an archive; unpack it and give the files in it")
    size = sum(member.file_size for member in members)
    markup = sum(member.file_size for member in members if not member.filename.startswith("word/media/"))
    if (
        markup > most["xml"]
        or size > most["unpacked"]
        or len(members) > most["members"]
        or size > most["ratio"] * len(data) + 1_000_000
    ):
        raise OrgreportsError(
            f"{name}: the Word file unpacks to {size // 1_000_000} MB, too much; save its text as .txt"
        )
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise OrgreportsError(
            f"{name}: the Word file defines entities, which no Word file does; save it again in Word"
        )


def _docx_lines(body: Any) -> Iterator[str]:
    """The lines of the paragraphs, a row of a table on one line."""
    for child in body.iterchildren():
        if child.tag == _WORD + "tbl":
            for row in _own_rows(child):
                cells = ("".join(_docx_words(cell)) for cell in row.iterchildren(_WORD + "tc"))
                yield "\t".join(" ".join(cell.split()) for cell in cells)
        else:
            yield "".join(_docx_words(child))


def _own_rows(table: Any) -> list[Any]:
    """The rows of a table, without those of tables in its cells, whose words are in the words of the cell."""
    inner = {row for cell in table.iter(_WORD + "tc") for row in cell.iterdescendants(_WORD + "tr")}
    return [row for row in table.iter(_WORD + "tr") if row not in inner]


def _docx_words(element: Any) -> Iterator[str]:
    """The words of an element in order, with a line end behind each inner paragraph."""
    stack: list[Any] = [element]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
        elif node.tag == _WORD + "t":
            yield node.text or ""
        elif node.tag in _MARKS and node.getparent().tag == _WORD + "r":
            yield _MARKS[node.tag]
        elif node.tag not in _LEFT_OUT:
            if node.tag == _WORD + "p" and node is not element:
                stack.append("\n")
            stack.extend(reversed(list(node)))

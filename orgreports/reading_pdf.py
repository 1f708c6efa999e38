"""Reading of PDF files: the text layer, a form feed between pages.

What the print shows by place is written as text: an empty line where the distance between two lines is
larger than the usual one or the upper line ends before the right margin, two ideographic spaces before a
line that is indented. pypdf was taken over pdfminer.six: both read Chinese text with the encodings in use
(embedded maps, UniGB, GBK-EUC, GBK2K, ETen-B5, UniCNS), pdfminer.six lost characters with UniCNS-UCS2-H,
pypdf with GBKp-EUC-H only.
"""

from __future__ import annotations

import io
import logging
from collections import Counter
from itertools import pairwise
from math import hypot
from statistics import median
from typing import Any, NamedTuple
from unicodedata import normalize

from orgreports.models import OrgreportsError
from orgreports.reading_text import is_garbled
from orgreports.rulebook import load_toml

_INDENT = "\u3000\u3000"
_GAP = 1.4  # times the usual distance of two lines
_SHORT = 8  # characters that a line may end before the margin and still be full
_SHORT_ENDED = 3.5  # the same for a line that ends a sentence
_LONG = 10  # characters of a line that tells where the left margin is
_LEAST_FULL = 3  # lines that reach the right margin on a page of running text


class Line(NamedTuple):
    """A line of a page, and the place of its first character in points from the lower left corner."""

    text: str
    x: float
    y: float
    end: float  # where it ends, from left
    size: float  # of its characters


def pdf_text(data: bytes, name: str) -> str:
    """The text layer of a PDF file.

    Raises ``OrgreportsError`` for a damaged or protected file, one of too many pages, and one without text.
    """
    import pypdf  # loaded late: most reports are text files
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise OrgreportsError(f"{name}: the PDF file is protected by a password; save a copy without one")
        pages = _pdf_pages(reader, name)
    except OrgreportsError:
        raise
    except pypdf.errors.DependencyError as fault:
        raise OrgreportsError(f"{name}: the PDF file is encrypted; print it to a new PDF file") from fault
    except (
        PyPdfError,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        RecursionError,
        OSError,
    ) as fault:
        raise OrgreportsError(
            f"{name}: the PDF file is damaged; fetch it again, or save its text as .txt"
        ) from fault
    except (AssertionError, NotImplementedError, ZeroDivisionError, MemoryError, ArithmeticError) as fault:
        raise OrgreportsError(f"{name}: the PDF file cannot be read; save its text as .txt") from fault
    text = "\f".join(pages)
    if not any(page.strip() for page in pages):
        raise OrgreportsError(
            f"{name}: the PDF file holds pictures without text (a scan); run text recognition on it first"
        )
    if is_garbled(normalize("NFKC", text)):
        raise OrgreportsError(
            f"{name}: the PDF file does not say which characters its text shows; run text recognition on it"
        )
    return text


def _pdf_pages(reader: Any, name: str) -> list[str]:
    most = load_toml("reading")["limits"]
    count = len(reader.pages)
    if not count:
        raise OrgreportsError(f"{name}: the PDF file has no pages; fetch it again")
    if count > most["pages"]:
        raise OrgreportsError(
            f"{name}: {count} pages are too many (limit {most['pages']}); cut out the report's pages"
        )
    pages, length = [], 0
    for page in reader.pages:
        pages.append(_page_text(page))
        length += len(pages[-1])
        if length > most["characters"]:
            break
    return pages


class _Collector:
    """The lines of a page, from the pieces of text that pypdf tells with their places."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._words: list[str] = []
        self._x = self._y = self._end = self._size = 0.0

    def add(self, text: str, matrix: Any, text_matrix: Any, _font: Any, size: Any) -> None:
        """Takes a piece of text; the matrices lead from its own place to that on the page."""
        a, b, c, d, e, f = (float(value) for value in matrix)
        x, y = float(text_matrix[4]), float(text_matrix[5])
        place = x * a + y * c + e, x * b + y * d + f
        scale = hypot(a, b) * hypot(float(text_matrix[0]), float(text_matrix[1]))
        for number, part in enumerate(text.split("\n")):
            if number:
                self.end_line()
            if part.strip():
                if not "".join(self._words).strip():
                    self._x, self._y = place
                    self._size = abs(float(size or 0) * scale)
                self._end = place[0] + self._size * sum(1.0 if c >= "\u2010" else 0.5 for c in part.strip())
            self._words.append(part)

    def end_line(self) -> None:
        """Ends the line that is being read."""
        self.lines.append(Line("".join(self._words), self._x, self._y, self._end, self._size))
        self._words.clear()


def _page_text(page: Any) -> str:
    """The text of a page, with empty lines and indents where the page shows them."""
    collector = _Collector()
    page.extract_text(visitor_text=collector.add)
    collector.end_line()
    lines = [line for line in collector.lines if line.text.strip()]
    steps = [above.y - below.y for above, below in pairwise(lines)]
    usual = median([step for step in steps if step > 0] or [0.0])
    left = Counter(round(line.x) for line in lines if len(line.text) >= _LONG).most_common(1)
    right = max((line.end for line in lines), default=0.0)
    wrapped = sum(not _is_short(line, right) for line in lines) >= _LEAST_FULL
    pieces: list[str] = []
    for number, line in enumerate(lines):
        if number and (
            (usual and steps[number - 1] > _GAP * usual) or (wrapped and _is_short(lines[number - 1], right))
        ):
            pieces.append("")
        indented = left and line.size < line.x - left[0][0] < 4 * line.size
        pieces.append(_INDENT + line.text.strip() if indented else line.text.rstrip())
    return "\n".join(pieces)


def _is_short(line: Line, right: float) -> bool:
    """Whether a line ends before the right margin, so that the next word would have gone on it."""
    allowed = _SHORT_ENDED if line.text.rstrip()[-1] in "。!?！？；;：:…”" else _SHORT
    return line.end < right - allowed * line.size

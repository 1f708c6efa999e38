"""The way back from a picture: a line at its foot, and in the file's description the place of every figure.

The dashboard's buttons do the same in the reader's browser (``pages/picture.js``).
"""

from __future__ import annotations

import io
import struct
import zlib
from html import escape
from typing import TYPE_CHECKING

from orgreports.figures_frame import EDGE, SOURCE
from orgreports.figures_style import LINE, SMALL
from orgreports.figures_text import html, width
from orgreports.origin import origin_line

if TYPE_CHECKING:
    import plotly.graph_objects as go

_PNG_HEAD = 8 + 25  # the signature and the chunk with the size, which must come first


def signed(figure: go.Figure, address: str) -> go.Figure:
    """A copy of a chart with version, date and ``address`` under its source line, and in its description."""
    import plotly.graph_objects as go

    copy = go.Figure(figure)
    words = origin_line(address)
    places = (copy.layout.meta or {}).get("figures", ())
    listed = [f"{report} [{start}:{end}] {quote}" for report, start, end, quote in places]
    copy.update_layout(meta={"origin": "\n".join((words, *listed))})
    source = next((note for note in copy.layout.annotations if note.name == SOURCE), None)
    if source is not None:
        _write_line(copy, source, words)
    return copy


def _write_line(figure: go.Figure, source: go.layout.Annotation, words: str) -> None:
    """The words below the source line, in its type; the picture grows by what they need."""
    layout = figure.layout
    lines = _broken(words, layout.width - 2 * EDGE)
    bottom = layout.margin.b
    line = source.to_plotly_json() | {"name": "origin", "yshift": EDGE - bottom}
    figure.add_annotation(line | {"text": "<br>".join(html(line) for line in lines)})
    room = round(len(lines) * SMALL * LINE)
    figure.update_layout(height=layout.height + room, margin={"b": bottom + room})


def _broken(words: str, room: float) -> list[str]:
    """Lines that fit, broken anywhere: an address has no spaces."""
    lines = [""]
    for character in words:
        if width(lines[-1] + character, SMALL) > room:
            lines.append("")
        lines[-1] += character
    return lines


def origin_of(figure: go.Figure) -> str:
    """What ``signed`` wrote into the description; empty for a chart that it has not seen."""
    return str((figure.layout.meta or {}).get("origin", ""))


def described(content: bytes, form: str, words: str) -> bytes:
    """The picture, ``form`` png, svg or pdf, with ``words`` as its description."""
    if not words:
        return content
    return {"png": _png, "svg": _svg, "pdf": _pdf}[form](content, words)


def _png(content: bytes, words: str) -> bytes:
    body = b"iTXtDescription\0\0\0\0\0" + words.encode()
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return content[:_PNG_HEAD] + chunk + content[_PNG_HEAD:]


def _svg(content: bytes, words: str) -> bytes:
    place = content.index(b">", content.index(b"<svg")) + 1
    return content[:place] + f"<desc>{escape(words)}</desc>".encode() + content[place:]


def _pdf(content: bytes, words: str) -> bytes:
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=io.BytesIO(content))
    writer.add_metadata({"/Subject": words})
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()

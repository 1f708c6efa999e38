"""Charts as picture files, drawn by kaleido with an installed Chromium or Chrome.

A browser without a Chinese font draws squares and says nothing. So the font of the extra ``[export]`` is
shown to it, and before the first picture two characters are drawn: if they look alike, none is written.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orgreports.font import FACE
from orgreports.models import OrgreportsError
from orgreports.picture_origin import described, origin_of
from orgreports.storage import write_file

if TYPE_CHECKING:
    import plotly.graph_objects as go

FORMATS = ("png", "svg", "pdf")
_TIMEOUT = 60  # seconds a picture
_FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


def write_pictures(figures: Mapping[Path, go.Figure]) -> None:
    """Draw each figure to its path; the suffix says the format: png (scale 2), svg or pdf.

    Raises OrgreportsError where the format is another, or kaleido, a browser or a Chinese font is
    missing; then no picture is written.
    """
    for path in figures:
        if path.suffix[1:].lower() not in FORMATS:
            raise OrgreportsError(f"{path}: no picture format: end the name in .png, .svg or .pdf")
    order = [(figure, path.suffix[1:].lower()) for path, figure in figures.items()]
    for path, content in zip(figures, pictures(order), strict=True):
        write_file(path, content)


def pictures(order: Sequence[tuple[go.Figure, str]]) -> list[bytes]:
    """Each figure in its format, one of ``FORMATS``, drawn by one browser; errors as ``write_pictures``.

    What ``picture_origin.signed`` wrote into a figure is in the picture's description too.
    """
    try:
        import kaleido
    except ImportError:
        raise OrgreportsError("picture: kaleido is not installed: pip install 'orgreports[export]'") from None
    test = [(_character(character), "png") for character in "测试"]
    with tempfile.TemporaryDirectory() as folder, _font_shown(Path(folder)):
        drawing = _draw(kaleido, [*test, *order])
        try:
            with ThreadPoolExecutor(1) as thread:  # the caller may be inside an event loop of its own
                drawn = thread.submit(asyncio.run, drawing).result()
        except Exception as error:  # kaleido and the browser raise errors of many kinds
            raise _no_browser(error) from None
    if drawn[0] == drawn[1]:
        cure = "apt install fonts-noto-cjk, or pip install 'orgreports[export]'"
        raise OrgreportsError(f"picture: no Chinese font is installed: {cure}")
    return [
        described(content, form, origin_of(figure))
        for content, (figure, form) in zip(drawn[2:], order, strict=True)
    ]


async def _draw(kaleido: Any, order: Sequence[tuple[go.Figure, str]]) -> list[bytes]:
    async with kaleido.Kaleido(n=1, timeout=_TIMEOUT) as browser:
        return [
            await browser.calc_fig(figure, opts={"format": form, "scale": 2 if form == "png" else 1})
            for figure, form in order
        ]


def _no_browser(error: Exception) -> OrgreportsError:
    fault = type(error).__name__
    cure = "install one (apt install chromium), or name it in BROWSER_PATH"
    return OrgreportsError(f"picture: no browser could draw it ({fault}): {cure}")


@contextmanager
def _font_shown(folder: Path) -> Iterator[None]:
    """Let the browser see the font of the extra ``[export]``, where it is installed, beside the system's."""
    before = os.environ.get("FONTCONFIG_FILE")
    try:
        from noto_cjk_sans_otc import FONT_PATH
    except ImportError:
        yield
        return
    config = folder / "fonts.conf"
    fonts = Path(FONT_PATH).parent
    config.write_text(_FONTCONFIG.format(fonts=fonts, cache=folder / "cache"), encoding="utf-8")
    os.environ["FONTCONFIG_FILE"] = str(config)
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before


def _character(character: str) -> go.Figure:
    """One character alone, to see whether the browser has a font for it."""
    import plotly.graph_objects as go

    figure = go.Figure(layout={"width": 60, "height": 60, "margin": dict.fromkeys("lrtb", 0)})
    figure.update_xaxes(visible=False).update_yaxes(visible=False)
    font = {"family": f"{FACE}, sans-serif", "size": 40}
    return figure.add_annotation(text=character, showarrow=False, font=font)

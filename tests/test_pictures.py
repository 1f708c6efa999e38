"""Pictures that the command saves: of the right size, saying where they come from, never in squares."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import plotly.graph_objects as go
import pytest
from common import ROOT, lacking, without_fonts
from pypdf import PdfReader

from orgreports import Corpus, OrgreportsError, compare, figures
from orgreports.picture import write_pictures
from orgreports.picture_origin import signed


def chart(words: str = "成都 超90万人次") -> go.Figure:
    figure = go.Figure(
        go.Bar(x=[1, 2], y=["甲", "乙"], orientation="h"), layout={"width": 400, "height": 200}
    )
    return figure.update_layout(title=words, template="none", font_family="Noto Sans CJK SC")


@pytest.fixture(scope="module")
def can_draw() -> None:
    """Pictures need a browser; without one their tests are skipped, in CI they fail."""
    try:
        write_pictures({})
    except OrgreportsError as error:
        lacking(str(error))


def test_pictures(can_draw: None, tmp_path: Path) -> None:
    paths = [tmp_path / f"chart.{suffix}" for suffix in ("png", "svg", "pdf")]
    write_pictures(dict.fromkeys(paths, chart()))
    png, svg, pdf = (path.read_bytes() for path in paths)
    assert png.startswith(b"\x89PNG") and png[16:24] == (800).to_bytes(4) + (400).to_bytes(4)
    assert "超90万人次" in svg.decode() and pdf.startswith(b"%PDF")


def test_a_picture_says_where_it_comes_from(can_draw: None, corpus: Corpus, tmp_path: Path) -> None:
    drawn = figures.chart(compare(corpus, ["talent_total"]), "zh", width=390)
    paths = [tmp_path / f"chart.{suffix}" for suffix in ("png", "svg", "pdf")]
    address = "http://localhost:8501/compare?lang=zh&indicators=talent_total"
    write_pictures(dict.fromkeys(paths, signed(drawn, address)))
    png, svg, pdf = (path.read_bytes() for path in paths)
    chunk = png[png.index(b"iTXtDescription") :].decode(errors="replace")
    told = {"png": chunk, "svg": unescape(svg.decode()), "pdf": str(PdfReader(io.BytesIO(pdf)).metadata)}
    for form, words in told.items():
        assert address in words and "orgreports 0.1.0 · 20" in words, form
        assert re.search(r"chengdu-2024 \[\d+:\d+\] 669万", words), form
    size = int.from_bytes(png[20:24])
    assert size > 2 * drawn.layout.height and size < 2 * drawn.layout.height + 200  # lines were added
    lines = PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert address.rpartition(":8501")[2] in lines.replace("\n", "")


def run_drawing(place: Path, **environment: str) -> str:
    """What the command says when it draws in another environment."""
    command = [sys.executable, "-m", "orgreports", "compare", "talent_total"]
    command += ["--data", str(ROOT / "data"), "--png", str(place)]
    variables = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    done = subprocess.run(
        command, env=variables, cwd=place.parent, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    return done.stderr


def test_without_a_browser(tmp_path: Path) -> None:
    error = run_drawing(tmp_path / "chart.png", BROWSER_PATH=str(tmp_path / "none"))
    assert error.count("\n") == 1 and "apt install chromium" in error
    assert not (tmp_path / "chart.png").exists()


def test_without_a_chinese_font(can_draw: None, tmp_path: Path) -> None:
    (tmp_path / "noto_cjk_sans_otc.py").write_text("raise ImportError")  # hides the font of the extra
    config = without_fonts(tmp_path)
    paths = os.pathsep.join((str(tmp_path), str(ROOT)))
    error = run_drawing(tmp_path / "chart.png", FONTCONFIG_FILE=str(config), PYTHONPATH=paths)
    assert error.count("\n") == 1 and "no Chinese font" in error
    assert not (tmp_path / "chart.png").exists()


def test_without_kaleido(tmp_path: Path) -> None:
    (tmp_path / "kaleido.py").write_text("raise ImportError")
    paths = os.pathsep.join((str(tmp_path), str(ROOT)))
    error = run_drawing(tmp_path / "chart.png", PYTHONPATH=paths)
    assert error.count("\n") == 1 and "orgreports[export]" in error

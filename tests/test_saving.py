"""Pictures saved in a real Chromium: of the right size, in Chinese, never in squares."""

from __future__ import annotations

import base64
import io
import os
import re
import struct
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from browsing import Browser, PlaywrightPage, chromium, looking, opened, saved
from common import copied, without_fonts
from PIL import Image, ImageChops
from serving import serving

ONE = "compare?lang=zh&indicators=training_headcount"
SEVERAL = "compare?lang=zh&indicators=training_headcount,cadre_promoted,party_organisations,talent_total"
PNG, SVG, ZIP = "保存图片 (PNG)", "保存矢量图 (SVG)", "保存本页全部图片 (ZIP)"
HEAD = (0, 0, 1300, 150)  # the part of a picture that holds title and reading line, in its pixels

# Width and height of a chart with its notes, which a page lists beside it.
SHAPE = "e => [e._fullLayout.width, e._fullLayout.height + (e.layout.meta.room ?? 0)]"


def pixels(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture)).convert("L")


def unlike(one: bytes, other: bytes) -> float:
    """How much the heads of two pictures differ: the mean of their pixels' differences, of 255."""
    difference = ImageChops.difference(pixels(one).crop(HEAD), pixels(other).crop(HEAD))
    return sum(value * count for value, count in enumerate(difference.histogram())) / (HEAD[2] * HEAD[3])


def plain(page: PlaywrightPage) -> bytes:
    """What plotly itself would save: squares, where the browser has no font."""
    words = page.evaluate(
        """async () => (await Plotly.toImage(document.querySelector(".js-plotly-plot"),
            {format: "png", scale: 2})).split(",")[1]"""
    )
    return base64.b64decode(words)


def test_every_way_to_save_in_the_browser(browser: Browser, address: str) -> None:
    with looking(browser, "zh") as page:
        opened(page, f"{address}/{SEVERAL}")
        shapes = page.locator(".js-plotly-plot").evaluate_all(f"all => all.map({SHAPE})")
        assert page.get_by_role("button", name=PNG).count() == len(shapes) > 1
        name, content = saved(page, ZIP)
        assert name.endswith(".zip")
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert archive.testzip() is None and len(archive.namelist()) == len(shapes)
            for path, (width, height) in zip(archive.namelist(), shapes, strict=True):
                assert path.endswith(".png") and "项指标" in path
                right(archive.read(path), width, height, page.url)

        opened(page, f"{address}/{ONE}")
        shape = page.locator(".js-plotly-plot").evaluate(SHAPE)
        name, content = saved(page, PNG)
        assert name.startswith("培训人数_") and name.endswith(".png")
        right(content, *shape, page.url)
        name, content = saved(page, SVG)
        words = unescape(content.decode())
        assert name.endswith(".svg") and page.url in words and "超90万人次" in words
        name, content = saved(page, "保存表格、数据和来源 (XLSX)")
        book = openpyxl.load_workbook(io.BytesIO(content))
        assert name.endswith(".xlsx") and page.url in [row[1].value for row in book["关于"].iter_rows()]


def right(picture: bytes, width: float, height: float, url: str) -> None:
    """Twice the size of the chart and the line that says where it comes from, as its description does."""
    wide, high = struct.unpack(">II", picture[16:24])
    assert wide == 2 * round(width) and 2 * height < high < 2 * height + 120
    assert Image.open(io.BytesIO(picture)).text["Description"].splitlines()[0].endswith(url)
    assert re.search(r"chengdu-2024 \[\d+:\d+\] ", Image.open(io.BytesIO(picture)).text["Description"])
    foot = pixels(picture).crop((0, high - 48 - 40, wide, high - 48))
    assert foot.getextrema()[0] < 200, "the foot is empty"
    edges = [(0, 0, wide, 8), (0, high - 8, wide, high), (0, 0, 8, high), (wide - 8, 0, wide, high)]
    assert all(pixels(picture).crop(edge).getextrema() == (255, 255) for edge in edges), "cut off"


@pytest.fixture(scope="module")
def poor(driver: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser without a Chinese font."""
    with chromium(driver, FONTCONFIG_FILE=str(without_fonts(tmp_path_factory.mktemp("fonts")))) as launched:
        yield launched


def test_a_browser_without_a_chinese_font_gets_one(browser: Browser, poor: Browser, address: str) -> None:
    with looking(browser, "zh") as page:
        _, with_font = saved(opened(page, f"{address}/{ONE}"), PNG)
    with looking(poor, "zh") as page:
        squares = plain(opened(page, f"{address}/{ONE}"))
        _, embedded = saved(page, PNG)
    assert unlike(with_font, squares) > 8, "the pictures without a font should be squares"
    assert unlike(with_font, embedded) < unlike(with_font, squares) / 2


def test_no_picture_without_any_chinese_font(poor: Browser, tmp_path: Path) -> None:
    (tmp_path / "noto_cjk_sans_otc.py").write_text("raise ImportError")  # the server has none either
    paths = os.pathsep.join((str(tmp_path), os.environ.get("PYTHONPATH", "")))
    with (
        serving(copied(tmp_path / "data"), settings={"PYTHONPATH": paths}) as address,
        looking(poor, "en") as page,
    ):
        opened(page, f"{address}/compare?lang=en")
        downloads: list[object] = []
        page.on("download", lambda found: downloads.append(found))
        page.get_by_role("button", name="Save picture (PNG)").click()
        page.get_by_text("Not saved: neither this browser nor the server has a Chinese font.").wait_for()
        assert downloads == []

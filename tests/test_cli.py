"""The command: bad input of many kinds, formats, corpus commands, and what stays unloaded."""

from __future__ import annotations

import csv
import io
import json
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pypdf
import pytest
from common import MIANYANG, ROOT, SAMPLES

from orgreports import Corpus
from orgreports.cli import main
from orgreports.frames import EXTRACT_COLUMNS, OBSERVATION_COLUMNS

GOOD = SAMPLES / "qinglan-plain.txt"
REGION = ["--region", MIANYANG]


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def pdf(password: str = "") -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


DOCX = zipped(**{"[Content_Types].xml": b"<Types/>", "word__document.xml": b"<w:document/>"})
BAD: dict[str, bytes] = {
    "empty.txt": b"",
    "spaces.txt": b" \n\t \r\n" * 50,
    "bom-only.txt": b"\xef\xbb\xbf",
    "nul.txt": b"\0" * 500,
    "noise.txt": bytes(range(128, 256)) * 40 + b"\x00\x01\x02" * 50,
    "picture.png": png(),
    "picture.txt": png(),
    "photo.jpg": b"\xff\xd8\xff\xe0" + b"\0\x10JFIF" + b"\x11" * 300,
    "anim.gif": b"GIF89a" + b"\x01" * 100,
    "photo.webp": b"RIFF\x24\0\0\0WEBPVP8 " + b"\0" * 50,
    "scan.tiff": b"II*\0" + b"\x08\0\0\0" * 40,
    "song.mp3": b"ID3\x03" + b"\0" * 400,
    "film.mp4": b"\0\0\0\x18ftypmp42" + b"\0" * 200,
    "archive.zip": zipped(a=b"text"),
    "archive.gz": b"\x1f\x8b\x08" + b"\0" * 60,
    "archive.rar": b"Rar!\x1a\x07\x01" + b"\0" * 60,
    "archive.7z": b"7z\xbc\xaf'\x1c" + b"\0" * 60,
    "program.exe": b"MZ\x90\0" + b"\0" * 300,
    "program": b"\x7fELF" + b"\0" * 300,
    "data.sqlite": b"SQLite format 3\0" + b"\0" * 300,
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + b"\0" * 900,
    "table.xlsx": zipped(**{"[Content_Types].xml": b"<Types/>", "xl__workbook.xml": b"<workbook/>"}),
    "slides.pptx": zipped(**{"[Content_Types].xml": b"<Types/>", "ppt__presentation.xml": b"<p/>"}),
    "no-text.docx": DOCX,
    "half.docx": DOCX[: len(DOCX) // 2],
    "bomb.docx": zipped(**{"[Content_Types].xml": b"<Types/>", "word__document.xml": b" " * 250_000_000}),
    "no-text.pdf": pdf(),
    "locked.pdf": pdf("secret"),
    "half.pdf": pdf()[:80],
    "only-name.pdf": b"%PDF-1.7\n",
    "markup-only.html": b"<html><head><script>var a = 1;</script></head><body></body></html>",
    "letter.rtf": b"{\\rtf1\\ansi text}",
}


@pytest.fixture(scope="module")
def bad_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bad")
    for name, content in BAD.items():
        (folder / name).write_bytes(content)
    (folder / "folder.txt").mkdir()
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "lost.txt").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "pipe.txt")
    with (folder / "huge.txt").open("wb") as file:  # sparse: takes no room
        file.truncate(60_000_000)
    return folder


OTHERS = ("folder.txt", "loop.txt", "lost.txt", "pipe.txt", "huge.txt", "missing.txt", "n" * 300 + ".txt")


@pytest.mark.parametrize("name", [*BAD, *OTHERS])
def test_bad_input(name: str, bad_files: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    files = [str(bad_files / name), str(GOOD)]
    assert main(["extract", *files, *REGION, "--out", str(tmp_path)]) == 1
    errors = capfd.readouterr().err.splitlines()
    assert len(errors) == 1
    assert errors[0].startswith("orgreports: ") and name[:20] in errors[0]
    assert ":" in errors[0][12:] and len(errors[0]) < 500
    assert [path.name for path in tmp_path.iterdir()] == ["qinglan-plain.csv"]  # the good one is done


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        ([], 2, "COMMAND"),
        (["extract"], 2, "FILE"),
        (["extract", "x", "--format", "xls"], 2, "invalid choice"),
        (["build", "x", "--workers", "0"], 2, "at least 1"),
        (["build", "nowhere"], 1, "nowhere"),
        (["compare", "talents"], 1, "talents"),
        (["compare", "talent_total", "--regions", "Atlantis"], 1, "Atlantis"),
        (["compare", "talent_total", "--regions", "朝阳区"], 1, "several"),
        (["compare", "talent_total", "--periods", "last"], 1, "last"),
        (["compare", "talent_total", "--png", "chart.bmp"], 1, ".png"),
        (["extract", str(GOOD), "--region", "nowhere"], 1, "nowhere"),
        (["extract", str(GOOD), "--period", "24"], 1, "2012-2023"),
        (["export", "--format", "csv", "/dev/null/x.csv"], 1, "cannot be written"),
    ],
)
def test_wrong_usage(
    arguments: list[str], status: int, words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    try:
        found = main(arguments)
    except SystemExit as stop:
        found = int(str(stop.code))
    error = capfd.readouterr().err
    assert found == status
    assert words in error and "Traceback" not in error


def test_extract_formats(tmp_path: Path) -> None:
    for form in ("csv", "json", "parquet"):
        assert main(["extract", str(GOOD), *REGION, "--format", form, "--out", str(tmp_path)]) == 0
    with (tmp_path / "qinglan-plain.csv").open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    objects = json.loads((tmp_path / "qinglan-plain.json").read_text(encoding="utf-8"))
    frame = pd.read_parquet(tmp_path / "qinglan-plain.parquet")
    assert tuple(table[0]) == EXTRACT_COLUMNS
    assert tuple(frame.columns) == OBSERVATION_COLUMNS
    assert [row["quote"] for row in table] == [row["quote"] for row in objects] == list(frame["quote"])
    raw = GOOD.read_text(encoding="utf-8")
    assert all(raw[int(row["start"]) : int(row["end"])] == row["quote"] for row in table)


def test_extract_to_standard_output(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(GOOD), str(SAMPLES / "lanwan-cut.txt"), *REGION]) == 0
    table = list(csv.DictReader(io.StringIO(capfd.readouterr().out)))
    assert {row["report"] for row in table} == {"mianyang-2024", "mianyang-2025"}


def test_files_of_one_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    other = tmp_path / "other" / GOOD.name
    other.parent.mkdir()
    other.write_bytes(GOOD.read_bytes())
    assert main(["extract", str(GOOD), str(other), *REGION, "--out", str(tmp_path / "out")]) == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "qinglan-plain.csv",
        "qinglan-plain-2.csv",
    }


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_explain_accounts_for_every_numeral(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(path), *REGION]) == 0
    out = capfd.readouterr().out
    assert "100% accounted for" in out
    assert "\033" not in out  # no colour where nobody looks


def test_add_compare_export(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    data = ["--data", str(tmp_path / "data")]
    assert main(["add", str(GOOD), *data]) == 1
    assert "give it with --region" in capfd.readouterr().err
    assert main(["add", str(GOOD), *REGION, *data]) == 0
    assert "mianyang-2024, 绵阳市, 2024, " in capfd.readouterr().out
    assert main(["compare", "talent_total", *data, "--csv", str(tmp_path / "table.csv")]) == 0
    assert (tmp_path / "table.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert main(["export", "--format", "csv", "-", *data]) == 0
    assert "突破38万人" in capfd.readouterr().out
    assert Corpus(tmp_path / "data").original("mianyang-2024")


def test_build_lists_failures_at_the_end(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], parsed_like_chengdu: Callable[[str], Path]
) -> None:
    good, bad = parsed_like_chengdu("good.txt"), tmp_path / "in" / "bad.txt"
    bad.write_bytes(b"")
    assert main(["build", str(good.parent), "--data", str(tmp_path / "data"), "--workers", "1"]) == 1
    captured = capfd.readouterr()
    assert "1 report in" in captured.err and "bad.txt" in captured.err.splitlines()[-1]
    assert len(Corpus(tmp_path / "data").reports) == 1


@pytest.fixture
def parsed_like_chengdu(tmp_path: Path) -> Callable[[str], Path]:
    """Writes the sample with a real city's name, so that the region is certain."""

    def write(name: str) -> Path:
        path = tmp_path / "in" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(GOOD.read_text(encoding="utf-8").replace("青澜", "绵阳"), encoding="utf-8")
        return path

    return write


def test_import_is_light() -> None:
    code = (
        "import sys, orgreports, orgreports.cli, orgreports.commands\n"
        "heavy = {'pandas', 'numpy', 'plotly', 'streamlit', 'jieba', 'opencc'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_extract_needs_no_pandas(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom orgreports.cli import main\n"
        f"main(['extract', {str(GOOD)!r}, '--region', {MIANYANG!r}, '--out', {str(tmp_path)!r}])\n"
        "heavy = {'pandas', 'plotly', 'streamlit', 'jieba'} & set(sys.modules)\nassert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_build_loses_no_report_whose_text_is_not_given(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    one, two, data = tmp_path / "one.txt", tmp_path / "two.txt", str(tmp_path / "data")
    one.write_text("绵阳市2024年组织工作综述\n全市培训党员干部3200人次,新建党组织12个。\n", encoding="utf-8")
    two.write_text("北京市2023年组织工作综述\n全市培训党员干部4500人次,新建党组织31个。\n", encoding="utf-8")
    assert main(["build", str(one), "--data", data, "--workers", "1"]) == 0
    assert main(["build", str(two), "--data", data, "--workers", "1"]) == 1
    assert "mianyang-2024" in capfd.readouterr().err
    assert "mianyang-2024" in (tmp_path / "data" / "reports.csv").read_text(encoding="utf-8")
    assert main(["build", str(two), "--data", data, "--workers", "1", "--replace"]) == 0
    assert "mianyang-2024" not in (tmp_path / "data" / "reports.csv").read_text(encoding="utf-8")


def test_a_text_that_is_no_report_is_not_added(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    english = tmp_path / "english.txt"
    english.write_text("A year of work, in English, about nothing that is counted.\n", encoding="utf-8")
    assert main(["add", str(english), "--region", "绵阳", "--period", "2024", "--data", str(tmp_path)]) == 1
    assert "not in Chinese" in capfd.readouterr().err


def test_a_folder_that_is_not_there_is_said(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "人才总量", "--data", str(tmp_path / "none")]) == 1
    assert "no such folder" in capfd.readouterr().err


def test_indicators_are_known_by_name(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "People trained", "--csv", "-"]) == 0
    named = capfd.readouterr().out
    assert main(["compare", "training_headcount", "--csv", "-"]) == 0
    assert capfd.readouterr().out == named

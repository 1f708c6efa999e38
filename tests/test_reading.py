"""Reading: the same text from every format and encoding, and one clear line for every bad input."""

from __future__ import annotations

import io
import os
import zlib
from email.message import EmailMessage
from functools import cache
from pathlib import Path

import pytest
from making import make_docx, make_packed, make_page, make_pdf
from opencc import OpenCC

from orgreports.models import OrgreportsError, Report
from orgreports.pipeline import parse
from orgreports.reading import read
from orgreports.repair import repair, undo

REPORTS = sorted((Path(__file__).parent / "reports").glob("*.txt"))
ORIGINALS = ("bazhong-2025", "chengdu-2024", "hohhot-2012-2023", "sichuan-2023", "zhejiang-2024")
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk", "utf-32"]


@cache
def clean_text(path: Path) -> str:
    return repair(path.read_text(encoding="utf-8")).text


def read_clean(data: bytes, format: str) -> str:
    document = read("report", data)
    assert document.format == format
    repaired = repair(document.raw)
    assert undo(repaired) == document.raw
    return repaired.text


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_encodings(path: Path, encoding: str) -> None:
    raw = path.read_bytes().decode().replace("©", "(c)")
    assert read(path, raw.encode(encoding)).raw == raw


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_big5(path: Path) -> None:
    traditional = OpenCC("s2tw").convert(clean_text(path))
    document = read(path, traditional.encode("cp950"))
    assert document.encoding in ("cp950", "big5hkscs")
    assert repair(document.raw).text == clean_text(path)


def test_line_ends_are_untouched_and_the_mark_is_no_part_of_the_text() -> None:
    assert read("a.txt", b"\xef\xbb\xbf" + "培训\r\n干部\r".encode()).raw == "培训\r\n干部\r"


def test_a_few_broken_bytes_are_lost_characters_and_no_fault() -> None:
    text = clean_text(REPORTS[0])
    broken = text.encode()[:301] + b"\xff" + text.encode()[303:]
    assert "\ufffd" in read("a.txt", broken).raw
    cut = text.encode()[:-1]
    assert read("a.txt", cut).raw.startswith(text[:-1])


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_word(path: Path) -> None:
    assert read_clean(make_docx(path.read_text(encoding="utf-8")), "docx") == clean_text(path)


@pytest.mark.parametrize(("encoding", "codec"), [("UniGB-UCS2-H", "utf-16-be"), ("GBK-EUC-H", "gbk")])
@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_pdf(path: Path, encoding: str, codec: str) -> None:
    data = make_pdf(clean_text(path), encoding, codec)
    assert read_clean(data, "pdf") == clean_text(path)


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_page(path: Path, charset: str) -> None:
    data = make_page(path.read_text(encoding="utf-8"), charset).encode(charset, "xmlcharrefreplace")
    text = read_clean(data, "html")
    lines = clean_text(path).split("\n")
    assert text.split("\n")[-len(lines) :] == lines
    assert "不要读我" not in text
    assert "要闻动态" not in text


def test_page_keeps_paragraphs_of_links_tables_and_no_phonetic_guides() -> None:
    page = make_page(clean_text(REPORTS[0]))
    page = page.replace(
        "</p>",
        '</p><p><a href="/x">全市新建成青年夜校38所</a></p><table><tr><td>培训</td><td>30期</td></tr></table>'
        "<p><ruby>经<rt>jīng</rt></ruby>济口干部培训班结业,<br>学员62名。</p>",
        1,
    )
    raw = read("a.html", page.encode()).raw
    assert "\n全市新建成青年夜校38所\n" in raw
    assert "培训" in raw
    assert "30期" in raw
    assert "经济口干部培训班结业,\n学员62名。" in raw


def test_cells_of_a_table_stay_apart_and_what_follows_it_is_read() -> None:
    rows = (
        "<tr><td>东岭</td><td>12</td><td>350人次</td></tr><tr><td>西岭</td><td>16</td><td>820人次</td></tr>"
    )
    lead = "2024年，青岚市委组织部扎实推进干部教育培训、人才引进等各项组织工作，取得了新的成绩，现综述如下。"
    head = f"<html><body><h1>青岚市2024年组织工作综述</h1><p>{lead}</p>"
    page = f"{head}<table>{rows}</table><p>培训干部1170人次。</p></body></html>"
    report = parse("a.html", data=page.encode())
    assert "东岭\t12\t350人次" in report.document.raw
    assert [row.value for row in report.observations] == [350, 820, 1170]


def test_web_archive() -> None:
    message = EmailMessage()
    message["Subject"] = "page"
    message.set_content(make_page(clean_text(REPORTS[0])), subtype="html", charset="utf-8")
    message.make_related()
    message.add_related(b"\x89PNG", "image", "png")
    assert read_clean(bytes(message), "html").endswith(clean_text(REPORTS[0])[-40:])


@pytest.mark.parametrize("report", ORIGINALS)
def test_originals_in_every_format_give_the_same_observations(
    originals: dict[str, Report], report: str
) -> None:
    original = originals[report]
    raw = original.document.raw
    printed = original.repaired.text
    files = {
        "html": make_page(raw).encode(),
        "pdf": make_pdf(printed),
        "docx": make_docx(raw),
        "gb18030": raw.encode("gb18030"),
        "utf-16": raw.encode("utf-16"),
        "big5": OpenCC("s2tw").convert(raw.replace("\u00a0", " ")).encode("big5hkscs", "replace"),
    }
    for format, data in files.items():
        again = parse(report, data=data, region=original.outline.region, period=original.outline.period)
        assert figures(again) == figures(original), format
        assert all(again.document.raw[row.start : row.end] == row.quote for row in again.observations), format
        assert undo(again.repaired) == again.document.raw, format


def figures(report: Report) -> list[tuple[object, ...]]:
    return [
        (row.value, row.lower, row.upper, row.bound, row.unit, row.kind, row.indicator)
        for row in report.observations
    ]


def protected_pdf() -> bytes:
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(make_pdf("培训干部三十名")))
    writer.encrypt("secret", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def word_file(document: bytes) -> bytes:
    return make_packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": document})


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
BAD = {
    "empty file": (b"", "empty"),
    "white space": (b" \n\t\n ", "empty"),
    "byte order mark alone": (b"\xef\xbb\xbf\n", "empty"),
    "zeros": (b"\0" * 2000, "empty"),
    "ideographic spaces": ("\u3000\n\u3000".encode(), "no text"),
    "picture (png)": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "picture"),
    "picture (jpeg)": (b"\xff\xd8\xff\xe0" + b"\0" * 100, "picture"),
    "picture (webp)": (b"RIFF\0\0\0\0WEBPVP8 " + b"\0" * 100, "picture"),
    "film": (b"\0\0\0\x20ftypisom" + b"\0" * 100, "film"),
    "sound": (b"ID3\x04" + b"\0" * 100, "sound"),
    "archive (zip)": (make_packed({"a.txt": b"a"}), "archive"),
    "archive (gzip)": (b"\x1f\x8b\x08" + b"\0" * 100, "archive"),
    "archive (rar)": (b"Rar!\x1a\x07\x01\0" + b"\0" * 100, "archive"),
    "program": (b"\x7fELF" + b"\0" * 100, "program"),
    "data base": (b"SQLite format 3\0" + b"\0" * 100, "data base"),
    "spreadsheet": (make_packed({"xl/workbook.xml": b"<x/>"}), "spreadsheet"),
    "slide show": (make_packed({"ppt/presentation.xml": b"<x/>"}), "slide show"),
    "OFD": (make_packed({"OFD.xml": b"<x/>"}), "OFD"),
    "OpenDocument": (make_packed({"mimetype": b"application/vnd.oasis.opendocument.text"}), "OpenDocument"),
    "RTF": (b"{\\rtf1 \\'b8\\'c9}", "RTF"),
    "old Word file": (OLE + "WordDocument".encode("utf-16-le"), "old kind"),
    "Word file with a password": (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "broken archive": (make_docx("培训")[:300], "damaged"),
    "Word file without its parts": (word_file(b"<w/>"), "damaged"),
    "Word file with entities": (word_file(b'<!DOCTYPE x [<!ENTITY a "aaaa">]><w>&a;</w>'), "entities"),
    "Word file that unpacks to too much": (word_file(b" " * 250_000_000), "unpacks"),
    "Word file without text": (make_docx(""), "no text"),
    "PDF file without text": (make_pdf(""), "scan"),
    "PDF file with unknown characters": (make_pdf("培训干部" * 30, "GBKp-EUC-H", "gbk"), "characters"),
    "PDF file with a password": (protected_pdf(), "password"),
    "PDF file cut off": (make_pdf("培训干部")[:200], "PDF file"),
    "PDF head alone": (b"%PDF-1.7\n", "PDF file"),
    "page without text": (b"<!DOCTYPE html><html><body><script>x()</script></body></html>", "no text"),
    "page too long": (b"<html><body>" + b"<p>a</p>" * 1_300_000, "too many"),
    "page of frames": (b"<html><frameset><frame src='a.html'></frameset></html>", "no text"),
    "web archive without a page": (
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x--",
        "no page",
    ),
    "random bytes": (zlib.compress(bytes(range(256)) * 9), "no text in"),
    "unknown encoding": (bytes(range(128, 256)) * 20, "no text in"),
    "too large": (b"a" * 50_000_001, "too many"),
    "too many characters": (b"a" * 1_000_001, "too many"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input(name: str) -> None:
    data, words = BAD[name]
    with pytest.raises(OrgreportsError) as caught:
        read("report.bin", data)
    message = str(caught.value)
    assert message.startswith("report.bin: ")
    assert words in message
    assert "\n" not in message
    assert ";" in message or "limit" in message, "a message ends with the cure"


@pytest.mark.parametrize("name", ["bad.pdf", "bad.DOCX"])
def test_what_only_has_the_name_of_a_format_is_said_to_be_none(name: str) -> None:
    with pytest.raises(OrgreportsError, match=f"^{name}: this is no {name[4:].lower()} file inside; "):
        read(name, bytes(range(128, 256)))


def test_bad_paths(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    for path, words in [
        (tmp_path, "folder"),
        (tmp_path / "missing.txt", "not there"),
        (tmp_path / "link", "link"),
        (tmp_path / "pipe", "pipe"),
        (Path("/dev/zero"), "device"),
        (tmp_path / ("x" * 300), "cannot be opened"),
        (Path("a\0b"), "cannot be opened"),
        (Path("青岚市2024年组织工作综述\n" + "培训干部300人次。" * 60), "is a text, not the name"),
        (tmp_path / "pipe" / "below", "cannot be opened"),
    ]:
        with pytest.raises(OrgreportsError, match=words) as caught:
            read(path)
        assert "\n" not in str(caught.value)


def test_the_kind_is_told_from_the_content() -> None:
    assert read("a.txt", make_docx("培训干部三十名")).format == "docx"
    assert read("a.doc", "培训干部三十名".encode()).format == "txt"
    assert read("a.txt", make_pdf("培训干部三十名")).format == "pdf"

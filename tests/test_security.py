"""Files that try to reach beyond themselves: by entities, and by their names."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest
from common import MIANYANG, SAMPLE
from making import make_docx, make_packed

from orgreports import Corpus, OrgreportsError, parse
from orgreports.cli import main
from orgreports.reading import read

SECRET = "the words of another file"


def laughs(levels: int = 9) -> str:
    """A document type with entities that grow tenfold a level."""
    rows = [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "many words"}">' for n in range(levels)]
    return f"<!DOCTYPE x [{''.join(rows)}]>"


def with_entity(member: str, document_type: str, name: str) -> bytes:
    """A Word file, one member of which defines an entity and names it."""
    with zipfile.ZipFile(io.BytesIO(make_docx("组织工作综述"))) as packed:
        members = {entry: packed.read(entry) for entry in packed.namelist()}
    declaration, rest = members[member].decode().split("?>", 1)
    head, body = rest.split(">", 1)
    members[member] = f"{declaration}?>{document_type}{head}>&{name};{body}".encode()
    return make_packed(members)


def document_types(tmp_path: Path) -> list[str]:
    """One that grows, and one that names a file."""
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    return [laughs(), f'<!DOCTYPE x [<!ENTITY a8 SYSTEM "{secret.as_uri()}">]>']


def said(name: str, data: bytes) -> str:
    """The text that is read, or the fault."""
    try:
        return read(name, data).raw
    except OrgreportsError as fault:
        return str(fault)


@pytest.mark.parametrize("member", ["word/document.xml", "word/styles.xml", "[Content_Types].xml"])
def test_entities_of_a_word_file(member: str, tmp_path: Path) -> None:
    for document_type in document_types(tmp_path):
        words = said("a.docx", with_entity(member, document_type, "a8"))
        assert SECRET not in words and len(words) < 1000


def test_entities_of_a_page(tmp_path: Path) -> None:
    text = "各级党组织培训干部3000人次。" * 20
    for document_type in document_types(tmp_path):
        for name in ("html", "x"):
            page = document_type.replace("DOCTYPE x", f"DOCTYPE {name}") + f"<html><body><p>{text}&a8;</p>"
            words = said("a.html", page.encode())
            assert SECRET not in words and len(words) < len(page) + 100


def with_body(body: str) -> bytes:
    """A Word file with this body, and a picture, so that it does not look packed more than files are."""
    head = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    with zipfile.ZipFile(io.BytesIO(make_docx(""))) as packed:
        members = {entry: packed.read(entry) for entry in packed.namelist()}
    members["word/document.xml"] = f"{head}{body}</w:body></w:document>".encode()
    return make_packed(members | {"word/media/x.png": random.Random(1).randbytes(300_000)})


def test_a_word_file_of_millions_of_empty_paragraphs_is_not_opened() -> None:
    assert "unpacks to" in said("a.docx", with_body("<w:p/>" * 6_000_000))


def test_tables_in_tables_are_read_once() -> None:
    words = "<w:p><w:r><w:t>培训干部3000人次。</w:t></w:r></w:p>"
    table = "<w:tbl><w:tr><w:tc>" * 40 + words + "</w:tc></w:tr></w:tbl>" * 40
    assert said("a.docx", with_body(table + words)).split() == ["培训干部3000人次。"] * 2


def test_parts_in_parts_of_a_web_archive() -> None:
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x0\n\n"
    part = b"--x%d\nContent-Type: multipart/related; boundary=x%d\n\n"
    assert "damaged" in said("a.mht", head + b"".join(part % (n, n + 1) for n in range(5_000)))


@pytest.mark.parametrize(
    "name",
    ["../../a.txt", "/etc/passwd", "..", "a\0b.txt", "a/../../b.sh", "con.txt\n", "x" * 300, ".commit"],
)
def test_names_are_no_paths(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b" / "data"
    data = SAMPLE.read_bytes()
    report = parse(name, data=data, region=MIANYANG, period="2024")
    Corpus(folder).add(report, data, region=MIANYANG, period="2024")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert all(path.is_relative_to(folder) for path in files)
    [original] = (folder / "originals").iterdir()
    assert original.stem == report.document.sha256


def test_a_name_steers_no_terminal_and_turns_no_line_round(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a\x1b[2J\u202etxt.exe\r\n\udc80.txt"
    path.write_bytes(b"")
    other = tmp_path / "b\x1b]0;x\x07.txt"
    other.write_bytes(SAMPLE.read_bytes())
    options = ["--data", str(tmp_path / "data"), "--region", MIANYANG, "--period", "2024"]
    assert main(["add", str(path), str(other), *options]) == 1
    assert main(["build", str(tmp_path), "--workers", "1", *options[:2]]) == 1
    said = capfd.readouterr()
    lines = said.out + said.err
    assert lines.count("the file is empty") == 2 and "b\ufffd]0;x\ufffd.txt: mianyang-2024" in lines
    assert not set(lines) & set("\x1b\x07\r\u202e")

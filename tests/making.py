"""Files of every format, made in memory for the tests of reading."""

from __future__ import annotations

import html
import io
import zipfile

import docx

WIDTH = 40  # characters of a line of the PDF files


def make_pdf(text: str, encoding: str = "UniGB-UCS2-H", codec: str = "utf-16-be") -> bytes:
    """A PDF file with the text in lines of 40 characters, paragraphs indented, 46 lines a page."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        rest = "\u3000\u3000" + paragraph if paragraph else ""
        while rest:
            lines.append(rest[:WIDTH])
            rest = rest[WIDTH:]
    pages = [lines[i : i + 46] for i in range(0, len(lines), 46)] or [[]]
    return _pdf([_page(page, codec) for page in pages], encoding)


def _page(lines: list[str], codec: str) -> bytes:
    words = []
    for number, line in enumerate(lines):
        blank = len(line) - len(line.lstrip("\u3000"))
        place = f"1 0 0 1 {60 + 12 * blank} {780 - 16 * number} Tm"
        words.append(f"{place} <{line.strip().encode(codec).hex()}> Tj")
    return ("BT /F1 12 Tf " + " ".join(words) + " ET").encode()


def _pdf(pages: list[bytes], encoding: str) -> bytes:
    kids = " ".join(f"{10 + 2 * i} 0 R" for i in range(len(pages)))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        3: f"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /{encoding} ".encode()
        + b"/DescendantFonts [4 0 R] >>",
        4: b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 5 0 R >>",
        5: b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900] "
        b"/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >>",
    }
    for i, page in enumerate(pages):
        objects[10 + 2 * i] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {11 + 2 * i} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        ).encode()
        objects[11 + 2 * i] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page)
    return _assembled(objects)


def _assembled(objects: dict[int, bytes]) -> bytes:
    file = b"%PDF-1.4\n"
    places = {}
    for number, content in objects.items():
        places[number] = len(file)
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    size = max(objects) + 1
    rows = [b"%010d 00000 n \n" % places[i] if i in places else b"0000000000 65535 f \n" for i in range(size)]
    table = b"xref\n0 %d\n%s" % (size, b"".join(rows))
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, len(file))
    return file + table + end


def make_docx(text: str) -> bytes:
    """A Word file with a paragraph a line."""
    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def make_packed(members: dict[str, bytes]) -> bytes:
    """A packed file with these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return file.getvalue()


def make_page(text: str, charset: str = "utf-8") -> str:
    """A page of a site with navigation, links in the text, a side bar and a foot."""
    lines = [html.escape(line) for line in text.split("\n") if line.strip()]
    if len(lines) > 5:
        lines[5] = f'<a href="/topic">{lines[5][:6]}</a>{lines[5][6:]}'
    body = "\n".join(f"<p>{line}</p>" for line in lines)
    return f"""<!DOCTYPE html><html><head><meta charset="{charset}"><title>组织工作综述_某某网</title>
<style>p {{ color: red }}</style><script>var title = "不要读我";</script></head><body>
<div class="nav"><ul><li><a href="/">首页</a></li>
<li><a href="/a">要闻动态</a></li><li><a href="/b">政务公开</a></li></ul></div>
<div class="article" id="content">{body}</div>
<div class="side"><h3>相关新闻</h3>
<ul><li><a href="/c">某某市召开会议部署下一阶段工作推进会</a></li></ul></div>
<div class="footer">版权所有 某某网 <a href="/d">联系我们</a></div></body></html>"""

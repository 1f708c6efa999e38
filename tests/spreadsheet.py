"""CSV and XLSX opened by LibreOffice: python tests/spreadsheet.py (needs apt install libreoffice-calc).

Exports the repository's corpus with group names that are formulas, has LibreOffice open both files, and
compares every cell. Not in the suite, since LibreOffice takes a minute to install.
"""

from __future__ import annotations

import csv
import subprocess
import sys
import tempfile
from pathlib import Path

from orgreports import Corpus, parse
from orgreports.export import export_bytes

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "data" / "samples" / "qinglan-plain.txt"
HOSTILE = ("=1+1", "+cmd", "@x", "-2+3")
# Field separator, quotes, UTF-8; numbers as they are, not as they are shown; one file a sheet.
OUT = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,1"
INTO = "CSV:44,34,UTF8,1"


def opened(path: Path, folder: Path) -> list[list[str]]:
    """The cells of the first sheet, as LibreOffice sees them."""
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    call = ["soffice", profile, "--headless", "--convert-to", OUT, "--outdir", str(folder / path.suffix[1:])]
    if path.suffix == ".csv":
        call.append(f"--infilter={INTO}")
    subprocess.run([*call, str(path)], check=True, capture_output=True, timeout=180)
    (found, *_) = sorted((folder / path.suffix[1:]).glob("*.csv"))
    with found.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))


def alike(cell: str, other: str) -> bool:
    """The same number, or the same text; the apostrophe that keeps a text of a CSV inert is no difference."""
    try:
        return float(cell.replace("∞", "inf")) == float(other.replace("∞", "inf"))
    except ValueError:
        return cell.casefold().removeprefix("'") == other.casefold().removeprefix("'")


def main() -> int:
    """Print what was compared; 1 where a cell differs or a formula ran."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        corpus = Corpus(folder / "data")
        name = corpus.add(parse(SAMPLE, region="510700"), SAMPLE.read_bytes())
        places = corpus.observations[["start", "end"]].to_numpy()
        for group, (start, end) in zip(HOSTILE, places, strict=False):
            corpus.correct(name, int(start), int(end), "group", group)
        for form in ("csv", "xlsx"):
            (folder / f"corpus.{form}").write_bytes(export_bytes(corpus, form))
        plain, book = (opened(folder / f"corpus.{form}", folder) for form in ("csv", "xlsx"))
        pairs = [pair for rows in zip(plain, book, strict=True) for pair in zip(*rows, strict=True)]
        unlike = [pair for pair in pairs if not alike(*pair)]
        column = plain[0].index("group")
        groups = [row[column].removeprefix("'") for row in (*plain[1:5], *book[1:5])]
    print(f"{len(plain)} rows, {len(pairs)} cells, {len(unlike)} unlike: {unlike[:5]}; groups {groups}")
    return 0 if pairs and not unlike and groups == [*HOSTILE, *HOSTILE] else 1


if __name__ == "__main__":
    sys.exit(main())

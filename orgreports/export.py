"""The corpus and comparisons as files for a spreadsheet, a paper or a program.

Every export names reports, quotes and offsets, and says which version wrote it, and when. Text cells that
a spreadsheet would run as a formula are made inert.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from orgreports import frames
from orgreports.language import text
from orgreports.models import OrgreportsError
from orgreports.origin import DASHBOARD, evidence_address, stamp
from orgreports.storage import write_file

if TYPE_CHECKING:
    import pandas as pd

    from orgreports.comparison import Comparison
    from orgreports.corpus import Corpus, Selection

BOM = b"\xef\xbb\xbf"  # without it, Excel takes Chinese in a CSV for another encoding
FORMATS = ("csv", "xlsx", "parquet", "sdmx-csv", "datapackage")
_VERBATIM = frozenset({"quote"})  # must equal raw[start:end]; a number with its words cannot be a formula


def export_corpus(corpus: Corpus, form: str, out: Path) -> list[Path]:
    """Write the whole corpus in one of ``FORMATS``; returns the files written.

    ``out`` is a file, or for ``datapackage`` a folder, or a file that ends in ``.zip``; ``sdmx-csv``
    puts its structure beside the data. Raises OrgreportsError where it cannot be written.
    """
    if form == "datapackage" and out.suffix.lower() != ".zip":
        from orgreports.export_package import package_files

        return _write_all({out / name: content for name, content in package_files(corpus).items()})
    written = {out: export_bytes(corpus, form)}
    if form == "sdmx-csv":
        from orgreports.export_sdmx import structure_bytes

        written[out.with_suffix(".structure.xml")] = structure_bytes(corpus)
    return _write_all(written)


def export_bytes(corpus: Corpus, form: str, base: str = DASHBOARD) -> bytes:
    """The whole corpus as one file in one of ``FORMATS`` (``datapackage``: a zip).

    ``base`` is the address of the dashboard to which the export leads back. Raises OrgreportsError for
    another format.
    """
    if form not in FORMATS:
        raise OrgreportsError(f"format {form!r}: not one of {', '.join(FORMATS)}")
    writers: Mapping[str, Callable[[Corpus, str], bytes]] = {
        "csv": lambda corpus, base: csv_bytes(long_frame(corpus, base)),
        "xlsx": _xlsx,
        "parquet": lambda corpus, base: parquet_bytes(long_frame(corpus, base)),
        "sdmx-csv": _sdmx,
        "datapackage": _package,
    }
    return writers[form](corpus, base)


def long_frame(corpus: Corpus | Selection, base: str = DASHBOARD) -> pd.DataFrame:
    """Every observation with title, publisher and date of its report, and the way back to it.

    The observation columns, then title, publisher, published, sha256, orgreports (version), exported
    (date), and view (the address of its evidence in the dashboard at ``base``).
    """
    sources = corpus.reports[["report", "title", "publisher", "published", "sha256"]]
    found = corpus.observations.merge(sources, on="report", how="left").assign(**stamp())
    places = zip(found["report"], found["start"], strict=True)
    return found.assign(view=[evidence_address(report, start, base) for report, start in places]).astype(
        {"view": "str"}
    )


def csv_bytes(table: pd.DataFrame, *, bom: bool = True) -> bytes:
    """A frame as CSV that spreadsheets open with its Chinese intact; formulas inert, numbers plain."""
    columns = [str(column) for column in table.columns]
    rows = (
        tuple(
            cell if column in _VERBATIM else frames.inert(cell)
            for column, cell in zip(columns, row, strict=True)
        )
        for row in table.astype(object).where(table.notna(), "").itertuples(index=False, name=None)
    )
    return (BOM if bom else b"") + frames.csv_text(columns, rows).encode()


def parquet_bytes(table: pd.DataFrame) -> bytes:
    """A frame as Parquet."""
    buffer = io.BytesIO()
    table.to_parquet(buffer, index=False)
    return buffer.getvalue()


def comparison_csv(comparison: Comparison, lang: str, address: str = "", *, bom: bool = True) -> bytes:
    """The comparison table as CSV, headings in ``lang``; notes and sources are left to the other formats.

    The last columns are the version, the date, and ``address``, that of the view that shows the same.
    """
    origin = {**stamp(), "view": address}
    named = {text(f"table.{name}", lang): value for name, value in origin.items()}
    return csv_bytes(comparison.table(lang).assign(**named), bom=bom)


def _xlsx(corpus: Corpus, base: str) -> bytes:
    from orgreports.export_xlsx import corpus_workbook

    return corpus_workbook(corpus, base=base)


def _sdmx(corpus: Corpus, base: str) -> bytes:
    from orgreports.export_sdmx import data_bytes

    return data_bytes(corpus, base)


def _package(corpus: Corpus, base: str) -> bytes:
    from orgreports.export_package import package_files, zipped

    return zipped(package_files(corpus, base))


def _write_all(contents: Mapping[Path, bytes]) -> list[Path]:
    for path, content in contents.items():
        write_file(path, content)
    return list(contents)

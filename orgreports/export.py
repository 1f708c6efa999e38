"""The corpus and comparisons as files for a spreadsheet, a paper or a program.

Every export names reports, quotes and offsets, and says which version wrote it, and when. Text cells that
a spreadsheet would run as a formula are made inert.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from orgreports import __version__, frames
from orgreports.models import OrgreportsError
from orgreports.storage import write_file

if TYPE_CHECKING:
    import pandas as pd

    from orgreports.comparison import Comparison
    from orgreports.corpus import Corpus

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


def export_bytes(corpus: Corpus, form: str) -> bytes:
    """The whole corpus as one file in one of ``FORMATS`` (``datapackage``: a zip)."""
    if form not in FORMATS:
        raise OrgreportsError(f"format {form!r}: not one of {', '.join(FORMATS)}")
    writers: Mapping[str, Callable[[Corpus], bytes]] = {
        "csv": lambda corpus: csv_bytes(long_frame(corpus)),
        "xlsx": _xlsx,
        "parquet": lambda corpus: parquet_bytes(long_frame(corpus)),
        "sdmx-csv": _sdmx,
        "datapackage": _package,
    }
    return writers[form](corpus)


def long_frame(corpus: Corpus) -> pd.DataFrame:
    """Every observation with title, publisher and date of its report, and who exported it when.

    The observation columns, then title, publisher, published, sha256, orgreports (version), exported.
    """
    sources = corpus.reports[["report", "title", "publisher", "published", "sha256"]]
    return corpus.observations.merge(sources, on="report", how="left").assign(**stamp())


def stamp() -> dict[str, str]:
    """Which version exports, and the date (UTC)."""
    return {"orgreports": __version__, "exported": datetime.now(UTC).date().isoformat()}


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


def comparison_csv(comparison: Comparison, lang: str, *, bom: bool = True) -> bytes:
    """The comparison table as CSV, headings in ``lang``, notes and sources left to the other formats."""
    return csv_bytes(comparison.table(lang), bom=bom)


def _xlsx(corpus: Corpus) -> bytes:
    from orgreports.export_xlsx import corpus_workbook

    return corpus_workbook(corpus)


def _sdmx(corpus: Corpus) -> bytes:
    from orgreports.export_sdmx import data_bytes

    return data_bytes(corpus)


def _package(corpus: Corpus) -> bytes:
    from orgreports.export_package import package_files, zipped

    return zipped(package_files(corpus))


def _write_all(contents: Mapping[Path, bytes]) -> list[Path]:
    for path, content in contents.items():
        write_file(path, content)
    return list(contents)

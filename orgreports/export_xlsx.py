"""Workbooks: a comparison or the whole corpus, as a person would lay it out.

Each sheet has a bold header that stays in view, columns as wide as their content, real numbers, and
text that no spreadsheet runs.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from orgreports import rulebook
from orgreports.explaining import text_width
from orgreports.export import long_frame
from orgreports.frames import inert
from orgreports.language import text
from orgreports.origin import DASHBOARD, stamp

if TYPE_CHECKING:
    import pandas as pd

    from orgreports.comparison import Comparison
    from orgreports.corpus import Corpus, Selection

_WIDEST = 60
_LONGEST = 32_767  # characters that a cell can hold
_HEADER = PatternFill("solid", fgColor="E4E7EB")


def corpus_workbook(corpus: Corpus, lang: str = "en", base: str = DASHBOARD) -> bytes:
    """The whole corpus: observations, reports, ledger, definitions, and about.

    ``base`` is the address of the dashboard to which its figures lead back.
    """
    return _workbook(
        {
            "observations": long_frame(corpus, base),
            "sources": corpus.reports,
            "ledger": corpus.ledger,
            "definitions": _definitions(list(rulebook.catalogue()), lang),
            "about": _about(base),
        },
        lang,
    )


def comparison_workbook(
    comparison: Comparison, corpus: Corpus | Selection, lang: str, address: str = ""
) -> bytes:
    """A comparison: its table, all figures behind it, notes, sources, definitions, and about.

    ``address`` is that of the dashboard's view that shows it, where there is one.
    """
    import pandas as pd

    behind = {(figure.report, figure.start) for cell in comparison.cells for figure in cell.figures}
    observations = long_frame(corpus, address or DASHBOARD)
    places = zip(observations["report"], observations["start"], strict=True)
    chosen = observations[[place in behind for place in places]]
    notes = pd.DataFrame(
        [(note.code, note.text(lang)) for note in comparison.notes], columns=["note", "text"]
    )
    return _workbook(
        {
            "table": comparison.table(lang),
            "observations": chosen,
            "notes": notes,
            "sources": pd.DataFrame([source._asdict() for source in comparison.sources]),
            "definitions": _definitions(comparison.indicators, lang),
            "about": _about(address),
        },
        lang,
    )


def _definitions(indicators: Sequence[str], lang: str) -> pd.DataFrame:
    import pandas as pd

    rows = [rulebook.catalogue()[code] for code in indicators]
    return pd.DataFrame(
        [(row.code, row.topic, row.names[lang], row.definitions[lang]) for row in rows],
        columns=["code", "topic", "name", "definition"],
    )


def _about(address: str) -> pd.DataFrame:
    import pandas as pd

    rows = [*stamp().items(), *([("address", address)] if address else [])]
    return pd.DataFrame(rows, columns=["about", "value"])


def _workbook(sheets: dict[str, pd.DataFrame], lang: str) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for key, table in sheets.items():
        _fill(book.create_sheet(text(f"export.sheet_{key}", lang)), table)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _fill(sheet: Worksheet, table: pd.DataFrame) -> None:
    columns = [str(column) for column in table.columns]
    rows = [columns, *table.astype(object).where(table.notna(), None).to_numpy().tolist()]
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row, 1):
            _write(sheet, number, place, value)
    for place, column in enumerate(zip(*rows, strict=True), 1):
        head = sheet.cell(1, place)
        head.font, head.fill = Font(bold=True), _HEADER
        wide = max(text_width(str("" if value is None else value)) for value in column[:500])
        sheet.column_dimensions[get_column_letter(place)].width = min(_WIDEST, wide + 2)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _write(sheet: Worksheet, row: int, column: int, value: Any) -> None:
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)[:_LONGEST]
        cell.data_type = "s"  # never a formula, whatever it starts with
        if inert(value) != value:
            cell.quotePrefix = True  # nor when someone edits it
        if text_width(value) > _WIDEST:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    elif isinstance(value, float) and math.isinf(value):
        cell.value = "∞" if value > 0 else "-∞"  # a workbook has no number for it
    else:
        cell.value = value
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= 10_000:
            cell.number_format = "#,##0.######" if isinstance(value, float) and value % 1 else "#,##0"

"""The corpus as a Frictionless Data Package (version 2): plain CSV files and what every column is."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from orgreports import frames, rulebook
from orgreports.corrections import Correction
from orgreports.export import csv_bytes, stamp

if TYPE_CHECKING:
    import pandas as pd

    from orgreports.corpus import Corpus

_TYPES = {"str": "string", "int64": "integer", "float64": "number", "bool": "boolean"}
_KEYS: Mapping[str, list[str]] = {
    "reports": ["report"],
    "observations": ["report", "start", "end"],
    "ledger": ["report", "reason"],
    "terms": ["report", "term"],
    "indicators": ["code"],
}
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def package_files(corpus: Corpus) -> dict[str, bytes]:
    """The files of the package by name: ``datapackage.json``, the CSVs, and ``README.md``."""
    frames_by_name = {
        "reports": corpus.reports,
        "observations": corpus.observations,
        "ledger": corpus.ledger,
        "terms": corpus.terms,
        "indicators": _indicators(),
    }
    files = {f"{name}.csv": _csv(table) for name, table in frames_by_name.items()}
    if corpus.corrections:
        rows = [tuple(map(frames.inert, entry)) for entry in corpus.corrections]
        files["corrections.csv"] = frames.csv_text(Correction._fields, rows).encode()
    descriptor = _descriptor(frames_by_name, corpus)
    files["datapackage.json"] = (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()
    files["README.md"] = _README.format(**stamp()).encode()
    return files


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files in a zip; the same files always give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _csv(table: pd.DataFrame) -> bytes:
    """As the package's readers want it: no BOM, and INF for an open end."""
    numbers = table.select_dtypes("float").columns
    spelled = table.astype(object).where(~table.isin([float("inf")]), "INF") if len(numbers) else table
    return csv_bytes(spelled, bom=False)


def _descriptor(tables: Mapping[str, pd.DataFrame], corpus: Corpus) -> dict[str, Any]:
    made = stamp()
    return {
        "$schema": _PROFILE,
        "name": "orgreports-corpus",
        "title": "Figures of Chinese organisation-work reports",
        "description": _RIGHTS,
        "version": made["orgreports"],
        "created": f"{made['exported']}T00:00:00Z",
        "sources": [
            {"title": f"{row.publisher} {row.published} {row.title}".strip()}
            for row in corpus.reports.itertuples()
        ],
        "resources": [_resource(name, table) for name, table in tables.items()],
    }


def _resource(name: str, table: pd.DataFrame) -> dict[str, Any]:
    fields = [
        {"name": column, "type": _TYPES[str(kind)]}
        | ({"trueValues": ["true"], "falseValues": ["false"]} if str(kind) == "bool" else {})
        for column, kind in table.dtypes.items()
    ]
    return {
        "name": name,
        "path": f"{name}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "primaryKey": _KEYS[name]},
    }


def _indicators() -> pd.DataFrame:
    import pandas as pd

    rows = [
        (row.code, row.topic, row.names["zh"], row.names["en"], row.definitions["zh"], row.definitions["en"])
        for row in rulebook.catalogue().values()
    ]
    columns = ["code", "topic", "name_zh", "name_en", "definition_zh", "definition_en"]
    return pd.DataFrame(rows, columns=columns, dtype="str")


_RIGHTS = (
    "Figures, short quotes of number and unit, group names and titles read from published reports. "
    "The texts of the reports belong to their publishers and are not part of this package."
)
_README = (
    """# Figures of Chinese organisation-work reports

"""
    + _RIGHTS
    + """

`observations.csv` has one row a quantity: `quote` stands at `[start:end]` (Unicode code points) of the
report whose file has the `sha256` in `reports.csv`. `lower` and `upper` are what the wording allows;
INF is an open end.

Written by orgreports {orgreports} on {exported}.
"""
)

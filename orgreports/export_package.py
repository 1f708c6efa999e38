"""The corpus as a Frictionless Data Package (version 2): plain CSV files and what every column is."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from orgreports import rulebook
from orgreports.corrections import Correction
from orgreports.export import csv_bytes
from orgreports.origin import DASHBOARD, evidence_address, stamp

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


def package_files(corpus: Corpus, base: str = DASHBOARD) -> dict[str, bytes]:
    """The files of the package by name: ``datapackage.json``, the CSVs, and ``README.md``.

    ``base`` is the address of the dashboard to which its figures lead back.
    """
    frames_by_name = {
        "reports": corpus.reports,
        "observations": corpus.observations,
        "ledger": corpus.ledger,
        "terms": corpus.terms,
        "indicators": _indicators(),
        "corrections": _corrections(corpus),
    }
    files = {f"{name}.csv": _csv(table) for name, table in frames_by_name.items()}
    view = evidence_address("{report}", "{start}", base).replace("%7B", "{").replace("%7D", "}")
    descriptor = {**_descriptor(frames_by_name, corpus), "view": view}
    files["datapackage.json"] = (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()
    files["README.md"] = _README.format(**stamp(), view=view).encode()
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
        "licenses": [{"path": "README.md", "title": _RIGHTS}],
        "sources": [
            {"title": f"{row.publisher} {row.published} {row.title}".strip()}
            for row in corpus.reports.itertuples()
        ],
        "resources": [_resource(name, table) for name, table in tables.items()],
    }


def _resource(name: str, table: pd.DataFrame) -> dict[str, Any]:
    meant = {row["column"]: row["en"] for row in rulebook.load_toml("sdmx")["component"]}
    fields = [
        {"name": column, "type": _TYPES[str(kind)]}
        | ({"description": meant[column]} if name == "observations" and column in meant else {})
        | ({"trueValues": ["true"], "falseValues": ["false"]} if str(kind) == "bool" else {})
        for column, kind in table.dtypes.items()
    ]
    keys = {"primaryKey": _KEYS[name]} if name in _KEYS else {}
    return {
        "name": name,
        "path": f"{name}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, **keys},
    }


def _corrections(corpus: Corpus) -> pd.DataFrame:
    """What persons changed, in the order in which they did it."""
    import pandas as pd

    types = {name: "int64" if name in ("id", "start", "end") else "str" for name in Correction._fields}
    return pd.DataFrame(corpus.corrections, columns=list(types)).astype(types)


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

Written by orgreports {orgreports} on {exported}. The dashboard shows a figure in its report at
{view}
"""
)

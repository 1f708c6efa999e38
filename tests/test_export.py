"""Exports give the corpus back, in the hands of other programs; no cell of them runs as a formula."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import frictionless
import openpyxl
import pandas as pd
import pysdmx.io
import pytest
from common import MIANYANG, SAMPLE

from orgreports import Corpus, catalogue, compare, export_corpus, parse
from orgreports.export import FORMATS, comparison_csv, csv_bytes, export_bytes
from orgreports.export_sdmx import time_period
from orgreports.export_xlsx import comparison_workbook
from orgreports.frames import OBSERVATION_COLUMNS

HOSTILE = ("=1+1", "+cmd", "@x", "-2+3", "＝1+1", "＠x", " =1+1", "\u200b-1")
NUMBERS = ["value", "lower", "upper", "start", "end"]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """A corpus whose group names are formulas."""
    corpus = Corpus(tmp_path_factory.mktemp("hostile"))
    name = corpus.add(parse(SAMPLE, region=MIANYANG), SAMPLE.read_bytes())
    for group, (start, end) in zip(HOSTILE, corpus.observations[["start", "end"]].to_numpy(), strict=False):
        corpus.correct(name, int(start), int(end), "group", group)
    return corpus


def same(table: pd.DataFrame, corpus: Corpus) -> None:
    expected = corpus.observations[["report", "quote", *NUMBERS]]
    found = table[["report", "quote", *NUMBERS]].reset_index(drop=True)
    assert len(found) == len(expected)
    pd.testing.assert_frame_equal(found, expected, check_dtype=False)


def test_csv_opens_in_a_spreadsheet(corpus: Corpus) -> None:
    content = export_bytes(corpus, "csv")
    assert content.startswith(b"\xef\xbb\xbf")
    table = pd.read_csv(io.BytesIO(content), encoding="utf-8-sig", keep_default_na=False)
    same(table, corpus)
    assert set(table["orgreports"]) == {"0.1.0"} and table["exported"].str.fullmatch(r"\d{4}-\d\d-\d\d").all()
    row = table.iloc[7]
    assert row["view"] == f"http://localhost:8501/evidence?report={row['report']}&figure={row['start']}"


def test_the_csv_of_a_comparison_says_where_it_comes_from(corpus: Corpus) -> None:
    content = comparison_csv(compare(corpus, ["talent_total"]), "en", "http://localhost:8501/compare?x=y")
    row = next(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert row["View"] == "http://localhost:8501/compare?x=y" and row["orgreports version"] == "0.1.0"
    assert row["Quote"] and row["Report"] == "chengdu-2024" and int(row["End"]) > int(row["Start"])


def test_parquet(corpus: Corpus) -> None:
    table = pd.read_parquet(io.BytesIO(export_bytes(corpus, "parquet")))
    same(table, corpus)
    assert tuple(table.columns[: len(OBSERVATION_COLUMNS)]) == OBSERVATION_COLUMNS


def test_workbook(corpus: Corpus) -> None:
    book = openpyxl.load_workbook(io.BytesIO(export_bytes(corpus, "xlsx")))
    assert book.sheetnames == ["Observations", "Sources", "Ledger", "Definitions", "About"]
    sheet = book["Observations"]
    assert sheet.freeze_panes == "A2" and sheet["A1"].font.bold
    rows = list(sheet.iter_rows(values_only=True))
    table = pd.DataFrame(rows[1:], columns=rows[0])
    table["upper"] = table["upper"].replace("∞", float("inf")).astype(float)
    same(table, corpus)
    assert all(isinstance(value, int | float) for value in table["value"])


def test_workbook_of_a_comparison(corpus: Corpus) -> None:
    comparison = compare(corpus, ["training_headcount", "talent_total"])
    content = comparison_workbook(comparison, corpus, "zh", "http://localhost:8501/compare?indicators=x")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["对比", "数据", "说明", "来源", "定义", "关于"]
    assert book["对比"].max_row == 1 + len(comparison.cells)
    assert book["数据"].max_row == 1 + sum(len(cell.figures) for cell in comparison.cells)
    assert "localhost" in str(book["关于"]["B4"].value)


def test_sdmx_is_read_by_another_program(corpus: Corpus, tmp_path: Path) -> None:
    data, structure = export_corpus(corpus, "sdmx-csv", tmp_path / "corpus.csv")
    (dataset,) = pysdmx.io.get_datasets(data, structure, validate=True)
    table = dataset.data.rename(
        columns={
            "REPORT": "report", "QUOTE": "quote", "OBS_VALUE": "value", "LOWER": "lower", "UPPER": "upper",
            "QUOTE_START": "start", "QUOTE_END": "end",
        }
    )  # fmt: skip
    reported = table[table["OBS_STATUS"] == "A"]
    same(reported.astype({"start": int, "end": int, **dict.fromkeys(NUMBERS[:3], float)}), corpus)
    missing = table[table["OBS_STATUS"] == "O"]
    assert missing["value"].isna().all()
    sichuan = missing[(missing["REF_AREA"] == "510000") & (missing["INDICATOR"] == "talent_total")]
    assert list(sichuan["COMMENT"]) == ["source_incomplete"]
    assert set(table["TIME_PERIOD"]) == {"2012-01-01/P12Y", "2022", "2023", "2024", "2025"} & set(
        table["TIME_PERIOD"]
    )
    assert not table.duplicated(["REF_AREA", "INDICATOR", "FIGURE", "TIME_PERIOD"]).any()


def test_time_periods() -> None:
    assert time_period(2021, 2023) == "2021-01-01/P3Y"


def test_data_package_is_valid(corpus: Corpus, tmp_path: Path) -> None:
    export_corpus(corpus, "datapackage", tmp_path)
    descriptor = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert "datapackage.org/profiles/2.0" in descriptor["$schema"]
    assert "belong to their publishers" in descriptor["description"]
    assert descriptor["licenses"][0]["path"] == "README.md"
    assert descriptor["view"].endswith("evidence?report={report}&figure={start}")
    package = frictionless.Package(str(tmp_path / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["title", "note"])
    rows = package.get_resource("observations").read_rows()
    table = pd.DataFrame([row.to_dict() for row in rows]).astype(dict.fromkeys(NUMBERS[:3], float))
    same(table, corpus)


def test_data_package_holds_what_was_corrected(hostile: Corpus, tmp_path: Path) -> None:
    export_corpus(hostile, "datapackage", tmp_path)
    package = frictionless.Package(str(tmp_path / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["title", "note"])
    rows = package.get_resource("corrections").read_rows()
    assert [row["after"] for row in rows] == [f"'{group}" for group in HOSTILE]


def test_zipped_package_has_the_same_files(corpus: Corpus, tmp_path: Path) -> None:
    names = {path.name for path in export_corpus(corpus, "datapackage", tmp_path / "package")}
    export_corpus(corpus, "datapackage", tmp_path / "package.zip")
    with zipfile.ZipFile(tmp_path / "package.zip") as archive:
        assert set(archive.namelist()) == names


@pytest.mark.parametrize("form", FORMATS)
def test_an_empty_corpus_can_be_exported(form: str, tmp_path: Path) -> None:
    assert export_bytes(Corpus(tmp_path / "none"), form)


def test_formulas_are_inert_in_csv(hostile: Corpus) -> None:
    table = pd.read_csv(io.BytesIO(export_bytes(hostile, "csv")), encoding="utf-8-sig", keep_default_na=False)
    assert list(table["group"][: len(HOSTILE)]) == [f"'{group}" for group in HOSTILE]
    with zipfile.ZipFile(io.BytesIO(export_bytes(hostile, "datapackage"))) as archive:
        assert "'=1+1" in archive.read("observations.csv").decode()


def test_formulas_are_inert_in_xlsx(hostile: Corpus) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(export_bytes(hostile, "xlsx")))["Observations"]
    column = 1 + OBSERVATION_COLUMNS.index("group")
    cells = [sheet.cell(row, column) for row in range(2, 2 + len(HOSTILE))]
    assert [cell.value for cell in cells] == list(HOSTILE)
    assert {cell.data_type for cell in cells} == {"s"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_cell_of_a_table_is_taken_for_a_date(corpus: Corpus, lang: str) -> None:
    codes = [code for code in catalogue() if code in set(corpus.observations["indicator"])]
    content = comparison_csv(compare(corpus, codes), lang).decode("utf-8-sig")
    cells = {cell for row in csv.reader(io.StringIO(content)) for cell in row[:-3]}  # then date and address
    assert not [cell for cell in cells if re.fullmatch(r"\d{1,4}[/-]\d{1,2}([/-]\d+)?", cell)]


def test_numbers_stay_numbers_in_csv() -> None:
    table = pd.DataFrame({"value": [-2.5, 1e9, None], "text": ["-2.5", "a", ""]})
    lines = csv_bytes(table).decode("utf-8-sig").splitlines()
    assert lines == ["value,text", "-2.5,'-2.5", "1000000000,a", ","]

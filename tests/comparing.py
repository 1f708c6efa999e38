"""Frames for the tests of comparisons and charts: invented figures of real regions, a row a figure."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from orgreports.comparison import Comparison
from orgreports.frames import OBSERVATION_TYPES, REPORT_TYPES

INF = float("inf")


class Frames(NamedTuple):
    """What a comparison reads."""

    observations: pd.DataFrame
    reports: pd.DataFrame


def figure(report: str, indicator: str, quote: str, value: float, unit: str, **others: Any) -> dict[str, Any]:
    """A row of the observation frame: an exact count, unless ``others`` say otherwise."""
    row: dict[str, Any] = {
        "report": report, "indicator": indicator, "group": "干部", "kind": "count", "measure": "flow",
        "value": value, "lower": value, "upper": value, "bound": "exact", "unit": unit, "quote": quote,
        "start": 10, "end": 10 + len(quote), "section": "一", "paragraph": 1, "rule": "x", "corrected": False,
    }  # fmt: skip
    return row | others


def report(name: str, region: str, start: int, end: int = 0, **others: Any) -> dict[str, Any]:
    """A row of the report frame."""
    row: dict[str, Any] = {
        "report": name, "region": region, "period_start": start, "period_end": end or start, "title": "综述",
        "publisher": f"{name}报", "published": "2025-01-02", "length": 100, "sha256": name, "cut": False,
        "mentioned": "", "numerals": 1,
    }  # fmt: skip
    return row | others


def frames(reports: list[dict[str, Any]], figures: list[dict[str, Any]]) -> Frames:
    """The two frames; a figure takes region and period from its report unless it has its own."""
    by_name = {row["report"]: row for row in reports}
    rows = [
        {key: by_name[row["report"]][key] for key in ("region", "period_start", "period_end")} | row
        for row in figures
    ]
    return Frames(
        pd.DataFrame(rows, columns=list(OBSERVATION_TYPES)), pd.DataFrame(reports, columns=list(REPORT_TYPES))
    )


def training() -> Frames:
    """Five regions that train: person-times and persons, one year and twelve, one source cut off."""
    reports = [
        report("hohhot", "150100", 2012, 2023),
        report("zhejiang", "330000", 2024),
        report("sichuan", "510000", 2023, cut=True),
        report("chengdu", "510100", 2024, mentioned="talent_total|training_headcount"),
        report("bazhong", "511900", 2025),
    ]
    head = "training_headcount"
    figures = [
        figure(
            "hohhot", head, "21万余人次", 210000, "人次", upper=220000, bound="above", measure="cumulative"
        ),
        figure("hohhot", head, "3000人次", 3000, "人次", start=90),
        figure("zhejiang", head, "5548名", 5548, "名", group="学员"),
        figure("sichuan", head, "93.4万名", 934000, "名", group="基层干部"),
        figure("chengdu", head, "超90万人次", 900000, "人次", upper=INF, bound="above"),
        figure("chengdu", head, "800余人次", 800, "人次", upper=900, bound="above", start=90),
        figure("bazhong", head, "9854人次", 9854, "人次"),
        figure("bazhong", head, "62.3%", 62.3, "%", kind="change", start=90),
        figure("zhejiang", "talent_total", "200万人", 2e6, "人", measure="stock"),
    ]
    return frames(reports, figures)


# Provinces, cities and counties, so many as stand for a large corpus on a page.
DOZEN = ("330000", "510000", "110000", "150100", "510100", "511900", "510700", "330100", "341004", "370826",
         "451026", "130626")  # fmt: skip


def decades() -> Frames:
    """Twelve regions over twenty years: person-times in even years, persons in odd ones, far apart."""
    years = range(2006, 2026)
    reports = [report(f"{code}-{year}", code, year) for code in DOZEN for year in years]
    figures = []
    for i, code in enumerate(DOZEN):
        for year in years:
            value = (i + 1) * 1000 + (year - 2000) * 10 ** (i % 4)
            unit = "名" if year % 2 else "人次"
            open_end = {"upper": INF, "bound": "above"} if year == 2012 else {}
            quote = f"{'超' if open_end else ''}{value}{unit}"
            figures.append(figure(f"{code}-{year}", "training_headcount", quote, value, unit, **open_end))
    return frames(reports, figures)


def nested(year: int = 2024) -> Frames:
    """A province and two of its cities."""
    return frames(
        [report("s", "510000", 2024), report("c", "510100", 2024), report("b", "511900", year)],
        [
            figure("s", "training_headcount", "100万余人次", 1e6, "人次", upper=1.1e6, bound="above"),
            figure("c", "training_headcount", "25万人次", 250000, "人次"),
            figure("b", "training_headcount", "1万人次", 10000, "人次"),
        ],
    )


def sentences(comparison: Comparison, code: str) -> list[str]:
    """The notes of a code, in English."""
    return [note.en for note in comparison.notes if note.code == code]

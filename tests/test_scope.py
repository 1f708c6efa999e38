"""What pages show of a corpus with thousands of regions, and answers that are kept up to a weight."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest
from common import ROOT
from showing import shown

from orgreports import frames
from orgreports.dashboard_scope import FIRST, MOST, areas, is_inside, peers, scope
from orgreports.kept import Kept
from orgreports.rulebook import regions

sys.path.insert(0, str(ROOT / "tests" / "benchmarks"))
import query

CODES = [code for code, region in regions().items() if region.parent == "510000"]
MANY = [region.code for region in regions().values() if region.level == "prefecture" and not region.until]


def reports(codes: list[str], years: range = range(2020, 2025)) -> pd.DataFrame:
    """A report of each region and year; later codes have more numerals."""
    base = dict.fromkeys(frames.REPORT_TYPES, "") | {"cut": False, "length": 1}
    rows = [
        base | {"report": f"{code}-{year}", "region": code, "period_start": year, "period_end": year,
                "numerals": number}
        for number, code in enumerate(codes) for year in years
    ]  # fmt: skip
    return frames.frame("reports", [tuple(row.values()) for row in rows])


def test_a_small_corpus_is_shown_whole() -> None:
    assert scope(reports(CODES[:5]), (), (), "", 40) == ((), (), ())
    assert peers(reports(CODES[:5]), f"{CODES[0]}-2024") == ((), (), ())


def test_those_that_report_most_stand_for_many() -> None:
    many = reports(MANY)
    shown = scope(many, (), (), "", 600)
    assert list(shown.regions) == sorted(MANY[-FIRST:]) and shown.periods == ()
    assert f"Of {len(MANY)} regions, the {FIRST}" in shown.words("en") and str(len(MANY)) in shown.words("zh")
    mixed = scope(reports([*MANY, "510000"]), (), (), "", 600)
    assert "510000" in mixed.regions  # of equal ones the wider
    fewer = many[~many["report"].isin([f"{code}-2020" for code in MANY[-3:]])]
    assert set(MANY[-3:]).isdisjoint(scope(fewer, (), (), "", 600).regions)


def test_an_area_narrows_what_is_shown() -> None:
    shown = scope(reports(MANY), (), (), "640000", 600)
    assert shown.regions and {code[:2] for code in shown.regions} == {"64"} and not shown.told
    assert areas(MANY, "510000")[0] == "" and {"330000", "510100"} <= set(areas(MANY, "510000"))
    assert "330100" not in areas(MANY, "510000")
    assert is_inside("510104", "510000") and is_inside("510104", "") and not is_inside("510104", "330000")


def test_too_many_reports_leave_the_latest_years() -> None:
    shown = scope(reports(MANY), MANY[:10], (), "", 25)
    assert shown.regions == tuple(MANY[:10]) and set(shown.periods) == {"2024", "2023"}
    assert "2024" in shown.words("en")
    assert scope(reports(MANY), MANY[:10], ("2020", "2021"), "", 15).periods == ("2021",)
    assert scope(reports(MANY), MANY[:10], ("2020",), "", 1).periods == ("2020",)
    assert len(scope(reports(MANY), MANY[:60], ("2020",), "", 600).regions) == MOST


def test_a_report_is_held_against_its_like() -> None:
    shown = peers(reports(MANY), "510100-2022")
    assert "510100" in shown.regions and len(shown.regions) == FIRST + 1 and shown.periods == ("2022",)
    assert {code[:2] for code in shown.regions} == {"51"}


def test_where_a_neighbour_is_missing_peers_are_looked_for_farther_away() -> None:
    county, *cities = "510104", *MANY
    far = [code for code, one in regions().items() if one.level == "county" and one.parent == "330100"][:3]
    shown = peers(reports([county, *far, *cities]), f"{county}-2022")
    assert set(shown.regions) == {county, *far} and "in China" in shown.words("en")
    assert "nothing to hold it against" in peers(reports([county, *cities]), f"{county}-2022").words("en")


def test_answers_are_kept_up_to_a_weight() -> None:
    made: list[str] = []

    def make(answer: str) -> str:
        made.append(answer)
        return answer

    kept = Kept[str](10, len)
    for answer in ("aaaa", "bbbb", "aaaa", "cccc", "aaaa", "bbbb", "longer than all that may be kept"):
        assert kept.get(answer, lambda answer=answer: make(answer)) == answer  # type: ignore[misc]
        assert kept.weight <= 10
    assert made == ["aaaa", "bbbb", "cccc", "bbbb", "longer than all that may be kept"]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three thousand regions, with two years each."""
    folder = tmp_path_factory.mktemp("large")
    patch = pytest.MonkeyPatch()
    patch.setattr(query, "YEARS", range(2023, 2025))
    patch.setattr(query, "TERMS", query.TERMS[:3])
    query.make(folder, 30_000)
    patch.undo()
    return folder


def test_no_page_sends_all_of_a_large_corpus(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORGREPORTS_DATA", str(large))
    app = shown(lang="en")
    for name in ("overview", "compare", "region", "evidence", "wording", "method", "add"):
        app = app.run() if name == "overview" else app.switch_page(f"pages/{name}.py").run()
        assert not app.exception, name
        html = "".join(part.proto.body for part in app.get("html"))
        assert len(html) < 500_000, name
        assert name in ("evidence", "add") or 'role="status"' in html or "first 200 of" in html, name
    app.switch_page("pages/compare.py").run()
    app.selectbox(key="choose_area").set_value("510000").run()
    options = app.multiselect(key="choose_regions").options
    assert "Wuhou (Chengdu)" in " ".join(options).replace(" District", "") and len(options) < 300
    app.multiselect(key="choose_regions").set_value(["510100", "510107"]).run()
    app.selectbox(key="choose_area").set_value("330000").run()
    assert app.multiselect(key="choose_regions").value == ["510100", "510107"]  # they stay
    app.switch_page("pages/region.py").run()
    app.selectbox(key="choose_report_region").set_value("330100").run()
    assert app.selectbox(key="choose_report").value == "hangzhou-2024"
    assert app.selectbox(key="choose_report").options == ["2023", "2024"]
    names = app.selectbox(key="choose_report_region").options
    assert "Pingshan County, Shijiazhuang" in names and not any(
        name.count("Shijiazhuang") > 1 for name in names
    )

"""Charts: exact on what is shown, light on the drawing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, pairwise

import pandas as pd
import plotly.graph_objects as go
import pytest
from comparing import DOZEN, INF, Frames, decades, figure, frames, report, training

from orgreports import figures, rulebook
from orgreports.cells import SOURCE_INCOMPLETE
from orgreports.comparison import compare
from orgreports.figures_coverage import coverage_shown
from orgreports.figures_dots import dots_shown, kind_shown
from orgreports.figures_frame import source_line, without_notes
from orgreports.figures_multiples import Aside, multiples_shown
from orgreports.figures_profile import profile_shown
from orgreports.figures_style import SMALL
from orgreports.figures_text import width
from orgreports.figures_time import over_time_shown
from orgreports.figures_time_boxes import HIGH, boxes, largest, words_of
from orgreports.figures_time_boxes import NAME as NAMED
from orgreports.figures_time_labels import labelled, spread

HEAD = "training_headcount"
ALL = tuple(rulebook.catalogue())


def years() -> Frames:
    """A province with a gap in its years, and a city with one figure of five years."""
    reports = [report(f"z{year}", "330000", year) for year in (2019, 2020, 2021, 2023)]
    reports += [report("h", "150100", 2018, 2022), report("c", "510100", 2021)]
    rows = [
        figure(f"z{year}", HEAD, f"{n}人次", n, "人次")
        for year, n in ((2019, 30), (2020, 25), (2021, 42), (2023, 50))
    ]
    return frames(reports, [*rows, figure("h", HEAD, "21余人次", 21, "人次", upper=22, bound="above")])


def test_dots_show_quote_group_interval_and_place() -> None:
    shown = dots_shown(compare(training(), [HEAD]), "zh")
    (panel,) = shown.panels
    assert [block.title for block in panel.blocks] == ["按人次计", "按人数计"]
    first = panel.marks[0]
    assert (first.name, first.period, first.said, first.group) == (
        "成都",
        "2024",
        "超\u200990\u2009万人次",
        "干部",
    )
    assert (first.value, first.lower, first.upper) == (900000, 900000, INF)
    assert first.place == ("chengdu", 10, 16, HEAD, "510100")
    assert [one.name for one in panel.marks] == ["成都", "呼和浩特", "巴中", "四川", "浙江"]
    assert panel.axis.low == 0 and panel.axis.high > 900000
    assert panel.axis.ticks[1] == (250000, "25万")


def test_english_words_keep_the_quote_beside_them() -> None:
    first = dots_shown(compare(training(), [HEAD]), "en").panels[0].marks[0]
    assert (first.said, first.quote) == ("more than 900,000 person-times", "超\u200990\u2009万人次")


def test_overlapping_marks_are_bracketed() -> None:
    shown = dots_shown(compare(training(), [HEAD], per="capita"), "en")
    block = shown.panels[0].blocks[0]
    assert [(b.first, b.last, b.words) for b in block.brackets] == [(0, 1, "order open")]
    plain = dots_shown(compare(training(), [HEAD]), "en")
    assert all(
        block.brackets == () for block in plain.panels[0].blocks
    )  # persons and person-times stand apart


def test_regions_without_a_figure_are_marked() -> None:
    shown = dots_shown(compare(training(), ["talent_total"]), "en")
    assert {(one.name, one.words) for one in shown.absent} == {
        ("Hohhot", "not reported"),
        ("Sichuan", "source incomplete"),
        ("Chengdu", "mentioned, no figure"),
        ("Bazhong", "not reported"),
    }
    assert SOURCE_INCOMPLETE in {one.status for one in shown.absent}


def test_a_chart_without_any_figure_says_so() -> None:
    shown = dots_shown(compare(training(), ["party_posts"]), "en")
    assert (shown.panels, len(shown.absent)) == ((), 5)
    assert shown.words.title == "Grass-roots posts: no region reports a figure"


def test_kinds_have_axes_of_their_own_and_shares_run_to_100() -> None:
    data = frames(
        [report("c", "510100", 2024), report("b", "511900", 2024)],
        [
            figure("c", "cadre_promoted", "75%", 75, "%", kind="share"),
            figure("b", "cadre_promoted", "17名", 17, "名"),
            figure("b", "cadre_promoted", "43.1%", 43.1, "%", kind="share"),
        ],
    )
    counts, shares = dots_shown(compare(data, ["cadre_promoted"]), "en").panels
    assert (counts.title, [one.said for one in counts.marks]) == ("Counts", ["17 people"])
    assert (shares.title, [one.said for one in shares.marks]) == ("Shares", ["75%", "43.1%"])
    assert (shares.axis.low, shares.axis.high) == (0, 100)


def test_per_cent_and_percentage_points_never_share_an_axis() -> None:
    data = frames(
        [report("c", "510100", 2024)],
        [
            figure("c", HEAD, "5%", 5, "%", kind="change"),
            figure("c", HEAD, "3个百分点", 3, "百分点", kind="change"),
            figure("c", "talent_total", "4%", 4, "%", kind="change"),
        ],
    )
    shown = kind_shown(compare(data, [HEAD, "talent_total"]), "change", "en")
    assert [(panel.title, [one.said for one in panel.marks]) for panel in shown.panels] == [
        ("Rise or fall: per cent", ["5%", "4%"]),
        ("Rise or fall: percentage points", ["3 percentage points"]),
    ]
    assert "only the size is drawn" in shown.words.reading


def test_multiples_keep_one_order_of_regions_and_say_what_is_of_another_kind() -> None:
    data = training()
    shown = multiples_shown(compare(data, [HEAD, "talent_total"]), "en")
    names = [row.name for row in shown.rows]
    assert names == ["Hohhot", "Zhejiang", "Sichuan", "Chengdu", "Bazhong"]
    trained, total = shown.columns
    assert [one.name for one in trained.marks] == ["Hohhot", "Chengdu", "Bazhong"]  # persons stand apart
    apart = {one.mark.name: one.kind for one in trained.cells if isinstance(one, Aside)}
    assert apart == dict.fromkeys(["Zhejiang", "Sichuan"], "another unit, not drawn")
    assert [one.name for one in total.marks] == ["Zhejiang"]
    assert "each indicator has its own axis" in shown.words.reading


def test_multiples_draw_no_share_on_an_axis_of_counts() -> None:
    data = frames(
        [report("c", "510100", 2024), report("b", "511900", 2024), report("h", "150100", 2024)],
        [
            figure("c", HEAD, "75%", 75, "%", kind="share"),
            figure("b", HEAD, "17名", 17, "名"),
            figure("h", HEAD, "18名", 18, "名"),
        ],
    )
    column = multiples_shown(compare(data, [HEAD]), "en").columns[0]
    assert isinstance(column.cells[0], Aside) and column.cells[0].kind == "share"


def test_lines_break_at_gaps_and_long_periods_are_spans() -> None:
    shown = over_time_shown(compare(years(), [HEAD]), "zh")
    (panel,) = shown.panels
    zhejiang, hohhot = panel.lines
    assert [point.first for point in zhejiang.points] == [2019, 2020, 2021, 2023]
    assert zhejiang.links == ((0, 1), (1, 2))
    assert [(point.first, point.last) for point in hohhot.points] == [(2018, 2022)] and hohhot.links == ()
    assert (shown.first, shown.last, [one.name for one in shown.absent]) == (2018, 2023, ["成都"])


def test_a_plan_is_told_and_does_not_stretch_the_years() -> None:
    data = years()
    plan = figure("z2023", HEAD, "90人次", 90, "人次", start=50, period_start=2030, period_end=2030)
    own = frames(data.reports.to_dict("records"), [*data.observations.to_dict("records"), plan])
    shown = over_time_shown(compare(own, [HEAD]), "en")
    assert (shown.first, shown.last) == (2018, 2023)
    assert ("Zhejiang", "2030", "a plan: 90 person-times") in {
        (o.name, o.period, o.words) for o in shown.absent
    }
    assert figures.file_stem(compare(own, [HEAD]), "en").endswith("2018-2023")
    narrow = figures.over_time(compare(own, [HEAD], ["330000"]), "en", width=280)
    (told,) = [one for one in narrow.layout.annotations if "a plan: 90" in one.text]
    assert narrow.layout.margin.l + told.xshift + width(told.text, 14) <= 280
    both = compare(own, [HEAD, "talent_total"])
    assert "2030" not in {row.period for row in multiples_shown(both, "en").rows}
    alone = compare(own, [HEAD], regions=["330000"])
    assert [cell.key.period_end for cell in alone.cells if cell.rank is None] == [2030]
    table = alone.table("en")
    assert table.loc[table["Period"] == "2030", ["Status", "Value"]].values.tolist() == [["a plan", 90]]


@pytest.mark.parametrize("pixels", [1080, 358])
def test_many_regions_have_a_box_each_and_none_lies_on_another(pixels: int) -> None:
    shown = over_time_shown(compare(decades(), [HEAD]), "en")
    assert shown.apart and "one box a region" in shown.words.reading
    assert not over_time_shown(compare(years(), [HEAD]), "en").apart
    for panel in shown.panels:
        places = boxes(shown, panel, pixels - 90)
        assert len(places) == len(panel.lines) == 12
        for one, other in combinations(places, 2):
            beside = one.left + one.width <= other.left or other.left + other.width <= one.left
            assert beside or abs(one.top - other.top) >= HIGH + NAMED
        for box, line in zip(places, panel.lines, strict=True):
            assert box.left >= 0 and box.left + box.width <= pixels - 90 + 1e-9
            for point in line.points:
                assert box.left < box.x(point.first) < box.left + box.width
                assert box.top <= box.y(point.mark.value) <= box.top + HIGH
            assert all(width(words_of(p), SMALL) <= box.width for p in (line.points[-1], largest(line)))


def test_boxes_share_a_scale_and_keep_every_figure_to_click_on() -> None:
    comparison = compare(decades(), [HEAD])
    shown = over_time_shown(comparison, "zh")
    places = boxes(shown, shown.panels[0], 1000)
    assert len({round(box.y(5000) - box.top, 6) for box in places}) == 1
    chart = figures.over_time(comparison, "zh")
    found = [tuple(place) for trace in chart.data for place in trace.customdata or ()]
    assert len(found) == len(set(found)) == 240
    assert len(chart.data) < 120  # a browser takes long over many traces


def test_a_line_that_would_be_flat_has_a_scale_of_its_own() -> None:
    data = years()
    large = data.observations.assign(value=data.observations["value"] * 100, report="s", region="510000")
    reports = [*data.reports.to_dict("records"), report("s", "510000", 2023)]
    rows = [*data.observations.to_dict("records"), *large.to_dict("records")]
    both = compare(frames(reports, rows), [HEAD])
    shown = over_time_shown(both, "en")
    assert shown.apart and shown.own and "own scale" in shown.words.reading
    for box, line in zip(boxes(shown, shown.panels[0], 900), shown.panels[0].lines, strict=True):
        assert box.y(largest(line).mark.value) - box.top < HIGH / 4, line.name
    assert not over_time_shown(both, "en", log=True).own
    assert not over_time_shown(compare(data, [HEAD]), "en").own
    assert figures.over_time(both, "zh").layout.height


def test_several_indicators_of_many_years_are_drawn_for_the_latest() -> None:
    data = decades()
    others = data.observations.assign(indicator="talent_total", start=50)
    both = compare(Frames(pd.concat([data.observations, others]), data.reports), [HEAD, "talent_total"])
    chart = figures.multiples(both, "en")
    drawn = {trace.customdata[0][0] for trace in chart.data if trace.customdata is not None}
    assert drawn == {f"{code}-2025" for code in DOZEN}
    said = " ".join(one.text for one in chart.layout.annotations)
    assert "Only the latest report" in said and "2024" not in said
    few = compare(training(), [HEAD, "talent_total"])
    assert "Only the latest report" not in " ".join(
        a.text for a in figures.multiples(few, "en").layout.annotations
    )


def test_the_latest_of_each_region_is_ranked_and_noted_anew() -> None:
    comparison = compare(decades(), [HEAD])
    latest = comparison.latest()
    assert {cell.key[2:] for cell in latest.cells} == {(2025, 2025)} and len(latest.cells) == 12
    assert {cell.rank.among for cell in latest.cells if cell.rank} == {12}
    assert "unit" not in {note.code for note in latest.notes} and len(latest.sources) == 12
    assert comparison.latest().latest() == latest


def test_beside_a_report_stand_those_of_the_nearest_years() -> None:
    data = decades()
    far = (data.reports["region"] == "510100") & (data.reports["period_start"] > 2010)
    near = compare(Frames(data.observations, data.reports[~far]), [HEAD]).beside(2012, 2012)
    assert {(one.region, one.period_end) for one in near.sources} == {
        (code, 2010 if code == "510100" else 2012) for code in DOZEN
    }
    assert all(cell.rank.among <= 12 for cell in near.cells if cell.rank)


@pytest.mark.parametrize("draw", [figures.over_time, figures.dots])
@pytest.mark.parametrize("pixels", [1080, 358])
def test_many_years_without_a_figure_are_all_named(draw: Callable[..., go.Figure], pixels: int) -> None:
    data = decades()
    silent = data.observations["region"].isin(["510100", "511900"]) & (
        data.observations["period_start"] < 2015
    )
    chart = draw(compare(Frames(data.observations[~silent], data.reports), [HEAD]), "en", width=pixels)
    said = next(one for one in chart.layout.annotations if "Chengdu 2006–2014" in one.text)
    assert said.text.replace("<br>", " ") == "Chengdu 2006–2014; Bazhong 2006–2014"
    assert sum(1 for one in chart.layout.annotations if one.text == "<b>not reported</b>") == 1


def test_a_figure_is_written_where_it_hides_none() -> None:
    data = frames(
        [report(f"{code}{year}", code, year) for code in ("330000", "510000") for year in (2022, 2023, 2024)],
        [
            figure(f"{code}{year}", HEAD, f"{n}人次", n, "人次")
            for code, values in (("330000", (10, 50, 90)), ("510000", (88, 48, 85)))
            for year, n in zip((2022, 2023, 2024), values, strict=True)
        ],
    )
    shown = over_time_shown(compare(data, [HEAD]), "zh")
    written = [point.mark.said for point, _ in labelled(shown.panels[0], shown, 600)]
    assert "90\u2009人次" in written and "88\u2009人次" in written
    assert "85\u2009人次" not in written  # it would stand on the mark of 90


@pytest.mark.parametrize("heights", [[100.0, 98, 3], [4.0, 2, 0], [120.0, 119, 118], [50.0]])
def test_names_of_lines_are_moved_apart_inside_the_plot(heights: list[float]) -> None:
    moved = spread(heights, 18, 100)
    assert all(a - b >= 18 for a, b in pairwise(moved))
    assert min(moved) >= 0 and max(moved) <= 100


def test_the_chart_is_chosen_by_what_is_compared() -> None:
    assert figures.has_years(compare(years(), [HEAD]))
    assert not figures.has_years(compare(training(), [HEAD]))
    data = training()
    earlier = report("chengdu-2023", "510100", 2023)
    more = frames([earlier], [figure("chengdu-2023", HEAD, "80万人次", 800000, "人次")])
    both = compare(Frames(*(pd.concat(parts) for parts in zip(data, more, strict=True))), [HEAD])
    assert not figures.has_years(both)  # of one region in five
    said = " ".join(one.text for one in figures.chart(both, "en").layout.annotations)
    assert "Only the latest report" in said and "800,000" not in said


def test_coverage_has_a_word_in_every_box() -> None:
    shown = coverage_shown(compare(training(), ALL), "en")
    assert (len(shown.columns), len(shown.rows)) == (5, 21)
    assert all(box.said for row in shown.rows for box in row.boxes)
    assert [row.topic for row in shown.rows if row.topic] == [
        "Talent",
        "Training",
        "Cadres",
        "Party building",
        "Governance",
    ]
    row = next(row for row in shown.rows if row.name == "People trained")
    assert [box.status for box in row.boxes] == ["reported"] * 5


def test_a_profile_holds_a_region_against_figures_of_the_same_unit() -> None:
    shown = profile_shown(compare(training(), [HEAD, "talent_total"]), ("510100", 2024, 2024), "en")
    (strip,) = shown.strips
    assert strip.own.said == "more than 900,000 person-times"
    assert [one.name for one in strip.others] == ["Hohhot", "Bazhong"]
    assert [(one.name, one.words) for one in shown.absent] == [("Talent total", "mentioned, no figure")]


def test_titles_and_notes_say_what_was_derived() -> None:
    shown = dots_shown(compare(training(), [HEAD], per="capita"), "en")
    assert shown.words.title == "People trained per 10,000 residents"
    assert any("7th national census" in line for line in shown.words.notes)
    assert shown.panels[0].marks[0].said == "over 609 person-times"


def test_the_source_line_names_reports_and_dates() -> None:
    source = dots_shown(compare(training(), [HEAD]), "en").words.source
    assert "chengdu报 2025-01-02" in source and source.startswith("Sources: ")


def test_the_source_line_of_many_reports_names_regions_and_years() -> None:
    data = decades()
    kept = data.reports[~((data.reports["region"] == "510100") & (data.reports["period_start"] == 2010))]
    source = source_line(compare(Frames(data.observations, kept), [HEAD]).sources, "en")
    assert source.startswith("Sources: 239 reports: ") and "Bazhong 2006–2025" in source
    assert "Chengdu 2006–2009 and 2011–2025" in source and "510100-2006" not in source


def test_a_chart_of_one_kind_has_the_notes_and_sources_of_what_it_draws() -> None:
    shown = kind_shown(compare(training(), [HEAD, "talent_total"]), "change", "en")
    assert (shown.words.notes, shown.words.source) == ((), "Sources: bazhong报 2025-01-02")


def test_on_a_page_that_lists_the_notes_the_chart_keeps_them_for_its_picture() -> None:
    whole = figures.dots(compare(training(), [HEAD]), "en")
    bare = without_notes(whole)
    said, left = (" ".join(one.text for one in chart.layout.annotations) for chart in (whole, bare))
    assert "is cut off" in said and "is cut off" not in left and "Sources" in left
    assert "is cut off" in bare.layout.meta["notes"]["text"]
    assert bare.layout.height == round(whole.layout.height - bare.layout.meta["room"])
    colours = [{one.text: one.font.color for one in chart.layout.annotations} for chart in (whole, bare)]
    assert colours[1].items() < colours[0].items()
    assert without_notes(bare) == bare


def test_words_for_those_who_do_not_see_the_chart() -> None:
    chart = figures.dots(compare(training(), ["talent_total"]), "en")
    told = figures.alternative(chart)
    assert "Zhejiang (2024) has 2 million people" in told
    assert "Not reported: Bazhong 2025 and Hohhot 2012–2023" in told or "not reported" in told.lower()


def test_marks_lead_to_their_evidence() -> None:
    chart = figures.dots(compare(training(), [HEAD]), "en")
    places = [list(trace.customdata[0]) for trace in chart.data if trace.customdata is not None]
    assert ["chengdu", 10, 16, HEAD, "510100"] in places and len(places) == 5


def test_file_names_say_indicator_regions_and_years() -> None:
    comparison = compare(training(), [HEAD], regions=["510100", "510000"])
    assert figures.png_name(comparison, "zh") == "培训人数_成都-四川_2023-2024.png"
    assert figures.png_name(comparison, "en") == "people-trained_chengdu-sichuan_2023-2024.png"
    assert figures.file_stem(compare(training(), ALL), "en") == "21-indicators_5-regions_2012-2025"
    assert figures.config("x", "zh")["toImageButtonOptions"] == {"format": "png", "scale": 2, "filename": "x"}

"""Charts: symbols, colours, contrasts, words that fit, and every chart drawn whole."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable

import plotly.graph_objects as go
import pytest
from common import ROOT
from comparing import figure, frames, report, training

from orgreports import figures, rulebook
from orgreports.comparison import Comparison, compare
from orgreports.figures_axes import axis
from orgreports.figures_dots import dots_shown
from orgreports.figures_profile import PALE
from orgreports.figures_style import OKABE_ITO, SYMBOLS, THEMES, Theme, look, pale
from orgreports.figures_text import html, shortened, width, wrapped
from orgreports.language import LANGUAGES

HEAD = "training_headcount"
STYLE = ROOT / "pages" / "style.css"
ALL = tuple(rulebook.catalogue())


def test_a_log_axis_holds_all_marks_off_its_ends() -> None:
    marks = dots_shown(compare(training(), [HEAD]), "en").panels[0].marks
    on = axis(marks, "count", "en", log=True)
    assert all(on.low < one.value < on.high for one in marks)
    assert all(math.log10(tick).is_integer() for tick, _ in on.ticks)
    assert compare(training(), [HEAD]).offers_log(HEAD)
    assert not compare(training(), ["talent_total"]).offers_log("talent_total")


def test_the_first_regions_differ_by_symbol_alone_and_all_by_look() -> None:
    order = [str(i) for i in range(560)]
    looks = [look(code, order, THEMES["light"]) for code in order]
    assert len({one.symbol for one in looks[: len(SYMBOLS)]}) == len(SYMBOLS)
    assert len({(one.colour, one.symbol) for one in looks[:80]}) == 80


def test_a_region_looks_the_same_whatever_is_chosen() -> None:
    whole = compare(training(), [HEAD])
    one = compare(training(), ["talent_total"], regions=["510100"])
    assert look("510100", whole.region_order, THEMES["light"]) == look(
        "510100", one.region_order, THEMES["light"]
    )


def _light(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    """The contrast of two colours by WCAG 2.2, from 1 to 21."""
    dark, light = sorted((_light(a), _light(b)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_words_can_be_read_on_every_ground(theme: Theme) -> None:
    for ground in (theme.paper, theme.empty, theme.doubt, theme.mentioned):
        assert contrast(theme.text, ground) >= 4.5, ground
    assert contrast(theme.ink, theme.reported) >= 4.5


def test_a_source_that_is_cut_off_can_be_seen() -> None:
    assert all(contrast(theme.doubt, theme.paper) > 1.25 for theme in THEMES.values())
    shares = re.findall(r"--incomplete: rgba\(240, 200, 60, ([\d.]+)\)", STYLE.read_text(encoding="utf-8"))
    for theme, share in zip(THEMES.values(), map(float, shares), strict=True):
        ground = pale("#f0c83c", theme.paper, share)
        assert contrast(ground, theme.paper) > 1.2 and contrast(pale(theme.ink, ground, 0.82), ground) >= 4.5


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_the_others_of_a_profile_are_faint_and_can_be_seen(theme: Theme) -> None:
    colours = [colour for colour in OKABE_ITO if contrast(colour, theme.paper) > 2]
    assert all(contrast(pale(one, theme.paper, PALE[theme.name]), theme.paper) > 1.4 for one in colours)


def test_the_palette_is_that_of_okabe_and_ito() -> None:
    assert {colour.lower() for colour in OKABE_ITO} == {
        "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#f0e442",
    }  # fmt: skip


def test_lines_fit_and_nothing_is_lost() -> None:
    words = "单位不同:成都、呼和浩特和巴中按人次计;四川和浙江按人数计。One counts “several” times (2023)."
    for room in (80, 150, 400):
        lines = wrapped(words, 14, room)
        assert "".join(lines).replace(" ", "") == words.replace(" ", "")
        assert all(width(line, 14) <= room + 14 for line in lines)
        assert not any(line[0] in ",。;:、)”" or line[-1] in "(“" for line in lines)


def test_a_shortened_text_fits_and_says_so() -> None:
    assert shortened("科级及以下干部和党员", 14, 80).endswith("…")
    assert width(shortened("科级及以下干部和党员", 14, 80), 14) <= 80
    assert shortened("干部", 14, 80) == "干部"


def test_words_of_reports_are_escaped() -> None:
    assert html("<b>&x", bold=True) == "<b>&lt;b&gt;&amp;x</b>"
    data = frames([report("c", "510100", 2024)], [figure("c", HEAD, "5人", 5, "人", group="<img src=x>")])
    drawn = figures.dots(compare(data, [HEAD]), "zh").update_layout(meta=None)  # plain words
    text = json.dumps(drawn.to_dict(), default=str)
    assert "<img" not in text and "&lt;img" in text


Chart = Callable[[Comparison, str, str, int], go.Figure]
CHARTS: dict[str, Chart] = {
    "dots": lambda c, lang, theme, pixels: figures.dots(c.of(HEAD), lang, theme, width=pixels),
    "log": lambda c, lang, theme, pixels: figures.dots(c.of(HEAD), lang, theme, log=True, width=pixels),
    "multiples": lambda c, lang, theme, pixels: figures.multiples(c, lang, theme, width=pixels),
    "over_time": lambda c, lang, theme, pixels: figures.over_time(c.of(HEAD), lang, theme, width=pixels),
    "shares": lambda c, lang, theme, pixels: figures.shares(c, lang, theme, width=pixels),
    "changes": lambda c, lang, theme, pixels: figures.changes(c, lang, theme, width=pixels),
    "coverage": lambda c, lang, theme, pixels: figures.coverage(c, lang, theme, width=pixels),
    "profile": lambda c, lang, theme, pixels: figures.profile(
        c, ("510100", 2024, 2024), lang, theme, width=pixels
    ),
}


@pytest.mark.parametrize("pixels", [1080, 360])
@pytest.mark.parametrize("theme", list(THEMES))
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("chart", list(CHARTS))
def test_every_chart_is_drawn_whole(chart: str, lang: str, theme: str, pixels: int) -> None:
    drawn = CHARTS[chart](compare(training(), ALL), lang, theme, pixels)
    assert drawn.layout.template.layout.paper_bgcolor == THEMES[theme].paper
    assert drawn.layout.width == pixels
    assert figures.alternative(drawn)
    for one in drawn.layout.annotations:
        if one.xref == "paper" and one.xanchor == "left" and one.x == 0:
            left = drawn.layout.margin.l + (one.xshift or 0)
            size = one.font.size
            for line in one.text.split("<br>"):
                assert left >= 0 and left + width(re.sub(r"<[^>]+>|&\w+;", "", line), size) <= pixels, (
                    one.text
                )
    for trace in drawn.data:
        if trace.marker.color is not None:
            assert re.fullmatch(r"#[0-9a-fA-F]{6}|rgba\(.*\)", trace.marker.color)


def test_no_chinese_in_an_english_chart_but_quotes_groups_and_sources() -> None:
    chart = figures.dots(compare(training(), [HEAD]), "en")
    for one in chart.layout.annotations:
        if "Sources" not in one.text:
            plain = re.sub(r'<span style="color[^>]*>.*?</span>|".*?"', "", one.text)
            assert not re.search(r"[\u4e00-\u9fff]", plain), one.text


def test_no_comparison_is_too_strange_to_draw() -> None:
    zero = frames([report("c", "510100", 2024)], [figure("c", HEAD, "0人", 0, "人")])
    for log in (False, True):
        figures.dots(compare(zero, [HEAD]), "zh", log=log)
        figures.over_time(compare(zero, [HEAD]), "zh", log=log)
    figures.shares(compare(zero, [HEAD]), "en")
    figures.profile(compare(zero, [HEAD]), ("510100", 2024, 2024), "en")
    figures.coverage(compare(zero, [HEAD], regions=[]), "en")

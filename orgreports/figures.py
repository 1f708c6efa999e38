"""Charts of a comparison, as plotly figures in a language and a theme.

Each is made in two steps: what is shown (a named tuple; tests hold it exactly), then its drawing. Every
figure carries its words for those who don't see it (``alternative``); a mark's ``customdata`` is its
``figures_marks.Place``, so that a click can lead to the evidence. ``width`` is in pixels; below
``figures_frame.NARROW`` names stand above their marks.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import plotly.graph_objects as go

from orgreports.comparison import Comparison
from orgreports.figures_coverage import coverage_shown, draw_coverage
from orgreports.figures_dots import dots_shown, kind_shown
from orgreports.figures_dots_drawing import draw_dots
from orgreports.figures_frame import WIDTH, Words
from orgreports.figures_multiples import draw_multiples, multiples_shown
from orgreports.figures_profile import draw_profile, profile_shown
from orgreports.figures_time import over_time_shown
from orgreports.figures_time_drawing import draw_over_time
from orgreports.language import indicator, period, region, text

ROWS = 40  # regions and periods that several indicators are drawn for; of more, the latest of each region
NAMED = 3  # more indicators or regions than that are counted in a file name, not named


def chart(
    comparison: Comparison, lang: str, theme: str = "light", *, log: bool = False, width: int = WIDTH
) -> go.Figure:
    """The chart that fits what is compared.

    Several indicators are small multiples; one indicator is drawn over time where half of the regions and
    more have figures of several years, else as dots, of the latest report of each region.
    """
    if len(comparison.indicators) > 1:
        return multiples(comparison, lang, theme, log=log, width=width)
    if has_years(comparison):
        return over_time(comparison, lang, theme, log=log, width=width)
    latest, told = _latest_of_each(comparison.of(comparison.indicators[0]), lang)
    return _dots(latest, lang, theme, log=log, width=width, told=told)


def has_years(comparison: Comparison) -> bool:
    """Whether half of the regions and more have figures of several periods for the first indicator."""
    cells = comparison.of(comparison.indicators[0]).cells
    periods = Counter(cell.key.region for cell in cells if cell.shown)
    return bool(periods) and 2 * sum(count > 1 for count in periods.values()) >= len(periods)


def dots(
    comparison: Comparison, lang: str, theme: str = "light", *, log: bool = False, width: int = WIDTH
) -> go.Figure:
    """One indicator across regions: a dot for each figure, its interval, and the regions that have none."""
    return _dots(comparison, lang, theme, log=log, width=width)


def _dots(
    comparison: Comparison, lang: str, theme: str, *, log: bool, width: int, told: str = ""
) -> go.Figure:
    """Dots; ``told`` begins the words on how to read them."""
    shown = dots_shown(comparison, lang, log=log)
    shown = shown._replace(words=_beginning(shown.words, told))
    drawn = draw_dots(shown, comparison.region_order, lang, theme, width)
    return _told(drawn, shown.in_words(lang), comparison)


def multiples(
    comparison: Comparison, lang: str, theme: str = "light", *, log: bool = False, width: int = WIDTH
) -> go.Figure:
    """Several indicators side by side, each with its own axis, the regions in the same order throughout."""
    comparison, told = _drawable(comparison, lang)
    shown = multiples_shown(comparison, lang, log=log)
    shown = shown._replace(words=_beginning(shown.words, told))
    drawn = draw_multiples(shown, comparison.region_order, lang, theme, width)
    return _told(drawn, shown.in_words(lang), comparison)


def over_time(
    comparison: Comparison, lang: str, theme: str = "light", *, log: bool = False, width: int = WIDTH
) -> go.Figure:
    """One indicator by year: lines through yearly figures, broken at gaps; bars over several years."""
    shown = over_time_shown(comparison, lang, log=log)
    drawn = draw_over_time(shown, comparison.region_order, lang, theme, width)
    return _told(drawn, shown.in_words(lang), comparison)


def shares(comparison: Comparison, lang: str, theme: str = "light", *, width: int = WIDTH) -> go.Figure:
    """The percentages of all indicators of the comparison, each on an axis from 0 to 100."""
    comparison, told = _drawable(comparison, lang)
    shown = kind_shown(comparison, "share", lang)
    shown = shown._replace(words=_beginning(shown.words, told))
    drawn = draw_dots(shown, comparison.region_order, lang, theme, width)
    return _told(drawn, shown.in_words(lang), comparison)


def changes(comparison: Comparison, lang: str, theme: str = "light", *, width: int = WIDTH) -> go.Figure:
    """Growth and decline of all indicators; per cent and percentage points never on one axis."""
    comparison, told = _drawable(comparison, lang)
    shown = kind_shown(comparison, "change", lang)
    shown = shown._replace(words=_beginning(shown.words, told))
    drawn = draw_dots(shown, comparison.region_order, lang, theme, width)
    return _told(drawn, shown.in_words(lang), comparison)


def _drawable(comparison: Comparison, lang: str) -> tuple[Comparison, str]:
    """What of a comparison is drawn where each region and period has a row, and words for what is not."""
    if len({cell.key[1:] for cell in comparison.cells}) <= ROWS:
        return comparison, ""
    return _latest_of_each(comparison, lang)


def _latest_of_each(comparison: Comparison, lang: str) -> tuple[Comparison, str]:
    """The latest report of each region, and words for the years that are left out."""
    latest = comparison.latest()
    return latest, text("chart.latest", lang) if len(latest.cells) < len(comparison.cells) else ""


def _beginning(around: Words, told: str) -> Words:
    return around._replace(reading=told + around.reading)


def has_kind(comparison: Comparison, kind: str) -> bool:
    """Whether the comparison holds figures of a kind: ``share``, ``change``, ``mean`` …"""
    return any(figure.kind == kind for cell in comparison.cells for figure in cell.headlines)


def coverage(comparison: Comparison, lang: str, theme: str = "light", *, width: int = WIDTH) -> go.Figure:
    """Who reports what: every indicator of the comparison by every region and period."""
    shown = coverage_shown(comparison, lang)
    drawn = draw_coverage(shown, lang, theme, width)
    return _told(drawn, shown.in_words(lang), comparison)


def profile(
    comparison: Comparison,
    place: tuple[str, int, int],
    lang: str,
    theme: str = "light",
    *,
    width: int = WIDTH,
) -> go.Figure:
    """One region and period (code, first and last year) beside the others, an indicator a row."""
    shown = profile_shown(comparison, place, lang)
    drawn = draw_profile(shown, comparison.region_order, lang, theme, width)
    return _told(drawn, shown.in_words(lang), comparison)


def _told(figure: go.Figure, words: str, comparison: Comparison) -> go.Figure:
    """The chart with its words, and the places of its figures, which a picture of it carries along."""
    found = {
        (figure.report, figure.start, figure.end, figure.quote)
        for cell in comparison.cells
        for figure in cell.headlines
    }
    return figure.update_layout(meta={"alternative": words, "figures": [list(one) for one in sorted(found)]})


def alternative(figure: go.Figure) -> str:
    """What a chart shows, in plain sentences."""
    return str(figure.layout.meta["alternative"])


def file_stem(comparison: Comparison, lang: str) -> str:
    """A file name without suffix that says indicators, regions and years: 培训人数_成都-四川_2023-2024."""
    names = [indicator(code, lang) for code in comparison.indicators]
    places = [region(code, lang) for code in comparison.regions]
    parts = [
        "-".join(names) if len(names) <= NAMED else text("file.indicators", lang, count=len(names)),
        "-".join(places) if len(places) <= NAMED else text("file.regions", lang, count=len(places)),
    ]
    years = [year for cell in comparison.cells if not cell.plan for year in cell.key[2:] if year]
    if years:
        parts.append(period(min(years), max(years)).replace("–", "-"))
    return "_".join(part.replace(" ", "-").replace("/", "-").lower() for part in parts)


def png_name(comparison: Comparison, lang: str) -> str:
    """The name of the PNG of a comparison's chart."""
    return file_stem(comparison, lang) + ".png"


def config(stem: str, lang: str) -> dict[str, Any]:
    """Plotly's configuration: no bar of its own, since the page has a button that saves ``stem``.png."""
    locale = "zh-CN" if lang == "zh" else "en"
    return {
        "displaylogo": False,
        "displayModeBar": False,
        "toImageButtonOptions": {"format": "png", "scale": 2, "filename": stem},
        "responsive": False,
        "locale": locale,
        "locales": {locale: {"dictionary": {}, "format": {}}},
    }

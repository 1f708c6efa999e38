"""Charts of a comparison, as plotly figures in a language and a theme.

Each is made in two steps: what is shown (a named tuple; tests hold it exactly), then its drawing. Every
figure carries its words for those who don't see it (``alternative``); a mark's ``customdata`` is its
``figures_marks.Place``, so that a click can lead to the evidence.
"""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from orgreports.comparison import Comparison
from orgreports.figures_dots import dots_shown, kind_shown
from orgreports.figures_dots_drawing import draw_dots
from orgreports.figures_frame import WIDTH
from orgreports.language import indicator, period, region, text

NAMED = 3  # more indicators or regions than that are counted in a file name, not named


def dots(
    comparison: Comparison, lang: str, theme: str = "light", *, log: bool = False, width: int = WIDTH
) -> go.Figure:
    """One indicator across regions: a dot for each figure, its interval, and the regions that have none."""
    shown = dots_shown(comparison, lang, log=log)
    return _told(draw_dots(shown, comparison.region_order, lang, theme, width), shown.in_words(lang))


def shares(comparison: Comparison, lang: str, theme: str = "light", *, width: int = WIDTH) -> go.Figure:
    """The percentages of all indicators of the comparison, each on an axis from 0 to 100."""
    shown = kind_shown(comparison, "share", lang)
    return _told(draw_dots(shown, comparison.region_order, lang, theme, width), shown.in_words(lang))


def changes(comparison: Comparison, lang: str, theme: str = "light", *, width: int = WIDTH) -> go.Figure:
    """Growth and decline of all indicators; per cent and percentage points never on one axis."""
    shown = kind_shown(comparison, "change", lang)
    return _told(draw_dots(shown, comparison.region_order, lang, theme, width), shown.in_words(lang))


def _told(figure: go.Figure, words: str) -> go.Figure:
    figure.update_layout(meta={"alternative": words})
    return figure


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
    years = [year for cell in comparison.cells for year in cell.key[2:] if year]
    if years:
        parts.append(period(min(years), max(years)).replace("–", "-"))
    return "_".join(part.replace(" ", "-").replace("/", "-").lower() for part in parts)


def png_name(comparison: Comparison, lang: str) -> str:
    """The name of the PNG of a comparison's chart."""
    return file_stem(comparison, lang) + ".png"


def config(comparison: Comparison, lang: str) -> dict[str, Any]:
    """Plotly's configuration: a camera that saves a PNG of twice the size under our name, nothing else."""
    words = text("chart.save", lang)
    locale = "zh-CN" if lang == "zh" else "en"
    return {
        "displaylogo": False,
        "displayModeBar": True,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "scale": 2, "filename": file_stem(comparison, lang)},
        "responsive": False,
        "locale": locale,
        "locales": {
            locale: {"dictionary": {"Download plot as a PNG": words, "Download plot": words}, "format": {}}
        },
    }

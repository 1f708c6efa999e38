"""How charts look: two themes, colours and symbols of regions, type, and the template that sets them all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import plotly.graph_objects as go

FONT = '"Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif'
TITLE, BODY, SMALL = 20, 14, 11.5  # the three type sizes, in pixels
LINE = 1.3  # plotly's distance between lines, in type sizes

# Okabe and Ito (2008), in an order in which neighbours differ in lightness too; the last is the ink.
OKABE_ITO = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#F0E442")
SYMBOLS = (
    "circle",
    "square",
    "diamond",
    "triangle-up",
    "cross",
    "triangle-down",
    "star",
    "hexagon",
    "x",
    "pentagon",
)

SIZES = {
    "square": 0.9,
    "triangle-up": 1.15,
    "triangle-down": 1.15,
    "star": 1.25,
    "x": 0.9,
}  # to the eye alike


class Theme(NamedTuple):
    """The colours of a theme; ``text`` is the grey of words (contrast over 4.5), ``grey`` that of lines."""

    name: str
    paper: str
    ink: str
    text: str
    grey: str
    rule: str
    reported: str  # ground of a cell with a figure
    empty: str  # ground of a cell without one
    doubt: str  # ground of a cell whose source is cut off
    mentioned: str  # ground of a cell whose words occur without a figure


THEMES = {
    "light": Theme(
        "light",
        "#ffffff",
        "#1f2933",
        "#596675",
        "#7b8794",
        "#e4e7eb",
        "#d9e9f5",
        "#f4f6f8",
        "#f9e29a",
        "#ece8f4",
    ),
    "dark": Theme(
        "dark",
        "#12181f",
        "#e4e7eb",
        "#9aa5b1",
        "#7b8794",
        "#2b343f",
        "#1d3a52",
        "#1a222b",
        "#3d3518",
        "#2f2a41",
    ),
}


class Look(NamedTuple):
    """How a region looks in every chart."""

    colour: str
    symbol: str


def look(region: str, order: Sequence[str], theme: Theme) -> Look:
    """The colour and symbol of a region by its place in the corpus; no two of the first 560 are alike.

    The symbol says alone who it is for the first ten; colours come again after eight.
    """
    i = order.index(region) if region in order else len(order)
    colours = (*OKABE_ITO, theme.ink)
    turn = i // (len(colours) * len(SYMBOLS))
    return Look(colours[i % len(colours)], SYMBOLS[(i + i // 40 + turn) % len(SYMBOLS)])


def faded(colour: str, alpha: float) -> str:
    """A colour with transparency: ``#0072B2`` as ``rgba(0,114,178,0.3)``."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha:g})"


def pale(colour: str, paper: str, share: float) -> str:
    """A colour mixed with the paper, ``share`` of it left; it hides what is behind, as alpha does not."""
    parts = ((int(colour[i : i + 2], 16), int(paper[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in parts)


def template(theme: Theme) -> go.layout.Template:
    """Every colour and font that a chart could take from elsewhere.

    Inside Streamlit plotly's own default holds placeholder colours, which a PNG draws as black.
    """
    axis = {
        "gridcolor": theme.rule, "linecolor": theme.grey, "zeroline": False, "showline": False,
        "tickfont": {"color": theme.text, "size": SMALL}, "ticks": "", "fixedrange": True,
    }  # fmt: skip
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "color": theme.ink, "size": BODY},
            "paper_bgcolor": theme.paper,
            "plot_bgcolor": theme.paper,
            "colorway": list(OKABE_ITO),
            "xaxis": axis,
            "yaxis": axis,
            "showlegend": False,
            "hovermode": "closest",
            "hoverlabel": {
                "align": "left", "bgcolor": theme.paper, "bordercolor": theme.grey,
                "font": {"family": FONT, "color": theme.ink, "size": BODY},
            },
            "annotationdefaults": {"showarrow": False, "font": {"color": theme.ink}},
        }
    )  # fmt: skip

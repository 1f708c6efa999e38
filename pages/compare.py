"""Regions side by side: charts of one or several indicators, what to mind, and the table behind them."""

from collections.abc import Hashable

import streamlit as st

from orgreports import dashboard_choice as choice
from orgreports import dashboard_compare as show
from orgreports import dashboard_frame as frame
from orgreports import export, figures
from orgreports.comparison import Comparison
from orgreports.dashboard_method import FILES
from orgreports.dashboard_pictures import pictures_button
from orgreports.dashboard_scope import CELLS, is_large
from orgreports.export_xlsx import comparison_workbook

OTHER_KINDS = {
    "share": figures.shares,
    "change": figures.changes,
}  # what several indicators leave to a chart of its own


def controls(page: frame.Page, log_offered: bool) -> None:
    """Everything that can be chosen, in one row."""
    large = is_large(page.corpus.reports)
    with st.container(key="controls"):
        places = st.columns([2.2, 1.4, 2, 1.3, 1.4, 1.1] if large else [2.4, 2, 1.4, 1.4, 1.1])
    with places[0]:
        choice.pick_indicators(page)
    if large:
        with places[1]:
            choice.pick_area(page)
    with places[-4]:
        choice.pick_regions(page)
    with places[-3]:
        choice.pick_years(page)
    with places[-2]:
        choice.pick_per(page)
    with places[-1]:
        choice.pick_scale(page, offered=log_offered)


def charts(page: frame.Page, comparison: Comparison, name: str, log: bool, what: Hashable) -> None:
    """The chart that fits, and with several indicators those of their shares and changes.

    ``what`` says what is compared, so that a chart drawn before serves again.
    """
    kinds = [
        (kind, draw)
        for kind, draw in OTHER_KINDS.items()
        if len(comparison.indicators) > 1 and figures.has_kind(comparison, kind)
    ]
    with st.container(key="charts"):
        chart = frame.drawn(
            page,
            ("chart", what, log),
            lambda: figures.chart(comparison, page.lang, page.theme, log=log, width=page.width),
        )
        frame.draw(page, chart, name)
        for kind, draw in kinds:
            chart = frame.drawn(
                page,
                (kind, what),
                lambda draw=draw: draw(comparison, page.lang, page.theme, width=page.width),
            )
            frame.draw(page, chart, f"{name}_{kind}")
    if kinds:
        st.html(pictures_button(name, page.lang))


def saving(page: frame.Page, comparison: Comparison, name: str) -> None:
    """The buttons that save the table, alone or with all that is behind it."""
    address = frame.address_of(page, "compare")
    part = page.corpus.select(comparison.indicators, comparison.regions)
    with st.container(key="saving", horizontal=True):
        st.download_button(
            page.text("pages.compare.save_table"),
            data=lambda: export.comparison_csv(comparison, page.lang, address),
            file_name=f"{name}.csv",
            mime="text/csv",
            on_click="ignore",
            key="save_table",
        )
        st.download_button(
            page.text("pages.compare.save_workbook"),
            data=lambda: comparison_workbook(comparison, part, page.lang, address),
            file_name=f"{name}.xlsx",
            mime=FILES["xlsx"][1],
            on_click="ignore",
            key="save_workbook",
        )


page = frame.here()
shown = frame.scope_of(page, CELLS // max(1, len(page.view.indicators)))
comparison = frame.comparison(page, page.view.indicators, shown, per=page.view.per)
log_offered = any(map(comparison.offers_log, comparison.indicators))
st.title(page.text("pages.compare.title"))
controls(page, log_offered)
frame.say_scope(page, shown)
if comparison.indicators:
    name = figures.file_stem(comparison, page.lang)
    what = page.view.indicators, shown.regions, shown.periods, page.view.per
    charts(page, comparison, name, log_offered and page.view.scale == "log", what)
    saving(page, comparison, name)
    if notes := show.notes_html(comparison, page.lang):
        st.header(page.text("pages.compare.notes"))
        st.html(notes)
    st.header(page.text("pages.compare.table"))
    st.html(show.table_html(comparison, page.view))
else:
    st.info(page.text("pages.compare.choose"))

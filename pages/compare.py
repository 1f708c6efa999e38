"""Regions side by side: charts of one or several indicators, what to mind, and the table behind them."""

import streamlit as st

from orgreports import dashboard_choice as choice
from orgreports import dashboard_compare as show
from orgreports import dashboard_frame as frame
from orgreports import export, figures

page = frame.here()
view = page.view
st.title(page.text("pages.compare.title"))

comparison = frame.comparison(page, view.indicators, per=view.per)
log_offered = any(map(comparison.offers_log, comparison.indicators))
with st.container(key="controls"):
    places = st.columns([2.4, 2, 1.4, 1.4, 1.1])
    with places[0]:
        choice.pick_indicators(page)
    with places[1]:
        choice.pick_regions(page)
    with places[2]:
        choice.pick_years(page)
    with places[3]:
        choice.pick_per(page)
    with places[4]:
        choice.pick_scale(page, offered=log_offered)
if not view.indicators:
    st.info(page.text("pages.compare.choose"))
    st.stop()

name = figures.file_stem(comparison, page.lang)
log = view.scale == "log" and log_offered
with st.container(key="charts"):
    frame.draw(page, figures.chart(comparison, page.lang, page.theme, log=log, width=page.width), name)
    for kind, draw in (("share", figures.shares), ("change", figures.changes)):
        if len(comparison.indicators) > 1 and figures.has_kind(comparison, kind):
            frame.draw(page, draw(comparison, page.lang, page.theme, width=page.width), f"{name}_{kind}")

with st.container(key="saving", horizontal=True):
    st.html(show.picture_button(page.text("pages.compare.save_picture"), "charts"), width="content")
    st.download_button(
        page.text("pages.compare.save_table"),
        data=lambda: export.comparison_csv(comparison, page.lang),
        file_name=f"{name}.csv",
        mime="text/csv",
        on_click="ignore",
        key="save_table",
    )

st.header(page.text("pages.compare.notes"))
st.html(show.notes_html(comparison, page.lang))
st.header(page.text("pages.compare.table"))
st.html(show.table_html(comparison, view))

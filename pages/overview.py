"""What each region reports: three cards, and every headline in a grid of indicators by regions."""

import streamlit as st

from orgreports import dashboard_choice as choice
from orgreports import dashboard_frame as frame
from orgreports import dashboard_grid as show
from orgreports.dashboard_scope import COLUMNS
from orgreports.rulebook import catalogue

CARDS = ("talent_total", "training_headcount", "cadre_promoted")

page = frame.here()
shown = frame.scope_of(page, COLUMNS)
comparison = frame.comparison(page, list(catalogue()), shown)

st.title(page.text("pages.overview.title"))
part = page.corpus.select(reports=[source.report for source in comparison.sources])
st.html(show.lead(comparison, part.ledger, page.lang))
choice.pick_regions_and_years(page)
frame.say_scope(page, shown)
if comparison.sources:
    st.html(show.cards_html(show.cards(comparison, CARDS, page.view), page.lang))
    st.html(show.grid_html(show.grid(comparison, page.view), page.lang))
    st.html(show.legend_html(page.lang))
else:
    st.info(page.text("pages.empty.no_match"))

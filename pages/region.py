"""One region: its report at a glance, against the others, and all its figures by topic."""

import streamlit as st

from orgreports import dashboard_choice as choice
from orgreports import dashboard_evidence as evidence
from orgreports import dashboard_frame as frame
from orgreports import dashboard_region as show
from orgreports import figures
from orgreports.dashboard_compare import notes_html
from orgreports.dashboard_scope import is_large, peers
from orgreports.rulebook import catalogue

page = frame.here()
title = st.empty()
with st.container(key="controls"):
    left, _ = st.columns([1, 1] if is_large(page.corpus.reports) else [1, 2])
with left:
    report = choice.pick_report(page)
title.title(choice.say_report(page)(report))

found = evidence.figures_of(page.corpus.select(reports=[report]).observations, report)
st.html(evidence.report_html(page.corpus.reports, report, page.lang))
st.html(show.facts_html(page.corpus.reports, report, found, page.lang))
readable = page.corpus.original_path(report) is not None
st.html(show.ways_html(page.corpus.reports, report, readable, page.view))

st.header(page.text("pages.region.against"))
others = peers(page.corpus.reports, report)
frame.say_scope(page, others)
place = show.place_of(page.corpus.reports, report)
comparison = frame.beside(page, list(catalogue()), others, *place[1:])
with st.container(key="charts"):
    chart = frame.drawn(
        page,
        ("profile", report),
        lambda: figures.profile(comparison, place, page.lang, page.theme, width=page.width),
    )
    frame.draw(page, chart, f"{report}_profile")
standings = show.standings(comparison, report)
st.html(show.standings_html(standings, page.view))
own = frame.beside(page, [standing.code for standing in standings], others, *place[1:])
if notes := notes_html(own, page.lang):
    st.header(page.text("pages.compare.notes"))
    st.html(notes)

st.header(page.text("pages.region.by_topic"))
st.html(show.topics_html(found, page.view))

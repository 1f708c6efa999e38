"""Where the figures of a report come from: each with its quote and place, in the text where it is at hand."""

import streamlit as st

from orgreports import dashboard_choice as choice
from orgreports import dashboard_evidence as show
from orgreports import dashboard_frame as frame
from orgreports.dashboard_reading import original as original_of
from orgreports.marking import paragraphs
from orgreports.models import Report

page = frame.here()
st.title(page.text("pages.evidence.title"))

with st.container(key="controls"):
    left, middle, right = st.columns([2, 2, 1.4], vertical_alignment="bottom")
with left:
    report = choice.pick_report(page)
part = page.corpus.select(reports=[report])
with middle:
    choice.pick_one(
        "indicator",
        page.text("pages.indicator"),
        ["", *show.indicators_of(part.observations, report)],
        choice.say_indicator(page.lang),
    )
view = frame.here().view
figures = show.figures_of(part.observations, report, view.indicator)
original = original_of(page, report)
with right:
    words = page.text("pages.evidence.show_excluded")
    excluded = st.toggle(words, disabled=not isinstance(original, Report))

st.html(show.report_html(page.corpus.reports, report, page.lang))
st.html(show.coverage_html(show.coverage(part.ledger, report), page.lang))
if not isinstance(original, Report):
    st.html(page.lead(f"pages.evidence.{'unreadable' if original else 'no_original'}"))
    st.html(show.figures_html(figures, view))
else:
    marks = show.figure_marks(figures, view)
    if excluded:
        marks += show.exclusion_marks(original.ledger, page.lang)
    text, beside = st.columns([3, 2])
    with text, st.container(key="reading"):
        if show.is_repaired(original):
            st.html(page.lead("pages.evidence.repaired"))
        st.html(show.text_html(paragraphs(original, marks)))
    with beside, st.container(key="beside", height=720):
        st.html(show.figures_html(figures, view, narrow=True))
        if derived := show.derived_of(original.derived, view.indicator):
            st.html(show.derived_html(derived, page.lang))

"""Where the figures of a report come from: each with its quote and place, in the text where it is at hand."""

import streamlit as st

from orgreports import dashboard_choice as choice
from orgreports import dashboard_evidence as show
from orgreports import dashboard_frame as frame
from orgreports.marking import paragraphs

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
original = frame.original(page, report)
with right:
    excluded = st.toggle(page.text("pages.evidence.show_excluded"), disabled=original is None)

st.html(show.report_html(page.corpus.reports, report, page.lang))
st.html(show.coverage_html(show.coverage(part.ledger, report), page.lang))
if original is None:
    st.html(f'<p class="lead">{page.text("pages.evidence.no_original")}</p>')
    st.html(show.figures_html(figures, view))
else:
    marks = show.figure_marks(figures, view)
    if excluded:
        marks += show.exclusion_marks(original.ledger, page.lang)
    text, beside = st.columns([3, 2])
    with text, st.container(key="reading"):
        st.html(show.text_html(paragraphs(original, marks)))
    with beside, st.container(key="beside", height=720):
        st.html(show.figures_html(figures, view, narrow=True))
        if derived := show.derived_of(original.derived, view.indicator):
            st.html(show.derived_html(derived, page.lang))

"""The words of the reports: what sets each apart, one word across them, and groups of words."""

import streamlit as st

from orgreports import dashboard_choice as choice
from orgreports import dashboard_frame as frame
from orgreports import dashboard_wording as show

page = frame.here()
terms = page.corpus.terms
chosen = choice.chosen_reports(page)
name = choice.say_report(page)

st.title(page.text("pages.wording.title"))
st.html(page.lead("pages.wording.lead"))
choice.pick_regions_and_years(page)

if not chosen:
    st.info(page.text("pages.empty.no_match"))
    st.stop()

st.header(page.text("pages.wording.apart"))
st.html(page.lead("pages.wording.apart_how"))
st.html(show.apart_html(show.apart(terms, chosen, page.lang), name))

st.header(page.text("pages.wording.across"))
left, _ = st.columns([1, 2])
with left:
    word = choice.pick_word(page, show.common_words(terms))
chosen_terms = terms[terms["report"].isin(chosen)]
st.html(show.bars_html(show.use(chosen_terms, word, name, page.lang)))

st.header(page.text("pages.wording.groups"))
st.html(page.lead("pages.wording.groups_how"))
st.html(show.groups_html(show.groups(chosen_terms, page.lang), name, page.lang))

"""The words of the reports: what sets each apart, one word across them, and groups of words."""

import streamlit as st

from orgreports import dashboard_choice as choice
from orgreports import dashboard_frame as frame
from orgreports import dashboard_wording as show
from orgreports.dashboard_scope import COLUMNS, is_large


def wording(page: frame.Page, reports: list[str]) -> None:
    """The words of the chosen reports; in a large corpus these alone are held against each other."""
    large = is_large(page.corpus.reports)
    every = page.corpus.select(reports=reports).terms if large else page.corpus.terms
    terms = every[every["report"].isin(reports)]
    name = choice.say_report(page)

    st.header(page.text("pages.wording.apart"))
    st.html(page.lead("pages.wording.apart_how"))
    key = "apart", tuple(reports), page.lang
    apart = frame.kept(page, key, lambda: show.apart(every, reports, page.lang))
    st.html(show.apart_html(apart, name))

    st.header(page.text("pages.wording.across"))
    left, _ = st.columns([1, 2])
    with left:
        word = choice.pick_word(page, show.common_words(every))
    st.html(show.bars_html(show.use(terms, word, name, page.lang)))

    st.header(page.text("pages.wording.groups"))
    st.html(page.lead("pages.wording.groups_how"))
    groups = frame.kept(page, ("groups", *key[1:]), lambda: show.groups(terms, page.lang))
    st.html(show.groups_html(groups, name, page.lang))


page = frame.here()
st.title(page.text("pages.wording.title"))
st.html(page.lead("pages.wording.lead"))
choice.pick_regions_and_years(page)
shown = frame.scope_of(page, COLUMNS)
frame.say_scope(page, shown)
if reports := choice.chosen_reports(page, shown):
    wording(page, reports)
else:
    st.info(page.text("pages.empty.no_match"))

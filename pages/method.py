"""Data and method: what the indicators and hedges mean, what was read, downloads, how to cite."""

import streamlit as st

from orgreports import dashboard_frame as frame
from orgreports import dashboard_method as show
from orgreports import export
from orgreports.markup import element

LISTED = 200  # reports in the table
DOWNLOADED = 5_000  # reports in a download at most: it is made in memory

page = frame.here()
corpus, base = page.corpus, frame.address_of(page, "method")
st.title(page.text("pages.method.title"))
st.html(page.lead("pages.method.lead"))

if not corpus.reports.empty:
    st.header(page.text("pages.method.reports"))
    st.html(page.lead("pages.method.reports_how"))
    first = corpus.reports.head(LISTED)
    ledger = corpus.select(reports=list(first["report"])).ledger
    if len(first) < len(corpus.reports):
        words = page.text("pages.scope.reports", shown=LISTED, all=f"{len(corpus.reports):,}")
        st.html(element("p", words, class_="lead"))
    st.html(show.covered_html(show.covered(first, ledger, page.lang), page.lang))

    st.header(page.text("pages.method.downloads"))
    large = len(corpus.reports) > DOWNLOADED
    st.html(page.lead("pages.scope.export" if large else "pages.method.downloads_how"))
    with st.container(horizontal=True, key="downloads"):
        for form, (name, mime) in () if large else show.FILES.items():
            st.download_button(
                page.text(f"pages.download.{form}"),
                data=lambda form=form: export.export_bytes(corpus, form, base),
                file_name=name,
                mime=mime,
                on_click="ignore",
                key=f"download_{form}",
            )

st.header(page.text("pages.method.catalogue"))
st.html(show.catalogue_html(page.lang))
st.header(page.text("pages.method.hedges"))
st.html(page.lead("pages.method.hedges_how"))
st.html(show.hedges_html(page.lang))
st.header(page.text("pages.method.cautions"))
st.html(show.notes_html(page.lang))
st.header(page.text("pages.method.cite"))
st.html(page.lead("pages.method.cite_how", versions=show.versions()))

"""Add a report: see what is in a file before it is stored; correct what is stored, and undo corrections."""

import streamlit as st

from orgreports import dashboard_add as show
from orgreports import dashboard_choice as choice
from orgreports import dashboard_frame as frame
from orgreports.dashboard_adding import account, closed, correct, remove, review, say_what_became
from orgreports.dashboard_frame import Page
from orgreports.markup import plain
from orgreports.models import OrgreportsError


def take_in(page: Page) -> None:
    """The places for files and text, and what was found in them."""
    state = st.session_state.setdefault("adding", {"done": [], "more": [], "round": 0})
    left, right = st.columns(2)
    with left:
        files = st.file_uploader(
            page.text("pages.add.files", most=st.get_option("server.maxUploadSize")),
            accept_multiple_files=True,
            key=f"files_{state['round']}",
        )
    with right:
        pasted = st.text_area(page.text("pages.add.paste"), height=120, key=f"pasted_{state['round']}")
    sample = show.sample(frame.ASSETS.parent / "data" / "samples")
    if sample and st.button(page.text("pages.add.sample"), key="sample"):
        state["more"].append(sample)

    incoming = [show.Incoming(file.name, file.getvalue()) for file in files]
    incoming += [show.Incoming(show.PASTED, pasted.encode())] if pasted.strip() else []
    incoming += state["more"]
    remaining = show.distinct(incoming, state["done"])
    if state["done"] and not remaining:  # all is stored or discarded: the places for files are empty anew
        state.update(done=[], more=[], round=state["round"] + 1)
        st.rerun()
    say_what_became(page)
    for file in remaining:
        with st.container(border=True):
            try:
                review(page, file)
            except OrgreportsError as error:
                st.error(f"{page.text('pages.add.unreadable')} {plain(str(error))}")


def amend(page: Page) -> None:
    """Corrections of a stored report, and its removal."""
    st.header(page.text("pages.add.stored"))
    with st.container(key="controls"):
        left, _ = st.columns([1, 2])
    with left:
        report = choice.pick_report(page)
    correct(page, report)
    remove(page, report)


page = frame.here()
st.title(page.text("pages.add.title"))
if page.access.may_change:
    st.html(page.lead("pages.add.lead_shared" if page.access.can_sign_in else "pages.add.lead"))
    account(page)
    take_in(page)
    if not page.corpus.reports.empty:
        amend(page)
else:
    closed(page)
    account(page)

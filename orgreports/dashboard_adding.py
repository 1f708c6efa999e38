"""The parts of the page that adds reports: a file under review, the table of corrections, the journal."""

from __future__ import annotations

from typing import Any

import streamlit as st

from orgreports import dashboard_add as show
from orgreports import rulebook
from orgreports.corpus import Corpus
from orgreports.dashboard_choice import say_report
from orgreports.dashboard_frame import Page, choose
from orgreports.dashboard_reading import read
from orgreports.language import text
from orgreports.markup import element, plain
from orgreports.models import OrgreportsError, Report


def closed(page: Page) -> None:
    """Say that this reader may not change anything, and offer the way to sign in where there is one."""
    st.html(page.lead("pages.add.closed"))
    if page.access.email:
        st.html(page.lead("pages.add.no_editor", email=page.access.email))
    elif page.access.can_sign_in and st.button(page.text("pages.add.sign_in"), type="primary", key="sign_in"):
        st.login()


def account(page: Page) -> None:
    """Who has signed in, and the way out."""
    if page.access.email:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(page.lead("pages.add.signed_in", email=page.access.email))
            if st.button(page.text("pages.add.sign_out"), key="sign_out"):
                st.logout()


def review(page: Page, file: show.Incoming) -> None:
    """What a file holds, its region and period to confirm, and whether to store it.

    Raises OrgreportsError for a file that cannot be read.
    """
    found = _parse(file.name, file.data, "", "")
    st.subheader(plain(file.name), anchor=False)
    told = st.container()  # what it is and what to look at comes first, though it depends on what is chosen
    left, right = st.columns(2)
    with left:
        region = _pick_region(page, file, found)
    with right:
        period = _pick_period(page, file, found)
    report = _parse(file.name, file.data, region, period)
    with told:
        st.html(show.facts_html(report, page.lang))
        for line in show.doubts(
            report, page.corpus.reports, page.lang, is_original=_lacks_original(page, report)
        ):
            st.warning(plain(line))
    with st.expander(page.text("pages.add.figures", count=len(report.observations))):
        st.html(show.figures_html(report, page.lang))
    with st.expander(page.text("pages.add.repairs")):
        st.html(show.repairs_html(report, page.lang))
    with st.expander(page.text("pages.add.ledger")):
        st.html(show.ledger_html(report, page.lang))
    _decide(page, file, found, report)


def _lacks_original(page: Page, report: Report) -> bool:
    """Whether the collection has the figures of this very file, but not its text."""
    known = page.corpus.reports
    names = known.loc[known["sha256"] == report.document.sha256, "report"]
    return len(names) > 0 and page.corpus.original_path(str(names.iloc[0])) is None


def _decide(page: Page, file: show.Incoming, found: Report, report: Report) -> None:
    """Store the report or leave it; ``found`` is what was read without a choice of region and period."""
    region, period = report.outline.region, report.outline.period
    ready = bool(region and period)
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(page.text("pages.add.save"), key=f"save_{file.key}", type="primary", disabled=not ready):
            given = {"region": region if region != found.outline.region else "",
                     "period": period if period != found.outline.period else ""}  # fmt: skip
            name = page.corpus.add(report, file.data, **given, who=page.access.email)
            choose(report=name)
            _done(file, page.text("pages.add.saved", report=say_report(page)(name)), name)
        if st.button(page.text("pages.add.discard"), key=f"discard_{file.key}"):
            _done(file)
        if not ready:
            st.html(element("span", page.text("pages.add.not_ready"), class_="small"))


def _pick_region(page: Page, file: show.Incoming, found: Report) -> str:
    options = show.region_options(found.outline.regions)
    key = f"region_{file.key}"
    st.session_state.setdefault(key, found.outline.region or None)
    chosen = st.selectbox(
        page.text("pages.add.region"),
        options,
        index=None,
        format_func=lambda code: show.say_region(code, page.lang),
        placeholder=page.text("pages.add.choose_region"),
        key=key,
    )
    return chosen or ""


def _pick_period(page: Page, file: show.Incoming, found: Report) -> str:
    key = f"period_{file.key}"
    st.session_state.setdefault(key, found.outline.period)
    return st.text_input(
        page.text("pages.add.period"), placeholder=page.text("pages.add.period_form"), key=key
    ).strip()


def correct(page: Page, report: str) -> None:
    """The figures of a stored report as a table to edit, and the corrections made so far."""
    before = show.edit_frame(page.corpus.select(reports=[report]).observations, report)
    key = f"edit_{report}_{page.corpus.version}"
    st.html(page.lead("pages.add.correct_how"))
    st.data_editor(before, key=key, hide_index=True, width="stretch", column_config=_columns(page))
    made = show.changes(before, st.session_state[key]["edited_rows"])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        who = page.access.email or st.text_input(page.text("pages.add.who"), key="who", width=220)
        label = page.text("pages.add.save_changes" if made else "pages.add.save_no_changes", count=len(made))
        if st.button(label, disabled=not made, type="primary", key="save_changes"):
            _save(page.corpus, report, made, who)
    journal(page)


def _save(corpus: Corpus, report: str, made: list[show.Change], who: str) -> None:
    try:
        for change in made:
            corpus.correct(report, *change, who=who)
    except OrgreportsError as error:
        st.error(plain(str(error)))
    else:
        st.rerun()


def _columns(page: Page) -> dict[str, Any]:
    names = {column: page.text(f"pages.column.{column}") for column in ("quote", *show.EDITED, "removed")}
    config = st.column_config
    return {
        "start": None,
        "end": None,
        "quote": config.TextColumn(names["quote"], disabled=True, pinned=True),
        "indicator": config.SelectboxColumn(
            names["indicator"],
            options=[show.NONE, *rulebook.catalogue()],
            format_func=_indicator_names(page.lang).__getitem__,
        ),
        "group": config.TextColumn(names["group"]),
        "kind": config.SelectboxColumn(
            names["kind"],
            options=show.KINDS,
            format_func=lambda kind: page.text(f"kind.{kind}"),
            required=True,
        ),
        "value": config.NumberColumn(names["value"], required=True, format="%g"),
        "bound": config.SelectboxColumn(
            names["bound"],
            options=show.BOUNDS,
            format_func=lambda bound: page.text(f"exactness.{bound}"),
            required=True,
        ),
        "unit": config.TextColumn(names["unit"]),
        "removed": config.CheckboxColumn(names["removed"]),
    }


def _indicator_names(lang: str) -> dict[object, str]:
    """The indicators for the editor, among them none."""
    names: dict[object, str] = {show.NONE: text("pages.evidence.no_indicator", lang)}
    return names | {code: known.names[lang] for code, known in rulebook.catalogue().items()}


def journal(page: Page) -> None:
    """Every correction, the latest first, with a button that undoes it where that can be."""
    if not page.corpus.corrections:
        return
    st.subheader(page.text("pages.add.journal"), anchor=False)
    stored = set(page.corpus.reports["sha256"])
    for entry in reversed(page.corpus.corrections):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(show.journal_words(entry, page.lang))
            offered = show.can_undo(entry, stored)
            if offered and st.button(page.text("pages.add.undo"), key=f"undo_{entry.id}"):
                _undo(page.corpus, entry.id)


def _undo(corpus: Corpus, correction: int) -> None:
    try:
        corpus.undo(correction)
    except OrgreportsError as error:
        st.error(plain(str(error)))
    else:
        st.rerun()


def remove(page: Page, report: str) -> None:
    """Take a report out of the collection, once the reader has said so twice."""
    name = say_report(page)(report)
    # Named after the report: what is open for one is closed for the next.
    label = page.text("pages.add.remove", report=name)
    with st.popover(label, key=f"removal_{report}", on_change="rerun"):
        st.html(page.lead("pages.add.remove_sure"))
        if st.button(page.text("pages.add.remove_yes"), key=f"remove_{report}"):
            try:
                page.corpus.remove(report)
            except OrgreportsError as error:  # somebody else has
                st.error(plain(str(error)))
            else:
                _say(page.text("pages.add.removed", report=name))
                st.rerun()


def _done(file: show.Incoming, message: str = "", report: str = "") -> None:
    """Leave a file behind, say what became of it, and draw the page anew."""
    st.session_state["adding"]["done"].append(file.key)
    if message:
        _say(message, report)
    st.rerun()


def _say(message: str, report: str = "") -> None:
    """Say it at the top of the page, once it is drawn anew, with the ways on to a ``report``."""
    st.session_state["adding"]["said"] = message, report


def say_what_became(page: Page) -> None:
    """What was stored or removed in the run before, and where to go from there."""
    message, report = st.session_state["adding"].pop("said", ("", ""))
    if message:
        st.success(message)
    if report:
        st.html(show.ways_html(report, page.view))


def _parse(name: str, data: bytes, region: str, period: str) -> Report:
    report = _parsed(name, data, region, period)
    if isinstance(report, OrgreportsError):
        raise OrgreportsError(str(report))
    return report


@st.cache_resource(show_spinner=False, max_entries=32)
def _parsed(name: str, data: bytes, region: str, period: str) -> Report | OrgreportsError:
    """The report or the fault, which is kept as well: a file that took its time is not tried in every run."""
    try:
        return read(name, data=data, region=region, period=period)
    except OrgreportsError as error:
        return error

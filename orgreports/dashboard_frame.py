"""What all pages of the dashboard share: the view of a session, the corpus, and the way between pages.

The view lives in the session and is written to the address in every run. An address that a reader
opens, or goes back to, is read into the view; while the reader uses a widget, the widget counts,
since the address that comes with it may be older than the choice before it.
"""

from __future__ import annotations

import runpy
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import plotly.graph_objects as go
import streamlit as st

from orgreports import figures, language, rulebook
from orgreports.comparison import Comparison, compare
from orgreports.corpus import Corpus, default_folder
from orgreports.dashboard_view import Choices, View, from_address, keep_known, language_of, to_address
from orgreports.figures_frame import EDGE
from orgreports.frames import period_text
from orgreports.markup import Html, element, mixed
from orgreports.models import Report

ASSETS = Path(__file__).resolve().parent.parent / "pages"
WIDTH = 1200  # pixels of a chart at most, and until the browser has said how many it has


@dataclass(frozen=True)
class Page:
    """What a page is drawn from: ``theme`` is light or dark, ``width`` the room for a chart in pixels."""

    view: View
    corpus: Corpus
    theme: str
    width: int = WIDTH

    @property
    def address(self) -> dict[str, str]:
        """The parts of the address that bring the view back."""
        return to_address(self.view)

    @property
    def lang(self) -> str:
        """The language of the page."""
        return self.view.lang

    def text(self, key: str, **values: object) -> str:
        """A text of ``texts/`` in the language of the page."""
        return language.text(key, self.view.lang, **values)

    def lead(self, key: str, **values: object) -> Html:
        """A text that says how to read what follows."""
        return element("p", self.text(key, **values), class_="lead")


def begin() -> Page:
    """Bring view and address together and open the corpus; once a run, before anything is drawn."""
    folder = default_folder().resolve()
    corpus = _corpus(folder, Corpus(folder).version)
    choices = _choices(corpus)
    view = st.session_state.get("view") or View(lang=language_of(st.context.locale))
    written = st.session_state.get("address", {})
    if not st.session_state.pop("touched", False):
        changed = {key: value for key, value in st.query_params.items() if written.get(key) != value}
        view = from_address(view, changed, choices)
    view = keep_known(view, choices)
    address = to_address(view)
    if st.query_params.to_dict() != address:
        st.query_params.from_dict(address)
    theme = "dark" if st.context.theme.type == "dark" else "light"
    measured = st.session_state.get("frame", {}).get("width")
    page = Page(view, corpus, theme, int(measured or WIDTH))
    st.session_state.update(view=view, address=address, page=page)
    return page


def here() -> Page:
    """The page of this run, for the scripts of ``pages/``.

    The first address that a fresh server is asked for may be that of a page: Streamlit then runs the
    page's script alone, since it sees a folder ``pages`` and has not met ``st.navigation`` yet. So the
    frame is run from here, once, and draws the page.
    """
    if "page" not in st.session_state:
        runpy.run_path(str(ASSETS.parent / "dashboard.py"))
        st.stop()
    page = st.session_state["page"]
    assert isinstance(page, Page)
    return page


def end() -> None:
    """Close the run that ``begin`` opened, however it ended."""
    st.session_state.pop("page", None)


def choose(**values: Any) -> None:
    """Change the view; for callbacks, which run before the page is drawn anew."""
    view = st.session_state.get("view") or View()
    st.session_state.update(view=replace(view, **values), touched=True)


def open_address(address: dict[str, str]) -> None:
    """Take over the parts of an address that a link names."""
    page = here()
    view = from_address(page.view, address, _choices(page.corpus))
    st.session_state.update(view=view, page=replace(page, view=view), touched=True)


def listen(page: Page) -> None:
    """Listen to the page: its links lead on without loading everything anew, and charts learn their room.

    The script is ``pages/frame.js``.
    """
    script = (ASSETS / "frame.js").read_text(encoding="utf-8")
    st.components.v2.component("orgreports_frame", html="<i></i>", js=script)(
        key="frame",
        data={"lang": page.lang, "width": WIDTH, "shift": EDGE},
        default={"width": WIDTH},
        on_go_change=_note_link,
        on_width_change=lambda: None,
    )


def followed_link() -> tuple[str, dict[str, str]] | None:
    """The page (its path in the address) and the parts of a link that was just followed, once."""
    link = st.session_state.pop("go", "")
    if not link:
        return None
    name, _, query = link.partition("?")
    return name, dict(parse_qsl(query, keep_blank_values=True))


def comparison(
    page: Page, indicators: Sequence[str], *, per: str = "", everything: bool = False
) -> Comparison:
    """The comparison of the chosen regions and years, or of ``everything`` that the corpus has."""
    chosen = ((), ()) if everything else (page.view.regions, page.view.periods)
    return _comparison(_state(page), tuple(indicators), *chosen, per, page.corpus)


def original(page: Page, report: str) -> Report | None:
    """The report parsed from its original, where that is at hand."""
    return _original(_state(page), report, page.corpus)


def draw(page: Page, figure: go.Figure, name: str) -> None:
    """Draw a chart in its own colours, with its words for those who hear the page.

    ``name`` is that of its picture file, without suffix; on a page it stands for one chart.
    """
    settings = figures.config(name, page.lang)
    st.plotly_chart(figure, theme=None, width="content", config=settings, key=f"chart_{name}")
    st.html(element("p", mixed(figures.alternative(figure), page.lang), class_="spoken"))


def _note_link() -> None:
    st.session_state["go"] = st.session_state["frame"]["go"] or ""
    st.session_state["touched"] = True


def _choices(corpus: Corpus) -> Choices:
    rows = list(corpus.reports.itertuples())
    return Choices(
        indicators=rulebook.catalogue().keys(),
        regions={row.region for row in rows},
        periods={period_text(row.period_start, row.period_end) for row in rows},
        reports={row.report for row in rows},
    )


def _state(page: Page) -> tuple[Path, str]:
    """What tells one state of the corpus from another; answers are kept as long as it is the same."""
    return page.corpus.folder, page.corpus.version


@st.cache_resource(show_spinner=False, max_entries=4)
def _corpus(folder: Path, version: str) -> Corpus:
    return Corpus(folder)


@st.cache_resource(show_spinner=False, max_entries=256)
def _comparison(
    state: tuple[Path, str],
    indicators: tuple[str, ...],
    regions: tuple[str, ...],
    periods: tuple[str, ...],
    per: str,
    _corpus: Corpus,
) -> Comparison:
    return compare(_corpus, indicators, regions or None, periods or None, per)


@st.cache_resource(show_spinner=False, max_entries=16)
def _original(state: tuple[Path, str], report: str, _corpus: Corpus) -> Report | None:
    return _corpus.original(report)

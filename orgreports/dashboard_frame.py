"""What all pages of the dashboard share: the view of a session, the corpus, and the way between pages.

The view lives in the session, and the browser is told to show it as the address, in place of the one
before, so that the way back leads to the page before. An address counts when a reader arrives with it:
first, by a link to another page, or by going back to one.
"""

from __future__ import annotations

import runpy
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode

import plotly.graph_objects as go
import streamlit as st
from streamlit.runtime import get_instance

from orgreports import __version__, figures, language, rulebook
from orgreports.comparison import Comparison, compare
from orgreports.corpus import Corpus, default_folder
from orgreports.dashboard_access import NOBODY, Access, access
from orgreports.dashboard_pictures import picture_buttons
from orgreports.dashboard_scope import Scope, scope
from orgreports.dashboard_view import (
    Choices,
    View,
    arrived,
    from_address,
    keep_known,
    language_of,
    to_address,
    unknown,
)
from orgreports.figures_frame import EDGE, without_notes
from orgreports.font import chinese_font
from orgreports.frames import period_text
from orgreports.kept import Kept
from orgreports.markup import Html, element, mixed
from orgreports.origin import DASHBOARD, view_address

T = TypeVar("T")
ASSETS = Path(__file__).resolve().parent.parent / "pages"
LONGEST, MOST = 40, 5  # characters of an unknown name that are shown, and how many names
MOST_KEPT = 200_000  # cells and figures of all comparisons that are kept, each about a kilobyte at most
MOST_DRAWN = 3_000  # traces and annotations of all charts that are kept, each about ten kilobytes
MOST_MADE = 50  # other things that are kept
WIDTH = 1200  # pixels of a chart at most, and until the browser has said how many it has


@dataclass(frozen=True)
class Page:
    """What a page is drawn from: ``theme`` is light or dark, ``width`` the room for a chart in pixels."""

    view: View
    corpus: Corpus
    theme: str
    width: int = WIDTH
    access: Access = NOBODY

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
    """Find the view and open the corpus; once a run, before anything is drawn."""
    folder = default_folder().resolve()
    reader = access()
    version = Corpus(folder).version
    corpus = _corpus(folder, version, not reader.may_change)
    choices = _choices((folder, version), corpus)
    view = st.session_state.get("view")
    if view is None:
        address = st.query_params.to_dict()
        view = from_address(View(lang=language_of(st.context.locale)), address, choices)
        st.session_state["unknown"] = unknown(address, choices), view
    view = keep_known(view, choices)
    theme = "dark" if st.context.theme.type == "dark" else "light"
    measured = st.session_state.get("frame", {}).get("width")
    page = Page(view, corpus, theme, int(measured or WIDTH), reader)
    st.session_state.update(view=view, page=page)
    return page


def arrive(page: Page, place: str) -> None:
    """Take over the address with which the reader has come to another page, ``place``: by a link, or back.

    The row at the top brings no address, and leaves the view as it is.
    """
    before = st.session_state.get("place", place)
    st.session_state["place"] = place
    address = st.query_params.to_dict()
    if place != before and address:
        choices = _choices(_state(page), page.corpus)
        view = keep_known(arrived(page.view, address, place), choices)
        st.session_state["unknown"] = unknown(address, choices), view
        if view != page.view:
            st.session_state["view"] = view
            st.rerun()


def say_unknown(page: Page) -> None:
    """Say what the address named that the corpus does not have, until the reader chooses something else."""
    names, view = st.session_state.get("unknown", ((), None))
    if names and view == page.view:
        told = language.listed((name[:LONGEST] for name in names[:MOST]), page.lang)
        words = page.text("pages.unknown", names=told, count=len(names))
        st.html(element("p", mixed(words, page.lang), class_="unknown", role="status"))


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
    st.session_state["view"] = replace(view, **values)


def listen(page: Page, place: str) -> None:
    """Listen to the page: its links lead on without loading everything anew, and charts learn their room.

    The scripts are ``pages/frame.js`` and ``pages/picture.js``.
    """
    script = "".join((ASSETS / name).read_text(encoding="utf-8") for name in ("frame.js", "picture.js"))
    data = {
        "lang": page.lang,
        "address": urlencode(to_address(page.view, place)),
        "width": WIDTH,
        "drawn": page.width,
        "theme": page.theme,
        "shift": EDGE,
        "version": __version__,
        "font": _font_address() if st.session_state.get("frame", {}).get("font") else None,
    }
    st.components.v2.component("orgreports_frame", html="<i></i>", js=script)(
        key="frame",
        data=data,
        default={"width": WIDTH, "scheme": None, "font": False},
        on_go_change=_follow,
        on_width_change=lambda: None,
        on_scheme_change=lambda: None,
        on_font_change=lambda: None,
    )


def address_of(page: Page, place: str) -> str:
    """The address of the view at ``place`` as the reader's browser knows it."""
    return view_address(place, to_address(page.view, place), st.context.url or DASHBOARD)


def _font_address() -> str:
    """Where the browser finds the server's Chinese font; empty where the server has none.

    It asks when it is to draw a picture and has no such font itself.
    """
    content = chinese_font()
    if not content:
        return ""
    return get_instance().media_file_mgr.add(content, "font/otf", "orgreports.font")


def comparison(page: Page, indicators: Sequence[str], shown: Scope, *, per: str = "") -> Comparison:
    """The comparison of what is ``shown``: regions and years, all where there are none."""
    codes, regions, periods = tuple(indicators), shown.regions or None, shown.periods or None

    def make() -> Comparison:
        return compare(page.corpus.select(codes, regions), codes, regions, periods, per)

    return _comparisons().get((_state(page), codes, regions, periods, per), make)


def beside(page: Page, indicators: Sequence[str], shown: Scope, start: int, end: int) -> Comparison:
    """The comparison of what is ``shown``, of each region the years nearest to ``start`` to ``end``."""
    codes = tuple(indicators)
    key = "beside", codes, shown.regions, shown.periods, start, end
    return _comparisons().get((_state(page), key), lambda: comparison(page, codes, shown).beside(start, end))


def kept(page: Page, key: Hashable, make: Callable[[], T]) -> T:
    """What takes long to make, kept for the same corpus; ``key`` is all else that it depends on."""
    made: T = _made().get((_state(page), key), make)
    return made


def drawn(page: Page, key: Hashable, make: Callable[[], go.Figure]) -> go.Figure:
    """A chart, kept as ``kept`` does; language, theme and width are known to it.

    Its notes stand in the page's list, not under it.
    """
    where = _state(page), page.lang, page.theme, page.width, key
    return _figures().get(where, lambda: without_notes(make()))


def scope_of(page: Page, most: int) -> Scope:
    """What the page shows of the chosen regions and years, ``most`` reports at most."""
    view = page.view
    return scope(page.corpus.reports, view.regions, view.periods, view.area, most)


def say_scope(page: Page, shown: Scope) -> None:
    """Say what the page leaves out, if anything."""
    if words := shown.words(page.lang):
        st.html(element("p", mixed(words, page.lang), class_="lead", role="status"))


def draw(page: Page, figure: go.Figure, name: str) -> None:
    """Draw a chart in its own colours, with its words for those who hear the page.

    ``name`` is that of its picture file, without suffix; on a page it stands for one chart.
    """
    with st.container():  # in which the buttons find their chart
        settings = figures.config(name, page.lang)
        st.plotly_chart(figure, theme=None, width="content", config=settings, key=f"chart_{name}")
        st.html(element("p", mixed(figures.alternative(figure), page.lang), class_="spoken"))
        st.html(picture_buttons(page.lang))


def _follow() -> None:
    """Take over the view of a link that stays on its page."""
    parts = dict(parse_qsl(st.session_state["frame"]["go"] or ""))
    view = st.session_state.get("view") or View()
    st.session_state["view"] = arrived(view, parts, st.session_state["place"])


def spans(corpus: Corpus) -> set[tuple[int, int]]:
    """Last and first year of the reports' periods, each once."""
    known = corpus.reports[["period_end", "period_start"]].drop_duplicates()
    return set(zip(known["period_end"], known["period_start"], strict=True))


@st.cache_resource(show_spinner=False, max_entries=4)
def _choices(state: tuple[Path, str], _corpus: Corpus) -> Choices:
    known = _corpus.reports
    return Choices(
        indicators=rulebook.catalogue().keys(),
        regions=set(known["region"].unique()),
        periods={period_text(start, end) for end, start in spans(_corpus)},
        reports=set(known["report"].to_numpy(dtype=object)),
    )


def _state(page: Page) -> tuple[Path, str]:
    """What tells one state of the corpus from another; answers are kept as long as it is the same."""
    return page.corpus.folder, page.corpus.version


@st.cache_resource(show_spinner=False, max_entries=4)
def _corpus(folder: Path, version: str, read_only: bool) -> Corpus:
    return Corpus(folder, read_only=read_only)


@st.cache_resource(show_spinner=False)
def _comparisons() -> Kept[Comparison]:
    return Kept(MOST_KEPT, lambda one: sum(1 + len(cell.figures) for cell in one.cells))


@st.cache_resource(show_spinner=False)
def _figures() -> Kept[go.Figure]:
    return Kept(MOST_DRAWN, lambda one: len(one.data) + len(one.layout.annotations))


@st.cache_resource(show_spinner=False)
def _made() -> Kept[Any]:
    return Kept(MOST_MADE, lambda one: 1)

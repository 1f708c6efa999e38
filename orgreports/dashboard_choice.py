"""What a reader can choose on the pages, kept in the view: regions, years, a report, an indicator, a word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from orgreports import language, rulebook
from orgreports.comparison import PER
from orgreports.corpus import Corpus
from orgreports.dashboard_frame import Page, choose, spans
from orgreports.dashboard_scope import Scope, areas, is_inside, is_large
from orgreports.dashboard_view import SCALES
from orgreports.frames import period_text

if TYPE_CHECKING:
    import pandas as pd


def pick_many(
    field: str, label: str, options: Sequence[str], say: Callable[[str], str], **settings: Any
) -> None:
    """A choice of several, kept in the view."""
    key = f"choose_{field}"
    st.session_state[key] = [item for item in getattr(st.session_state["view"], field) if item in options]
    st.multiselect(
        label,
        options,
        format_func=say,
        key=key,
        on_change=_keep,
        args=(field,),
        filter_mode="contains",
        select_all=False,  # Enter would take all that match, and its words are English
        **settings,
    )


def pick_one(
    field: str,
    label: str,
    options: Sequence[str],
    say: Callable[[str], str],
    *,
    value: str = "",
    **settings: Any,
) -> None:
    """A choice of one, kept in the view; ``value`` is shown where nothing was chosen."""
    key = f"choose_{field}"
    st.session_state[key] = getattr(st.session_state["view"], field) or value
    st.selectbox(label, options, format_func=say, key=key, on_change=_keep, args=(field,), **settings)


def pick_indicators(page: Page) -> None:
    """The choice of the indicators that Compare shows."""
    pick_many(
        "indicators",
        page.text("pages.indicators"),
        list(rulebook.catalogue()),
        say_indicator(page.lang),
        placeholder=page.text("pages.compare.choose"),
    )


def pick_per(page: Page) -> None:
    """The choice of a normalisation."""
    pick_one("per", page.text("pages.compare.per"), PER, lambda per: page.text(f"pages.per.{per or 'none'}"))


def pick_scale(page: Page, *, offered: bool) -> None:
    """The choice of a linear or logarithmic scale, ``offered`` only where figures lie far apart."""
    pick_one(
        "scale",
        page.text("pages.compare.scale"),
        SCALES,
        lambda scale: page.text(f"pages.compare.{scale}"),
        disabled=not offered,
        help=page.text("pages.compare.scale_help"),
    )


def pick_report(page: Page) -> str:
    """The choice of one report, kept in the view; returns its id.

    Where none is chosen, it is the latest of the first chosen region.
    """
    known = page.corpus.reports
    large = is_large(known)
    preferred = known[known["region"].isin(page.view.regions)]
    first = preferred if len(preferred) else known
    own = first[first["region"] == first["region"].iloc[-1 if large else 0]]
    value = page.view.report or str(own["report"].iloc[-1])  # the latest of its region
    if large:
        _pick_report_of_region(page, value)
        return value
    pick_one("report", page.text("pages.report"), list(known["report"]), say_report(page), value=value)
    return value


def _pick_report_of_region(page: Page, report: str) -> None:
    """In a large corpus: first the region, by typing its name, then one of its reports."""
    known = page.corpus.reports
    region = str(known.loc[known["report"] == report, "region"].iloc[0])
    own = known.loc[known["region"] == region, ["report", "period_start", "period_end"]]
    years = {
        str(name): language.period(int(start), int(end))
        for name, start, end in own.itertuples(index=False, name=None)
    }
    left, right = st.columns([3, 2])
    with left:
        st.session_state["choose_report_region"] = region
        st.selectbox(
            page.text("pages.nav.region"),
            regions(page.corpus),
            format_func=say_region(page),
            key="choose_report_region",
            on_change=_keep_latest,
            args=(known,),
            filter_mode="contains",
        )
    with right:
        pick_one("report", page.text("pages.report"), list(years), years.__getitem__, value=report)


def _keep_latest(known: pd.DataFrame) -> None:
    """The latest report of the region that was chosen takes the place of the one before."""
    own = known[known["region"] == st.session_state["choose_report_region"]]
    choose(report=str(own["report"].iloc[-1]), indicator="", figure="")


def chosen_reports(page: Page, wanted: Scope) -> list[str]:
    """The reports of the regions and years that are shown, in the order of the corpus."""
    known = page.corpus.reports
    if wanted.regions:
        known = known[known["region"].isin(wanted.regions)]
    years = zip(known["report"], known["period_start"], known["period_end"], strict=True)
    return [name for name, *span in years if not wanted.periods or period_text(*span) in wanted.periods]


def pick_word(page: Page, words: Sequence[str]) -> str:
    """The choice of one word of the reports, kept in the view; the most frequent one where none is."""
    value = page.view.word if page.view.word in words else words[0]
    st.session_state["choose_word"] = value
    st.selectbox(page.text("pages.wording.word"), words, key="choose_word", on_change=_keep, args=("word",))
    return value


def pick_language(page: Page) -> None:
    """The language switch, in the corner of the page."""
    st.session_state["choose_lang"] = page.lang
    with st.container(key="language"):
        st.segmented_control(
            page.text("pages.language"),
            ["zh", "en"],
            format_func={"zh": "中文", "en": "English"}.__getitem__,
            key="choose_lang",
            on_change=_keep,
            args=("lang",),
            label_visibility="collapsed",
            required=True,
        )


def pick_regions_and_years(page: Page) -> None:
    """The choice of regions and years that stays from page to page, in one row."""
    large = is_large(page.corpus.reports)
    with st.container(key="controls"):
        places = st.columns([2, 3, 2.5] if large else [2, 1])
    if large:
        with places[0]:
            pick_area(page)
    with places[-2]:
        pick_regions(page)
    with places[-1]:
        pick_years(page)


def pick_area(page: Page) -> None:
    """In a large corpus the choice of a province or prefecture in which regions are looked for."""
    within = areas(regions(page.corpus), page.view.area)
    pick_one("area", page.text("pages.area"), within, say_area(page.lang), filter_mode="contains")


def pick_regions(page: Page) -> None:
    """The choice of regions; none chosen means all, or in a large corpus those that report most.

    In a large corpus regions are found by typing a name, among those of the area that is chosen.
    """
    every, view = regions(page.corpus), page.view
    settings = {"placeholder": page.text("pages.all_regions")}
    if is_large(page.corpus.reports):
        every = [code for code in every if code in view.regions or is_inside(code, view.area)]
        words = page.text("pages.type_region", count=f"{len(every):,}")
        settings = {"placeholder": words}
    pick_many("regions", page.text("pages.regions"), every, say_region(page), **settings)


def pick_years(page: Page) -> None:
    """The choice of periods; none chosen means all."""
    pick_many(
        "periods",
        page.text("pages.years"),
        periods(page.corpus),
        say_period,
        placeholder=page.text("pages.all_years"),
    )


def say_report(page: Page) -> Callable[[str], str]:
    """How a report is called in a list: its region and period."""
    known = page.corpus.reports
    places = {}
    if not is_large(known):
        names = known[["report", "region", "period_start", "period_end"]].itertuples(index=False, name=None)
        places = {report: place for report, *place in names}

    def say(report: str) -> str:
        if report in places:  # a list names them all: one look-up each in the table takes long
            region, start, end = places[report]
        else:
            row = known.loc[known["report"] == report].iloc[0]
            region, start, end = row["region"], row["period_start"], row["period_end"]
        return f"{language.region(str(region), page.lang)} {language.period(int(start), int(end))}"

    return say


def say_period(period: str) -> str:
    """A period for the eye: 2012–2023."""
    return period.replace("-", "–")


def say_region(page: Page) -> Callable[[str], str]:
    """How a region is called in a list: its short name, in a long list with that of the region above it."""
    lang = page.lang
    if not is_large(page.corpus.reports):
        return lambda code: language.region(code, lang)

    def say(code: str) -> str:
        known = rulebook.regions().get(code)
        name = language.region(code, lang)
        above = language.region(known.parent, lang) if known and known.parent else ""
        if not above or above in name:
            return name
        return language.text("pages.region_in", lang, region=name, area=above)

    return say


def say_area(lang: str) -> Callable[[str], str]:
    """How a province or prefecture to look in is called; the whole country where it is none."""
    return lambda code: language.region(code, lang) if code else language.text("pages.whole_area", lang)


def say_indicator(lang: str) -> Callable[[str], str]:
    """How an indicator is called in a list; all of them where none is named."""
    return lambda code: (
        language.indicator(code, lang) if code else language.text("pages.all_indicators", lang)
    )


def periods(corpus: Corpus) -> list[str]:
    """The periods of the reports, latest first, as ``compare`` takes them."""
    return [period_text(start, end) for end, start in sorted(spans(corpus), reverse=True)]


def regions(corpus: Corpus) -> list[str]:
    """The regions of the reports, in the order of the reports."""
    return [str(code) for code in corpus.reports["region"].unique()]


def _keep(field: str) -> None:
    value = st.session_state[f"choose_{field}"]
    choose(**{field: tuple(value) if isinstance(value, list) else value or ""})

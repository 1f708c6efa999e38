"""What a reader can choose on the pages, kept in the view: regions, years, a report, an indicator, a word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from orgreports import language, rulebook
from orgreports.comparison import PER
from orgreports.corpus import Corpus
from orgreports.dashboard_frame import Page, choose, spans
from orgreports.dashboard_view import SCALES
from orgreports.frames import period_text


def pick_many(
    field: str, label: str, options: Sequence[str], say: Callable[[str], str], **settings: Any
) -> None:
    """A choice of several, kept in the view."""
    key = f"choose_{field}"
    st.session_state[key] = [item for item in getattr(st.session_state["view"], field) if item in options]
    st.multiselect(label, options, format_func=say, key=key, on_change=_keep, args=(field,), **settings)


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
    """The choice of one report, kept in the view; returns its id, the first chosen region's where none is."""
    known = page.corpus.reports
    preferred = known[known["region"].isin(page.view.regions)]["report"]
    value = page.view.report or next(iter([*preferred, *known["report"]]))
    pick_one("report", page.text("pages.report"), list(known["report"]), say_report(page), value=value)
    return value


def chosen_reports(page: Page) -> list[str]:
    """The reports of the chosen regions and years, in the order of the corpus."""
    wanted, known = page.view, page.corpus.reports
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
    with st.container(key="controls"):
        left, right = st.columns([2, 1])
    with left:
        pick_regions(page)
    with right:
        pick_years(page)


def pick_regions(page: Page) -> None:
    """The choice of regions; none chosen means all."""
    pick_many(
        "regions",
        page.text("pages.regions"),
        regions(page.corpus),
        say_region(page.lang),
        placeholder=page.text("pages.all_regions"),
    )


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
    columns = (page.corpus.reports[name] for name in ("report", "region", "period_start", "period_end"))
    known = {report: (region, start, end) for report, region, start, end in zip(*columns, strict=True)}

    def say(report: str) -> str:
        region, start, end = known[report]
        return f"{language.region(region, page.lang)} {language.period(start, end)}"

    return say


def say_period(period: str) -> str:
    """A period for the eye: 2012–2023."""
    return period.replace("-", "–")


def say_region(lang: str) -> Callable[[str], str]:
    """How a region is called in a list: its short name."""
    return lambda code: language.region(code, lang)


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
    return list(dict.fromkeys(corpus.reports["region"]))


def _keep(field: str) -> None:
    value = st.session_state[f"choose_{field}"]
    choose(**{field: tuple(value) if isinstance(value, list) else value or ""})

"""What a reader looks at, and the address that carries it: nothing is lost, nonsense is no error."""

from __future__ import annotations

import pytest
from common import PAGES
from hypothesis import given
from hypothesis import strategies as st

from orgreports import catalogue
from orgreports.dashboard_view import (
    READS,
    SCALES,
    Choices,
    View,
    arrived,
    from_address,
    language_of,
    to_address,
)


@given(
    st.builds(
        View,
        lang=st.sampled_from(["zh", "en"]),
        indicators=st.lists(st.sampled_from(sorted(catalogue())), unique=True).map(tuple),
        regions=st.lists(st.sampled_from(["510100", "330000"]), unique=True).map(tuple),
        periods=st.lists(st.sampled_from(["2024", "2012-2023"]), unique=True).map(tuple),
        per=st.sampled_from(["", "capita", "year", "largest"]),
        scale=st.sampled_from(SCALES),
        report=st.sampled_from(["", "chengdu-2024"]),
        indicator=st.sampled_from(["", "talent_total"]),
        figure=st.integers(0, 9999).map(str),
        word=st.sampled_from(["", "人才"]),
    )
)
def test_an_address_brings_the_view_back(view: View) -> None:
    choices = Choices(catalogue().keys(), ["510100", "330000"], ["2024", "2012-2023"], ["chengdu-2024"])
    whole: dict[str, str] = {}
    for page in PAGES:
        address = to_address(view, page)
        assert arrived(view, address, page) == view, page
        whole |= address
    assert from_address(View(), whole, choices) == view


def test_each_page_keeps_only_what_it_reads_and_the_rest_is_not_lost() -> None:
    view = View(regions=("510100",), report="chengdu-2024", figure="2915", indicators=("talent_total",))
    assert to_address(view, "overview") == {"lang": "en", "regions": "510100"}
    assert to_address(view, "compare") == {"lang": "en", "indicators": "talent_total", "regions": "510100"}
    assert to_address(view, "evidence") == {"lang": "en", "report": "chengdu-2024", "figure": "2915"}
    assert to_address(view, "method") == {"lang": "en"}
    assert set(PAGES) == set(READS)
    back = arrived(view, {"lang": "en"}, "overview")
    assert back.regions == () and back.figure == "2915"


def test_an_address_with_nonsense_is_no_error() -> None:
    nonsense = {
        "lang": "tlh",
        "indicators": "moon,talent_total",
        "regions": "1",
        "per": "x",
        "figure": "-1",
        "q": "1",
    }
    assert from_address(View(), nonsense, Choices(catalogue().keys())) == View(indicators=("talent_total",))


@pytest.mark.parametrize(
    ("locale", "lang"), [("zh-CN", "zh"), ("zh-Hant-TW", "zh"), ("en-GB", "en"), (None, "en")]
)
def test_the_language_starts_from_the_browser(locale: str | None, lang: str) -> None:
    assert language_of(locale) == lang

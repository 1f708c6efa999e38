"""Who may change the corpus through the dashboard: nobody who comes over the network without sign-in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from common import MIANYANG, PAGES, SAMPLE, contents, corrected
from showing import shown
from streamlit import config
from streamlit.testing.v1 import AppTest

from orgreports import Corpus, OrgreportsError, parse
from orgreports.dashboard_access import READ_ONLY, is_editor, is_local

SERVED = ("0.0.0.0", "", "192.0.2.7", "::", "reports.example.org")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the repository's corpus with a correction in it, which the dashboard shows."""
    monkeypatch.setenv("ORGREPORTS_DATA", str(tmp_path / "data"))
    return corrected(tmp_path / "data")


@pytest.fixture
def served(request: pytest.FixtureRequest) -> Iterator[str]:
    """The server listens on another address than this machine's own."""
    before = config.get_option("server.address")
    config.set_option("server.address", request.param)
    yield request.param
    config.set_option("server.address", before)


@pytest.mark.parametrize("served", SERVED, indirect=True)
def test_served_to_others_there_is_no_way_to_add(folder: Path, served: str) -> None:
    before = contents(folder)
    app = shown("add", lang="en")
    assert not app.exception
    assert not app.file_uploader and not app.text_area and not app.text_input and not app.button
    assert not app.get("arrow_data_frame")
    assert "can be read here" in "".join(item.proto.body for item in app.get("html"))
    assert contents(folder) == before


@pytest.mark.parametrize("served", ["0.0.0.0"], indirect=True)
@pytest.mark.parametrize("page", PAGES)
def test_served_to_others_no_page_changes_anything(folder: Path, served: str, page: str) -> None:
    before = contents(folder)
    app = shown(page, lang="en")
    corpus = Corpus(folder)
    report = str(corpus.reports["report"].iloc[0])
    # What the widgets of a writer would have left behind, had this session ever had any.
    for key in ("sample", "save_changes", "undo_1", f"remove_{report}", f"removal_{report}", "go_add"):
        app.session_state[key] = True
    app.session_state["adding"] = {"done": [], "more": [], "round": 0}
    app.session_state["who"] = "x"
    app.session_state[f"edit_{report}_{corpus.version}"] = {"edited_rows": {0: {"removed": True}}}
    app.run()
    for button in app.button:
        button.click().run()
    assert contents(folder) == before


def test_the_corpus_of_a_reader_refuses_every_change(folder: Path) -> None:
    before = contents(folder)
    corpus = Corpus(folder, read_only=True)
    row = next(corpus.observations.itertuples())
    report, start, end = str(row.report), int(row.start), int(row.end)
    changes = (
        lambda: corpus.add(parse(SAMPLE, region=MIANYANG, period="2024"), SAMPLE.read_bytes()),
        lambda: corpus.correct(report, start, end, "value", "1"),
        lambda: corpus.correct_report(report, "period", "2019"),
        lambda: corpus.remove(report),
        lambda: corpus.undo(1),
    )
    for change in changes:
        with pytest.raises(OrgreportsError, match="reading only"):
            change()
    assert contents(folder) == before


@pytest.mark.parametrize("served", ["0.0.0.0"], indirect=True)
def test_the_frame_gives_a_reader_that_corpus(folder: Path, served: str) -> None:
    def script() -> None:
        import streamlit as st

        from orgreports import dashboard_frame

        page = dashboard_frame.begin()
        st.text(f"{page.access.may_change} {page.corpus.read_only}")

    app = AppTest.from_function(script, default_timeout=60).run()
    assert app.text[0].value == "False True"


def test_at_the_machine_itself_the_reader_writes(folder: Path) -> None:
    app = shown("add", lang="en")
    assert app.file_uploader and app.button(key="undo_1")


def test_a_variable_closes_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(READ_ONLY, "1")
    assert not shown("add", lang="en").file_uploader


@pytest.mark.parametrize("address", SERVED)
def test_other_addresses_are_not_local(address: str) -> None:
    assert not is_local(address, {"Host": "localhost:8501"})


@pytest.mark.parametrize(
    ("headers", "local"),
    [
        ({}, True),
        ({"Host": "localhost:8501"}, True),
        ({"host": "127.0.0.1:8501"}, True),
        ({"Host": "[::1]:8501"}, True),
        ({"Host": "::1"}, True),
        ({"Host": "reports.example.org"}, False),  # a name that was bent to lead here, or a proxy
        ({"Host": "localhost.evil.example:8501"}, False),
        ({"Host": "127.0.0.1.evil.example"}, False),
        ({"Host": ""}, False),
        ({"Host": "localhost:8501", "X-Forwarded-For": "192.0.2.7"}, False),
        ({"Host": "localhost:8501", "forwarded": "for=192.0.2.7"}, False),
    ],
)
def test_a_request_that_was_passed_on_is_not_local(headers: dict[str, str], local: bool) -> None:
    assert is_local("localhost", headers) is local


@pytest.mark.parametrize(
    ("person", "editors", "may"),
    [
        ({"is_logged_in": True, "email": "ada@example.org"}, ["ada@example.org"], True),
        ({"is_logged_in": True, "email": "Ada@Example.org"}, ["ada@example.org"], True),
        ({"is_logged_in": True, "email": "ada@example.org"}, ["@example.org"], True),
        ({"is_logged_in": True, "email": "a@example.org", "email_verified": False}, ["@example.org"], False),
        ({"is_logged_in": False, "email": "ada@example.org"}, ["@example.org"], False),
        ({"email": "ada@example.org"}, ["@example.org"], False),
        ({"is_logged_in": True, "email": "ada@example.org"}, [], False),
        ({"is_logged_in": True, "email": "eve@evil-example.org"}, ["@example.org"], False),
        ({"is_logged_in": True, "email": "@example.org"}, ["@example.org"], False),
        ({"is_logged_in": True, "email": ""}, ["", "@"], False),
        ({"is_logged_in": True}, ["@example.org"], False),
    ],
)
def test_editors_are_named(person: dict[str, object], editors: list[str], may: bool) -> None:
    assert is_editor(person, editors) is may

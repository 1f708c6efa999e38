"""Every page of the dashboard, without a browser: by Streamlit's AppTest."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from common import OWN, OWN_REGION, PAGES, ROOT, copied, foreign
from comparing import decades
from showing import bodies, opened, turn
from streamlit.testing.v1 import AppTest

from orgreports import Corpus, language, parse, wording
from orgreports import dashboard_add as adding
from orgreports.dashboard_region import ways_html
from orgreports.dashboard_view import View, to_address


class Words(HTMLParser):
    """The words of markup, without those of reports (``lang="zh"``) and of code."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._hidden: list[bool] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden.append(dict(attrs).get("lang") == "zh" or tag in ("code", "style"))

    def handle_endtag(self, tag: str) -> None:
        self._hidden.pop()

    def handle_data(self, data: str) -> None:
        if not any(self._hidden):
            self.found.append(data)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the repository's corpus, which the dashboard shows."""
    monkeypatch.setenv("ORGREPORTS_DATA", str(tmp_path / "data"))
    return copied(tmp_path / "data")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus with a report of our own, its original at hand; the place is invented, the code borrowed."""
    data = OWN.encode()
    Corpus(tmp_path / "own").add(parse("云溪.txt", data=data, region=OWN_REGION, period="2024"), data)
    monkeypatch.setenv("ORGREPORTS_DATA", str(tmp_path / "own"))
    return tmp_path / "own"


def shown_address(app: AppTest) -> dict[str, str]:
    """What the browser is told to show as the address."""
    return to_address(app.session_state["view"], app.session_state["place"])


def words(app: AppTest) -> str:
    """What a page says in its own language."""
    markup = "\n".join(
        " ".join(Words(item.proto.body).found) for item in app.get("html") if "<style" not in item.proto.body
    )
    labels = [item.value for item in (*app.title, *app.header, *app.subheader)]
    labels += [
        item.label for item in (*app.multiselect, *app.selectbox, *app.button, *app.toggle, *app.text_input)
    ]
    lists = [item for item in (*app.multiselect, *app.selectbox) if item.key != "choose_word"]
    labels += [option for item in lists for option in item.options]
    return "\n".join([markup, *labels])


def test_a_rank_is_a_place(folder: Path) -> None:
    report = {"report": "chengdu-2024", "indicator": "talent_total"}
    assert "place 4<" in bodies(opened("evidence", lang="en", **report))
    assert "4 places" not in bodies(opened("region", lang="en", **report))
    assert language.spaced("第4位") in bodies(opened("evidence", lang="zh", **report))


def test_one_report_is_said_in_the_singular(folder: Path) -> None:
    app = opened("overview", lang="en", regions="510100")
    said = words(app)
    assert "1 report gives " in said and "1 reports" not in said
    assert "the only region chosen" in said and "1 of 1" not in said


@pytest.mark.parametrize("page", ["region", "evidence"])
def test_a_report_without_title_and_publisher_says_so(folder: Path, page: str) -> None:
    said = "the text names neither title nor publisher"
    assert said in words(opened(page, lang="en", report="bazhong-2025"))
    assert said not in words(opened(page, lang="en", report="chengdu-2024"))


def test_the_overview_counts_what_the_method_page_counts(folder: Path) -> None:
    every = int(Corpus(folder).ledger.query("reason == 'quantity'")["count"].sum())
    typed = int((Corpus(folder).observations["indicator"] != "").sum())
    said = words(opened("overview", lang="en"))
    assert f"give {every} figures, {typed} of them on the indicators below" in said
    assert "Figures, on an indicator or not" in words(opened("method", lang="en"))


def test_one_report_alone_has_nothing_to_compare_with(folder: Path) -> None:
    alone = opened("compare", lang="en", regions="510100", indicators="talent_total")
    assert "nothing to compare it with" in words(alone)
    none = opened("compare", lang="en", regions="150100", indicators="talent_total")
    assert "there is nothing to compare." in words(none)
    assert "nothing to compare" not in words(opened("compare", lang="en"))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_speaks_its_language(folder: Path, page: str, lang: str) -> None:
    app = opened(page, lang=lang)
    assert app.title[0].value
    assert not foreign(words(app), lang) - {"中文", "English"}  # the switch between the two


@pytest.mark.parametrize("page", PAGES)
def test_a_page_with_no_report_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setenv("ORGREPORTS_DATA", str(tmp_path / "nothing"))
    app = opened(page, lang="en")
    assert app.title[0].value == {"add": "Add a report", "method": "Data and method"}.get(
        page, "No reports here yet"
    )


def test_choices_stay_from_page_to_page_and_stand_in_the_address(folder: Path) -> None:
    app = opened("overview", lang="en")
    app.multiselect(key="choose_regions").set_value(["510100", "330000"]).run()
    app.multiselect(key="choose_periods").set_value(["2024"]).run()
    turn(app, "compare")
    assert app.multiselect(key="choose_regions").value == ["510100", "330000"]
    assert shown_address(app) == {"lang": "en", "regions": "510100,330000", "periods": "2024"}
    app.selectbox(key="choose_per").set_value("capita").run()
    assert shown_address(app)["per"] == "capita" and "per 10,000 residents" in bodies(app)
    assert "Sichuan" not in bodies(app).split("comparison")[1]


@pytest.mark.parametrize("page", ["overview", "compare", "wording"])
def test_regions_and_years_that_do_not_meet_are_said_so(folder: Path, page: str) -> None:
    app = opened(page, lang="en", regions="511900", periods="2012-2023")
    assert "footer" in bodies(app)
    assert "no report of these years" in bodies(app) or app.info[0].value.startswith("No report matches")


def test_no_indicator_chosen_is_said_so(folder: Path) -> None:
    app = opened("compare", lang="en", indicators="")
    assert app.info[0].value == "Choose at least one indicator." and "footer" in bodies(app)


def chart_words(app: AppTest) -> str:
    """The words of the first chart of a page."""
    spec = json.loads(app.get("plotly_chart")[0].proto.spec)
    return "\n".join(one["text"] for one in spec["layout"]["annotations"])


def test_a_chart_that_was_kept_is_of_what_is_chosen(folder: Path) -> None:
    app = opened("compare", lang="en")
    first = chart_words(app)
    app.selectbox(key="choose_per").set_value("capita").run()
    assert "per 10,000 residents" in chart_words(app)
    app.multiselect(key="choose_regions").set_value(["510100", "510000"]).run()
    assert "Hohhot" not in chart_words(app) and "Chengdu" in chart_words(app)
    app.button_group(key="choose_lang").set_value("zh").run()
    assert "每万常住人口" in chart_words(app)
    app.button_group(key="choose_lang").set_value("en").run()
    app.selectbox(key="choose_per").set_value("").run()
    app.multiselect(key="choose_regions").set_value([]).run()
    assert chart_words(app) == first


def test_a_note_is_said_once(folder: Path) -> None:
    app = opened("compare", lang="en")
    note = "The source text for Sichuan is cut off"
    assert note in bodies(app) and note not in " ".join(chart_words(app).replace("<br>", " ").split())


def test_an_address_opens_the_same_page_elsewhere(folder: Path) -> None:
    told = {
        "lang": "zh",
        "indicators": "talent_total,party_members",
        "regions": "510100",
        "per": "largest",
    }
    app = opened("compare", **told)
    assert app.multiselect(key="choose_indicators").value == ["talent_total", "party_members"]
    assert app.selectbox(key="choose_per").value == "largest"
    assert shown_address(app) == told


@pytest.mark.parametrize(("lang", "sentence"), [("zh", "这里没有"), ("en", "not in this collection")])
def test_an_unknown_name_in_an_address_is_said_so(folder: Path, lang: str, sentence: str) -> None:
    app = opened("overview", lang=lang, regions="510100,999999", indicators="moon", report="<b>x")
    said = bodies(app)
    assert sentence in said and "<b>x" not in said
    assert all(name in said for name in ("moon", "999999", "&lt;b&gt;x"))
    app.multiselect(key="choose_regions").set_value([]).run()
    assert sentence not in bodies(app)
    assert sentence not in bodies(opened("compare", lang=lang, regions="510100"))


def test_the_language_switch_keeps_the_choices(folder: Path) -> None:
    app = opened("compare", lang="en", regions="510100")
    app.button_group(key="choose_lang").set_value("zh").run()
    assert app.title[0].value == "并排对比" and app.multiselect(key="choose_regions").value == ["510100"]
    assert shown_address(app)["lang"] == "zh"


def test_evidence_without_the_original_shows_figures_and_places(folder: Path) -> None:
    app = opened("evidence", lang="en", report="chengdu-2024", indicator="talent_total")
    assert "669" in bodies(app) and "not at hand" in bodies(app) and 'class="text"' not in bodies(app)
    assert 'class="derived"' not in bodies(app)


def test_evidence_with_the_original_marks_and_frames_the_figure(own: Path) -> None:
    report = str(Corpus(own).reports["report"][0])
    start = OWN.index("超3.2万人次")
    app = opened("evidence", lang="zh", report=report, figure=str(start))
    assert '<mark class="training chosen whole">超3.2万人次</mark>' in bodies(app)
    assert "excluded" not in bodies(app)
    app.toggle[0].set_value(True).run()
    assert re.search(r'class="excluded"[^>]*>1\+4', bodies(app)) or "excluded" in bodies(app)


def test_evidence_with_the_original_shows_what_follows_from_two_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = OWN.replace("培训干部超3.2万人次", "平均每期培训超140人次").encode()
    Corpus(tmp_path / "own").add(parse("云溪.txt", data=data, region=OWN_REGION, period="2024"), data)
    monkeypatch.setenv("ORGREPORTS_DATA", str(tmp_path / "own"))
    app = opened("evidence", lang="en")
    derived = bodies(app).split('class="derived"')[1]
    assert "Derived from two figures" in words(app) and "more than 5,040 person-times" in derived
    assert language.spaced("36期") in derived
    assert "5,040–∞" in derived and "count × mean" in derived


def test_a_link_promises_the_text_only_where_it_is_at_hand(folder: Path) -> None:
    assert "See the source" in words(opened("overview", lang="en"))
    assert "See where its figures come from" in words(opened("region", lang="en"))
    assert 'page "Add a report"' in words(opened("evidence", lang="en"))


def test_the_region_page_leads_to_the_other_years_where_there_are_some() -> None:
    reports = decades().reports
    shown = ways_html(reports, "510100-2011", False, View(lang="en", periods=("2011",)))
    assert 'href="compare?lang=en&amp;regions=510100"' in shown and "See Chengdu over the years" in shown
    one = reports[reports["period_start"] == 2011]
    assert "compare?" not in ways_html(one, "510100-2011", False, View(lang="en"))


def test_a_report_not_chosen_is_the_latest_of_its_region(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = Corpus(tmp_path / "years")
    for year in ("2023", "2024"):
        data = OWN.replace("2024", year).encode()
        corpus.add(parse(f"{year}.txt", data=data, region="511902", period=year), data)
    monkeypatch.setenv("ORGREPORTS_DATA", str(tmp_path / "years"))
    assert opened("region", lang="en").title[0].value.endswith("2024")


def test_the_region_page_carries_the_cautions_of_the_comparison(folder: Path) -> None:
    app = opened("region", lang="en", report="chengdu-2024")
    said = words(app)
    assert "Units differ" in said and "Each counts a different group" in said
    assert "Before you compare" in said and "Cautions" in said
    row = bodies(app).split(">People trained</th>")[1].split("</tr>")[0]
    assert "unit" in row and "group" in row


def test_a_report_is_looked_at_stored_corrected_undone_and_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ORGREPORTS_DATA", str(tmp_path / "new"))
    app = opened("add", lang="en")
    app.text_area[0].set_value(OWN).run()
    assert "集聚各类人才" in bodies(app) and not (tmp_path / "new" / "reports.csv").exists()
    app.selectbox(key=f"region_{adding.Incoming('', OWN.encode()).key}").set_value(OWN_REGION).run()
    next(button for button in app.button if button.label == "Save this report").click().run()
    assert not app.exception and app.success[0].value.startswith("Saved: ")

    stored = Corpus(tmp_path / "new")
    report = str(stored.reports["report"][0])
    start = OWN.index("118名")
    number = stored.correct(report, start, start + 4, "value", "181", who="Ada")
    turn(app, "region")
    assert "corrected" in bodies(app) and "181" in bodies(app)
    turn(app, "add")
    app.button(key=f"undo_{number}").click().run()
    assert Corpus(tmp_path / "new").corrections[-1].undone
    turn(app, "region")
    assert "corrected" not in bodies(app)
    turn(app, "add").button(key=f"remove_{report}").click().run()
    assert Corpus(tmp_path / "new").reports.empty
    assert app.success[0].value.startswith("Removed: ")


def plain(markdown: str) -> str:
    """Words of Streamlit's markdown without what keeps marks from being read as such."""
    return markdown.replace("\\", "")


def test_a_second_report_of_a_place_and_year_is_said_to_be_one(folder: Path) -> None:
    app = opened("add", lang="en")
    app.text_area[0].set_value(OWN.replace("云溪", "成都")).run()
    key = adding.Incoming("", OWN.replace("云溪", "成都").encode()).key
    app.selectbox(key=f"region_{key}").set_value("510100").run()
    app.text_input(key=f"period_{key}").set_value("2024").run()
    assert any("a report of Chengdu 2024 already" in plain(one.value) for one in app.warning)
    app.text_input(key=f"period_{key}").set_value("2022").run()
    assert not any("already" in one.value for one in app.warning)


@pytest.mark.parametrize(
    ("name", "data"),
    [("broken.docx", b"PK\x03\x04 no document"), ("empty.txt", b""), ("picture.png", b"\x89PNG\r\n\x1a\n")],
)
@pytest.mark.parametrize(("lang", "sentence"), [("zh", "这个文件读不了"), ("en", "This file cannot be read")])
def test_a_file_that_cannot_be_read_is_said_in_one_line(
    folder: Path, name: str, data: bytes, lang: str, sentence: str
) -> None:
    app = opened("add", lang=lang)
    assert not app.file_uploader[0].proto.type  # Streamlit would refuse a kind of file in English only
    app.file_uploader[0].upload(name, data, "application/octet-stream").run()
    assert not app.exception and len(app.error) == 1
    assert app.error[0].value.startswith(sentence) and name in app.error[0].value.replace("\\", "")


def test_a_removal_asks_anew_for_the_next_report(folder: Path) -> None:
    app = opened("add", lang="en", report="chengdu-2024")
    app.button(key="remove_chengdu-2024").click().run()
    assert "chengdu-2024" not in set(Corpus(folder).reports["report"])
    assert app.success[0].value == "Removed: Chengdu 2024."
    keys = [button.key for button in app.button if button.key and button.key.startswith("remove_")]
    assert len(keys) == 1 and keys != ["remove_chengdu-2024"]


def test_a_saved_report_is_selected_and_the_uploader_is_empty(folder: Path) -> None:
    app = opened("add", lang="en")
    data = OWN.encode()
    app.file_uploader[0].upload("云溪.txt", data, "text/plain").run()
    app.selectbox(key=f"region_{adding.Incoming('', data).key}").set_value(OWN_REGION).run()
    next(button for button in app.button if button.label == "Save this report").click().run()
    new = set(Corpus(folder).reports["report"]) - set(Corpus(ROOT / "data").reports["report"])
    assert {app.selectbox(key="choose_report").value} == new
    assert app.file_uploader[0].key == "files_1" and not app.file_uploader[0].value
    assert "Save this report" not in [button.label for button in app.button]
    assert app.success[0].value.startswith("Saved: ")

    # The region was chosen at upload: there is nothing to go back to, so no button offers it.
    (given,) = Corpus(folder).corrections
    assert (given.column, given.before) == ("region", "")
    assert "undo_" not in " ".join(button.key or "" for button in app.button)


def test_what_cannot_be_undone_is_not_offered(folder: Path) -> None:
    corpus = Corpus(folder)
    start = int(corpus.observations.query("report == 'chengdu-2024'")["start"].iloc[0])
    end = int(corpus.observations.query("report == 'chengdu-2024'")["end"].iloc[0])
    number = corpus.correct("chengdu-2024", start, end, "value", "5")
    app = opened("add", lang="en")
    assert app.button(key=f"undo_{number}").label == "Undo"
    corpus.remove("chengdu-2024")
    app = opened("add", lang="en")
    assert f"undo_{number}" not in [button.key for button in app.button]


def test_words_that_set_a_report_apart_are_those_that_it_uses_more() -> None:
    rows = [("a", "人才", 9), ("a", "干部", 5), ("b", "人才", 1), ("b", "干部", 5), ("c", "基层", 4)]
    terms = pd.DataFrame(rows, columns=["report", "term", "count"])
    found = wording.distinctive_terms(terms, "a")
    assert list(found["term"]) == ["人才", "干部", "基层"]
    assert list(found["count"]) == [9, 5, 0] and list(found["others"]) == [1, 5, 4]
    pd.testing.assert_frame_equal(found, wording.distinctive_terms(terms, "a", wording.term_totals(terms)))
    assert wording.distinctive_terms(terms[terms["report"] == "a"], "a").empty

"""Words and numbers in two languages."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgreports import language
from orgreports.dashboard_add import doubt_words
from orgreports.language import LANGUAGES, amount, listed, number, period, spaced, text, texts
from orgreports.outline import outline
from orgreports.repair import repair
from orgreports.rulebook import load_toml

INF = float("inf")


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (0, "0", "0"),
        (748, "748", "748"),
        (9854, "9854", "9,854"),
        (22000, "2.2万", "22,000"),
        (934000, "93.4万", "934,000"),
        (11145, "11145", "11,145"),
        (6690000, "669万", "6.69 million"),
        (620000000, "6.2亿", "620 million"),
        (6e12, "6万亿", "6 trillion"),
        (66.67, "66.67", "66.67"),
        (-12.5, "-12.5", "-12.5"),
        (INF, "∞", "∞"),
    ],
)
def test_number(value: float, zh: str, en: str) -> None:
    assert (number(value, "zh"), number(value, "en")) == (zh, en)


@given(st.floats(1e-5, 1e14))
def test_a_number_never_stands_in_scientific_notation(value: float) -> None:
    for lang in LANGUAGES:
        assert re.fullmatch(r"[\d,.]+(万|亿|万亿| million| billion| trillion)?", number(value, lang))


@given(st.integers(0, 10**13))
def test_no_digit_of_a_whole_number_is_rounded_away(value: int) -> None:
    words = number(value, "zh")
    worth = {"万": 10**4, "亿": 10**8, "万亿": 10**12}.get(words.lstrip("0123456789."), 1)
    assert round(float(words.rstrip("万亿")) * worth) == value


def test_significant_digits() -> None:
    assert number(429.84556, "en", digits=3) == "430"
    assert number(0.0085926, "zh", digits=3) == "0.00859"
    assert number(18333.33, "zh", digits=3) == "1.83万"


@pytest.mark.parametrize(
    ("lower", "upper", "bound", "zh", "en"),
    [
        (20, 20, "exact", "20人", "20 people"),
        (20, INF, "above", "超20人", "more than 20 people"),
        (20, 30, "above", "略多于20人", "over 20 people"),
        (10, 20, "below", "近20人", "nearly 20 people"),
        (0, 20, "below", "至多20人", "at most 20 people"),
        (15, 25, "about", "约20人", "about 20 people"),
        (20, 30, "range", "20–30人", "20–30 people"),
    ],
)
def test_amount_says_the_hedge(lower: float, upper: float, bound: str, zh: str, en: str) -> None:
    assert amount(20, lower, upper, bound, "persons", "zh") == zh
    assert amount(20, lower, upper, bound, "persons", "en") == en


def test_amount_of_one_and_of_a_unit_that_is_its_own_class() -> None:
    assert amount(1, 1, 1, "exact", "persons", "en") == "1 person"
    assert amount(6, 6, 6, "exact", "time:年", "en") == "6 years"
    assert amount(6, 6, 6, "exact", "measures:里", "zh") == "6里"


def test_small_words() -> None:
    assert (period(2024, 2024), period(2012, 2023)) == ("2024", "2012–2023")
    assert listed(["甲", "乙", "丙"], "zh") == "甲、乙和丙"
    assert listed(["A"], "en") == "A"
    assert listed([], "en") == ""
    assert spaced("超90万人次") == spaced("超 90 万人次") == "超\u200990\u2009万人次"
    assert spaced("75%") == "75%"
    assert spaced("1.7\n万 个") == "1.7\u2009万 个"


def test_names_come_from_the_tables() -> None:
    assert (language.region("510100", "en"), language.region("510100", "zh", full=True)) == (
        "Chengdu",
        "成都市",
    )
    assert language.indicator("talent_total", "zh") == "人才总量"
    assert language.region("000000", "en") == "000000"


def test_every_text_has_both_languages_and_the_same_values() -> None:
    for key, row in texts().items():
        assert set(row) == set(LANGUAGES), key
        names = [set(re.findall(r"\{(\w+)\}", row[lang])) for lang in LANGUAGES]
        assert names[0] == names[1] or key.startswith("pages."), key


def test_no_chinese_in_an_english_text() -> None:
    for key, row in texts().items():
        assert not re.search(r"[\u4e00-\u9fff]", row["en"]) or key.startswith("pages."), key


def test_a_text_chooses_between_one_and_many() -> None:
    values = {"figures": "A", "quotes": "B"}
    assert text("note.order_open", "en", open=1, **values).endswith("; B has no upper end.")
    assert text("note.order_open", "en", open=2, **values).endswith("; B have no upper end.")


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        text("no.such.text", "en")


FAULTY = {
    "": "the text is empty",
    "The department trained 300 people. " * 20: "the text is not in Chinese",
    "山谷里下了三天雨，河水涨了又退，人们修好了桥。" * 20: "the text has next to no words",
}
GENRES = sorted({row["what"] for row in load_toml("genre")["other"]})


@pytest.mark.parametrize("doubt", [*(outline(repair(raw)).doubt for raw in FAULTY), *GENRES])
def test_a_doubt_is_said_in_chinese(doubt: str) -> None:
    doubt = f"the text seems to be {doubt}" if doubt in GENRES else doubt
    said = doubt_words(doubt, "zh")
    assert said != text("doubts.several", "zh")
    assert not re.search("[a-z]", said)


@pytest.mark.parametrize(("raw", "doubt"), FAULTY.items(), ids=range(len(FAULTY)))
def test_doubts_have_their_texts(raw: str, doubt: str) -> None:
    assert outline(repair(raw)).doubt.startswith(doubt)

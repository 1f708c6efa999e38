"""Numbers in digits and in Chinese numerals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgreports.numerals import parse_number

STATED = [
    # text, value, upper end, worth of the last stated digit
    ("2.2万", 22000, 22000, 1000),
    ("90万", 900000, 900000, 10000),
    ("7100", 7100, 7100, 100),
    ("1730", 1730, 1730, 10),
    ("25万6千", 256000, 256000, 1000),
    ("1.2万亿", 1.2e12, 1.2e12, 1e11),
    ("2亿3千万", 2.3e8, 2.3e8, 1e7),
    ("0.5", 0.5, 0.5, 0.1),
    ("三千", 3000, 3000, 1000),
    ("一百二十", 120, 120, 10),
    ("一百零五", 105, 105, 1),
    ("三万零五十", 30050, 30050, 10),
    ("两万五", 25000, 25000, 1000),
    ("三百六", 360, 360, 10),
    ("十二万五千", 125000, 125000, 1000),
    ("二三十", 20, 30, 10),
    ("七八百", 700, 800, 100),
    ("三五百", 300, 500, 100),
    ("十七八", 17, 18, 1),
    ("万亿", 1e12, 1e12, 1e12),
]
NO_NUMBER = ["二〇二四", "一统", "", "4千多", "八五七"]
DIGITS, POWERS = "零一二三四五六七八九", ["", "十", "百", "千"]


@pytest.mark.parametrize(("text", "value", "high", "worth"), STATED, ids=[row[0] for row in STATED])
def test_numbers_are_worth_what_they_state(text, value, high, worth):
    assert parse_number(text) == (value, high, worth)


@pytest.mark.parametrize("text", NO_NUMBER)
def test_no_number_is_none(text):
    assert parse_number(text) is None


def in_chinese(number: int) -> str:
    """A whole number below 10**12 in Chinese numerals, by the book."""
    if number >= 10**4:
        power, name = (10**8, "亿") if number >= 10**8 else (10**4, "万")
        high, low = divmod(number, power)
        gap = "零" if low and low < power // 10 else ""
        return in_chinese(high) + name + (gap + in_chinese(low) if low else "")
    text, pending = "", False
    for place, digit in zip(range(len(str(number)) - 1, -1, -1), str(number), strict=True):
        if digit == "0":
            pending = True
            continue
        text += ("零" if pending and text else "") + DIGITS[int(digit)] + POWERS[place]
        pending = False
    return text


@given(st.integers(1, 10**12 - 1))
def test_every_whole_number_comes_back_from_chinese_numerals(number):
    assert parse_number(in_chinese(number)).value == number


@given(st.integers(1, 99999), st.integers(0, 3), st.sampled_from(["", "万", "亿"]))
def test_every_decimal_comes_back_from_digits(number, places, power):
    text = f"{number / 10**places:.{places}f}{power}"
    expected = round(number / 10**places * {"": 1, "万": 10**4, "亿": 10**8}[power], 6)
    assert parse_number(text).value == pytest.approx(expected, rel=1e-12)

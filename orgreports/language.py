"""Words in Chinese and English: texts by key, numbers, periods, names of regions and indicators.

The texts are in ``orgreports/texts/*.toml``; each is a table ``[key]`` (dots nest) with ``zh`` and ``en``,
in which ``{name}`` stands for a value given by the caller, and ``{name:report|reports}`` for the first
word where that value is 1, else for the second.
"""

from __future__ import annotations

import math
import re
import string
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from orgreports import rulebook

LANGUAGES = ("zh", "en")
THIN_SPACE = "\u2009"

_CHINESE_STEPS = ((1e12, "万亿"), (1e8, "亿"), (1e4, "万"))
_ENGLISH_STEPS = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"))
_DIGIT_BESIDE_HAN = re.compile(
    r"(?<=[0-9.%])[ \u2009]*(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])[ \u2009]*(?=[0-9])"
)


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """Every text by key, each with all ``LANGUAGES``.

    Raises ``ValueError`` for a text that lacks a language or stands in two files: a fault of the
    package, which a test would find.
    """
    found: dict[str, Mapping[str, str]] = {}
    for path in sorted((files("orgreports") / "texts").iterdir(), key=lambda item: item.name):
        if path.name.endswith(".toml"):
            for key, row in _leaves(tomllib.loads(path.read_text(encoding="utf-8"))):
                if key in found or set(row) != set(LANGUAGES):
                    raise ValueError(f"{path.name}: [{key}] must have zh and en, and stand once")
                found[key] = row
    return found


def _leaves(table: Mapping[str, Any], prefix: str = "") -> Iterable[tuple[str, Mapping[str, str]]]:
    for name, row in table.items():
        if all(isinstance(value, str) for value in row.values()):
            yield prefix + name, row
        else:
            yield from _leaves(row, f"{prefix}{name}.")


def text(key: str, lang: str, **values: object) -> str:
    """The text of a key in a language, its ``{name}`` filled in; ``KeyError`` if there is none.

    >>> text("status.not_reported", "en")
    'not reported'
    """
    words = texts()[key][lang]
    if not values:
        return words
    return _FORMS.vformat(words, (), values) if "|" in words else words.format(**values)


class _Forms(string.Formatter):
    """Chooses between singular and plural; the rest is as in ``str.format``."""

    def format_field(self, value: Any, format_spec: str) -> Any:
        one, bar, many = format_spec.partition("|")
        if not bar:
            return super().format_field(value, format_spec)
        return one if str(value) == "1" else many


_FORMS = _Forms()


def has_text(key: str) -> bool:
    """Whether there is a text of that key."""
    return key in texts()


def number(value: float, lang: str, digits: int = 0) -> str:
    """A number as a reader writes it: 万 and 亿 in Chinese, million and billion in English.

    Nothing is rounded away unless ``digits``, the significant digits to keep, is given.

    >>> number(6690000, "zh"), number(6690000, "en"), number(11145, "zh")
    ('669万', '6.69 million', '11145')
    >>> number(429.84556, "en", digits=3)
    '430'
    """
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    if digits and value:
        value = round(value, digits - 1 - math.floor(math.log10(abs(value))))
    for step, word in _CHINESE_STEPS if lang == "zh" else _ENGLISH_STEPS:
        scaled = value / step
        if abs(scaled) >= 1 and round(round(scaled, 3) * step, 6) == round(value, 6):
            return _plain(scaled) + word
    return _plain(value) if lang == "zh" else _plain(value, group=True)


def _plain(value: float, *, group: bool = False) -> str:
    """Digits without an exponent and without zeros at the end."""
    digits = f"{round(value, 6):{',' if group else ''}.6f}".rstrip("0").rstrip(".")
    return "0" if digits in ("", "-0") else digits


def period(start: int, end: int) -> str:
    """A year, or the first and last year of several: ``2024``, ``2012–2023``."""
    return str(start) if start == end else f"{start}–{end}"


def listed(items: Iterable[str], lang: str) -> str:
    """Words in a row: 甲、乙和丙; A, B and C.

    >>> listed(["A", "B", "C"], "en")
    'A, B and C'
    """
    words = list(items)
    comma, last = ("、", "和") if lang == "zh" else (", ", " and ")
    return last.join([comma.join(words[:-1]), words[-1]] if len(words) > 1 else words)


def region(code: str, lang: str, *, full: bool = False) -> str:
    """The name of a region, short (成都, Chengdu) or full; the code itself where it is unknown."""
    known = rulebook.regions().get(code)
    if known is None:
        return code
    return (known.names if full else known.short)[lang]


def indicator(code: str, lang: str) -> str:
    """The name of an indicator of the catalogue; the code itself where it is unknown."""
    known = rulebook.catalogue().get(code)
    return known.names[lang] if known else code


def spaced(quote: str) -> str:
    """A quote for the eye: one thin space between digits and Chinese characters, no line breaks."""
    return _DIGIT_BESIDE_HAN.sub(THIN_SPACE, " ".join(quote.split()))


def amount(
    value: float, lower: float, upper: float, bound: str, family: str, lang: str, digits: int = 0
) -> str:
    """A figure in words, with what its wording allows; ``family`` is the class of its unit.

    >>> amount(900000, 900000, math.inf, "above", "person_times", "en")
    'more than 900,000 person-times'
    """
    shown = number(value, lang, digits)
    if bound == "range":
        shown = f"{shown}–{number(upper, lang, digits)}"
    one = f"amount.{family}_one"
    key = one if value == 1 and bound != "range" and has_text(one) else f"amount.{family}"
    return text(_bound_key(lower, upper, bound), lang, amount=_with_unit(key, shown, family, lang))


def _bound_key(lower: float, upper: float, bound: str) -> str:
    if bound == "below" and lower <= 0:
        return "bound.at_most"
    if bound == "above" and not math.isinf(upper):
        return "bound.somewhat_above"
    return f"bound.{bound}"


def _with_unit(key: str, shown: str, family: str, lang: str) -> str:
    if has_text(key):
        return text(key, lang, number=shown)
    unit = family.partition(":")[2]
    if unit and has_text(f"measure_word.{unit}"):
        return f"{shown} {text(f'measure_word.{unit}', lang)}".replace(" ", "" if lang == "zh" else " ")
    return text("amount.other", lang, number=shown) + (unit if lang == "zh" else "")

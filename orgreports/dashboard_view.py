"""What a reader looks at: language, indicators, regions, years and the rest, as the address carries them.

A view is what two readers share by sharing an address. Every part has a value that stands for "not
chosen", which is left out of the address, as is what the page does not read; what the corpus does not
know is dropped when it is read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from orgreports import rulebook
from orgreports.comparison import PER
from orgreports.language import LANGUAGES

SCALES = ("linear", "log")
SEPARATOR = ","
FIRST_INDICATORS = ("training_headcount",)  # most reports give a figure
# What each page reads; the address carries it there, and nothing else but the language.
READS: Mapping[str, tuple[str, ...]] = {
    "overview": ("area", "regions", "periods"),
    "compare": ("indicators", "area", "regions", "periods", "per", "scale"),
    "region": ("report",),
    "evidence": ("report", "indicator", "figure"),
    "wording": ("area", "regions", "periods", "word"),
    "add": ("report",),
    "method": (),
}
NAMING = ("indicators", "regions", "periods", "report", "indicator")  # fields that name what the corpus has


@dataclass(frozen=True, slots=True)
class View:
    """What is chosen. Empty ``regions`` and ``periods`` mean all that the corpus has."""

    lang: str = "en"
    indicators: tuple[str, ...] = FIRST_INDICATORS  # what Compare shows
    area: str = ""  # where to look for regions, in a corpus that has many
    regions: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()  # 2024, 2012-2023
    per: str = ""
    scale: str = "linear"
    report: str = ""  # the one report that Evidence and Region show
    indicator: str = ""  # the one indicator that Evidence keeps
    figure: str = ""  # where the chosen figure starts in the raw text
    word: str = ""  # the one that Wording follows across the reports


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen, as the corpus has it; a part that is missing here takes any value."""

    indicators: Collection[str] = ()
    regions: Collection[str] = ()
    periods: Collection[str] = ()
    reports: Collection[str] = ()


def to_address(view: View, page: str) -> dict[str, str]:
    """The address of ``page``: the language always, and what the page reads, where something is chosen.

    Where no report is chosen for a page of one report, the regions are named, since they find it.

    >>> to_address(View(lang="zh", regions=("510100", "330000"), scale="log"), "compare")
    {'lang': 'zh', 'regions': '510100,330000', 'scale': 'log'}
    >>> to_address(View(regions=("510100",), report="chengdu-2024"), "region")
    {'lang': 'en', 'report': 'chengdu-2024'}
    """
    address = {"lang": view.lang}
    unchosen = View(lang=view.lang)
    found_by = ("regions",) if "report" in READS[page] and not view.report else ()
    for name in READS[page] + found_by:
        value = getattr(view, name)
        if value != getattr(unchosen, name):
            address[name] = value if isinstance(value, str) else SEPARATOR.join(value)
    return address


def arrived(view: View, address: Mapping[str, str], page: str) -> View:
    """``view`` at ``page`` with an address: what the page reads is as the address says, chosen or not.

    The rest, which the address leaves out, stays; nothing is checked.

    >>> before = View(regions=("510100",), report="chengdu-2024", figure="7")
    >>> after = arrived(before, {"report": "bazhong-2025"}, "evidence")
    >>> after.regions, after.report, after.figure
    (('510100',), 'bazhong-2025', '')
    """
    unchosen = View()
    read = {name: getattr(unchosen, name) for name in READS[page]}
    return from_address(replace(view, **read), address, None)


def unknown(address: Mapping[str, str], choices: Choices) -> tuple[str, ...]:
    """What an address names that the corpus does not have.

    >>> unknown({"regions": "510100,999999", "report": "moon-1969"}, Choices(regions=["510100"]))
    ('999999', 'moon-1969')
    """
    named = from_address(View(), {name: address[name] for name in NAMING if name in address}, None)
    kept = keep_known(named, choices)
    found: list[str] = []
    for name in NAMING:
        if name in address:
            one, known = getattr(named, name), getattr(kept, name)
            found += [part for part in ([one] if isinstance(one, str) else one) if part and part not in known]
    return tuple(dict.fromkeys(found))


def from_address(view: View, address: Mapping[str, str], choices: Choices | None) -> View:
    """``view`` with the parts that an address names; what ``choices`` does not have is ignored.

    >>> from_address(View(), {"regions": "510100,999999", "per": "moon"}, Choices(regions=["510100"]))
    ... # doctest: +ELLIPSIS
    View(lang='en', indicators=(), regions=('510100',), ...)
    """
    named: dict[str, Any] = {}
    for field in fields(view):
        if field.name in address:
            several = isinstance(getattr(view, field.name), tuple)
            named[field.name] = _parts(address[field.name]) if several else address[field.name]
    found = replace(view, **named)
    return keep_known(found, choices) if choices else found


def keep_known(view: View, choices: Choices) -> View:
    """``view`` without what the corpus does not know, such as a region that was removed."""
    return replace(
        view,
        lang=view.lang if view.lang in LANGUAGES else "en",
        indicators=_known(view.indicators, choices.indicators),
        area=view.area if view.area in rulebook.regions() else "",
        regions=_known(view.regions, choices.regions),
        periods=_known(view.periods, choices.periods),
        per=view.per if view.per in PER else "",
        scale=view.scale if view.scale in SCALES else SCALES[0],
        report=view.report if view.report in choices.reports else "",
        indicator=view.indicator if view.indicator in choices.indicators else "",
        figure=view.figure if view.figure.isdecimal() else "",
    )


def language_of(locale: str | None) -> str:
    """The language to start with, from the browser's locale: Chinese for any Chinese one, else English.

    >>> language_of("zh-Hant-TW"), language_of("de-DE"), language_of(None)
    ('zh', 'en', 'en')
    """
    return "zh" if locale is not None and locale.lower().startswith("zh") else "en"


def _parts(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in text.split(SEPARATOR) if part))


def _known(values: tuple[str, ...], known: Collection[str]) -> tuple[str, ...]:
    return tuple(value for value in values if value in known)

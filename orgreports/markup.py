"""HTML that cannot be broken by the words in it: everything is escaped that is not markup already."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from orgreports.visible import shown

# Chinese characters with what stands between them; the group makes split() give them at odd places.
_CHINESE = re.compile(r"((?:[\d.%]{1,30}\s?)?[\u3400-\u9fff](?:[^\"\n;,()]*[\u3400-\u9fff])?)")

_HYPHENED = re.compile(r"((?<![A-Za-z])[A-Za-z]{1,40}-[A-Za-z]{1,40})")
SHORT = 16  # characters that fit a phone in one line
_MARKS = re.compile(r"[!-/:-@\[-`{-~]")  # what Markdown lets a backslash stand before


class Html(str):
    """Markup, as against words that are still to be escaped."""

    __slots__ = ()


def element(name: str, *children: str, **attributes: str | bool) -> Html:
    """An element with children and attributes; words among them are escaped.

    A name that Python keeps for itself ends in an underscore, a hyphen is written as one; ``True``
    stands for an attribute without a value, ``False`` and an empty one are left out.

    >>> element("a", "<b>", href="?a&b", class_="way", data_go=True)
    '<a href="?a&amp;b" class="way" data-go>&lt;b&gt;</a>'
    """
    words = "".join(_attribute(key, value) for key, value in attributes.items() if value)
    return Html(f"<{name}{words}>{joined(children)}</{name}>")


def joined(parts: Iterable[str]) -> Html:
    """Parts in a row, words escaped."""
    return Html("".join(part if isinstance(part, Html) else escape(part) for part in parts))


def quoted(words: str, name: str = "span", **attributes: str | bool) -> Html:
    """Words of a report: marked as Chinese, in whatever language the page is."""
    return element(name, words, lang="zh", **attributes)


def plain(words: str) -> str:
    """Words for a place that takes Markdown, in which none of their characters is a mark.

    >>> plain("**a** [b](c)")
    '\\\\*\\\\*a\\\\*\\\\* \\\\[b\\\\]\\\\(c\\\\)'
    """
    return _MARKS.sub(r"\\\g<0>", shown(" ".join(words.split())))


def mixed(words: str, lang: str) -> Html:
    """A sentence in the language of the page, in which an English one marks what it quotes in Chinese.

    >>> mixed('Chengdu counts "干部"', "en")
    'Chengdu counts &quot;<span lang="zh">干部</span>&quot;'
    """
    if lang == "zh":
        return joined([words])
    return joined(quoted(part) if number % 2 else part for number, part in enumerate(_CHINESE.split(words)))


def whole(words: str) -> Html:
    """Words of which none with a hyphen is broken over lines.

    >>> whole("9,854 person-times")
    '9,854 <span class="whole">person-times</span>'
    """
    parts = _HYPHENED.split(words)
    return joined(
        element("span", part, class_="whole") if number % 2 else part for number, part in enumerate(parts)
    )


def unbroken(quote: str) -> str:
    """The class of a quote that stays in one line; none for one that may be wider than a phone.

    >>> unbroken("2.2万余人次"), unbroken("9" * 40)
    ('whole', '')
    """
    return "whole" if len(quote) <= SHORT else ""


def table(heads: Sequence[str], rows: Iterable[str], label: str, class_: str, style: str = "") -> Html:
    """A table that scrolls inside itself, named by ``label``; heads that are words become head cells.

    ``rows`` are elements of the body: rows, or bodies of their own.
    """
    cells = (head if isinstance(head, Html) else element("th", head, scope="col") for head in heads)
    head = element("thead", element("tr", *cells))
    return element(
        "div", element("table", head, *rows, class_=class_, style=style),
        class_="scroll", tabindex="0", role="region", aria_label=label,
    )  # fmt: skip


def _attribute(key: str, value: str | bool) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'

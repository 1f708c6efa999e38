"""A figure in words: as its report says it in Chinese, said plainly in English, derived ones spelled out."""

from __future__ import annotations

import re
from functools import cache

from orgreports import rulebook
from orgreports.cells import Cell, Figure, Rank
from orgreports.language import amount, number, period, region, spaced, text

DIGITS = 3  # significant digits of a derived figure


def said(figure: Figure, lang: str, *, short: bool = False) -> str:
    """The figure with its hedge: 超90万人次; more than 900,000 person-times.

    In Chinese a reported figure is its quote; a corrected one is in our words, since its quote may say
    another value; a derived one is worked out, and names what it is per,
    unless ``short``, for charts whose title says so.
    """
    if figure.derived == "largest":
        share = amount(figure.value, figure.lower, figure.upper, figure.bound, "share", lang, DIGITS)
        return share if short else text("derived.largest", lang, amount=share)
    if lang == "zh" and not figure.derived and not figure.corrected:
        return _quoted(figure)
    digits = DIGITS if figure.derived else 0
    family = "rank" if figure.kind == "rank" else figure.family  # a place, not so many places
    words = amount(figure.value, figure.lower, figure.upper, figure.bound, family, lang, digits)
    if figure.kind == "mean":
        words = text("derived.mean", lang, amount=words)
    if not figure.derived or (short and figure.derived == "capita"):
        return words
    whole = text(f"derived.{figure.derived}", lang, amount=words)
    return spaced(whole) if lang == "zh" else whole


def gloss(figure: Figure, lang: str) -> str:
    """What a reader needs beside the quote: in Chinese nothing, else its words, unless they are its number.

    A corrected figure is always said, since its quote may say another value.
    """
    if lang == "zh" and not figure.corrected:
        return ""
    words = said(figure, lang)
    bare = re.sub(r"(?<=\d),(?=\d{3}\b)", "", words)
    return "" if bare in figure.quote and not figure.corrected else words


def _quoted(figure: Figure) -> str:
    """The quote; where its hedge stands apart from it (至少开展1次), what the hedge says behind it."""
    quote = spaced(figure.quote)
    plain = quote.translate(_simplified())
    if figure.bound in ("exact", "range") or any(word in plain for word in _hedges()):
        return quote
    return text("derived.hedged", "zh", quote=quote, bound=text(f"exactness.{figure.bound}", "zh"))


@cache
def _simplified() -> dict[int, str]:
    """Traditional characters and their simplified forms, in which the hedges are written."""
    return str.maketrans(dict(rulebook.load_toml("traditional")["pairs"].split()))


@cache
def _hedges() -> frozenset[str]:
    return frozenset(word for row in rulebook.load_toml("hedges")["hedge"] for word in row["words"])


def interval(figure: Figure, lang: str) -> str:
    """What the wording allows: 90万–∞; empty for an exact figure."""
    if figure.lower == figure.upper:
        return ""
    digits = DIGITS if figure.derived else 0
    return f"{number(figure.lower, lang, digits)}–{number(figure.upper, lang, digits)}"


def place(rank: Rank) -> str:
    """The places that a figure can have: ``1``, or ``1–2`` where the order is open."""
    return str(rank.best) if rank.best == rank.worst else f"{rank.best}–{rank.worst}"


def where(cell: Cell, lang: str, *, dated: bool = False) -> str:
    """The region of a cell, with its period where ``dated``."""
    name = region(cell.key.region, lang)
    if not dated or not cell.key.period_start:
        return name
    return f"{name} {period(cell.key.period_start, cell.key.period_end)}"

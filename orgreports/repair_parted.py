"""Figures that a line's end parts: 提高到40. / 6%."""

from __future__ import annotations

import re

_MORE = 3  # characters of a line that is more than a number
# A figure that a line's end parts: how the line above ends, and how the one below begins.
_PARTED = (
    (r"[^\d.,]\d{1,8}[.,]$", r"\d"),
    (r"[^\d.,][\d.,]{0,16}\d$", r"[万亿余多%‰]|\.\d|分之"),
    # Digits go on only behind more than a label, and not behind a year.
    (
        r".{8}[^\d.,](?!(?:19|20)\d\d$)\d{1,12}$",
        r"\d[\d.,]{0,12}[万亿余多%‰人名位元家项件个场期次年分]",
    ),
    (
        r"[^\d.,][\d.,]{0,16}\d[万亿余多]{0,2}$",
        r"个?百分点|人次|人(?![才员大民事社选力口类])|[名位元家项件支](?![师城校单录庭目旦部])",
    ),
    (r"[^\d.,][\d.,]{0,16}\d[万亿余多]{0,2}$", "个(?![人体])|[场期条座处所](?=[,，。;；、])"),
    (r"\d[万亿余多]{0,2}(?:元|人|人次|[名个家户%次年岁])$", "以上|以下|以内|左右|上下"),
    ("[一二三四五六七八九十百千万]$", "分之"),
    (r"\d[万亿余多]{0,2}[人批场班件]$", "次(?![要日年数])"),
    ("不$", "少于|低于|超过|足[\\d一二三四五六七八九十百千万]|到[\\d一二三四五六七八九十百千万]"),
)
_PARTED_FIGURES = tuple((re.compile(above), re.compile(below)) for above, below in _PARTED)


def is_parted(above: str, below: str) -> bool:
    """Whether a line ends in the middle of a figure that the next one goes on with: 提高到40.|6%."""
    return len(above) >= _MORE and any(
        end.search(above) and start.match(below) for end, start in _PARTED_FIGURES
    )

"""Years told one by one before figures told one by one: 2021年、2022年分别培训1.2万和1.5万人次."""

from __future__ import annotations

import re
from collections.abc import Sequence

from orgreports.figure_periods import Years
from orgreports.groups import listed_with
from orgreports.models import Quantity

REACH = 60  # characters before the first figure of a list in which its years are told
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
LISTED = re.compile(
    r"((?:19|20)\d{2}年?(?:[、,，和与及至到—-]+(?:19|20)\d{2}年?)+)[^。;；\d]{0,20}分别[^。;；\d]{0,12}$"
)
SPAN = re.compile(r"[至到—-]")


def listed_year(text: str, quantities: Sequence[Quantity], index: int) -> Years | None:
    """The year of a figure in a list of figures, where as many years stand before it with 分别."""
    if "分别" not in text:
        return None
    first, last = listed_with(text, quantities, index)
    start = quantities[first].start
    match = LISTED.search(text[max(0, start - REACH) : start])
    if first == last or not match:
        return None
    years = [int(year) for year in YEAR.findall(match[1])]
    if len(years) == 2 and SPAN.search(match[1]):
        years = list(range(years[0], years[1] + 1))
    if len(years) != last - first + 1:
        return None
    return Years(years[index - first], years[index - first])

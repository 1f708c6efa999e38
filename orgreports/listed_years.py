"""Years told one by one before figures told one by one: 2021年、2022年分别培训1.2万和1.5万人次."""

from __future__ import annotations

import re
from collections.abc import Sequence

from orgreports.figure_periods import Years
from orgreports.groups import listed_with
from orgreports.models import Quantity

REACH = 60  # characters before the first figure of a list in which its years are told
TOLD = 20  # characters between the last of the years and 分别
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)年?")
LINK = re.compile("[、,，和与及至到—-]{1,2}")  # between two of the years
SPAN = frozenset("至到—-")
COMPARED = re.compile("(?:比|较|与|同|跟)$")  # these years are not those of the figures
NOT_BETWEEN = re.compile(r"[。;；\d]")  # between the years and 分别, or that and the figures


def listed_year(text: str, quantities: Sequence[Quantity], index: int) -> Years | None:
    """The year of a figure in a list of figures, where as many years stand before it with 分别."""
    if "分别" not in text:
        return None
    first, last = listed_with(text, quantities, index)
    years = _years_before(text, quantities[first].start) if first < last else []
    if len(years) != last - first + 1:
        return None
    return Years(years[index - first], years[index - first])


def _years_before(text: str, start: int) -> list[int]:
    """The years that are listed right before 分别 and the figure that begins at ``start``."""
    told, respectively, behind = text[max(0, start - REACH) : start].rpartition("分别")
    named = list(YEAR.finditer(told))
    if not respectively or not named or NOT_BETWEEN.search(behind):
        return []
    rest = told[named[-1].end() :]
    if len(rest) > TOLD or NOT_BETWEEN.search(rest):
        return []
    run, links = [named[-1]], ""
    for year in reversed(named[:-1]):
        link = told[year.end() : run[0].start()]
        if not LINK.fullmatch(link):
            break
        run, links = [year, *run], links + link
    if COMPARED.search(told, 0, run[0].start()):
        return []
    years = [int(year.group().rstrip("年")) for year in run]
    if len(years) == 2 and not SPAN.isdisjoint(links):
        return list(range(years[0], years[1] + 1))
    return years

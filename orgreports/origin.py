"""Where an export comes from: version, date, and the address of the view that shows the same.

Every export carries it, so that a reader can come back from a slide or a spreadsheet to the figures and to
the characters that they were read from.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlencode, urljoin

from orgreports import __version__

DASHBOARD = "http://localhost:8501/"  # where ``orgreports dashboard`` is found when nothing else is said


def stamp() -> dict[str, str]:
    """Which version exports, and the date (UTC)."""
    return {"orgreports": __version__, "exported": datetime.now(UTC).date().isoformat()}


def view_address(page: str, parts: Mapping[str, str], base: str = DASHBOARD) -> str:
    """The address of a page of the dashboard at ``base``, with what it shows.

    >>> view_address("compare", {"lang": "zh", "indicators": "talent_total"})
    'http://localhost:8501/compare?lang=zh&indicators=talent_total'
    """
    return urljoin(base, f"{page}?{urlencode(parts, safe=',')}")


def evidence_address(report: str, start: object, base: str = DASHBOARD) -> str:
    """The address of the page that shows a figure in its report; ``start`` is where its quote starts.

    >>> evidence_address("chengdu-2024", 17)
    'http://localhost:8501/evidence?report=chengdu-2024&figure=17'
    """
    return view_address("evidence", {"report": report, "figure": str(start)}, base)


def origin_line(address: str) -> str:
    """Version, date and address in one line; the address is left out where there is none."""
    made = stamp()
    return " · ".join(filter(None, (f"orgreports {made['orgreports']}", made["exported"], address)))

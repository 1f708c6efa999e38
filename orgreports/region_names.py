"""A region by any of its names, as a user types it."""

from __future__ import annotations

from orgreports import rulebook
from orgreports.models import OrgreportsError


def find_region(name: str) -> str:
    """The code of a region given by code, report-id name, or Chinese or English name.

    Raises OrgreportsError where there is none, or several have the name.
    """
    known = rulebook.regions()
    if name in known:
        return name
    wanted = name.strip().casefold()
    for fits in (_short_names, _all_names):
        codes = [code for code in known if wanted in fits(code)]
        if len(codes) == 1:
            return codes[0]
        if codes:
            found = ", ".join(f"{code} {known[code].short['zh']}" for code in codes[:6])
            raise OrgreportsError(f"region {name!r}: several have this name: give a code ({found})")
    raise OrgreportsError(
        f"region {name!r}: not known: give the name of a province, city or county, or its code (510100)"
    )


def _short_names(code: str) -> set[str]:
    region = rulebook.regions()[code]
    return {name.casefold() for name in (*region.short.values(), *region.names.values(), rulebook.slug(code))}


def _all_names(code: str) -> set[str]:
    return {alias.casefold() for alias in rulebook.regions()[code].aliases}

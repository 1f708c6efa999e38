"""Streamlit's server, asking no host of the net: ``python -m orgreports.dashboard_server run dashboard.py``.

To judge where a page comes from, Streamlit would ask a service on the net for this machine's own address,
whenever a page of another origin knocks.

What the pages need is loaded before the server says that it is up: beside it, a browser would wait longer.
"""

from __future__ import annotations

import importlib
import sys
from contextlib import suppress

from streamlit import env_util, net_util
from streamlit.web import cli

# What the pages import, each with all that it stands on: pandas and plotly take longest.
ROOMS = (
    *(f"orgreports.dashboard_{name}" for name in ("grid", "choice", "compare", "region", "evidence")),
    *(f"orgreports.dashboard_{name}" for name in ("wording", "method", "adding")),
    "orgreports.export_xlsx",
    "streamlit.emojis",
)
SMALL = 1000  # reports: a larger corpus is not read twice


def main() -> None:
    """Run Streamlit's command with the arguments of this one."""
    net_util.get_external_ip = lambda: None
    warm_up()
    cli.main(prog_name="streamlit")


def warm_up() -> None:
    """Load the modules and tables that the first page would else wait for, by drawing a first chart."""
    for room in ROOMS:
        importlib.import_module(room)
    env_util.is_repl()  # Streamlit asks before the first element; the answer takes long the first time only
    from orgreports import comparison, corpus, dashboard_view, figures, models, rulebook

    with suppress(models.OrgreportsError, OSError):  # the page itself will say what is wrong
        known = corpus.Corpus(corpus.default_folder(), read_only=True)
        if len(known.reports) <= SMALL:
            first = dashboard_view.FIRST_INDICATORS
            comparison.compare(known.select(list(rulebook.catalogue())), list(rulebook.catalogue()))
            figures.chart(comparison.compare(known.select(first), first), dashboard_view.View().lang)


if __name__ == "__main__":
    sys.exit(main())  # type: ignore[func-returns-value]

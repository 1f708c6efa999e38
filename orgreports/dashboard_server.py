"""Streamlit's server, asking no host of the net: ``python -m orgreports.dashboard_server run dashboard.py``.

To judge where a page comes from, Streamlit would ask a service on the net for this machine's own address,
whenever a page of another origin knocks.
"""

from __future__ import annotations

import sys

from streamlit import net_util
from streamlit.web import cli


def main() -> None:
    """Run Streamlit's command with the arguments of this one."""
    net_util.get_external_ip = lambda: None
    cli.main(prog_name="streamlit")


if __name__ == "__main__":
    sys.exit(main())  # type: ignore[func-returns-value]

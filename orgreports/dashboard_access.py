"""Who may change the corpus through the dashboard.

Where Streamlit's sign-in is configured (``[auth]`` in ``secrets.toml``), those who have signed in and are
named under ``[orgreports] editors``. Where it is not, the reader at the machine itself, if the server listens
to this machine only. Everybody else reads.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import streamlit as st

READ_ONLY = "ORGREPORTS_READ_ONLY"  # a variable: with any value but 0, nobody may change anything
_PROXIES = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


class Access(NamedTuple):
    """What a reader may do; ``email`` is empty where nobody has signed in."""

    may_change: bool
    can_sign_in: bool = False
    email: str = ""


NOBODY = Access(False)


def access() -> Access:
    """What the reader of this session may do; asked in every run."""
    closed = os.environ.get(READ_ONLY, "0") not in ("", "0")
    if st.secrets.load_if_toml_exists() and "auth" in st.secrets:
        person = dict(st.user)
        editors = st.secrets.get("orgreports", {}).get("editors", [])
        email = str(person.get("email") or "") if person.get("is_logged_in") else ""
        return Access(not closed and is_editor(person, editors), True, email)
    address = str(st.get_option("server.address") or "")
    return Access(not closed and is_local(address, dict(st.context.headers)))


def is_editor(person: Mapping[str, object], editors: Iterable[str]) -> bool:
    """Whether a person who has signed in is named: by address, or by a domain written as ``@example.org``.

    An address that the provider says it has not verified counts for nothing.

    >>> is_editor({"is_logged_in": True, "email": "Ada@example.org"}, ["@example.org"])
    True
    >>> is_editor({"is_logged_in": True, "email": "ada@example.org.evil.example"}, ["@example.org"])
    False
    """
    email = str(person.get("email") or "").casefold()
    name, at, domain = email.rpartition("@")
    if person.get("is_logged_in") is not True or person.get("email_verified") in (False, "false"):
        return False
    return bool(name and domain) and bool({email, at + domain} & {str(one).casefold() for one in editors})


def is_local(address: str, headers: Mapping[str, str]) -> bool:
    """Whether the server listens on ``address`` of this machine only, and nobody has passed the request on.

    >>> is_local("localhost", {"Host": "localhost:8501"}), is_local("0.0.0.0", {"Host": "localhost:8501"})
    (True, False)
    """
    given = {name.casefold(): value for name, value in headers.items()}
    if any(name in given for name in _PROXIES) or not is_loopback(address):
        return False
    return "host" not in given or is_loopback(_without_port(given["host"]))


def is_loopback(host: str) -> bool:
    """Whether a name or address of a host leads back to this machine; an empty one means all addresses."""
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() and (":" not in name or name.endswith("]")) else host

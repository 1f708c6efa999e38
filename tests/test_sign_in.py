"""Sign-in with a provider of OpenID Connect, in a browser: an editor writes, others read."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from browsing import Browser, PlaywrightPage, looking, opened, settled
from common import contents, corrected
from joserfc.jwk import RSAKey
from provider import CLIENT, SECRET, Provider, providing
from serving import Served, serving
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from talking import Reader

from orgreports import Corpus

KEY = "0123456789abcdef0123456789abcdef"
SECRETS = """
[auth]
redirect_uri = "http://localhost:{port}/oauth2callback"
cookie_secret = "%s"
client_id = "%s"
client_secret = "%s"
server_metadata_url = "%s/.well-known/openid-configuration"

[orgreports]
editors = ["ada@example.org"]
"""


@pytest.fixture(scope="module")
def signing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Provider]]:
    """The dashboard with sign-in, and the provider."""
    place = tmp_path_factory.mktemp("sign-in")
    with providing() as provider:
        secrets = place / "secrets.toml"
        secrets.write_text(SECRETS % (KEY, CLIENT, SECRET, provider.issuer))
        settings = {"STREAMLIT_SECRETS_FILES": str(secrets)}
        with serving(corrected(place / "data"), settings=settings) as address:
            yield address, provider


def cookie(address: str, email: str, key: str = KEY) -> str:
    """What Streamlit gives to those who have signed in."""
    person = json.dumps({"origin": address, "is_logged_in": True, "email": email})
    return f"_streamlit_user={create_signed_value(key, '_streamlit_user', person).decode()}"


def test_only_editors_write(signing: tuple[Served, Provider]) -> None:
    """Even on this machine: nobody without a cookie, with a forged one, or signed in but not named."""
    address, _ = signing
    cookies = {
        "nobody": "",
        "forged": cookie(address, "ada@example.org", KEY[::-1]),
        "elsewhere": cookie("http://evil.example", "ada@example.org"),
        "other": cookie(address, "eve@example.org"),
        "editor": cookie(address, "ada@example.org"),
    }
    shown = {}
    for who, given in cookies.items():
        with Reader(address, cookie=given) as reader:
            reader.run("add")
            keys = reader.widgets()
            wanted = ("sign_in", "sign_out", "files_0", "save_changes")
            shown[who] = [key for key in wanted if key in keys]
    assert shown == {
        "nobody": ["sign_in"],
        "forged": ["sign_in"],
        "elsewhere": ["sign_in"],
        "other": ["sign_out"],
        "editor": ["sign_out", "files_0", "save_changes"],
    }


def sign_in(page: PlaywrightPage, address: str, person: str) -> None:
    """Go through sign-in as a person, then to the page that adds reports."""
    opened(page, f"{address}/add?lang=en")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name=person).click()
    page.wait_for_url(f"{address}/**")
    settled(page)
    opened(page, f"{address}/add?lang=en")


def test_a_named_editor_saves_and_signs_out(browser: Browser, signing: tuple[Served, Provider]) -> None:
    address, _ = signing
    with looking(browser) as page:
        sign_in(page, address, "ada")
        assert "ada@example.org" in page.locator("[data-testid=stMain]").inner_text()
        page.locator(".st-key-undo_1 button").click()
        settled(page)
        assert Corpus(address.folder).corrections[0].undone
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url(lambda url: "/add" not in url)  # by way of the server, which takes the cookie back
        settled(page)
        opened(page, f"{address}/add?lang=en")
        assert page.locator("input[type=file]").count() == 0


@pytest.mark.parametrize("person", ["eve", "mallory"])
def test_others_read(browser: Browser, signing: tuple[Served, Provider], person: str) -> None:
    """One who is not named, and one who has an editor's address that the provider has not verified."""
    address, _ = signing
    before = contents(address.folder)
    with looking(browser) as page:
        sign_in(page, address, person)
        words = page.locator("[data-testid=stMain]").inner_text()
        assert "Sign out" in words and "can be read here" in words
        assert page.locator("input[type=file], textarea, [data-testid=stDataFrame]").count() == 0
    assert contents(address.folder) == before


def test_a_token_of_another_key_signs_nobody_in(browser: Browser, signing: tuple[Served, Provider]) -> None:
    address, provider = signing
    provider.signs_with = RSAKey.generate_key(2048, {"kid": "1"})
    with looking(browser) as page:
        sign_in(page, address, "ada")
        assert page.get_by_role("button", name="Sign in").is_visible()
        assert page.locator("input[type=file]").count() == 0
    provider.signs_with = provider.key

"""Sign-in with a provider of OpenID Connect, in a browser: an editor writes, others read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browsing import settled
from common import contents, corrected
from joserfc.jwk import RSAKey
from provider import CLIENT, SECRET, Provider, providing
from serving import Served, serving

from orgreports import Corpus

SECRETS = """
[auth]
redirect_uri = "http://localhost:{port}/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"
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
        secrets.write_text(SECRETS % (CLIENT, SECRET, provider.issuer))
        settings = {"STREAMLIT_SECRETS_FILES": str(secrets)}
        with serving(corrected(place / "data"), settings=settings) as address:
            yield address, provider


def signed_in(browser: Any, address: str, person: str) -> Any:
    """The page that adds reports, once a person has gone through sign-in."""
    page = browser.new_context(locale="en-GB").new_page()
    page.goto(f"{address}/add?lang=en")
    settled(page)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name=person).click()
    page.wait_for_url(f"{address}/**")
    settled(page)
    page.goto(f"{address}/add?lang=en")
    settled(page)
    return page


def test_a_named_editor_saves_and_signs_out(
    browser: Any, signing: tuple[Served, Provider]
) -> None:
    address, _ = signing
    page = signed_in(browser, address, "ada")
    assert "ada@example.org" in page.locator("[data-testid=stMain]").inner_text()
    page.locator(".st-key-undo_1 button").click()
    settled(page)
    assert Corpus(address.folder).corrections[0].undone
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "/add" not in url)  # by way of the server, which takes the cookie back
    settled(page)
    page.goto(f"{address}/add?lang=en")
    settled(page)
    assert page.locator("input[type=file]").count() == 0
    page.context.close()


@pytest.mark.parametrize("person", ["eve", "mallory"])
def test_others_read(browser: Any, signing: tuple[Served, Provider], person: str) -> None:
    """One who is not named, and one who has an editor's address that the provider has not verified."""
    address, _ = signing
    before = contents(address.folder)
    page = signed_in(browser, address, person)
    words = page.locator("[data-testid=stMain]").inner_text()
    assert "Sign out" in words and "can be read here" in words
    assert page.locator("input[type=file], textarea, [data-testid=stDataFrame]").count() == 0
    assert contents(address.folder) == before
    page.context.close()


def test_a_token_of_another_key_signs_nobody_in(
    browser: Any, signing: tuple[Served, Provider]
) -> None:
    address, provider = signing
    provider.signs_with = RSAKey.generate_key(2048, {"kid": "1"})
    page = signed_in(browser, address, "ada")
    assert page.get_by_role("button", name="Sign in").is_visible()
    assert page.locator("input[type=file]").count() == 0
    provider.signs_with = provider.key
    page.context.close()

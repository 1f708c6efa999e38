"""A provider of OpenID Connect on this machine, as small as can be: it asks who one is, and believes it."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "orgreports", "a secret of client and provider"
PERSONS: dict[str, dict[str, Any]] = {
    "ada": {"email": "ada@example.org", "email_verified": True},
    "eve": {"email": "eve@example.org", "email_verified": True},
    "mallory": {"email": "ada@example.org", "email_verified": False},
}


class Provider(ThreadingHTTPServer):
    """Its address is that of the issuer; ``signs_with`` may be set to another key than the one it shows."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.key = self.signs_with = RSAKey.generate_key(2048, {"kid": "1", "use": "sig", "alg": "RS256"})
        self.codes: dict[str, tuple[str, dict[str, str]]] = {}  # person, and what the client asked with

    def metadata(self) -> dict[str, Any]:
        """What clients are told about it."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def choice(self, asked: dict[str, str]) -> str:
        """A page that asks who one is; each answer leads back with a code of its own."""
        if asked.get("client_id") != CLIENT or not asked.get("code_challenge"):
            return "unknown client"
        links = []
        for person in PERSONS:
            code = secrets.token_urlsafe()
            self.codes[code] = person, asked
            way = f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"
            links.append(f'<p><a href="{html.escape(way)}">{person}</a></p>')
        return "".join(links)

    def tokens(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """The tokens for a code, once, for the client that asked for it; else None."""
        client = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        person, asked = self.codes.pop(form.get("code", ""), ("", {}))
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        same = challenge.decode().rstrip("=") == asked.get("code_challenge")
        if client != f"{CLIENT}:{SECRET}" or not same or form.get("redirect_uri") != asked["redirect_uri"]:
            return None
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": person, "iat": now, "exp": now + 600}
        claims |= {"nonce": asked["nonce"], **PERSONS[person]}
        token = jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.signs_with)
        kept = {"access_token": secrets.token_urlsafe(), "token_type": "Bearer", "expires_in": 600}
        return kept | {"id_token": token}


class _Answers(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        way = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(way.query).items()}
        if way.path == "/.well-known/openid-configuration":
            self._say(json.dumps(self.server.metadata()))
        elif way.path == "/keys":
            self._say(json.dumps({"keys": [self.server.key.as_dict(private=False)]}))
        elif way.path == "/authorize":
            self._say(self.server.choice(asked), "text/html")
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        tokens = self.server.tokens(form, self.headers.get("Authorization", ""))
        self._say(json.dumps(tokens or {"error": "invalid_grant"}), status=200 if tokens else 400)

    def _say(self, words: str, kind: str = "application/json", status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(words.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@contextmanager
def providing() -> Iterator[Provider]:
    """A provider that answers."""
    with Provider() as provider:
        thread = threading.Thread(target=provider.serve_forever, daemon=True)
        thread.start()
        try:
            yield provider
        finally:
            provider.shutdown()
            thread.join()

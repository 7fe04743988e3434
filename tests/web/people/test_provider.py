"""Signing in at an OpenID Connect provider: a real one of this test's own, which checks what we send it."""

from __future__ import annotations

import json
import threading
import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.jwk import RSAKey
from people_site import BASE, People, open_people, shown

from catalogue.clock import now_utc
from catalogue.ledger.provider_visits import take_visits
from harvester.provider.attending import attend_visit

SECRET = "the-secret-at-the-provider"
KEY = RSAKey.generate_key(2048, {"kid": "a"})


@dataclass(slots=True)
class Provider:
    """What the provider knows: by code, what was asked for with it; `says` changes what its tokens claim."""

    address: str = ""
    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    says: dict[str, Any] = field(default_factory=dict)
    calls_itself: str = ""

    def signs_in(self, authorise: str, code: str = "code") -> str:
        """What the provider's page does: keeps what was asked, and sends the browser back."""
        told = {name: values[0] for name, values in parse_qs(urlsplit(authorise).query).items()}
        assert (told["response_type"], told["redirect_uri"]) == ("code", f"{BASE}/sign-in/provider/back")
        self.asked[code] = told
        return f"/sign-in/provider/back?code={code}&state={told['state']}"

    def answer(self, path: str, form: dict[str, str], login: str) -> tuple[int, dict[str, Any]]:
        """Discovery, keys, and the exchange of a code, which serves once."""
        if path == "/.well-known/openid-configuration":
            names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
            there = {name: f"{self.address}/{end}" for name, end in names.items()}
            return 200, {"issuer": self.calls_itself or self.address, **there}
        if path == "/keys":
            return 200, {"keys": [KEY.as_dict(private=False)]}
        asked = self.asked.pop(form.get("code", ""), None)
        proven = asked and create_s256_code_challenge(form["code_verifier"]) == asked["code_challenge"]
        if not (proven and asked and login == f"stook:{SECRET}"):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.address, "aud": "stook", "sub": "7", "nonce": asked["nonce"], "iat": now}
        claims |= {"exp": now + 300, "email": "ann@leeds.gov.uk", "email_verified": True} | self.says
        return 200, {"id_token": jwt.encode({"alg": "RS256", "kid": "a"}, claims, KEY)}


@contextmanager
def running(provider: Provider) -> Iterator[None]:
    """The provider on a port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._tell(*provider.answer(self.path, {}, ""))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            login = b64decode(self.headers.get("Authorization", "").removeprefix("Basic ")).decode()
            self._tell(*provider.answer(self.path, form, login))

        def _tell(self, status: int, said: dict[str, Any]) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        provider.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Provider, People]]:
    """A provider, and a site that signs in by it."""
    provider = Provider()
    with running(provider), pytest.MonkeyPatch.context() as patch:
        patch.setenv("STOOK_SECRET_OIDC", SECRET)
        told = {"oidc_issuer": provider.address, "oidc_client": "stook", "oidc_secret": "secret:OIDC"}
        allow = (urlsplit(provider.address).netloc,)
        with open_people(tmp_path_factory.mktemp("provider"), allow=allow, **told) as people:
            yield provider, people


@pytest.fixture
def both(started: tuple[Provider, People]) -> tuple[Provider, People]:
    """Both as if nobody had been there."""
    provider, people = started
    provider.says, provider.calls_itself = {}, ""
    provider.asked.clear()
    people.begin_again()
    people.clock[0] = now_utc()  # as the worker's clock says
    return started


def work(people: People) -> None:
    """What a worker does at one look."""
    with people.ledger.writing() as connection:
        visits = take_visits(connection, owner="worker", now=people.clock[0], most=20)
    for visit in visits:
        attend_visit(visit, people.settings, people.ledger)


def begun(people: People, leads_to: str = "") -> str:
    """Begins; where the browser is led to."""
    assert (
        people.post("/sign-in", "/sign-in/provider", next=leads_to).headers["location"] == "/sign-in/provider"
    )
    assert "One moment" in shown(people.get("/sign-in/provider"))
    work(people)
    page = people.get("/sign-in/provider").text
    return page.partition("0;url=")[2].partition('"')[0].replace("&amp;", "&")


def test_the_provider_signs_in_whom_it_vouches_for(both: tuple[Provider, People]) -> None:
    provider, people = both
    assert people.get(provider.signs_in(begun(people, "/account/forget"))).status_code == 303
    assert "One moment" in shown(people.get("/sign-in/provider"))
    work(people)
    answer = people.get("/sign-in/provider")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account/forget")
    assert "ann@leeds.gov.uk" in shown(people.get("/account"))


def test_no_other_browser_can_bring_the_code_back(both: tuple[Provider, People]) -> None:
    """Nor be signed in by what this one brought (RFC 6749, 10.12)."""
    provider, people = both
    back = provider.signs_in(begun(people))
    people.client.cookies.clear()
    assert people.get(back).status_code == 404
    begun(people)
    assert people.get(back).status_code == 404
    work(people)
    assert not people.is_signed_in()


def test_a_code_that_is_brought_twice_signs_in_once(both: tuple[Provider, People]) -> None:
    provider, people = both
    back = provider.signs_in(begun(people))
    people.get(back)
    work(people)
    held = dict(people.client.cookies)
    people.get("/sign-in/provider")
    people.client.cookies.clear()
    for name, value in held.items():
        people.client.cookies.set(name, value)
    people.get(back)
    work(people)
    people.get("/sign-in/provider")
    assert not people.is_signed_in()


@pytest.mark.parametrize(
    "says",
    [
        {"nonce": "of another"},
        {"iss": "https://evil.example"},
        {"aud": "other"},
        {"exp": 1},
        {"email_verified": False},
        {"email": "nobody"},
    ],
)
def test_a_token_that_proves_nothing_signs_nobody_in(
    both: tuple[Provider, People], says: dict[str, Any]
) -> None:
    provider, people = both
    provider.says = says
    people.get(provider.signs_in(begun(people)))
    work(people)
    answer = people.get("/sign-in/provider")
    assert (answer.status_code, "did not succeed" in shown(answer)) == (403, True)
    assert not people.is_signed_in()


def test_a_code_that_the_provider_does_not_know_signs_nobody_in(both: tuple[Provider, People]) -> None:
    provider, people = both
    people.get(provider.signs_in(begun(people)).replace("code=code", "code=other"))
    work(people)
    assert people.get("/sign-in/provider").status_code == 403


def test_whoever_is_refused_there_is_told_so(both: tuple[Provider, People]) -> None:
    provider, people = both
    back = provider.signs_in(begun(people)).replace("code=code", "error=access_denied")
    people.get(back)
    assert "did not sign you in" in shown(people.get("/sign-in/provider"))


def test_an_answer_in_the_name_of_another_provider_is_refused(both: tuple[Provider, People]) -> None:
    """RFC 9207."""
    provider, people = both
    people.get(provider.signs_in(begun(people)) + "&iss=https://evil.example")
    work(people)
    assert people.get("/sign-in/provider").status_code == 403


def test_a_provider_that_calls_itself_otherwise_is_not_gone_to(both: tuple[Provider, People]) -> None:
    provider, people = both
    provider.calls_itself = "https://evil.example"
    assert begun(people) == ""
    assert people.get("/sign-in/provider").status_code == 403


def test_a_visit_ends_after_ten_minutes(both: tuple[Provider, People]) -> None:
    provider, people = both
    back = provider.signs_in(begun(people))
    people.clock[0] = "2099-01-01T00:00:00Z"
    people.get(back)
    assert people.get("/sign-in/provider").status_code == 404


@pytest.mark.parametrize("address", ["/sign-in/provider", "/sign-in/provider/back?code=a&state=b"])
def test_without_a_provider_there_is_nothing_to_begin(people: People, address: str) -> None:
    assert "Sign in with" not in shown(people.get("/sign-in"))
    assert people.get(address).status_code == 404
    assert people.post("/sign-in", "/sign-in/provider").status_code == 404

"""Secrets of a portal go to its own host, and nowhere else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import TextResponse

from catalogue.errors import PortalError
from catalogue.portal import Portal
from harvester.asking.secrets import (
    EchoMiddleware,
    Secrets,
    SecretsMiddleware,
    check_references,
    read_secrets,
    shown,
)

HOME = "https://made.example/portal"
TOKEN = "made-up-token"


def portal(**settings: Any) -> Portal:
    named = {name.replace("__", "."): value for name, value in settings.items()}
    return Portal(slug="made", title="Made up", kind="ckan", address=HOME, settings=named)


def secrets(**settings: Any) -> Secrets:
    return read_secrets(portal(**settings), Path("nowhere"), {"STOOK_SECRET_MADE": TOKEN})


def test_a_secret_is_named_in_a_header_with_words_around_it() -> None:
    """And `apikey` is a header as well, since addresses are kept and shown."""
    assert secrets(header__Token="secret:MADE").headers == {"Token": TOKEN}
    assert secrets(header__Authorization="Bearer secret:MADE").headers == {"Authorization": f"Bearer {TOKEN}"}
    assert secrets(apikey="secret:MADE").headers == {"Authorization": f"Apikey {TOKEN}"}
    assert secrets(delay=0).headers == {}


def test_a_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    """Mode 600 is right."""
    path = tmp_path / "secrets" / "MADE"
    path.parent.mkdir()
    path.write_text(TOKEN + "\n")
    path.chmod(0o640)
    with pytest.raises(PortalError, match="mode 600 was expected"):
        read_secrets(portal(apikey="secret:MADE"), tmp_path, {})
    path.chmod(0o600)
    assert read_secrets(portal(apikey="secret:MADE"), tmp_path, {}).values == (TOKEN,)


@pytest.mark.parametrize("value", ["", "two\r\nLines: of it"])
def test_a_secret_that_is_none_is_refused_without_being_told(value: str) -> None:
    with pytest.raises(PortalError, match="the secret MADE is not there") as refused:
        read_secrets(portal(apikey="secret:MADE"), Path("nowhere"), {"STOOK_SECRET_MADE": value})
    assert "Lines" not in str(refused.value)


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"header__Token": TOKEN}, "a secret in the open"),
        ({"apikey": TOKEN}, "a secret in the open"),
        ({"header__Host": "secret:MADE"}, "names no header that may be set"),
        ({"header__A\r\nB": "secret:MADE"}, "names no header that may be set"),
        ({"header__": "secret:MADE"}, "names no header that may be set"),
    ],
)
def test_a_setting_that_tells_a_secret_is_refused(settings: dict[str, str], reason: str) -> None:
    with pytest.raises(PortalError, match=reason) as refused:
        check_references(portal(**settings))
    assert TOKEN not in str(refused.value)


def test_a_secret_in_the_open_is_not_shown() -> None:
    """One registered before it was refused."""
    held = {"header.Token": TOKEN, "apikey": "secret:MADE", "delay": 1}
    assert shown(held) == {"header.Token": "(secret)", "apikey": "secret:MADE", "delay": 1}
    assert TOKEN not in repr(secrets(apikey="secret:MADE"))


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("https://made.example/elsewhere", True),
        ("https://MADE.example:443/", True),
        ("http://made.example/", False),
        ("https://made.example:8443/", False),
        ("https://made.example.evil.example/", False),
        ("https://evil.example/?u=made.example", False),
    ],
)
def test_a_secret_is_sent_to_the_portals_own_host_and_in_no_other_way(url: str, sent: bool) -> None:
    """Also where a request had it before it was redirected."""
    request = Request(url, headers={"Token": TOKEN})
    SecretsMiddleware(secrets(header__Token="secret:MADE")).process_request(request)
    assert (b"Token" in request.headers) is sent


def test_what_a_portal_gives_back_is_hidden() -> None:
    """In the answer and in where it leads to."""
    held, request = secrets(header__Token="secret:MADE"), Request(HOME)
    answer = TextResponse(
        HOME, body=f'{{"error":"bad {TOKEN}"}}'.encode(), headers={"Location": f"/?t={TOKEN}"}
    )
    assert EchoMiddleware(held).process_response(request, answer).body == b'{"error":"bad (secret)"}'
    assert SecretsMiddleware(held).process_response(request, answer).headers["Location"] == b"/?t=(secret)"

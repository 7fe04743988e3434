"""Registering: what a description of a portal must hold, and what a list may not do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from catalogue.errors import PortalError
from catalogue.settings import Settings
from harvester.ended import Ended, worst
from harvester.registering import fetch_list, listed_portal, portal_from, slug_of
from harvester.replay.server import running

GOOD = {"slug": "made", "kind": "ckan", "address": "https://made.example", "settings": {"delay": 0}}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"slug": "Not A Slug"}, "a slug is"),
        ({"slug": "../etc"}, "a slug is"),
        ({"kind": "ckna"}, "portals/made: kind 'ckna' is not one of"),
        ({"address": "http://127.0.0.1:9/"}, "private network"),
        ({"address": "file:///etc/passwd"}, "is not a web address"),
        ({"address": None}, "is not a web address"),
        ({"settings": [1, 2]}, "no object of texts and numbers"),
        ({"settings": {"delay": {"a": 1}}}, "no object of texts and numbers"),
    ],
)
def test_a_listed_portal_that_is_wrong_is_told(change: Mapping[str, Any], words: str) -> None:
    """The list comes from outside."""
    with pytest.raises(PortalError, match=words):
        listed_portal(GOOD | change, Settings())


def test_a_listed_portal_keeps_what_the_list_says_of_it() -> None:
    """Its publisher is a setting; what is null is nothing."""
    portal = listed_portal(GOOD | {"publisher": "Made Council", "body": None, "origin": None}, Settings())
    assert (portal.slug, portal.title, portal.body, portal.origin) == ("made", "made", "", "")
    assert portal.settings == {"publisher": "Made Council", "delay": 0}


def test_a_portal_is_described_before_it_is_asked() -> None:
    """A password in an address is refused at once."""
    said: dict[str, Any] = {"kind": "ckan", "slug": "", "title": "", "body": "", "settings": {}, "allow": ()}
    assert portal_from("https://data.leeds.gov.uk", **said).slug == "leeds"
    with pytest.raises(PortalError, match="carries a password"):
        portal_from("https://me:secret@data.leeds.gov.uk", **said)


@pytest.mark.parametrize(
    ("address", "slug"),
    [
        ("https://www.data.gov.uk", "www-data-gov-uk"),
        ("https://opendata.bristol.gov.uk/pages", "bristol"),
        ("https://bath-hacked.example.org", "bath-hacked-example"),
    ],
)
def test_a_slug_is_made_of_the_words_of_a_host_that_tell_it_apart(address: str, slug: str) -> None:
    """Of all of them where none does."""
    assert slug_of(address) == slug


def test_a_list_is_read_where_it_is_and_nowhere_else() -> None:
    """Not behind a redirect, and not where private addresses are not allowed."""

    async def good(_: Request) -> Response:
        return JSONResponse([GOOD])

    async def other(_: Request) -> Response:
        return PlainTextResponse("<html>")

    async def moved(_: Request) -> Response:
        return RedirectResponse("/good")

    app = Starlette(routes=[Route("/good", good), Route("/other", other), Route("/moved", moved)])
    with running(app) as address:
        allowed = Settings(allow=(address.partition("://")[2],))
        assert fetch_list(f"{address}/good", allowed) == [GOOD]
        for path in ("/other", "/moved", "/none"):
            with pytest.raises(PortalError, match="cannot be read"):
                fetch_list(address + path, allowed)
        with pytest.raises(PortalError, match="private network"):
            fetch_list(f"{address}/good", Settings())


def test_a_command_over_several_portals_reports_the_worst_of_them_all() -> None:
    """0 done, 1 partly, 2 could not."""
    good, bad, cut = Ended.COMPLETE, Ended.FAILED, Ended.INTERRUPTED
    assert [worst(ended).value for ended in ([good], [good, bad], [bad, bad], [cut], [good, cut], [])] == [
        0, 1, 2, 1, 1, 0,
    ]  # fmt: skip


def test_a_run_that_broke_is_not_taken_for_one_that_read_a_part() -> None:
    """Python ends with status 1 after a trace, and with less than 0 when killed."""
    assert [Ended.of(ended.status) for ended in Ended] == list(Ended)
    assert {Ended.of(status) for status in (1, 2, -9, -15, 139)} == {Ended.INTERRUPTED}

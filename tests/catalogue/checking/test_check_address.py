"""Addresses of portals as people write them."""

from __future__ import annotations

import pytest

from catalogue.checking.address import read_address, root_of
from catalogue.errors import PortalError


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("data.thornmere.example", "https://data.thornmere.example/"),
        ("data.thornmere.example:8443/x", "https://data.thornmere.example:8443/x"),
        ("//data.thornmere.example/x", "https://data.thornmere.example/x"),
        ("HTTP://Data.Thornmere.EXAMPLE:80/X#/y", "http://data.thornmere.example/X"),
        (" https://a.example./catalog.ttl ", "https://a.example/catalog.ttl"),
        ("https://données.example/jeux", "https://xn--donnes-eva.example/jeux"),
        (
            "https://a.example/eingrößer?q=äb",
            "https://a.example/eingr%C3%B6%C3%9Fer?q=%C3%A4b",
        ),
        ("http://[2001:DB8::1]:8080/a", "http://[2001:db8::1]:8080/a"),
        ("https://a.example?f=json", "https://a.example/?f=json"),
    ],
)
def test_an_address_is_read_as_people_write_it(written: str, asked: str) -> None:
    assert read_address(written) == asked
    assert read_address(asked) == asked


@pytest.mark.parametrize(
    "written",
    [
        "",
        "   ",
        "#top",
        "mailto:data@thornmere.example",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://a.example/x",
        "data:text/html,<b>",
        "https://",
        "https:///path",
        "https://a b.example/",
        "https://a.example\\@b.example/",
        "https://a.example/x\x00y",
        "https://a.example/x\r\nHost: b",
        "https://a.example:99999/",
        "https://a.example:0/",
        "https://[::1",
        "https://" + "a" * 64 + ".example/",
        "https://a..example/",
        "https://a.example/" + "x" * 10_000,
        "https://officer:secret@a.example/",
        "https://@a.example/",
    ],
)
def test_what_is_no_address_is_refused_in_one_short_sentence(written: str) -> None:
    with pytest.raises(PortalError) as refused:
        read_address(written)
    assert len(str(refused.value)) < 200
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://data.thornmere.example/", "http://www.data.thornmere.example"),
        ("https://data.thornmere.example/data.json", "https://data.thornmere.example/"),
        ("https://a.example/portal/catalog.ttl", "https://a.example/portal"),
    ],
)
def test_two_ways_of_writing_a_portals_address_have_one_root(one: str, other: str) -> None:
    assert root_of(one) == root_of(other)


def test_other_places_of_a_host_are_other_portals() -> None:
    places = (
        "https://a.example/one",
        "https://a.example/two",
        "https://a.example/",
        "https://a.example/?id=1",
    )
    assert len({root_of(place) for place in places}) == len(places)
    assert root_of("") == ""

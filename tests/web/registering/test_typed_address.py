"""Addresses as people type them."""

from __future__ import annotations

import pytest

from web.registering.typed import read_typed


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://data.example.gov.uk", "https://data.example.gov.uk/"),
        ("  data.example.gov.uk/ ", "https://data.example.gov.uk/"),
        ("<http://data.example.gov.uk/dataset?q=1#top>", "http://data.example.gov.uk/dataset?q=1"),
        ("HTTPS://Data.Example.gov.uk/Open", "https://data.example.gov.uk/Open"),
        ("data.example.gov.uk:8443/x", "https://data.example.gov.uk:8443/x"),
        ("https:/data.example.gov.uk", "https://data.example.gov.uk/"),
        ("http:data.example.gov.uk", "http://data.example.gov.uk/"),
        ("“data.example.gov.uk”,", "https://data.example.gov.uk/"),
        ("https://data.example.gov.uk.", "https://data.example.gov.uk/"),
        ("https://dàta.example.gov.uk/", "https://xn--dta-9ka.example.gov.uk/"),
        ("ｄata.example.gov.uk", "https://data.example.gov.uk/"),
        ("8.8.8.8/portal", "https://8.8.8.8/portal"),
    ],
)
def test_an_address_is_read_as_people_write_it(typed: str, address: str) -> None:
    assert read_typed(typed).address == address


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Enter the web address"),
        ("  . ", "Enter the web address"),
        ("x" * 2001, "longer than 2,000 characters"),
        ("open.data@example.gov.uk", "That is an e-mail address"),
        ("mailto:open.data@example.gov.uk", "That is an e-mail address"),
        ("ftp://data.example.gov.uk", "not with ftp:"),
        ("javascript:alert(1)", "not with javascript:"),
        ("file:///etc/passwd", "not with file:"),
        ("our open data portal", "An address has no spaces"),
        ("leeds", "“leeds” is not a whole web address"),
        ("https://https://data.example.gov.uk", "“https” is not a whole"),
        ("https://ann:secret@data.example.gov.uk", "a name or a password"),
        ("https://@data.example.gov.uk", "a name or a password"),
        ("https://10.1.2.3/", "private network"),
        ("http://[::1]:8000/", "private network"),
        ("http://localhost:8000", "not a whole web address"),
        ("http://127.0.0.1:8100", "private network"),
        ("http://127.1/", "cannot be the name of a site"),
        ("https://data.example.gov.uk:99999/", "not a web address"),
        ("https://[data]/", "not a web address"),
        ("<script>alert(1)</script>", "cannot be the name of a site"),
        ("https://", "not a web address"),
        ("https://-..uk", "not a web address"),
        ("?????", "not a web address"),
    ],
)
def test_what_is_no_address_is_told_in_a_sentence(typed: str, told: str) -> None:
    found = read_typed(typed)
    assert (found.address, told in found.wrong) == ("", True), found


def test_a_private_host_that_is_allowed_may_be_asked() -> None:
    allow = ("127.0.0.1:8100", "localhost")
    assert read_typed("http://127.0.0.1:8100/leeds/", allow).address == "http://127.0.0.1:8100/leeds/"
    assert read_typed("http://localhost:9/", allow).address == "http://localhost:9/"
    assert read_typed("http://127.0.0.1:8101/", allow).wrong

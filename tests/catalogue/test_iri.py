"""What a portal writes as an address becomes an IRI that every RDF tool accepts, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_things import QUICK
from pyoxigraph import NamedNode

from catalogue.iri import is_web_address, read_iri

READ = [
    ("https://leeds.test/bins", "https://leeds.test/bins"),
    ("  https://leeds.test/bins\n", "https://leeds.test/bins"),
    ("https://leeds.test/a b", "https://leeds.test/a%20b"),
    ("https://leeds.test/{id}", "https://leeds.test/%7Bid%7D"),
    ("https://leeds.test/?q[0]=a&q[]=b", "https://leeds.test/?q%5B0%5D=a&q%5B%5D=b"),
    ("https://leeds.test/[a]#b#c[d]", "https://leeds.test/%5Ba%5D#b%23c%5Bd%5D"),
    ("https://leeds.test/100%", "https://leeds.test/100%25"),
    ("https://leeds.test/100%25", "https://leeds.test/100%25"),
    ("https://leeds.test/%zz", "https://leeds.test/%25zz"),
    ('https://leeds.test/"><script>', "https://leeds.test/%22%3E%3Cscript%3E"),
    ("https://leeds.test/a\\b|c^d`e", "https://leeds.test/a%5Cb%7Cc%5Ed%60e"),
    ("https://leeds.test/nul\x00", "https://leeds.test/nul%00"),
    ("http:/leeds.test/one-slash", "http://leeds.test/one-slash"),
    ("https://leeds.test/caf\u00e9", "https://leeds.test/caf\u00e9"),
    ("http://[2001:db8::1]/a[b]", "http://[2001:db8::1]/a%5Bb%5D"),
    ("mailto:data@leeds.test", "mailto:data@leeds.test"),
    ("tel:0113 222 4444", "tel:0113%20222%204444"),
    ("urn:uuid:0f1c", "urn:uuid:0f1c"),
    ("doi:10.1/x", "doi:10.1/x"),
    ("", None),
    ("bins", None),
    ("//leeds.test/bins", None),
    ("/bins", None),
    ("www.leeds.test", None),
    ("Note: see below", None),
    (":nothing", None),
    ("http://", None),
    ("https:", None),
    ("http:///path", None),
    ("http://?q", None),
    ("C:\\data\\bins.csv", None),
    ("1http://leeds.test", None),
    ("http://leeds.test/\ud83d", None),
    ("http://leeds.test/\ufffe", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "iri"), READ)
def test_an_address_is_read(text: str, iri: str | None) -> None:
    assert read_iri(text) == iri


@QUICK
@given(st.text(max_size=30) | st.text(max_size=20).map(lambda tail: f"http://leeds.test/{tail}"))
def test_whatever_is_read_is_an_iri_and_reads_as_itself(text: str) -> None:
    iri = read_iri(text)

    if iri is not None:
        assert NamedNode(iri).value == iri
        assert read_iri(iri) == iri
        assert not set(iri) & set(' <>"{}|\\^`\n')


@QUICK
@given(st.text(st.characters(exclude_categories=()), max_size=30))
def test_no_text_raises(text: str) -> None:
    assert read_iri(text) is None or read_iri(text)


def test_a_long_address_is_read_as_a_short_one_is() -> None:
    assert read_iri("http://leeds.test/ " + "a" * 9000) == "http://leeds.test/%20" + "a" * 9000


@pytest.mark.parametrize(
    ("text", "web"),
    [
        ("http://a.test", True), ("HTTPS://a.test", True), ("ftp://a.test", False), ("javascript:alert(1)", False),
        ("mailto:a@b.test", False), (" http://a.test", False), ("", False),
    ],
)  # fmt: skip
def test_only_http_is_a_web_address(text: str, web: bool) -> None:
    assert is_web_address(text) is web

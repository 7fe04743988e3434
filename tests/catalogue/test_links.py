"""One object makes every address, and no name of a portal or dataset leaves its place in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_things import QUICK
from pyoxigraph import NamedNode

from catalogue.links import Links

LINKS = Links("https://data.test")

ADDRESSES = [
    (LINKS.home(), "/"),
    (LINKS.search(), "/search"),
    (LINKS.search(q="a & b", theme=["T", "E"], page=2), "/search?q=a+%26+b&theme=T&theme=E&page=2"),
    (LINKS.search(q="", theme=[], place=None), "/search"),
    (LINKS.dataset("abc"), "/dataset/abc"),
    (LINKS.dataset("abc", ".ttl"), "/dataset/abc.ttl"),
    (LINKS.distribution("abc", "a/b?c"), "/dataset/abc#a%2Fb%3Fc"),
    (LINKS.record("abc"), "/dataset/abc#record"),
    (LINKS.organisations(), "/organisation"),
    (LINKS.organisation("leeds"), "/organisation/leeds"),
    (LINKS.portals(), "/status"),
    (LINKS.portal("leeds", ".json"), "/portal/leeds.json"),
    (LINKS.run("leeds", 7), "/portal/leeds/runs/7"),
    (LINKS.theme("TRAN"), "/theme/TRAN"),
    (LINKS.vocabulary(), "/vocabulary"),
    (LINKS.vocabulary("licence"), "/vocabulary/licence"),
    (LINKS.vocabulary("media-type", "text/csv", ".ttl"), "/vocabulary/media-type/text%2Fcsv.ttl"),
    (LINKS.sparql(), "/sparql"),
    (LINKS.static("stook.css"), "/static/stook.css"),
]  # fmt: skip


@pytest.mark.parametrize(("made", "path"), ADDRESSES)
def test_an_address_stands_below_the_base(made: str, path: str) -> None:
    assert made == f"https://data.test{path}"


@QUICK
@given(st.text(max_size=12))
def test_whatever_a_distribution_is_called_its_address_is_an_iri_of_its_own(key: str) -> None:
    iri = LINKS.distribution("abc", key)

    assert NamedNode(iri).value == iri
    assert iri.startswith("https://data.test/dataset/abc#")
    assert iri != LINKS.distribution("abc", key + "x")


def test_no_distribution_is_taken_for_the_record() -> None:
    assert (
        len({LINKS.record("abc"), *(LINKS.distribution("abc", key) for key in ("record", "record!", "!"))})
        == 4
    )

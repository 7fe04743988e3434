"""By what a copy can be told: addresses and identifiers in the form in which they are compared."""

from __future__ import annotations

import pytest
from made_up_copies import UUID, entry_of

from catalogue.clusters.evidence import Evidence, Kind, came_from, evidence_of, read_address


def said(kind: Kind, *found: Evidence) -> list[str]:
    return [one.said for one in found if one.kind is kind]


@pytest.mark.parametrize(
    ("address", "compared"),
    [
        ("https://www.data.example/dataset/bins/", "data.example/dataset/bins"),
        ("http://DATA.example:80/Dataset/Bins#resources", "data.example/Dataset/Bins"),
        ("https://data.example:8443/x?b=1&utm_source=mail", "data.example:8443/x?b=1"),
        ("https://data.example/a%20b", "data.example/a b"),
        ("mailto:me@data.example", ""),
        ("not an address", ""),
    ],
)
def test_an_address_is_compared_without_what_says_nothing(address: str, compared: str) -> None:
    assert read_address(address) == compared


@pytest.mark.parametrize(
    ("identifier", "compared"),
    [
        (UUID.format(1), [UUID.format(1).replace("-", "")]),
        ("{" + UUID.format(1).upper() + "}", [UUID.format(1).replace("-", "")]),
        ("urn:uuid:" + UUID.format(1), [UUID.format(1).replace("-", "")]),
        ("https://www.arcgis.com/home/item.html?id=" + "ab" * 16 + "&sublayer=3", ["ab" * 16 + "_3"]),
        ("ab" * 16 + "_3", ["ab" * 16 + "_3"]),
        ("https://doi.org/10.1234/Bins.2020", ["doi:10.1234/bins.2020"]),
        ("42", []),
        ("litter-bins", []),
        (f"https://a.example/{UUID.format(1)}/{UUID.format(2)}", []),
    ],
)
def test_only_identifiers_that_are_unique_in_the_world_count(identifier: str, compared: list[str]) -> None:
    entry = entry_of("holmshire", "1", "Bins", identifiers=(identifier,))
    assert said(Kind.IDENTIFIER, *evidence_of(entry)) == compared


def test_a_whole_site_and_a_portals_own_address_say_nothing() -> None:
    entry = entry_of("holmshire", "1", "Bins", pages=("https://a.example/", "https://b.example/open/"))
    assert said(Kind.PAGE, *evidence_of(entry, frozenset(("b.example/open",)))) == []


def test_a_name_and_a_page_are_looked_up_by_the_same_key() -> None:
    page = "https://a.example/dataset/bins"
    (named,) = (one for one in evidence_of(entry_of("a", "1", "Bins", iri=page)) if one.kind is Kind.NAME)
    (paged,) = (
        one for one in evidence_of(entry_of("b", "1", "Bins", pages=(page,))) if one.kind is Kind.PAGE
    )
    assert named.key == paged.key


def test_an_address_that_is_a_page_is_no_file() -> None:
    page = "https://a.example/dataset/bins"
    entry = entry_of("a", "1", "Bins", pages=(page,), files=(page, "https://a.example/bins.csv"))
    assert said(Kind.FILE, *evidence_of(entry)) == ["a.example/bins.csv"]


def test_a_title_of_one_word_says_nothing() -> None:
    assert said(Kind.TITLE, *evidence_of(entry_of("a", "1", "Bins"))) == []
    assert said(Kind.TITLE, *evidence_of(entry_of("a", "1", "Litter bins"))) == ["bins litter | thornmere"]


def test_the_origin_is_the_host_that_a_record_names() -> None:
    assert came_from(entry_of("a", "1", "Bins", sources=("https://b.example/x",))) == {"b.example"}

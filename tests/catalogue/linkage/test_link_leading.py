"""Which addresses a dataset leads to."""

from __future__ import annotations

import pytest

from catalogue.linkage.leading import Role, leads_of, link_digest
from catalogue.model import Dataset, Distribution

FILE = "https://files.harrowmere.example/bins.csv"


def test_each_address_of_a_dataset_is_led_to_with_its_role() -> None:
    dataset = Dataset(
        landing_page=("https://data.harrowmere.example/bins",),
        distribution=(
            Distribution(access_url=("https://data.harrowmere.example/wfs",), download_url=(FILE,)),
        ),
    )
    assert leads_of(dataset) == {
        ("https://data.harrowmere.example/bins", Role.PAGE),
        ("https://data.harrowmere.example/wfs", Role.ACCESS),
        (FILE, Role.DOWNLOAD),
    }


@pytest.mark.parametrize(
    "url",
    [
        "ftp://files.example/a",
        "mailto:desk@council.example",
        "urn:x",
        "http://",
        "https://[bad",
        "http://" + "a" * 300,
    ],
)
def test_what_is_no_web_address_is_not_asked(url: str) -> None:
    assert leads_of(Dataset(landing_page=(url,))) == frozenset()


def test_addresses_that_differ_only_behind_the_hash_are_one_link() -> None:
    assert link_digest(FILE) == link_digest(f" {FILE}#row=4 ")
    assert leads_of(Dataset(landing_page=(f"{FILE}#a", f"{FILE}#b"))) == {(FILE, Role.PAGE)}

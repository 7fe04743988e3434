"""Pages carry what they are about in schema.org, which a reader of such data finds, and no text gets out of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from extruct.jsonld import JsonLdExtractor
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from made_up_catalogue import BARE, BASE, BINS, EVIL, EVIL_ID, GONE
from starlette.applications import Starlette
from starlette.testclient import TestClient

from catalogue.ledger.held import get_held
from catalogue.values import Text
from web.structured import data_block, page_speaker, speaker


def read_block(client: TestClient, path: str) -> dict[str, Any]:
    """The one block of data of a page, as a search engine reads it."""
    (found,) = JsonLdExtractor().extract(client.get(path).text)
    assert isinstance(found, dict)
    return found


def test_a_dataset_is_read_back_from_its_page(client: TestClient) -> None:
    found = read_block(client, f"/dataset/{BINS}")

    assert found["@context"] == "https://schema.org/"
    assert found["@type"] == "Dataset"
    assert found["@id"] == found["url"] == f"{BASE}/dataset/{BINS}"
    assert found["name"] == "Household bin collection rounds"
    assert found["publisher"]["@id"] == f"{BASE}/organisation/leeds-city-council"
    assert found["temporalCoverage"] == "2022-01-01/2024-12-31"
    assert found["distribution"][0]["contentUrl"] == "https://data.leeds.example/bins.csv"
    assert found["distribution"][0]["encodingFormat"] == "text/csv"
    assert [one["name"] for one in found["includedInDataCatalog"]] == ["Stook", "Data Mill North"]


def test_a_publisher_is_read_back_from_its_page(client: TestClient) -> None:
    found = read_block(client, "/organisation/leeds-city-council")

    assert found["@type"] == "Organization"
    assert found["name"] == "Leeds City Council"


def test_the_catalogue_and_its_search_are_read_back_from_the_first_page(client: TestClient) -> None:
    found = read_block(client, "/")

    assert found["@type"] == "DataCatalog"
    address = found["potentialAction"]["target"]["urlTemplate"].replace("{search_term_string}", "bins")
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("identifier", [EVIL_ID, BARE, GONE])
def test_a_record_that_is_hostile_or_says_little_gives_one_sound_block(
    client: TestClient, identifier: str
) -> None:
    assert read_block(client, f"/dataset/{identifier}")["@type"] == "Dataset"


def test_hostile_text_is_read_back_as_the_text_it_is(client: TestClient) -> None:
    found = read_block(client, f"/dataset/{EVIL_ID}")

    assert found["name"] == f"Bins {EVIL}"
    assert "sameAs" not in found
    assert "distribution" not in found  # its addresses are scripts


def test_the_block_of_a_page_is_brief_and_the_profile_is_whole(app: Starlette) -> None:
    site = app.state.site
    with site.ledger.reading() as connection:
        held = get_held(connection, BINS)
    assert held
    entry = held.snapshot.entry
    keywords = tuple(Text(f"keyword {number}") for number in range(200))
    large = replace(entry.dataset, keyword=keywords, description=(Text("word " * 1_500),))
    snapshot = replace(held.snapshot, entry=replace(entry, dataset=large))

    brief, whole = page_speaker(site).dataset(snapshot), speaker(site).dataset(snapshot)

    assert len(brief["keywords"]) < 20 < 200 == len(whole["keywords"])
    assert len(data_block(brief)) < 6_000


@settings(deadline=None, max_examples=60, database=None, derandomize=True)
@given(
    st.lists(
        st.sampled_from(["</script>", "<!--", "<script", "]]>", "&lt;", "\u2028", "\\", '"', "-->", " x"])
    )
)
def test_no_text_ends_the_block_that_it_stands_in(pieces: list[str]) -> None:
    text = "".join(pieces)
    block = f'<script type="application/ld+json">{data_block({"name": text})}</script>'
    page = f"<html><head>{block}</head><body><p>after</p></body></html>"

    (found,) = JsonLdExtractor().extract(page)

    assert found["name"] == text
    assert html.fromstring(page).xpath("//body/p/text()") == ["after"]


@pytest.mark.parametrize(
    "path", ["/", f"/dataset/{BINS}", f"/dataset/{EVIL_ID}", "/organisation/leeds-city-council"]
)
def test_a_page_stays_small(client: TestClient, path: str) -> None:
    assert len(client.get(path).content) <= 50_000

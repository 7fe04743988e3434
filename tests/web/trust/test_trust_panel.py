"""The trust panel on the dataset page, and the same facts for programs."""

from __future__ import annotations

import re

import pytest
from lxml import html
from made_up_catalogue import BARE, BINS, EVIL_ID, GONE
from starlette.testclient import TestClient

from web.trust.fact import TRUST_SCHEMA
from web.trust.panel import FACTS


@pytest.mark.parametrize("identifier", [BINS, BARE, EVIL_ID, GONE])
def test_every_dataset_has_the_panel_with_a_source_for_every_fact(
    client: TestClient, identifier: str
) -> None:
    page = html.fromstring(client.get(f"/dataset/{identifier}").text)
    told = page.xpath("//div[contains(@class, 'trust')]//li")
    assert len(told) + 4 == len(FACTS)
    assert all(re.search(r"(From|For) [^:]+: .+", one.xpath("string(small)")) for one in told)
    assert all(one.xpath("span[@class='skip']") for one in told)


@pytest.mark.parametrize("identifier", [BINS, BARE, EVIL_ID, GONE])
def test_programs_get_the_same_facts_as_declared(client: TestClient, identifier: str) -> None:
    said = client.get(f"/dataset/{identifier}.json").json()
    assert all(list(fact) == TRUST_SCHEMA["items"]["required"] for fact in said["trust"])
    page = html.fromstring(client.get(f"/dataset/{identifier}").text)
    for fact in said["trust"]:
        if fact["group"] != "dates":
            (shown,) = page.xpath(f"//li[@id='trust-{fact['code']}']")
            assert fact["said"] in shown.text_content()
            assert shown.get("class") == fact["mark"]


def test_a_link_that_was_never_checked_is_not_called_working(client: TestClient) -> None:
    page = html.fromstring(client.get(f"/dataset/{BINS}").text)
    (shown,) = page.xpath("//li[@id='trust-links']")
    assert shown.get("class") == "unsure"


def test_a_published_word_stands_where_its_value_does(client: TestClient) -> None:
    page = html.fromstring(client.get(f"/dataset/{BINS}").text)
    (licence,) = page.xpath("//p[contains(@class, 'licence')]")
    said = " ".join(licence.text_content().split())
    assert "Open Government Licence v3.0 (published as “OGL3”: a known spelling)" in said
    assert "(published as “Environment”" not in page.text_content()


def test_the_panel_comes_before_the_facts_and_after_the_data(client: TestClient) -> None:
    page = html.fromstring(client.get(f"/dataset/{BINS}").text)
    heads = [one.text_content() for one in page.xpath("//article//h2")]
    assert heads.index("Get the data") < heads.index("Can it be trusted?") < heads.index("Facts")

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

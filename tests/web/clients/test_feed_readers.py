"""feedparser, extruct and an OpenSearch client read what is there for programs of their kind."""

from __future__ import annotations

import json
import urllib.request
from urllib.parse import quote

import extruct
import feedparser
import pytest
from lxml import etree
from made_up_catalogue import BASE, BINS

pytestmark = pytest.mark.service

OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
FEEDS = ["/search.atom", "/search.atom?q=bins", "/changes.atom", "/portal/leeds/runs.atom"]
PAGES = ["/", f"/dataset/{BINS}", "/organisation/leeds-city-council"]


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_is_read_without_complaint(address: str, path: str) -> None:
    feed = feedparser.parse(_read(address + path))
    assert (feed.bozo, feed.version) == (False, "atom10")
    assert feed.entries and all(entry.id and entry.title and entry.updated_parsed for entry in feed.entries)


@pytest.mark.parametrize("path", PAGES)
def test_the_structured_data_of_a_page_is_found(address: str, path: str) -> None:
    found = extruct.extract(_read(address + path).decode(), base_url=BASE + path, syntaxes=["json-ld"])
    (said,) = found["json-ld"]
    assert "schema.org" in str(said["@context"])
    assert said.get("@type") or said["@graph"]


def test_a_search_is_made_by_the_template_that_the_site_gives(address: str) -> None:
    root = etree.fromstring(_read(address + "/opensearch.xml"))
    templates = {each.get("type"): each.get("template") for each in root.iter(f"{OPENSEARCH}Url")}
    feed = feedparser.parse(_read(_searched(templates["application/atom+xml"], address)))
    assert feed.entries[0].title == "Household bin collection rounds"
    page = json.loads(_read(_searched(templates["application/json"], address)))
    assert "Household bin collection rounds" in json.dumps(page)


def _searched(template: str | None, address: str) -> str:
    """An OpenSearch client leaves out what is optional and fills in the words."""
    assert template is not None
    asked = template.replace("{searchTerms}", quote("bin collection")).replace("{startPage?}", "")
    return asked.replace("{count?}", "").replace(BASE, address)


def _read(at: str) -> bytes:
    with urllib.request.urlopen(at) as answer:
        body: bytes = answer.read()
        return body

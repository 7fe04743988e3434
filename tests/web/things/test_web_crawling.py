"""Crawlers find every dataset, once, and are kept from what costs much; programs are told how to ask."""

from __future__ import annotations

import re
import tracemalloc
from collections import Counter
from urllib.robotparser import RobotFileParser

import pytest
from lxml import etree, html
from made_up_catalogue import BARE, BASE, BINS, EVIL_ID, GONE, Builder
from sqlalchemy import insert
from starlette.applications import Starlette
from starlette.testclient import TestClient

from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.parts import list_parts, read_part
from catalogue.ledger.schema import entries
from catalogue.links import Links
from web.operations import plain_path
from web.sitemap import LONGEST, MOST, write_addresses, write_index
from web.views.crawling import list_datasets

NAMESPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
DATETIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
MANY = 25_000


def check(body: bytes, whole: str) -> list[str]:
    """The addresses of a sitemap, after it was held to the rules of its schema."""
    tree = etree.fromstring(body)
    assert tree.tag == f"{{{NAMESPACE['s']}}}{whole}"
    assert len(tree) <= 50_000
    assert len(body) <= 50 * 1024 * 1024
    for each in tree:
        assert [etree.QName(part).localname for part in each] in (["loc"], ["loc", "lastmod"])
        assert 12 <= len(each[0].text or "") <= 2_048
        assert all(DATETIME.fullmatch(part.text or "") for part in each[1:])
    return tree.xpath("//s:loc/text()", namespaces=NAMESPACE)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """A ledger with many made-up datasets, some of them withdrawn."""
    ledger = open_ledger(f"sqlite:///{tmp_path_factory.mktemp('large') / 'ledger.db'}")
    with ledger.writing() as connection:
        portal, _ = Builder(connection).portal("leeds", "Data Mill North")
        rows = [
            {
                "id": f"d{number:06}",
                "portal_id": portal,
                "key": str(number),
                "state": "withdrawn" if number % 50 == 0 else "live",
                "digest": "d",
                "change": number,
                "first_seen": "2026-01-01T00:00:00Z",
                "last_changed": f"2026-01-01T00:{number // 60 % 60:02}:{number % 60:02}Z",
                "last_run": 1,
            }
            for number in range(MANY)
        ]
        connection.execute(insert(entries), rows)
    return ledger


def test_every_dataset_that_is_shown_is_in_one_part(large: Ledger) -> None:
    shown = {f"d{number:06}" for number in range(MANY) if number % 50}

    parts = list_parts(large, MOST)
    listed = Counter(name for part in parts for name, _ in read_part(large, part.number, MOST))

    assert [part.datasets for part in parts] == [10_000, 10_000, 4_500]
    assert set(listed) == shown
    assert set(listed.values()) == {1}
    assert not list(read_part(large, len(parts) + 1, MOST))


def test_a_part_tells_when_anything_in_it_last_changed(large: Ledger) -> None:
    part = list_parts(large, MOST)[0]

    assert part.changed == max(changed for _, changed in read_part(large, 1, MOST))


def test_a_part_keeps_to_the_schema_and_is_written_in_flat_memory(large: Ledger) -> None:
    iris = Links("https://data.council.example")
    list(list_datasets(large, iris, 3))  # what a first use of the database costs is not counted
    tracemalloc.start()
    sizes = [len(piece) for piece in write_addresses(list_datasets(large, iris, 1))]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert sum(sizes) > 900_000
    assert peak < 1_500_000
    assert max(sizes) < 100_000


def test_addresses_are_escaped_and_those_too_long_are_left_out() -> None:
    odd = "https://x.example/?a=1&b='<>\""
    body = b"".join(write_addresses([(odd, ""), ("https://x.example/" + "a" * LONGEST, "")]))

    assert check(body, "urlset") == [odd]
    assert check(b"".join(write_index([])), "sitemapindex") == []


def test_the_sitemap_lists_what_is_there_and_nothing_that_has_gone(client: TestClient) -> None:
    parts = check(client.get("/sitemap.xml").content, "sitemapindex")
    listed = [
        address for part in parts for address in check(client.get(part.removeprefix(BASE)).content, "urlset")
    ]

    assert {f"{BASE}/dataset/{one}" for one in (BINS, BARE, EVIL_ID)} <= set(listed)
    assert f"{BASE}/dataset/{GONE}" not in listed
    assert f"{BASE}/vocabulary/theme/ENVI" in listed
    assert len(set(listed)) == len(listed)
    assert {client.get(address.removeprefix(BASE)).status_code for address in listed} == {200}


def test_a_part_that_has_not_changed_is_not_sent_again(client: TestClient) -> None:
    etag = client.get("/sitemap-datasets-1.xml").headers["etag"]

    assert client.get("/sitemap-datasets-1.xml", headers={"if-none-match": etag}).status_code == 304


@pytest.mark.parametrize(
    "part", ["datasets-9", "datasets-0", "datasets-x", "pages", "x-1", "datasets-99999999999"]
)
def test_a_part_that_there_is_not_is_not_found(client: TestClient, part: str) -> None:
    assert client.get(f"/sitemap-{part}.xml").status_code == 404


@pytest.mark.parametrize(
    ("path", "may"),
    [
        ("/", True),
        (f"/dataset/{BINS}", True),
        (f"/dataset/{BINS}.ttl", True),
        ("/static/stook.css", True),
        ("/sparql", False),
        ("/search?q=bins", False),
        ("/resource?iri=x", False),
        ("/api/3/action/package_list", True),
    ],
)
def test_crawlers_are_kept_from_what_costs_much(client: TestClient, path: str, may: bool) -> None:
    rules = RobotFileParser()
    rules.parse(client.get("/robots.txt").text.splitlines())

    assert rules.can_fetch("anything", f"{BASE}{path}") is may
    assert rules.crawl_delay("anything") == 1
    assert rules.site_maps() == [f"{BASE}/sitemap.xml"]


def test_programs_are_told_each_address_and_how_to_ask(client: TestClient, app: Starlette) -> None:
    answer = client.get("/llms.txt")

    assert answer.headers["content-type"].startswith("text/markdown")
    first, _, quoted, *_ = answer.text.splitlines()
    assert first == "# Stook"
    assert quoted.startswith("> ")
    for one in app.state.site.operations:
        assert not one.media or f"[{plain_path(one.path)}]" in answer.text


def test_a_page_says_where_crawlers_and_programs_are_told_more(client: TestClient) -> None:
    tree = html.fromstring(client.get("/").text)

    for relation in ("sitemap", "help"):
        (address,) = tree.xpath(f"//link[@rel='{relation}']/@href")
        assert client.get(address).status_code == 200

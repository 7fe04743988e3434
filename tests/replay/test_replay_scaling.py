"""Scaled portals: as many datasets as asked, each its own, made when asked for."""

import json
import re
from functools import reduce
from operator import getitem
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse
from starlette.testclient import TestClient

from harvester.replay.jkan import front_matter
from harvester.replay.recording import bundled_recordings
from harvester.replay.scaling import scale
from harvester.replay.server import build_app

ADDRESS = re.compile(r"https://[^\"<> ]*\.example/[^\"<> ]+")
PATHS = {
    "arcgis_hub": ("id",),
    "ckan": ("id",),
    "datapress": ("id",),
    "dkan": ("identifier",),
    "aardvark": ("id",),
    "jkan": ("id",),
    "native_json": ("id",),
    "lga_inventory": ("id",),
    "dcat": ("iri",),
    "pod": ("identifier",),
    "udata": ("id",),
    "opendatasoft": ("dataset_id",),
    "list": ("id",),
    "socrata": ("resource", "id"),
}


@pytest.mark.parametrize("total", [0, 50, 1000, 10_000, 50_000])
def test_the_portals_have_the_total_together(total: int) -> None:
    portals = scale(bundled_recordings(), total)
    assert sum(len(portal.records) for portal in portals) == total
    assert len({portal.slug for portal in portals}) == len(portals)
    assert max((len(portal.records) for portal in portals), default=0) <= 2500


def test_every_copy_has_an_id_and_a_title_of_its_own() -> None:
    for portal in scale(bundled_recordings(), 2000, per_portal=5000):
        records = [json.loads(line) for line in portal.records]
        if portal.kind not in PATHS:
            continue
        keys = {reduce(getitem, PATHS[portal.kind], record) for record in records}
        assert len(keys) == len(records), portal.slug
        assert len({title_of(record) for record in records}) > 0.9 * len(records), portal.slug


def title_of(record: dict[str, Any]) -> str:
    if "text" in record:
        return str(front_matter(record["text"])["title"])
    if "dct_title_s" in record:
        return str(record["dct_title_s"])
    if "metas" in record:
        return str(record["metas"]["default"]["title"])
    if "resource" in record:
        return str(record["resource"]["name"])
    return str(record.get("title") or record["turtle"].split(";")[1])


def test_a_scaled_record_is_the_same_whenever_it_is_asked_for() -> None:
    (portal, *_) = scale(bundled_recordings(), 3000)
    last = len(portal.records) - 1
    assert portal.records[last] == list(portal.records)[last]
    with pytest.raises(IndexError):
        portal.records[len(portal.records)]


def test_scaled_turtle_is_still_turtle() -> None:
    portals = scale([r for r in bundled_recordings() if r.kind == "dcat"], 300)
    client = TestClient(build_app(portals))
    titles = set()
    for page in range(1, 13):
        quads = parse(client.get(f"/hirwen/catalog.ttl?page={page}").content, RdfFormat.TURTLE)
        titles |= {q.object.value for q in quads if q.predicate.value.endswith("/title")}
    assert any(title.endswith("Birchgrove 2009") for title in titles)


def test_copies_share_no_address() -> None:
    for portal in scale(bundled_recordings(), 600):
        base = next(recording for recording in bundled_recordings() if recording.slug == portal.slug)
        first, copy = base.records[0].decode(), portal.records[base.options["sound"]].decode()
        assert not set(ADDRESS.findall(first)) & set(ADDRESS.findall(copy)), portal.slug

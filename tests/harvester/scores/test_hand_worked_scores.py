"""Ten datasets scored by hand, from the bytes that a portal sends to both scores: ours are the same."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from catalogue.entry import Entry
from catalogue.linkage.standing import State
from catalogue.portal import Portal
from catalogue.profiles.context import PREFIXES
from catalogue.quality.claims import claims_here
from catalogue.quality.conforming import check_conformance
from catalogue.quality.lists import lists_of
from catalogue.quality.metrics import BY_CODE, METRICS, points_of
from catalogue.quality.scoring import World, score
from catalogue.snapshot import pack_entry, unpack_entry
from harvester.record import Record
from harvester.road import settle_record
from harvester.spiders import spider_for
from vocab import load_vocabulary

WORKED = tomllib.loads(Path(__file__).with_name("hand-worked.toml").read_text("utf-8"))["dataset"]
NAMES = [each["name"] for each in WORKED]
VOCABULARY = load_vocabulary()
THING = "http://data.madeup.example/d"


def record_of(each: dict[str, Any]) -> Record:
    """The record as its portal sends it."""
    if each["kind"] != "dcat":
        return Record(key=THING, body=each["record"].encode(), media_type="application/json", source=THING)
    heads = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    triples = ox.parse(heads + each["record"], ox.RdfFormat.TURTLE)
    body = ox.serialize([quad.triple for quad in triples], format=ox.RdfFormat.N_TRIPLES) or b""
    return Record(key=THING, body=body, media_type="application/n-triples", source=THING)


@pytest.fixture(params=WORKED, ids=NAMES)
def worked(request: pytest.FixtureRequest) -> dict[str, Any]:
    """One of the ten."""
    return dict(request.param)


@pytest.fixture
def entry(worked: dict[str, Any]) -> Entry:
    """What the road makes of it, as the ledger gives it back."""
    portal = Portal(
        slug="madeup",
        title="Made up",
        kind=worked["kind"],
        address="http://data.madeup.example",
        body=worked.get("body", ""),
    )
    settled = settle_record(record_of(worked), spider_for(portal), VOCABULARY, twice=False)
    assert settled.entry, settled.findings
    return unpack_entry(pack_entry(settled.entry))


def test_ours_is_the_score_worked_by_hand(worked: dict[str, Any], entry: Entry) -> None:
    links = {url: State(state) for url, state in worked["links"].items()}
    world = World(links=links, conforms=worked.get("conforms"))
    assert entry.claims
    said = score(entry.dataset, entry.claims, world)
    here = score(entry.dataset, claims_here(entry.dataset, lists_of(VOCABULARY)), world)
    assert said.codes == set(worked["published"].split())
    assert here.codes == set(worked["here"].split())
    assert here.unknown == set(worked.get("unknown", "").split())
    assert (points_of(said.codes), points_of(here.codes)) == (
        worked["published_points"],
        worked["here_points"],
    )


def test_the_shapes_say_of_it_what_was_worked_out(worked: dict[str, Any], entry: Entry) -> None:
    if "conforms" in worked:
        assert check_conformance((entry,), VOCABULARY)[entry.id].conforms is worked["conforms"]


def test_every_metric_passes_in_one_of_them_and_fails_in_another() -> None:
    assert len(WORKED) == 10
    passing = [set(each["published"].split()) for each in WORKED]
    for metric in METRICS:
        assert any(metric.code in one for one in passing)
        assert any(metric.code not in one for one in passing)
    assert set().union(*passing) == BY_CODE.keys()

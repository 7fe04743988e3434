"""One page for a body, with its names as published, its area beside it, and the same said in RDF and JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from made_up_catalogue import BASE, Builder, open_site, text
from sqlalchemy import select, update
from starlette.testclient import TestClient

from catalogue.entry import Mapping
from catalogue.ledger.aliases import Alias, organisation_aliases
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.schema import changes, entries
from catalogue.model import Agent, Dataset
from catalogue.snapshot import pack_entry, squeeze, unpack_entry, unsqueeze

GLASGOW = "http://statistics.data.gov.uk/id/statistical-geography/S12000049"
PUBLISHED = ("GCC Open Data", "GCC Open Data", "Glasgow City Council", "<b>GIS</b>")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = open_site(tmp_path_factory.mktemp("organisations"))
    fill(app.state.site.ledger)
    with TestClient(app, base_url=BASE) as opened:
        yield opened


def fill(ledger: Ledger) -> None:
    """Four datasets of one council, published under three names, and one of a council that is no more."""
    with ledger.writing() as connection:
        builder = Builder(connection)
        portal, run = builder.portal("glasgow", "Glasgow open data")
        for number, _ in enumerate(PUBLISHED):
            council = Agent(slug="glasgow", name=text("Glasgow City Council"))
            builder.dataset(
                portal, run, f"d{number}", Dataset(title=text("D"), publisher=council), slug="glasgow"
            )
        old = Agent(slug="cumbria", name=text("Cumbria County Council"))
        builder.dataset(portal, run, "old", Dataset(title=text("Old"), publisher=old), slug="glasgow")
        rows = connection.execute(
            select(changes.c.n, changes.c.snapshot)
            .join(entries, entries.c.change == changes.c.n)
            .where(entries.c.publisher == "glasgow")
        ).all()
        for (number, snapshot), name in zip(rows, PUBLISHED, strict=True):
            entry = unpack_entry(unsqueeze(snapshot))
            said = Mapping(property="publisher", word=name, iri="urn:stook:council:S12000049", how="name")
            packed = pack_entry(replace(entry, mappings=(*entry.mappings, said)))
            connection.execute(update(changes).where(changes.c.n == number).values(snapshot=squeeze(packed)))


def test_the_names_as_published_are_counted_the_commonest_first(site: TestClient) -> None:
    found = organisation_aliases(site.app.state.site.ledger, "glasgow")  # type: ignore[attr-defined]
    assert found[0] == Alias(name="GCC Open Data", datasets=2, portals=("glasgow",))
    assert {one.name for one in found} == set(PUBLISHED)
    assert organisation_aliases(site.app.state.site.ledger, "nobody") == ()  # type: ignore[attr-defined]


def test_a_bodys_page_shows_its_names_codes_area_and_kind(site: TestClient) -> None:
    page = site.get("/organisation/glasgow").text
    for said in ("S12000049", "formerly", "S12000046", "unitary authority", "Scotland", "Area it serves"):
        assert said in page
    assert "“GCC Open Data”" in page and "2 datasets at Glasgow open data" in page
    assert "<b>GIS</b>" not in page and "&lt;b&gt;GIS" in page
    assert "“Glasgow City Council”" not in page


def test_a_body_that_is_no_more_names_its_successors(site: TestClient) -> None:
    """By a page that there is: this successor has no datasets."""
    page = site.get("/organisation/cumbria").text
    assert "no longer exists" in page
    assert 'href="/vocabulary/council/E06000063"' in page


def test_a_council_serves_its_area_and_is_not_the_same_thing(site: TestClient) -> None:
    said = site.get("/organisation/glasgow.nt").text
    here = f"<{BASE}/organisation/glasgow>"
    assert f"{here} <http://purl.org/dc/terms/spatial> <{GLASGOW}> ." in said
    assert f"<urn:stook:council:S12000049> <http://xmlns.com/foaf/0.1/focus> {here} ." in said
    assert "sameAs" not in said
    assert '"GCC Open Data"' in said


def test_programs_get_the_same(site: TestClient) -> None:
    said = site.get("/organisation/glasgow.json").json()
    assert (said["code"], said["area"], said["kind"]) == ("S12000049", GLASGOW, "unitary authority")
    assert said["published_as"][0] == {
        "name": "GCC Open Data", "datasets": 2, "portals": ["Glasgow open data"],
    }  # fmt: skip
    assert said["same_as"] == []


def test_an_organisation_that_no_list_knows_has_a_page_all_the_same(site: TestClient) -> None:
    assert "<dt>Code</dt>" not in site.get("/organisation/evil-council").text
    assert "code" not in site.get("/organisation/evil-council.json").json()

"""A thing's linkages: what it is tied to and by which property, counted first, in every form."""

from __future__ import annotations

import pytest
from lxml import html
from made_up_catalogue import BASE, BINS, GONE
from pyoxigraph import Literal, NamedNode, RdfFormat, Store
from starlette.testclient import TestClient

from vocab import load_vocabulary
from vocab.namespaces import DCAT, DCT, HYDRA, VOID
from web.addresses import Addresses
from web.linkages.tie import ways

LEEDS = "/linkages/organisation/leeds-city-council"
UPRN = "/linkages/identifier/uprn"
OGL = "/linkages/vocabulary/licence/ogl-3.0"
THINGS = (LEEDS, f"/linkages/dataset/{BINS}", UPRN, OGL)


def ties(client: TestClient, address: str) -> dict[str, dict]:
    """The ties of a thing by their codes."""
    return {one["code"]: one for one in client.get(f"{address}.json").json()["ties"]}


def test_a_body_is_tied_through_its_datasets(client: TestClient) -> None:
    found = ties(client, LEEDS)

    assert [one["label"] for one in found["datasets"]["ends"]] == ["Household bin collection rounds"]
    assert found["datasets"]["property"] == DCT.publisher
    assert [one["label"] for one in found["theme"]["ends"]] == ["Environment"]
    assert found["theme"]["property"] == DCAT.theme
    assert [(one["label"], one["datasets"]) for one in found["identifier"]["ends"]] == [
        ("Unique Property Reference Number", 1)
    ]
    assert [one["label"] for one in found["portals"]["ends"]] == ["Data Mill North"]


def test_a_dataset_is_tied_to_what_it_names(client: TestClient) -> None:
    found = ties(client, f"/linkages/dataset/{BINS}")

    assert [one["label"] for one in found["publishers"]["ends"]] == ["Leeds City Council"]
    assert {one["label"] for one in found["file-type"]["ends"]} == {"CSV", "GeoJSON"}
    assert [one["label"] for one in found["identifier"]["ends"]] == ["Unique Property Reference Number"]


def test_a_kind_of_identifier_is_tied_to_the_bodies_that_hold_it(client: TestClient) -> None:
    found = ties(client, UPRN)

    assert [one["label"] for one in found["publishers"]["ends"]] == ["Leeds City Council"]
    assert "identifier" not in found  # a kind is no tie of itself


def test_a_concept_is_tied_to_the_datasets_that_name_it(client: TestClient) -> None:
    found = ties(client, OGL)

    assert found["datasets"]["property"] == DCT.license
    assert [one["label"] for one in found["publishers"]["ends"]] == ["Leeds City Council"]


def test_every_count_leads_to_as_many_datasets(client: TestClient) -> None:
    for address in (LEEDS, UPRN, OGL):
        for tie in ties(client, address).values():
            for end in (one for one in tie["ends"] if one["search"]):
                search = end["search"].replace(f"{BASE}/search", f"{BASE}/search.json")
                assert client.get(search).json()["total"] == end["datasets"]


@pytest.mark.parametrize("address", THINGS)
def test_the_counts_come_first_and_lead_to_what_is_counted(client: TestClient, address: str) -> None:
    tree = html.fromstring(client.get(address).text)
    counted = {
        one.get("href"): one.xpath("string(b)") for one in tree.xpath("//ul[contains(@class, 'counts')]//a")
    }
    told = {f"#{code}": f"{one['count']:,}" for code, one in ties(client, address).items()}

    assert counted == told
    assert {f"#{one.get('id')}" for one in tree.xpath("//details//*[@id]")} == set(told)
    assert tree.xpath("//details//code/text()")  # each by its property


@pytest.mark.parametrize("address", THINGS)
def test_rdf_tells_each_tie_as_a_linkset_by_its_property(client: TestClient, address: str) -> None:
    store = Store()
    store.load(client.get(f"{address}.nt").content, format=RdfFormat.N_TRIPLES)

    def value(node: object, term: str) -> object:
        return next(store.quads_for_pattern(node, NamedNode(term), None)).object  # type: ignore[arg-type]

    sets = [quad.object for quad in store.quads_for_pattern(None, NamedNode(VOID.subset), None)]
    found = {}
    for one in sets:
        count = value(one, HYDRA.totalItems)
        assert isinstance(count, Literal)
        found[(value(one, VOID.linkPredicate).value, int(count.value))] = one  # type: ignore[attr-defined]
    assert {(one["property"], one["count"]) for one in ties(client, address).values()} == set(found)


def test_a_long_tie_is_told_in_part_and_whole_where_it_is_asked_for(client: TestClient) -> None:
    alone = client.get(LEEDS, params={"tie": "theme"})
    assert html.fromstring(alone.text).xpath("string(//h1)").split() == ["Themes", "1"]
    assert [one["code"] for one in client.get(f"{LEEDS}.json?tie=theme").json()["ties"]] == ["theme"]


@pytest.mark.parametrize(
    "address",
    [
        "/linkages/organisation/nobody",
        "/linkages/dataset/nothing",
        "/linkages/identifier/none",
        "/linkages/vocabulary/none/none",
        f"{LEEDS}?tie=none",
        "/linkages/portal/leeds",
    ],
)
def test_what_is_not_known_is_not_found(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_every_concept_has_linkages_at_the_address_that_is_made_for_it(client: TestClient) -> None:
    links, odd = Addresses(), {"/", "."}
    concepts = [
        concept
        for scheme in load_vocabulary().schemes.values()
        for concept in (*scheme.concepts[:2], *[one for one in scheme.concepts if odd & set(one.code)][:3])
    ]
    asked = [links.linkages_of(one.scheme, one.code) for one in concepts]

    assert [address for address in asked if client.get(f"{address}").status_code != 200] == []


def test_a_page_beyond_the_last_says_so(client: TestClient) -> None:
    answered = client.get(LEEDS, params={"tie": "theme", "page": "7"})
    assert "There is no page 7" in answered.text


@pytest.mark.parametrize(
    "page",
    [
        "/organisation/leeds-city-council",
        f"/dataset/{BINS}",
        "/vocabulary/identifier/uprn",
        "/vocabulary/licence/ogl-3.0",
    ],
)
def test_a_things_page_leads_to_its_linkages(client: TestClient, page: str) -> None:
    (address,) = html.fromstring(client.get(page).text).xpath("//a[.='See its linkages']/@href")
    assert client.get(address).status_code == 200


def test_a_withdrawn_dataset_still_says_what_it_was_tied_to(client: TestClient) -> None:
    assert "publishers" in ties(client, f"/linkages/dataset/{GONE}")
    assert client.get(f"/linkages/dataset/{GONE}").status_code == 410
    assert "This dataset was withdrawn." in client.get(f"/linkages/dataset/{GONE}").text


def test_every_way_says_what_it_means_and_by_which_property() -> None:
    assert all(one.means and one.title and ":" in one.property for one in ways().values())

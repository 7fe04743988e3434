"""A publisher is one body, told by name, domain, mailbox or portal; another organisation never is the portal's."""

from __future__ import annotations

from typing import Any

import pytest

from catalogue.entry import Mapping
from catalogue.model import Agent, Contact
from catalogue.portal import Portal
from catalogue.snapshot import _pack, _unpack
from catalogue.values import Text
from harvester.settling.home import Place, home_of
from harvester.settling.notes import Notes
from harvester.settling.publisher import settle_agent, settle_publisher
from vocab import load_vocabulary

VOCABULARY = load_vocabulary()
LEEDS, DUNDEE, LONDON = "E08000035", "S12000042", "E61000001"
COUNCIL = "urn:stook:council:"


def portal(body: str = "", **more: Any) -> Portal:
    facts: dict[str, Any] = {"slug": "p", "title": "P", "kind": "ckan", "address": "http://127.0.0.1:8100/p"}
    return Portal(**(facts | {"body": body} | more))


def published(
    name: str, where: Portal, contacts: tuple[Contact, ...] = (), **agent: Any
) -> tuple[Agent | None, Mapping | None, list[str]]:
    notes = Notes(where, VOCABULARY)
    who = Agent(name=(Text(name),), **agent) if name else None
    settled = settle_publisher(who, contacts, notes)
    mapping = notes.mappings[0] if notes.mappings else None
    return settled, mapping, [one.code for one in notes.findings]


@pytest.mark.parametrize(
    ("name", "body", "code", "why"),
    [
        ("DCC Public GIS Portal", DUNDEE, DUNDEE, "initials"),
        ("GLA Rough Sleeping Team", LONDON, LONDON, "initials"),
        ("Dundee GIS Team", DUNDEE, DUNDEE, "name"),
        ("GIS Team", LEEDS, LEEDS, "team or account"),
        ("ArcGIS_Admin", LEEDS, LEEDS, "team or account"),
        ("jsmith_7", LEEDS, LEEDS, "account"),
        ("leeds.gov.uk", "", LEEDS, "domain"),
        ("Bins (bins@leeds.gov.uk)", "", LEEDS, "domain"),
        ("open.data@southayrshire", "S12000028", "S12000028", "without spaces"),
        ("Leeds City Council - Planning", LEEDS, LEEDS, "unit"),
    ],
)
def test_a_name_is_read_as_a_body_and_says_why(name: str, body: str, code: str, why: str) -> None:
    _, mapping, findings = published(name, portal(body))
    assert mapping is not None and mapping.iri == COUNCIL + code
    assert why in mapping.how
    assert findings == []


@pytest.mark.parametrize(
    "name",
    [
        "Creative Leeds", "Leeds Wharf Trust", "Wharf University", "LCC Contractors Ltd", "Wharf Police",
        "Jane Doe", "Friends of Leeds City Council", "Elsewhere Council", "wharf.org.uk", "Wharf NHS Trust",
    ],
)  # fmt: skip
def test_another_organisation_is_never_given_to_the_portals_body(name: str) -> None:
    """It stays a word, with a finding."""
    agent, mapping, findings = published(name, portal(LEEDS))
    assert mapping is not None and mapping.iri == ""
    assert agent is not None and agent.name == (Text(name),)
    assert findings == ["unknown-publisher"]


def test_a_team_on_a_portal_of_many_is_told_by_the_contacts_mailbox_only() -> None:
    many = portal(origin="https://www.data.gov.uk")
    box = Contact(has_email="mailto:gis@leeds.gov.uk")
    assert published("GIS Team", many)[1].iri == ""  # type: ignore[union-attr]
    assert published("GIS Team", many, (box,))[1].iri == COUNCIL + LEEDS  # type: ignore[union-attr]
    assert published("Wharf Trust", many, (box,))[1].iri == ""  # type: ignore[union-attr]


def test_a_person_is_of_the_body_whose_mailbox_bears_the_name() -> None:
    box = Contact(has_email="mailto:jane.doe@leeds.gov.uk")
    other = Contact(has_email="mailto:bins@leeds.gov.uk")
    assert published("Jane Doe", portal(LONDON), (box,))[1].iri == COUNCIL + LEEDS  # type: ignore[union-attr]
    assert published("Jane Doe", portal(LONDON), (other,))[1].iri == ""  # type: ignore[union-attr]


def test_a_guest_on_a_bodys_portal_is_not_the_body_by_its_page_there() -> None:
    there = portal(LEEDS, origin="https://data.leeds.gov.uk")
    page = "https://data.leeds.gov.uk/organization/wharf"
    assert published("Wharf Trust", there, homepage=page)[1].iri == ""  # type: ignore[union-attr]
    own = published("Wharf", there, homepage="https://www.bradford.gov.uk/")[1]
    assert own is not None and own.iri == COUNCIL + "E08000032"


def test_where_a_record_says_nothing_its_contact_speaks_then_the_portal() -> None:
    box = Contact(has_email="mailto:gis@leeds.gov.uk")
    assert published("", portal(LONDON), (box,))[1].iri == COUNCIL + LEEDS  # type: ignore[union-attr]
    assert published("", portal(LONDON))[1].how == "portal default"  # type: ignore[union-attr]
    assert published("", portal())[0] is None


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"origin": "https://data.leeds.gov.uk"}, LEEDS),
        ({"origin": "https://maps-southayrshire.opendata.arcgis.com"}, "S12000028"),
        ({"address": "https://data-stirling-council.hub.arcgis.com/api"}, "S12000030"),
        ({"title": "Leeds City Council open data"}, LEEDS),
        ({"origin": "https://hub-boston.opendata.arcgis.com"}, None),
        ({"origin": "https://www.data.gov.uk"}, None),
        ({"origin": "https://www.opendatani.gov.uk"}, None),
        ({"title": "Lincoln open data"}, None),
        ({"origin": "http://[bad", "title": ""}, None),
        ({"body": "national-records-of-scotland"}, "national-records-of-scotland"),
        ({"body": "S12000046"}, "S12000049"),
        ({"body": LEEDS, "settings": {"lists": "others"}}, None),
        ({"origin": "https://data.leeds.gov.uk", "settings": {"lists": "others"}}, None),
    ],
)
def test_a_portals_body_is_as_registered_or_told_by_its_address_or_title(
    more: dict[str, Any], code: str | None
) -> None:
    body = home_of(portal(**more), VOCABULARY).body
    assert (body.code if body else None) == code


def test_names_abroad_mean_no_british_body() -> None:
    """They stay as named, and are no fault of the portal."""
    for name in ("City of Lincoln", "Ministry of Justice", "Durham County Council", "Boston"):
        _, mapping, findings = published(name, portal(origin="https://data.gov.fr"))
        assert mapping is not None and (mapping.iri, mapping.how) == ("", "kept as named")
        assert findings == []


def test_where_nothing_tells_a_portals_country_only_whole_names_are_read() -> None:
    unknown = portal(origin="https://hub.example.com")
    assert home_of(unknown, VOCABULARY).place is Place.UNKNOWN
    assert published("Leeds City Council", unknown)[1].iri == COUNCIL + LEEDS  # type: ignore[union-attr]
    for name in ("City of Lincoln", "Ministry of Justice", "Environment Agency", "Lincoln"):
        assert published(name, unknown)[1].iri == ""  # type: ignore[union-attr]


def test_a_stranger_never_gets_the_page_of_a_body() -> None:
    agent, _, _ = published("Boston", portal(slug="boston-ma", origin="https://data.boston.gov"))
    assert agent is not None and agent.slug == "boston-boston-ma"


def test_a_correction_is_stronger_than_any_reading() -> None:
    meant = {"corrections": {"publisher": {"wharf trust": DUNDEE, "leeds city council": ""}}}
    corrected = portal(LEEDS, settings=meant)
    _, mapping, _ = published("Wharf  TRUST", corrected)
    assert mapping is not None
    assert (mapping.iri, mapping.how) == (COUNCIL + DUNDEE, "correction for this portal")
    assert published("Leeds City Council", corrected)[1].how == "portal default"  # type: ignore[union-attr]


def test_a_council_says_which_area_it_serves_and_is_not_that_area() -> None:
    agent, _, _ = published("Leeds City Council", portal(LEEDS))
    assert agent is not None
    assert agent.spatial == ("http://statistics.data.gov.uk/id/statistical-geography/E08000035",)
    assert agent.same_as == ()
    assert agent.identifier[0].value == LEEDS


def test_an_agent_of_an_older_snapshot_still_unpacks() -> None:
    """It had no area, and its area as owl:sameAs."""
    held = {"name": [["Leeds City Council", "en"]], "same_as": ["http://x.example/E08000035"]}
    agent = _unpack(Agent, held)
    assert (agent.spatial, agent.same_as) == ((), ("http://x.example/E08000035",))
    assert _pack(agent) == held


def test_a_creator_is_read_by_name_only() -> None:
    notes = Notes(portal(LEEDS), VOCABULARY)
    assert settle_agent(Agent(name=(Text("Leeds City Council"),)), notes).slug == "leeds"
    assert settle_agent(Agent(name=(Text("GIS Team"),)), notes).slug == "gis-team"
    assert settle_agent(Agent(), notes) == Agent()
    assert notes.mappings == []


def test_the_name_of_a_creator_is_kept_beside_the_body_that_it_means() -> None:
    notes = Notes(portal(LEEDS), VOCABULARY)
    settle_agent(Agent(name=(Text("LEEDS CITY COUNCIL"),)), notes, "creator")
    settle_agent(Agent(name=(Text("GIS Team"),)), notes, "creator")
    (noted,) = notes.mappings
    assert (noted.property, noted.word, noted.iri) == ("creator", "LEEDS CITY COUNCIL", COUNCIL + LEEDS)


def test_a_publisher_from_the_portals_settings_says_so() -> None:
    _, mapping, _ = published("", portal(settings={"publisher": "Wharf Trust"}))
    assert mapping is not None
    assert (mapping.word, mapping.how) == ("", "portal setting")


@pytest.mark.parametrize(
    "word", ["(" * 400, "a." * 200, "@" * 300, "http://[", "//", "a - " * 100, "_" * 200]
)
def test_a_hostile_name_stays_a_word(word: str) -> None:
    assert published(word, portal(LEEDS))[1] is None or published(word, portal(LEEDS))[1].iri == ""  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("Leeds GIS Team", True),
        ("Leeds CC Highways", True),
        ("leedscc", True),
        ("Leeds Parks", False),
        ("Sport Leeds", False),
        ("Living Streets", False),
        ("Community Council", False),
        ("Esri", False),
    ],
)
def test_a_short_name_needs_words_of_an_account_or_of_a_councils_style(name: str, own: bool) -> None:
    """ "Leeds Parks" may be a trust."""
    _, mapping, _ = published(name, portal(LEEDS))
    assert mapping is not None and (mapping.iri == COUNCIL + LEEDS) is own

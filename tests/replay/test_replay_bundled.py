"""The bundled councils: enough of them, fictional throughout, and as untidy as real portals."""

import json
import re
from collections import Counter
from typing import Any

import pytest
from starlette.testclient import TestClient

from harvester.replay.recording import BUNDLED, Recording, bundled_recordings
from harvester.replay.server import build_app, builders

PORTALS = {recording.slug: recording for recording in bundled_recordings()}
NOT_OURS = (  # namespaces and licences that real portals name too; nothing is fetched from them
    "publications.europa.eu",
    "www.iana.org",
    "www.opengis.net",
    "www.nationalarchives.gov.uk",
    "reference.data.gov.uk",
    "creativecommons.org",
    "www.opendefinition.org",
    "id.esd.org.uk",
    "schema.org",
    "www.isotc211.org",
    "www.isotc211.org",
    "standards.iso.org",
    "inspire.ec.europa.eu",
    "www.w3.org",
    "schema.org",
    "purl.org",
    "xmlns.com",
)
HOST = re.compile(r"(?:https?://|mailto:[^@\s]*@)([\w.-]+\w)")


def records(slug: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in PORTALS[slug].records]


def everything() -> str:
    return "\n".join(line.decode() for recording in PORTALS.values() for line in recording.records)


def test_each_council_is_of_a_kind_that_is_served() -> None:
    assert {recording.kind for recording in PORTALS.values()} <= set(builders())


@pytest.mark.parametrize("slug", PORTALS)
def test_a_council_publishes_a_handful_of_datasets(slug: str) -> None:
    assert 10 <= (PORTALS[slug].expected or 0) + PORTALS[slug].unreadable <= 60


@pytest.mark.parametrize("slug", PORTALS)
def test_no_address_is_a_real_one(slug: str) -> None:
    folder = BUNDLED / slug
    text = "".join((folder / name).read_text() for name in ("portal.json", "records.jsonl"))
    strange = {host for host in HOST.findall(text) if not host.endswith(".example") and host not in NOT_OURS}
    assert not strange


@pytest.mark.parametrize("slug", PORTALS)
def test_no_council_claims_the_code_of_a_real_one(slug: str) -> None:
    assert PORTALS[slug].body is None


@pytest.mark.parametrize("slug", PORTALS)
def test_each_portal_states_its_source_and_licence(slug: str) -> None:
    facts = json.loads((BUNDLED / slug / "portal.json").read_text())
    assert "fictional" in facts["source"]
    assert facts["licence"] == "CC0-1.0"


@pytest.mark.parametrize("slug", ["thornmere", "kilbrannoch", "holmshire", "hirwen", "ottermoor"])
def test_a_portal_serves_as_many_records_as_it_expects(slug: str) -> None:
    recording = PORTALS[slug]
    assert (
        advertised(TestClient(build_app([recording])), recording)
        == (recording.expected or 0) + recording.unreadable
    )


def advertised(client: TestClient, recording: Recording) -> int:
    base = f"/{recording.slug}"
    if recording.kind == "ckan":
        return int(client.get(f"{base}/api/3/action/package_search?rows=0").json()["result"]["count"])
    if recording.kind == "arcgis_hub":
        return int(client.get(f"{base}/api/search/v1/collections/dataset/items").json()["numberMatched"])
    if recording.kind == "pod":
        return len(client.get(f"{base}/data.json").json()["dataset"])
    found = re.search(r"hydra:totalItems (\d+)", client.get(f"{base}/catalog.ttl").text)
    return int(found[1]) if found else -1


def test_the_open_government_licence_is_spelt_in_many_ways() -> None:
    spellings = {record.get("license_title") for record in records("holmshire")}
    spellings |= {record.get("license") for record in records("ottermoor")}
    spellings |= {record.get("licenseInfo") for record in records("thornmere")}
    assert len({text for text in spellings if text and re.search("ogl|open gov", text, re.IGNORECASE)}) >= 8
    assert None in spellings


def test_formats_are_spelt_wildly() -> None:
    formats = {
        r["format"] for p in records("holmshire") if isinstance(p["resources"], list) for r in p["resources"]
    }
    assert {"CSV", "csv", ".csv", "CSV ", "", "SHP (zip)"} <= formats


def test_publishers_are_spelt_differently() -> None:
    assert len({item.get("source") for item in records("thornmere")}) >= 5


def test_titles_are_doubled_within_and_across_councils() -> None:
    titles = {
        slug: Counter(str(record.get("title")).lower() for record in records(slug))
        for slug in ("thornmere", "holmshire", "ottermoor", "kilbrannoch")
    }
    assert titles["ottermoor"]["spend over £500"] == titles["thornmere"]["car parks"] == 2
    assert titles["kilbrannoch"]["public toilets"] == titles["thornmere"]["public toilets"] == 1


def test_dates_come_in_the_order_of_the_united_kingdom_as_milliseconds_and_not_at_all() -> None:
    pod = records("ottermoor")
    assert any(re.fullmatch(r"\d\d/\d\d/\d{4}", record.get("modified", "")) for record in pod)
    assert any("modified" not in record for record in pod)
    assert all(isinstance(item["modified"], int) for item in records("thornmere"))
    assert '"dct:issued \\"' not in everything()
    assert re.search(r'dct:issued \\"\d\d/\d\d/\d{4}\\"', everything())


def test_many_packages_of_the_ckan_changed_at_one_moment() -> None:
    moments = Counter(package["metadata_modified"] for package in records("holmshire"))
    assert moments.most_common(1)[0][1] >= 8


def test_descriptions_hold_markup_and_entities_and_differ_in_length() -> None:
    texts = [item.get("description", "") for item in records("thornmere")]
    assert any("<script>" in text for text in texts)
    assert any("&rsquo;" in text for text in texts)
    assert min(map(len, texts)) < 30
    assert max(map(len, texts)) > 900


@pytest.mark.parametrize("name", ["UPRN", "USRN", "LSOA"])
def test_identifiers_of_places_are_named_in_texts(name: str) -> None:
    assert sum(name in str(record) for slug in PORTALS for record in records(slug)) >= 5


def test_one_council_speaks_welsh() -> None:
    turtle = "\n".join(record["turtle"] for record in records("hirwen"))
    assert '"Biniau ac ailgylchu: diwrnodau casglu"@cy' in turtle
    assert turtle.count("@cy") > 50
    assert " / " in turtle  # some titles hold both languages in one text


def test_some_records_are_broken() -> None:
    assert [recording.unreadable for recording in PORTALS.values()].count(1) >= 2
    assert any("identifier" not in record for record in records("ottermoor"))
    assert any(
        package["title"] is None and package["resources"] == "none" for package in records("holmshire")
    )


def test_no_description_stands_twice() -> None:
    for slug, field in (
        ("thornmere", "description"),
        ("ottermoor", "description"),
        ("kilbrannoch", "description"),
    ):
        texts = Counter(record[field] for record in records(slug) if len(record.get(field) or "") > 70)
        assert max(texts.values()) == 1, slug

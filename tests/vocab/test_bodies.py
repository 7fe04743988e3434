"""Bodies are known by their names, codes, domains and initials, and never by another organisation's."""

from __future__ import annotations

import pytest

from vocab import load_vocabulary
from vocab.bodies import SCHEMES, Bodies, bodies_of, initials_of, slug_of
from vocab.folding import fold


@pytest.fixture(scope="module")
def bodies() -> Bodies:
    return bodies_of(load_vocabulary())


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Leeds City Council", "E08000035"),
        ("The Highland Council", "S12000017"),
        ("Perth & Kinross Council", "S12000048"),
        ("City of Edinburgh Council Mapping", "S12000036"),
        ("Aberdeen City Council ArcGIS Online", "S12000033"),
        ("Stirling Council - insights by location", "S12000030"),
        ("Planning, Leeds City Council", "E08000035"),
        ("Greater London Authority (GLA)", "E61000001"),
        ("Borough Council of King's Lynn & West Norfolk", "E07000146"),
        ("Calderdale MBC", "E08000033"),
        ("LB Camden", "E09000007"),
        ("Cyngor Gwynedd", "W06000002"),
        ("Colchester City Council", "E07000071"),
        ("Cumberland Council", "E06000063"),
        ("DEFRA", "department-for-environment-food-rural-affairs"),
        ("Department for Transport (DfT)", "department-for-transport"),
        ("Her Majesty's Revenue and Customs", "hm-revenue-customs"),
        ("Department for Levelling Up, Housing and Communities", None),
        ("Scottish Natural Heritage", "naturescot"),
        ("Cyfoeth Naturiol Cymru", "natural-resources-wales"),
        ("West Yorkshire Police", "west-yorkshire-police"),
        ("TfL Finance", "transport-for-london"),
    ],
)
def test_a_name_means_one_body(bodies: Bodies, word: str, code: str | None) -> None:
    reading = bodies.named(word)
    assert reading is not None
    assert code is None or reading.body.code == code


@pytest.mark.parametrize(
    "word",
    [
        "Friends of Leeds Parks", "Leeds City Council / Bradford Council", "Northern Dales Housing Association",
        "Dundee Contractors Ltd, Dundee City Council", "Cambridge County Council", "Open Data", "GIS Team", "",
        "Creative Leeds", "x" * 5000,
    ],
)  # fmt: skip
def test_another_organisation_or_two_bodies_mean_none(bodies: Bodies, word: str) -> None:
    assert bodies.named(word) is None


def test_a_department_of_northern_ireland_is_meant_where_the_word_was_found_there(bodies: Bodies) -> None:
    there = bodies.named("Department of Health", "Northern Ireland")
    elsewhere = bodies.named("Department of Health", "England")
    assert there is not None and there.body.facts["nation"] == "Northern Ireland"
    assert elsewhere is not None and not elsewhere.sure
    assert elsewhere.body.code == "department-of-health-and-social-care"


def test_a_nation_makes_no_name_of_a_common_word(bodies: Bodies) -> None:
    """ "Transport" at a Scottish portal is not Transport Scotland."""
    assert bodies.named("Transport", "Scotland") is None


@pytest.mark.parametrize(
    ("host", "code"),
    [
        ("data.leeds.gov.uk", "E08000035"),
        ("WWW.dundeecity.gov.uk", "S12000042"),
        ("opendata.nhs.scot", "public-health-scotland"),
        ("gov.uk", None),
        ("notleeds.gov.uk", None),
        ("opendata.arcgis.com", None),
        ("", None),
    ],
)
def test_a_host_belongs_to_the_body_of_its_domain(bodies: Bodies, host: str, code: str | None) -> None:
    body = bodies.at(host)
    assert (body.code if body else None) == code


def test_a_code_finds_a_body_also_when_it_is_former_or_the_iri_of_its_area(bodies: Bodies) -> None:
    area = "http://statistics.data.gov.uk/id/statistical-geography/S12000049"
    found = {code: bodies.find(code) for code in ("S12000049", "S12000046", area)}
    assert {body.label() if body else "" for body in found.values()} == {"Glasgow City Council"}
    assert bodies.find("E99999999") is None


def test_initials_are_stated_or_made_of_the_whole_name(bodies: Bodies) -> None:
    dundee, perth = bodies.find("S12000042"), bodies.find("S12000048")
    assert dundee is not None and "dcc" in initials_of(dundee)
    assert perth is not None and "pkc" in initials_of(perth)


def test_a_town_of_many_countries_is_no_whole_name(bodies: Bodies) -> None:
    for word in ("Boston", "City of Cambridge", "Lincoln", "Durham"):
        assert bodies.named_in_full(word) is None
    assert bodies.named_in_full("Durham County Council") is not None


def test_every_body_has_a_page_of_its_own(bodies: Bodies) -> None:
    concepts = [one for name in SCHEMES for one in bodies.vocabulary.schemes[name].concepts]
    slugs = [slug_of(one) for one in concepts]
    assert len(set(slugs)) == len(slugs)
    assert all(bodies.with_slug(slug) is one for slug, one in zip(slugs, concepts, strict=True))


def test_no_council_and_no_other_body_share_a_name(bodies: Bodies) -> None:
    """A name that both bear would mean either."""
    council, body = (
        {fold(label.text) for one in bodies.vocabulary.schemes[name].concepts if not one.former
         for label in (*one.labels, *one.alternatives)}
        for name in SCHEMES
    )  # fmt: skip
    assert council & body == set()


def test_a_council_is_not_its_area(bodies: Bodies) -> None:
    for council in bodies.vocabulary.schemes["council"].concepts:
        assert council.iri == f"urn:stook:council:{council.code}"
        if "area" in council.facts:
            assert council.facts["area"].endswith(f"/{council.code}")


def test_no_domain_belongs_to_two_present_bodies(bodies: Bodies) -> None:
    owners: dict[str, set[str]] = {}
    for name in SCHEMES:
        for one in bodies.vocabulary.schemes[name].concepts:
            for domain in () if one.former else one.lists.get("domain", ()):
                owners.setdefault(domain, set()).add(one.code)
    assert {domain: codes for domain, codes in owners.items() if len(codes) > 1} == {}

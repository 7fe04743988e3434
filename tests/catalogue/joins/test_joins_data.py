"""The data of joins: every kind has a role, and every lookup leads between kinds that there are."""

from __future__ import annotations

from itertools import pairwise

from catalogue.iri import is_web_address
from catalogue.joins.bridges import Fit, best_way, bridges, leading_from, leading_to, sources, ways_from
from catalogue.joins.kinds import Role, does_join, joining_kinds
from vocab import load_vocabulary

VOCABULARY = load_vocabulary()
KINDS = {concept.code for concept in VOCABULARY.schemes["identifier"].concepts}


def test_every_kind_of_the_vocabulary_has_a_role_and_no_other_has() -> None:
    assert set(joining_kinds()) == KINDS


def test_what_does_not_join_says_what_can_be_done_instead() -> None:
    assert {kind.code for kind in joining_kinds().values() if kind.joins == bool(kind.instead)} == set()


def test_nothing_that_stands_for_a_person_joins() -> None:
    people = {kind.code for kind in joining_kinds().values() if kind.role is Role.PERSON}
    assert {"nhs-number", "national-insurance-number", "email", "orcid"} <= people
    assert not any(map(does_join, people))


def test_things_join_and_days_do_not() -> None:
    assert all(map(does_join, ("uprn", "usrn", "toid", "postcode", "gss-ward", "company-number", "ocid")))
    assert not any(map(does_join, ("iso-date", "financial-year", "easting", "no-such-kind")))


def test_lookups_lead_between_kinds_that_there_are() -> None:
    ends = {end for bridge in bridges() for end in (bridge.source, bridge.target)}
    assert ends <= KINDS
    assert all(bridge.source != bridge.target for bridge in bridges())


def test_each_lookup_is_there_once_and_says_whose_it_is_and_what_is_lost() -> None:
    pairs = [(bridge.source, bridge.target) for bridge in bridges()]
    assert len(pairs) == len(set(pairs))
    for bridge in bridges():
        assert bridge.lookup and bridge.publisher and bridge.loses.endswith("."), bridge
        assert is_web_address(bridge.link), bridge
        assert not bridge.licence or VOCABULARY.find("licence", bridge.licence), bridge


def test_a_way_is_the_shortest_and_its_steps_follow_each_other() -> None:
    assert [step.target for step in ways_from("uprn")["gss-ward"]] == ["gss-ward"]
    assert [step.target for step in ways_from("uprn")["gss-msoa"]] == ["gss-lsoa", "gss-msoa"]
    for source in sources():
        for target, way in ways_from(source).items():
            assert (way[0].source, way[-1].target) == (source, target)
            assert all(one.target == following.source for one, following in pairwise(way))


def test_of_equally_short_ways_the_one_that_fits_best_is_taken() -> None:
    assert [step.fit for step in ways_from("gss-oa")["gss-msoa"]] == [Fit.EXACT, Fit.EXACT]


def test_no_way_leads_back_to_where_it_began() -> None:
    assert all(kind not in ways_from(kind) for kind in sources())


def test_the_best_way_begins_at_whatever_kind_is_nearest() -> None:
    assert [step.source for step in best_way(("uprn", "gss-lsoa"), "gss-msoa")] == ["gss-lsoa"]
    assert best_way(("doi",), "gss-lad") == ()


def test_lookups_are_found_by_either_end() -> None:
    assert "uprn" in {bridge.source for bridge in leading_to("gss-lsoa")}
    assert "gss-lsoa" in {bridge.target for bridge in leading_from("postcode")}

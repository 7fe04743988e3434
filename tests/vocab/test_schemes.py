"""The rules that every vocabulary file of ours keeps."""

from __future__ import annotations

from datetime import date

import pytest

from catalogue import model
from catalogue.iri import read_iri
from catalogue.property import lines
from vocab import Scheme, Vocabulary, load_vocabulary
from vocab.folding import fold, is_address
from vocab.index import shared_labels
from vocab.rules import HABITS, LINKED_SCHEMES, says_nothing
from vocab.vocabulary import SCHEMES_FOLDER

SCHEMES = tuple(path.stem for path in sorted(SCHEMES_FOLDER.glob("*.ttl")))

USED_OTHERWISE = {
    "area-type": "the kind of a place, by the first letters of its GSS code",
    "body": "publishers, by vocab.bodies",
    "council": "publishers and the councils of portals",
    "function": "what services are for: the parents of services",
    "identifier": "the columns of a file, by their names",
    "place": "dct:spatial, by harvester.settling.places",
    "service": "dcat:theme, where a record names a council service",
    "topic": "what people type into the search box",
}
"""What uses a scheme that fills no property of the model."""


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture(scope="module", params=SCHEMES)
def scheme(request: pytest.FixtureRequest, vocabulary: Vocabulary) -> Scheme:
    found: Scheme = vocabulary.schemes[request.param]
    return found


def test_every_file_is_a_scheme(vocabulary: Vocabulary) -> None:
    assert tuple(vocabulary.schemes) == SCHEMES


def test_every_scheme_is_used(vocabulary: Vocabulary) -> None:
    kinds = [
        kind for kind in vars(model).values() if isinstance(kind, type) and issubclass(kind, model.Thing)
    ]
    filled = {line.property.scheme for kind in kinds for line in lines(kind)} - {""}
    assert filled <= set(SCHEMES)
    assert set(SCHEMES) - filled == set(USED_OTHERWISE) - filled


def test_a_scheme_says_where_it_is_from(scheme: Scheme) -> None:
    assert scheme.title and len(scheme.description) > 40
    assert scheme.source.startswith(("http", "urn:stook:")) and scheme.licence.startswith("http")
    assert date.fromisoformat(scheme.modified) >= date(2024, 1, 1)


def test_every_concept_has_a_notation_of_its_own(scheme: Scheme) -> None:
    codes = [concept.code for concept in scheme.concepts]
    assert all(codes) and len(set(codes)) == len(codes)


def test_every_concept_has_one_preferred_label_per_language_and_one_in_english(scheme: Scheme) -> None:
    for concept in scheme.concepts:
        languages = [label.lang for label in concept.labels]
        assert "en" in languages and len(set(languages)) == len(languages), concept.iri


def test_no_two_present_concepts_share_a_label(scheme: Scheme) -> None:
    assert shared_labels(scheme.concepts) == {}


def test_every_word_of_a_present_concept_leads_to_it(scheme: Scheme) -> None:
    for concept in scheme.concepts:
        names = [label.text for label in (*concept.labels, *concept.alternatives)]
        if not concept.former:
            for word in (concept.iri, concept.code, *concept.exact_matches, *names, *concept.hidden):
                match = scheme.match(word)
                assert match is not None and match.concept == concept and match.sure, word


def test_likely_labels_match_without_being_sure(scheme: Scheme) -> None:
    for concept in scheme.concepts:
        for word in concept.likely:
            match = scheme.match(word)
            assert match is not None and match.concept == concept and not match.sure, word


def test_concepts_stand_in_the_order_of_their_notations(scheme: Scheme) -> None:
    codes = [concept.code.lower() for concept in scheme.concepts]
    assert codes == sorted(codes)


def test_only_two_concepts_give_a_meaning_to_words_that_say_nothing(vocabulary: Vocabulary) -> None:
    meant = {
        (name, concept.code)
        for name, scheme in vocabulary.schemes.items()
        for concept in scheme.concepts
        for word in (concept.code, *concept.hidden, *(label.text for label in concept.labels))
        if says_nothing(fold(word))
    }
    assert meant == {("frequency", "UNKNOWN"), ("licence", "custom")}


def test_a_broader_concept_stands_in_the_same_scheme(scheme: Scheme) -> None:
    known = {concept.iri for concept in scheme.concepts}
    for concept in scheme.concepts:
        assert set(concept.broader) <= known, concept.iri


def test_no_concept_is_broader_than_itself(scheme: Scheme) -> None:
    broader = {concept.iri: concept.broader for concept in scheme.concepts}
    for concept in scheme.concepts:
        above: set[str] = set()
        pending = list(concept.broader)
        while pending:
            iri = pending.pop()
            assert iri != concept.iri, iri
            if iri not in above:
                above.add(iri)
                pending.extend(broader.get(iri, ()))


def test_matches_are_addresses_and_those_of_our_own_exist(scheme: Scheme, vocabulary: Vocabulary) -> None:
    known = {concept.iri for other in vocabulary.schemes.values() for concept in other.concepts}
    for concept in scheme.concepts:
        for iri in (*concept.exact_matches, *concept.broad_matches, *concept.replaced_by):
            assert read_iri(iri) == iri, concept.iri
            assert not iri.startswith("urn:stook:") or iri in known, (concept.iri, iri)


def test_a_wider_concept_of_another_scheme_is_no_concept_of_this_one(
    scheme: Scheme, vocabulary: Vocabulary
) -> None:
    for concept in scheme.concepts:
        for iri in concept.broad_matches:
            wider = vocabulary.concept(iri)
            assert wider is not None and wider.scheme != scheme.name, (concept.iri, iri)


def test_no_address_is_the_exact_match_of_two_concepts(scheme: Scheme) -> None:
    addresses = [iri for concept in scheme.concepts for iri in concept.exact_matches]
    assert len(set(addresses)) == len(addresses)


def test_a_definition_is_a_sentence(scheme: Scheme) -> None:
    for concept in scheme.concepts:
        assert not concept.definition or concept.definition.endswith((".", "?", "!")), concept.iri


def test_labels_are_tidy_and_languages_are_tags(scheme: Scheme) -> None:
    for concept in scheme.concepts:
        for label in (*concept.labels, *concept.alternatives):
            assert label.text == " ".join(label.text.split()), concept.iri
            assert label.lang == label.lang.lower() and (label.lang or label in concept.alternatives), (
                concept.iri
            )


def test_no_iri_stands_in_two_schemes(vocabulary: Vocabulary) -> None:
    iris = [concept.iri for scheme in vocabulary.schemes.values() for concept in scheme.concepts]
    assert len(set(iris)) == len(iris)


def test_rules_name_schemes_that_exist() -> None:
    named = frozenset().union(LINKED_SCHEMES, *(habit.schemes for habit in HABITS))
    assert named <= set(SCHEMES)


def test_the_thirteen_themes_and_provisional_data_are_there_in_english_and_welsh(
    vocabulary: Vocabulary,
) -> None:
    themes = vocabulary.schemes["theme"].concepts
    assert len(themes) == 14
    assert all(
        {"en", "cy"} <= {label.lang for label in theme.labels} and theme.definition for theme in themes
    )


def test_a_licence_lives_at_an_address_and_says_what_one_may_do(vocabulary: Vocabulary) -> None:
    for licence in vocabulary.schemes["licence"].concepts:
        assert is_address(fold(licence.iri)) or licence.iri.startswith("urn:stook:licence:"), licence.iri
        assert licence.definition.endswith("."), licence.iri
        assert licence.facts.get("open") in {"true", "false", None}, licence.iri


def test_a_non_commercial_licence_is_not_open(vocabulary: Vocabulary) -> None:
    closed = [licence for licence in vocabulary.schemes["licence"].concepts if "-nc" in licence.code]
    assert len(closed) > 10
    assert {licence.facts["open"] for licence in closed} == {"false"}


def test_a_file_type_says_whether_programs_and_everyone_can_read_it(vocabulary: Vocabulary) -> None:
    for file_type in vocabulary.schemes["file-type"].concepts:
        assert {file_type.facts["machineReadable"], file_type.facts["nonProprietary"]} <= {"true", "false"}


def test_an_abolished_council_names_who_took_over(vocabulary: Vocabulary) -> None:
    former = [council for council in vocabulary.schemes["council"].concepts if council.former]
    assert len(former) > 70
    for council in former:
        assert council.replaced_by, council.iri
        assert all(vocabulary.concept(iri) for iri in council.replaced_by), council.iri


def test_every_present_council_has_a_slug_of_its_own_and_a_nation(vocabulary: Vocabulary) -> None:
    councils = vocabulary.schemes["council"].concepts
    slugs = [council.facts["slug"] for council in councils]
    assert len(set(slugs)) == len(slugs)
    nations = {council.facts["nation"] for council in councils}
    assert nations == {"England", "Northern Ireland", "Scotland", "Wales"}


def test_every_welsh_council_has_its_welsh_name(vocabulary: Vocabulary) -> None:
    welsh = [
        council for council in vocabulary.schemes["council"].concepts if council.facts["nation"] == "Wales"
    ]
    assert len(welsh) == 22
    assert all(council.label("cy").startswith("Cyngor ") for council in welsh)

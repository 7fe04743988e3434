"""Loading vocabularies, asking them, and what is said when a file is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from vocab import VocabularyError, load_vocabulary

LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
HEAD = """
@prefix dct: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<urn:s> a skos:ConceptScheme ; dct:title "S"@en ; dct:description "Made up"@en ; dct:source <urn:x> ;
    dct:license <urn:y> ; dct:modified "2026-01-01" .
"""


def write(folder: Path, text: str) -> Path:
    (folder / "made-up.ttl").write_text(text, encoding="utf-8")
    return folder


def test_a_file_in_a_folder_is_a_scheme(tmp_path: Path) -> None:
    concept = '<urn:c> a skos:Concept ; skos:notation "c" ; skos:prefLabel "Sea"@en , "Môr"@cy .'
    vocabulary = load_vocabulary(write(tmp_path, HEAD + concept))
    found = vocabulary.find("made-up", "c")
    assert found is not None and found == vocabulary.concept("urn:c")
    assert vocabulary.label("urn:c", "cy") == "Môr"
    assert vocabulary.label("urn:c", "en-GB") == "Sea"
    assert vocabulary.label("urn:c", "fr") == "Sea"


def test_our_own_vocabularies_are_read_once() -> None:
    assert load_vocabulary() is load_vocabulary()


def test_an_iri_that_is_no_concept_has_no_label() -> None:
    vocabulary = load_vocabulary()
    assert vocabulary.label("urn:nothing") is None
    assert vocabulary.concept("urn:nothing") is None
    assert vocabulary.find("licence", "nothing") is None


def test_a_concept_is_found_by_its_iri_whatever_its_scheme() -> None:
    concept = load_vocabulary().concept(LICENCE)
    assert concept is not None and concept.scheme == "licence" and concept.facts["open"] == "true"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + "<urn:c> a skos:Concept ; ; .\n<urn:d", "line 7"),
        (HEAD + '<urn:c> a skos:Concept ; skos:prefLabel "C"@en .', r"<urn:c> has 0 values of .*notation"),
        (HEAD + '<urn:c> a skos:Concept ; skos:notation "c" .', r"<urn:c> has preferred labels in \[\]"),
        (
            HEAD + '<urn:c> a skos:Concept ; skos:notation "c" ; skos:prefLabel "C"@en , "D"@en .',
            r"<urn:c> has preferred labels in \['en', 'en'\], expected one in each",
        ),
        (HEAD + "<urn:c> skos:broader [] .", "neither IRI nor text"),
        ("<urn:a> <urn:b> <urn:c> .", "0 concept schemes, expected exactly one"),
    ],
)
def test_a_wrong_file_is_named_with_the_place_and_what_was_expected(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(VocabularyError, match=said) as raised:
        load_vocabulary(write(tmp_path, text))
    assert "made-up.ttl" in str(raised.value)


def test_a_folder_without_vocabularies_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match=r"expected at least one \*\.ttl"):
        load_vocabulary(tmp_path)

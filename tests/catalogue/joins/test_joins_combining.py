"""Whether data under two licences may be combined."""

from __future__ import annotations

from catalogue.joins.combining import Terms, may_combine, terms_of
from vocab import load_vocabulary

VOCABULARY = load_vocabulary()


def terms(code: str, openness: str = "open") -> Terms:
    return terms_of(code, openness, VOCABULARY)


OGL, CC0, ODBL, BY_SA = (terms(code) for code in ("ogl-3.0", "cc0-1.0", "odbl-1.0", "cc-by-sa-4.0"))


def test_open_data_may_be_combined_and_both_sources_named() -> None:
    assert may_combine(OGL, OGL) == "You may combine them, and must name both sources."


def test_only_the_source_that_asks_for_it_must_be_named() -> None:
    assert may_combine(OGL, CC0) == "You may combine them. Name this one as a source."
    assert may_combine(CC0, OGL) == "You may combine them. Name the other as a source."
    assert may_combine(CC0, CC0) == "You may combine them."


def test_what_is_made_keeps_the_licence_that_asks_so() -> None:
    assert may_combine(OGL, ODBL).endswith(f"Share what you make under the same terms: {ODBL.name}.")
    assert may_combine(ODBL, ODBL).count(ODBL.name) == 1


def test_two_licences_that_both_want_to_be_kept_cannot_be() -> None:
    assert "keep what you make to yourself" in may_combine(ODBL, BY_SA)


def test_what_states_no_licence_is_asked_about() -> None:
    silent = terms("", "not-stated")
    assert may_combine(silent, silent).startswith("Neither states a licence")
    assert may_combine(OGL, silent).startswith("The other states no licence")
    assert may_combine(silent, OGL).startswith("This one states no licence")


def test_terms_that_are_not_open_or_not_known_are_to_be_read_first() -> None:
    own = terms("", "not-open")
    assert may_combine(OGL, own).startswith("Read the terms of the other first")
    assert may_combine(terms("cc-by-nc-4.0"), own).startswith(
        "Read the terms of this one and of the other first"
    )


def test_the_list_of_what_licences_ask_agrees_with_their_definitions() -> None:
    for concept in VOCABULARY.schemes["licence"].concepts:
        asked = terms(concept.code)
        assert asked.credit == ("credit the source" in concept.definition), concept.code
        assert asked.same == ("under the same" in concept.definition), concept.code

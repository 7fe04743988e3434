"""The table of media types holds what the engine can write, each name once."""

from __future__ import annotations

import pyoxigraph as ox

from catalogue.stores import BY_FORM, BY_NAME, GRAPHS, TABLES, QueryForm


def test_every_form_of_query_has_its_media_types() -> None:
    assert {form: [media.name for media in BY_FORM[form]] for form in QueryForm} == {
        QueryForm.SELECT: ["json", "xml", "csv", "tsv"],
        QueryForm.ASK: ["json", "xml", "csv", "tsv"],
        QueryForm.CONSTRUCT: ["ttl", "nt", "rdf", "jsonld", "nq", "trig"],
        QueryForm.DESCRIBE: ["ttl", "nt", "rdf", "jsonld", "nq", "trig"],
    }


def test_the_engine_knows_every_media_type() -> None:
    assert all(ox.QueryResultsFormat.from_media_type(media.media_type) for media in TABLES)
    assert all(ox.RdfFormat.from_media_type(media.media_type) for media in GRAPHS)


def test_a_short_name_is_given_once() -> None:
    assert len(BY_NAME) == len(TABLES) + len(GRAPHS)
    assert BY_NAME["ttl"].media_type == "text/turtle"

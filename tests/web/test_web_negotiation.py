"""Negotiation: the suffix decides, then the Accept header; a header that says nothing readable accepts everything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.negotiation import (
    HTML,
    JSON,
    JSON_LD,
    LIST_FORMS,
    RDF_XML,
    THING_FORMS,
    TURTLE,
    choose,
    read_accept,
    split_suffix,
)

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", HTML),
        ("*/*", HTML),
        (BROWSER, HTML),
        ("text/turtle", TURTLE),
        ("application/ld+json", JSON_LD),
        ("application/json", JSON),
        ("application/rdf+xml;q=0.5, text/turtle;q=0.4", RDF_XML),
        ("text/*", HTML),
        ("text/*;q=0.5, text/html;q=0.1", TURTLE),
        ("application/*", JSON),
        ("TEXT/TURTLE", TURTLE),
        ("text/turtle; charset=utf-8", TURTLE),
        ("text/html;q=0, */*", JSON),
        ("image/png, */*;q=0.1", HTML),
        ("image/png", None),
        ("text/html;q=0", None),
        ("nonsense", HTML),
        (";;;,,,", HTML),
        ("*/html", HTML),
        ("text/turtle;q=banana", TURTLE),
        ("application/xhtml+xml", HTML),
    ],
)
def test_the_closest_range_decides(accept: str, form: object) -> None:
    assert choose(accept, THING_FORMS) is form


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("abc.ttl", ("abc", TURTLE)),
        ("abc.jsonld", ("abc", JSON_LD)),
        ("cc-by-4.0", ("cc-by-4.0", None)),
        ("cc-by-4.0.json", ("cc-by-4.0", JSON)),
        (".json", (".json", None)),
        ("abc", ("abc", None)),
    ],
)
def test_a_suffix_is_taken_off_only_when_it_names_a_form(name: str, expected: object) -> None:
    assert split_suffix(name, THING_FORMS) == expected


@given(st.text(max_size=300))
def test_any_header_is_read(header: str) -> None:
    assert read_accept(header)
    assert choose(header, LIST_FORMS) in (*LIST_FORMS, None)


def test_a_header_of_many_ranges_is_read_to_a_bound() -> None:
    assert len(read_accept(",".join(["text/x"] * 10_000))) <= 64

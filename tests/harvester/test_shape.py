"""The shape of records: which fields they have, and which most of them have lost or gained."""

from __future__ import annotations

import orjson
import pytest

from catalogue.finding import Severity
from harvester.shape import Shape, Turn, compare_shapes, finding_of, paths_of, shape_of

JSON, XML, RDF = "application/json", "application/xml", "application/n-triples"


@pytest.mark.parametrize(
    ("body", "media_type", "paths"),
    [
        (
            b'{"a":1,"b":{"c":[{"d":2},{"e":3}]},"f":"","g":null,"h":[]}',
            JSON,
            {"a", "b", "b.c", "b.c[].d", "b.c[].e"},
        ),
        (b'<m:a xmlns:m="urn:m"><m:b><c/></m:b></m:a>', XML, {"/a", "/a/b", "/a/b/c"}),
        (
            b"<urn:x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> .\n"
            b'<urn:x> <http://purl.org/dc/terms/title> "A" .\n_:b <urn:p> "c" .\n',
            RDF,
            {
                "Dataset http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
                "Dataset http://purl.org/dc/terms/title",
                "urn:p",
            },
        ),
        (b"{", JSON, set()),
        (b"<a", "text/xml", set()),
        (b"no statement", RDF, set()),
    ],
)
def test_paths_say_which_fields_have_a_value(body: bytes, media_type: str, paths: set[str]) -> None:
    """Empty ones are no fields; what cannot be read has none."""
    assert paths_of(body, media_type) == paths


def test_a_record_of_endless_fields_is_bounded() -> None:
    """By number and by depth."""
    wide = orjson.dumps({f"k{n}": 1 for n in range(5_000)})
    deep = b'{"a":' * 200 + b"1" + b"}" * 200
    assert len(paths_of(wide, JSON)) == 2_000
    assert max(path.count(".") for path in paths_of(deep, JSON)) < 9


def shape(records: int = 10, **paths: int) -> Shape:
    return Shape(records=records, paths=paths)


@pytest.mark.parametrize(
    ("before", "now", "turn"),
    [
        (shape(a=10, b=10), shape(a=10, b=10), Turn()),
        (shape(a=10, b=10), shape(a=10), Turn(gone=("b",))),
        (shape(a=10), shape(a=10, b=5), Turn(came=("b",))),
        (shape(a=10, b=4), shape(a=10), Turn()),  # few had it
        (shape(a=10, b=10), shape(a=10, b=3), Turn()),  # some have it still
        (shape(4, a=4), shape(4), Turn()),  # too few to tell
    ],
)
def test_a_turn_is_what_most_had_and_few_have(before: Shape, now: Shape, turn: Turn) -> None:
    """Or the reverse."""
    assert compare_shapes(before, now) == turn


def test_a_field_that_is_gone_takes_its_own_fields_with_it() -> None:
    """Only the outermost is told."""
    before = shape_of((orjson.dumps({"a": {"b": [{"c": 1}]}, "t": 1}), JSON) for _ in range(6))
    now = shape_of((orjson.dumps({"t": 1}), JSON) for _ in range(6))
    assert compare_shapes(before, now) == Turn(gone=("a",))


def test_a_turn_is_told_as_a_warning_where_something_is_gone() -> None:
    """And as information where something only came."""
    lost, won = finding_of(Turn(gone=("a.b",), came=("c",))), finding_of(Turn(came=("c",)))
    assert lost is not None and won is not None
    assert (lost.severity, won.severity) == (Severity.WARNING, Severity.INFO)
    assert "gone: a.b; new: c" in lost.message
    assert finding_of(Turn()) is None

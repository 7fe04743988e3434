"""SPARQL: our queries with their parameters bound, and what endpoints answer to a SELECT.

https://www.w3.org/TR/sparql11-results-json/ and https://www.w3.org/TR/rdf-sparql-XMLres/; Virtuoso's older JSON calls a
literal with a datatype `typed-literal`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from pyoxigraph import Literal, NamedNode

from harvester.formats.elements import attribute, each, name_of, text_of
from harvester.formats.native import as_utf8, mapping, objects, read_document, text
from harvester.formats.native import name_of as json_name
from harvester.formats.xml import read_xml
from harvester.record import PageUnreadable

Row = dict[str, tuple[str, str]]

_EXPECTED = "the results of a SPARQL query"


def query_of(name: str, **bound: str | Iterable[str]) -> str:
    """One of our queries with its parameters bound: a text to a literal, several to the names of things.

    Raises ValueError for what is no IRI.
    """
    query = _query(name)
    for parameter, value in bound.items():
        if isinstance(value, str):
            query = query.replace(f'"urn:param:{parameter}"', str(Literal(value)))
        else:
            query = query.replace(f"<urn:param:{parameter}>", " ".join(str(NamedNode(one)) for one in value))
    return query


def read_rows(body: bytes) -> list[Row]:
    """The rows of a SELECT, in JSON or XML: by variable what sort of term it is, and its value.

    Raises PageUnreadable for anything else, such as an endpoint's complaint in a 200.
    """
    start = as_utf8(body[:200]).lstrip()[:1]
    return list(_of_xml(body)) if start == b"<" else list(_of_json(body))


def is_iri(text: str) -> bool:
    """Whether a text may stand in a query as the name of a thing."""
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


@cache
def _query(name: str) -> str:
    return (files("harvester") / "queries" / f"{name}.rq").read_text(encoding="utf-8")


def _of_json(body: bytes) -> Iterator[Row]:
    answer = read_document(body, expected=_EXPECTED)
    if not isinstance(answer, dict):
        raise PageUnreadable(f"expected {_EXPECTED}, got {json_name(answer)}")
    rows = mapping(answer.get("results")).get("bindings")
    if not isinstance(rows, list):
        raise PageUnreadable(f"expected {_EXPECTED}, got JSON without `results.bindings`{_complaint(answer)}")
    for row in objects(rows):
        yield {
            name: (text(mapping(term).get("type")), text(mapping(term).get("value")))
            for name, term in row.items()
        }


def _complaint(answer: dict[str, Any]) -> str:
    told = next(
        (text(answer.get(name)) for name in ("error", "message", "exception") if text(answer.get(name))), ""
    )
    return f": {told[:300]}" if told else ""


def _of_xml(body: bytes) -> Iterator[Row]:
    root = read_xml(body, expected=_EXPECTED)
    if name_of(root) != "sparql":
        raise PageUnreadable(f"expected {_EXPECTED}, got XML whose root is <{name_of(root)}>")
    for result in each(root, "results/result"):
        yield {
            attribute(binding, "name"): (name_of(term), text_of(term))
            for binding in each(result, "binding")
            for term in binding
        }

"""An RDF feed's bytes, in any syntax and however mislabelled, as triples.

The content type is believed first, then the address's suffix, then the first bytes; what parses wins.
Nothing here asks the network: a JSON-LD context is one of ours (`harvester/contexts`), or the page is refused.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from typing import Any
from urllib.parse import urlsplit
from xml.sax import SAXException

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse
from rdflib.exceptions import ParserError

from catalogue.iri import read_iri
from catalogue.reading import Triples
from harvester.formats.jsonld import pinned
from harvester.formats.native import as_utf8, read_document, refuse_web_page
from harvester.formats.xml import refuse_deep, refuse_unsafe
from harvester.record import PageUnreadable

_BY_TYPE = {
    "text/turtle": RdfFormat.TURTLE,
    "application/x-turtle": RdfFormat.TURTLE,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/xml": RdfFormat.RDF_XML,
    "text/xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/json": RdfFormat.JSON_LD,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/n-quads": RdfFormat.N_QUADS,
    "application/trig": RdfFormat.TRIG,
    "text/n3": RdfFormat.N3,
    "text/rdf+n3": RdfFormat.N3,
}
_BY_SUFFIX = {
    "ttl": RdfFormat.TURTLE,
    "rdf": RdfFormat.RDF_XML,
    "xml": RdfFormat.RDF_XML,
    "owl": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "json": RdfFormat.JSON_LD,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "n3": RdfFormat.N3,
    "trig": RdfFormat.TRIG,
}
_LENIENT = {RdfFormat.TURTLE: "turtle", RdfFormat.RDF_XML: "xml", RdfFormat.N3: "n3"}
# What rdflib's parsers raise on bad input has no common name.
_FORGIVEN = (
    ParserError,
    SAXException,
    RecursionError,
    AttributeError,
    TypeError,
    LookupError,
    AssertionError,
)


def read_feed(body: bytes, *, content_type: str, url: str) -> Triples:
    """The statements of a feed; `url` is the base of its relative IRIs.

    Raises PageUnreadable in words: a web page, an unknown JSON-LD context, XML that may not be trusted, or
    where the first syntax that was tried stopped.
    """
    if not body.strip():
        raise PageUnreadable("expected RDF, got an empty answer")
    body = as_utf8(body)
    refuse_web_page(body, expected="RDF")
    first_error = ""
    for syntax in syntaxes(body, content_type=content_type, url=url):
        for reader in (_read_strictly, _read_repairing, _read_by_rdflib):
            try:
                if triples := list(reader(body, syntax, url)):
                    return Triples(triples)
            except (SyntaxError, ValueError) as error:
                first_error = first_error or f"as {syntax.name}: {error}"
    raise PageUnreadable(
        f"expected RDF, got what cannot be read {first_error or 'as RDF: it says nothing'}"[:600]
    )


def syntaxes(body: bytes, *, content_type: str, url: str) -> tuple[RdfFormat, ...]:
    """The syntaxes to try, the likeliest first, each once."""
    said = _BY_TYPE.get(content_type.split(";")[0].strip().lower())
    suffix = _BY_SUFFIX.get(urlsplit(url).path.rpartition(".")[2].lower())
    found = (said, suffix, _sniff(body))
    return tuple(dict.fromkeys(syntax for syntax in found if syntax is not None))


def _sniff(body: bytes) -> RdfFormat:
    start = body[:2000].lstrip()
    if start.startswith((b"{", b"[{", b"[ ", b"[\n")):
        return RdfFormat.JSON_LD
    if start.startswith((b"<?xml", b"<rdf:RDF", b"<!DOCTYPE rdf", b"<!--")):
        return RdfFormat.RDF_XML
    return (
        RdfFormat.TRIG if re.search(rb"^\s*(GRAPH\s|<[^>]*>\s*\{)", start, re.MULTILINE) else RdfFormat.TURTLE
    )


def _read_strictly(body: bytes, syntax: RdfFormat, url: str) -> Iterator[Quad | Triple]:
    """As the specification has it. JSON-LD is left out: strictness there drops a bad IRI without a word."""
    if syntax is RdfFormat.JSON_LD:
        return iter(())
    if syntax is RdfFormat.RDF_XML:
        refuse_unsafe(body, expected="RDF/XML")
        refuse_deep(body, expected="RDF/XML")
    return iter(parse(body, format=syntax, base_iri=_base(url)))


def _read_repairing(body: bytes, syntax: RdfFormat, url: str) -> Iterator[Quad | Triple]:
    """With bad IRIs let through, then repaired."""
    if syntax is RdfFormat.JSON_LD:
        body = pinned(read_document(body, expected="JSON-LD"))
    found = parse(body, format=syntax, base_iri=_base(url), lenient=True)
    return chain.from_iterable(_repaired(quad.subject, quad.predicate, quad.object) for quad in found)


def _read_by_rdflib(body: bytes, syntax: RdfFormat, url: str) -> Iterator[Quad | Triple]:
    """By a parser that forgives more, such as a space inside an IRI of Turtle."""
    if syntax not in _LENIENT:
        return iter(())
    graph = rdflib.Graph()
    try:
        graph.parse(data=body, format=_LENIENT[syntax], publicID=_base(url))
    except _FORGIVEN as error:
        raise ValueError(str(error)[:300]) from error
    statements = ((_term(s), _term(p), _term(o)) for s, p, o in graph)
    return chain.from_iterable(_repaired(s, p, o) for s, p, o in statements)


def _base(url: str) -> str | None:
    return read_iri(url)


def _repaired(subject: Any, predicate: Any, value: Any) -> Iterator[Triple]:
    """The statement with its bad IRIs quoted. What is no IRI at all becomes text, or a nameless subject."""
    about, what, said = (_named(term) for term in (subject, predicate, value))
    if isinstance(what, NamedNode):
        yield Triple(_nameless(about.value) if isinstance(about, Literal) else about, what, said)


def _named(term: Any) -> Any:
    if not isinstance(term, NamedNode):
        return term
    iri = read_iri(term.value)
    if iri is None:
        return Literal(term.value)
    return term if iri == term.value else NamedNode(iri)


def _nameless(name: str) -> BlankNode:
    return BlankNode("x" + hashlib.sha256(name.encode()).hexdigest()[:16])


def _term(term: object) -> NamedNode | BlankNode | Literal:
    """A term of rdflib as one of pyoxigraph."""
    if isinstance(term, rdflib.URIRef):
        iri = read_iri(str(term))
        return NamedNode(iri) if iri else Literal(str(term))
    if isinstance(term, rdflib.Literal):
        return _literal(str(term), term.language or "", str(term.datatype or ""))
    return _nameless(str(term))


def _literal(value: str, lang: str, datatype: str) -> Literal:
    iri = read_iri(datatype)
    with suppress(ValueError):
        return (
            Literal(value, language=lang)
            if lang
            else Literal(value, datatype=NamedNode(iri) if iri else None)
        )
    return Literal(value)

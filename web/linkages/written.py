"""Linkages for programs: plain JSON, and RDF that tells each tie as a void:Linkset (https://www.w3.org/TR/void/#linkset)."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from catalogue.iri import read_iri
from catalogue.writing import link, literal
from vocab.namespaces import FOAF, HYDRA, RDF, RDFS, VOID, XSD
from web.addresses import Addresses
from web.linkages.tie import End, Linkages, Tie
from web.lists import to_ntriples
from web.schema import COUNT, COUNT_OR_NULL, STRING, TEXT_OR_NULL, every, record

_END = record(
    iri=STRING, label=STRING, page=TEXT_OR_NULL, datasets=COUNT_OR_NULL, search=TEXT_OR_NULL, why=STRING
)
LINKAGES_SCHEMA = record(
    "Linkages",
    what=STRING,
    name=STRING,
    iri=STRING,
    label=STRING,
    datasets=COUNT_OR_NULL,
    total=COUNT,
    ties=every(
        record(
            "Tie",
            code=STRING,
            title=STRING,
            property=STRING,
            label=STRING,
            means=STRING,
            count=COUNT,
            all=TEXT_OR_NULL,
            ends=every(_END),
        )
    ),
    next=TEXT_OR_NULL,
)

Statement = tuple[str, str, str]


def linkages_json(told: Linkages, base: str, following: str = "") -> dict[str, object]:
    """A thing and its ties; addresses begin with `base`, and the next page of one tie is `following`."""
    about = told.about
    return {
        "what": about.what,
        "name": about.name,
        "iri": about.iri,
        "label": about.title,
        "datasets": about.datasets,
        "total": told.count,
        "ties": [_tie_json(one, base) for one in told.ties],
        "next": f"{base}{following}" if following else None,
    }


def linkages_triples(told: Linkages, iris: Addresses, following: str = "") -> bytes:
    """Each tie as a set of links by one property from a thing to the ends that are shown, with their number; of the
    ends of one tie the next page is `following`."""
    about, here = told.about, link(iris.linkages(told.about.what, told.about.name))
    statements: list[Statement] = [
        (here, FOAF.primaryTopic, link(about.iri)),
        (here, RDFS.label, literal(f"Linkages of {about.title}", "en")),
        (link(about.iri), RDFS.label, literal(about.title, about.lang)),
    ]
    if following:
        statements.append((here, HYDRA.next, link(iris.base + following)))
    for tie in told.ties:
        statements += _linkset(tie, here, about.iri, iris.linkages(about.what, about.name))
    return to_ntriples(dict.fromkeys(statements))


def _linkset(tie: Tie, here: str, thing: str, address: str) -> Iterator[Statement]:
    node = link(f"{address}#{quote(tie.way.code)}")
    yield here, VOID.subset, node
    yield node, RDF.type, link(VOID.Linkset)
    yield node, RDFS.label, literal(tie.way.title, "en")
    yield node, VOID.linkPredicate, link(tie.way.property)
    yield node, FOAF.topic, link(thing)
    yield node, HYDRA.totalItems, literal(str(tie.count), datatype=XSD.integer)
    if tie.way.means:
        yield node, RDFS.comment, literal(tie.way.means, "en")
    for end in tie.ends:
        if iri := read_iri(end.iri):  # a portal may have written anything as the address of other data
            yield node, HYDRA.member, link(iri)
            yield link(iri), RDFS.label, literal(end.text, end.lang)


def _tie_json(tie: Tie, base: str) -> dict[str, object]:
    way = tie.way
    return {
        "code": way.code,
        "title": way.title,
        "property": way.property,
        "label": way.label,
        "means": way.means,
        "count": tie.count,
        "all": f"{base}{tie.more}" if tie.more else None,
        "ends": [_end_json(one, base) for one in tie.ends],
    }


def _end_json(end: End, base: str) -> dict[str, object]:
    return {
        "iri": end.iri,
        "label": end.text,
        "page": f"{base}{end.address}" if end.address else None,
        "datasets": end.count,
        "search": f"{base}{end.found}" if end.found else None,
        "why": end.why,
    }

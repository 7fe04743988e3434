"""What the endpoint says of itself (https://www.w3.org/TR/sparql11-service-description/)."""

from __future__ import annotations

from catalogue.stores import BY_NAME
from catalogue.writing import link
from vocab.namespaces import RDF
from web.addresses import Addresses
from web.lists import to_ntriples

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_FORMAT_NAMES = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "rdf": "RDF_XML",
    "jsonld": "JSON-LD",
    "nq": "N-Quads",
    "trig": "TriG",
}


def service_triples(iris: Addresses) -> bytes:
    """The service, its language, its forms, and that its default graph is the union of all graphs."""
    here = link(iris.sparql())
    statements = [
        (here, RDF.type, link(f"{_SD}Service")),
        (here, f"{_SD}endpoint", here),
        (here, f"{_SD}supportedLanguage", link(f"{_SD}SPARQL11Query")),
        (here, f"{_SD}feature", link(f"{_SD}UnionDefaultGraph")),
    ]
    formats = (_FORMAT_NAMES[name] for name in BY_NAME)
    statements += [(here, f"{_SD}resultFormat", link(_FORMATS + name)) for name in formats]
    return to_ntriples(statements)

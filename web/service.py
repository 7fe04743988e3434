"""What the endpoint says of itself (https://www.w3.org/TR/sparql11-service-description/)."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.stores import BY_NAME
from catalogue.writing import link, literal
from vocab.namespaces import DCT, RDF, RDFS
from web.lists import to_ntriples
from web.site import Site

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


_DATASET, _UNION = "_:dataset", "_:union"


def service_triples(site: Site) -> bytes:
    """The service, its language, forms and limits, and its dataset: the union of all graphs, and each of them.

    Of the named graphs those of vocabularies are listed; those of datasets, which are many, go by their pages.
    """
    here = link(site.iris.sparql())
    statements = [
        (here, RDF.type, link(f"{_SD}Service")),
        (here, f"{_SD}endpoint", here),
        (here, f"{_SD}supportedLanguage", link(f"{_SD}SPARQL11Query")),
        (here, f"{_SD}feature", link(f"{_SD}UnionDefaultGraph")),
        (here, f"{_SD}defaultDataset", _DATASET),
        (here, RDFS.comment, literal(site.querying.limits.sentence, "en")),
    ]
    formats = (_FORMAT_NAMES[name] for name in BY_NAME)
    statements += [(here, f"{_SD}resultFormat", link(_FORMATS + name)) for name in formats]
    return to_ntriples([*statements, *_dataset_triples(site)])


def _dataset_triples(site: Site) -> Iterator[tuple[str, str, str]]:
    yield _DATASET, RDF.type, link(f"{_SD}Dataset")
    yield _DATASET, DCT.title, literal("All datasets and vocabularies of this catalogue", "en")
    yield _DATASET, f"{_SD}defaultGraph", _UNION
    yield _UNION, RDF.type, link(f"{_SD}Graph")
    for name, scheme in sorted(site.vocabulary.schemes.items()):
        graph, node = link(site.iris.vocabulary(name)), f"_:{name.replace('-', '')}"
        yield _DATASET, f"{_SD}namedGraph", node
        yield node, RDF.type, link(f"{_SD}NamedGraph")
        yield node, f"{_SD}name", graph
        yield node, DCT.title, literal(scheme.title, "en")

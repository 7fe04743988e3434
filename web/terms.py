"""What the editor completes: the prefixes, classes and properties that our own graphs are made of."""

from __future__ import annotations

from functools import cache

from catalogue.profiles.context import PREFIXES, classes
from catalogue.property import lines
from vocab.namespaces import RDF, RDFS, SKOS, STOOK
from web.schema import STRING, every, record, table

TERMS_SCHEMA = record(prefixes=table(STRING), classes=every(STRING), properties=every(STRING))


@cache
def query_terms() -> dict[str, object]:
    """The prefixes by name, and the IRI of every class and property.

    They come from the model and not from the store, where looking for them would read every statement.
    """
    properties = {line.property.iri for kind in classes() for line in lines(kind)}
    concepts = {SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.notation, SKOS.inScheme, SKOS.broader}
    return {
        "prefixes": dict(PREFIXES),
        "classes": sorted({kind.rdf_type for kind in classes()} | {SKOS.Concept, SKOS.ConceptScheme}),
        "properties": sorted(properties | concepts | set(STOOK) | {RDF.type, RDFS.label, SKOS.definition}),
    }

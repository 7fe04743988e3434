"""The JSON-LD context of the model: what each name in our JSON-LD means (https://www.w3.org/TR/json-ld11/#the-context).

Classes and properties of DCAT and DCMI Terms go by their own names, which do not clash; those of other vocabularies
keep a prefix, so that a further line of the model never gives a name another meaning.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from catalogue import model
from catalogue.property import Form, lines
from vocab.namespaces import (
    ACTIVITY,
    ADMS,
    CSVW,
    DCAT,
    DCATAP,
    DCT,
    DQV,
    DUV,
    FOAF,
    HYDRA,
    LDES,
    LOCN,
    ODRL,
    OWL,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    SPDX,
    STOOK,
    TREE,
    VCARD,
    VOID,
    XSD,
)

PREFIXES: Mapping[str, str] = {
    "adms": ADMS.IRI,
    "as": ACTIVITY.IRI,
    "csvw": CSVW.IRI,
    "dcat": DCAT.IRI,
    "dcatap": DCATAP.IRI,
    "dct": DCT.IRI,
    "dqv": DQV.IRI,
    "duv": DUV.IRI,
    "foaf": FOAF.IRI,
    "hydra": HYDRA.IRI,
    "ldes": LDES.IRI,
    "locn": LOCN.IRI,
    "odrl": ODRL.IRI,
    "owl": OWL.IRI,
    "prov": PROV.IRI,
    "rdf": RDF.IRI,
    "rdfs": RDFS.IRI,
    "schema": SCHEMA.IRI,
    "skos": SKOS.IRI,
    "spdx": SPDX.IRI,
    "stook": STOOK.IRI,
    "tree": TREE.IRI,
    "vcard": VCARD.IRI,
    "void": VOID.IRI,
    "xsd": XSD.IRI,
}
"""The prefixes that all our RDF is written with."""

_PLAIN = (DCAT.IRI, DCT.IRI)
_ADDRESSES = frozenset((Form.LINK, Form.TERM, Form.NODE))


def model_context() -> dict[str, object]:
    """The whole context: the prefixes, and a term for each class and property that goes by its own name."""
    return {**PREFIXES, **dict(sorted(terms().items()))}


@cache
def terms() -> Mapping[str, object]:
    """Each name with its definition: an IRI, with `@type: @id` where what stands there is an address."""
    return {name: _definition(iri, addressed=addressed) for name, iri, addressed in _named()}


@cache
def names() -> Mapping[str, str]:
    """The name of each IRI that has one of its own."""
    return {iri: name for name, iri, _ in _named()}


def is_addressed(name: str) -> bool:
    """Whether what stands at a name is read as an address."""
    return isinstance(terms().get(name), dict)


def _definition(iri: str, *, addressed: bool) -> object:
    return {"@id": iri, "@type": "@id"} if addressed else iri


def _named() -> Iterator[tuple[str, str, bool]]:
    for kind in classes():
        if name := _own_name(kind.rdf_type):
            yield name, kind.rdf_type, False
        for line in lines(kind):
            if name := _own_name(line.property.iri):
                yield name, line.property.iri, line.property.form in _ADDRESSES


def classes() -> list[type[model.Thing]]:
    """Every class of the model that RDF knows."""
    found = (value for value in vars(model).values() if isinstance(value, type))
    return [one for one in found if issubclass(one, model.Thing) and one.rdf_type]


def _own_name(iri: str) -> str:
    return next((iri.removeprefix(namespace) for namespace in _PLAIN if iri.startswith(namespace)), "")

"""What IRIs are called: ours by the titles of what they name, properties by the model's labels, concepts by theirs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from catalogue import model
from catalogue.ledger.held import titles_of
from catalogue.profiles.context import names
from catalogue.property import lines
from vocab.namespaces import DCT, FOAF, RDF, RDFS, SCHEMA, SKOS, VCARD
from web.linked.rows import Cell, Labelled, labels_of
from web.resource.reading import Resource
from web.site import Site

_NAMES = (DCT.title, SKOS.prefLabel, FOAF.name, RDFS.label, VCARD.fn, SCHEMA.name)
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_-]+")
_END = re.compile(r"[^#/:]+(?=[#/:]*\Z)")
_OURS = re.compile(r"([^#]*)(?:#(.*))?", re.DOTALL)
_RUN = re.compile(r"([^/]+)/runs/(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """The names of some IRIs; `titles` are those of datasets by identifier."""

    site: Site
    titles: Mapping[str, str]
    _labelled: Labelled = field(repr=False)

    def cell(self, iri: str) -> Cell:
        """What an IRI is called, and where what the catalogue says of it is read: never outside."""
        whole, fragment = _parts(iri)
        name = self._ours(whole)
        called = self._labelled(whole) if name is None else Cell(text=name, iri=whole)
        text = called.text if called.text != whole else names().get(iri, iri)
        if fragment and text != iri:
            text = f"{text}, {'its record' if fragment == 'record' else 'a part of it'}"
        return Cell(text=text, iri=iri, address=self.site.links.resource(iri))

    def page(self, iri: str) -> str:
        """The page of what an IRI names, where this site has one; "" where it has none."""
        whole, fragment = _parts(iri)
        base = self.site.iris.base
        if whole.startswith(f"{base}/"):
            return whole.removeprefix(base) + (f"#{fragment}" if fragment else "")
        cell = self._labelled(whole)
        return "" if cell.outside or fragment else cell.address

    def property(self, iri: str) -> str:
        """What a property is called: by a vocabulary, else as property_label says it."""
        concept = self.site.vocabulary.concept(iri)
        return concept.label() if concept else property_label(iri)

    def rank(self, property_name: str) -> tuple[int, str]:
        """Where a property stands on a page: names first, then what the model knows, then the rest by the alphabet."""
        if property_name in _NAMES or property_name == RDF.type:
            return 0, property_name
        known = property_name in _property_labels() or property_name == SKOS.definition
        return (1 if known else 2), self.property(property_name)

    def title(self, resource: Resource) -> str:
        """What a resource is called: here, else as it is said of it, else its IRI."""
        known = self.cell(resource.iri).text
        if known != resource.iri:
            return known
        said = [(one.property, one.value) for one in resource.outbound if one.value.kind == "literal"]
        called = (value.value for name in _NAMES for prop, value in said if prop == name)
        return next(called, resource.iri)

    def _ours(self, iri: str) -> str | None:
        """The name of a dataset, a run or a vocabulary of this catalogue."""
        iris, table = self.site.iris, self.site.names.table()
        dataset = iri.removeprefix(iris.dataset(""))
        if dataset != iri and dataset in self.titles:
            return self.titles[dataset] or dataset
        if found := _RUN.fullmatch(iri.removeprefix(iris.portal(""))):
            return f"Run {found[2]} of {table.portals.get(found[1], found[1])}"
        parts = iri.removeprefix(f"{iris.vocabulary()}/").split("/", 1)
        scheme = self.site.vocabulary.schemes.get(parts[0])
        if scheme is None or parts[0] == iri:
            return None
        concept = scheme.find(parts[1]) if len(parts) > 1 else None
        return concept.label() if concept else scheme.title if len(parts) == 1 else None


def property_label(iri: str) -> str:
    """What a property is called: by the model, else by the last word of its IRI."""
    if known := _property_labels().get(iri):
        return known
    found = _END.search(iri)
    return _HUMP.sub(" ", found[0]).strip().capitalize() if found else iri


def name_all(site: Site, resource: Resource) -> Naming:
    """The names of all that a resource speaks of and is named by; the titles of datasets are asked for together."""
    prefix = site.iris.dataset("")
    wholes = (_parts(iri)[0] for iri in _iris(resource))
    wanted = {one.removeprefix(prefix) for one in wholes if one.startswith(prefix)}
    with site.ledger.reading() as connection:
        titles = titles_of(connection, sorted(wanted))
    return Naming(site=site, titles=titles, _labelled=labels_of(site))


def _iris(resource: Resource) -> Iterable[str]:
    yield resource.iri
    nameless = (told for said in resource.nameless.values() for told in said)
    for told in (*resource.outbound, *resource.inbound, *nameless):
        yield told.graph
        yield from (term.value for term in (told.subject, told.value) if term.kind == "uri")


def _parts(iri: str) -> tuple[str, str]:
    found = _OURS.fullmatch(iri)
    return (found[1], found[2] or "") if found else (iri, "")


@cache
def _property_labels() -> Mapping[str, str]:
    """The labels of the model's properties; of one that several classes have, that of datasets."""
    kinds = (one for one in vars(model).values() if isinstance(one, type) and issubclass(one, model.Thing))
    found: dict[str, str] = {RDF.type: "Kind", RDFS.seeAlso: "See also"}
    for kind in sorted(kinds, key=lambda one: not issubclass(one, model.Resource)):
        for line in lines(kind):
            found.setdefault(line.property.iri, line.property.label)
    return found

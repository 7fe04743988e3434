"""What is known of a thing under the names that the API calls properties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from catalogue.document import first_text, formats_of, licence_of
from catalogue.model import Dataset
from catalogue.values import Term
from vocab import Concept, fold
from vocab.bodies import bodies_of
from web.reconciling.entities import Entity, entity_named
from web.site import Site

Value = Entity | str | int
Facts = Mapping[str, tuple[Value, ...]]

_CONCEPTS = ("body", "place", "licence", "theme", "identifier")
_GSS = re.compile(r"[A-Z]\d{8}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A property; `kinds` are the types that may have it, `of` the type of its values where they are things."""

    id: str
    name: str
    kinds: tuple[str, ...]
    of: str = ""

    def reference(self) -> dict[str, str]:
        """As a list of properties names it."""
        return {"id": self.id, "name": self.name}


PROPERTIES: Mapping[str, Property] = {
    one.id: one
    for one in (
        Property(id="gss", name="GSS code", kinds=("body", "place")),
        Property(id="former_gss", name="Former GSS codes", kinds=("body",)),
        Property(id="nation", name="Nation", kinds=("body", "place")),
        Property(id="tier", name="Tier or kind of body", kinds=("body",)),
        Property(id="homepage", name="Home page", kinds=("body",)),
        Property(id="area", name="Area", kinds=("body",), of="place"),
        Property(id="within", name="Within", kinds=("body", "place"), of="place"),
        Property(id="successor", name="Taken over by", kinds=("body",), of="body"),
        Property(id="label_cy", name="Name in Welsh", kinds=_CONCEPTS),
        Property(id="alternative", name="Other names", kinds=_CONCEPTS),
        Property(id="same_as", name="Same as", kinds=_CONCEPTS),
        Property(id="datasets", name="Datasets in this catalogue", kinds=_CONCEPTS),
        Property(id="publisher", name="Publisher", kinds=("dataset",), of="body"),
        Property(id="licence", name="Licence", kinds=("dataset",), of="licence"),
        Property(id="theme", name="Themes", kinds=("dataset",), of="theme"),
        Property(id="modified", name="Last changed", kinds=("dataset",)),
        Property(id="formats", name="Formats", kinds=("dataset",)),
        Property(id="landing_page", name="Page at its portal", kinds=("dataset",)),
    )
}


def properties_of(kind: str) -> tuple[Property, ...]:
    """Those that a type may have; all of them where none is named."""
    return tuple(one for one in PROPERTIES.values() if not kind or kind in one.kinds)


def facts_of(site: Site, entity: Entity) -> Facts:
    """All that is known of a thing, by property; what is not known is left out."""
    if entity.concept:
        pairs = _concept_facts(site, entity.concept)
    elif entity.dataset:
        pairs = _dataset_facts(site, entity.dataset)
    else:
        return {}
    found: dict[str, tuple[Value, ...]] = {}
    for name, values in pairs:
        if known := tuple(value for value in values if value not in ("", None)):
            found[name] = known
    return found


def spellings(value: Value) -> frozenset[str]:
    """Everything that a value may be written as, folded."""
    if isinstance(value, Entity):
        names = [value.id, value.name]
        if one := value.concept:
            labels = (*one.labels, *one.alternatives)
            names += [one.iri, one.code, *(label.text for label in labels)]
        return frozenset(map(fold, names))
    return frozenset([fold(str(value))])


def _concept_facts(site: Site, one: Concept) -> Iterator[tuple[str, Iterable[Value | None]]]:
    facts = one.facts
    yield "gss", [one.code if one.scheme in ("council", "place") and _GSS.fullmatch(one.code) else None]
    yield "former_gss", one.lists.get("formerCode", ())
    for name in ("nation", "tier", "homepage"):
        yield name, [facts.get(name)]
    yield "area", [_place(site, facts.get("area", ""))]
    around = (facts.get("within", ""), *(one.broader if one.scheme == "place" else ()))
    yield "within", [_place(site, iri) for iri in around]
    yield "successor", [entity_named(site, iri) for iri in one.replaced_by]
    yield "label_cy", [label.text for label in one.labels if label.lang == "cy"]
    yield "alternative", dict.fromkeys(label.text for label in one.alternatives)
    yield "same_as", (one.iri, *one.exact_matches)
    yield "datasets", [site.counts.of(one.scheme, one.code)]


def _dataset_facts(site: Site, one: Dataset) -> Iterator[tuple[str, Iterable[Value | None]]]:
    yield "publisher", [_publisher(site, one)]
    licence = licence_of(one)
    yield "licence", [_term(site, licence)] if licence else []
    yield "theme", [_term(site, term) for term in one.theme]
    yield "modified", [one.modified.value if one.modified else None]
    yield "formats", formats_of(one, site.vocabulary)
    yield "landing_page", one.landing_page


def _publisher(site: Site, one: Dataset) -> Value | None:
    if one.publisher is None:
        return None
    bodies, name = bodies_of(site.vocabulary), first_text(one.publisher.name)
    body = bodies.with_slug(one.publisher.slug)
    if body is None and (reading := bodies.named_in_full(name)):
        body = reading.body
    return (entity_named(site, body.iri) if body else None) or name


def _term(site: Site, term: Term) -> Value | None:
    return (entity_named(site, term.iri) if term.iri else None) or term.word


def _place(site: Site, iri: str) -> Value | None:
    """A place by its IRI; one that no list has by the code that ends it."""
    return (entity_named(site, iri) or iri.rpartition("/")[2]) if iri else None

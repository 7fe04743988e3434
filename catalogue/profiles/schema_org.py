"""Datasets, publishers and the catalogue itself in the words of schema.org, for search engines and whoever reads them.

Terms: https://schema.org/Dataset; which of them are wanted and in which shape:
https://developers.google.com/search/docs/appearance/structured-data/dataset. What a record does not say is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalogue.columns.said import names_of, tables_said
from catalogue.columns.table import Table
from catalogue.document import first_text, licence_of, openness
from catalogue.graph import placed_dataset
from catalogue.iri import is_web_address
from catalogue.links import Links
from catalogue.model import Agent, Contact, Dataset
from catalogue.profiles.schema_org_files import file_node
from catalogue.profiles.schema_org_values import (
    LONGEST,
    Node,
    address_of,
    described,
    language_of,
    licence_node,
    period_text,
    place_node,
    said,
    web_addresses,
    without_nothing,
)
from catalogue.snapshot import Snapshot
from catalogue.values import Term
from vocab import Concept, Vocabulary
from vocab.bodies import bodies_of

CONTEXT = "https://schema.org/"
"""The context that search engines know by heart; it lies outside, so other readers may want OFFLINE."""

_ADDRESSES = "citation contentUrl hasPart inDefinedTermSet isBasedOn isPartOf license sameAs url"
_DATES = "dateModified datePublished sdDatePublished"
OFFLINE: Mapping[str, object] = {
    "@vocab": "http://schema.org/",
    **{name: {"@type": "@id"} for name in _ADDRESSES.split()},
    **{name: {"@type": "http://schema.org/Date"} for name in _DATES.split()},
}
"""The same meanings as a context that needs no fetching: JSON-LD with it is whole in itself."""

MOST = 60
"""Values of one property, files and keywords among them, where nobody asks for another number."""

_PUBLIC = "PUBLIC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Says datasets in schema.org. `site` is the name of this catalogue; `most` bounds every list, `longest` the
    characters of a description."""

    links: Links
    vocabulary: Vocabulary
    site: str
    most: int = MOST
    longest: int = LONGEST

    def dataset(self, snapshot: Snapshot, *, portal: str = "", tables: Sequence[Table] | None = None) -> Node:
        """A schema.org Dataset; `portal` is the title of the portal that it comes from, `tables` what is known of its
        columns (None: what its description tells)."""
        dataset, entry = placed_dataset(snapshot, self.links), snapshot.entry
        titles = [text for text in (*dataset.title, *dataset.alternative) if text.value]
        name = first_text(dataset.title)
        return without_nothing(
            {
                "@type": "Dataset",
                "@id": dataset.iri,
                "url": dataset.iri,
                "name": name,
                "alternateName": self._some(said(one) for one in titles if one.value != name),
                "description": described(dataset.description, self.longest),
                "identifier": self._some(_identifiers(dataset)),
                "keywords": self._some(said(one) for one in dataset.keyword),
                "about": self._some(self._concept(term) for term in dataset.theme),
                "creator": self._some(self.agent(one) for one in dataset.creator),
                "publisher": self._publisher(dataset),
                "license": licence_node(licence_of(dataset), self.vocabulary),
                **self._access(dataset),
                "inLanguage": self._some(language_of(one, self.vocabulary) for one in dataset.language),
                "datePublished": dataset.issued.value if dataset.issued else "",
                "dateModified": dataset.modified.value if dataset.modified else "",
                "temporalCoverage": self._some(period_text(one) for one in dataset.temporal),
                "spatialCoverage": self._some(place_node(one, self.vocabulary) for one in dataset.spatial),
                "variableMeasured": self._some(names_of(tables_said(dataset) if tables is None else tables)),
                "version": dataset.version.value if dataset.version else "",
                "distribution": self._some(file_node(one, self.vocabulary) for one in dataset.distribution),
                **self._relations(dataset, snapshot),
                "includedInDataCatalog": [
                    self._catalog(self.links.home(), self.site),
                    self._catalog(self.links.portal(entry.portal), portal),
                ],
                "sdDatePublished": snapshot.last_changed,
            }
        )

    def agent(self, agent: Agent) -> Node | None:
        """An agent as an Organization, with where else it is named if we know it; None for one without a name."""
        name = first_text(agent.name)
        iri = address_of(agent.iri)
        body = bodies_of(self.vocabulary).with_slug(agent.slug) if agent.slug else None
        node: Node = {
            "@type": "GovernmentOrganization" if body else "Organization",
            "@id": iri,
            "name": name or agent.slug,
            "url": self.links.organisation(agent.slug) if agent.slug else address_of(agent.homepage),
            "sameAs": self._some(
                web_addresses((*agent.same_as, agent.homepage or "", *(_elsewhere(body) if body else ())))
            ),
        }
        return without_nothing(node) if node["name"] or iri else None

    def organisation(self, slug: str, name: str, aliases: Iterable[str] = ()) -> Node:
        """A publisher for a page of its own: as `agent`, with its other names, codes and area."""
        body = bodies_of(self.vocabulary).with_slug(slug)
        node = self.agent(Agent(slug=slug, iri=self.links.organisation(slug))) or {}
        names = [label.text for label in (*body.labels, *body.alternatives)] if body else []
        shown = name or (body.label() if body else slug)
        node |= {
            "name": shown,
            "alternateName": self._some(one for one in dict.fromkeys((*names, *aliases)) if one != shown),
        }
        if body:
            node |= {"identifier": body.code, "areaServed": self._area(body)}
        return without_nothing(node)

    def catalog(self, description: str) -> Node:
        """This whole catalogue, and how it is searched (https://schema.org/SearchAction)."""
        return self._catalog(self.links.home(), self.site) | {
            "description": description,
            "isAccessibleForFree": True,
            "potentialAction": {
                "@type": "SearchAction",
                "target": {
                    "@type": "EntryPoint",
                    "urlTemplate": self.links.search() + "?q={search_term_string}",
                },
                "query-input": "required name=search_term_string",
            },
        }

    def _publisher(self, dataset: Dataset) -> Node | None:
        """Who publishes; whom to ask belongs there, as a Dataset has no contact."""
        node = self.agent(dataset.publisher) if dataset.publisher else None
        contacts = self._some(_contact(one) for one in dataset.contact_point)
        return without_nothing(node | {"contactPoint": contacts}) if node else None

    def _access(self, dataset: Dataset) -> Node:
        """Whether it can be had freely, only where that is known; else under which condition."""
        stated = licence_of(dataset)
        licence = self.vocabulary.concept(stated.iri) if stated else None
        access = dataset.access_rights
        right = self.vocabulary.concept(access.iri) if access else None
        public = right is not None and right.code == _PUBLIC
        free = public or (right is None and openness(stated, licence) == "open")
        return {
            "isAccessibleForFree": True if free else None,
            "conditionsOfAccess": (right.label() if right else access.word) if access and not public else "",
        }

    def _relations(self, dataset: Dataset, snapshot: Snapshot) -> Node:
        iri = snapshot.entry.dataset.iri
        return {
            "isPartOf": self._some(web_addresses((*dataset.is_part_of, *dataset.in_series))),
            "hasPart": self._some(web_addresses(dataset.has_part)),
            "isBasedOn": self._some(web_addresses(dataset.source)),
            "citation": self._some(web_addresses(dataset.is_referenced_by)),
            "sameAs": self._some(web_addresses((*dataset.landing_page, iri))),
        }

    def _concept(self, term: Term) -> Node | None:
        concept = self.vocabulary.concept(term.iri) if term.iri else None
        if concept is None:
            return {"@type": "DefinedTerm", "name": term.word} if term.word else None
        return {
            "@type": "DefinedTerm",
            "@id": concept.iri,
            "name": concept.label(),
            "termCode": concept.code,
            "inDefinedTermSet": self.links.vocabulary(concept.scheme),
        }

    def _area(self, body: Concept) -> Node | None:
        iri = body.facts.get("area", "")
        label = self.vocabulary.label(iri) if iri else None
        return {"@type": "AdministrativeArea", "@id": iri, "name": label} if label else None

    def _catalog(self, iri: str, name: str) -> Node:
        return without_nothing({"@type": "DataCatalog", "@id": iri, "url": iri, "name": name})

    def _some(self, values: Iterable[object]) -> list[object]:
        """Those that say something, each once, up to the bound."""
        found: list[object] = []
        for value in values:
            if value and value not in found:
                found.append(value)
            if len(found) == self.most:
                break
        return found


def to_document(node: Node, context: object = CONTEXT) -> Node:
    """A thing as a JSON-LD document."""
    return {"@context": context, **node}


def _identifiers(dataset: Dataset) -> Iterator[str]:
    yield from (one.value for one in dataset.identifier)
    yield from (one.notation.value for one in dataset.other_identifier if one.notation)


def _contact(contact: Contact) -> Node | None:
    node = without_nothing(
        {
            "@type": "ContactPoint",
            "name": first_text(contact.fn) or first_text(contact.organization_name),
            "email": (contact.has_email or "").removeprefix("mailto:"),
            "telephone": (contact.has_telephone or "").removeprefix("tel:"),
            "url": contact.has_url if contact.has_url and is_web_address(contact.has_url) else "",
        }
    )
    return node if len(node) > 1 else None


def _elsewhere(body: Concept) -> tuple[str, ...]:
    """Where else a body is named, and its home page, which schema.org counts among them."""
    return (*body.exact_matches, body.facts.get("homepage", ""))

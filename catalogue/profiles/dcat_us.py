"""The profile "dcat-us": a dataset as an entry of a data.json, DCAT-US 1.1 (https://resources.data.gov/resources/dcat-us/).

What a portal left out is left out, also where the schema wants it: an entry without keywords is not given any.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from catalogue.document import first_text, licence_of
from catalogue.graph import placed_dataset
from catalogue.iri import is_web_address
from catalogue.links import Links
from catalogue.model import Agent, Contact, Dataset, Distribution, Location, PeriodOfTime
from catalogue.snapshot import Snapshot
from catalogue.values import Term, Typed
from vocab import Vocabulary

CONFORMS_TO = "https://project-open-data.cio.gov/v1.1/schema"
CONTEXT = "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld"
DESCRIBED_BY = "https://project-open-data.cio.gov/v1.1/schema/catalog.json"

Node = dict[str, Any]

_LEVELS = {
    "PUBLIC": "public",
    "RESTRICTED": "restricted public",
    "NON_PUBLIC": "non-public",
    "SENSITIVE": "non-public",
}
_MEDIA_TYPES = "media-types/"


def dcat_us_catalog(links: Links) -> Node:
    """A data.json without its datasets."""
    return {
        "@context": CONTEXT,
        "@id": links.catalog(),
        "@type": "dcat:Catalog",
        "conformsTo": CONFORMS_TO,
        "describedBy": DESCRIBED_BY,
    }


def dcat_us_dataset(snapshot: Snapshot, links: Links, vocabulary: Vocabulary) -> Node:
    """One entry. Nobody is asked to log in for what a catalogue of open data lists, so access is public unless the
    portal says otherwise."""
    dataset = placed_dataset(snapshot, links)
    licence = licence_of(dataset)
    return _said(
        {
            "@type": "dcat:Dataset",
            "title": first_text(dataset.title),
            "description": first_text(dataset.description),
            "keyword": [one.value for one in dataset.keyword if one.value],
            "modified": _modified(dataset, snapshot),
            "publisher": _publisher(dataset.publisher),
            "contactPoint": next((node for one in dataset.contact_point if (node := _contact(one))), None),
            "identifier": dataset.iri,
            "accessLevel": _LEVELS.get(_code(dataset.access_rights), "public"),
            "license": _address(licence),
            "rights": next((one.word for one in dataset.rights if one.word), ""),
            "spatial": next((text for one in dataset.spatial if (text := _place(one, vocabulary))), ""),
            "temporal": next((text for one in dataset.temporal if (text := _period(one))), ""),
            "accrualPeriodicity": _interval(dataset.accrual_periodicity, vocabulary),
            "issued": _value(dataset.issued),
            "landingPage": next(_web(dataset.landing_page), ""),
            "language": [code for one in dataset.language if (code := _language(one))],
            "theme": [label for one in dataset.theme if (label := _label(one, vocabulary))],
            "references": list(_web(dataset.page)),
            "distribution": [_distribution(one, vocabulary) for one in dataset.distribution],
        }
    )


def _distribution(one: Distribution, vocabulary: Vocabulary) -> Node:
    download = next(_web(one.download_url), "")
    return _said(
        {
            "@type": "dcat:Distribution",
            "title": first_text(one.title),
            "description": first_text(one.description),
            "downloadURL": download,
            "accessURL": "" if download else next(_web(one.access_url), ""),
            "mediaType": _media_type(one, vocabulary) if download else "",
            "format": _label(one.format, vocabulary),
        }
    )


def _modified(dataset: Dataset, snapshot: Snapshot) -> str:
    """When the data changed, else when the description did here, as the schema must have a date."""
    return _value(dataset.modified) or snapshot.last_changed


def _publisher(agent: Agent | None) -> Node | None:
    name = first_text(agent.name) or agent.slug if agent else ""
    return {"@type": "org:Organization", "name": name} if name else None


def _contact(contact: Contact) -> Node | None:
    name = first_text(contact.fn) or first_text(contact.organization_name)
    email = contact.has_email or ""
    mail = email if email.startswith("mailto:") else (f"mailto:{email}" if "@" in email else "")
    return _said({"@type": "vcard:Contact", "fn": name, "hasEmail": mail}) if name or mail else None


def _place(place: Location, vocabulary: Vocabulary) -> str:
    return first_text(place.label) or (vocabulary.label(place.iri) if place.iri else "") or ""


def _period(period: PeriodOfTime) -> str:
    """Start and end; the schema has no period that is open."""
    start, end = _value(period.start_date), _value(period.end_date)
    return f"{start}/{end}" if start and end else ""


def _interval(term: Term | None, vocabulary: Vocabulary) -> str:
    concept = vocabulary.concept(term.iri) if term and term.iri else None
    interval = concept.facts.get("interval", "") if concept else ""
    return interval if interval.startswith("R/") or not interval else f"R/{interval}"


def _media_type(one: Distribution, vocabulary: Vocabulary) -> str:
    term = one.media_type
    if term and _MEDIA_TYPES in term.iri:
        return term.iri.partition(_MEDIA_TYPES)[2]
    concept = vocabulary.concept(one.format.iri) if one.format and one.format.iri else None
    return concept.facts.get("mediaType", "") if concept else ""


def _label(term: Term | None, vocabulary: Vocabulary) -> str:
    return (vocabulary.label(term.iri) if term and term.iri else "") or (term.word if term else "")


def _language(term: Term) -> str:
    return term.word if term.word and len(term.word) <= 12 and " " not in term.word else _code(term).lower()


def _address(term: Term | None) -> str:
    found = (term.link, term.iri, term.word) if term else ()
    return next((one for one in found if is_web_address(one)), "")


def _code(term: Term | None) -> str:
    return term.iri.rpartition("/")[2] if term else ""


def _value(typed: Typed | None) -> str:
    return typed.value if typed else ""


def _web(addresses: Iterable[str]) -> Iterator[str]:
    return (one for one in addresses if is_web_address(one))


def _said(node: Node) -> Node:
    return {name: value for name, value in node.items() if value not in ("", None, [])}

"""A dataset, series or service of data.json, versions 1.0 to 3.0 (https://resources.data.gov/resources/dcat-us3/).

JKAN's, USMART's and Argentina's own names stand in brackets; what values look like is told in `pod_values.py`, what
distributions hold in `pod_distribution.py`.

| model | dataset |
|---|---|
| class | `@type`: a `DatasetSeries` is one; a `DataService` is a dataset whose one distribution is that service |
| iri, identifier | `@id`, `identifier`; other_identifier: `otherIdentifier` |
| title, description, keyword | the same, with `titleMap`, `descriptionMap`, `keywordMap` |
| theme | `theme`, `subject`, (`superTheme`, `category`) |
| council_service | `lgsl` … |
| publisher, creator | `publisher` with its `subOrganizationOf` in `extra`; `creator` |
| qualified_attribution | `contributor`, `rightsHolder`, `qualifiedAttribution` |
| contact_point | `contactPoint` |
| issued, modified | `issued`, `created`, (`issueDate`, `createdAt`); `modified`, (`lastModificationDate`) |
| accrual_periodicity | `accrualPeriodicity`; an interval in `modified` |
| license, rights | `license`, (`licence`); `rights`, `liabilityStatement`, `accessRestriction`, `useRestriction` |
| access_rights | `accessLevel`, `accessRights` |
| spatial, temporal | `pod_extent.py` |
| spatial_resolution_in_meters, temporal_resolution, language, version, version_notes | the same |
| conforms_to | the same, (`spatialReferenceSystem`) |
| landing_page, page | `landingPage`; `references`, `describedBy`, `page` |
| relation, is_referenced_by, qualified_relation | `relation`, `systemOfRecords`; the same |
| is_part_of, has_part, in_series | the same |
| replaces, has_version, is_version_of, has_current_version, previous_version | the same |
| first, last, prev, series_member | the same, of a series or its member |
| table | (`field`), `describedBy` where it is the schema itself |
| provenance, was_generated_by | `provenance`, (`lineage`, `source`), `purpose`, `scopeNote`; `wasGeneratedBy` |
| sample, distribution | the same |
| hvd_category, type, status | `hvdCategory`; `type`, `category` of 3.0; the same |
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from catalogue.errors import RecordError
from catalogue.finding import Finding, Severity
from catalogue.model import Attribution, Dataset, DatasetSeries, Distribution, Relationship
from catalogue.values import Term, Typed
from harvester.drafting.pod_distribution import distribution, distributions, service, table_of
from harvester.drafting.pod_extent import periods, places
from harvester.drafting.pod_values import (
    agent,
    agents,
    concept,
    concepts,
    contacts,
    identifier_of,
    keywords,
    licence,
    other_identifiers,
    references,
    tongues,
    web_references,
)
from harvester.drafting.subjects import name_services, services_said
from harvester.formats import native
from harvester.formats.native import first, links, objects, term, terms, text, words
from harvester.record import Draft, Record
from vocab.namespaces import XSD

_RIGHTS = ("rights", "liabilityStatement", "accessRestriction", "useRestriction")
_TOLD = ("provenance", "lineage", "source", "purpose", "scopeNote")


def draft_dataset(record: Record) -> Draft:
    """A dataset of data.json; raises RecordError where it is no object, or has no title."""
    try:
        said = native.unpack(record.body)
    except RecordError as error:
        raise RecordError(f"at {_position(record)} {error}") from error
    if not tongues(said, "title"):
        raise RecordError(f"at {_position(record)} the dataset {_name(record)} has no title")
    return Draft(dataset=name_services(_dataset(said, record)), findings=tuple(_remarks(said)))


def class_of(said: Mapping[str, Any]) -> str:
    """What an object says that it is, without a prefix: `Dataset`, `DatasetSeries`, `DataService` or "" …"""
    return next((word.rpartition(":")[2].rpartition("#")[2] for word in words(said.get("@type"))), "")


def _position(record: Record) -> str:
    """Where a record stood on the list, as a JSON pointer."""
    return record.source.rpartition("#")[2]


def _name(record: Record) -> str:
    return "without an identifier" if record.weak else repr(record.key)


def _dataset(said: Mapping[str, Any], record: Record) -> Dataset:
    fields = _described(said) | _dated(said) | _related(said)
    iri = native.iri(said.get("@id")) or native.iri(identifier_of(said.get("identifier")))
    if class_of(said) == "DatasetSeries":
        return DatasetSeries(
            iri=iri, key=record.key, series_member=web_references(said.get("seriesMember")), **fields
        )
    return Dataset(iri=iri, key=record.key, **fields)


def _described(said: Mapping[str, Any]) -> dict[str, Any]:
    """What a dataset is, whose it is, and how it may be had."""
    get = said.get
    return {
        "title": tongues(said, "title"),
        "description": tongues(said, "description"),
        "identifier": tuple(Typed(word) for word in (identifier_of(get("identifier")),) if word),
        "other_identifier": tuple(other_identifiers(get("otherIdentifier"))),
        "keyword": keywords(said),
        "theme": tuple(one for name in ("theme", "subject") for one in concepts(get(name)))
        + terms(get("superTheme"))
        + terms(get("category")),
        "council_service": services_said(said),
        "hvd_category": concepts(get("hvdCategory")),
        "type": concepts(get("type")) + tuple(filter(None, map(concept, objects(get("category"))))),
        "status": concept(get("status")),
        "publisher": agent(get("publisher")),
        "creator": tuple(agents(get("creator"))),
        "qualified_attribution": tuple(_attributions(said)),
        "contact_point": tuple(contacts(get("contactPoint"))),
        "language": concepts(get("language")),
        "license": licence(get("license") or get("licence")),
        "rights": tuple(one for name in _RIGHTS for one in concepts(get(name))),
        "access_rights": term(get("accessLevel")) or concept(get("accessRights")),
        "landing_page": references(get("landingPage")),
        "page": links(get("references")) + web_references(get("describedBy")) + web_references(get("page")),
        "conforms_to": concepts(get("conformsTo")) + terms(get("spatialReferenceSystem")),
        "provenance": tuple(one for name in _TOLD for one in concepts(get(name))),
        "distribution": tuple(_distributions(said)),
        "table": table_of(said),
        "sample": tuple(distribution(one) for one in objects(get("sample"))),
    }


def _dated(said: Mapping[str, Any]) -> dict[str, Any]:
    """When and where a dataset is about, and when it changed."""
    get = said.get
    modified = text(get("modified"))
    interval = modified if _is_interval(modified) else ""
    return {
        "issued": native.date(first(get("issued"), get("created"), get("issueDate"), get("createdAt"))),
        "modified": None if interval else native.date(first(modified, get("lastModificationDate"))),
        "accrual_periodicity": concept(get("accrualPeriodicity")) or term(interval),
        "spatial": tuple(places(said)),
        "temporal": tuple(periods(said)),
        "spatial_resolution_in_meters": native.typed(get("spatialResolutionInMeters"), XSD.decimal),
        "temporal_resolution": native.typed(get("temporalResolution"), XSD.duration),
        "version": native.typed(get("version")),
        "version_notes": tongues(said, "versionNotes"),
    }


def _related(said: Mapping[str, Any]) -> dict[str, Any]:
    """What a dataset has to do with others."""
    get = said.get
    return {
        "relation": links(get("systemOfRecords")) + web_references(get("relation")),
        "qualified_relation": tuple(_relations(get("qualifiedRelation"))),
        "is_referenced_by": web_references(get("isReferencedBy")),
        "is_part_of": references(get("isPartOf")),
        "has_part": web_references(get("hasPart")),
        "in_series": references(get("inSeries")),
        "replaces": web_references(get("replaces")),
        "has_version": web_references(get("hasVersion")),
        "is_version_of": web_references(get("isVersionOf")),
        "has_current_version": _one(get("hasCurrentVersion")),
        "previous_version": _one(get("previousVersion")),
        "first": _one(get("first")),
        "last": _one(get("last")),
        "prev": _one(get("prev")),
        "was_generated_by": web_references(get("wasGeneratedBy")),
    }


def _one(value: object) -> str | None:
    return next(iter(web_references(value)), None)


def _distributions(said: Mapping[str, Any]) -> Iterator[Distribution]:
    yield from distributions(said)
    if class_of(said) == "DataService":
        offered = service(said)
        yield Distribution(
            key="service", title=offered.title, access_url=offered.endpoint_url[:1], access_service=(offered,)
        )


def _attributions(said: Mapping[str, Any]) -> Iterator[Attribution]:
    for name, role in (("contributor", "contributor"), ("rightsHolder", "rightsHolder")):
        for one in agents(said.get(name)):
            yield Attribution(agent=one, had_role=(Term(role),))
    for stated in objects(said.get("qualifiedAttribution")):
        if found := agent(stated.get("agent")):
            yield Attribution(agent=found, had_role=concepts(stated.get("hadRole")))


def _relations(value: object) -> Iterator[Relationship]:
    for stated in objects(value):
        if found := web_references(stated.get("relation")):
            yield Relationship(relation=found, had_role=concepts(stated.get("hadRole")))


def _remarks(said: Mapping[str, Any]) -> Iterator[Finding]:
    modified, title = text(said.get("modified")), said.get("title")
    if _is_interval(modified):
        yield Finding(
            code="pod-modified-is-interval",
            severity=Severity.WARNING,
            message=f"`modified` says how often ({modified}), not when; it is read as the frequency",
            place="modified",
            published=modified,
            fix="give the date of the last change, and the interval as `accrualPeriodicity`",
        )
    if not isinstance(title, str | dict) and not ("titleMap" in said and title is None):
        yield Finding(
            code="pod-title-not-text",
            severity=Severity.WARNING,
            message=f"`title` is {native.name_of(title)}, not text",
            place="title",
            published=text(title),
        )


def _is_interval(modified: str) -> bool:
    """Whether a date is a repeating interval of ISO 8601 (`R/P1D`)."""
    return modified.startswith(("R/", "R0/", "R1/"))

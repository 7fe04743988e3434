"""Distributions and services of data.json (https://resources.data.gov/resources/dcat-us3/).

Argentina's own names stand in brackets.

| model | distribution |
|---|---|
| iri, key | `@id`; `identifier` |
| title, description | the same, `titleMap`, `descriptionMap` |
| access_url, download_url, access_service | `accessURL`, `downloadURL`, `accessService` |
| format, media_type, compress_format, package_format | the same |
| byte_size, checksum | `byteSize`; `checksum` |
| license, rights | `license`, (`licence`); `rights`, `accessRights`, `accessRestriction`, `useRestriction` |
| issued, modified, language, conforms_to, availability, status | the same |
| spatial_resolution_in_meters, temporal_resolution | the same |
| page, table | `describedBy`; (`field`), `describedBy` where it is the schema itself |

| model | service |
|---|---|
| iri, identifier | `@id`, `identifier` |
| title, description, keyword, theme, publisher, contact_point, license, rights, issued, modified | as of a dataset |
| endpoint_url, endpoint_description, serves_dataset | `endpointURL`, `endpointDescription`, `servesDataset` |

A distribution that is only an address is one at that address; one that is only an `@id` is described elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from catalogue.columns.table import Table
from catalogue.model import DataService, Distribution
from catalogue.values import Typed
from harvester.drafting.columns import read_fields, read_schema
from harvester.drafting.files import checksum
from harvester.drafting.pod_values import (
    agent,
    concept,
    concepts,
    contacts,
    identifier_of,
    keywords,
    licence,
    references,
    tongues,
    web_references,
)
from harvester.formats import native
from harvester.formats.native import mapping, objects, term, text, words
from vocab.namespaces import XSD

_RESTRICTIONS = ("rights", "accessRestriction", "useRestriction")


def distributions(said: Mapping[str, Any]) -> Iterator[Distribution]:
    """The distributions of a dataset, where each version of data.json has them."""
    for item in native.listed(said.get("distribution")):
        if isinstance(item, dict):
            yield distribution(item)
        elif address := text(item):
            yield Distribution(access_url=(address,))
    for name in ("accessURL", "webService"):  # where 1.0 had a dataset's only distribution
        for address in words(said.get(name)):
            yield Distribution(access_url=(address,), format=term(said.get("format")))


def distribution(item: Mapping[str, Any]) -> Distribution:
    """One distribution."""
    get = item.get
    measured = mapping(get("checksum"))
    return Distribution(
        key=identifier_of(get("identifier")),
        iri=native.iri(get("@id")),
        title=tongues(item, "title"),
        description=tongues(item, "description"),
        access_url=words(get("accessURL")),
        download_url=words(get("downloadURL")),
        access_service=tuple(service(one) for one in objects(get("accessService"))),
        format=concept(get("format")),
        media_type=concept(get("mediaType")),
        compress_format=concept(get("compressFormat")),
        package_format=concept(get("packageFormat")),
        byte_size=native.byte_size(get("byteSize")),
        checksum=checksum(measured.get("checksumValue"), measured.get("algorithm")),
        license=licence(get("license") or get("licence")),
        rights=tuple(one for name in _RESTRICTIONS for one in concepts(get(name)))
        + concepts(get("accessRights")),
        availability=concept(get("availability")),
        status=concept(get("status")),
        issued=native.date(get("issued")),
        modified=native.date(get("modified")),
        language=concepts(get("language")),
        conforms_to=concepts(get("conformsTo")),
        page=web_references(get("describedBy") or get("describedBY")),
        spatial_resolution_in_meters=native.typed(get("spatialResolutionInMeters"), XSD.decimal),
        temporal_resolution=native.typed(get("temporalResolution"), XSD.duration),
        table=table_of(item),
    )


def table_of(said: Mapping[str, Any]) -> Table | None:
    """The columns that a dataset or a distribution tells of: Argentina's `field` calls a column's name its title."""
    own = [{"name": one.get("title"), **one} for one in objects(said.get("field"))]
    return read_fields(own) or read_schema(said.get("describedBy")) or read_schema(said.get("schema"))


def service(item: Mapping[str, Any]) -> DataService:
    """A service that gives data."""
    get = item.get
    identifier = identifier_of(get("identifier"))
    return DataService(
        iri=native.iri(get("@id")) or native.iri(identifier),
        title=tongues(item, "title"),
        description=tongues(item, "description"),
        identifier=(Typed(identifier),) if identifier else (),
        keyword=keywords(item),
        theme=concepts(get("theme")),
        publisher=agent(get("publisher")),
        contact_point=tuple(contacts(get("contactPoint"))),
        issued=native.date(text(get("issued") or get("created"))),
        modified=native.date(text(get("modified"))),
        license=licence(get("license")),
        rights=concepts(get("rights")),
        access_rights=concept(get("accessRights")),
        landing_page=references(get("landingPage")),
        conforms_to=concepts(get("conformsTo")),
        endpoint_url=references(get("endpointURL")),
        endpoint_description=references(get("endpointDescription")),
        serves_dataset=web_references(get("servesDataset")),
    )

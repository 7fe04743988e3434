"""What CKAN has no field for, as the extras that ckanext-dcat and ckanext-spatial write, under their names.

https://docs.ckan.org/projects/ckanext-dcat/en/latest/mapping/: what the reading of CKAN portals takes in, the same
table gives out. Every value is a text; a list is JSON in a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import orjson

from catalogue.document import first_text
from catalogue.model import Dataset, Location
from catalogue.snapshot import Snapshot
from catalogue.space.geometry import ShapeUnreadable
from catalogue.space.shapes import read_shape
from catalogue.values import Term, Typed
from vocab.namespaces import GEO
from web.ckan.written import iri_or_word, listed, mail
from web.site import Site

_LONGEST_SHAPE = 20_000  # CKAN's own search index takes no more than 32,766 bytes of one value


def extras(snapshot: Snapshot, site: Site, portal: str) -> list[dict[str, str]]:
    """The extras of a dataset, each key once, in the order of the alphabet; `portal` is its portal's title."""
    dataset = snapshot.entry.dataset
    found = (
        *_named(snapshot, site),
        *_harvested(snapshot, portal),
        *_texts(dataset),
        *_people(dataset),
        *_terms(dataset),
        *_links(dataset),
        *_places(dataset),
        *_periods(dataset),
    )
    said = {key: value for key, value in reversed(found) if value}
    return [{"key": key, "value": said[key]} for key in sorted(said)]


def _named(snapshot: Snapshot, site: Site) -> Iterator[tuple[str, str]]:
    dataset = snapshot.entry.dataset
    yield "uri", site.iris.dataset(snapshot.entry.id)
    yield "identifier", next((one.value for one in dataset.identifier), snapshot.entry.key)
    yield "guid", snapshot.entry.key
    yield "alternate_identifier", listed(_value(one.notation) for one in dataset.other_identifier)


def _harvested(snapshot: Snapshot, portal: str) -> Iterator[tuple[str, str]]:
    """Where a dataset comes from, as ckanext-harvest says it of what it has harvested itself."""
    yield "harvest_source_id", snapshot.entry.portal
    yield "harvest_source_title", portal
    yield "harvest_object_id", snapshot.entry.id
    yield "metadata_source", snapshot.entry.source


def _texts(dataset: Dataset) -> Iterator[tuple[str, str]]:
    yield "alternative", listed(text.value for text in dataset.alternative)
    yield "version_notes", first_text(dataset.version_notes)


def _people(dataset: Dataset) -> Iterator[tuple[str, str]]:
    publisher = dataset.publisher
    if publisher:
        yield "publisher_name", first_text(publisher.name)
        yield "publisher_uri", publisher.iri
        yield "publisher_email", mail(publisher.mbox)
        yield "publisher_url", publisher.homepage or ""
        yield "publisher_type", iri_or_word(publisher.type)
    for contact in dataset.contact_point[:1]:
        yield "contact_name", first_text(contact.fn)
        yield "contact_email", mail(contact.has_email)
        yield "contact_uri", contact.iri
        yield "contact_phone", (contact.has_telephone or "").removeprefix("tel:")
    for creator in dataset.creator[:1]:
        yield "creator_uri", creator.iri


def _terms(dataset: Dataset) -> Iterator[tuple[str, str]]:
    yield "issued", _value(dataset.issued)
    yield "modified", _value(dataset.modified)
    yield "frequency", iri_or_word(dataset.accrual_periodicity)
    yield "language", _words(dataset.language)
    yield "theme", _words(dataset.theme)
    yield "lga_services", _words(dataset.council_service)
    yield "hvd_category", _words(dataset.hvd_category)
    yield "dcat_type", _words(dataset.type)
    yield "status", iri_or_word(dataset.status)
    yield "rights", _words(dataset.rights)
    yield "access_rights", iri_or_word(dataset.access_rights)
    yield "conforms_to", _words(dataset.conforms_to)
    yield "provenance", _words(dataset.provenance)
    yield "spatial_resolution_in_meters", _value(dataset.spatial_resolution_in_meters)
    yield "temporal_resolution", _value(dataset.temporal_resolution)


def _links(dataset: Dataset) -> Iterator[tuple[str, str]]:
    yield "documentation", listed(dataset.page)
    yield "related_resource", listed(dataset.relation)
    yield "is_referenced_by", listed(dataset.is_referenced_by)
    yield "has_version", listed(dataset.has_version)
    yield "is_version_of", listed(dataset.is_version_of)
    yield "source", listed(dataset.source)
    yield "applicable_legislation", listed(dataset.applicable_legislation)


def _places(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """The first figure as GeoJSON, which is what ckanext-spatial searches by; names and centres beside it."""
    for place in dataset.spatial:
        yield "spatial", figure(place)
        yield "spatial_uri", place.iri
        yield "spatial_bbox", _value(place.bbox)
        yield "spatial_centroid", _value(place.centroid)
    yield "spatial_text", listed(first_text(place.label) for place in dataset.spatial if place.label)


def figure(place: Location) -> str:
    """What a place looks like, as GeoJSON in degrees; "" where nobody drew it, or in too many points."""
    for drawn in (*place.geometry, *([place.bbox] if place.bbox else [])):
        is_geojson = drawn.datatype == GEO.geoJSONLiteral or drawn.value.startswith("{")
        written = drawn.value if is_geojson else _boxed(drawn)
        if written and len(written) <= _LONGEST_SHAPE:
            return written
    return ""


def _boxed(drawn: Typed) -> str:
    """The rectangle around a figure that is not written as GeoJSON."""
    try:
        shape = read_shape(drawn.value)
    except ShapeUnreadable:
        return ""
    if shape is None or shape.system not in ("", "CRS84"):
        return ""
    return orjson.dumps({"type": "Polygon", "coordinates": [shape.box.corners]}).decode()


def _periods(dataset: Dataset) -> Iterator[tuple[str, str]]:
    for period in dataset.temporal:
        yield "temporal_start", _value(period.start_date)
        yield "temporal_end", _value(period.end_date)
    yield "temporal_text", listed(first_text(period.label) for period in dataset.temporal if period.label)


def _words(terms: Iterable[Term]) -> str:
    return listed(map(iri_or_word, terms))


def _value(literal: Typed | None) -> str:
    return literal.value if literal else ""

"""A row of Socrata's catalogue as a dataset (https://dev.socrata.com/docs/other/discovery).

A council's own fields stand in `classification.domain_metadata`, under keys such as `Publication_Update-Frequency`; a
field is found by the end of its key, whatever its section is called.

| model | row |
|---|---|
| iri, key, identifier | `permalink`; `resource.id` |
| title, description | `resource.name`, `.description` (HTML) |
| keyword, theme | `classification.domain_tags`, else `.tags`; `.domain_category`, else `.categories` |
| publisher | own field (publisher, organisation, department, owner …), else `resource.attribution` |
| contact_point | own fields (contact, steward), else `resource.contact_email` with `owner.display_name` |
| issued, modified | `resource.publication_date`, else `.createdAt`; `.data_updated_at`, else `.updatedAt` |
| accrual_periodicity, temporal, spatial, language | own fields |
| license, rights | `metadata.license`, else own field; own field |
| landing_page, page | `link`, else `permalink`; `resource.attribution_link` |
| qualified_relation | `resource.parent_fxf`: what a view is made from |
| type, provenance | `resource.type` unless it is a dataset; `resource.provenance` |
| council_service | own fields `lgsl` … |
| table | `resource.columns_field_name`, `.columns_name`, `.columns_datatype`, `.columns_description` |
| distribution | by `resource.type` and the types of its columns; the key is the format |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any

from catalogue.columns.table import Column
from catalogue.errors import RecordError
from catalogue.model import Agent, Contact, Dataset, Distribution, Location, PeriodOfTime, Relationship
from catalogue.values import Term, Text, Typed
from harvester.drafting.columns import to_table
from harvester.drafting.subjects import name_services, services_said
from harvester.formats import native
from harvester.formats.native import first, links, mapping, objects, term, terms, text, texts, words
from harvester.record import Draft, Record

_FOUR = re.compile(r"(?<![0-9a-z-])([0-9a-z]{4}-[0-9a-z]{4})(?![0-9a-z-])", re.IGNORECASE)
# https://www.iana.org/assignments/link-relations: what a thing was made from
_ORIGINAL = "http://www.iana.org/assignments/relation/original"
_PUBLISHER = (
    *("publisher_organisation", "publisher_organization", "publishing_organisation", "publisher"),
    *("organisation", "organization", "department", "agency", "data_owner", "owner"),
)
_FREQUENCY = (
    "update_frequency",
    "frequency_of_update",
    "refresh_frequency",
    "posting_frequency",
    "frequency",
)
_PERIOD = ("temporal_coverage", "time_period", "period_of_time", "date_range")
_AREA = ("geographic_coverage", "spatial_coverage", "geographic_area", "area_of_coverage", "coverage")
_COLUMNS = ("field_name", "name", "datatype", "description")
_COMPUTED = ":@computed"
_SHAPES = re.compile(r"point|line|polygon|location|geom", re.IGNORECASE)
_MAP_EXPORTS = (("geojson", "GeoJSON"), ("shp", "Shapefile"), ("kml", "KML"))


def four_by_four(said: str) -> str:
    """The asset that a text or address names, as `abcd-1234`; "" where it names none."""
    found = _FOUR.search(said)
    return found[1].lower() if found else ""


def row_of_view(view: object) -> object:
    """A view (`/api/views/metadata/v1`) in the shape of a row of the catalogue; what is no object stays as it is."""
    if not isinstance(view, dict):
        return view
    get = view.get
    resource = {
        "id": get("id"),
        "name": get("name"),
        "description": get("description"),
        "attribution": get("attribution"),
        "attribution_link": get("attributionLink"),
        "type": get("displayType") or get("type") or "dataset",
        "createdAt": get("createdAt"),
        "updatedAt": get("updatedAt"),
        "data_updated_at": get("dataUpdatedAt"),
        "metadata_updated_at": get("metadataUpdatedAt"),
        "provenance": get("provenance"),
    }
    own = [
        {"key": f"{section}_{name}", "value": value}
        for section, fields in mapping(get("customFields")).items()
        for name, value in mapping(fields).items()
    ]
    classification = {"domain_category": get("category"), "domain_tags": get("tags"), "domain_metadata": own}
    metadata = {"domain": get("domain"), "license": get("license")}
    row = {
        "resource": resource,
        "classification": classification,
        "metadata": metadata,
        "link": get("webUri"),
    }
    return row | {"permalink": get("webUri"), "hidden": get("hideFromCatalog")}


def draft_asset(record: Record, *, host: str, files: str = "") -> Draft:
    """A row as a draft; `host` is the portal's, for a row that does not say it. `files` is where the downloads lie that
    the software makes, "" where they lie on that host.

    Raises RecordError where it is no object, or has no title.
    """
    row = native.unpack(record.body)
    resource, sorted_as, metadata = (
        mapping(row.get(name)) for name in ("resource", "classification", "metadata")
    )
    if not texts(resource.get("name")):
        raise RecordError(f"asset {record.key} has no name")
    own = _own(sorted_as)
    site = f"https://{first(metadata.get('domain'), host)}"
    dataset = Dataset(
        iri=native.iri(row.get("permalink")) or native.iri(f"{site}/d/{record.key}"),
        key=record.key,
        table=to_table(_columns(resource)),
        title=texts(resource.get("name")),
        description=texts(resource.get("description")),
        identifier=tuple(Typed(word) for word in words(resource.get("id"))),
        keyword=texts(sorted_as.get("domain_tags")) or texts(sorted_as.get("tags")),
        theme=terms(sorted_as.get("domain_category")) or terms(sorted_as.get("categories")),
        council_service=services_said({name.rpartition("_")[2]: value for name, value in own.items()}),
        type=terms(resource.get("type")) if text(resource.get("type")) != "dataset" else (),
        publisher=_publisher(own, resource),
        contact_point=tuple(_contacts(own, resource, row)),
        issued=native.date(first(resource.get("publication_date"), resource.get("createdAt"))),
        modified=native.date(first(resource.get("data_updated_at"), resource.get("updatedAt"))),
        language=terms(_said(own, ("language",))),
        license=term(metadata.get("license"), _said(own, ("licence", "license"))),
        rights=terms(_said(own, ("rights", "usage_restrictions"))),
        landing_page=links(row.get("link")) or links(row.get("permalink")) or (record.source,),
        page=links(resource.get("attribution_link")),
        qualified_relation=tuple(_parents(resource, site)),
        accrual_periodicity=term(_said(own, _FREQUENCY)),
        spatial=tuple(Location(label=(Text(word),)) for word in words(_said(own, _AREA))),
        temporal=tuple(PeriodOfTime(label=(Text(word),)) for word in words(_said(own, _PERIOD))),
        provenance=terms(resource.get("provenance")),
        distribution=tuple(_distributions(record.key, resource, files or site)),
    )
    return Draft(dataset=name_services(dataset))


def _own(sorted_as: Mapping[str, Any]) -> dict[str, str]:
    """A council's own fields by their keys, small, with low lines."""
    found = objects(sorted_as.get("domain_metadata"))
    pairs = (
        (re.sub(r"[^a-z0-9]+", "_", text(one.get("key")).lower()), text(one.get("value"))) for one in found
    )
    return {key: value for key, value in pairs if key and value}


def _said(own: Mapping[str, str], names: tuple[str, ...]) -> str:
    """The first of several fields that is there, in whatever section."""
    for name in names:
        for key, value in own.items():
            if key == name or key.endswith(f"_{name}"):
                return value
    return ""


def _publisher(own: Mapping[str, str], resource: Mapping[str, Any]) -> Agent | None:
    name = first(_said(own, _PUBLISHER), resource.get("attribution"))
    return Agent(name=(Text(name),)) if name else None


def _contacts(
    own: Mapping[str, str], resource: Mapping[str, Any], row: Mapping[str, Any]
) -> Iterator[Contact]:
    email = first(_said(own, ("contact_email", "email", "email_address")), resource.get("contact_email"))
    name = _said(own, ("contact_name", "contact", "data_steward", "steward"))
    if email and not name:
        name = text(mapping(row.get("owner")).get("display_name"))
    if name or email:
        yield Contact(fn=(Text(name),) if name else (), has_email=native.mailbox(email))


def _columns(resource: Mapping[str, Any]) -> Iterator[Column]:
    """The columns, which stand in lists beside each other; those that the software works out by itself are left out."""
    lists = (native.listed(resource.get(f"columns_{name}")) for name in _COLUMNS)
    for row in zip_longest(*lists):
        name, title, datatype, about = map(text, row)
        if not name.startswith(_COMPUTED):
            yield Column(
                name=name or title,
                title=title if name and title != name else "",
                datatype=datatype,
                description=about,
            )


def _parents(resource: Mapping[str, Any], site: str) -> Iterator[Relationship]:
    for parent in words(resource.get("parent_fxf")):
        if address := native.iri(f"{site}/d/{parent}"):
            yield Relationship(relation=(address,), had_role=(Term(_ORIGINAL),))


def _distributions(key: str, resource: Mapping[str, Any], site: str) -> Iterator[Distribution]:
    """The downloads that the software makes of an asset of this type."""
    kind = text(resource.get("type"))
    if kind == "map":
        for name, word in _MAP_EXPORTS:
            url = f"{site}/api/geospatial/{key}?method=export&format={word}"
            yield _download(name, url, word)
    elif kind in ("", "dataset", "filter", "data_lens"):
        yield _download("csv", f"{site}/api/views/{key}/rows.csv?accessType=DOWNLOAD", "CSV")
        yield _download("json", f"{site}/resource/{key}.json", "JSON")
        if any(_SHAPES.search(word) for word in words(resource.get("columns_datatype"))):
            yield _download("geojson", f"{site}/resource/{key}.geojson", "GeoJSON")
    elif kind in ("file", "href", "link", "federated_href"):
        yield Distribution(key=kind, access_url=(f"{site}/d/{key}",))


def _download(name: str, url: str, word: str) -> Distribution:
    return Distribution(key=name, access_url=(url,), download_url=(url,), format=Term(word))

"""A CKAN package as a dataset (https://docs.ckan.org/en/2.11/api/).

A package is a dcat:Dataset, a resource a dcat:Distribution. A field is looked for in `extras`, then among the
package's own keys, where ckanext-scheming puts the same names (ckanext-dcat, docs/mapping.md).

| model | package | | model | resource |
|---|---|---|---|---|
| iri | `uri`, else site + /dataset/ + id | | key | `id` |
| identifier | `identifier`, `guid`, `id` | | title, description | `name`, `description` |
| title, description | `title`, `notes`, `*_translated` | | access_url | `access_url`, else `url` |
| keyword | `tags[].display_name` or `name`, `keywords` | | download_url | `download_url`, `url` of an upload |
| theme | `groups[].title`, `theme`, `topic-category`, `la_function` … | | format, media_type | `format`, `mimetype` |
| publisher | `publisher_*`, else `organization` | | byte_size | `size` |
| creator | `author`, `author_email` | | checksum | `hash`, `hash_algorithm` or by length |
| contact_point | `contact_*`, `contact-*`, else maintainer, else author | | issued | `created` |
| issued, modified | the same, `dcat_*`, `data_*`, reference dates, else `metadata_*` | | modified | `last_modified` … |
| accrual_periodicity | `frequency`, `accrual_periodicity`, `update_frequency` | | license | `license` |
| license | `license_id` of CKAN, `license_title`, `licence`; beside it `license_url` | | rights, status | the same |
| spatial | `spatial` (GeoJSON), `spatial_uri`, `bbox-*`, coverage words | | language | `language` |
| temporal | `temporal_start`/`_end`, `temporal_coverage-from`/`-to`, else words | | conforms_to | the same |
| council_service | `la_service`, `lga_services`, `lgsl`, keywords that are addresses of services | | | |
| hvd_category, type, status | `hvd_category`, `dcat_type`, `status` | | availability | the same, else the package's |
| landing_page | `url`, else the package's page | | | |
| table | `schema` (Table Schema) | | table | `schema`, else `datastore_fields`, `data_dictionary` … |
| source | `harvest_source_url`, `metadata_provenance`; its title in `extra` | | | |
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from catalogue.errors import RecordError
from catalogue.finding import Finding, Severity
from catalogue.model import (
    Agent,
    Contact,
    Dataset,
    Distribution,
    Identifier,
    Location,
    PeriodOfTime,
)
from catalogue.values import Term, Text, Typed
from catalogue.writing import literal
from harvester.drafting.columns import read_schema
from harvester.drafting.files import absolute, checksum
from harvester.drafting.subjects import name_services, services_said, themes_said
from harvester.formats import native
from harvester.formats.native import first, links, objects, term, terms, text, texts, typed, words
from harvester.record import Draft, Record
from vocab.namespaces import DCT, GEO, XSD

# What CKAN offers to every portal; another identifier is the portal's own, and its title says more.
_CKAN_LICENCES = frozenset(
    (
        *("notspecified", "odc-pddl", "odc-odbl", "odc-by", "cc-zero", "cc-by", "cc-by-sa", "cc-nc", "gfdl"),
        *("uk-ogl", "other-open", "other-pd", "other-at", "other-nc", "other-closed"),
    )
)
# Keys of a resource that ckanext-scheming adds; most resources have none of them.
_SELDOM: dict[str, Callable[[object], Any]] = {
    "compress_format": term,
    "package_format": term,
    "license": term,
    "rights": terms,
    "status": term,
    "language": terms,
    "conforms_to": terms,
}
# Where extensions put the columns of a resource: a Table Schema (ckanext-validation), the datastore's data dictionary.
_TABLES = ("schema", "fields", "datastore_fields", "data_dictionary", "datadictionary")
_FREQUENCY = (
    "frequency",
    "accrual_periodicity",
    "update_frequency",
    "frequency-of-update",
    "UpdateFrequency",
)
_ISSUED = ("issued", "dcat_issued", "data_issued", "metadata_created")
_MODIFIED = ("modified", "dcat_modified", "data_modified", "metadata_modified")
_COVERAGE = ("spatial_text", "geographic_coverage", "coverage", "spatial-coverage", "spatial_coverage")
_DRAWN = ("spatial_bbox", "spatial_centroid", "spatial_geom")
_BEGINS = ("temporal_start", "temporal_coverage-from", "temporal_coverage_from", "temporal-extent-begin")
_ENDS = ("temporal_end", "temporal_coverage-to", "temporal_coverage_to", "temporal-extent-end")
_PERIODS = ("temporal", "temporal_coverage", "temporal_text", "temporal-coverage")


def draft_package(record: Record, *, site: str) -> Draft:
    """A package as a draft; `site` is the portal's address, without a slash at its end.

    Raises RecordError where it is no object, or has no title.
    """
    package = native.unpack(record.body)
    said = _said(package)
    if not _translated(said, "title"):
        raise RecordError(f"package {record.key} has no title")
    dataset = _dataset(package, said, record, site)
    return Draft(dataset=name_services(dataset), findings=_remarks(package))


def _dataset(package: Mapping[str, Any], said: Mapping[str, Any], record: Record, site: str) -> Dataset:
    author = _author(said)
    return Dataset(
        iri=native.iri(said.get("uri")) or native.iri(f"{site}/dataset/{record.key}"),
        key=record.key,
        extra=tuple(_origin(said)),
        table=next(
            (found for name in _TABLES if (one := said.get(name)) and (found := read_schema(one))), None
        ),
        title=_translated(said, "title"),
        description=_translated(said, "notes") or texts(said.get("description")),
        identifier=_identifiers(said),
        keyword=tuple(Text(word) for word in _tags(said)),
        theme=themes_said(said),
        council_service=services_said(said),
        hvd_category=terms(said.get("hvd_category")),
        type=terms(said.get("dcat_type")),
        status=term(said.get("status")),
        publisher=_publisher(said),
        creator=(author,) if author else (),
        contact_point=_contacts(said),
        issued=_date(said, _ISSUED, ("publication", "creation")),
        modified=_date(said, _MODIFIED, ("revision",)),
        language=tuple(Term(word) for word in _split(said.get("language"))),
        license=_licence(said),
        rights=_rights(said),
        access_rights=term(said.get("access_rights")),
        landing_page=links(said.get("url")) or (record.source,),
        page=links(said.get("documentation")),
        conforms_to=terms(said.get("conforms_to")) + terms(said.get("spatial-reference-system")),
        relation=links(said.get("related_resource")),
        is_referenced_by=links(said.get("is_referenced_by")),
        version=typed(first(said.get("version"), said.get("dcat_version"))),
        version_notes=texts(said.get("version_notes")),
        has_version=links(said.get("has_version")),
        is_version_of=links(said.get("is_version_of")),
        accrual_periodicity=term(*_first_words(said, _FREQUENCY)),
        spatial=tuple(_places(said)),
        temporal=_period(said),
        spatial_resolution_in_meters=typed(said.get("spatial_resolution_in_meters"), XSD.decimal),
        temporal_resolution=typed(said.get("temporal_resolution"), XSD.duration),
        provenance=terms(first(said.get("provenance"), said.get("lineage"))),
        source=tuple(_sources(said)),
        other_identifier=tuple(
            Identifier(notation=Typed(word)) for word in words(said.get("alternate_identifier"))
        ),
        distribution=tuple(
            _distribution(item, record.key, site, said.get("availability")) for item in _resources(package)
        ),
    )


def _distribution(resource: Mapping[str, Any], package: str, site: str, availability: object) -> Distribution:
    """A resource; `availability` is what its package says, which holds where the resource says nothing."""
    get = resource.get
    url = _absolute(resource, package, site)
    return Distribution(
        key=text(get("id")),
        title=texts(get("name_translated") or get("name")),
        description=texts(get("description_translated") or get("description")),
        access_url=_one(text(get("access_url")) or url),
        download_url=_one(text(get("download_url")) or (url if get("url_type") == "upload" else "")),
        format=term(get("format"), _protocol(get("resource_locator_protocol"))),
        media_type=term(get("mimetype")),
        byte_size=native.byte_size(get("size")),
        checksum=checksum(get("hash"), get("hash_algorithm")) if get("hash") else None,
        issued=native.date(get("issued") or get("created"), naive="Z"),
        modified=native.date(get("modified") or get("last_modified") or get("metadata_modified"), naive="Z"),
        availability=term(get("availability"), availability),
        table=next((found for name in _TABLES if (said := get(name)) and (found := read_schema(said))), None),
        **{name: read(value) for name, read in _SELDOM.items() if (value := get(name))},
    )


def _absolute(resource: Mapping[str, Any], package: str, site: str) -> str:
    """A resource's address; old portals write an upload's without its host, or as a bare file name."""
    url = text(resource.get("url"))
    if url[:4] == "http":
        return url
    if url and "/" not in url and resource.get("url_type") == "upload":
        return f"{site}/dataset/{package}/resource/{text(resource.get('id'))}/download/{url}"
    return absolute(url, site)


def _remarks(package: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Lists that are something else."""
    return tuple(
        Finding(
            code="ckan-not-a-list",
            severity=Severity.WARNING,
            message=f"`{key}` is {native.name_of(package[key])} where CKAN has a list",
            place=key,
        )
        for key in ("resources", "tags", "groups", "extras")
        if not isinstance(package.get(key), list | None)
    )


def _said(package: Mapping[str, Any]) -> dict[str, Any]:
    """The package's keys with its extras over them; an empty extra hides nothing."""
    extras = {
        text(extra.get("key")): extra.get("value")
        for extra in objects(package.get("extras"))
        if extra.get("value") not in (None, "", "[]")
    }
    own = {"title": package.get("title"), "extras": ()}
    return {**package, **extras, **own}


def _translated(said: Mapping[str, Any], name: str) -> tuple[Text, ...]:
    return texts(said.get(f"{name}_translated")) or texts(said.get(name))


def _identifiers(said: Mapping[str, Any]) -> tuple[Typed, ...]:
    found = (text(said.get(name)) for name in ("identifier", "guid", "id"))
    return tuple(dict.fromkeys(Typed(value) for value in found if value))


def _tags(said: Mapping[str, Any]) -> tuple[str, ...]:
    tags = native.listed(said.get("tags"))
    named = [
        first(tag.get("display_name"), tag.get("name")) if isinstance(tag, dict) else text(tag)
        for tag in tags
    ]
    return tuple(dict.fromkeys(word for word in (*named, *words(said.get("keywords"))) if word))


def _publisher(said: Mapping[str, Any]) -> Agent | None:
    owner = said.get("organization")
    organisation = native.mapping(owner)
    stated = first(said.get("publisher_name"), said.get("publisher"), said.get("dcat_publisher_name"))
    name = stated or first(organisation.get("title"), organisation.get("name"), owner)
    address = native.iri(said.get("publisher_uri"))
    if not name and not address:
        return None
    return Agent(
        iri=address,
        key="" if stated else text(organisation.get("id")),
        name=(Text(name),) if name else (),
        type=term(said.get("publisher_type")),
        homepage=first(*links(said.get("publisher_url"))) or None,
        mbox=native.mailbox(said.get("publisher_email")),
    )


def _author(said: Mapping[str, Any]) -> Agent | None:
    name = first(said.get("creator_name"), said.get("author"))
    if not name:
        return None
    mbox = native.mailbox(first(said.get("creator_email"), said.get("author_email")))
    return Agent(iri=native.iri(said.get("creator_uri")), name=(Text(name),), mbox=mbox)


def _contacts(said: Mapping[str, Any]) -> tuple[Contact, ...]:
    """Whom to ask: the contact named, else the maintainer, else the author."""
    for stem in ("contact_", "contact-", "maintainer", "author"):
        ends = ("", "_email", "_phone") if stem[-1].isalpha() else ("name", "email", "phone")
        name, email, phone = (text(said.get(stem + end)) for end in ends)
        if name or email:
            return (
                Contact(
                    iri=native.iri(said.get("contact_uri")) if stem == "contact_" else "",
                    fn=(Text(name),) if name else (),
                    has_email=native.mailbox(email),
                    has_telephone=f"tel:{phone}" if phone else None,
                ),
            )
    return ()


def _licence(said: Mapping[str, Any]) -> Term | None:
    """The licence by its identifier where that is one of CKAN's own, else by its title; its address beside it."""
    code, link = text(said.get("license_id")), text(said.get("license_url"))
    known = code if code in _CKAN_LICENCES else ""
    word = first(known, said.get("license_title"), code, said.get("license"), *words(said.get("licence"))[:1])
    return Term(word or link, link=link if word else "") if word or link else None


def _rights(said: Mapping[str, Any]) -> tuple[Term, ...]:
    """Words on rights; a GEMINI `licence` stands here where CKAN's own licence is given as well."""
    stated = any(text(said.get(name)) for name in ("license_url", "license_id", "license_title"))
    found = [*words(said.get("rights")), *words(said.get("access_constraints"))]
    return tuple(Term(word) for word in (*found, *(words(said.get("licence")) if stated else ())))


def _first_words(said: Mapping[str, Any], names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for name in names for word in words(said.get(name)))


def _split(value: object) -> tuple[str, ...]:
    return tuple(
        part for word in words(value) for part in (piece.strip() for piece in word.split(",")) if part
    )


def _places(said: Mapping[str, Any]) -> Iterator[Location]:
    shape = said.get("spatial")
    address = native.iri(said.get("spatial_uri"))
    if isinstance(shape, dict):
        yield Location(iri=address, geometry=(Typed(native.pack(shape).decode(), GEO.geoJSONLiteral),))
    elif text(shape)[:1] == "{":
        yield Location(iri=address, geometry=(Typed(text(shape), GEO.geoJSONLiteral),))
    elif box := native.bounds(native.inner_json(shape)):
        yield Location(iri=address, bbox=box)
    elif text(shape) or address:
        yield Location(iri=address, label=texts(text(shape)))
    drawn = (said.get(name) for name in _DRAWN)
    for figure in (native.pack(each).decode() if isinstance(each, dict) else text(each) for each in drawn):
        if figure:
            yield Location(geometry=(Typed(figure),))
    edges = (said.get(f"bbox-{edge}") for edge in ("west-long", "south-lat", "east-long", "north-lat"))
    if found := native.box(*edges):
        yield Location(bbox=found)
    for word in _first_words(said, _COVERAGE):
        yield Location(label=(Text(word),))


def _period(said: Mapping[str, Any]) -> tuple[PeriodOfTime, ...]:
    """The period by its two ends, else in words."""
    start, end = first(*_first_words(said, _BEGINS)), first(*_first_words(said, _ENDS))
    if start or end:
        return (PeriodOfTime(start_date=native.date(start), end_date=native.date(end)),)
    words_of = dict.fromkeys(_first_words(said, _PERIODS))
    return tuple(PeriodOfTime(label=(Text(word),)) for word in words_of if word != "false")


def _origin(said: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Where a copy comes from: the source that CKAN's own harvester names."""
    if title := text(said.get("harvest_source_title")):
        yield "", f"<{DCT.source}>", literal(title)


def _sources(said: Mapping[str, Any]) -> Iterator[str]:
    yield from links(said.get("source"))
    yield from links(said.get("harvest_source_url"))
    for step in _told(said.get("metadata_provenance")):
        yield from links(step.get("harvest_source_url"))


def _date(said: Mapping[str, Any], names: tuple[str, ...], kinds: tuple[str, ...]) -> Typed | None:
    """A date of the data; that of the record itself, the last of `names`, only where there is no other."""
    *own, record = (said.get(name) for name in names)
    events = {
        text(event.get("type")): event.get("value") for event in _told(said.get("dataset-reference-date"))
    }
    return native.date(first(*own, *(events.get(kind) for kind in kinds), record), naive="Z")


def _told(value: object) -> list[dict[str, Any]]:
    """The objects of a list, which harvesters write as JSON in a text."""
    return objects(native.inner_json(value)) if value else []


def _protocol(value: object) -> str:
    """The protocol of a locator where it says more than how the web is reached."""
    found = text(value)
    return found if found.upper().startswith("OGC:") else ""


def _resources(package: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    return (item for item in objects(package.get("resources")) if item.get("state") in (None, "", "active"))


def _one(value: str) -> tuple[str, ...]:
    return (value,) if value else ()

"""A dataset of udata (https://github.com/opendatateam/udata, `udata/core/dataset/models.py`).

What a harvester of udata's told stands in `harvest`; older portals have the same among `extras`, as `harvest:…`.

| model | dataset | | model | resource |
|---|---|---|---|---|
| iri | site + /datasets/ + id | | key | `id` |
| identifier | `id`, `harvest.dct_identifier`, `harvest.uri` | | title, description | the same |
| title, alternative | `title`, `acronym` | | access_url | `url` |
| description, keyword | `description` (Markdown), `tags` | | download_url | `url` of a file of the portal's |
| theme | `extras.theme` | | format, media_type | `format`, `mime` |
| publisher | `organization`, else `owner` | | byte_size | `filesize` |
| contact_point | `contact_points`, `contact_point`, `extras.contact_*` | | checksum | `checksum.value`, `.type` |
| issued | `harvest.created_at`, else `created_at` | | issued | `published`, `created_at` |
| modified | `harvest.modified_at`, else `last_modified` | | modified | `last_modified` |
| accrual_periodicity | `frequency` | | conforms_to | `schema` |
| license | `license` (a word, or `title`, `url`) | | page | `type` "documentation": its `url` |
| access_rights, status | `access_type`; `archived` | | | |
| spatial | `spatial.geom`, `.zones` | | | |
| temporal | `temporal_coverage` | | | |
| language | `extras.language` | | | |
| landing_page | `page` | | | |
| source | `harvest.remote_url`, `extras.remote_url`: this is a copy; `harvest.domain` in `extra` | | | |
| other_identifier | `harvest.remote_id` | | | |
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from catalogue.errors import RecordError
from catalogue.finding import Finding, Severity
from catalogue.model import Agent, Contact, Dataset, Distribution, Identifier, Location, PeriodOfTime
from catalogue.values import Term, Text, Typed
from catalogue.writing import literal
from harvester.drafting.columns import read_schema
from harvester.drafting.files import absolute, checksum
from harvester.drafting.subjects import name_services, services_said
from harvester.formats import native
from harvester.formats.native import first, links, mapping, objects, term, terms, text, texts, words
from harvester.record import Draft, Record
from vocab.namespaces import DCT, GEO

_HARVEST = "harvest:"


def draft_dataset(record: Record, *, site: str) -> Draft:
    """A dataset as a draft; `site` is the portal's address, without a slash at its end.

    Raises RecordError where it is no object, or has no title.
    """
    said = native.unpack(record.body)
    if not texts(said.get("title")):
        raise RecordError(f"dataset {record.key} has no title")
    extras, harvest = mapping(said.get("extras")), _harvest(said)
    resources = objects(said.get("resources"))
    dataset = Dataset(
        iri=native.iri(f"{site}/datasets/{record.key}/"),
        key=record.key,
        extra=tuple(_origin(harvest)),
        title=texts(said.get("title")),
        alternative=texts(said.get("acronym")),
        description=texts(said.get("description")) or texts(said.get("description_short")),
        identifier=_identifiers(said, harvest),
        keyword=texts(said.get("tags")),
        theme=terms(extras.get("theme")),
        council_service=services_said(extras),
        publisher=_publisher(said, extras),
        contact_point=tuple(_contacts(said, extras)),
        issued=native.date(first(harvest.get("created_at"), said.get("created_at")), naive="Z"),
        modified=native.date(
            first(harvest.get("modified_at"), said.get("last_modified"), said.get("last_update")), naive="Z"
        ),
        language=terms(extras.get("language")),
        license=_licence(said.get("license")),
        access_rights=term(said.get("access_type")),
        status=Term("archived") if text(said.get("archived")) else None,
        landing_page=(record.source,),
        accrual_periodicity=term(mapping(said.get("frequency")).get("id"), said.get("frequency")),
        spatial=tuple(_places(mapping(said.get("spatial")))),
        temporal=tuple(_periods(said.get("temporal_coverage"))),
        source=tuple(dict.fromkeys(_sources(harvest, extras))),
        other_identifier=tuple(Identifier(notation=Typed(word)) for word in words(harvest.get("remote_id"))),
        distribution=tuple(_distribution(one, site) for one in resources),
    )
    return Draft(dataset=name_services(dataset), findings=tuple(_remarks(said)))


def _harvest(said: Mapping[str, Any]) -> dict[str, Any]:
    """What the portal's own harvester told, in its newer place and its older one."""
    older = {
        key.removeprefix(_HARVEST): value
        for key, value in mapping(said.get("extras")).items()
        if key.startswith(_HARVEST)
    }
    return older | dict(mapping(said.get("harvest")))


def _identifiers(said: Mapping[str, Any], harvest: Mapping[str, Any]) -> tuple[Typed, ...]:
    found = (text(said.get("id")), text(harvest.get("dct_identifier")), text(harvest.get("uri")))
    return tuple(dict.fromkeys(Typed(word) for word in found if word))


def _publisher(said: Mapping[str, Any], extras: Mapping[str, Any]) -> Agent | None:
    owner = mapping(said.get("organization")) or mapping(said.get("owner"))
    person = " ".join(filter(None, (text(owner.get("first_name")), text(owner.get("last_name")))))
    name = first(owner.get("name"), person, extras.get("publisher_name"))
    if not name:
        return None
    return Agent(key=text(owner.get("id")), name=(Text(name),), homepage=native.iri(owner.get("url")) or None)


def _contacts(said: Mapping[str, Any], extras: Mapping[str, Any]) -> Iterator[Contact]:
    stated = objects(said.get("contact_points")) or objects(said.get("contact_point"))
    for one in stated or [{"name": extras.get("contact_name"), "email": extras.get("contact_email")}]:
        name, email = text(one.get("name")), text(one.get("email"))
        form = native.iri(one.get("contact_form"))
        if name or email or form:
            yield Contact(
                fn=(Text(name),) if name else (), has_email=native.mailbox(email), has_url=form or None
            )


def _licence(value: object) -> Term | None:
    stated = mapping(value)
    link = text(stated.get("url"))
    word = first(value, stated.get("id"), stated.get("title"))
    return Term(word or link, link=link if word else "") if word or link else None


def _places(spatial: Mapping[str, Any]) -> Iterator[Location]:
    shape = spatial.get("geom")
    if isinstance(shape, dict):
        yield Location(geometry=(Typed(native.pack(shape).decode(), GEO.geoJSONLiteral),))
    for zone in native.listed(spatial.get("zones")):
        if word := first(zone, mapping(zone).get("name"), mapping(zone).get("id")):
            yield Location(label=(Text(word),))


def _periods(value: object) -> Iterator[PeriodOfTime]:
    stated = mapping(value)
    start, end = (native.date(text(stated.get(edge))) for edge in ("start", "end"))
    if start or end:
        yield PeriodOfTime(start_date=start, end_date=end)
    elif word := text(value):
        yield PeriodOfTime(label=(Text(word),))


def _sources(harvest: Mapping[str, Any], extras: Mapping[str, Any]) -> Iterator[str]:
    """Where a copy comes from."""
    yield from links(harvest.get("remote_url"))
    yield from links(extras.get("remote_url"))
    yield from links(extras.get("ods:url"))


def _origin(harvest: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    if domain := text(harvest.get("domain")):
        yield "", f"<{DCT.source}>", literal(domain)


def _distribution(resource: Mapping[str, Any], site: str) -> Distribution:
    get = resource.get
    url = absolute(text(get("url")), site) or text(get("latest"))
    schema, measured = mapping(get("schema")), mapping(get("checksum"))
    return Distribution(
        key=text(get("id")),
        title=texts(get("title")),
        description=texts(get("description")),
        access_url=(url,) if url else (),
        download_url=(url,) if url and get("filetype") == "file" else (),
        format=term(get("format")),
        media_type=term(get("mime")),
        byte_size=native.byte_size(get("filesize")),
        checksum=checksum(measured.get("value"), measured.get("type")),
        issued=native.date(first(get("published"), get("created_at")), naive="Z"),
        modified=native.date(first(get("last_modified")), naive="Z"),
        table=read_schema(get("schema")),
        conforms_to=terms(first(schema.get("url"), schema.get("name"), get("schema"))),
        page=(url,) if get("type") == "documentation" and native.iri(url) else (),
    )


def _remarks(said: Mapping[str, Any]) -> Iterator[Finding]:
    for key in ("resources", "tags"):
        if not isinstance(said.get(key), list | None):
            yield Finding(
                code="udata-not-a-list",
                severity=Severity.WARNING,
                message=f"`{key}` is {native.name_of(said[key])} where udata has a list",
                place=key,
            )

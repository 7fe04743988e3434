"""A dataset of data.json (https://resources.data.gov/resources/dcat-us/).

USMART's and Argentina's own names stand in brackets.

| model | dataset | | model | distribution |
|---|---|---|---|---|
| iri, identifier | `identifier` (text, number, `{"@id"}`), `@id` | | key | `identifier` |
| title, description, keyword | the same | | title, description | the same |
| theme, council_service | `theme`, (`superTheme`); `lgsl` … | | access_url, download_url | `accessURL`, `downloadURL` |
| publisher | `publisher` with its `subOrganizationOf` in `extra` | | format, media_type | the same |
| contact_point | `contactPoint.fn`, `.hasEmail`, (`.email`) | | license, rights | the same |
| issued | `issued`, (`issueDate`, `createdAt`) | | issued, modified | the same |
| modified | `modified`; an interval goes to accrual_periodicity | | byte_size | `byteSize` |
| accrual_periodicity | `accrualPeriodicity` | | conforms_to | `conformsTo` |
| license, rights, access_rights | `license`, (`licence`); `rights`; `accessLevel` | | page | `describedBy` |
| spatial | `spatial` (box, place, GeoJSON), (`boundingBox*`, `coverageArea`) | | `extra` | (`field[].title`) |
| temporal | `temporal` `a/b`, (`temporalCoverageStart`, `-End`) | | | |
| language, conforms_to, is_part_of | the same, (`spatialReferenceSystem`) | | | |
| landing_page | `landingPage` | | | |
| page | `references`, `describedBy`; relation: `systemOfRecords` | | | |
| provenance | (`lineage`, `source`) | | | |
| distribution | `distribution` (object or list), `accessURL`, `webService` | | availability | the same |
| hvd_category, type, status | `hvdCategory`, `type`, `status` | | status | the same |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from catalogue.errors import RecordError
from catalogue.finding import Finding, Severity
from catalogue.iri import is_web_address
from catalogue.model import Agent, Contact, Dataset, Distribution, Location, PeriodOfTime
from catalogue.values import Term, Text, Typed
from catalogue.writing import literal
from harvester.drafting.subjects import name_services, services_said
from harvester.formats import native
from harvester.formats.native import first, links, mapping, objects, term, terms, text, texts, words
from harvester.record import Draft, Record
from vocab.namespaces import FOAF, GEO, ORG, XSD

_ISO_INTERVAL = re.compile(r"(\d{4}[\d:.TZtz+-]*|\.\.|)/(\d{4}[\d:.TZtz+-]*|\.\.|)", re.ASCII)


def draft_dataset(record: Record) -> Draft:
    """A dataset of data.json; raises RecordError where it is no object, or has no title."""
    try:
        said = native.unpack(record.body)
    except RecordError as error:
        raise RecordError(f"at {_position(record)} {error}") from error
    if not texts(said.get("title")):
        raise RecordError(f"at {_position(record)} the dataset {_name(record)} has no title")
    return Draft(dataset=name_services(_dataset(said, record)), findings=tuple(_remarks(said)))


def _position(record: Record) -> str:
    """Where a record stood on the list, as a JSON pointer."""
    return record.source.rpartition("#")[2]


def _name(record: Record) -> str:
    return "without an identifier" if record.weak else repr(record.key)


def _dataset(said: Mapping[str, Any], record: Record) -> Dataset:
    get = said.get
    modified = text(get("modified"))
    interval = modified if _is_interval(modified) else ""
    return Dataset(
        iri=native.iri(get("@id")) or native.iri(identifier_of(get("identifier"))),
        key=record.key,
        title=texts(get("title")),
        description=texts(get("description")),
        identifier=tuple(Typed(word) for word in (identifier_of(get("identifier")),) if word),
        keyword=_keywords(get("keyword")),
        theme=_concepts(get("theme")) + terms(get("superTheme")),
        council_service=services_said(said),
        hvd_category=_concepts(get("hvdCategory")),
        type=_concepts(get("type")),
        status=term(get("status"), mapping(get("status")).get("@id")),
        publisher=_publisher(get("publisher")),
        contact_point=tuple(_contacts(get("contactPoint"))),
        issued=native.date(first(get("issued"), get("issueDate"), get("createdAt"))),
        modified=None if interval else native.date(first(modified, get("lastModificationDate"))),
        language=terms(get("language")),
        license=_licence(get("license") or get("licence")),
        rights=_concepts(get("rights")),
        access_rights=term(first(get("accessLevel"), get("accessRights"))),
        landing_page=words(get("landingPage")),
        page=links(get("references")) + links(get("describedBy")),
        conforms_to=_concepts(get("conformsTo")) + terms(get("spatialReferenceSystem")),
        relation=links(get("systemOfRecords")),
        is_part_of=words(get("isPartOf")),
        in_series=words(get("inSeries")),
        version=native.typed(get("version")),
        accrual_periodicity=term(get("accrualPeriodicity"), interval),
        spatial=tuple(_places(said)),
        temporal=tuple(_periods(said)),
        provenance=terms(get("lineage")) + terms(get("source")),
        distribution=tuple(_distributions(said)),
    )


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
    if not isinstance(title, str | dict):
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


def identifier_of(value: object) -> str:
    """An identifier as text: one may be a text, a number, a list of one, or an object."""
    inner = mapping(value)
    return first(value, inner.get("@id"), inner.get("notation"), *native.listed(value)[:1])


def _keywords(value: object) -> tuple[Text, ...]:
    """Keywords: a list, a text with commas, or by language."""
    if isinstance(value, str) and "," in value:
        return tuple(Text(word) for word in dict.fromkeys(map(str.strip, value.split(","))) if word)
    return texts(value)


def _concepts(value: object) -> tuple[Term, ...]:
    """Words, or objects that name a concept."""
    names = (first(o.get("@id"), o.get("prefLabel"), o.get("title")) for o in objects(value))
    return terms(value) + tuple(Term(name) for name in names if name)


def _licence(value: object) -> Term | None:
    """A licence as a word or address, or as an object with a name and an address."""
    said = mapping(value)
    if not said:
        return term(value)
    link = first(*(said.get(name) for name in ("@id", "uri", "url", "resource")))
    word = first(*(said.get(name) for name in ("title", "label", "name", "prefLabel", "@value")))
    return Term(word or link, link=link if word else "") if word or link else None


def _publisher(value: object) -> Agent | None:
    stated = mapping(next(iter(native.listed(value)), None))
    name = first(stated.get("name"), value, stated.get("prefLabel"))
    if not name:
        return None
    return Agent(
        iri=native.iri(stated.get("@id")),
        name=(Text(name),),
        homepage=name if is_web_address(name) else None,
        mbox=native.mailbox(stated.get("mbox")),
        extra=tuple(_above(stated)),
    )


def _above(agent: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The organisations above a publisher, as statements."""
    speaker = ""
    for level in range(1, 9):
        agent = mapping(agent.get("subOrganizationOf"))
        name = text(agent.get("name"))
        if not name:
            return
        yield speaker, f"<{ORG.subOrganizationOf}>", f"_:o{level}"
        yield f"_:o{level}", f"<{FOAF.name}>", literal(name)
        speaker = f"_:o{level}"


def _contacts(value: object) -> Iterator[Contact]:
    for stated in objects(value):
        name = texts(stated.get("fn"))
        email = native.mailbox(first(stated.get("hasEmail"), stated.get("email")))
        if name or email:
            yield Contact(fn=name, has_email=email)


def _places(said: Mapping[str, Any]) -> Iterator[Location]:
    spatial = native.listed(said.get("spatial"))
    if box := native.bounds(spatial):  # four numbers in a list are one box
        yield Location(bbox=box)
        spatial = []
    for value in spatial:
        yield from _place(value)
    edges = (said.get(f"boundingBox{edge}") for edge in ("West", "South", "East", "North"))
    if found := native.box(*edges):
        yield Location(bbox=found)
    if name := text(said.get("coverageArea")):
        yield Location(label=(Text(name),))


def _place(value: object) -> Iterator[Location]:
    if isinstance(value, dict):
        yield _place_object(value)
        return
    word = text(value)
    if box := native.bounds(word):
        yield Location(bbox=box)
    elif word[:1] == "{" and '"coordinates"' in word:
        yield Location(geometry=(Typed(word, GEO.geoJSONLiteral),))
    elif word:
        yield Location(label=(Text(word),))


def _place_object(place: dict[str, Any]) -> Location:
    if "coordinates" in place or "features" in place:
        return Location(geometry=(Typed(native.pack(place).decode(), GEO.geoJSONLiteral),))
    if "xmin" in place:
        return Location(bbox=Typed(native.pack(place).decode()))
    drawn = place.get("geometry")
    shape = native.pack(drawn).decode() if isinstance(drawn, dict) else text(drawn)
    return Location(
        iri=native.iri(place.get("@id")),
        label=texts(first(place.get("prefLabel"), place.get("name"))),
        bbox=native.bounds(place.get("bbox")) or native.typed(place.get("bbox"), GEO.wktLiteral),
        geometry=(Typed(shape, GEO.geoJSONLiteral if isinstance(drawn, dict) else GEO.wktLiteral),)
        if shape
        else (),
    )


def _periods(said: Mapping[str, Any]) -> Iterator[PeriodOfTime]:
    for value in native.listed(said.get("temporal")):
        stated = mapping(value)
        if period := _period(first(stated.get("startDate")), first(stated.get("endDate"))) or _split(
            text(value)
        ):
            yield period
    start, end = text(said.get("temporalCoverageStart")), text(said.get("temporalCoverageEnd"))
    if period := _period(start, end):
        yield period


def _split(interval: str) -> PeriodOfTime | None:
    """`start/end`, where ".." is open; what is no interval, such as 2018/19, is kept as its label."""
    if found := _ISO_INTERVAL.fullmatch(interval.replace(" ", "")):
        return _period(*found.groups())
    return PeriodOfTime(label=(Text(interval),)) if interval else None


def _period(start: str, end: str) -> PeriodOfTime | None:
    first_day, last_day = (native.date(edge.replace("..", "")) for edge in (start, end))
    return PeriodOfTime(start_date=first_day, end_date=last_day) if first_day or last_day else None


def _distributions(said: Mapping[str, Any]) -> Iterator[Distribution]:
    for item in native.listed(said.get("distribution")):
        if isinstance(item, dict):
            yield _distribution(item)
        elif address := text(item):
            yield Distribution(access_url=(address,))
    for name in ("accessURL", "webService"):  # where 1.0 had a dataset's only distribution
        for address in words(said.get(name)):
            yield Distribution(access_url=(address,), format=term(said.get("format")))


def _distribution(item: Mapping[str, Any]) -> Distribution:
    get = item.get
    return Distribution(
        key=identifier_of(get("identifier")),
        iri=native.iri(get("@id")),
        title=texts(get("title")),
        description=texts(get("description")),
        access_url=words(get("accessURL")),
        download_url=words(get("downloadURL")),
        format=term(get("format")),
        media_type=term(get("mediaType")),
        byte_size=native.byte_size(get("byteSize")),
        license=_licence(get("license") or get("licence")),
        rights=_concepts(get("rights")),
        availability=term(get("availability"), mapping(get("availability")).get("@id")),
        status=term(get("status"), mapping(get("status")).get("@id")),
        issued=native.date(get("issued")),
        modified=native.date(get("modified")),
        language=terms(get("language")),
        conforms_to=_concepts(get("conformsTo")),
        page=links(get("describedBy") or get("describedBY")),
        temporal_resolution=native.typed(get("temporalResolution"), XSD.duration),
        extra=native.column_names(text(field.get("title")) for field in objects(get("field"))),
    )

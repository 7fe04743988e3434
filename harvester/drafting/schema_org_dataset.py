"""A dataset of schema.org (https://schema.org/Dataset), as `formats/schema_org.py` reads it from a page.

The way to DCAT is that of https://www.w3.org/TR/vocab-dcat-3/#dcat-sdo where it names one; what publishers write beside it, in brackets.

| model | Dataset | | model | DataDownload |
|---|---|---|---|---|
| iri | `@id` | | iri | `@id` |
| title, alternative | `name` (`headline`); `alternateName` | | title, description | `name`; `description` |
| description | `description`, else `abstract` | | download_url | `contentUrl` |
| identifier | `identifier` (text, address, PropertyValue) | | access_url | `contentUrl`, else `url` |
| keyword | `keywords` (list, text with commas, DefinedTerm) | | format, media_type | `encodingFormat`, (`fileFormat`) |
| theme | `about` (name or address), (`dcat:theme`) | | byte_size | `contentSize` |
| publisher | `publisher`, else `provider`, `sourceOrganization` | | license | `license` |
| creator | `creator`, `author` | | issued, modified | `datePublished`; `dateModified`, `uploadDate` |
| contact_point | `contactPoint`, of the publisher or creator as well | | language | `inLanguage` |
| issued, modified | `datePublished`, else `dateCreated`; `dateModified` | | checksum | `sha256` |
| accrual_periodicity | (`dct:accrualPeriodicity`) | | key | `identifier` |
| license, rights | `license` (text, address, CreativeWork); `copyrightNotice`, `usageInfo` | | | |
| access_rights | `conditionsOfAccess` | | | |
| extra | `isAccessibleForFree` | | | |
| table | `variableMeasured`, else the fields of Croissant's `recordSet` | | | |
| language, version | `inLanguage`; `version` | | | |
| spatial | `spatialCoverage`, else `spatial`: text, Place with `geo` (box, polygon, point) | | | |
| temporal | `temporalCoverage`, else `temporal`: an interval of ISO 8601, or text | | | |
| landing_page, page | `url`, else the page; `mainEntityOfPage`, `documentation` | | | |
| is_part_of | `includedInDataCatalog`, `isPartOf`, by address | | | |
| relation, source, conforms_to | `sameAs`; `isBasedOn`; (`dct:conformsTo`) | | | |
| status | `creativeWorkStatus` | | | |
"""  # noqa: E501

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from catalogue.columns.table import Column, Table
from catalogue.errors import RecordError
from catalogue.iri import is_web_address
from catalogue.model import Agent, Checksum, Contact, Dataset, Distribution, Location, PeriodOfTime
from catalogue.values import Term, Text, Typed
from catalogue.writing import literal
from harvester.drafting.columns import read_fields, to_table
from harvester.drafting.subjects import name_services
from harvester.formats import native
from harvester.formats.native import first, listed, mapping, objects, text
from harvester.formats.sizes import read_size
from harvester.record import Draft, Record
from vocab.namespaces import GEO, SCHEMA

_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")
_EDGE = re.compile(r"\d{4}[\d:.TZ+-]*|\.\.|")
_MEDIA_TYPE = re.compile(r"[a-z]+/[\w.+-]+", re.IGNORECASE)
_SCALA = re.compile(r"Some\((.*)\)")  # how a program printed an address that may be missing
_POINTS = 4_000


def draft_thing(record: Record) -> Draft:
    """A thing as a dataset; raises RecordError where it has no name."""
    said = native.unpack(record.body)
    title = _texts(said, "name") or _texts(said, "headline")
    if not title:
        raise RecordError(f"the dataset on {record.source} has no name")
    return Draft(dataset=name_services(_dataset(said, title, record)))


def _dataset(said: Mapping[str, Any], title: tuple[Text, ...], record: Record) -> Dataset:
    return Dataset(
        iri=native.iri(said.get("@id")),
        key=record.key,
        extra=tuple(_extra(said)),
        table=to_table(_variables(said)) or _record_set(said),
        title=title,
        alternative=_texts(said, "alternateName"),
        description=_texts(said, "description") or _texts(said, "abstract"),
        identifier=tuple(
            Typed(word) for word in dict.fromkeys(map(_label, listed(said.get("identifier")))) if word
        ),
        keyword=tuple(dict.fromkeys(_keywords(said))),
        theme=_terms(said, "about", "dcat:theme", "theme"),
        publisher=next(_agents(said, "publisher", "provider", "sourceOrganization", "dct:publisher"), None),
        creator=tuple(_agents(said, "creator", "author"))[:20],
        contact_point=tuple(dict.fromkeys(_contacts(said))),
        issued=native.date(_one(said, "datePublished", "dateCreated", "dct:issued")),
        modified=native.date(_one(said, "dateModified", "dct:modified")),
        language=_languages(said),
        license=_licence(said),
        rights=_terms(said, "copyrightNotice", "usageInfo"),
        access_rights=next(iter(_terms(said, "conditionsOfAccess", "dct:accessRights")), None),
        landing_page=_links(said, "url") or (record.source,),
        page=_links(said, "mainEntityOfPage", "documentation"),
        conforms_to=_terms(said, "dct:conformsTo"),
        relation=_links(said, "sameAs"),
        source=_links(said, "isBasedOn"),
        is_part_of=_links(said, "includedInDataCatalog", "isPartOf"),
        version=native.typed(_one(said, "version")),
        status=native.term(_one(said, "creativeWorkStatus")),
        accrual_periodicity=next(iter(_terms(said, "dct:accrualPeriodicity")), None),
        spatial=tuple(_places(said)),
        temporal=tuple(_periods(said)),
        distribution=tuple(dict.fromkeys(_distributions(said))),
    )


def label_of(value: object) -> str:
    """What a value is called: text itself; of a thing its value, name, address or IRI."""
    return _label(value)


def _label(value: object) -> str:
    said = mapping(value)
    names = ("@value", "value", "name", "termCode", "url", "contentUrl", "@id")
    return first(value, *(first(*listed(said.get(name))) for name in names))


def _values(said: Mapping[str, Any], *names: str) -> Iterator[Any]:
    """The values of the first of several names that has any."""
    found = next((values for name in names if (values := listed(said.get(name)))), [])
    yield from (value for value in found if value not in (None, "", {}))


def _one(said: Mapping[str, Any], *names: str) -> str:
    return next(filter(None, map(_label, _values(said, *names))), "")


def _texts(said: Mapping[str, Any], name: str) -> tuple[Text, ...]:
    """Texts, each in the language that it is given."""
    found = (Text(_label(value), text(mapping(value).get("@language"))) for value in _values(said, name))
    return tuple(dict.fromkeys(one for one in found if one.value))


def _terms(said: Mapping[str, Any], *names: str) -> tuple[Term, ...]:
    words = dict.fromkeys(map(_label, _values(said, *names)))
    return tuple(Term(word) for word in words if word)


def _links(said: Mapping[str, Any], *names: str) -> tuple[str, ...]:
    """The addresses under several names; of a thing its `url`, else its IRI."""
    values = (value for name in names for value in listed(said.get(name)))
    found = (
        first(value, *(mapping(value).get(name) for name in ("url", "@id", "@value"))) for value in values
    )
    return tuple(dict.fromkeys(address for address in found if is_web_address(address)))


def _keywords(said: Mapping[str, Any]) -> Iterator[Text]:
    for value in _values(said, "keywords", "dcat:keyword"):
        lang = text(mapping(value).get("@language"))
        yield from (Text(word.strip(), lang) for word in re.split(r"[,;]", _label(value)) if word.strip())


def _agents(said: Mapping[str, Any], *names: str) -> Iterator[Agent]:
    for value in _values(said, *names):
        about = mapping(value)
        name = first(*(_label(one) for one in listed(about.get("name"))), about.get("legalName"), value)
        home = next(iter(_links(about, "url", "sameAs")), None)
        if name or home:
            yield Agent(
                iri=native.iri(about.get("@id")),
                name=(Text(name or home or ""),),
                homepage=home,
                mbox=native.mailbox(_one(about, "email")),
            )


def _contacts(said: Mapping[str, Any]) -> Iterator[Contact]:
    """The dataset's own contacts, else those of who publishes or made it."""
    own = objects(said.get("contactPoint"))
    agents = [
        one for name in ("publisher", "provider", "creator", "author") for one in objects(said.get(name))
    ]
    others = [point for agent in agents for point in (*objects(agent.get("contactPoint")), agent)]
    for about in own or others:
        email, phone = native.mailbox(_one(about, "email")), _one(about, "telephone")
        name, page = (
            first(_one(about, "name"), _one(about, "contactType")),
            next(iter(_links(about, "url")), None),
        )
        if email or phone:
            digits = "".join(sign for sign in phone if sign.isdigit() or sign == "+")
            yield Contact(
                fn=(Text(name),) if name else (),
                has_email=email,
                has_telephone=f"tel:{digits}" if digits else None,
                has_url=page,
            )


def _languages(said: Mapping[str, Any]) -> tuple[Term, ...]:
    found = (
        first(mapping(value).get("alternateName"), _label(value)) for value in _values(said, "inLanguage")
    )
    return tuple(Term(word) for word in dict.fromkeys(found) if word)


def _licence(said: Mapping[str, Any]) -> Term | None:
    """A licence as text or address, or as a work with a name and an address."""
    for value in _values(said, "license", "dct:license"):
        link = next(iter(_links({"license": value}, "license")), "")
        word = first(mapping(value).get("name"), value, mapping(value).get("@value"))
        if found := _SCALA.fullmatch(word):
            word = found[1]
        if word or link:
            return Term(word or link, link=link if word and word != link else "")
    return None


def _extra(said: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    if free := _one(said, "isAccessibleForFree"):
        yield "", f"<{SCHEMA.IRI}isAccessibleForFree>", literal(free.lower())


def _variables(said: Mapping[str, Any]) -> Iterator[Column]:
    """What was measured, which is what the columns of the data hold."""
    for value in _values(said, "variableMeasured"):
        about = mapping(value)
        name = first(*listed(about.get("name"))) or _label(value)
        told = (*listed(about.get("description")), *listed(about.get("unitText")))
        yield Column(name=name, description=first(*told))


def _record_set(said: Mapping[str, Any]) -> Table | None:
    """The first set of records with fields, as Croissant has them (https://docs.mlcommons.org/croissant/docs/croissant-spec.html)."""
    sets = (one for name, value in said.items() if _local(name) == "recordSet" for one in objects(value))
    tables = (
        read_fields([{_local(key): word for key, word in field.items()} for field in objects(value)])
        for one in sets
        for name, value in one.items()
        if _local(name) == "field"
    )
    return next(filter(None, tables), None)


def _local(name: str) -> str:
    return name.rpartition("/")[2].rpartition(":")[2]


def _places(said: Mapping[str, Any]) -> Iterator[Location]:
    for value in _values(said, "spatialCoverage", "spatial", "dct:spatial"):
        about = mapping(value)
        shapes = objects(about.get("geo")) or objects(value)  # some write the shape in the place's stead
        name = first(about.get("name"), value, about.get("@value"), about.get("address"))
        label = (Text(name),) if name else ()
        box = next((found for shape in shapes if (found := _box(shape))), None)
        drawn = tuple(found for shape in shapes if (found := _polygon(shape)))
        if label or box or drawn or about.get("@id"):
            yield Location(
                iri=native.iri(about.get("@id")), label=label, bbox=box, geometry=() if box else drawn
            )


def _box(shape: Mapping[str, Any]) -> Typed | None:
    """`south west north east`, the corners with latitude first; spaces or commas between; or one point."""
    numbers = _NUMBER.findall(_one(shape, "box"))
    if len(numbers) == 4:
        south, west, north, east = numbers
        return native.box(west, south, east, north)
    at = (_one(shape, "longitude"), _one(shape, "latitude"))
    return native.box(*at, *at) if all(at) else None


def _polygon(shape: Mapping[str, Any]) -> Typed | None:
    """Points with latitude first, as WKT; None where they close no ring."""
    numbers = _NUMBER.findall(_one(shape, "polygon"))[: _POINTS * 2]
    points = [f"{lon} {lat}" for lat, lon in zip(numbers[::2], numbers[1::2], strict=False)]
    if len(points) < 3 or len(numbers) % 2:
        return None
    ring = points if points[0] == points[-1] else [*points, points[0]]
    return Typed(f"POLYGON(({','.join(ring)}))", GEO.wktLiteral)


def _periods(said: Mapping[str, Any]) -> Iterator[PeriodOfTime]:
    for value in _values(said, "temporalCoverage", "temporal", "dct:temporal"):
        about = mapping(value)
        start, end = _one(about, "startDate"), _one(about, "endDate")
        word = _label(value)
        first_part, slash, last_part = word.replace(" ", "").partition("/")
        if slash and _EDGE.fullmatch(first_part) and _EDGE.fullmatch(last_part):
            start, end = first_part, last_part
        edges = [native.date(edge.replace("..", "")) for edge in (start, end)]
        if any(edges):
            yield PeriodOfTime(start_date=edges[0], end_date=edges[1])
        elif word:
            yield PeriodOfTime(label=(Text(word),))


def _distributions(said: Mapping[str, Any]) -> Iterator[Distribution]:
    for value in _values(said, "distribution", "dcat:distribution"):
        about = mapping(value) or {"contentUrl": value}
        files, pages = _links(about, "contentUrl"), _links(about, "url")
        word = _one(about, "encodingFormat", "fileFormat", "dct:format")
        if not files and not pages and not word:
            continue
        yield Distribution(
            key=_one(about, "identifier")[:80],
            title=_texts(about, "name"),
            description=_texts(about, "description"),
            access_url=files or pages,
            download_url=files,
            format=Term(word) if word else None,
            media_type=Term(word) if _MEDIA_TYPE.fullmatch(word) else None,
            byte_size=read_size(size) if (size := _one(about, "contentSize")) else None,
            license=_licence(about),
            issued=native.date(_one(about, "datePublished")),
            modified=native.date(_one(about, "dateModified", "uploadDate")),
            language=_languages(about),
            checksum=_checksum(_one(about, "sha256")),
        )


def _checksum(value: str) -> Checksum | None:
    return Checksum(algorithm=Term("SHA256"), checksum_value=Typed(value)) if value else None

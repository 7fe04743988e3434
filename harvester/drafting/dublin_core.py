"""A record of Dublin Core as a dataset: `csw:Record` and its shorter forms, and `oai_dc:dc`.

Sources: OGC 07-006r1, 6.3.2 (csw:Record and its queryables), https://www.openarchives.org/OAI/2.0/oai_dc.xsd, and the
DCMI terms of the same names. `dc:` and `dct:` are not told apart.

| model | record |
|---|---|
| key, identifier | the first `identifier`, made alike as those of ISO records |
| title, alternative | `title`, `alternative` |
| description | `abstract`, else `description` |
| keyword | `subject`, parted at semicolons |
| type, class | `type`: `series` is a DatasetSeries, `service` stands in `extra`, others are words |
| publisher, creator | `publisher`; `creator` |
| qualified_attribution | `contributor` |
| issued, modified | `issued`, else `created`, else the first `date`; `modified` |
| language | `language` |
| license | `license`, else the first of `rights` that names one |
| rights, access_rights | `rights`; `accessRights` |
| spatial | `ows:BoundingBox` in the order of its reference system, `ows:WGS84BoundingBox`; `spatial`, `coverage` |
| temporal | `temporal` |
| provenance | `provenance` |
| distribution | `references` with their scheme, GeoNetwork's `URI` with its protocol; identifiers that are files |
| landing_page, page | other identifiers that are addresses; `references` that tell of the data |
| source, relation, is_part_of | `source`, `relation`, `isPartOf`, where they are addresses |
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from catalogue.errors import RecordError
from catalogue.iri import is_web_address
from catalogue.model import Agent, Attribution, Dataset, DatasetSeries, Location, PeriodOfTime
from catalogue.values import Term, Text, Typed
from catalogue.writing import link
from harvester.drafting.iso_constraints import names_licence
from harvester.drafting.iso_distributions import Resource, distributions_of, pages_of
from harvester.drafting.iso_record import RESOURCE_TYPES, normal_identifier
from harvester.drafting.subjects import name_services
from harvester.formats import native
from harvester.formats.elements import address_of, attribute, each, every, name_of, text_of, texts_of
from harvester.formats.xml import Element, read_record
from harvester.record import Draft, Record
from vocab.namespaces import DCT

ROOTS = frozenset(("Record", "SummaryRecord", "BriefRecord", "dc"))
_SPACES = (
    "http://www.opengis.net/cat/csw",
    "http://www.openarchives.org/OAI/2.0/oai_dc",
    "http://purl.org/dc/",
)
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DATASETS = frozenset(("dataset", "nongeographicdataset", "series", ""))
_SERVICES = frozenset(("service", "services"))
_KNOWN = _DATASETS | _SERVICES
_NORTH_FIRST = re.compile(r"^urn:|^https?:", re.IGNORECASE)


def draft_dublin_core(record: Record) -> Draft:
    """A record of Dublin Core as a draft; it may stand inside of other elements.

    Raises RecordError where it is no such record, or has no title.
    """
    root = dublin_core_root(read_record(record.body))
    if root is None:
        raise RecordError(f"record {record.key} holds no Dublin Core (csw:Record, oai_dc:dc)")
    if not _texts(root, "title"):
        raise RecordError(f"record {record.key} has no title")
    kind = DatasetSeries if _type(root) == "series" else Dataset
    return Draft(dataset=name_services(kind(key=record.key, **_said(root), **_had(root))))


def dublin_core_root(document: Element) -> Element | None:
    """The Dublin Core record that a document is or holds; None where there is none."""
    candidates = (document, *(found for name in ROOTS for found in every(document, name)))
    return next((one for one in candidates if name_of(one) in ROOTS and _is_ours(one)), None)


def dublin_core_identifier(root: Element) -> str:
    """A record's identifier, made alike; "" where it has none."""
    return normal_identifier(next(iter(texts_of(root, "identifier")), ""))


def _is_ours(root: Element) -> bool:
    tag = str(root.tag).removeprefix("{")
    return tag.startswith(_SPACES) or bool(each(root, "title|identifier"))


def _said(root: Element) -> dict[str, Any]:
    rights = _terms(root, "rights")
    license_ = next(iter(_terms(root, "license|licence")), None) or next(filter(names_licence, rights), None)
    identifiers = texts_of(root, "identifier")
    return {
        "identifier": tuple(dict.fromkeys(Typed(normal_identifier(said)) for said in identifiers)),
        "title": _texts(root, "title"),
        "alternative": _texts(root, "alternative"),
        "description": _texts(root, "abstract") or _texts(root, "description"),
        "keyword": tuple(dict.fromkeys(_keywords(root))),
        "type": tuple(Term(said) for said in texts_of(root, "type") if _plain_type(said) not in _KNOWN),
        "publisher": next(_agents(root, "publisher"), None),
        "creator": tuple(_agents(root, "creator")),
        "qualified_attribution": tuple(Attribution(agent=agent) for agent in _agents(root, "contributor")),
        "issued": native.date(_first(root, "issued", "created", "date")),
        "modified": native.date(_first(root, "modified")),
        "language": tuple(Term(said) for said in texts_of(root, "language")),
        "license": license_,
        "rights": tuple(said for said in rights if said != license_),
        "access_rights": next(iter(_terms(root, "accessRights")), None),
        "spatial": tuple(dict.fromkeys(_places(root))),
        "temporal": tuple(PeriodOfTime(label=(text,)) for text in _texts(root, "temporal")),
        "provenance": _terms(root, "provenance"),
        "source": native.links(list(texts_of(root, "source"))),
        "relation": native.links(list(texts_of(root, "relation"))),
        "is_part_of": native.links(list(texts_of(root, "isPartOf"))),
        "extra": tuple(_kinds(root)),
    }


def _had(root: Element) -> dict[str, Any]:
    """How the data can be had. An address that is an identifier as well as a reference is told once."""
    referred = {resource.url: resource for resource in _resources(root)}
    named = [said for said in texts_of(root, "identifier") if is_web_address(said) and said not in referred]
    files = [found for url in named if (found := Resource(url=url)).is_file]
    resources = (*referred.values(), *files)
    formats = tuple(said for said in texts_of(root, "format") if said.lower() != "unknown")
    pages = tuple(
        dict.fromkeys((*(url for url in named if not Resource(url=url).is_file), *pages_of(resources)))
    )
    return {
        "distribution": tuple(distributions_of(resources, formats)),
        "landing_page": pages[:1],
        "page": pages[1:],
    }


def _resources(root: Element) -> Iterator[Resource]:
    for said in each(root, "references|URI"):
        url = text_of(said) or address_of(said)
        if url:
            name = attribute(said, "name")
            title = attribute(said, "description") or name
            protocol = attribute(said, "scheme") or attribute(said, "protocol")
            yield Resource(
                url=url,
                protocol=protocol,
                name=name,
                title=(Text(title),) if title else (),
                function="information" if protocol.lower() in ("information", "documents") else "",
            )


def _texts(root: Element, name: str) -> tuple[Text, ...]:
    found = ((text_of(said), said.get(_LANG, "")) for said in each(root, name))
    return tuple(dict.fromkeys(Text(value, lang) for value, lang in found if value))


def _terms(root: Element, names: str) -> tuple[Term, ...]:
    found = ((text_of(said), address_of(said)) for said in each(root, names))
    return tuple(dict.fromkeys(Term(text or at, link=at if text else "") for text, at in found if text or at))


def _keywords(root: Element) -> Iterator[Text]:
    for text in _texts(root, "subject"):
        yield from (replace(text, value=part.strip()) for part in text.value.split(";") if part.strip())


def _agents(root: Element, name: str) -> Iterator[Agent]:
    yield from (Agent(name=(text,)) for text in _texts(root, name))


def _first(root: Element, *names: str) -> str:
    return next((found for name in names for found in texts_of(root, name)), "")


def _type(root: Element) -> str:
    return next((_plain_type(said) for said in texts_of(root, "type")), "")


def _plain_type(said: str) -> str:
    """A type's last word: `dataset` of `http://purl.org/dc/dcmitype/Dataset` and of `info:…/semantics/dataset`."""
    return re.split(r"[/#]", said.strip())[-1].lower()


def _kinds(root: Element) -> Iterator[tuple[str, str, str]]:
    if _type(root) in _SERVICES:
        yield "", link(DCT.type), link(RESOURCE_TYPES + "service")


def _places(root: Element) -> Iterator[Location]:
    for box in each(root, "BoundingBox|WGS84BoundingBox"):
        lower, upper = (
            text_of(next(iter(each(box, end)), None)).split() for end in ("LowerCorner", "UpperCorner")
        )
        if len(lower) != 2 or len(upper) != 2:
            continue
        if name_of(box) == "BoundingBox" and _NORTH_FIRST.match(attribute(box, "crs")):
            lower, upper = lower[::-1], upper[::-1]
        if found := native.box(*lower, *upper):
            yield Location(bbox=found)
    for text in (*_texts(root, "spatial"), *_texts(root, "coverage")):
        if found := native.bounds(text.value):
            yield Location(bbox=found)
        else:
            yield Location(label=(text,))

"""A document of UKCEH's catalogue: JSON of a GEMINI record, or of a model (https://catalogue.ceh.ac.uk).

| model | document |
|---|---|
| iri, key, identifier | `uri`; `id`; `resourceIdentifiers` |
| title, alternative, description | `title`, `alternateTitles`, `description` |
| keyword | `keywords`, `keywordsTheme`, `keywordsPlace`, `keywordsOther`, `descriptiveKeywords` … |
| theme | `topicCategories`, `inspireThemes` |
| type | `resourceType`, else `type`, unless it is a dataset |
| publisher, creator | parties of the role publisher, else custodian; authors |
| contact_point | parties of the role pointOfContact, else `contact` |
| issued, modified | `datasetReferenceDate`: publication, else release, creation; revision, else `metadataDate` |
| language, version, provenance | `datasetLanguages`, `language`; `version`; `lineage` |
| license, rights | `useConstraints` of the code "license"; the others, `accessConstraints` |
| access_rights | `accessLimitation` |
| accrual_periodicity | `resourceMaintenance[].frequencyOfUpdate` |
| spatial, temporal | `boundingBoxes`, `boundingBox`, `geometry`; `temporalExtents`, `temporalExtent` |
| conforms_to | `spatialReferenceSystems` as EPSG addresses |
| is_part_of, relation | `relationships` that are memberships; `associatedResources`, `supplemental`, others |
| landing_page, page | `uri`; `website`, `onlineResources` that inform |
| distribution | `onlineResources`, `resourceLocators`; their format where `distributionFormats` names one |
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from catalogue.errors import RecordError
from catalogue.model import Agent, Contact, Dataset, Distribution, Location, PeriodOfTime
from catalogue.values import Term, Text, Typed
from harvester.drafting.subjects import name_services
from harvester.formats import native
from harvester.formats.native import first, links, mapping, objects, term, terms, text, texts, words
from harvester.record import Draft, Record
from vocab.namespaces import GEO

_KEYWORDS = ("keywords", "keywordsTheme", "keywordsPlace", "keywordsOther", "additionalKeywords")
_PARTIES = (
    "responsibleParties",
    "pointOfContacts",
    "publishers",
    "authors",
    "custodians",
    "distributorContacts",
)
_EDGES = ("westBoundLongitude", "southBoundLatitude", "eastBoundLongitude", "northBoundLatitude")
_PLAIN = ("dataset", "nonGeographicDataset")
_INFORMS = ("information", "website", "search")


def draft_document(record: Record) -> Draft:
    """A document as a draft; raises RecordError where it is no object, has no title, or only links to another."""
    said = native.unpack(record.body)
    if (linked := text(said.get("linkedDocumentId"))) and not texts(said.get("title")):
        raise RecordError(f"document {record.key} only links to document {linked}")
    if not texts(said.get("title")):
        raise RecordError(f"document {record.key} has no title")
    get, dates = said.get, mapping(said.get("datasetReferenceDate"))
    kind = first(mapping(get("resourceType")).get("value"), get("type"))
    dataset = Dataset(
        iri=native.iri(get("uri")),
        key=record.key,
        title=texts(get("title")),
        alternative=texts(get("alternateTitles")),
        description=texts(get("description")),
        identifier=tuple(Typed(word) for word in dict.fromkeys((text(get("id")), *_codes(said))) if word),
        keyword=tuple(dict.fromkeys(_keywords(said))),
        theme=_concepts(get("topicCategories"), "value") + _concepts(get("inspireThemes"), "theme"),
        type=(Term(kind),) if kind and kind not in _PLAIN else (),
        publisher=next(_agents(said, "publisher"), None) or next(_agents(said, "custodian"), None),
        creator=tuple(_agents(said, "author")),
        contact_point=tuple(_contacts(said)),
        issued=native.date(
            first(*(dates.get(name) for name in ("publicationDate", "releasedDate", "creationDate")))
        ),
        modified=native.date(first(dates.get("revisionDate"), get("metadataDate")), naive="Z"),
        language=terms(get("datasetLanguages")) or terms(get("language")),
        license=next(_licences(said), None),
        rights=tuple(_rights(said)),
        access_rights=term(mapping(get("accessLimitation")).get("value")),
        version=native.typed(get("version")),
        provenance=terms(get("lineage")),
        accrual_periodicity=term(
            *(one.get("frequencyOfUpdate") for one in objects(get("resourceMaintenance")))
        ),
        spatial=tuple(_places(said)),
        temporal=tuple(_periods(said)),
        conforms_to=tuple(_systems(said)),
        landing_page=(record.source,),
        page=links(get("website")) + tuple(url for url, one in _addresses(said) if _informs(one)),
        is_part_of=tuple(_related(said, member=True)),
        relation=tuple(_related(said, member=False)),
        distribution=tuple(_distributions(said)),
    )
    return Draft(dataset=name_services(dataset))


def _codes(said: Mapping[str, Any]) -> Iterator[str]:
    for one in objects(said.get("resourceIdentifiers")):
        code, space = text(one.get("code")), text(one.get("codeSpace"))
        yield f"{space}{code}" if space == "doi:" else code


def _keywords(said: Mapping[str, Any]) -> Iterator[Text]:
    lists = [said.get(name) for name in _KEYWORDS]
    lists += [one.get("keywords") for one in objects(said.get("descriptiveKeywords"))]
    for value in lists:
        named = (first(one.get("value"), one.get("URI")) for one in objects(value))
        plain = words([one for one in native.listed(value) if not isinstance(one, dict)])
        yield from (Text(word) for word in (*named, *plain) if word)


def _concepts(value: object, name: str) -> tuple[Term, ...]:
    found = ((first(one.get(name), one.get("uri")), text(one.get("uri"))) for one in objects(value))
    return tuple(Term(word, link="" if word == link else link) for word, link in found if word)


def _parties(said: Mapping[str, Any], role: str) -> Iterator[Mapping[str, Any]]:
    """Those of a role, each once: newer documents sort them into lists and keep them together as well."""
    told = [one for name in _PARTIES for one in objects(said.get(name)) if one.get("role") == role]
    yield from {native.pack(one): one for one in told}.values()


def _agents(said: Mapping[str, Any], role: str) -> Iterator[Agent]:
    for one in _parties(said, role):
        person = role == "author"
        names = ("individualName", "organisationName") if person else ("organisationName", "individualName")
        if name := first(*(one.get(key) for key in names)):
            address = one.get("nameIdentifier" if person else "organisationIdentifier")
            yield Agent(iri=native.iri(address), name=(Text(name),))


def _contacts(said: Mapping[str, Any]) -> Iterator[Contact]:
    for one in list(_parties(said, "pointOfContact")) or objects(said.get("contact")):
        name, email = first(one.get("organisationName"), one.get("individualName")), text(one.get("email"))
        if name or email:
            yield Contact(fn=(Text(name),) if name else (), has_email=native.mailbox(email))


def _licences(said: Mapping[str, Any]) -> Iterator[Term]:
    for one in objects(said.get("useConstraints")):
        word, link = text(one.get("value")), text(one.get("uri"))
        if one.get("code") == "license" and (word or link):
            yield Term(word or link, link=link if word else "")


def _rights(said: Mapping[str, Any]) -> Iterator[Term]:
    others = (one for one in objects(said.get("useConstraints")) if one.get("code") != "license")
    for one in (*others, *objects(said.get("accessConstraints"))):
        if word := text(one.get("value")):
            yield Term(word)


def _places(said: Mapping[str, Any]) -> Iterator[Location]:
    for one in (*objects(said.get("boundingBoxes")), *objects(said.get("boundingBox"))):
        if box := native.box(*(one.get(edge) for edge in _EDGES)):
            yield Location(bbox=box)
    if shape := text(mapping(said.get("geometry")).get("wkt")):
        yield Location(geometry=(Typed(shape, GEO.wktLiteral),))


def _periods(said: Mapping[str, Any]) -> Iterator[PeriodOfTime]:
    for one in (*objects(said.get("temporalExtents")), *objects(said.get("temporalExtent"))):
        start, end = native.date(text(one.get("begin"))), native.date(text(one.get("end")))
        if start or end:
            yield PeriodOfTime(start_date=start, end_date=end)


def _systems(said: Mapping[str, Any]) -> Iterator[Term]:
    for one in objects(said.get("spatialReferenceSystems")):
        if code := text(one.get("code")):
            yield Term(f"http://www.opengis.net/def/crs/EPSG/0/{code}" if code.isdecimal() else code)


def _related(said: Mapping[str, Any], *, member: bool) -> Iterator[str]:
    """Other documents: those that this one is a member of, or all others."""
    home = text(said.get("uri")).rpartition("/")[0]
    for one in objects(said.get("relationships")):
        target = text(one.get("target"))
        if target and text(one.get("relation")).endswith("memberOf") == member:
            yield target if links(target) else f"{home}/{target}"
    if not member:
        yield from (url for one in objects(said.get("associatedResources")) for url in links(one.get("href")))
        yield from (url for one in objects(said.get("supplemental")) for url in links(one.get("url")))


def _addresses(said: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, key in (("onlineResources", "url"), ("resourceLocators", "href")):
        yield from ((url, one) for one in objects(said.get(name)) for url in links(one.get(key)))


def _informs(one: Mapping[str, Any]) -> bool:
    """Whether an address is for reading; one of a service's capabilities is for use, whatever its function."""
    return text(one.get("function")) in _INFORMS and "CAPABILITIES" not in text(one.get("type")).upper()


def _distributions(said: Mapping[str, Any]) -> Iterator[Distribution]:
    forms = objects(said.get("distributionFormats"))
    only = forms[0] if len(forms) == 1 else {}
    for url, one in _addresses(said):
        if _informs(one):
            continue
        service = (
            text(one.get("type")).partition("_")[0] if "CAPABILITIES" in text(one.get("type")).upper() else ""
        )
        yield Distribution(
            title=texts(one.get("name")),
            description=texts(one.get("description")),
            access_url=(url,),
            download_url=(url,) if text(one.get("function")) == "download" else (),
            format=term(service, only.get("name")),
            media_type=None if service else term(only.get("type")),
        )

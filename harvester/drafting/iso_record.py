"""A record of ISO 19115 as a dataset: ISO 19139 with its profiles (UK GEMINI 2.3, INSPIRE) and ISO 19115-3.

Elements are found by their names, which the two encodings mostly share; where they differ the older stands first.
Clauses are those of ISO 19115:2003, Annex B; numbers those of UK GEMINI 2.3; TG is INSPIRE's technical guidance 2.0.1.
How DCAT is reached follows GeoDCAT-AP 2.0 (https://semiceu.github.io/GeoDCAT-AP/releases/2.0.0/) where it has a way.

| model | record | source |
|---|---|---|
| class | `hierarchyLevel` or `metadataScope`: `series` is a DatasetSeries, all else a Dataset | B.2.1, 39, TG 1.1 |
| extra (dct:type) | the same, where it is neither: `service` and others | 39 |
| key | `fileIdentifier` or `metadataIdentifier`, without braces; a UUID in small letters | B.2.1, 45 |
| iri, identifier | the same; the IRI is `dataSetURI`, else a citation's identifier that is a web address | B.3.2, 36 |
| other_identifier | the citation's identifiers with their code space | 36, TG 2.3 |
| title, alternative | the citation's `title`, `alternateTitle`, each in every language | 1, 2 |
| description | `abstract` | 4 |
| issued | the earliest `publication` (`released`), else the earliest `creation` | 8 |
| modified | the latest `revision` (`lastUpdate`, `lastRevision`) | 8 |
| version | the citation's `edition` | B.3.2 |
| status | `status` | B.2.2 |
| publisher, creator, contact_point, qualified_attribution | the parties by role | 23, 35: `iso_contacts.py` |
| license, rights, access_rights | `resourceConstraints` | 25, 26: `iso_constraints.py` |
| theme, keyword, hvd_category | `topicCategory`, `descriptiveKeywords` | 5, 6: `iso_subjects.py` |
| spatial, temporal, spatial_resolution_in_meters | `extent`, `spatialResolution` | 7, 11 to 18: `iso_extent.py` |
| conforms_to | reference systems; specifications whose `DQ_ConformanceResult` passed | 17, 41, TG 2.8 |
| language | the data's languages | 3 |
| accrual_periodicity | `maintenanceAndUpdateFrequency`, else the period that a user defined | 24 |
| provenance | the lineage's statement, its process steps | 10 |
| distribution, landing_page, page | online resources | 19, 21: `iso_distributions.py` |
| … of a service | each address of its operations, serving what it `operatesOn` | ISO 19119, 38, TG 4.1 |
| in_series | `parentIdentifier` or `parentMetadata`; aggregates of the type `series` | B.2.1 |
| is_part_of, has_part, relation, source, replaces | aggregates (`associatedResource`) by their type | B.2.2 |
| extra | `purpose`, heights, scales; pictures as foaf:depiction | B.2.2, 16, 18 |
| table | the attributes of a feature catalogue that the record holds | ISO 19110 |
| extra (foaf:isPrimaryTopicOf) | the record's own date and standard | 30, 54 |
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from catalogue.columns.table import Column
from catalogue.errors import RecordError
from catalogue.model import DataService, Dataset, DatasetSeries, Distribution, Identifier
from catalogue.values import Term, Text, Typed
from catalogue.writing import link, literal
from harvester.drafting.columns import to_table
from harvester.drafting.iso_constraints import terms_of
from harvester.drafting.iso_contacts import roles_of
from harvester.drafting.iso_distributions import (
    Resource,
    data_service,
    distributions_of,
    formats_of,
    operations_of,
    pages_of,
    resources_of,
)
from harvester.drafting.iso_extent import measures_of, periods_of, places_of, resolution_of, systems_of
from harvester.drafting.iso_relations import relations_of, served_by, specifications_of
from harvester.drafting.iso_subjects import subjects_of
from harvester.drafting.iso_words import Tongues, code, codes, nils, plain, tongues_of
from harvester.drafting.subjects import name_services
from harvester.formats import native
from harvester.formats.elements import each, every, name_of, one, word_of
from harvester.formats.xml import Element, read_record
from harvester.record import Draft, Record
from vocab.namespaces import DCT, FOAF, STOOK

ROOTS = frozenset(("MD_Metadata", "MI_Metadata"))
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
RESOURCE_TYPES = "http://inspire.ec.europa.eu/metadata-codelist/ResourceType/"
_DATASETS = frozenset(("", "dataset", "nonGeographicDataset", "series"))
_PUBLISHED, _CREATED = ("publication", "released", "publish"), ("creation",)
_REVISED = ("revision", "lastUpdate", "lastRevision")


def draft_iso(record: Record) -> Draft:
    """A record of ISO 19139 or ISO 19115-3 as a draft; it may stand inside of other elements.

    Raises RecordError where it is no such record, or has no title.
    """
    root = iso_root(read_record(record.body))
    if root is None:
        raise RecordError(f"record {record.key} holds no ISO metadata (MD_Metadata)")
    about = one(root, "identificationInfo/*")
    tongues = tongues_of(root)
    if about is None or not tongues.texts(about, "citation/CI_Citation/title"):
        raise RecordError(f"record {record.key} has no title")
    kind = DatasetSeries if scope_of(root) == "series" else Dataset
    dataset = kind(key=record.key, **_said(root, about, tongues))
    return Draft(dataset=name_services(dataset), findings=nils(root))


def iso_root(document: Element) -> Element | None:
    """The ISO record that a document is or holds; None where there is none."""
    if name_of(document) in ROOTS:
        return document
    return next((found for name in ROOTS for found in every(document, name)), None)


def identifier_of(root: Element) -> str:
    """A record's identifier, made alike however it is written; "" where it has none."""
    return normal_identifier(
        plain(root, "fileIdentifier") or plain(root, "metadataIdentifier/MD_Identifier/code")
    )


def normal_identifier(said: str) -> str:
    """An identifier without space and braces around it; a UUID in small letters, whatever stands before it as
    `urn:uuid:`."""
    bare = said.strip().strip("{}").strip()
    uuid = _UUID.fullmatch(bare.lower().removeprefix("urn:uuid:"))
    return uuid.group() if uuid else bare


def scope_of(root: Element) -> str:
    """What a record describes: `dataset`, `series`, `service` …; "" where it does not say."""
    found = (*codes(root, "hierarchyLevel"), *codes(root, "metadataScope/MD_MetadataScope/resourceScope"))
    return next(iter(found), "")


def title_of(root: Element) -> str:
    """A record's title in its main language, or ""."""
    return plain(root, "identificationInfo/*/citation/CI_Citation/title")


def _said(root: Element, about: Element, tongues: Tongues) -> dict[str, Any]:
    """The fields of a dataset, each from its own part of the record."""
    citation = one(about, "citation/CI_Citation")
    return (
        _named(root, about, citation, tongues)
        | _dated(citation)
        | _had(root, about, tongues)
        | _fields(roles_of(root, about, tongues))
        | _fields(terms_of(about))
        | _fields(subjects_of(about, tongues))
        | relations_of(root, about)
        | {
            "spatial": places_of(about, tongues),
            "temporal": periods_of(about),
            "spatial_resolution_in_meters": resolution_of(about),
            "conforms_to": tuple(dict.fromkeys((*systems_of(root), *specifications_of(root)))),
            "language": tuple(Term(said) for said in _languages(root, about)),
            "accrual_periodicity": _frequency(about),
            "provenance": tuple(Term(said) for said in _lineage(root)),
            "status": native.term(*codes(about, "status")),
            "extra": tuple(dict.fromkeys(_extra(root, about, tongues))),
            "table": to_table(_attributes(root)),
        }
    )


def _named(root: Element, about: Element, citation: Element | None, tongues: Tongues) -> dict[str, Any]:
    file, uri = identifier_of(root), native.iri(plain(root, "dataSetURI"))
    others = tuple(dict.fromkeys(_identifiers(citation)))
    addresses = (native.iri(other.notation.value) for other in others if other.notation)
    return {
        "iri": uri or next((found for found in addresses if found), ""),
        "identifier": (Typed(file),) if file else (),
        "other_identifier": others,
        "title": tongues.texts(citation, "title"),
        "alternative": tongues.texts(citation, "alternateTitle"),
        "description": tongues.texts(about, "abstract"),
        "version": native.typed(plain(citation, "edition")),
    }


def _identifiers(citation: Element | None) -> Iterator[Identifier]:
    for said in each(citation, "identifier/*"):
        notation, space = plain(said, "code"), plain(said, "codeSpace")
        if notation:
            agency = (Text(space),) if space else ()
            yield Identifier(notation=Typed(notation), schema_agency=agency)


def _dated(citation: Element | None) -> dict[str, Typed | None]:
    """The dates by their types; texts of one form sort as their moments do."""
    found = [(code(one(said, "dateType")), word_of(said, "date")) for said in each(citation, "date/CI_Date")]
    published, created, revised = (
        sorted(moment for kind, moment in found if kind in kinds and moment)
        for kinds in (_PUBLISHED, _CREATED, _REVISED)
    )
    return {
        "issued": native.date(next(iter(published or created), "")),
        "modified": native.date(next(reversed(revised), "")),
    }


def _had(root: Element, about: Element, tongues: Tongues) -> dict[str, Any]:
    """How the data can be had, and the pages that tell of it."""
    resources = resources_of(root, tongues)
    uri = native.iri(plain(root, "dataSetURI"))
    pages = tuple(dict.fromkeys((*((uri,) if uri else ()), *pages_of(resources))))
    if scope_of(root) == "service" or name_of(about) == "SV_ServiceIdentification":
        found = tuple(_service(about, resources, tongues))
    else:
        found = tuple(distributions_of(resources, formats_of(root)))
    return {"distribution": found, "landing_page": pages[:1], "page": pages[1:]}


def _service(about: Element, resources: tuple[Resource, ...], tongues: Tongues) -> Iterator[Distribution]:
    """A service's own addresses; each serves all the datasets that the service works on."""
    serves = served_by(about)
    own = {one.url: one for one in (*operations_of(about, tongues), *resources) if not one.is_page}
    for resource in own.values():
        service = data_service(resource, serves=serves)
        yield Distribution(
            title=resource.title,
            description=resource.description,
            access_url=(resource.url,),
            access_service=(_titled(service, about, tongues),),
            format=native.term(resource.service),
        )


def _titled(service: DataService, about: Element, tongues: Tongues) -> DataService:
    """The service under the record's own title."""
    return replace(service, title=tongues.texts(about, "citation/CI_Citation/title"))


def _languages(root: Element, about: Element) -> tuple[str, ...]:
    """The languages of the data; of the record where the data's are not said."""
    return (
        codes(about, "language")
        or codes(about, "defaultLocale/PT_Locale/language") + codes(about, "otherLocale/PT_Locale/language")
        or codes(root, "language")
        or codes(root, "defaultLocale/PT_Locale/language")
    )


def _frequency(about: Element) -> Term | None:
    kept = one(about, "resourceMaintenance/MD_MaintenanceInformation")
    period = word_of(kept, "userDefinedMaintenanceFrequency")
    return native.term(*codes(kept, "maintenanceAndUpdateFrequency"), period)


def _lineage(root: Element) -> tuple[str, ...]:
    """How the data came about: what is stated, then each step that was described."""
    lineages = (
        *each(root, "dataQualityInfo/DQ_DataQuality/lineage/LI_Lineage"),
        *each(root, "resourceLineage/LI_Lineage"),
    )
    stated = (plain(said, "statement") for said in lineages)
    steps = (plain(said, "processStep/*/description") for said in lineages)
    return tuple(dict.fromkeys(said for said in (*stated, *steps) if said))


def _attributes(root: Element) -> Iterator[Column]:
    for said in every(root, "FC_FeatureAttribute"):
        datatype = plain(said, "valueType/TypeName/aName")
        yield Column(name=plain(said, "memberName"), datatype=datatype, description=plain(said, "definition"))


def _extra(root: Element, about: Element, tongues: Tongues) -> Iterator[tuple[str, str, str]]:
    """What the model has no property for."""
    scope = scope_of(root)
    if scope not in _DATASETS:
        yield "", link(DCT.type), link(RESOURCE_TYPES + scope) if scope.isalnum() else literal(scope)
    for purpose in tongues.texts(about, "purpose"):
        yield "", link(STOOK.purpose), literal(purpose.value)
    yield from measures_of(about)
    for picture in each(about, "graphicOverview/MD_BrowseGraphic"):
        address = native.iri(
            plain(picture, "fileName") or plain(picture, "linkage/CI_OnlineResource/linkage")
        )
        if address:
            yield "", link(FOAF.depiction), link(address)
    yield from _record_itself(root)


def _record_itself(root: Element) -> Iterator[tuple[str, str, str]]:
    """The metadata's own date and standard (GEMINI 30, 54), as what a page about the data would say of itself."""
    changed = [
        word_of(said, "date")
        for said in each(root, "dateInfo/CI_Date")
        if code(one(said, "dateType")) in _REVISED
    ]
    stamp = native.date(word_of(root, "dateStamp") or max(changed, default=""))
    standard = plain(root, "metadataStandardName") or plain(root, "metadataStandard/CI_Citation/title")
    if stamp or standard:
        yield "", link(FOAF.isPrimaryTopicOf), "_:record"
    if stamp:
        yield "_:record", link(DCT.modified), literal(stamp.value, datatype=stamp.datatype)
    if standard:
        yield "_:record", link(DCT.conformsTo), literal(standard)


def _fields(found: Any) -> dict[str, Any]:
    """What one of the parts found, by the names of the model's fields."""
    return {name: getattr(found, name) for name in type(found).__slots__}

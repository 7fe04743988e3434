"""A record of OpenGeoMetadata's Aardvark schema (https://opengeometadata.org/ogm-aardvark/).

| model | record |
|---|---|
| key, identifier | `id`; `dct_identifier_sm` |
| title, alternative | `dct_title_s`; `dct_alternative_sm` |
| description | `dct_description_sm`, its parts as paragraphs, then `gbl_displayNote_sm` |
| keyword, theme | `dcat_keyword_sm`, `dct_subject_sm`; `dcat_theme_sm` |
| type | `gbl_resourceClass_sm` but for "Datasets", `gbl_resourceType_sm` |
| publisher, creator | `dct_publisher_sm`, else `schema_provider_s`; `dct_creator_sm` |
| qualified_attribution | `dct_rightsHolder_sm` |
| issued, modified | `dct_issued_s`; `gbl_mdModified_dt` |
| language | `dct_language_sm` |
| license, rights, access_rights | `dct_license_sm`; `dct_rights_sm`; `dct_accessRights_s` |
| spatial | `dcat_bbox`, `locn_geometry`, `dcat_centroid`; `dct_spatial_sm` |
| temporal | `gbl_dateRange_drsim`, else `dct_temporal_sm` |
| landing_page, page, relation | of `dct_references_s`: its `url`; documentation and metadata; `relatedLink` |
| relation, is_part_of, source … | `dct_relation_sm`, `pcdm_memberOf_sm`, `dct_source_sm` …, as pages of the portal |
| distribution | of `dct_references_s`: downloads, and services of OGC, Esri and tiles; the key is what it is |
| format, byte_size | `dct_format_s`, `gbl_fileSize_s` of the one download |

| GeoBlacklight 1.0 | Aardvark |
|---|---|
| `layer_slug_s`, `dc_title_s`, `dc_description_s` … | `id`, `dct_title_s`, `dct_description_sm` … |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from catalogue.errors import RecordError
from catalogue.finding import Finding, Severity
from catalogue.model import Agent, Attribution, DataService, Dataset, Distribution, Location, PeriodOfTime
from catalogue.values import Term, Text, Typed
from harvester.drafting.subjects import name_services
from harvester.formats import native
from harvester.formats.native import first, links, objects, term, terms, text, texts, words
from harvester.record import Draft, Record

_RANGE = re.compile(r"\[\s*(\S{1,20})\s+TO\s+(\S{1,20})\s*\]", re.IGNORECASE)
_NEWER = {
    "layer_slug_s": "id",
    "dc_title_s": "dct_title_s",
    "dc_description_s": "dct_description_sm",
    "dc_language_s": "dct_language_sm",
    "dc_language_sm": "dct_language_sm",
    "dc_creator_sm": "dct_creator_sm",
    "dc_publisher_s": "dct_publisher_sm",
    "dc_publisher_sm": "dct_publisher_sm",
    "dct_provenance_s": "schema_provider_s",
    "dc_type_s": "gbl_resourceType_sm",
    "dc_subject_sm": "dct_subject_sm",
    "dc_rights_s": "dct_accessRights_s",
    "dc_format_s": "dct_format_s",
    "dct_isPartOf_sm": "pcdm_memberOf_sm",
    "dc_identifier_s": "dct_identifier_sm",
    "dc_source_sm": "dct_source_sm",
    "layer_id_s": "gbl_wxsIdentifier_s",
    "layer_modified_dt": "gbl_mdModified_dt",
    "solr_geom": "dcat_bbox",
    "suppressed_b": "gbl_suppressed_b",
}
# https://opengeometadata.org/reference-uris/: what an address in `dct_references_s` is, by the end of its key
_SERVICES = {
    "ogc/wms": "WMS",
    "ogc/wfs": "WFS",
    "ogc/wcs": "WCS",
    "ogc/wmts": "WMTS",
    "#FeatureLayer": "ArcGIS Feature Layer",
    "#TiledMapLayer": "ArcGIS Tiled Map Layer",
    "#DynamicMapLayer": "ArcGIS Dynamic Map Layer",
    "#ImageMapLayer": "ArcGIS Image Map Layer",
    "tilejson-spec": "TileJSON",
    "#xyz_tiles": "XYZ tiles",
}
_FILES = {"downloadUrl": "", "geojson-spec.html": "GeoJSON", "COG": "GeoTIFF", "PMTiles": "PMTiles"}
_PAGES = (
    *(
        "isotc211.org/schemas/2005/gmd",
        "isotc211.org/schemas/2005/gmd/",
        "csdgm",
        "/mods/v3",
        "w3.org/1999/xhtml",
    ),
    *("presentation#manifest", "openindexmaps.org", "url#documentation"),
)
_RELATIONS = {
    "relation": ("dct_relation_sm",),
    "is_part_of": ("pcdm_memberOf_sm", "dct_isPartOf_sm"),
    "source": ("dct_source_sm",),
    "is_version_of": ("dct_isVersionOf_sm",),
    "replaces": ("dct_replaces_sm",),
}


def newer(item: object) -> object:
    """A record with the names of Aardvark; what is no object stays as it is."""
    if not isinstance(item, dict) or "dct_title_s" in item:
        return item
    renamed = {_NEWER.get(key, key): value for key, value in item.items() if value is not None}
    key = first(item.get("layer_slug_s"), item.get("id"))
    return renamed | ({"id": key} if key else {})


def is_whole(item: object) -> bool:
    """Whether a document of a list is a record, and not only the parts of one that a page of results shows."""
    return isinstance(item, dict) and isinstance(item.get("dct_title_s"), str | int | float)


def draft_record(record: Record, *, site: str) -> Draft:
    """A record as a draft; `site` is the portal's address, without a slash at its end.

    Raises RecordError where it is no object, or has no title.
    """
    said = native.unpack(record.body)
    if not texts(said.get("dct_title_s")):
        raise RecordError(f"record {record.key} has no title")
    references = dict(_references(said.get("dct_references_s")))
    get = said.get
    dataset = Dataset(
        iri=native.iri(record.source),
        key=record.key,
        title=texts(get("dct_title_s")),
        alternative=texts(get("dct_alternative_sm")),
        description=_paragraphs(*words(get("dct_description_sm")), *words(get("gbl_displayNote_sm"))),
        identifier=tuple(Typed(word) for word in (*words(get("id")), *words(get("dct_identifier_sm")))),
        keyword=tuple(dict.fromkeys((*texts(get("dcat_keyword_sm")), *texts(get("dct_subject_sm"))))),
        theme=terms(get("dcat_theme_sm")),
        type=tuple(one for one in terms(get("gbl_resourceClass_sm")) if one.word != "Datasets")
        + terms(get("gbl_resourceType_sm")),
        publisher=_agent(first(*words(get("dct_publisher_sm")), get("schema_provider_s"))),
        creator=tuple(filter(None, map(_agent, words(get("dct_creator_sm"))))),
        qualified_attribution=tuple(_holders(said)),
        issued=native.date(get("dct_issued_s")),
        modified=native.date(get("gbl_mdModified_dt")),
        language=terms(get("dct_language_sm")),
        license=term(*words(get("dct_license_sm"))),
        rights=terms(get("dct_rights_sm")),
        access_rights=term(get("dct_accessRights_s")),
        landing_page=_of(references, "schema.org/url") or (record.source,),
        page=tuple(dict.fromkeys(url for end in _PAGES for url in _of(references, end))),
        spatial=tuple(_places(said)),
        temporal=tuple(_periods(said)),
        distribution=tuple(_distributions(references, said)),
        **_relations(said, site, references),
    )
    return Draft(dataset=name_services(dataset), findings=tuple(_remarks(said)))


def _paragraphs(*parts: str) -> tuple[Text, ...]:
    return (Text("\n\n".join(parts)),) if parts else ()


def _agent(name: str) -> Agent | None:
    return Agent(name=(Text(name),)) if name else None


def _holders(said: Mapping[str, Any]) -> Iterator[Attribution]:
    for name in words(said.get("dct_rightsHolder_sm")):
        yield Attribution(agent=_agent(name), had_role=(Term("rightsHolder"),))


def _relations(
    said: Mapping[str, Any], site: str, references: Mapping[str, list[tuple[str, str]]]
) -> dict[str, Any]:
    """Relations to other records, which are named by their ids, as their pages."""
    found = {
        name: tuple(dict.fromkeys(_page(word, site) for key in keys for word in words(said.get(key))))
        for name, keys in _RELATIONS.items()
    }
    return found | {"relation": found["relation"] + _of(references, "schema.org/relatedLink")}


def _page(word: str, site: str) -> str:
    return word if links(word) else f"{site}/catalog/{quote(word, safe=':')}"


def _references(value: object) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each kind of reference with its addresses and their labels; they are JSON in a text."""
    said = native.inner_json(value)
    for key, told in said.items() if isinstance(said, dict) else ():
        named = [(text(one.get("url")), text(one.get("label"))) for one in objects(told)]
        plain = [
            (url, "") for url in links([one for one in native.listed(told) if not isinstance(one, dict)])
        ]
        yield key, [(url, label) for url, label in (*named, *plain) if native.iri(url)]


def _of(references: Mapping[str, list[tuple[str, str]]], end: str) -> tuple[str, ...]:
    return tuple(url for key, told in references.items() if key.endswith(end) for url, _ in told)


def _places(said: Mapping[str, Any]) -> Iterator[Location]:
    box, shape, centre = (text(said.get(name)) for name in ("dcat_bbox", "locn_geometry", "dcat_centroid"))
    if box or shape or centre:
        yield Location(
            bbox=native.typed(box),
            geometry=(Typed(shape),) if shape and shape != box else (),
            centroid=native.typed(centre),
        )
    for word in words(said.get("dct_spatial_sm")):
        yield Location(label=(Text(word),))


def _periods(said: Mapping[str, Any]) -> Iterator[PeriodOfTime]:
    ranges = [
        found.groups() for word in words(said.get("gbl_dateRange_drsim")) if (found := _RANGE.search(word))
    ]
    for start, end in ranges:
        yield PeriodOfTime(start_date=_edge(start), end_date=_edge(end))
    for word in () if ranges else words(said.get("dct_temporal_sm")):
        yield PeriodOfTime(label=(Text(word),))


def _edge(word: str) -> Typed | None:
    return None if word == "*" else native.date(word)


def _distributions(
    references: Mapping[str, list[tuple[str, str]]], said: Mapping[str, Any]
) -> Iterator[Distribution]:
    files = [(end, form, one) for end, form in _FILES.items() for one in _told(references, end)]
    for number, (end, form, (url, label)) in enumerate(files):
        yield Distribution(
            key=f"{end}/{label or number}",
            title=texts(label),
            access_url=(url,),
            download_url=(url,),
            format=term(form, said.get("dct_format_s")),
            byte_size=native.byte_size(said.get("gbl_fileSize_s")) if len(files) == 1 else None,
        )
    for end, word in _SERVICES.items():
        for url, label in _told(references, end):
            name = first(label, said.get("gbl_wxsIdentifier_s"))
            service = DataService(title=texts(name), endpoint_url=(url,), format=(Term(word),))
            yield Distribution(
                key=word, title=texts(label), access_url=(url,), access_service=(service,), format=Term(word)
            )


def _told(references: Mapping[str, list[tuple[str, str]]], end: str) -> Iterator[tuple[str, str]]:
    return (one for key, told in references.items() if key.endswith(end) for one in told)


def _remarks(said: Mapping[str, Any]) -> Iterator[Finding]:
    value = said.get("dct_references_s")
    if value and not isinstance(native.inner_json(value), dict):
        yield Finding(
            code="aardvark-references-unreadable",
            severity=Severity.WARNING,
            message="`dct_references_s` is not JSON of an object, so its downloads and services are not known",
            place="dct_references_s",
            published=text(value)[:200],
            fix="write an object of addresses as JSON into the text",
        )

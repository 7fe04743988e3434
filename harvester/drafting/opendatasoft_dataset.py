"""A dataset of an Opendatasoft catalogue (https://help.opendatasoft.com/apis/ods-explore-v2/).

Metadata stands in blocks: `metas.default` is every portal's; `dcat`, `dcat_ap` (also `dcat_ap_ch` and the like) and
`inspire` are templates that a portal switches on; `custom` is its own. A name without a block is looked for in `dcat`,
then in each `dcat_ap*`, then in `custom`.

| model | dataset |
|---|---|
| identifier | `dataset_id`, `identifier`, `inspire.file_identifier` |
| title, description, keyword | `default.title`, `.description` (HTML), `.keyword` |
| theme | `default.theme`, `inspire.theme`, `theme` |
| publisher | `default.publisher`, else `publisher`, `publisher_name` |
| creator, qualified_attribution | `creator`; `contributor` |
| contact_point | `contact_name`, `contact_email`, else `inspire.contact_*` |
| issued, modified | `issued`, else `created`; `default.modified` |
| language | `default.language` |
| license | `default.license` with `.license_url`, else `license` |
| rights, access_rights | `default.attributions`, `rights`; `access_rights` |
| accrual_periodicity | `default.update_frequency`, `accrualperiodicity`, `frequency` |
| spatial | `default.bbox`, `.territory`, `.geographic_reference`, `inspire.extend_bounding_box_*`, `spatial` |
| temporal | `temporal_coverage_start` and `_end`, else `temporal` |
| provenance | `dataquality`, `granularity`, `provenance`, `inspire.spatial_resolution`, `.topologic_consistency` |
| conforms_to, relation, status, hvd_category, council_service | the same names, `lgsl` … |
| type | `inspire.hierarchy_level` |
| landing_page, page | the dataset's page; `default.references` |
| source | `default.source_domain_address`, `.source_dataset`: this is a copy; its portal's title in `extra` |
| table | `fields` |

| model | distribution |
|---|---|
| key | the format; `attachment/` or `alternative_export/` with `id` |
| download_url | `exports/{format}`, those of maps where `features` has `geo`; the file's address |
| format, media_type | the format; `mimetype` |
| title, description | `title`, `description` of a file |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from catalogue.errors import RecordError
from catalogue.finding import Finding, Severity
from catalogue.model import Agent, Attribution, Contact, Dataset, Distribution, Location, PeriodOfTime
from catalogue.values import Term, Text, Typed
from catalogue.writing import literal
from harvester.drafting.columns import read_fields
from harvester.drafting.subjects import name_services, services_said
from harvester.formats import native
from harvester.formats.native import first, links, mapping, objects, term, terms, text, texts, words
from harvester.record import Draft, Record
from vocab.namespaces import DCT, GEO

_TABULAR = ("csv", "json", "xlsx", "parquet")
_DRAWN = ("geojson", "shp", "kml", "gpx")
_PLACE = "/api/explore/v2.1/catalog/datasets"
_GSS = re.compile(r"[ENSWK]\d{8}")
_BLOCKS = ("default", "inspire")


def draft_dataset(record: Record, *, site: str) -> Draft:
    """A dataset as a draft; `site` is the portal's address, without a slash at its end.

    Raises RecordError where it is no object, or has no title.
    """
    said = native.unpack(record.body)
    metas = mapping(said.get("metas"))
    default, inspire = (mapping(metas.get(name)) for name in _BLOCKS)
    other = _other(metas)
    if not texts(default.get("title")):
        raise RecordError(f"dataset {record.key} has no title")
    dataset = Dataset(
        iri=native.iri(f"{site}/explore/dataset/{text(said.get('dataset_id'))}/"),
        key=record.key,
        extra=tuple(_origin(default)),
        table=read_fields(said.get("fields")),
        title=texts(default.get("title")),
        description=texts(default.get("description")),
        identifier=_identifiers(said, other, inspire),
        keyword=texts(default.get("keyword")),
        theme=terms(default.get("theme")) + terms(inspire.get("theme")) + terms(other.get("theme")),
        council_service=services_said(other),
        hvd_category=terms(other.get("hvd_category")),
        type=terms(inspire.get("hierarchy_level")),
        status=term(other.get("status")),
        publisher=_agent(
            first(default.get("publisher"), other.get("publisher"), other.get("publisher_name"))
        ),
        creator=tuple(filter(None, map(_agent, words(other.get("creator"))))),
        qualified_attribution=tuple(_contributors(other)),
        contact_point=tuple(_contacts(other, inspire)),
        issued=native.date(first(other.get("issued"), other.get("created"))),
        modified=native.date(first(default.get("modified"))),
        language=terms(default.get("language")),
        license=_licence(default, other),
        rights=terms(default.get("attributions")) + terms(other.get("rights")),
        access_rights=term(other.get("access_rights"), other.get("accessrights"), other.get("accessRights")),
        landing_page=(record.source,),
        page=links(default.get("references")) + links(other.get("documentation")),
        relation=links(other.get("relation")),
        conforms_to=terms(other.get("conforms_to")) + terms(other.get("conformsto")),
        accrual_periodicity=term(
            *(block.get(name) for block, name in _frequencies(default, other)),
        ),
        spatial=tuple(_places(default, inspire, other)),
        temporal=tuple(_periods(other)),
        provenance=tuple(Term(word) for word in _quality(other, inspire)),
        source=tuple(_sources(default)),
        distribution=tuple(_distributions(said, record, site)),
    )
    return Draft(dataset=name_services(dataset), findings=tuple(_remarks(said)))


def _other(metas: Mapping[str, Any]) -> dict[str, Any]:
    """The further blocks as one: `custom`, over it each `dcat_ap*`, over these `dcat`. What is empty hides nothing."""
    names = [name for name in metas if name not in (*_BLOCKS, "dcat")]
    found: dict[str, Any] = {}
    for name in (*sorted(names, key=lambda one: one.startswith("dcat_ap")), "dcat"):
        block = mapping(metas.get(name))
        found |= {
            key.replace("-", "_").lower() if name == "custom" else key: value
            for key, value in block.items()
            if value not in (None, "", [])
        }
    return found


def _identifiers(said: Mapping[str, Any], *blocks: Mapping[str, Any]) -> tuple[Typed, ...]:
    other, inspire = blocks
    found = (
        text(said.get("dataset_id")),
        text(other.get("identifier")),
        text(inspire.get("file_identifier")),
    )
    return tuple(dict.fromkeys(Typed(word) for word in found if word))


def _agent(name: str) -> Agent | None:
    return Agent(name=(Text(name),)) if name else None


def _contributors(other: Mapping[str, Any]) -> Iterator[Attribution]:
    for name in words(other.get("contributor")):
        yield Attribution(agent=_agent(name), had_role=(Term("contributor"),))


def _contacts(other: Mapping[str, Any], inspire: Mapping[str, Any]) -> Iterator[Contact]:
    """Whom to ask: of DCAT, else of INSPIRE."""
    ways = (
        (first(other.get("contact_name"), other.get("contact_point")), first(other.get("contact_email"))),
        (first(inspire.get("contact_individual_name")), first(inspire.get("contact_email"))),
    )
    for name, email in ways:
        if name or email:
            yield Contact(fn=(Text(name),) if name else (), has_email=native.mailbox(email or name))
            return


def _licence(default: Mapping[str, Any], other: Mapping[str, Any]) -> Term | None:
    word = first(default.get("license"), other.get("license"), other.get("licence"))
    link = text(default.get("license_url"))
    return Term(word or link, link=link if word else "") if word or link else None


def _frequencies(
    default: Mapping[str, Any], other: Mapping[str, Any]
) -> Iterator[tuple[Mapping[str, Any], str]]:
    yield default, "update_frequency"
    for name in ("accrualperiodicity", "accrual_periodicity", "frequency", "update_frequency"):
        yield other, name


def _places(
    default: Mapping[str, Any], inspire: Mapping[str, Any], other: Mapping[str, Any]
) -> Iterator[Location]:
    for name in ("bbox", "geographic_area"):
        if shape := _shape(default.get(name)):
            yield Location(geometry=(Typed(native.pack(shape).decode(), GEO.geoJSONLiteral),))
            break
    edges = (f"extend_bounding_box_{edge}bound_{axis}" for edge, axis in _EDGES)
    if found := native.box(*(inspire.get(name) for name in edges)):
        yield Location(bbox=found)
    codes = (code[0] for word in words(default.get("geographic_reference")) if (code := _GSS.search(word)))
    for word in dict.fromkeys((*words(default.get("territory")), *codes, *words(other.get("spatial")))):
        yield Location(label=(Text(word),))


_EDGES = (("west", "longitude"), ("south", "latitude"), ("east", "longitude"), ("north", "latitude"))


def _shape(value: object) -> dict[str, Any]:
    """A GeoJSON geometry, taken out of its feature."""
    said = mapping(native.inner_json(value))
    shape = mapping(said.get("geometry")) or said
    return dict(shape) if "coordinates" in shape else {}


def _periods(other: Mapping[str, Any]) -> Iterator[PeriodOfTime]:
    start, end = (native.date(first(other.get(f"temporal_coverage_{edge}"))) for edge in ("start", "end"))
    if start or end:
        yield PeriodOfTime(start_date=start, end_date=end)
        return
    for word in words(other.get("temporal")):
        yield PeriodOfTime(label=(Text(word),))


def _quality(other: Mapping[str, Any], inspire: Mapping[str, Any]) -> Iterator[str]:
    for block, names in (
        (other, ("dataquality", "granularity", "provenance")),
        (inspire, ("spatial_resolution", "topologic_consistency")),
    ):
        yield from (word for name in names for word in words(block.get(name)))


def _sources(default: Mapping[str, Any]) -> Iterator[str]:
    """Where a copy comes from: the dataset's page on the portal that owns it."""
    host = text(default.get("source_domain_address")).removeprefix("https://").strip("/")
    if host and "/" not in host:
        name = text(default.get("source_dataset"))
        yield f"https://{host}/explore/dataset/{name}/" if name else f"https://{host}/"


def _origin(default: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    title = first(default.get("source_domain_title"), default.get("source_domain"))
    if title:
        yield "", f"<{DCT.source}>", literal(title)


def _distributions(said: Mapping[str, Any], record: Record, site: str) -> Iterator[Distribution]:
    """A download for each format that the software makes, then the files that people added.

    A format names its distribution: the addresses of exports have changed before, and one address is no other download.
    """
    name = text(said.get("dataset_id"))
    home = f"{site}{_PLACE}/{name}"
    if said.get("has_records") is not False and name:
        for form in _TABULAR + (_DRAWN if "geo" in words(said.get("features")) else ()):
            yield Distribution(
                key=form,
                access_url=(record.source,),
                download_url=(f"{home}/exports/{form}",),
                format=Term(form),
            )
    for kind, path in (("attachments", "attachments"), ("alternative_exports", "alternative_exports")):
        for item in objects(said.get(kind)):
            yield _file(item, kind.removesuffix("s"), f"{home}/{path}")


def _file(item: Mapping[str, Any], kind: str, place: str) -> Distribution:
    """A file that people added. Its address is the portal's own affair (`odsfile://…`) unless it is on the web."""
    key = first(item.get("id"), item.get("title"), item.get("url"))
    address = native.iri(item.get("url")) or native.iri(f"{place}/{key}")
    return Distribution(
        key=f"{kind}/{key}",
        title=texts(item.get("title")),
        description=texts(item.get("description")),
        access_url=(address,) if address else (),
        download_url=(address,) if address else (),
        media_type=term(item.get("mimetype")),
    )


def _remarks(said: Mapping[str, Any]) -> Iterator[Finding]:
    for key in ("fields", "attachments", "alternative_exports"):
        if not isinstance(said.get(key), list | None):
            yield Finding(
                code="opendatasoft-not-a-list",
                severity=Severity.WARNING,
                message=f"`{key}` is {native.name_of(said[key])} where Opendatasoft has a list",
                place=key,
            )

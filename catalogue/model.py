"""The DCAT model, a line a property: DCAT 3 as DCAT-AP 3.0 profiles it.

https://www.w3.org/TR/vocab-dcat-3/ and https://semiceu.github.io/DCAT-AP/releases/3.0.0/
RDF in and out, the table of properties in the documents and the dataset page all read these lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from catalogue.columns.table import Table
from catalogue.property import Form, many, one
from catalogue.values import Term, Text, Typed
from vocab.namespaces import (
    ADMS,
    DCAT,
    DCATAP,
    DCT,
    FOAF,
    GEO,
    LOCN,
    ODRL,
    OWL,
    PROV,
    RDFS,
    SCHEMA,
    SKOS,
    SPDX,
    TIME,
    VCARD,
)

TEXT, TERM, TYPED, LINK, NODE = Form.TEXT, Form.TERM, Form.TYPED, Form.LINK, Form.NODE


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Anything with properties. `iri` is "" for a thing without a name of its own; `key` is what the portal
    calls it (not RDF); `extra` keeps what a feed said and this model does not know, as N-Triples terms
    (subject, predicate, object), where the subject "" is this thing itself."""

    rdf_type: ClassVar[str] = ""
    name_field: ClassVar[str] = ""
    iri: str = ""
    key: str = ""
    extra: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent(Thing):
    """Who: foaf:Agent. `slug` is the organisation's page here, once it has been settled."""

    rdf_type: ClassVar[str] = FOAF.Agent
    name_field: ClassVar[str] = "name"
    slug: str = ""
    name: tuple[Text, ...] = many(
        FOAF.name, TEXT, "Name", also=(VCARD.fn, SKOS.prefLabel, DCT.title, RDFS.label)
    )
    type: Term | None = one(DCT.type, TERM, "Kind of organisation", kind=SKOS.Concept)
    homepage: str | None = one(FOAF.homepage, LINK, "Home page")
    mbox: str | None = one(FOAF.mbox, LINK, "E-mail")
    identifier: tuple[Typed, ...] = many(DCT.identifier, TYPED, "Identifier")
    spatial: tuple[str, ...] = many(DCT.spatial, LINK, "Area it serves")
    same_as: tuple[str, ...] = many(OWL.sameAs, LINK, "The same as")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Thing):
    """Whom to ask: vcard:Kind."""

    rdf_type: ClassVar[str] = VCARD.Kind
    name_field: ClassVar[str] = "fn"
    fn: tuple[Text, ...] = many(VCARD.fn, TEXT, "Name", also=(FOAF.name,))
    has_email: str | None = one(VCARD.hasEmail, LINK, "E-mail", also=(VCARD.email, FOAF.mbox))
    has_url: str | None = one(VCARD.hasURL, LINK, "Web page")
    has_telephone: str | None = one(VCARD.hasTelephone, LINK, "Telephone")
    organization_name: tuple[Text, ...] = many(VCARD["organization-name"], TEXT, "Organisation")


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodOfTime(Thing):
    """When: dct:PeriodOfTime."""

    rdf_type: ClassVar[str] = DCT.PeriodOfTime
    name_field: ClassVar[str] = "label"
    start_date: Typed | None = one(DCAT.startDate, TYPED, "From", also=(SCHEMA.startDate, TIME.hasBeginning))
    end_date: Typed | None = one(DCAT.endDate, TYPED, "To", also=(SCHEMA.endDate, TIME.hasEnd))
    label: tuple[Text, ...] = many(RDFS.label, TEXT, "As stated", also=(SKOS.prefLabel,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Location(Thing):
    """Where: dct:Location."""

    rdf_type: ClassVar[str] = DCT.Location
    name_field: ClassVar[str] = "label"
    label: tuple[Text, ...] = many(SKOS.prefLabel, TEXT, "Name", also=(RDFS.label, LOCN.geographicName))
    bbox: Typed | None = one(DCAT.bbox, TYPED, "Bounding box")
    centroid: Typed | None = one(DCAT.centroid, TYPED, "Centre")
    geometry: tuple[Typed, ...] = many(LOCN.geometry, TYPED, "Geometry", also=(GEO.hasGeometry, GEO.asWKT))


@dataclass(frozen=True, slots=True, kw_only=True)
class Checksum(Thing):
    """How to tell that a file is whole: spdx:Checksum."""

    rdf_type: ClassVar[str] = SPDX.Checksum
    algorithm: Term | None = one(SPDX.algorithm, TERM, "Method", kind=SPDX.ChecksumAlgorithm)
    checksum_value: Typed | None = one(SPDX.checksumValue, TYPED, "Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship(Thing):
    """How one resource stands to another: dcat:Relationship."""

    rdf_type: ClassVar[str] = DCAT.Relationship
    relation: tuple[str, ...] = many(DCT.relation, LINK, "Resource")
    had_role: tuple[Term, ...] = many(DCAT.hadRole, TERM, "Role", kind=DCAT.Role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution(Thing):
    """Who took which part: prov:Attribution."""

    rdf_type: ClassVar[str] = PROV.Attribution
    agent: Agent | None = one(PROV.agent, NODE, "Who")
    had_role: tuple[Term, ...] = many(DCAT.hadRole, TERM, "Role", kind=DCAT.Role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier(Thing):
    """A further identifier with its system: adms:Identifier."""

    rdf_type: ClassVar[str] = ADMS.Identifier
    notation: Typed | None = one(SKOS.notation, TYPED, "Value")
    schema_agency: tuple[Text, ...] = many(ADMS.schemaAgency, TEXT, "Given by")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource(Thing):
    """What every catalogued resource may say: dcat:Resource."""

    rdf_type: ClassVar[str] = DCAT.Resource
    name_field: ClassVar[str] = "title"
    title: tuple[Text, ...] = many(DCT.title, TEXT, "Title")
    alternative: tuple[Text, ...] = many(DCT.alternative, TEXT, "Other title")
    description: tuple[Text, ...] = many(DCT.description, TEXT, "Description")
    identifier: tuple[Typed, ...] = many(DCT.identifier, TYPED, "Identifier")
    keyword: tuple[Text, ...] = many(DCAT.keyword, TEXT, "Keyword")
    theme: tuple[Term, ...] = many(DCAT.theme, TERM, "Theme", scheme="theme", kind=SKOS.Concept)
    council_service: tuple[Term, ...] = many(
        DCT.subject, TERM, "Council service", scheme="service", kind=SKOS.Concept
    )
    hvd_category: tuple[Term, ...] = many(
        DCATAP.hvdCategory, TERM, "High-value category", scheme="hvd-category", kind=SKOS.Concept
    )
    type: tuple[Term, ...] = many(DCT.type, TERM, "Kind", scheme="dataset-type", kind=SKOS.Concept)
    publisher: Agent | None = one(DCT.publisher, NODE, "Publisher")
    creator: tuple[Agent, ...] = many(DCT.creator, NODE, "Made by")
    contact_point: tuple[Contact, ...] = many(DCAT.contactPoint, NODE, "Contact")
    issued: Typed | None = one(DCT.issued, TYPED, "First published")
    modified: Typed | None = one(DCT.modified, TYPED, "Data changed")
    language: tuple[Term, ...] = many(
        DCT.language, TERM, "Language", scheme="language", kind=DCT.LinguisticSystem
    )
    license: Term | None = one(DCT.license, TERM, "Licence", scheme="licence", kind=DCT.LicenseDocument)
    rights: tuple[Term, ...] = many(DCT.rights, TERM, "Rights", kind=DCT.RightsStatement)
    access_rights: Term | None = one(
        DCT.accessRights, TERM, "Access", scheme="access-right", kind=DCT.RightsStatement
    )
    has_policy: tuple[str, ...] = many(ODRL.hasPolicy, LINK, "Policy")
    landing_page: tuple[str, ...] = many(DCAT.landingPage, LINK, "Page at the portal")
    page: tuple[str, ...] = many(FOAF.page, LINK, "Documentation")
    conforms_to: tuple[Term, ...] = many(DCT.conformsTo, TERM, "Conforms to", kind=DCT.Standard)
    applicable_legislation: tuple[str, ...] = many(DCATAP.applicableLegislation, LINK, "Legislation")
    relation: tuple[str, ...] = many(DCT.relation, LINK, "Related")
    qualified_relation: tuple[Relationship, ...] = many(DCAT.qualifiedRelation, NODE, "Relationship")
    qualified_attribution: tuple[Attribution, ...] = many(PROV.qualifiedAttribution, NODE, "Role")
    is_referenced_by: tuple[str, ...] = many(DCT.isReferencedBy, LINK, "Mentioned by")
    has_part: tuple[str, ...] = many(DCT.hasPart, LINK, "Has part")
    is_part_of: tuple[str, ...] = many(DCT.isPartOf, LINK, "Part of")
    replaces: tuple[str, ...] = many(DCT.replaces, LINK, "Replaces")
    version: Typed | None = one(DCAT.version, TYPED, "Version", also=(OWL.versionInfo,))
    version_notes: tuple[Text, ...] = many(ADMS.versionNotes, TEXT, "About this version")
    has_version: tuple[str, ...] = many(DCAT.hasVersion, LINK, "Versions")
    is_version_of: tuple[str, ...] = many(DCAT.isVersionOf, LINK, "Version of")
    has_current_version: str | None = one(DCAT.hasCurrentVersion, LINK, "Current version")
    previous_version: str | None = one(DCAT.previousVersion, LINK, "Earlier version")
    first: str | None = one(DCAT.first, LINK, "First of the series")
    last: str | None = one(DCAT.last, LINK, "Last of the series")
    prev: str | None = one(DCAT.prev, LINK, "Previous in the series")
    status: Term | None = one(ADMS.status, TERM, "Status", scheme="status", kind=SKOS.Concept)


@dataclass(frozen=True, slots=True, kw_only=True)
class DataService(Resource):
    """A service that gives data: dcat:DataService."""

    rdf_type: ClassVar[str] = DCAT.DataService
    endpoint_url: tuple[str, ...] = many(DCAT.endpointURL, LINK, "Address of the service")
    endpoint_description: tuple[str, ...] = many(DCAT.endpointDescription, LINK, "Description of the service")
    serves_dataset: tuple[str, ...] = many(DCAT.servesDataset, LINK, "Serves")
    format: tuple[Term, ...] = many(
        DCT.format, TERM, "Format", scheme="file-type", kind=DCT.MediaTypeOrExtent
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution(Thing):
    """One form in which the data can be had: dcat:Distribution. `table` is what its portal says of its columns; which
    file that is of follows from where it stands."""

    rdf_type: ClassVar[str] = DCAT.Distribution
    name_field: ClassVar[str] = "title"
    table: Table | None = None
    title: tuple[Text, ...] = many(DCT.title, TEXT, "Title")
    description: tuple[Text, ...] = many(DCT.description, TEXT, "Description")
    access_url: tuple[str, ...] = many(DCAT.accessURL, LINK, "Address", also=(DCAT.IRI + "accessUrl",))
    download_url: tuple[str, ...] = many(DCAT.downloadURL, LINK, "Download", also=(DCAT.IRI + "downloadUrl",))
    access_service: tuple[DataService, ...] = many(DCAT.accessService, NODE, "Service")
    format: Term | None = one(DCT.format, TERM, "Format", scheme="file-type", kind=DCT.MediaTypeOrExtent)
    media_type: Term | None = one(DCAT.mediaType, TERM, "Media type", scheme="media-type", kind=DCT.MediaType)
    compress_format: Term | None = one(
        DCAT.compressFormat, TERM, "Compressed as", scheme="media-type", kind=DCT.MediaType
    )
    package_format: Term | None = one(
        DCAT.packageFormat, TERM, "Packed as", scheme="media-type", kind=DCT.MediaType
    )
    byte_size: Typed | None = one(DCAT.byteSize, TYPED, "Size in bytes")
    checksum: Checksum | None = one(SPDX.checksum, NODE, "Checksum")
    license: Term | None = one(DCT.license, TERM, "Licence", scheme="licence", kind=DCT.LicenseDocument)
    rights: tuple[Term, ...] = many(DCT.rights, TERM, "Rights", kind=DCT.RightsStatement)
    has_policy: tuple[str, ...] = many(ODRL.hasPolicy, LINK, "Policy")
    availability: Term | None = one(
        DCATAP.availability, TERM, "Planned availability", scheme="availability", kind=SKOS.Concept
    )
    status: Term | None = one(ADMS.status, TERM, "Status", scheme="status", kind=SKOS.Concept)
    language: tuple[Term, ...] = many(
        DCT.language, TERM, "Language", scheme="language", kind=DCT.LinguisticSystem
    )
    issued: Typed | None = one(DCT.issued, TYPED, "First published")
    modified: Typed | None = one(DCT.modified, TYPED, "Changed")
    conforms_to: tuple[Term, ...] = many(DCT.conformsTo, TERM, "Conforms to", kind=DCT.Standard)
    page: tuple[str, ...] = many(FOAF.page, LINK, "Documentation")
    spatial_resolution_in_meters: Typed | None = one(
        DCAT.spatialResolutionInMeters, TYPED, "Spatial resolution in metres"
    )
    temporal_resolution: Typed | None = one(DCAT.temporalResolution, TYPED, "Time resolution")
    applicable_legislation: tuple[str, ...] = many(DCATAP.applicableLegislation, LINK, "Legislation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset(Resource):
    """A collection of data, published by one agent: dcat:Dataset. `table` is what its portal says of the columns of all
    its files."""

    rdf_type: ClassVar[str] = DCAT.Dataset
    table: Table | None = None
    distribution: tuple[Distribution, ...] = many(
        DCAT.distribution, NODE, "Get the data", also=(DCT.IRI + "distributions",)
    )
    sample: tuple[Distribution, ...] = many(ADMS.sample, NODE, "Sample")
    accrual_periodicity: Term | None = one(
        DCT.accrualPeriodicity, TERM, "How often it changes", scheme="frequency", kind=DCT.Frequency
    )
    spatial: tuple[Location, ...] = many(DCT.spatial, NODE, "Area")
    temporal: tuple[PeriodOfTime, ...] = many(DCT.temporal, NODE, "Period")
    spatial_resolution_in_meters: Typed | None = one(
        DCAT.spatialResolutionInMeters, TYPED, "Spatial resolution in metres"
    )
    temporal_resolution: Typed | None = one(DCAT.temporalResolution, TYPED, "Time resolution")
    in_series: tuple[str, ...] = many(DCAT.inSeries, LINK, "In the series")
    provenance: tuple[Term, ...] = many(
        DCT.provenance, TERM, "Where it comes from", kind=DCT.ProvenanceStatement
    )
    source: tuple[str, ...] = many(DCT.source, LINK, "Made from")
    was_generated_by: tuple[str, ...] = many(PROV.wasGeneratedBy, LINK, "Made by activity")
    other_identifier: tuple[Identifier, ...] = many(ADMS.identifier, NODE, "Other identifier")


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetSeries(Dataset):
    """Datasets that belong together: dcat:DatasetSeries (in DCAT 3 also a dcat:Dataset)."""

    rdf_type: ClassVar[str] = DCAT.DatasetSeries
    series_member: tuple[str, ...] = many(DCAT.seriesMember, LINK, "Members")


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogRecord(Thing):
    """What we know of a description itself: dcat:CatalogRecord."""

    rdf_type: ClassVar[str] = DCAT.CatalogRecord
    primary_topic: str | None = one(FOAF.primaryTopic, LINK, "Describes")
    title: tuple[Text, ...] = many(DCT.title, TEXT, "Title")
    description: tuple[Text, ...] = many(DCT.description, TEXT, "Description")
    issued: Typed | None = one(DCT.issued, TYPED, "First seen here")
    modified: Typed | None = one(DCT.modified, TYPED, "Last changed here")
    source: tuple[str, ...] = many(DCT.source, LINK, "Source record")
    language: tuple[Term, ...] = many(
        DCT.language, TERM, "Language", scheme="language", kind=DCT.LinguisticSystem
    )
    status: Term | None = one(ADMS.status, TERM, "Status", scheme="status", kind=SKOS.Concept)
    conforms_to: tuple[Term, ...] = many(DCT.conformsTo, TERM, "Conforms to", kind=DCT.Standard)
    is_part_of: tuple[str, ...] = many(DCT.isPartOf, LINK, "Portal")
    was_generated_by: tuple[str, ...] = many(PROV.wasGeneratedBy, LINK, "Harvested in")


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog(Dataset):
    """A list of descriptions: dcat:Catalog."""

    rdf_type: ClassVar[str] = DCAT.Catalog
    homepage: str | None = one(FOAF.homepage, LINK, "Home page")
    theme_taxonomy: tuple[str, ...] = many(DCAT.themeTaxonomy, LINK, "Themes used")
    dataset: tuple[str, ...] = many(DCAT.dataset, LINK, "Dataset")
    service: tuple[str, ...] = many(DCAT.service, LINK, "Service")
    catalog: tuple[str, ...] = many(DCAT.catalog, LINK, "Catalogue")
    record: tuple[str, ...] = many(DCAT.record, LINK, "Record")

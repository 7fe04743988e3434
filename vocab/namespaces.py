"""The namespaces of the standards we speak, each a closed list of terms, so that a misspelt term raises.

>>> DCAT.downloadURL
'http://www.w3.org/ns/dcat#downloadURL'
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches


class Namespace:
    """The terms of one standard: an attribute gives the full IRI, `IRI` (or `str`) the namespace itself.

    A term that is no Python name is taken by item: `VCARD["country-name"]`.
    An unknown term raises AttributeError (KeyError by item) and says which term was probably meant.
    """

    def __init__(self, iri: str, terms: str) -> None:
        self.IRI = iri
        self._iris = {term: iri + term for term in terms.split()}
        # As attributes of its own a term is found without a call; reading the vocabularies asks for 60,000.
        self.__dict__.update(self._iris)

    def __getattr__(self, term: str) -> str:
        if term.startswith("_"):  # copy and pickle ask for such names before there are any terms
            raise AttributeError(term)
        raise AttributeError(self._unknown(term))

    def __getitem__(self, term: str) -> str:
        try:
            return self._iris[term]
        except KeyError:
            raise KeyError(self._unknown(term)) from None

    def __contains__(self, iri: object) -> bool:
        return iri in self._iris.values()

    def __iter__(self) -> Iterator[str]:
        return iter(self._iris.values())

    def __str__(self) -> str:
        return self.IRI

    def __repr__(self) -> str:
        return f"Namespace({self.IRI!r})"

    def _unknown(self, term: str) -> str:
        near = get_close_matches(term, self._iris, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        return f"<{self.IRI}> has no term {term!r}{hint}"


# https://www.w3.org/TR/vocab-dcat-3/
DCAT = Namespace(
    "http://www.w3.org/ns/dcat#",
    """
    Catalog CatalogRecord DataService Dataset DatasetSeries Distribution Relationship Resource Role
    accessService accessURL bbox byteSize catalog centroid compressFormat contactPoint dataset distribution
    downloadURL endDate endpointDescription endpointURL first hadRole hasCurrentVersion hasVersion inCatalog
    inSeries isDistributionOf isVersionOf keyword landingPage last mediaType next nextVersion packageFormat
    prev previousVersion qualifiedRelation record resource seriesMember servesDataset service
    spatialResolutionInMeters startDate temporalResolution theme themeTaxonomy version
    """,
)

# https://semiceu.github.io/DCAT-AP/releases/3.0.1/
DCATAP = Namespace(
    "http://data.europa.eu/r5r/",
    "applicableLegislation availability hvdCategory",
)

# https://www.dublincore.org/specifications/dublin-core/dcmi-terms/
DCT = Namespace(
    "http://purl.org/dc/terms/",
    """
    Agent AgentClass BibliographicResource Box DCMIType DDC FileFormat Frequency IMT ISO3166 ISO639-2
    ISO639-3 Jurisdiction LCC LCSH LicenseDocument LinguisticSystem Location LocationPeriodOrJurisdiction
    MESH MediaType MediaTypeOrExtent MethodOfAccrual MethodOfInstruction NLM Period PeriodOfTime
    PhysicalMedium PhysicalResource Point Policy ProvenanceStatement RFC1766 RFC3066 RFC4646 RFC5646
    RightsStatement SizeOrDuration Standard TGN UDC URI W3CDTF
    abstract accessRights accrualMethod accrualPeriodicity accrualPolicy alternative audience available
    bibliographicCitation conformsTo contributor coverage created creator date dateAccepted dateCopyrighted
    dateSubmitted description educationLevel extent format hasFormat hasPart hasVersion identifier
    instructionalMethod isFormatOf isPartOf isReferencedBy isReplacedBy isRequiredBy isVersionOf issued
    language license mediator medium modified provenance publisher references relation replaces requires
    rights rightsHolder source spatial subject tableOfContents temporal title type valid
    """,
)

# http://xmlns.com/foaf/spec/
FOAF = Namespace(
    "http://xmlns.com/foaf/0.1/",
    """
    Agent Document Group Image OnlineAccount Organization Person Project
    account accountName accountServiceHomepage based_near depiction familyName firstName focus givenName homepage
    isPrimaryTopicOf knows lastName logo made maker mbox mbox_sha1sum member name nick page phone
    primaryTopic thumbnail title topic weblog workInfoHomepage workplaceHomepage
    """,
)

# https://www.w3.org/TR/vcard-rdf/
VCARD = Namespace(
    "http://www.w3.org/2006/vcard/ns#",
    """
    Address Contact Email Fax Group Home Individual Kind Location Name Organization Tel Text VCard Voice
    Work
    additional-name bday category country-name email family-name fn given-name hasAddress hasCountryName
    hasEmail hasFN hasFamilyName hasGivenName hasLocality hasMember hasName hasNote hasOrganizationName
    hasOrganizationUnit hasPostalCode hasRegion hasRole hasStreetAddress hasTelephone hasTitle hasUID hasURL
    hasValue honorific-prefix honorific-suffix locality nickname note organization-name organization-unit
    post-office-box postal-code region role street-address tel title tz url value
    """,
)

# https://www.w3.org/TR/skos-reference/
SKOS = Namespace(
    "http://www.w3.org/2004/02/skos/core#",
    """
    Collection Concept ConceptScheme OrderedCollection
    altLabel broadMatch broader broaderTransitive changeNote closeMatch definition editorialNote exactMatch
    example hasTopConcept hiddenLabel historyNote inScheme mappingRelation member memberList narrowMatch
    narrower narrowerTransitive notation note prefLabel related relatedMatch scopeNote semanticRelation
    topConceptOf
    """,
)

# https://www.w3.org/TR/prov-o/
PROV = Namespace(
    "http://www.w3.org/ns/prov#",
    """
    Activity Agent Association Attribution Bundle Collection Communication Delegation Derivation
    EmptyCollection End Entity Generation Influence InstantaneousEvent Invalidation Location Organization
    Person Plan PrimarySource Quotation Revision Role SoftwareAgent Start Usage
    actedOnBehalfOf activity agent alternateOf atLocation atTime endedAtTime entity generated
    generatedAtTime hadActivity hadGeneration hadMember hadPlan hadPrimarySource hadRole hadUsage influenced
    influencer invalidated invalidatedAtTime qualifiedAssociation qualifiedAttribution
    qualifiedCommunication qualifiedDelegation qualifiedDerivation qualifiedEnd qualifiedGeneration
    qualifiedInfluence qualifiedInvalidation qualifiedPrimarySource qualifiedQuotation qualifiedRevision
    qualifiedStart qualifiedUsage specializationOf startedAtTime used value wasAssociatedWith
    wasAttributedTo wasDerivedFrom wasEndedBy wasGeneratedBy wasInfluencedBy wasInformedBy wasInvalidatedBy
    wasQuotedFrom wasRevisionOf wasStartedBy
    """,
)

# https://www.w3.org/ns/locn
LOCN = Namespace(
    "http://www.w3.org/ns/locn#",
    """
    Address Geometry
    address addressArea addressId adminUnitL1 adminUnitL2 fullAddress geographicName geometry location
    locatorDesignator locatorName poBox postCode postName thoroughfare
    """,
)

# https://spdx.org/rdf/terms/ (2.3: DCAT 3 takes checksums from there, with one term an algorithm)
SPDX = Namespace(
    "http://spdx.org/rdf/terms#",
    """
    Checksum ChecksumAlgorithm
    algorithm checksum checksumValue checksumAlgorithm_adler32 checksumAlgorithm_blake2b256
    checksumAlgorithm_blake2b384 checksumAlgorithm_blake2b512 checksumAlgorithm_blake3 checksumAlgorithm_md2
    checksumAlgorithm_md4 checksumAlgorithm_md5 checksumAlgorithm_md6 checksumAlgorithm_sha1
    checksumAlgorithm_sha224 checksumAlgorithm_sha256 checksumAlgorithm_sha384 checksumAlgorithm_sha3_256
    checksumAlgorithm_sha3_384 checksumAlgorithm_sha3_512 checksumAlgorithm_sha512
    """,
)

# https://www.w3.org/TR/vocab-adms/
ADMS = Namespace(
    "http://www.w3.org/ns/adms#",
    """
    Asset AssetDistribution AssetRepository Identifier
    identifier includedAsset interoperabilityLevel last next prev representationTechnique sample
    schemaAgency schemeAgency status supportedSchema translation versionNotes
    """,
)

# https://www.w3.org/TR/vocab-org/
ORG = Namespace(
    "http://www.w3.org/ns/org#",
    """
    ChangeEvent FormalOrganization Membership Organization OrganizationalCollaboration OrganizationalUnit
    Post Role Site
    basedAt changedBy classification hasMember hasMembership hasPost hasPrimarySite hasRegisteredSite
    hasSite hasSubOrganization hasUnit headOf heldBy holds identifier linkedTo location member memberDuring
    memberOf organization originalOrganization postIn purpose remuneration reportsTo resultedFrom
    resultingOrganization role roleProperty siteAddress siteOf subOrganizationOf transitiveSubOrganizationOf
    unitOf
    """,
)

# https://www.w3.org/TR/odrl-vocab/ (what a dataset's policy needs of it)
ODRL = Namespace(
    "http://www.w3.org/ns/odrl/2/",
    """
    Action Agreement Asset Constraint Duty Offer Party Permission Policy Prohibition Rule Set
    action assignee assigner attribute constraint duty hasPolicy leftOperand obligation operator permission
    profile prohibition rightOperand target uid
    """,
)

# https://www.w3.org/TR/rdf12-schema/
RDF = Namespace(
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    """
    Alt Bag HTML JSON List Property Seq Statement XMLLiteral
    first langString nil object predicate rest subject type value
    """,
)
RDFS = Namespace(
    "http://www.w3.org/2000/01/rdf-schema#",
    """
    Class Container ContainerMembershipProperty Datatype Literal Resource
    comment domain isDefinedBy label member range seeAlso subClassOf subPropertyOf
    """,
)

# https://www.w3.org/TR/owl2-syntax/ (what instance data uses)
OWL = Namespace(
    "http://www.w3.org/2002/07/owl#",
    """
    Class DatatypeProperty NamedIndividual Nothing ObjectProperty Ontology Restriction Thing
    deprecated differentFrom equivalentClass equivalentProperty imports inverseOf priorVersion sameAs
    versionIRI versionInfo
    """,
)

# https://www.w3.org/TR/xmlschema11-2/
XSD = Namespace(
    "http://www.w3.org/2001/XMLSchema#",
    """
    NCName NMTOKEN Name QName
    anyAtomicType anyURI base64Binary boolean byte date dateTime dateTimeStamp dayTimeDuration decimal double duration
    float gDay gMonth gMonthDay gYear gYearMonth hexBinary int integer language long negativeInteger
    nonNegativeInteger nonPositiveInteger normalizedString positiveInteger short string time token
    unsignedByte unsignedInt unsignedLong unsignedShort yearMonthDuration
    """,
)

# https://www.hydra-cg.com/spec/latest/core/ (the paging that DCAT catalogues use)
HYDRA = Namespace(
    "http://www.w3.org/ns/hydra/core#",
    """
    Collection IriTemplate IriTemplateMapping PagedCollection PartialCollectionView
    first firstPage itemsPerPage last lastPage mapping member next nextPage previous previousPage property
    required search template totalItems variable view
    """,
)

# https://schema.org/Dataset (http: so it stands in DCAT-AP and in schema.org's own context)
SCHEMA = Namespace(
    "http://schema.org/",
    """
    AdministrativeArea CategoryCode Collection ContactPoint CreativeWork DataCatalog DataDownload DataFeed Dataset
    DefinedTerm GeoCoordinates GeoShape GovernmentOrganization ImageObject Organization Person Place
    PropertyValue WebAPI
    about abstract additionalProperty address alternateName box characterEncoding citation
    conditionsOfAccess contactPoint contactType contentSize contentUrl copyrightHolder creator dataset
    dateCreated dateModified datePublished description distribution duration email encodingFormat endDate
    expires fileFormat funder geo hasPart identifier image inDefinedTermSet inLanguage includedInDataCatalog
    isAccessibleForFree isBasedOn isPartOf keywords latitude legalName license logo longitude
    mainEntityOfPage maintainer measurementTechnique name parentOrganization polygon propertyID provider
    publisher sameAs sdDatePublished sdLicense sdPublisher sha256 sourceOrganization spatialCoverage
    startDate telephone temporalCoverage termCode text thumbnailUrl url usageInfo value variableMeasured
    version
    """,
)

# https://docs.ogc.org/is/22-047r1/22-047r1.html
GEO = Namespace(
    "http://www.opengis.net/ont/geosparql#",
    """
    Feature FeatureCollection Geometry GeometryCollection SpatialObject
    asGML asGeoJSON asKML asWKT coordinateDimension defaultGeometry dimension geoJSONLiteral gmlLiteral
    hasBoundingBox hasCentroid hasDefaultGeometry hasGeometry hasSerialization isEmpty isSimple kmlLiteral
    sfContains sfCrosses sfDisjoint sfEquals sfIntersects sfOverlaps sfTouches sfWithin spatialDimension
    wktLiteral
    """,
)

# https://www.w3.org/TR/owl-time/
TIME = Namespace(
    "http://www.w3.org/2006/time#",
    """
    Instant Interval ProperInterval TemporalEntity
    hasBeginning hasEnd inXSDDate inXSDDateTime inXSDDateTimeStamp inXSDgYear inXSDgYearMonth
    """,
)

# https://semiceu.github.io/LinkedDataEventStreams/
LDES = Namespace("https://w3id.org/ldes#", "EventStream immutable timestampPath versionOfPath")

# https://treecg.github.io/specification/
TREE = Namespace(
    "https://w3id.org/tree#",
    "Collection GreaterThanRelation Node member node path relation value view",
)

# https://www.w3.org/TR/activitystreams-vocabulary/
ACTIVITY = Namespace(
    "https://www.w3.org/ns/activitystreams#",
    "Create Delete Tombstone Update deleted formerType object published",
)

# https://www.w3.org/TR/void/
VOID = Namespace(
    "http://rdfs.org/ns/void#",
    """
    Dataset DatasetDescription Linkset dataDump documents entities exampleResource feature inDataset
    linkPredicate objectsTarget sparqlEndpoint subjectsTarget subset triples uriSpace vocabulary
    """,
)

# https://www.w3.org/ns/csvw (https://www.w3.org/TR/tabular-metadata/)
CSVW = Namespace(
    "http://www.w3.org/ns/csvw#",
    """
    Cell Column Datatype Dialect Direction ForeignKey JSON NumericFormat Row Schema Table TableGroup TableReference
    Transformation
    aboutUrl base column columnReference commentPrefix datatype decimalChar default delimiter describes dialect
    doubleQuote encoding foreignKey format groupChar header headerRowCount lang length lineTerminators maxExclusive
    maxInclusive maxLength minExclusive minInclusive minLength name note null ordered pattern primaryKey propertyUrl
    quoteChar reference referencedRow required resource row rowTitle rownum schemaReference scriptFormat separator
    skipBlankRows skipColumns skipInitialSpace skipRows source suppressOutput table tableDirection tableSchema
    targetFormat textDirection title transformations trim uriTemplate url valueUrl virtual
    """,
)

# https://www.w3.org/TR/vocab-dqv/
DQV = Namespace(
    "http://www.w3.org/ns/dqv#",
    """
    Category Dimension Metric QualityAnnotation QualityCertificate QualityMeasurement QualityMeasurementDataset
    QualityMetadata QualityPolicy UserQualityFeedback
    computedOn expectedDataType hasQualityAnnotation hasQualityMeasurement hasQualityMetadata inCategory
    inDimension isMeasurementOf precision value
    """,
)

# https://www.w3.org/TR/vocab-duv/
DUV = Namespace(
    "http://www.w3.org/ns/duv#",
    """
    RatingFeedback Usage UsageTool UserFeedback
    hasDistributor hasFeedback hasRating hasUsage hasUsageTool refersTo
    """,
)

# Ours: facts about concepts for which no standard has a word. vocab/README.md says what each means.
STOOK = Namespace(
    "urn:stook:ns#",
    "added advice alike asked changed checksum columnName confidence detection domain example former formerCode gain "
    "holds how inColumn initials interval likelyLabel listed machineReadable madeUp mapped mapperVersion mapping "
    "mediaType missing missingShare nation nextRun nonProprietary notKnown number open ownColumn owner passes "
    "pattern points property published purpose rejected restored same scaleDenominator slug state tier toldBy "
    "uriTemplate verdict verticalExtent weak withdrawn within",
)

"""The model holds what DCAT-AP 3.0.1 asks for, and each of its lines can be told from the others."""

from __future__ import annotations

from dataclasses import fields
from inspect import getmembers, isclass

import pytest

from catalogue import model
from catalogue.model import (
    Agent,
    Attribution,
    Catalog,
    CatalogRecord,
    Checksum,
    DataService,
    Dataset,
    DatasetSeries,
    Distribution,
    Identifier,
    Location,
    PeriodOfTime,
    Relationship,
    Thing,
)
from catalogue.property import Form, lines
from vocab.namespaces import ADMS, DCAT, DCATAP, DCT, FOAF, PROV, SKOS, SPDX

KINDS = tuple(kind for _, kind in getmembers(model, isclass) if issubclass(kind, Thing) and kind is not Thing)

# https://semiceu.github.io/DCAT-AP/releases/3.0.1/: mandatory and recommended properties
OBLIGATIONS = {
    Catalog: [
        DCT.title, DCT.description, DCT.publisher, DCAT.themeTaxonomy, DCT.issued, DCT.modified, DCT.language,
        DCT.license, DCT.spatial, FOAF.homepage,
    ],
    Dataset: [
        DCT.title, DCT.description, DCAT.contactPoint, DCAT.distribution, DCAT.keyword, DCAT.theme, DCT.publisher,
        DCT.spatial, DCT.temporal,
    ],
    Distribution: [DCAT.accessURL, DCATAP.availability, DCT.description, DCT.format, DCT.license],
    DataService: [
        DCT.title, DCAT.endpointURL, DCAT.contactPoint, DCAT.endpointDescription, DCAT.keyword, DCAT.servesDataset,
        DCAT.theme, DCT.conformsTo, DCT.publisher,
    ],
    DatasetSeries: [DCT.title, DCT.description, DCAT.contactPoint, DCT.publisher],
    CatalogRecord: [DCT.modified, FOAF.primaryTopic, ADMS.status, DCT.conformsTo, DCT.issued],
    Agent: [FOAF.name, DCT.type],
    Checksum: [SPDX.algorithm, SPDX.checksumValue],
    Relationship: [DCT.relation, DCAT.hadRole],
    Identifier: [SKOS.notation],
    Attribution: [PROV.agent, DCAT.hadRole],
    PeriodOfTime: [DCAT.startDate, DCAT.endDate],
    Location: [DCAT.bbox, DCAT.centroid],
}  # fmt: skip

# "At most one" in the same profile
SINGLE = {
    Catalog: [FOAF.homepage, DCT.issued, DCT.license, DCT.modified, DCT.publisher],
    Dataset: [
        DCT.accessRights, DCT.accrualPeriodicity, DCT.issued, DCT.modified, DCT.publisher, DCAT.temporalResolution,
        DCAT.version,
    ],
    Distribution: [
        DCATAP.availability, DCAT.byteSize, SPDX.checksum, DCAT.compressFormat, DCT.format, DCT.issued, DCT.license,
        DCAT.mediaType, DCT.modified, DCAT.packageFormat, DCAT.spatialResolutionInMeters, ADMS.status,
        DCAT.temporalResolution,
    ],
    DataService: [DCT.accessRights, DCT.license, DCT.publisher],
    CatalogRecord: [DCT.issued, DCT.modified, FOAF.primaryTopic, ADMS.status],
    Location: [DCAT.bbox, DCAT.centroid],
    PeriodOfTime: [DCAT.startDate, DCAT.endDate],
}  # fmt: skip

CASES = [(kind, iri) for kind, iris in OBLIGATIONS.items() for iri in iris]
SINGLE_CASES = [(kind, iri) for kind, iris in SINGLE.items() for iri in iris]


@pytest.mark.parametrize(("kind", "iri"), CASES, ids=lambda one: getattr(one, "__name__", str(one)))
def test_each_obligation_of_the_profile_has_its_line(kind: type[Thing], iri: str) -> None:
    assert iri in {line.property.iri for line in lines(kind)}


@pytest.mark.parametrize(("kind", "iri"), SINGLE_CASES, ids=lambda one: getattr(one, "__name__", str(one)))
def test_what_may_stand_once_holds_one_value(kind: type[Thing], iri: str) -> None:
    assert [line.many for line in lines(kind) if line.property.iri == iri] == [False]


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_fields_of_a_class_read_the_same_property(kind: type[Thing]) -> None:
    read = [iri for line in lines(kind) for iri in (line.property.iri, *line.property.also)]

    assert len(read) == len(set(read))


@pytest.mark.parametrize("kind", KINDS)
def test_every_line_has_a_label_and_a_field_fit_for_its_form(kind: type[Thing]) -> None:
    for line in lines(kind):
        assert line.property.label, line.name
        assert (line.node is not None) == (line.property.form is Form.NODE), line.name
        assert bool(line.property.kind) == (line.property.form is Form.TERM), line.name


@pytest.mark.parametrize("kind", KINDS)
def test_the_name_of_a_thing_is_one_of_its_texts(kind: type[Thing]) -> None:
    named = {line.name: line for line in lines(kind)}

    assert not kind.name_field or (
        named[kind.name_field].many and named[kind.name_field].property.form is Form.TEXT
    )


def test_every_class_of_things_has_a_class_in_rdf_of_its_own() -> None:
    types = [kind.rdf_type for kind in KINDS]

    assert all(types)
    assert len(types) == len(set(types))


def test_a_thing_without_properties_is_equal_to_another() -> None:
    assert Dataset() == Dataset()
    assert {field.name for field in fields(Dataset)} >= {"iri", "key", "extra"}

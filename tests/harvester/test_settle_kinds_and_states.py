"""What a dataset is, how far it has come and how long it stays, from each kind of record to a concept."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from catalogue.entry import Entry
from catalogue.model import Dataset, Distribution
from catalogue.portal import Portal
from catalogue.values import Term, Text
from harvester.drafting.ckan_package import draft_package
from harvester.drafting.pod_dataset import draft_dataset
from harvester.record import Draft, Record
from harvester.settle import settle
from vocab import load_vocabulary

EU = "http://publications.europa.eu/resource/authority"
GEOSPATIAL = "http://data.europa.eu/bna/c_ac64a52d"
PORTAL = Portal(slug="made-up", title="Made up", address="https://data.example", kind="ckan")


def record_of(said: dict[str, object]) -> Record:
    return Record(
        key="1",
        body=json.dumps(said).encode(),
        media_type="application/json",
        source="https://data.example/1",
    )


def settled(draft: Draft) -> Entry:
    return settle(draft, record_of({}), PORTAL, load_vocabulary())[0]


def ckan(package: dict[str, object]) -> Entry:
    return settled(draft_package(record_of({"title": "Trees", **package}), site="https://data.example"))


def pod(dataset: dict[str, object]) -> Entry:
    return settled(draft_dataset(record_of({"title": "Trees", **dataset})))


def test_a_ckan_package_says_what_it_is_and_how_far_it_has_come() -> None:
    extras = {"hvd_category": json.dumps([GEOSPATIAL]), "dcat_type": "Statistics", "status": "Completed"}
    entry = ckan({"extras": [{"key": key, "value": value} for key, value in extras.items()]})
    dataset = entry.dataset
    assert dataset.hvd_category == (Term(GEOSPATIAL, GEOSPATIAL),)
    assert dataset.type == (Term("Statistics", f"{EU}/dataset-type/STATISTICAL"),)
    assert dataset.status == Term("Completed", f"{EU}/distribution-status/COMPLETED")


def test_a_ckan_packages_planned_availability_is_that_of_its_resources() -> None:
    """Unless a resource has one of its own."""
    resources = [{"url": "https://x.example/a"}, {"url": "https://x.example/b", "availability": "temporary"}]
    parts = ckan({"availability": "stable", "resources": resources}).dataset.distribution
    assert [part.availability.iri.rpartition("/")[2] for part in parts if part.availability] == [
        "STABLE",
        "TEMPORARY",
    ]


def test_data_json_says_it_too() -> None:
    dataset = pod(
        {
            "hvdCategory": [{"@id": GEOSPATIAL}],
            "type": "geospatial",
            "status": "http://purl.org/adms/status/Deprecated",
            "distribution": [
                {
                    "accessURL": "https://x.example",
                    "availability": {"@id": f"{EU}/planned-availability/STABLE"},
                }
            ],
        }
    ).dataset
    assert [term.iri for term in dataset.hvd_category] == [GEOSPATIAL]
    assert [term.iri for term in dataset.type] == [f"{EU}/dataset-type/GEOSPATIAL"]
    assert dataset.status is not None and dataset.status.iri == f"{EU}/distribution-status/DEPRECATED"
    (part,) = dataset.distribution
    assert part.availability is not None and part.availability.iri == f"{EU}/planned-availability/STABLE"


@pytest.mark.parametrize("word", ["dataset", "http://purl.org/dc/dcmitype/Dataset", "nonGeographicDataset"])
def test_that_a_dataset_is_a_dataset_says_nothing(word: str) -> None:
    draft = Draft(dataset=Dataset(title=(Text("Trees"),), type=(Term(word),)))
    assert settled(draft).dataset.type == ()


def test_a_type_that_nobody_knows_stays_a_word() -> None:
    draft = Draft(dataset=Dataset(title=(Text("Trees"),), type=(Term("Tree register"),)))
    assert settled(draft).dataset.type == (Term("Tree register"),)


@pytest.mark.parametrize(
    ("said", "packed", "compressed"),
    [
        (Distribution(format=Term("xlsx (zip)")), "application/zip", ""),
        (Distribution(format=Term(".geojson.gz")), "", "application/gzip"),
        (Distribution(format=Term("ZIP")), "", ""),
        (Distribution(format=Term("CSV")), "", ""),
        (Distribution(format=Term("zipped nonsense")), "", ""),
        (
            Distribution(format=Term("shp.zip"), package_format=Term("application/x-tar")),
            "application/x-tar",
            "",
        ),
    ],
)
def test_a_format_that_comes_packed_says_in_what(said: Distribution, packed: str, compressed: str) -> None:
    """What the portal states of its own is never overridden."""
    part = replace(said, access_url=("https://x.example/a",))
    (found,) = settled(
        Draft(dataset=Dataset(title=(Text("Trees"),), distribution=(part,)))
    ).dataset.distribution
    assert (found.package_format.iri if found.package_format else "").endswith(packed)
    assert bool(found.package_format) == bool(packed)
    assert (found.compress_format.iri if found.compress_format else "").endswith(compressed)
    assert bool(found.compress_format) == bool(compressed)

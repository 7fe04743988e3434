"""The columns that records of every kind list become one kind of table. All records are made up."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse

from catalogue.columns.datatypes import DATATYPES
from catalogue.columns.table import Column, Source, Table
from catalogue.entry import Entry
from catalogue.graph import dataset_graph
from catalogue.links import Links
from catalogue.model import Dataset, Distribution
from catalogue.portal import Portal
from catalogue.reading import Triples
from catalogue.snapshot import Snapshot
from catalogue.values import Text
from harvester.drafting.ckan_package import draft_package
from harvester.drafting.columns import MOST, read_schema
from harvester.drafting.dcat_dataset import cut, draft_dataset
from harvester.drafting.fgdc_metadata import draft_fgdc
from harvester.drafting.iso_record import draft_iso
from harvester.drafting.pod_dataset import draft_dataset as draft_pod
from harvester.drafting.schema_org_dataset import draft_thing
from harvester.drafting.udata_dataset import draft_dataset as draft_udata
from harvester.record import Draft, Record
from harvester.settle import settle
from harvester.settling.columns import read_datatype, settle_table
from vocab import load_vocabulary

UPRN = Column(name="uprn", title="Property", datatype="integer", description="Which property.")
WARD = Column(name="ward")
TABLE = Table(source=Source.METADATA, columns=(UPRN, WARD))
FIELDS = [
    {"name": "uprn", "title": "Property", "type": "integer", "description": "Which property."},
    {"name": "ward"},
]
OVERRIDE = {"type_override": "integer"}
CSV = "https://council.example/trees.csv"


def record(said: dict[str, Any]) -> Record:
    return Record(
        key="k", body=json.dumps(said).encode(), media_type="application/json", source="https://x.example/k"
    )


@pytest.mark.parametrize(
    "said",
    [
        FIELDS,
        json.dumps(FIELDS),
        {"fields": FIELDS, "missingValues": [""]},
        json.dumps({"schema": {"fields": FIELDS}}),
        {"data": {"title": "A dictionary", "fields": FIELDS}},
        {
            "@context": "http://www.w3.org/ns/csvw",
            "url": CSV,
            "tableSchema": {
                "columns": [
                    {
                        "name": "uprn",
                        "titles": {"en": "Property"},
                        "datatype": {"base": "integer"},
                        "dc:description": "Which property.",
                    },
                    {"titles": ["ward"]},
                ]
            },
        },
        [
            {"id": "uprn", "type": "int8", "info": {"label": "Property", "notes": "Which property."} | OVERRIDE},
            {"id": "ward", "info": None},
        ],
        [
            {"name": "uprn", "alias": "Property", "type": "integer", "description": '{"value": "Which property."}'},
            {"name": "ward", "alias": "ward"},
        ],
    ],
)  # fmt: skip
def test_however_a_schema_is_written_its_columns_are_the_same(said: object) -> None:
    assert read_schema(said) == TABLE


@pytest.mark.parametrize(
    "said",
    [
        None,
        "",
        "https://schema.example/a.json",
        "[",
        "{}",
        7,
        [],
        [{"url": "https://x.example", "title": "A schema"}],
        [["a"], "b", None],
    ],
)
def test_what_is_no_schema_tells_no_columns(said: object) -> None:
    assert read_schema(said) is None


def test_a_schema_without_end_is_left_and_a_table_without_end_cut() -> None:
    endless: dict[str, Any] = {}
    endless["schema"] = endless
    assert read_schema(endless) is None
    wide = read_schema([{"name": f"c{n}"} for n in range(MOST + 9)] + [{"name": "c1", "title": "again"}])
    assert wide is not None and len(wide.columns) == MOST


def test_a_resource_of_ckan_tells_the_columns_of_its_file() -> None:
    resources = [
        {"id": "r1", "url": CSV, "schema": json.dumps({"fields": FIELDS})},
        {"id": "r2", "url": CSV, "schema": "https://schema.example", "datastore_fields": FIELDS},
        {"id": "r3", "url": CSV, "schema": [{"url": "https://schema.example"}]},
    ]
    dataset = draft_package(record({"title": "T", "resources": resources}), site="https://x.example").dataset
    assert [part.table for part in dataset.distribution] == [TABLE, TABLE, None]
    assert dataset.table is None


def test_data_json_tells_columns_beside_a_file_or_a_dataset() -> None:
    said = {
        "title": "T",
        "describedBy": {"fields": FIELDS},
        "distribution": [
            {"downloadURL": CSV, "field": [{"title": "uprn", "type": "integer", "description": "Which."}]}
        ],
    }
    dataset = draft_pod(record(said)).dataset
    assert dataset.table == TABLE
    named = Column(name="uprn", datatype="integer", description="Which.")
    assert dataset.distribution[0].table == Table(source=Source.METADATA, columns=(named,))


def test_udata_names_a_schema_that_stands_elsewhere_or_tells_it() -> None:
    resources = [{"url": CSV, "schema": {"name": "etalab/x"}}, {"url": CSV, "schema": {"fields": FIELDS}}]
    dataset = draft_udata(record({"title": "T", "resources": resources}), site="https://x.example").dataset
    assert [part.table for part in dataset.distribution] == [None, TABLE]


def test_a_page_tells_what_was_measured_or_its_set_of_records() -> None:
    measured = [
        {"@type": "PropertyValue", "name": "uprn", "value": "3", "description": "Which property."},
        "ward",
    ]
    dataset = draft_thing(record({"name": "T", "variableMeasured": measured})).dataset
    assert dataset.table and dataset.table.columns == (
        Column(name="uprn", description="Which property."),
        WARD,
    )
    croissant = "http://mlcommons.org/croissant/"
    fields = [{"name": "uprn", f"{croissant}dataType": "sc:Integer", "description": "Which property."}]
    said = {"name": "T", f"{croissant}recordSet": [{f"{croissant}field": fields}]}
    dataset = draft_thing(record(said)).dataset
    (column,) = settled(dataset).columns
    assert column == Column(name="uprn", datatype="integer", description="Which property.")


def test_standards_of_maps_tell_attributes() -> None:
    named = "<attrlabl>uprn</attrlabl><attalias>Property</attalias><attrdef>Which property.</attrdef>"
    attr = f"<attr>{named}<attrtype>Integer</attrtype></attr>"
    fgdc = (
        "<metadata><idinfo><citation><citeinfo><title>T</title></citeinfo></citation></idinfo>"
        f"<eainfo><detailed>{attr}<attr><attrlabl>ward</attrlabl></attr></detailed></eainfo></metadata>"
    )
    body = Record(key="k", body=fgdc.encode(), media_type="application/xml", source="https://x.example")
    assert settled(draft_fgdc(body).dataset) == TABLE
    iso = (
        '<MD_Metadata xmlns="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco" '
        'xmlns:gfc="http://www.isotc211.org/2005/gfc"><identificationInfo><MD_DataIdentification><citation><CI_Citation>'
        "<title><gco:CharacterString>T</gco:CharacterString></title></CI_Citation></citation></MD_DataIdentification>"
        "</identificationInfo><contentInfo><gfc:FC_FeatureCatalogue><gfc:carrierOfCharacteristics>"
        "<gfc:FC_FeatureAttribute><gfc:memberName><gco:LocalName>uprn</gco:LocalName></gfc:memberName><gfc:definition>"
        "<gco:CharacterString>Which property.</gco:CharacterString></gfc:definition><gfc:valueType><gco:TypeName>"
        "<gco:aName><gco:CharacterString>Integer</gco:CharacterString></gco:aName></gco:TypeName></gfc:valueType>"
        "</gfc:FC_FeatureAttribute></gfc:carrierOfCharacteristics></gfc:FC_FeatureCatalogue></contentInfo></MD_Metadata>"
    )
    body = Record(key="k", body=iso.encode(), media_type="application/xml", source="https://x.example")
    (column,) = settled(draft_iso(body).dataset).columns
    assert column == Column(name="uprn", datatype="integer", description="Which property.")


PREFIXES = """@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix csvw: <http://www.w3.org/ns/csvw#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"""
COLUMNS = """( [ csvw:name "uprn" ; csvw:title "uprn", "Property" ; csvw:datatype xsd:integer ;
  dct:description "Which property." ] [ csvw:name "ward" ] )"""


@pytest.mark.parametrize(
    ("said", "own", "of_file"),
    [
        (f"csvw:tableSchema [ csvw:column {COLUMNS} ]", TABLE, None),
        (
            f'csvw:table [ csvw:url "{CSV}"^^xsd:anyURI ; csvw:tableSchema [ csvw:column {COLUMNS} ] ]',
            None,
            TABLE,
        ),
        (f"csvw:table [ csvw:url <{CSV}> ; csvw:column {COLUMNS} ]", None, TABLE),
        (f'csvw:table [ csvw:url "https://else.example" ; csvw:column {COLUMNS} ]', TABLE, None),
        ('csvw:column [ csvw:name "ward" ]', Table(source=Source.METADATA, columns=(WARD,)), None),
    ],
)
def test_a_feed_in_csvw_tells_columns_at_the_file_that_they_are_of(
    said: str, own: Table | None, of_file: Table | None
) -> None:
    part = f"dcat:distribution [ dcat:downloadURL <{CSV}> ]"
    dataset = fed(f'<https://x.example/d> a dcat:Dataset ; dct:title "T" ; {said} ; {part} .')
    assert (dataset.table, dataset.distribution[0].table, dataset.extra) == (own, of_file, ())


def test_a_distribution_that_has_a_schema_tells_its_own_columns() -> None:
    schema = f"csvw:tableSchema [ csvw:column {COLUMNS} ]"
    parts = f"[ dcat:accessURL <https://x.example/a> ], [ dcat:accessURL <{CSV}> ; {schema} ]"
    dataset = fed(f'<https://x.example/d> a dcat:Dataset ; dct:title "T" ; dcat:distribution {parts} .')
    tables = {part.access_url[0]: part.table for part in dataset.distribution}
    assert tables == {"https://x.example/a": None, CSV: TABLE}
    assert not any(part.extra for part in dataset.distribution)


def test_a_list_of_columns_that_bites_its_tail_ends() -> None:
    feed = '_:l <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> [ csvw:name "a" ] ; '
    feed += "<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:l ."
    dataset = fed(f'<https://x.example/d> a dcat:Dataset ; dct:title "T" ; csvw:column _:l . {feed}')
    assert dataset.table and [one.name for one in dataset.table.columns] == ["a"]


@pytest.mark.parametrize(
    ("word", "datatype"),
    [
        ("esriFieldTypeOID", "int"),
        ("esriFieldTypeGeometry", ""),
        ("Calendar date", "dateTime"),
        ("calendar_date", "dateTime"),
        ("varchar(255)", "string"),
        ("http://www.w3.org/2001/XMLSchema#gYear", "gYear"),
        ("xsd:date", "date"),
        ("timestamp without time zone", "dateTime"),
        ("yearmonth", "gYearMonth"),
        ("geo_point_2d", ""),
        ("<script>", ""),
        ("x" * 100_000, ""),
        ("(" * 5_000, ""),
    ],
)
def test_the_word_for_a_type_is_read_as_the_one_of_csvw(word: str, datatype: str) -> None:
    assert read_datatype(word) == datatype
    assert not datatype or datatype in DATATYPES


def test_texts_of_columns_are_plain_lines_and_end_somewhere() -> None:
    wild = Column(
        name="a\n<b>b</b>\x07", title="\u202eevil", description="<script>x()</script><p>One.</p><p>Two.</p>"
    )
    nameless = Column(name="<i></i>", description="nothing")
    table = settle_table(Table(source=Source.METADATA, columns=(wild, nameless, Column(name="n" * 999))))
    assert table is not None
    assert [one.name for one in table.columns] == ["a b", "n" * 200]
    assert table.columns[0].description == "One. Two."


def settled(dataset: Dataset) -> Table:
    """The table of a dataset once its record was settled."""
    draft = record({"title": "T"})
    portal = Portal(slug="p", title="P", kind="pod", address="https://x.example")
    entry, _ = settle(Draft(dataset=dataset), draft, portal, load_vocabulary())
    assert entry.dataset.table is not None
    return entry.dataset.table


def fed(turtle: str) -> Dataset:
    """The dataset of a feed, cut and drafted, and settled so far as its columns go."""
    triples = Triples(parse(PREFIXES + turtle, format=RdfFormat.TURTLE))
    ((found,), _) = cut(triples, "https://x.example/feed")
    return draft_dataset(found).dataset


def test_what_one_catalogue_says_of_columns_another_harvests() -> None:
    sample = Table(
        source=Source.SAMPLE, columns=(Column(name="Tree no.", datatype="int"), UPRN), file="csv", url=CSV
    )
    part = Distribution(key="csv", download_url=(CSV,))
    dataset = Dataset(title=(Text("T"),), table=TABLE, distribution=(part,))
    entry = Entry(id="abc", portal="p", key="k", source="", dataset=dataset)
    snapshot = Snapshot(entry=entry, first_seen="2026-01-01T00:00:00Z", last_changed="", run=1, mapper="")
    quads = dataset_graph(snapshot, Links("http://catalogue.test"), tables=(TABLE, sample))
    triples = Triples(quad.triple for quad in parse(quads, format=RdfFormat.N_QUADS))
    ((found,), _) = cut(triples, "https://x.example/feed")
    harvested = draft_dataset(found).dataset
    assert harvested.table == Table(source=Source.METADATA, columns=(WARD,))
    (file,) = harvested.distribution
    assert file.table and set(file.table.columns) == set(sample.columns)
    assert [one.name for one in file.table.columns] == ["Tree no.", "uprn"]

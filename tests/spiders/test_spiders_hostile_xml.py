"""Whatever XML a portal sends: a draft succeeds or raises RecordError, a reader succeeds or raises PageUnreadable."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy.http import TextResponse

from catalogue.errors import RecordError
from catalogue.portal import Portal
from harvester.drafting.metadata_document import draft_document, records_in
from harvester.formats.get_records import Query
from harvester.formats.xml import read_xml
from harvester.record import PageUnreadable, Record
from harvester.settle import settle
from harvester.spiders import spider_for
from vocab import load_vocabulary

HOME = "https://madeup.example"
SAMPLES = [
    (Path(__file__).parents[1] / "drafting" / name).read_text()
    for name in ("made_up_gemini.xml", "made_up_iso19115_3.xml")
]
NAMES = (
    "MD_Metadata", "fileIdentifier", "identificationInfo", "MD_DataIdentification",
    "SV_ServiceIdentification", "citation", "CI_Citation", "title", "date", "CI_Date", "dateType", "extent",
    "EX_Extent", "geographicElement", "EX_GeographicBoundingBox", "westBoundLongitude", "Decimal",
    "temporalElement", "EX_TemporalExtent", "TimePeriod", "beginPosition", "distributionInfo",
    "MD_Distribution", "transferOptions", "onLine", "MD_DigitalTransferOptions", "CI_OnlineResource",
    "linkage", "URL", "protocol", "resourceConstraints", "MD_LegalConstraints", "Anchor", "otherConstraints",
    "descriptiveKeywords", "MD_Keywords", "keyword", "CharacterString", "PT_FreeText",
    "LocalisedCharacterString", "GetRecordsResponse", "SearchResults", "Capabilities", "OperationsMetadata",
    "Operation", "DCP", "HTTP", "Post", "Record", "identifier", "dc", "metadata", "idinfo", "citeinfo",
    "RDF", "contact", "CI_Responsibility", "party", "role", "ExceptionReport", "Exception", "FeatureType",
    "Layer", "Name",
)  # fmt: skip
TEXTS = st.sampled_from(
    ["", "T", "1e400", "2020-13-45", "http://a b", "-", "\u202e", "eng", "{}", "12,5", "]]&gt;"]
)
ATTRIBUTES = st.sampled_from(
    ["", 'codeListValue="series"', 'locale="#x"', 'id="x"', 'nextRecord="-1"', 'numberOfRecordsMatched="9e9"']
)
ELEMENTS = st.recursive(
    TEXTS,
    lambda inner: st.builds(
        lambda name, told, parts: f"<{name} {told}>{''.join(parts)}</{name}>",
        st.sampled_from(NAMES),
        ATTRIBUTES,
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)
READERS: list[tuple[str, str, dict[str, Any]]] = [
    ("waf", "file", {"path": "a.xml"}),
    ("geoserver", "features", {"root": f"{HOME}/ows"}),
    ("geoserver", "alone", {"root": f"{HOME}/ows"}),
    ("geoserver", "maps", {"root": f"{HOME}/ows", "wfs": {}, "layers": []}),
    ("geoserver", "described", {"key": "k", "services": [], "layers": []}),
    ("csw", "capabilities", {"endpoint": f"{HOME}/csw"}),
    ("csw", "probe", {"at": f"{HOME}/csw", "method": "POST", "query": Query().as_values()}),
    ("csw", "results", {"at": f"{HOME}/csw", "method": "GET", "query": Query().as_values()}),
]


def portal(kind: str) -> Portal:
    return Portal(slug="madeup", title="Made up", kind=kind, address=HOME)


@pytest.mark.parametrize(("kind", "reader", "values"), READERS, ids=[f"{k}-{r}" for k, r, _ in READERS])
@settings(max_examples=40, deadline=None)
@given(root=st.sampled_from(NAMES), inside=ELEMENTS)
def test_no_xml_makes_a_reader_raise_anything_but_page_unreadable(
    kind: str, reader: str, values: dict[str, Any], root: str, inside: str
) -> None:
    answer = TextResponse(HOME, body=f"<{root}>{inside}</{root}>".encode())
    with suppress(PageUnreadable):
        tuple(getattr(spider_for(portal(kind)), reader)(answer, **values).records)


@settings(max_examples=80, deadline=None)
@given(root=st.sampled_from(NAMES), inside=ELEMENTS)
def test_no_document_makes_a_draft_raise_anything_but_a_record_error(root: str, inside: str) -> None:
    document = read_xml(f"<{root}>{inside}</{root}>".encode())
    records, _ = records_in(document, source=HOME)
    for record in records:
        with suppress(RecordError):
            assert draft_document(record).dataset.title


@settings(max_examples=40, deadline=None)
@given(sample=st.sampled_from(SAMPLES), data=st.data())
def test_a_record_with_any_of_its_parts_gone_still_becomes_an_entry_or_says_why(
    sample: str, data: Any
) -> None:
    document = read_xml(sample.encode())
    elements = list(document.iterdescendants())
    for place in data.draw(st.sets(st.integers(0, len(elements) - 1), max_size=12)):
        parent = elements[place].getparent()
        if parent is not None:
            parent.remove(elements[place])
    (record,) = records_in(document, source=HOME)[0]
    with suppress(RecordError):
        entry, _ = settle(draft_document(record), record, portal("csw"), load_vocabulary())
        assert entry.dataset.title


def test_a_record_whose_body_is_no_xml_is_refused() -> None:
    with pytest.raises(RecordError):
        draft_document(Record(key="k", body=b"\xff\xfe<a", media_type="application/xml", source=HOME))

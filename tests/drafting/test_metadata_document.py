"""Any metadata document is told by what it holds, and drafted by its own mapping. All documents are made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogue.errors import RecordError
from catalogue.values import Term, Text, Typed
from harvester.drafting.metadata_document import draft_document, records_in
from harvester.formats.xml import read_xml
from harvester.record import Record
from vocab.namespaces import XSD

SOURCE = "https://madeup.example/records/1"
FGDC = b"""<metadata><idinfo><citation><citeinfo><origin>Survey</origin><pubdate>20150401</pubdate><title>Wells</title>
<pubinfo><publish>County of Nowhere</publish></pubinfo><onlink>https://madeup.example/wells</onlink></citeinfo></citation>
<descript><abstract>Every well.</abstract><purpose>To find water.</purpose></descript><timeperd><timeinfo><rngdates>
<begdate>1999</begdate><enddate>201503</enddate></rngdates></timeinfo></timeperd><status><progress>Complete</progress>
<update>Annually</update></status><spdom><bounding><westbc>-4.5</westbc><eastbc>-3</eastbc><northbc>52</northbc>
<southbc>51</southbc></bounding></spdom><keywords><theme><themekt>ISO 19115 Topic Category</themekt><themekey>
inlandWaters</themekey></theme><theme><themekt>none</themekt><themekey>wells</themekey></theme><place><placekt>none
</placekt><placekey>Nowhere</placekey></place></keywords><accconst>None</accconst><useconst>CC BY 4.0</useconst>
<ptcontac><cntinfo><cntorgp><cntorg>Survey</cntorg></cntorgp><cntemail>survey@madeup.example</cntemail></cntinfo>
</ptcontac></idinfo><distinfo><stdorder><digform><digtinfo><formname>Shapefile</formname><transize>2.5</transize>
</digtinfo><digtopt><onlinopt><computer><networka><networkr>https://madeup.example/wells.zip</networkr></networka>
</computer></onlinopt></digtopt></digform></stdorder></distinfo></metadata>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dct="http://purl.org/dc/terms/"
xmlns:dcat="http://www.w3.org/ns/dcat#"><dcat:Dataset rdf:about="https://madeup.example/a"><dct:title>A</dct:title>
</dcat:Dataset><dcat:Dataset rdf:about="https://madeup.example/b"><dct:title>B</dct:title></dcat:Dataset></rdf:RDF>"""
CORE = b"""<csw:Record xmlns:csw="http://www.opengis.net/cat/csw/2.0.2" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier>core-1</dc:identifier><dc:title>Core</dc:title></csw:Record>"""
GEMINI = Path(__file__).with_name("made_up_gemini.xml").read_bytes()


def read(body: bytes, key: str = "") -> tuple[Record, ...]:
    return records_in(read_xml(body), source=SOURCE, key=key)[0]


@pytest.mark.parametrize(
    ("body", "keys", "titles"),
    [
        (GEMINI, ["6f1a2b3c-0001-4d5e-8f90-abcdef012345"], ["Footpath gates"]),
        (b"<answer><metadata>" + CORE + b"</metadata></answer>", ["core-1"], ["Core"]),
        (RDF, ["https://madeup.example/a", "https://madeup.example/b"], ["A", "B"]),
        (FGDC, ["folder/wells.xml"], ["Wells"]),
    ],
)
def test_a_document_is_read_by_what_it_holds(body: bytes, keys: list[str], titles: list[str]) -> None:
    records = read(body, key="folder/wells.xml")
    assert [record.key for record in records] == keys
    assert [draft_document(record).dataset.title[0].value for record in records] == titles


def test_a_record_without_a_name_gets_a_weak_key_of_its_title() -> None:
    (record,) = read(FGDC)
    assert record.weak and record.key == read(FGDC.replace(b"Every well.", b"All."))[0].key


def test_a_document_of_something_else_is_rejected_with_its_name() -> None:
    records, (finding,) = records_in(read_xml(b"<kml><Document/></kml>"), source=SOURCE)
    assert (records, finding.rejected, finding.code) == ((), True, "no-metadata")
    assert "<kml>" in finding.message
    with pytest.raises(RecordError, match="<kml>"):
        draft_document(Record(key="k", body=b"<kml/>", media_type="application/xml", source=SOURCE))


def test_the_older_american_standard_is_read_field_by_field() -> None:
    wells = draft_document(read(FGDC)[0]).dataset
    assert (wells.issued, wells.description) == (Typed("2015-04-01", XSD.date), (Text("Every well."),))
    assert wells.publisher and wells.publisher.name == (Text("County of Nowhere"),)
    assert [agent.name for agent in wells.creator] == [(Text("Survey"),)]
    assert wells.contact_point[0].has_email == "mailto:survey@madeup.example"
    assert (wells.theme, wells.keyword) == ((Term("inlandWaters"),), (Text("wells"),))
    box, nowhere = wells.spatial
    assert box.bbox and nowhere.label == (Text("Nowhere"),)
    (period,) = wells.temporal
    assert (period.start_date, period.end_date) == (Typed("1999"), Typed("2015-03"))
    assert (wells.license, wells.access_rights) == (Term("CC BY 4.0"), None)
    (file,) = wells.distribution
    assert (file.format, file.byte_size) == (Term("Shapefile"), Typed("2500000", XSD.nonNegativeInteger))
    assert wells.landing_page == ("https://madeup.example/wells",)

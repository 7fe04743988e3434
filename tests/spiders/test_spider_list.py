"""A list of datasets: however it is written, whatever its columns are called, and what its rows say. All made up."""

from __future__ import annotations

import json
import lzma
import os
from pathlib import Path

import pytest
from made_up_workbooks import ods, ods_row, packed, xlsx

from catalogue.errors import RecordError
from catalogue.model import Contact, Distribution, Location, PeriodOfTime
from catalogue.values import Term, Text, Typed
from harvester.drafting.list_columns import chosen_columns, read_column, read_columns, roles
from harvester.record import PageUnreadable, Record
from vocab.namespaces import XSD

CORPUS = os.environ.get("STOOK_CORPUS")
HEAD = "Title,Description,URL\n"
ROW = "Bins,Where they are,https://madeup.example/bins.csv\n"


@pytest.fixture
def spider(spider_of):
    return spider_of("list", "https://madeup.example/list.csv")


def titles(spider, page) -> list[str]:
    return [spider.draft(record).dataset.title[0].value for record in page.records]


def drafted(spider, answer, head: str, row: str):
    (record,) = spider.table(answer(f"{head}\n{row}\n".encode())).records
    return spider.draft(record).dataset


def test_the_address_itself_is_asked(spider) -> None:
    (request,) = spider.begin()
    assert request.url == "https://madeup.example/list.csv"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_list_is_read_in_any_encoding_with_any_delimiter(
    spider, answer, encoding: str, delimiter: str
) -> None:
    rows = [["Title", "Description", "Publisher"], ["Cafés", "Tea, coffee; cake", "A"], ["B", "C", "D"]]
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    assert titles(spider, spider.table(answer(text.encode(encoding)))) == ["Cafés", "B"]


def test_the_head_may_stand_below_other_lines(spider, answer) -> None:
    body = "Our open data\nLast updated 1 May\n\n" + HEAD + ROW
    assert titles(spider, spider.table(answer(body.encode()))) == ["Bins"]


def test_a_bare_carriage_return_ends_no_row_where_lines_end_otherwise(spider, answer) -> None:
    page = spider.table(
        answer(HEAD.encode() + b"Parks,one\rtwo,https://madeup.example/x.csv\n" + ROW.encode())
    )
    first, second = (spider.draft(record).dataset for record in page.records)
    assert first.description == (Text("one\ntwo"),)
    assert second.title == (Text("Bins"),)


def test_a_list_whose_lines_end_with_carriage_returns_is_read(spider, answer) -> None:
    assert titles(spider, spider.table(answer((HEAD + ROW).replace("\n", "\r").encode()))) == ["Bins"]


def test_a_quotation_mark_that_is_never_closed_swallows_no_row_unnoticed(spider, answer) -> None:
    body = HEAD + ROW + 'Parks,"Green,https://madeup.example/p\n' + "Roads,Grey,https://madeup.example/r\n"
    with pytest.raises(PageUnreadable, match="begins in row 3 with a quotation mark"):
        spider.table(answer(body.encode()))


@pytest.mark.parametrize(
    ("made_up", "said"),
    [
        (b"", "empty answer"),
        (b"<!DOCTYPE html><title>Sign in</title>", "a web page .title: Sign in"),
        (b'{"success": true}', "text that begins"),
        (b"just,some\nwords,here\n", "none names columns"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on", "before 2007"),
        (packed({"a.txt": "x"}), "another packed file"),
        (b"PK\x03\x04 broken", "packed file that cannot be read"),
    ],
)
def test_what_is_no_list_is_refused_in_words(spider, answer, made_up: bytes, said: str) -> None:
    with pytest.raises(PageUnreadable, match=said):
        spider.table(answer(made_up))


def test_a_workbook_is_read_and_its_formulas_are_not_worked_out(spider, answer) -> None:
    rows = [
        ["Title", "Description", "Link"],
        ["Bins", "=WEBSERVICE(&quot;https://evil.example&quot;)→Kept", "https://madeup.example/b.csv"],
    ]
    page = spider.table(answer(xlsx({"Read me": [["See the next sheet"]], "Data": rows})))
    (dataset,) = (spider.draft(record).dataset for record in page.records)
    assert (dataset.title, dataset.description) == ((Text("Bins"),), (Text("Kept"),))


def test_one_sheet_may_be_chosen(spider_of, answer) -> None:
    book = xlsx({"A": [["Title", "Notes"], ["a", "x"]], "B": [["Title", "Notes"], ["b", "x"]]})
    assert len(list(spider_of("list").table(answer(book)).records)) == 2
    (record,) = spider_of("list", sheet="B").table(answer(book)).records
    assert b'"b"' in record.body


def test_an_open_document_is_read_and_its_empty_edge_costs_nothing(spider, answer) -> None:
    wide = '<t:table-cell t:number-columns-repeated="16000"/>'
    edge = f'<t:table-row t:number-rows-repeated="1048000">{wide}</t:table-row>'
    dated = (
        '<t:table-row><t:table-cell><x:p>Bins</x:p></t:table-cell><t:table-cell t:number-columns-repeated="1"/>'
        '<t:table-cell o:date-value="2025-05-01T00:00:00"><x:p>01/05/25</x:p></t:table-cell></t:table-row>'
    )
    page = spider.table(answer(ods(ods_row("Title", "Description", "Last updated") + dated + edge)))
    (record,) = page.records
    assert spider.draft(record).dataset.modified == Typed("2025-05-01", XSD.date)


def lying(body: bytes) -> bytes:
    """A packed folder that says its files are small."""
    place = body.rindex(b"PK\x01\x02")
    return body[: place + 24] + (5).to_bytes(4, "little") + body[place + 28 :]


BOMBS = {
    "far corner": xlsx(
        {"A": '<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'}
    ),
    "zeroes": packed({"xl/workbook.xml": b"0" * (201 << 20)}),
    "lying": lying(packed({"xl/workbook.xml": b"0" * 1000})),
    "entities": packed({"xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
    "repeated": ods(
        '<t:table-row t:number-rows-repeated="1000000"><t:table-cell t:number-columns-repeated="16000"><x:p>x</x:p>'
        "</t:table-cell></t:table-row>"
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_workbook_that_swells_is_refused(spider, answer, name: str) -> None:
    with pytest.raises(PageUnreadable, match=r"larger than|spans more than|entities|cannot be read"):
        spider.table(answer(BOMBS[name]))


def test_rows_of_one_identifier_title_and_page_are_one_dataset(spider, answer) -> None:
    body = "Title,Page URL,Download URL,Format\n" + "".join(
        f"Bins,https://madeup.example/bins,https://madeup.example/b.{name},{name}\n"
        for name in ("csv", "json")
    )
    (record,) = spider.table(answer(body.encode())).records
    assert (record.key, record.weak) == ("https://madeup.example/bins", False)
    assert [file.format for file in spider.draft(record).dataset.distribution] == [Term("csv"), Term("json")]


def test_datasets_that_share_a_page_have_weak_keys(spider, answer) -> None:
    page = "https://madeup.example/all"
    records = list(spider.table(answer(f"Title,Page URL\nA,{page}\nB,{page}\n".encode())).records)
    assert [record.weak for record in records] == [True, True]
    assert len({record.key for record in records}) == 2


def test_a_row_without_a_title_goes_on_with_the_one_above(spider, answer) -> None:
    body = "ID,Title,Link\n1,Bins,https://madeup.example/a.csv\n,,https://madeup.example/b.csv\n9,,https://x.example/c.csv\n"
    page = spider.table(answer(body.encode()))
    record, untitled = page.records
    assert len(spider.draft(record).dataset.distribution) == 2
    assert (untitled.key, page.findings) == ("9", ())


def test_a_heading_between_rows_is_told_and_no_dataset(spider, answer) -> None:
    page = spider.table(answer((HEAD + "ROADS,,\n" + ROW).encode()))
    assert titles(spider, page) == ["Bins"]
    (finding,) = page.findings
    assert finding.rejected
    assert "holds a title and nothing else: 'ROADS'" in finding.message


def test_columns_that_are_not_read_are_named(spider, answer) -> None:
    (finding,) = spider.table(answer(b"Title,Notes,Internal remark\nA,b,c\n")).findings
    assert "Internal remark" in finding.message


@pytest.mark.parametrize(
    "setting", ["title=Theme;publisher=LAName", {"title": "Theme", "publisher": "LAName"}]
)
def test_a_portal_may_say_what_its_columns_mean(spider_of, answer, setting) -> None:
    spider = spider_of("list", columns=setting)
    (record,) = spider.table(
        answer(b"Theme,LAName,DatasetURL\nToilets,Made up DC,https://madeup.example\n")
    ).records
    dataset = spider.draft(record).dataset
    assert dataset.title == (Text("Toilets"),)
    assert dataset.publisher.name == (Text("Made up DC"),)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Dataset Title", "title"),
        ("dataset_name", "title"),
        ("DateUpdated", "modified"),
        ("Licence (link)", "license_url"),
        ("E-bost", "contact_email"),
        ("Amlder diweddaru", "frequency"),
        ("Enw'r set ddata", "title"),
        ("LGSL", "service"),
        ("CSV link", "file_of_format"),
        ("GeoJSON", "file_of_format"),
        ("Description\ue00d", "description"),
    ],
)
def test_a_column_is_known_by_many_names(name: str, role: str) -> None:
    column = read_column(name)
    assert column is not None
    assert column.role == role


def test_an_unknown_column_is_not_guessed() -> None:
    assert read_column("Number of widgets") is None
    assert read_column("") is None


def test_a_column_says_its_language() -> None:
    columns = read_columns(
        ["Title", "Title (cy)", "description_welsh", "Disgrifiad", "Description", "Teitl 2"], {}
    )
    assert [(c.role, c.lang, c.number) for c in columns.values()] == [
        ("title", "", 0), ("title", "cy", 0), ("description", "cy", 0), ("description", "cy", 0),
        ("description", "", 0), ("title", "cy", 2),
    ]  # fmt: skip


def test_a_welsh_name_alone_does_not_make_its_text_welsh() -> None:
    assert read_columns(["Teitl", "Dolen"], {})["Teitl"].lang == ""


def test_every_role_of_the_table_is_one_that_is_drafted() -> None:
    source = (Path(__file__).parents[2] / "harvester/drafting/list_row.py").read_text()
    assert [role for role in roles() if f'"{role}"' not in source] == []


def test_a_setting_without_sense_chooses_nothing() -> None:
    assert chosen_columns("title; =x; publisher=") == chosen_columns(None) == {}


@pytest.mark.parametrize(
    ("head", "row", "field", "expected"),
    [
        ("Title,Tags", "A,a;b; c", "keyword", (Text("a"), Text("b"), Text("c"))),
        ("Title,OriginalTags,ManualTags", "A,a;b,NULL", "keyword", (Text("a"), Text("b"))),
        ("Title,Category", 'A,"Roads, paths|Parks"', "theme", (Term("Roads, paths"), Term("Parks"))),
        ("Title,Licence,Licence URL", "A,OGL,http://o/3", "license", Term("OGL", link="http://o/3")),
        ("Title,Licence", "A,N/A", "license", None),
        ("Title,Update frequency", "A,Monthly", "accrual_periodicity", Term("Monthly")),
        ("Title,Last updated", "A,03/09/2025", "modified", Typed("03/09/2025")),
        ("Title,Area", "A,Leeds", "spatial", (Location(label=(Text("Leeds"),)),)),
        ("Title,Spatial", 'A,"-2,50,-1,51"', "spatial", (Location(bbox=Typed("-2,50,-1,51")),)),
        ("Title,Start date,End date", "A,2020-01-01,", "temporal",
         (PeriodOfTime(start_date=Typed("2020-01-01", XSD.date)),)),
        ("Title,Contact,Email,Phone", "A,GIS,g@a.example,01234 567", "contact_point",
         (Contact(fn=(Text("GIS"),), has_email="mailto:g@a.example", has_telephone="tel:01234567"),)),
        ("Title,URL", "A,https://a.example/page", "landing_page", ("https://a.example/page",)),
        ("Title,URL,Notes", "A,www.a.example/x.csv,n", "distribution",
         (Distribution(access_url=("http://www.a.example/x.csv",), download_url=("http://www.a.example/x.csv",)),)),
        ("Title,URL,Format", "A,https://a.example/d?id=1,CSV", "distribution",
         (Distribution(access_url=("https://a.example/d?id=1",), format=Term("CSV")),)),
        ("Title,Page URL,Format", 'A,https://a.example/p,"CSV, Excel"', "distribution",
         (Distribution(access_url=("https://a.example/p",), format=Term("CSV")),
          Distribution(access_url=("https://a.example/p",), format=Term("Excel")))),
        ("Title,CSV,JSON link", "A,https://a.example/c,https://a.example/j", "distribution",
         (Distribution(access_url=("https://a.example/c",), format=Term("csv")),
          Distribution(access_url=("https://a.example/j",), format=Term("json")))),
        ("Title,Download 1,Format 1,Download 2,Format 2", "A,http://a/1.csv,CSV,http://a/2.kml,KML", "distribution",
         (Distribution(access_url=("http://a/1.csv",), download_url=("http://a/1.csv",), format=Term("CSV")),
          Distribution(access_url=("http://a/2.kml",), download_url=("http://a/2.kml",), format=Term("KML")))),
        ("Title,Asset URL,File size,File size unit", "A,http://a/b.kmz,394.5,KB", "distribution",
         (Distribution(access_url=("http://a/b.kmz",), download_url=("http://a/b.kmz",),
                       byte_size=Typed("403968", XSD.nonNegativeInteger)),)),
        ("Title,API URL", "A,https://a.example/rest/services/X/MapServer", "distribution",
         (Distribution(access_url=("https://a.example/rest/services/X/MapServer",)),)),
    ],
)  # fmt: skip
def test_a_cell_is_read(spider, answer, head: str, row: str, field: str, expected) -> None:
    assert getattr(drafted(spider, answer, head, row), field) == expected


def test_a_title_in_two_languages_is_two_texts(spider, answer) -> None:
    dataset = drafted(spider, answer, "Title,Teitl,Notes", "Bins,Biniau,x")
    assert set(dataset.title) == {Text("Bins"), Text("Biniau", "cy")}


def test_words_in_place_of_an_address_are_a_finding(spider, answer) -> None:
    (record,) = spider.table(answer(b"Title,Download URL\nA,On request\n")).records
    (finding,) = spider.draft(record).findings
    assert (finding.code, finding.published) == ("list-address-unreadable", "On request")


def test_a_record_without_rows_is_refused(spider) -> None:
    with pytest.raises(RecordError, match="has no title"):
        spider.draft(Record(key="k", body=b'{"rows":[{"x":1}]}', media_type="", source="s"))


@pytest.mark.corpus
@pytest.mark.skipif(CORPUS is None, reason="STOOK_CORPUS names no folder of recorded portals")
def test_the_list_of_the_open_data_incentive_is_read_to_its_last_row(spider_of, answer) -> None:
    body = lzma.decompress((Path(CORPUS or "") / "registry/data-gov-uk/incentive.csv.xz").read_bytes())
    meant = "title=Theme;publisher=LAName;identifier=ApplicationNumber;download=DatasetURL;page=DGUURL"
    spider = spider_of("list", columns=meant)
    page = spider.table(answer(body))
    records = list(page.records)
    assert len(records) == 293
    assert all(spider.draft(record).dataset.publisher for record in records)


def test_a_head_with_a_name_twice_keeps_both_cells(spider, answer) -> None:
    (record,) = spider.table(answer(b"Title,Link,Link\nA,http://a/1.csv,http://a/2.csv\n")).records
    assert json.loads(record.body)["rows"] == [
        {"Title": "A", "Link": "http://a/1.csv", "Link~2": "http://a/2.csv"}
    ]
    assert len(spider.draft(record).dataset.distribution) == 2


def test_a_table_that_was_cut_off_is_no_table(spider, answer) -> None:
    """By its last row, which is short and has no end; a note below a table is one cell."""
    whole = "Title,Description,Link\nBins,Days,https://a.example\nTrees,Places,https://b.example"
    assert len(list(spider.table(answer(whole.encode())).records)) == 2
    with pytest.raises(PageUnreadable, match="ends inside of a row, which begins 'Trees'"):
        list(spider.table(answer(whole[: whole.index(",https://b")].encode())).records)
    assert len(list(spider.table(answer((whole + "\nSource: the council").encode())).records)) == 2
    assert len(list(spider.table(answer((whole + "\nParks,Opening\n").encode())).records)) == 3


def test_a_row_with_an_identifier_and_no_title_is_a_record_that_is_refused(spider, answer) -> None:
    """So that what is held of it stays."""
    rows = (
        "Identifier,Title,Description,Link\nA1,,Days,https://a.example\nA2,Trees,Places,https://b.example\n"
    )
    first, _ = spider.table(answer(rows.encode())).records
    assert first.key == "A1"
    with pytest.raises(RecordError, match="has no title"):
        spider.draft(first)

"""Reading the first bytes of awkward tables, made up by us."""

from __future__ import annotations

import pytest

from harvester.sampling.reading import Read, Unfit, read_table
from harvester.sampling.values import datatype_of

PLAIN = "UPRN,Ward,Collected,Amount\n" + "".join(
    f"{10_000_000 + n},Ward {n % 3},{n % 28 + 1:02}/04/2021,{n}.50\n" for n in range(40)
)


def read(text: str | bytes, *, whole: bool = True, encoding: str = "utf-8") -> Read:
    body = text if isinstance(text, bytes) else text.encode(encoding)
    found = read_table(body, media_type="text/csv", url="https://data.fernley.example/a.csv", whole=whole)
    assert isinstance(found, Read), found
    return found


def names(found: Read) -> list[str]:
    return [column.name for column in found.columns]


def types(found: Read) -> list[str]:
    return [datatype_of(column.values, column.name) for column in found.columns]


def unfit(body: bytes) -> str:
    found = read_table(body, media_type="text/csv", url="", whole=True)
    assert isinstance(found, Unfit), found
    return found.reason


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_told_by_the_rows(separator: str) -> None:
    found = read(PLAIN.replace(",", separator))

    assert found.separator == separator
    assert names(found) == ["UPRN", "Ward", "Collected", "Amount"]
    assert types(found) == ["integer", "string", "date", "decimal"]


def test_decimal_commas_do_not_separate() -> None:
    found = read("id;value;price\n" + "".join(f"{n};{n},5;{n},25\n" for n in range(20)))

    assert (found.separator, names(found)) == (";", ["id", "value", "price"])
    assert types(found) == ["integer", "decimal", "decimal"]


@pytest.mark.parametrize(
    ("codec", "told"),
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16le"), ("utf-16-le", "utf-16le"),
        ("utf-16-be", "utf-16be"), ("cp1252", "windows-1252"), ("mac-roman", "macintosh"), ("cp850", "ibm850"),
    ],
)  # fmt: skip
def test_the_encoding_is_told_by_the_bytes(codec: str, told: str) -> None:
    found = read("Café,Cost £\nThe Ôld Bank,£12\nCrêpe,£3\n", encoding=codec)

    assert found.encoding == told
    assert names(found) == ["Café", "Cost £"]


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le"])
def test_every_place_where_a_file_can_be_cut_gives_the_same_columns(codec: str) -> None:
    text = 'Name,Note,Cost £\n"Fern, Lea","two\nlines",£5\n' + 'Ŵyn,"said ""no""",£6\n' * 4
    body = text.encode(codec)
    whole = read(body)

    for end in range(len('Name,Note,Cost £\n"Fern, Lea","two\nlines",£5\nŴ'.encode(codec)) + 1, len(body)):
        found = read(body[:end], whole=False)
        assert names(found) == names(whole)
        for column, all_of_it in zip(found.columns, whole.columns, strict=True):
            assert column.values == all_of_it.values[: found.rows]
        assert not found.whole


def test_titles_above_the_names_are_passed_over() -> None:
    found = read("Payments over £500,,,\nApril 2021\n\n" + PLAIN)

    assert (found.header, names(found)[0], found.rows) == (4, "UPRN", 40)


def test_a_table_without_names_gets_numbers() -> None:
    found = read("".join(f"{n},Ward {n % 3},2021-04-{n:02}\n" for n in range(1, 20)))

    assert (found.header, names(found), found.rows) == (0, ["_col.1", "_col.2", "_col.3"], 19)


def test_doubled_and_empty_names_are_told_apart() -> None:
    found = read("Ward,Count,,Count,Count_2,\nA,1,x,2,3,\nB,2,y,3,4,\n")

    assert names(found) == ["Ward", "Count", "_col.3", "Count_3", "Count_2"]


def test_merged_cells_above_the_names_group_them() -> None:
    found = read("Ward,2021,,2022,\n,Men,Women,Men,Women\nAsh,10,11,12,13\nElm,20,21,22,23\nOak,1,2,3,4\n")

    assert names(found) == ["Ward", "2021 Men", "2021 Women", "2022 Men", "2022 Women"]
    assert found.columns[1].values == ("10", "20", "1")


def test_years_name_columns() -> None:
    found = read("Ward,2019,2020,2021\nAsh,100,200,300\nElm,150,250,350\n")

    assert names(found) == ["Ward", "2019", "2020", "2021"]


def test_what_excel_says_of_the_separator_is_no_row() -> None:
    found = read("sep=;\r\nName;Size\r\nA, B;2\r\nC, D;3\r\n")

    assert (found.separator, names(found), found.header) == (";", ["Name", "Size"], 2)


def test_one_column_is_a_table() -> None:
    found = read("Postcode\nZZ1 1AA\nZZ1 1AB\nZZ1 1AD\n")

    assert (found.separator, names(found), found.rows) == ("", ["Postcode"], 3)


def test_commas_between_words_do_not_separate() -> None:
    found = read("Address\n1 Fern Lane, Fernley\n2 Fern Lane, Fernley\n3 Fern Lane, Fernley\n")

    assert names(found) == ["Address"]


def test_a_quotation_mark_that_is_never_closed_takes_one_row() -> None:
    rows = "".join(f'{n},"Name {n},x\n' if n == 3 else f"{n},Name {n},x\n" for n in range(60))
    found = read("id,name,kind\n" + rows)

    assert found.rows == 60
    assert found.columns[0].values[59] == "59"


def test_names_without_rows_are_a_table() -> None:
    found = read("Ward,Count\n")

    assert (names(found), found.rows) == (["Ward", "Count"], 0)


def test_notes_below_the_rows_are_no_rows() -> None:
    found = read("Ward,Men,Women\nAsh,1,2\nElm,3,4\nSource: Fernley\n")

    assert found.rows == 2


def test_at_most_two_hundred_rows_are_looked_at() -> None:
    found = read("id,name\n" + "".join(f"{n},Name {n}\n" for n in range(500)))

    assert (found.rows, found.whole) == (200, False)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "is empty"),
        (b" \r\n\r\n", "is empty"),
        (b"<!DOCTYPE html><html><head><title>Sign in</title></head>", "is a web page (title: Sign in)"),
        (b'<?xml version="1.0"?><a/>', "is XML"),
        (b'{"error": "not found"}', "is JSON that is no GeoJSON"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"Access denied", "is text without columns"),
        (b"The file was not found, please try again.", "is text without columns"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40), "is an Excel file of before 2007 (.xls), which is not read"),
        (bytes(range(1, 32)) * 20, "is no text"),
        (bytes(range(160, 255)) * 20, "is no text"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_its_reason(body: bytes, reason: str) -> None:
    assert unfit(body) == reason


@pytest.mark.parametrize(
    ("values", "datatype"),
    [
        (("1", "2,000", "-3"), "integer"),
        (("1.5", "2", "£3,000.20"), "decimal"),
        (("01234", "02345"), "string"),
        (("1.00023E+11", "1.00023E+11"), "double"),
        (("01/04/2021", "30/04/2021"), "date"),
        (("1 April 2021", "2-May-21"), "date"),
        (("2021-02-30", "2021-02-31"), "string"),
        (("13/01/2021", "01/13/2021"), "string"),
        (("2021-04-01T10:00:00Z", "2021-04-01 11:30"), "dateTime"),
        (("01/04/2021 10:00", "02/04/2021 11:00"), "dateTime"),
        (("2021-04", "2021-05"), "gYearMonth"),
        (("09:30", "10:45"), "time"),
        (("Yes", "No", "N/A"), "boolean"),
        (("F", "F"), "string"),
        (("https://fernley.example/1", "https://fernley.example/2"), "anyURI"),
        (("n/a", "-", ""), ""),
        (("12", "n/a", "not recorded", "14"), "integer"),
        (("2019", "2020"), "integer"),
    ],
)  # fmt: skip
def test_the_type_of_a_column_is_told_by_its_values(values: tuple[str, ...], datatype: str) -> None:
    assert datatype_of(values) == datatype


def test_numbers_are_years_where_the_name_says_so() -> None:
    assert datatype_of(("2019", "2020"), "Year_built") == "gYear"

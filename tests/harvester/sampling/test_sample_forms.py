"""Tables that are no plain text: GeoJSON, workbooks, and what comes packed. All of it is made up by us."""

from __future__ import annotations

import gzip
import json
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from harvester.sampling.pieces import Wanted
from harvester.sampling.reading import Read, Unfit, read_pieces, read_table
from harvester.sampling.values import datatype_of

ROWS = [[str(100_000 + n), f"Ward {n % 3}", 44_287 + n] for n in range(2_000)]
CSV = "UPRN,Ward\n" + "".join(f"{uprn},{ward}\n" for uprn, ward, _ in ROWS)
FEATURES = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {
                    "UPRN": 100_000 + n,
                    "Ward": f"Ŵard {n % 3}",
                    "Open": n % 2 == 0,
                    "Gone": None,
                },
                "geometry": {"type": "Point", "coordinates": [-1.5, 52.4]},
            }
            for n in range(300)
        ],
    },
    ensure_ascii=False,
).encode()


def read(body: bytes, *, whole: bool = True) -> Read:
    found = read_table(body, whole=whole)
    assert isinstance(found, Read), found
    return found


def names(found: Read) -> list[str]:
    return [column.name for column in found.columns]


def reason(body: bytes, *, whole: bool = True) -> str:
    found = read_table(body, whole=whole)
    assert isinstance(found, Unfit), found
    return found.reason


def workbook(*, inline: bool = False, noise: int = 0) -> bytes:
    """A workbook as Excel writes it: a cover sheet, a table of texts, numbers and dates, and its texts at the end."""
    texts = ["Fernley Council", "UPRN", "Ward", "Emptied", "Ward 0", "Ward 1", "Ward 2"]
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    def cell(place: str, text: str) -> str:
        if inline:
            return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'
        return f'<c r="{place}" t="s"><v>{texts.index(text)}</v></c>'

    rows = [f"<row>{cell('A1', 'UPRN')}{cell('B1', 'Ward')}{cell('C1', 'Emptied')}</row>"]
    for place, (uprn, ward, day) in enumerate(ROWS, 2):
        rows.append(
            f'<row r="{place}"><c r="A{place}"><v>{uprn}</v></c>{cell(f"B{place}", str(ward))}'
            f'<c r="C{place}" s="1"><v>{day}</v></c></row>'
        )
    sheet = '<worksheet xmlns="{}"><sheetData>{}</sheetData></worksheet>'
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as folder:
        folder.writestr("[Content_Types].xml", "<Types/>")
        folder.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="Cover" sheetId="1" r:id="a"/>'
            f'<sheet name="Bins" sheetId="2" r:id="b"/></sheets></workbook>',
        )
        folder.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships><Relationship Id="a" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="b" Type="{office}/worksheet" Target="/xl/worksheets/sheet2.xml"/></Relationships>',
        )
        folder.writestr(
            "xl/worksheets/sheet1.xml", sheet.format(main, f"<row>{cell('A1', 'Fernley Council')}</row>")
        )
        folder.writestr("xl/media/image.png", bytes(range(256)) * noise, compress_type=0)
        folder.writestr("xl/worksheets/sheet2.xml", sheet.format(main, "".join(rows)))
        folder.writestr(
            "xl/styles.xml",
            f'<styleSheet xmlns="{main}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        )
        folder.writestr(
            "xl/sharedStrings.xml",
            f'<sst xmlns="{main}">{"".join(f"<si><t>{one}</t></si>" for one in texts)}</sst>',
        )
    return made.getvalue()


def test_the_properties_of_features_are_columns() -> None:
    found = read(FEATURES)

    assert (found.form, names(found), found.rows) == ("geojson", ["UPRN", "Ward", "Open", "Gone"], 200)
    assert [datatype_of(column.values) for column in found.columns] == ["integer", "string", "boolean", ""]


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"\x1e"])
def test_a_feature_a_line_is_read(before: bytes) -> None:
    lines = [b'{"type": "Feature", "properties": {"UPRN": %d}, "geometry": null}' % n for n in range(5)]
    found = read(before + (b"\n" + before.strip(b"\xef\xbb\xbf")).join(lines))

    assert (names(found), found.rows) == (["UPRN"], 5)


def test_what_arcgis_calls_features_is_read() -> None:
    found = read(b'{"fields": [{"name": "a"}], "features": [{"attributes": {"UPRN": 1, "Ward": "Ash"}}]}')

    assert (names(found), found.rows) == (["UPRN", "Ward"], 1)


def test_a_document_of_features_may_end_anywhere() -> None:
    first = FEATURES.index(b"geometry")

    for end in range(first, first + 400):
        found = read(FEATURES[:end], whole=False)
        assert names(found)[:2] == ["UPRN", "Ward"]
        assert found.columns[0].values[0] == "100000"


def test_features_without_an_end_to_the_first_are_unfit() -> None:
    body = (
        b'{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"coordinates":['
        + b"[1,2]," * 9_000
    )

    assert reason(body, whole=False).startswith("is GeoJSON whose first feature is longer")


def test_brackets_within_brackets_are_not_followed() -> None:
    assert reason(b'{"features":' + b"[" * 60_000, whole=False) == "is JSON that is nested too deeply"


@pytest.mark.parametrize("inline", [True, False])
def test_a_workbook_tells_the_sheet_with_the_table(inline: bool) -> None:
    found = read(workbook(inline=inline))

    assert (found.form, names(found), found.header, found.rows) == (
        "xlsx",
        ["UPRN", "Ward", "Emptied"],
        1,
        200,
    )
    assert found.columns[2].values[:2] == ("2021-04-01", "2021-04-02")
    assert found.columns[1].values[:3] == ("Ward 0", "Ward 1", "Ward 2")


@pytest.mark.parametrize("noise", [0, 1_000])
def test_a_longer_workbook_is_read_by_a_few_pieces(noise: int) -> None:
    body = workbook(noise=noise)
    pieces = [(0, body[:8_000])]
    asked = 0
    while isinstance(found := read_pieces(pieces, size=len(body)), Wanted):
        pieces.append((found.first, body[found.first : found.first + found.count]))
        asked += 1

    assert isinstance(found, Read), found
    assert (names(found), found.rows, found.whole) == (["UPRN", "Ward", "Emptied"], 200, False)
    assert asked <= 3


def test_a_workbook_whose_size_nobody_tells_is_unfit() -> None:
    assert (
        reason(workbook()[:8_000], whole=False) == "is a workbook that is longer than what is read of a file"
    )


def test_a_workbook_that_swells_is_read_no_further_than_its_bound() -> None:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as folder:
        folder.writestr("[Content_Types].xml", "<Types/>")
        folder.writestr("xl/worksheets/sheet1.xml", b"<worksheet><sheetData>" + b" " * 40_000_000)

    assert reason(made.getvalue()) == "is a workbook without a table"


def sheet_of(cells: str) -> bytes:
    """A workbook of one sheet, by the XML of its rows."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as folder:
        folder.writestr("[Content_Types].xml", "<Types/>")
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        folder.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
        )
    return made.getvalue()


def test_cells_far_below_and_far_to_the_right_are_not_filled_up_to() -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}"><v>7</v></c></row>' for n in range(1, 30)
    )
    below = '<row r="1000000"><c r="C1000000"><v>1</v></c></row>'

    assert read(sheet_of(rows + below)).rows == 29
    right = '<row r="30"><c r="XFD30"><v>1</v></c></row>'
    assert reason(sheet_of(rows + right)) == "is a workbook of more columns than are looked at"


def test_what_gzip_packed_is_read() -> None:
    packed = gzip.compress(CSV.encode())

    assert names(read(packed)) == ["UPRN", "Ward"]
    assert names(read(packed[: len(packed) // 2], whole=False)) == ["UPRN", "Ward"]


@pytest.mark.parametrize("whole", [True, False])
def test_the_first_table_of_a_packed_folder_is_read(whole: bool) -> None:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as folder:
        folder.writestr("bins.csv", CSV)
        folder.writestr("notes.txt", "nothing")
    body = made.getvalue()

    assert names(read(body if whole else body[:4_000], whole=whole)) == ["UPRN", "Ward"]


def test_a_packed_folder_without_a_table_is_unfit() -> None:
    made = BytesIO()
    with ZipFile(made, "w") as folder:
        folder.writestr("wards.shp", b"\0" * 100)

    assert reason(made.getvalue()) == "is a packed folder without a table"


def test_what_was_packed_to_swell_is_unpacked_no_further_than_its_bound() -> None:
    found = read(gzip.compress(b"a,b\n" * 2_000_000)[:65_536], whole=False)

    assert found.rows == 200


@pytest.mark.parametrize(
    "body", [b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"\x1f\x8b\x08", b"\x1f\x8b" + bytes(90)]
)
def test_what_is_packed_and_broken_is_unfit(body: bytes) -> None:
    assert reason(body)

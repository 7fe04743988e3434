"""Small made-up workbooks: as much of XLSX and ODS as a reader needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACK = "http://schemas.openxmlformats.org/package/2006"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def packed(files: Mapping[str, str | bytes]) -> bytes:
    """A packed folder."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as folder:
        for name, content in files.items():
            folder.writestr(name, content)
    return target.getvalue()


def xlsx(sheets: Mapping[str, str | Sequence[Sequence[str]]]) -> bytes:
    """A workbook of sheets: rows of texts (one that begins with "=" becomes a formula whose kept value follows
    behind "→"), or the XML of a sheet's data."""
    names = list(sheets)
    listed = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="r{i}"/>' for i, n in enumerate(names, 1))
    links = "".join(
        f'<Relationship Id="r{i}" Type="{_DOCS}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(names) + 1)
    )
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="application/vnd.openxmlformats-'
        f'officedocument.spreadsheetml.worksheet+xml"/>'
        for i in range(1, len(names) + 1)
    )
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACK}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
            f"{parts}</Types>",
            "_rels/.rels": f'<Relationships xmlns="{_PACK}/relationships"><Relationship Id="r1" '
            f'Type="{_DOCS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCS}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACK}/relationships">{links}</Relationships>',
        }
        | {
            f"xl/worksheets/sheet{i}.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{_data(sheets[name])}'
            "</sheetData></worksheet>"
            for i, name in enumerate(names, 1)
        }
    )


def ods(rows: str) -> bytes:
    """A workbook of one sheet, `rows` being its XML with the prefixes t (table), x (text) and o (office)."""
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f'<o:document-content xmlns:o="{_ODF}:office:1.0" xmlns:t="{_ODF}:table:1.0" '
            f'xmlns:x="{_ODF}:text:1.0"><o:body><o:spreadsheet><t:table t:name="S">{rows}</t:table>'
            "</o:spreadsheet></o:body></o:document-content>",
        }
    )


def ods_row(*cells: str) -> str:
    """A row of texts."""
    inner = "".join(f"<t:table-cell><x:p>{escape(cell)}</x:p></t:table-cell>" for cell in cells)
    return f"<t:table-row>{inner}</t:table-row>"


def _data(rows: str | Sequence[Sequence[str]]) -> str:
    if isinstance(rows, str):
        return rows
    return "".join(
        f'<row r="{n}">{"".join(_cell(f"{chr(65 + i)}{n}", text) for i, text in enumerate(row))}</row>'
        for n, row in enumerate(rows, 1)
    )


def _cell(place: str, text: str) -> str:
    if text.startswith("="):
        formula, _, kept = text[1:].partition("→")
        return f'<c r="{place}" t="str"><f>{escape(formula)}</f><v>{escape(kept)}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'

"""The tables of a dataset as CSVW has them, in the dataset's own graph (https://www.w3.org/TR/tabular-metadata/).

The dataset is the group of its tables: what is said of all files is the group's schema (`csvw:tableSchema`), each
file's own table a `csvw:table` with its address. The first title of a column is what stands in the file, and its name
that title with everything escaped that templates could not bear (clause 5.6). What the vocabulary has no term for is
said by terms of ours: which kind of identifier a column holds (`stook:holds`), in which column a dataset does so most
surely and how that was told (`stook:detection`), the share of sampled rows that leave it empty (`stook:missingShare`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from catalogue.columns.datatypes import DATATYPES
from catalogue.columns.holding import Held, held_in
from catalogue.columns.merging import FileTable, merge_tables
from catalogue.columns.table import Column, Table
from catalogue.iri import read_iri
from catalogue.writing import Quads, link, literal
from vocab.namespaces import CSVW, DCT, PROV, RDF, RDFS, SKOS, STOOK, XSD

MOST_TABLES = 40
"""Tables of one dataset that its graph has; further ones stand on its page of columns."""

_KINDS = "urn:stook:identifier:"
_NAMES = tuple(
    link(one)
    for one in (
        RDF.first,
        RDF.rest,
        CSVW.column,
        CSVW.title,
        CSVW.name,
        CSVW.datatype,
        DCT.description,
        RDF.type,
    )
)
_FIRST, _REST, _COLUMN, _TITLE, _NAME, _DATATYPE, _ABOUT, _TYPE = _NAMES
_NIL = link(RDF.nil)


def column_quads(iri: str, tables: Sequence[Table], *, prefix: str) -> str:
    """The tables of the dataset of that IRI and the identifiers in them, as N-Quads of its graph; the names of blank
    nodes begin with `prefix`."""
    quads = Quads(link(iri), f"{prefix}i")
    for held in held_in(tables):
        _detection(quads, link(iri), held)
    return tables_quads(iri, merge_tables(tables)[:MOST_TABLES], prefix=prefix) + "".join(quads.lines)


def tables_quads(iri: str, tables: Sequence[FileTable], *, prefix: str) -> str:
    """Some tables of the dataset of that IRI, as column_quads has them."""
    quads = Quads(link(iri), prefix)
    for table in tables:
        _table(quads, link(iri), table)
    return "".join(quads.lines)


def to_name(title: str) -> str:
    """A column's title as a name that URI templates may bear: escaped, and not begun by "_", which is the standard's
    own.

    >>> to_name("Tree species"), to_name("_id")
    ('Tree%20species', '%5Fid')
    """
    name = quote(title.encode(errors="replace"), safe="").replace("-", "%2D").replace("~", "%7E")
    return f"%5F{name[1:]}" if name.startswith("_") else name


def _table(quads: Quads, here: str, table: FileTable) -> None:
    schema = quads.blank()
    if table.url and read_iri(table.url):
        node = quads.blank()
        quads.add(here, link(CSVW.table), node)
        quads.add(node, _TYPE, link(CSVW.Table))
        quads.add(node, link(CSVW.url), literal(table.url, datatype=XSD.anyURI))
        quads.add(node, link(CSVW.tableSchema), schema)
        if table.sample:
            _sampled(quads, node, table.sample)
    else:
        quads.add(here, link(CSVW.tableSchema), schema)
    quads.add(schema, _TYPE, link(CSVW.Schema))
    _columns(quads, schema, table.columns)


def _columns(quads: Quads, schema: str, columns: Sequence[Column]) -> None:
    cells = [quads.blank() for _ in columns]
    quads.add(schema, _COLUMN, cells[0] if cells else _NIL)
    for cell, column, rest in zip(cells, columns, (*cells[1:], _NIL), strict=False):
        node = quads.blank()
        quads.add(cell, _FIRST, node)
        quads.add(cell, _REST, rest)
        for term, value in _said(column):
            quads.add(node, term, value)


def _said(column: Column) -> Iterator[tuple[str, str]]:
    yield _TYPE, link(CSVW.Column)
    yield _NAME, literal(to_name(column.name))
    yield _TITLE, literal(column.name)
    if column.title:
        yield _TITLE, literal(column.title)
    if column.datatype in DATATYPES:
        yield _DATATYPE, link(DATATYPES[column.datatype])
    if column.description:
        yield _ABOUT, literal(column.description)
    for kind in dict.fromkeys(found.kind for found in column.detections):
        yield from ((link(STOOK.holds), iri) for iri in _kind(kind))
    if column.missing is not None:
        yield link(STOOK.missingShare), _decimal(column.missing)
    for example in column.examples:
        yield link(SKOS.example), literal(example)


def _sampled(quads: Quads, node: str, sample: Table) -> None:
    """What a file looked like when its first rows were read, as a dialect, and when that was."""
    if sample.at:
        quads.add(node, link(PROV.generatedAtTime), literal(sample.at, datatype=XSD.dateTime))
    if not (sample.encoding or sample.separator):
        return
    dialect = quads.blank()
    quads.add(node, link(CSVW.dialect), dialect)
    quads.add(dialect, _TYPE, link(CSVW.Dialect))
    if sample.encoding:
        quads.add(dialect, link(CSVW.encoding), literal(sample.encoding))
    if sample.separator:
        quads.add(dialect, link(CSVW.delimiter), literal(sample.separator))
    quads.add(dialect, link(CSVW.header), literal("true" if sample.header else "false", datatype=XSD.boolean))
    if sample.header > 1:
        quads.add(
            dialect, link(CSVW.skipRows), literal(str(sample.header - 1), datatype=XSD.nonNegativeInteger)
        )


def _detection(quads: Quads, here: str, held: Held) -> None:
    """That a dataset holds a kind of identifier, in which column the most surely, and how that was told."""
    for kind in _kind(held.kind):
        node = quads.blank()
        quads.add(here, link(STOOK.holds), kind)
        quads.add(here, link(STOOK.detection), node)
        quads.add(node, link(STOOK.holds), kind)
        quads.add(node, link(STOOK.inColumn), literal(held.column))
        quads.add(node, link(STOOK.confidence), _decimal(held.confidence))
        quads.add(node, link(STOOK.toldBy), literal(held.rule.value))
        quads.add(node, link(RDFS.comment), literal(held.reason, "en"))


def _kind(code: str) -> Iterator[str]:
    """The concept of a kind of identifier, where its code is fit for a name."""
    if iri := read_iri(_KINDS + code):
        yield link(iri)


def _decimal(number: float) -> str:
    return literal(f"{number:.4f}".rstrip("0").rstrip(".") or "0", datatype=XSD.decimal)

"""The tables that a DCAT feed describes in CSVW (https://www.w3.org/TR/tabular-metadata/), whoever wrote it.

| said of | is |
|---|---|
| a dataset's `csvw:tableSchema` or `csvw:column` | what the columns of all its files are |
| a distribution's `csvw:tableSchema` or `csvw:column` | what its own are |
| `csvw:table`, of a dataset or a distribution | what those of the file at the table's `csvw:url` are |

Columns stand in an rdf:List, as the context has it, or each on its own, as HealthDCAT-AP's examples do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from catalogue.columns.csvw import to_name
from catalogue.columns.datatypes import name_of_datatype
from catalogue.columns.table import Column, Table
from catalogue.model import Dataset, Distribution
from catalogue.property import with_values
from catalogue.reading import Node, Triples, Value
from harvester.drafting.columns import MOST, to_table
from vocab.namespaces import CSVW, DCAT, DCT, RDF, RDFS

_LEADING = frozenset((CSVW.table, CSVW.tableSchema, CSVW.column))


def without_tables(statements: Iterable[Quad | Triple]) -> Iterator[Quad | Triple]:
    """The statements but those that lead from a thing to its tables, so that no table is kept twice."""
    return (one for one in statements if one.predicate.value not in _LEADING)


def with_tables(dataset: Dataset, subject: Node, triples: Triples) -> Dataset:
    """A dataset with the tables that its document tells of, each at the file that it is of."""
    if not any(next(triples.values(term), None) for term in _LEADING):
        return dataset
    by_file = dict(_by_file(subject, triples))
    parts = tuple(_placed(part, by_file) for part in dataset.distribution)
    own = _schema(subject, triples)
    if own is None and not any(part.table for part in parts):
        own = next(iter(by_file.values()), None)
    return with_values(dataset, distribution=parts, table=own)


def _placed(part: Distribution, by_file: dict[str, Table]) -> Distribution:
    names = (part.iri, *part.download_url, *part.access_url)
    table = next((by_file[name] for name in names if name and name in by_file), None)
    return with_values(part, table=table) if table else part


def _by_file(subject: Node, triples: Triples) -> Iterator[tuple[str, Table]]:
    """Tables by the addresses of files, and by the names of distributions."""
    parts = [
        node for node in triples.about(subject).get(DCAT.distribution, ()) if not isinstance(node, Literal)
    ]
    for holder in (subject, *parts):
        for node in triples.about(holder).get(CSVW.table, ()):
            if not isinstance(node, Literal) and (table := _schema(node, triples)):
                for url in triples.about(node).get(CSVW.url, ()):
                    yield url.value, table
    for part in parts:
        if table := _schema(part, triples):
            said = triples.about(part)
            addresses = (*said.get(DCAT.downloadURL, ()), *said.get(DCAT.accessURL, ()))
            for name in (part, *addresses):
                yield name.value, table


def _schema(node: Node, triples: Triples) -> Table | None:
    """The columns of a thing: of its schema, else its own."""
    said = triples.about(node)
    schemas = [one for one in said.get(CSVW.tableSchema, ()) if not isinstance(one, Literal)]
    for holder in (*schemas, node):
        columns = (
            column
            for value in triples.about(holder).get(CSVW.column, ())
            for column in _members(value, triples)
        )
        if table := to_table(_column(column, triples) for column in columns):
            return table
    return None


def _members(value: Value, triples: Triples) -> Iterator[Node]:
    """The members of a list, in their order, or the thing itself where it is none."""
    seen = 0
    while not isinstance(value, Literal) and seen < MOST:
        said = triples.about(value)
        first, rest = said.get(RDF.first), said.get(RDF.rest)
        if not first:
            if value.value != RDF.nil:
                yield value
            return
        if not isinstance(first[0], Literal):
            yield first[0]
        value, seen = rest[0] if rest else NamedNode(RDF.nil), seen + 1


def _column(node: Node, triples: Triples) -> Column:
    """A column by its name, which is the form for templates of one of its titles; titles have no order in RDF."""
    said = triples.about(node)
    titles = [*_texts(said, CSVW.title), *_texts(said, RDFS.label), *_texts(said, DCT.title)]
    name = next(iter(_texts(said, CSVW.name)), "")
    header = next((one for one in titles if to_name(one) == name), unquote(name) or next(iter(titles), ""))
    datatype = next(iter(said.get(CSVW.datatype, ())), None)
    return Column(
        name=header,
        title=next((one for one in titles if one != header), ""),
        datatype=_datatype(datatype, triples),
        description=next(iter((*_texts(said, DCT.description), *_texts(said, CSVW.describes))), ""),
    )


def _datatype(value: Value | None, triples: Triples) -> str:
    if value is None:
        return ""
    if isinstance(value, BlankNode):
        value = next(iter(triples.about(value).get(CSVW.base, ())), value)
    return name_of_datatype(value.value) or value.value


def _texts(said: dict[str, list[Value]], term: str) -> list[str]:
    return [one.value for one in said.get(term, ()) if isinstance(one, Literal) and one.value.strip()]

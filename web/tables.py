"""Short lists of things for programs: a table in CSV, and a hydra:Collection of the things with their names."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalogue.writing import link, literal
from vocab.namespaces import DCT, HYDRA, RDF, RDFS, XSD
from web.lists import spreadsheet_cell, to_ntriples

Statement = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One thing of a list: its IRI, its class, and what it is called under which property."""

    iri: str
    kind: str
    name: str
    named: str = RDFS.label
    lang: str = ""


def to_table_csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """A header line, then a line a row; what is null is empty."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        values = (row.get(name) for name in columns)
        writer.writerow("" if value is None else spreadsheet_cell(value) for value in values)
    return out.getvalue().encode(errors="replace")


def collection_triples(
    here: str,
    title: str,
    members: Sequence[Member],
    further: Iterable[Statement] = (),
    *,
    total: int | None = None,
) -> bytes:
    """The list at an address with all its members (or, of so many in `total`, those of a page), and what else is said
    of them."""
    count = len(members) if total is None else total
    return to_ntriples(dict.fromkeys((*_collection(here, title, members, count), *further)))


def page_statements(here: str, view: str, following: str | None) -> Iterator[Statement]:
    """That an address holds a page of the list at another, and which comes next
    (https://www.hydra-cg.com/spec/latest/core/#collections)."""
    yield link(here), HYDRA.view, link(view)
    yield link(view), RDF.type, link(HYDRA.PartialCollectionView)
    if following:
        yield link(view), HYDRA.next, link(following)


def _collection(here: str, title: str, members: Sequence[Member], count: int) -> Iterator[Statement]:
    whole = link(here)
    yield whole, RDF.type, link(HYDRA.Collection)
    yield whole, DCT.title, literal(title, "en")
    yield whole, HYDRA.totalItems, literal(str(count), datatype=XSD.integer)
    for one in members:
        yield whole, HYDRA.member, link(one.iri)
        yield link(one.iri), RDF.type, link(one.kind)
        if one.name:
            yield link(one.iri), one.named, literal(one.name, one.lang)

"""A member of a kin as its page shows it: whose it is, what it covers, how fresh, how free, and how to get it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from catalogue.columns.table import Column, Table
from catalogue.document import covered, first_text, formats_of
from catalogue.kin.facts import widest
from catalogue.ledger.columns import columns_of_many
from catalogue.ledger.held import Held, list_held
from catalogue.ledger.kin_lists import Holding
from catalogue.model import Dataset
from catalogue.values import Term
from web.pages.downloads import Way, make_download
from web.pages.facts import FactReader, Value
from web.pages.licence import LicenceLine, make_licence
from web.site import Site
from web.trust.dates import last_change

_FEW = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Get:
    """A way to the data: `label` names the file or its format."""

    label: str
    way: Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One dataset of a kin. `bearer` is the body that has `editions` of it; dates and periods are "" where nobody says
    them; `columns` are those of its widest table."""

    id: str
    bearer: str
    editions: int
    title: str
    lang: str
    state: str
    publisher: Value | None
    areas: tuple[Value, ...]
    period: str
    changed: str
    licence: LicenceLine
    formats: tuple[str, ...]
    gets: tuple[Get, ...]
    standards: tuple[Value, ...]
    columns: tuple[Column, ...]


def read_members(site: Site, connection: Connection, holdings: Sequence[Holding]) -> tuple[Member, ...]:
    """The members in the order given, without those that have gone meanwhile."""
    names = tuple(one.id for one in holdings)
    held, tables = list_held(connection, names), columns_of_many(connection, names)
    reader = FactReader(links=site.links, vocabulary=site.vocabulary)
    return tuple(
        _member(one, held[one.id], tables.get(one.id, ()), reader) for one in holdings if one.id in held
    )


def _member(one: Holding, held: Held, tables: Sequence[Table], reader: FactReader) -> Member:
    dataset = held.snapshot.entry.dataset
    title = first_text(dataset.title)
    return Member(
        id=one.id,
        bearer=one.bearer,
        editions=one.editions,
        title=title or "Without a title",
        lang=next((text.lang for text in dataset.title if text.value == title), ""),
        state=held.state,
        publisher=reader.agent(dataset.publisher) if dataset.publisher else None,
        areas=tuple(_areas(dataset, reader))[:_FEW],
        period=covered(dataset),
        changed=last_change(dataset)[0],
        licence=make_licence(dataset, reader),
        formats=tuple(code.upper() for code in formats_of(dataset, reader.vocabulary)),
        gets=tuple(_gets(dataset, reader))[:_FEW],
        standards=tuple(reader.term(term) for term in dataset.conforms_to if _is_schema(term))[:_FEW],
        columns=widest(tables),
    )


def _areas(dataset: Dataset, reader: FactReader) -> Iterator[Value]:
    for place in dataset.spatial:
        yield from reader.values(place)


def _is_schema(term: Term) -> bool:
    """Whether a standard says anything of columns: systems of coordinates are named as standards too."""
    return "/def/crs/" not in f"{term.iri} {term.word}"


def _gets(dataset: Dataset, reader: FactReader) -> Iterator[Get]:
    """The first way of each file that is a web address."""
    for part in dataset.distribution:
        download = make_download(part, reader)
        way = next((one for one in download.ways if one.link.address), None)
        if way:
            yield Get(label=download.format or download.title, way=way)

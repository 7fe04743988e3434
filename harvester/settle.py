"""Settle: from the portal's words to the catalogue's concepts. The only place where vocabulary enters.

Pure: a draft, its portal and the vocabulary go in; an entry comes out, with the words it was made from and a
finding for each that nobody knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from catalogue.entry import Entry, mint_id
from catalogue.errors import RecordError
from catalogue.finding import Finding
from catalogue.iri import read_iri
from catalogue.model import Dataset, Distribution, Thing
from catalogue.portal import Portal
from catalogue.property import Form, Line, is_blank, said_lines, with_values
from harvester.record import Draft, Record
from harvester.settling.columns import settle_table
from harvester.settling.files import keyed
from harvester.settling.links import settle_link
from harvester.settling.literals import settle_typed
from harvester.settling.notes import Notes
from harvester.settling.periods import settle_periods
from harvester.settling.places import settle_places
from harvester.settling.publisher import settle_agent, settle_publisher
from harvester.settling.terms import implied_formats, settle_term
from harvester.settling.texts import languages, settle_text
from vocab import Vocabulary

T = TypeVar("T", bound=Thing)

_NONE: Mapping[str, tuple[Any, ...]] = MappingProxyType({})


def settle(
    draft: Draft, record: Record, portal: Portal, vocabulary: Vocabulary
) -> tuple[Entry, list[Finding]]:
    """The entry that a draft becomes, and what was noticed on the way.

    Raises RecordError when the record has no title: nobody could find or name it.
    """
    notes = Notes(portal, vocabulary)
    said = draft.dataset
    where_and_when = {
        "spatial": settle_places(said.spatial, notes),
        "temporal": settle_periods(said.temporal, notes),
    }
    dataset = _thing(said, "", notes, where_and_when)
    if not dataset.title:
        raise RecordError(f"the record {record.key!r} has no title")
    texts = languages(dataset)
    dataset = with_values(
        dataset,
        **texts
        | {
            "publisher": settle_publisher(dataset.publisher, dataset.contact_point, notes),
            "creator": tuple(settle_agent(agent, notes, "creator") for agent in dataset.creator),
            "distribution": tuple(keyed(texts["distribution"])),
        },
    )
    entry = Entry(
        id=mint_id(portal.slug, record.key),
        portal=portal.slug,
        key=record.key,
        source=read_iri(record.source) or "",
        dataset=dataset,
        mappings=tuple(dict.fromkeys(notes.mappings)),
    )
    return entry, notes.findings


def _thing(thing: T, place: str, notes: Notes, beforehand: Mapping[str, tuple[Any, ...]] = _NONE) -> T:
    """A thing with each of its values settled; what is left empty is left out.

    `beforehand` holds fields whose values were looked at as a whole, and are now settled one by one like the rest.
    """
    changed: dict[str, Any] = dict(beforehand)
    for line, value in said_lines(thing):
        where = f"{place}.{line.name}" if place else line.name
        said = beforehand.get(line.name, value)
        changed[line.name] = (
            _values(said, line, where, notes) if line.many else _one(said, line, where, notes)
        )
    if thing.iri:
        changed["iri"] = read_iri(thing.iri) or ""
    if isinstance(thing, Dataset | Distribution) and thing.table:
        changed["table"] = settle_table(thing.table)
    if isinstance(thing, Distribution):
        changed |= implied_formats(changed, notes)
    return with_values(thing, **changed)


def _values(values: tuple[Any, ...], line: Line, place: str, notes: Notes) -> tuple[Any, ...]:
    if len(values) == 1:
        settled = _one(values[0], line, f"{place}[0]", notes)
        return () if settled is None else (settled,)
    each = [_one(value, line, f"{place}[{count}]", notes) for count, value in enumerate(values)]
    return tuple(dict.fromkeys(value for value in each if value is not None))


def _one(value: Any, line: Line, place: str, notes: Notes) -> Any:
    form = line.property.form  # the most frequent first; an Enum as the key of a dict is hashed in Python
    if form is Form.LINK:
        return settle_link(value, place, notes)
    if form is Form.TERM:
        return settle_term(value, line, place, notes)
    if form is Form.TEXT:
        return settle_text(value, line, place, notes)
    return _node(value, place, notes) if form is Form.NODE else settle_typed(value, line, place, notes)


def _node(thing: Thing, place: str, notes: Notes) -> Thing | None:
    settled = _thing(thing, place, notes)
    return None if is_blank(settled) else settled

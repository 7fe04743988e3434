"""Settle: from the portal's words to the catalogue's concepts. The only place where vocabulary enters.

Pure: a draft, its portal and the vocabulary go in; an entry comes out, with the words it was made from and a
finding for each that nobody knows.
"""

from __future__ import annotations

from typing import Any, TypeVar, cast

from catalogue.entry import Entry, mint_id
from catalogue.errors import RecordError
from catalogue.finding import Finding
from catalogue.iri import read_iri
from catalogue.model import Distribution, Thing
from catalogue.portal import Portal
from catalogue.property import Form, Line, is_blank, lines, with_values
from harvester.record import Draft, Record
from harvester.settling.files import keyed
from harvester.settling.links import settle_link
from harvester.settling.literals import settle_typed
from harvester.settling.notes import Notes
from harvester.settling.periods import settle_periods
from harvester.settling.places import settle_places
from harvester.settling.publisher import settle_agent, settle_publisher
from harvester.settling.terms import settle_term, with_format
from harvester.settling.texts import settle_text, with_languages
from vocab import Vocabulary

T = TypeVar("T", bound=Thing)


def settle(
    draft: Draft, record: Record, portal: Portal, vocabulary: Vocabulary
) -> tuple[Entry, list[Finding]]:
    """The entry that a draft becomes, and what was noticed on the way.

    Raises RecordError when the record has no title: nobody could find or name it.
    """
    notes = Notes(portal, vocabulary)
    said = draft.dataset
    placed = with_values(
        said, spatial=settle_places(said.spatial, notes), temporal=settle_periods(said.temporal, notes)
    )
    dataset = _thing(placed, "", notes)
    if not dataset.title:
        raise RecordError(f"the record {record.key!r} has no title")
    dataset = with_values(
        with_languages(dataset),
        publisher=settle_publisher(dataset.publisher, dataset.contact_point, notes),
        creator=tuple(settle_agent(agent, notes) for agent in dataset.creator),
        distribution=tuple(keyed(dataset.distribution)),
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


def _thing(thing: T, place: str, notes: Notes) -> T:
    """A thing with each of its values settled; what is left empty is left out."""
    changed: dict[str, Any] = {}
    for line in lines(type(thing)):
        value = getattr(thing, line.name)
        if value is None or value == ():
            continue
        where = f"{place}.{line.name}" if place else line.name
        changed[line.name] = (
            _values(value, line, where, notes) if line.many else _value(value, line, where, notes)
        )
    if thing.iri:
        changed["iri"] = read_iri(thing.iri) or ""
    settled = with_values(thing, **changed)
    return cast(T, with_format(settled, notes)) if isinstance(settled, Distribution) else settled


def _values(values: tuple[Any, ...], line: Line, place: str, notes: Notes) -> tuple[Any, ...]:
    settled = (_value(value, line, f"{place}[{count}]", notes) for count, value in enumerate(values))
    return tuple(dict.fromkeys(value for value in settled if value is not None))


def _value(value: Any, line: Line, place: str, notes: Notes) -> Any:
    match line.property.form:
        case Form.TEXT:
            return settle_text(value, line, place, notes)
        case Form.TERM:
            return settle_term(value, line, place, notes)
        case Form.TYPED:
            return settle_typed(value, line, place, notes)
        case Form.NODE:
            return _node(value, place, notes)
        case Form.LINK:
            return settle_link(value, place, notes)


def _node(thing: Thing, place: str, notes: Notes) -> Thing | None:
    settled = _thing(thing, place, notes)
    return None if is_blank(settled) else settled

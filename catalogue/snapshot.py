"""A snapshot: an entry as compact JSON that the ledger keeps, and back, without loss.

Only what is said is written: a dataset of fifty properties that fills ten takes ten keys.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar

import orjson

from catalogue.columns.table import pack_table, to_table
from catalogue.compact import compact_json
from catalogue.entry import Entry, Mapping
from catalogue.model import CatalogRecord, Dataset, DatasetSeries, Distribution, Thing
from catalogue.property import Form, Line, lines
from catalogue.quality.claims import Claims
from catalogue.values import Term, Text, Typed
from vocab.namespaces import XSD

T = TypeVar("T", bound=Thing)

_DATASET_KINDS: dict[str, type[Dataset]] = {kind.__name__: kind for kind in (Dataset, DatasetSeries)}
_PLAIN = ("iri", "key", "slug")
_MISREAD = "misread"
_TABLE = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """An entry with what the ledger knows of it. Instants are ISO 8601 in UTC; `run` is the number of the
    portal's run that last changed it."""

    entry: Entry
    first_seen: str
    last_changed: str
    run: int
    mapper: str


def pack_entry(entry: Entry) -> bytes:
    """An entry as JSON; the same entry always gives the same bytes."""
    packed: dict[str, Any] = {
        "id": entry.id,
        "portal": entry.portal,
        "key": entry.key,
        "source": entry.source,
        "kind": type(entry.dataset).__name__,
        "dataset": _pack(entry.dataset),
    }
    if entry.claims:
        packed["published"] = _pack_claims(entry.claims)
    # The last, so that catalogue.ledger.aliases need not unpack the rest.
    packed["mappings"] = [[m.property, m.word, m.iri, m.how] for m in entry.mappings]
    return compact_json(packed)


def unpack_entry(body: bytes) -> Entry:
    """The inverse of pack_entry."""
    held = orjson.loads(body)
    return Entry(
        id=held["id"],
        portal=held["portal"],
        key=held["key"],
        source=held["source"],
        dataset=_unpack(_DATASET_KINDS[held["kind"]], held["dataset"]),
        mappings=tuple(Mapping(property=p, word=w, iri=i, how=h) for p, w, i, h in held["mappings"]),
        claims=_claims(held.get("published")),
    )


def squeeze(body: bytes) -> bytes:
    """Bytes for the ledger: zlib at its quickest, a quarter of the size for a twentieth of the road's time."""
    return zlib.compress(body, 1)


def unsqueeze(body: bytes) -> bytes:
    """The inverse of squeeze."""
    return zlib.decompress(body)


def catalog_record(snapshot: Snapshot) -> CatalogRecord:
    """The record's own facts, without the IRIs that depend on where this catalogue lives."""
    return CatalogRecord(
        issued=Typed(snapshot.first_seen, XSD.dateTime),
        modified=Typed(snapshot.last_changed, XSD.dateTime),
        source=(snapshot.entry.source,) if snapshot.entry.source else (),
    )


def with_id(entry: Entry, identifier: str) -> Entry:
    """The same entry under the identifier that the catalogue already gave it."""
    return entry if entry.id == identifier else replace(entry, id=identifier)


def _pack_claims(claims: Claims) -> list[str]:
    whole = (*claims.dataset, _MISREAD) if claims.misread else claims.dataset
    return [" ".join(codes) for codes in (whole, *claims.files)]


def _claims(packed: list[str] | None) -> Claims | None:
    """What the portal's own words claim: the dataset's metrics first; None in snapshots from before it was asked."""
    if not packed:
        return None
    dataset, *files = (tuple(codes.split()) for codes in packed)
    misread = dataset[-1:] == (_MISREAD,)
    return Claims(dataset=dataset[:-1] if misread else dataset, files=tuple(files), misread=misread)


def _pack(thing: Thing) -> dict[str, Any]:
    packed: dict[str, Any] = {name: value for name in _PLAIN if (value := getattr(thing, name, ""))}
    if thing.extra:
        packed["extra"] = thing.extra
    if isinstance(thing, Dataset | Distribution) and thing.table:
        packed[_TABLE] = pack_table(thing.table)
    for line in lines(type(thing)):
        value = getattr(thing, line.name)
        if value is None or value == ():
            continue
        packed[line.name] = [_pack_item(item) for item in value] if line.many else _pack_item(value)
    return packed


def _pack_item(item: Any) -> Any:
    match item:
        case Text(value, lang):
            return [value, lang]
        case Term(word, iri, link):
            return [word, iri, link] if link else [word, iri]
        case Typed(value, datatype):
            return [value, datatype]
        case Thing():
            return _pack(item)
        case _:
            return item


def _unpack(kind: type[T], packed: dict[str, Any]) -> T:
    known = _known(kind)  # type: ignore[arg-type] # a class is hashable; the type checker says otherwise
    fields: dict[str, Any] = {}
    for name, held in packed.items():
        line = known.get(name)
        if line is None:
            fields |= _plain_field(name, held)
        elif line.many:
            fields[name] = tuple([_unpack_item(item, line) for item in held])
        else:
            fields[name] = _unpack_item(held, line)
    return kind(**fields)


@lru_cache(maxsize=64)
def _known(kind: type[Thing]) -> dict[str, Line]:
    """The lines of a class by name: a thing fills ten of fifty, so it is what is packed that is walked."""
    return {line.name: line for line in lines(kind)}


def _plain_field(name: str, held: Any) -> dict[str, Any]:
    """A field that is no line; one that a later model no longer has is left out."""
    if name == "extra":
        return {name: tuple(map(tuple, held))}
    if name == _TABLE:
        return {name: to_table(held)}
    return {name: held} if name in _PLAIN else {}


_VALUES = {Form.TEXT: Text, Form.TERM: Term, Form.TYPED: Typed}


def _unpack_item(item: Any, line: Line) -> Any:
    if line.node is not None:
        return _unpack(line.node, item)
    value = _VALUES.get(line.property.form)
    return value(*item) if value else item

"""Where datasets belong that are alone with their title: looked up by keys, a bounded number of others for each.

A dataset whose subject several publishers have is at home there. One that is alone joins a subject that several have,
else a shorter one that is alone as well and joins nothing itself: so its place depends on titles and columns alone, and
comes out the same bit by bit and anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, RowMapping, func, select, update

from catalogue.kin.facts import Facts, unpack_facts
from catalogue.kin.judging import belongs, keys_of
from catalogue.kin.likeness import Likeness
from catalogue.ledger.chunks import chunks
from catalogue.ledger.columns_schema import kin_keys, kin_members

_MOST: Final = 40  # others of one key that are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class _One:
    """A line of the ledger that may be placed or joined."""

    id: str
    home: str
    kin: str
    why: str
    publisher: str
    facts: Facts


def place(
    connection: Connection, changed: Iterable[str], digests: Iterable[str], homes: Iterable[str]
) -> set[str]:
    """Places anew all that some changed datasets, and the keys and subjects that they had or have, have to do with;
    returns the names of the kins that lost or gained one."""
    near = _reach(connection, set(changed), set(digests), set(homes))
    if not near:
        return set()
    around = _Around(connection, near)
    touched: set[str] = set()
    for one in around.all_of(sorted(near)):
        kin, why, share = _placed(one, around)
        if (kin, why) != (one.kin, one.why):
            touched |= {one.kin, kin}
            values = {"kin": kin, "why": why, "likeness": share}
            connection.execute(update(kin_members).where(kin_members.c.entry_id == one.id).values(values))
    return touched


def _placed(one: _One, around: _Around) -> tuple[str, str, float]:
    """The kin of a dataset, why where it is not that of its own subject, and how alike it is to who is there."""
    if around.is_shared(one.home):
        return one.home, "", 1.0
    accepted = around.accepted(one)
    shared = [(other, likeness) for other, likeness in accepted if around.is_shared(other.home)]
    alone = [(other, likeness) for other, likeness in accepted if _is_wider(other, one)]
    chosen = shared or [each for each in alone if not around.leads_on(each[0])]
    if not chosen:
        return one.home, "", 1.0
    other, likeness = min(chosen, key=lambda each: (-each[1].share, each[0].home, each[0].id))
    return other.home, likeness.why, likeness.share


def _is_wider(other: _One, one: _One) -> bool:
    """Whether a subject that is alone as well may be joined: it says less, else its name is the first."""
    terms, others = len(one.facts.terms), len(other.facts.terms)
    return (others, other.home) < (terms, one.home)


class _Around:
    """The datasets near some others, each read once, with who has which key and how many have which subject."""

    def __init__(self, connection: Connection, ids: set[str]) -> None:
        self._connection = connection
        self._known: dict[str, _One] = {}
        self._near: dict[str, tuple[str, ...]] = {}
        self._shared: dict[str, bool] = {}
        self._read(ids)

    def all_of(self, ids: Sequence[str]) -> list[_One]:
        """Those that have a line."""
        return [self._known[one] for one in ids if one in self._known]

    def accepted(self, one: _One) -> list[tuple[_One, Likeness]]:
        """The datasets of other publishers and subjects that it could be with."""
        if one.id not in self._near:
            self._read({one.id})
        others = (self._known[name] for name in self._near.get(one.id, ()) if name in self._known)
        return [
            (other, likeness)
            for other in others
            if other.publisher != one.publisher
            and other.home != one.home
            and (likeness := belongs(one.facts, other.facts))
        ]

    def leads_on(self, one: _One) -> bool:
        """Whether a dataset that is alone joins another subject itself."""
        return any(self.is_shared(other.home) or _is_wider(other, one) for other, _ in self.accepted(one))

    def is_shared(self, home: str) -> bool:
        """Whether several publishers have a subject by their own titles."""
        if home not in self._shared:
            self._count((home,))
        return self._shared.get(home, False)

    def _read(self, ids: set[str]) -> None:
        self._near |= _neighbours(self._connection, ids)
        wanted = {*ids, *(other for one in ids for other in self._near.get(one, ()))} - self._known.keys()
        self._known |= {one.id: one for one in _lines(self._connection, sorted(wanted))}
        self._count({one.home for one in self._known.values()} - self._shared.keys())

    def _count(self, homes: Iterable[str]) -> None:
        columns = kin_members.c
        for chunk in chunks(sorted(homes)):
            counted = (
                select(columns.home, func.min(columns.publisher) != func.max(columns.publisher))
                .where(columns.home.in_(chunk))
                .group_by(columns.home)
            )
            self._shared |= {home: bool(shared) for home, shared in self._connection.execute(counted)}


def write_keys(connection: Connection, facts: Mapping[str, Facts]) -> set[str]:
    """Gives datasets their keys; returns the digests."""
    lines = [
        {"entry_id": name, "key": key.digest, "kind": key.kind}
        for name, one in sorted(facts.items())
        for key in {key.digest: key for key in reversed(keys_of(one))}.values()
    ]
    if lines:
        connection.execute(kin_keys.insert(), lines)
    return {str(line["key"]) for line in lines}


def keys_held(connection: Connection, ids: Sequence[str]) -> set[str]:
    """The digests of all keys of some datasets."""
    return {
        row.key
        for chunk in chunks(ids)
        for row in connection.execute(select(kin_keys.c.key).where(kin_keys.c.entry_id.in_(chunk)))
    }


def _reach(connection: Connection, changed: set[str], digests: set[str], homes: set[str]) -> set[str]:
    """The datasets with keys that are to be placed: the changed, those that share a key with them or did, those that
    share one with these, and those of the same subjects."""
    reached = _keyed(connection, changed) | _of_homes(connection, homes) | _bearers(connection, digests)
    for _ in range(2 if reached else 0):
        homes = {one.home for one in _lines(connection, sorted(reached))}
        reached |= _of_homes(connection, homes)
        reached |= _bearers(connection, keys_held(connection, sorted(reached)))
    return reached | _placed_of(connection, changed)


def _placed_of(connection: Connection, ids: set[str]) -> set[str]:
    """Those of some datasets that are placed with others, though they may have no keys any more."""
    columns = kin_members.c
    return {
        name
        for chunk in chunks(sorted(ids))
        for name in connection.scalars(
            select(columns.entry_id).where(columns.entry_id.in_(chunk), columns.kin != columns.home)
        )
    }


def _of_homes(connection: Connection, homes: Iterable[str]) -> set[str]:
    """The datasets of subjects that have keys, so many of each at most."""
    columns, found = kin_members.c, set[str]()
    keyed = select(kin_keys.c.entry_id).where(kin_keys.c.entry_id == columns.entry_id).exists()
    place = func.row_number().over(partition_by=columns.home, order_by=columns.entry_id).label("place")
    for chunk in chunks(sorted(homes)):
        inner = select(columns.entry_id, place).where(columns.home.in_(chunk), keyed).subquery()
        found.update(connection.scalars(select(inner.c.entry_id).where(inner.c.place <= _MOST)))
    return found


def _keyed(connection: Connection, ids: Iterable[str]) -> set[str]:
    wanted = sorted(set(ids))
    return {
        row.entry_id
        for chunk in chunks(wanted)
        for row in connection.execute(
            select(kin_keys.c.entry_id).where(kin_keys.c.entry_id.in_(chunk)).distinct()
        )
    }


def _bearers(connection: Connection, digests: Iterable[str]) -> set[str]:
    return {name for names in _by_key(connection, digests).values() for name, _ in names}


def _neighbours(connection: Connection, ids: set[str]) -> dict[str, tuple[str, ...]]:
    """For each dataset those whose whole title is a part of its own, or the other way round, or of its service."""
    own: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for chunk in chunks(sorted(ids)):
        rows = connection.execute(select(kin_keys).where(kin_keys.c.entry_id.in_(chunk)))
        for row in rows:
            own[row.entry_id].append((row.key, row.kind))
    bearers = _by_key(connection, {key for keys in own.values() for key, _ in keys})
    return {
        one: tuple(
            sorted(
                {
                    name
                    for key, kind in keys
                    for name, other in bearers.get(key, ())
                    if name != one and {kind, other} in ({"whole", "part"}, {"service"})
                }
            )
        )
        for one, keys in own.items()
    }


def _by_key(connection: Connection, digests: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """Who has each key, the first so many by identifier."""
    ranked = select(
        kin_keys.c.key,
        kin_keys.c.entry_id,
        kin_keys.c.kind,
        func.row_number().over(partition_by=kin_keys.c.key, order_by=kin_keys.c.entry_id).label("place"),
    )
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for chunk in chunks(sorted(digests)):
        inner = ranked.where(kin_keys.c.key.in_(chunk)).subquery()
        for row in connection.execute(select(inner).where(inner.c.place <= _MOST)):
            found[row.key].append((row.entry_id, row.kind))
    return found


def _lines(connection: Connection, ids: Sequence[str]) -> Iterator[_One]:
    for chunk in chunks(ids):
        wanted = select(kin_members).where(kin_members.c.entry_id.in_(chunk))
        for row in connection.execute(wanted).mappings():
            yield _one(row)


def _one(row: RowMapping) -> _One:
    return _One(
        id=row["entry_id"],
        home=row["home"],
        kin=row["kin"],
        why=row["why"],
        publisher=row["publisher"],
        facts=unpack_facts(row["facts"]),
    )

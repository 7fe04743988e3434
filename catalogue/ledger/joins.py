"""Which datasets of the ledger join with one, by which kind of identifier, in the order of likely use.

However many hold a kind, only some are looked at closely: those about the same area, then those about what is around,
inside and near it, then any; each by one look into an index. Copies of one dataset count once, and never join
themselves; what was withdrawn joins nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, select

from catalogue.identifiers.sketch import overlap
from catalogue.joins.bridges import Way, best_way, sources, ways_from
from catalogue.joins.facts import JoinFacts
from catalogue.joins.kinds import does_join, is_local
from catalogue.joins.nearness import Surroundings
from catalogue.joins.ranking import Candidate, Ranked, Shared, rank, rank_again
from catalogue.ledger.columns import read_sketch
from catalogue.ledger.columns_schema import dataset_identifiers
from catalogue.ledger.holders import Holders
from catalogue.ledger.join_candidates import (
    Given,
    candidates_beside,
    candidates_in,
    candidates_named,
    count_in,
)
from catalogue.ledger.schema import cluster_members

WINDOW, WIDE_WINDOW = 64, 400
"""So many datasets of a kind are put in the order of likely use, the rest follow by area. Where nobody says what the
dataset is about, they are those with most sampled values in common, of so many more that are looked at for it."""

_MOST_AREAS: Final = 300
_MOST_HERE: Final = 10_000
_HELD, _MEMBERS = dataset_identifiers.c, cluster_members.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The dataset that others are to be joined with, and what decides which of them are likely. `cluster` is that of
    its copies, "" where it is alone."""

    id: str
    facts: JoinFacts
    places: Surroundings
    cluster: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnColumn:
    """A kind of identifier that a dataset holds, and its surest column."""

    kind: str
    file: str
    column: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinsBy:
    """The datasets that join by one kind: how many there are, and the first of them. Over a `way` they join after a
    lookup: `own` is then the column that it begins with, or ends at where it is `inbound`."""

    kind: str
    own: OwnColumn
    count: int
    ranked: tuple[Ranked, ...] = ()
    way: Way = ()
    inbound: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Joins:
    """Everything that a dataset joins with: by its own identifiers, the rarest first since it says most; and by others,
    over lookups. `beside` are the kinds that it holds and that do not join."""

    by: tuple[JoinsBy, ...] = ()
    over: tuple[JoinsBy, ...] = ()
    beside: tuple[str, ...] = ()


def joins_of(connection: Connection, subject: Subject, holders: Holders, *, shown: int = 5) -> Joins:
    """The joins of a dataset, of each kind the first so many."""
    own = own_columns(connection, subject.id)
    mine = {one.kind: one for one in own if does_join(one.kind)}
    reached = _reachable(mine)
    counts = _count_others(connection, subject, holders, own, (*mine, *reached))
    by = (
        JoinsBy(
            kind=kind,
            own=column,
            count=counts[kind],
            ranked=list_joins(connection, subject, kind, limit=shown) if counts[kind] else (),
        )
        for kind, column in mine.items()
    )
    over = (
        JoinsBy(kind=kind, own=mine[start], count=counts[kind], way=way, inbound=inbound)
        for kind, (start, way, inbound) in reached.items()
        if counts[kind]
    )
    return Joins(
        by=tuple(sorted(by, key=lambda one: (not one.count, one.count, one.kind))),
        over=tuple(sorted(over, key=lambda one: (len(one.way), one.inbound, -one.count, one.kind))),
        beside=tuple(one.kind for one in own if not does_join(one.kind)),
    )


def reach(connection: Connection, subject: Subject, holders: Holders, kind: str) -> JoinsBy | None:
    """How a dataset joins by one kind, which it holds or to which a lookup leads; None where it does not."""
    own = own_columns(connection, subject.id)
    mine = {one.kind: one for one in own if does_join(one.kind)}
    count = _count_others(connection, subject, holders, own, (kind,))[kind]
    if kind in mine:
        return JoinsBy(kind=kind, own=mine[kind], count=count)
    found = _reachable(mine).get(kind)
    if found is None:
        return None
    start, way, inbound = found
    return JoinsBy(kind=kind, own=mine[start], count=count, way=way, inbound=inbound)


def own_columns(connection: Connection, identifier: str) -> tuple[OwnColumn, ...]:
    """The kinds of identifier that a dataset holds, the surest first."""
    found = (OwnColumn(**row) for row in connection.execute(_OWN, {"own": identifier}).mappings())
    return tuple(sorted(found, key=lambda one: (-one.confidence, one.kind)))


def _count_others(
    connection: Connection,
    subject: Subject,
    holders: Holders,
    own: Iterable[OwnColumn],
    kinds: Sequence[str],
) -> dict[str, int]:
    """With how many datasets one joins by each of some kinds, neither itself nor its copies among them."""
    mine = {one.kind for one in own}
    if subject.cluster:
        wanted = (
            select(_HELD.kind)
            .join(cluster_members, _MEMBERS.entry_id == _HELD.entry_id)
            .where(_MEMBERS.cluster == subject.cluster)
            .distinct()
        )
        mine |= set(connection.scalars(wanted))
    counts = {kind: max(0, holders.once.get(kind, 0) - (kind in mine)) for kind in kinds}
    return counts | {kind: _count_here(connection, subject, kind) for kind in kinds if is_local(kind)}


def _count_here(connection: Connection, subject: Subject, kind: str) -> int:
    """With how many datasets about its own areas one joins by a kind."""
    return count_in(connection, _given(subject, kind), subject.places.own, most=_MOST_HERE)


def list_joins(
    connection: Connection, subject: Subject, kind: str, *, limit: int, offset: int = 0
) -> tuple[Ranked, ...]:
    """Some of the datasets that hold a kind, from a place in their order: those of the window by likely use, then the
    rest."""
    own = read_sketch(connection.scalar(_SKETCH, {"kind": kind, "name": subject.id}))
    window = rank(subject.facts, subject.places, _window(connection, subject, kind, own))
    window = _compared(connection, kind, own, window)
    first = window[offset : offset + limit]
    if len(first) == limit or len(window) < WINDOW or is_local(kind):
        return first
    rest = candidates_beside(
        connection,
        _given(subject, kind),
        [one.candidate.id for one in window],
        limit=limit - len(first),
        offset=max(0, offset - len(window)),
    )
    return (*first, *rank(subject.facts, subject.places, rest))


def _window(connection: Connection, subject: Subject, kind: str, own: Sequence[int]) -> list[Candidate]:
    """The candidates that are looked at closely, each once; `own` is the sketch of the dataset's own values."""
    given, places = _given(subject, kind), subject.places
    if is_local(kind):
        return candidates_in(connection, given, places.own, limit=_MOST_HERE)
    found: dict[str, Candidate] = {}
    if own and not places.own:
        proven = _proven(connection, subject, kind, frozenset(own))
        found |= {one.id: one for one in candidates_named(connection, given, proven)}
    parts: tuple[Iterable[str], ...] = (places.own, places.around, places.inside, places.near)
    for part in parts:
        codes = sorted(part)[:_MOST_AREAS]
        if codes and (room := WINDOW - len(found)):
            found |= {one.id: one for one in candidates_in(connection, given, codes, limit=room)}
    if room := WINDOW - len(found):
        found |= {one.id: one for one in candidates_beside(connection, given, found, limit=room)}
    return list(found.values())


def _proven(connection: Connection, subject: Subject, kind: str, own: frozenset[int]) -> list[str]:
    """The datasets that have most sampled values in common with one, of the first that hold a kind and were sampled."""
    rows = connection.execute(_ANY_SKETCHES, {"kind": kind, "most": WIDE_WINDOW})
    counts = {name: len(own.intersection(read_sketch(body))) for name, body in rows}
    shared = sorted((-count, name) for name, count in counts.items() if count and name != subject.id)
    return [name for _, name in shared[:WINDOW]]


def _given(subject: Subject, kind: str) -> Given:
    return {"own": subject.id, "cluster": subject.cluster, "kind": kind}


def _compared(
    connection: Connection, kind: str, own: Sequence[int], ranked: tuple[Ranked, ...]
) -> tuple[Ranked, ...]:
    """The same in order again, by what their sampled values have in common with the dataset's own."""
    if not own or not ranked:
        return ranked
    names = [one.candidate.id for one in ranked]
    rows = connection.execute(_SKETCHES, {"kind": kind, "names": names})
    found = ((identifier, overlap(own, read_sketch(body))) for identifier, body in rows)
    shared = {
        identifier: Shared(values=one.shared, here=one.of_a, there=one.of_b)
        for identifier, one in found
        if one.of_a and one.of_b
    }
    return rank_again(ranked, shared)


_SKETCH: Final = select(_HELD.sketch).where(
    _HELD.kind == bindparam("kind"), _HELD.entry_id == bindparam("name")
)
_SKETCHES: Final = select(_HELD.entry_id, _HELD.sketch).where(
    _HELD.kind == bindparam("kind"),
    _HELD.entry_id.in_(bindparam("names", expanding=True)),
    _HELD.sketch.is_not(None),
)
_ANY_SKETCHES: Final = (
    select(_HELD.entry_id, _HELD.sketch)
    .where(_HELD.kind == bindparam("kind"), _HELD.sketch.is_not(None))
    .order_by(_HELD.entry_id)
    .limit(bindparam("most"))
)
_OWN: Final = select(_HELD.kind, _HELD.file, _HELD.column, _HELD.confidence).where(
    _HELD.entry_id == bindparam("own")
)


def _reachable(mine: Mapping[str, OwnColumn]) -> dict[str, tuple[str, Way, bool]]:
    """The kinds that a dataset does not hold and that lookups lead to or from: the own kind at its end, the way, and
    whether it leads to the own kind."""
    found: dict[str, tuple[str, Way, bool]] = {}
    out = {code for kind in mine for code in ways_from(kind)}
    for code in sorted(one for one in out - mine.keys() if does_join(one)):
        way = best_way(mine, code)
        found[code] = (way[0].source, way, False)
    for code in sorted(one for one in sources() - mine.keys() - found.keys() if does_join(one)):
        ways = [(ways_from(code)[kind], kind) for kind in sorted(mine) if kind in ways_from(code)]
        if ways:
            way, kind = min(ways, key=lambda one: len(one[0]))
            found[code] = (kind, way, True)
    return found

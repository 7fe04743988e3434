"""Which datasets of the ledger join with one, by which kind of identifier, in the order of likely use.

However many hold a kind, only some are looked at closely: those about the same area, then those about what is around,
inside and near it, then any; each by one look into an index. Copies of one dataset count once, and never join
themselves; what was withdrawn joins nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, exists, func, or_, select

from catalogue.joins.bridges import Way, best_way, sources, ways_from
from catalogue.joins.facts import JoinFacts, from_columns
from catalogue.joins.kinds import does_join
from catalogue.joins.nearness import Surroundings
from catalogue.joins.ranking import Candidate, Ranked, rank
from catalogue.ledger.columns_schema import dataset_identifiers, dataset_tables
from catalogue.ledger.schema import cluster_members, entries

WINDOW = 160
"""So many datasets of a kind are put in the order of likely use; the rest follow by their identifiers."""

_EACH = 80  # of the window at most from one of its parts
_MOST_AREAS = 300

_HELD, _FACTS, _MEMBERS = dataset_identifiers.c, dataset_tables.c, cluster_members.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The dataset that others are to be joined with, and what decides which of them are likely."""

    id: str
    facts: JoinFacts
    places: Surroundings


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnColumn:
    """A kind of identifier that a dataset holds, and its surest column; `sampled` values of it are known by digests."""

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
    ranked: tuple[Ranked, ...]
    way: Way = ()
    inbound: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Joins:
    """Everything that a dataset joins with: by its own identifiers, the rarest first since it says most; and by
    others, over lookups. `beside` are the kinds that it holds and that do not join."""

    by: tuple[JoinsBy, ...] = ()
    over: tuple[JoinsBy, ...] = ()
    beside: tuple[str, ...] = ()


def joins_of(connection: Connection, subject: Subject, *, shown: int = 5) -> Joins:
    """The joins of a dataset, of each kind the first so many."""
    own = own_columns(connection, subject.id)
    mine = {one.kind: one for one in own if does_join(one.kind)}
    reached = _reachable(mine)
    counts = count_joins(connection, subject.id, [*mine, *reached])
    by = [
        JoinsBy(
            kind=kind,
            own=column,
            count=counts.get(kind, 0),
            ranked=list_joins(connection, subject, kind, limit=shown) if counts.get(kind) else (),
        )
        for kind, column in mine.items()
    ]
    over = [
        JoinsBy(kind=kind, own=mine[start], count=counts[kind], ranked=(), way=way, inbound=inbound)
        for kind, (start, way, inbound) in reached.items()
        if counts.get(kind)
    ]
    return Joins(
        by=tuple(sorted(by, key=lambda one: (not one.count, one.count, one.kind))),
        over=tuple(sorted(over, key=lambda one: (len(one.way), one.inbound, -one.count, one.kind))),
        beside=tuple(one.kind for one in own if not does_join(one.kind)),
    )


def own_columns(connection: Connection, identifier: str) -> tuple[OwnColumn, ...]:
    """The kinds of identifier that a dataset holds, the surest first."""
    columns = (_HELD.kind, _HELD.file, _HELD.column, _HELD.confidence)
    wanted = (
        select(*columns).where(_HELD.entry_id == identifier).order_by(_HELD.confidence.desc(), _HELD.kind)
    )
    return tuple(OwnColumn(**row) for row in connection.execute(wanted).mappings())


def count_joins(connection: Connection, identifier: str, kinds: Sequence[str]) -> dict[str, int]:
    """With how many datasets one joins by each of some kinds; kinds with none are left out."""
    wanted = (
        select(_HELD.kind, func.count())
        .select_from(dataset_identifiers.outerjoin(cluster_members, _MEMBERS.entry_id == _HELD.entry_id))
        .where(_HELD.kind.in_(kinds), *_others(connection, identifier))
        .group_by(_HELD.kind)
    )
    return {kind: int(count) for kind, count in connection.execute(wanted)}


def list_joins(
    connection: Connection, subject: Subject, kind: str, *, limit: int, offset: int = 0
) -> tuple[Ranked, ...]:
    """Some of the datasets that hold a kind, from a place in their order: those of the window by likely use, then the
    rest."""
    window = rank(subject.facts, subject.places, _window(connection, subject, kind))
    first = window[offset : offset + limit]
    if len(first) == limit or len(window) < WINDOW:
        return first
    rest = (
        _candidates(connection, subject.id, kind)
        .where(_HELD.entry_id.not_in([one.candidate.id for one in window]))
        .order_by(_HELD.entry_id)
        .limit(limit - len(first))
        .offset(max(0, offset - len(window)))
    )
    return (*first, *rank(subject.facts, subject.places, _read(connection, rest)))


def _window(connection: Connection, subject: Subject, kind: str) -> list[Candidate]:
    """The candidates that are looked at closely, each once."""
    found: dict[str, Candidate] = {}
    places = subject.places
    parts: tuple[Iterable[str], ...] = (places.own, places.around, places.inside, places.near)
    for part in parts:
        codes = sorted(part)[:_MOST_AREAS]
        room = min(_EACH, WINDOW - len(found))
        if codes and room:
            wanted = _candidates(connection, subject.id, kind).where(_HELD.area.in_(codes)).limit(room)
            found |= {one.id: one for one in _read(connection, wanted)}
    if room := WINDOW - len(found):
        wanted = _candidates(connection, subject.id, kind).where(_HELD.entry_id.not_in(list(found)))
        found |= {one.id: one for one in _read(connection, wanted.limit(room))}
    return list(found.values())


def _candidates(connection: Connection, identifier: str, kind: str) -> Select[tuple[object, ...]]:
    joined = (
        dataset_identifiers.join(entries, entries.c.id == _HELD.entry_id)
        .outerjoin(dataset_tables, _FACTS.entry_id == _HELD.entry_id)
        .outerjoin(cluster_members, _MEMBERS.entry_id == _HELD.entry_id)
    )
    told = (_FACTS.areas, _FACTS.years, _FACTS.themes, _FACTS.licence, _FACTS.openness, _FACTS.modified)
    own = (_HELD.entry_id, _HELD.column, _HELD.file, _HELD.confidence, _HELD.portal, _HELD.publisher)
    return (
        select(*own, entries.c.title, *(func.coalesce(one, "").label(one.name) for one in told))
        .select_from(joined)
        .where(_HELD.kind == kind, entries.c.state != "withdrawn", *_others(connection, identifier))
    )


def _others(connection: Connection, identifier: str) -> tuple[ColumnElement[bool], ...]:
    """Neither the dataset itself nor a copy of it, and of the copies of another only the first that holds the kind."""
    own = connection.scalar(select(_MEMBERS.cluster).where(_MEMBERS.entry_id == identifier)) or ""
    first, member = dataset_identifiers.alias(), cluster_members.alias()
    before = exists(
        select(first.c.entry_id)
        .join(member, member.c.entry_id == first.c.entry_id)
        .where(
            member.c.cluster == _MEMBERS.cluster,
            member.c.standing < _MEMBERS.standing,
            first.c.kind == _HELD.kind,
        )
    )
    alone = or_(_MEMBERS.cluster.is_(None), _MEMBERS.cluster == "")
    return _HELD.entry_id != identifier, or_(alone, (_MEMBERS.cluster != own) & ~before)


def _read(connection: Connection, wanted: Select[tuple[object, ...]]) -> list[Candidate]:
    return [_candidate(row) for row in connection.execute(wanted).mappings()]


def _candidate(row: RowMapping) -> Candidate:
    return Candidate(
        id=row["entry_id"],
        title=row["title"],
        portal=row["portal"],
        column=row["column"],
        file=row["file"],
        confidence=row["confidence"],
        facts=from_columns(row),  # type: ignore[arg-type] # its keys are text
    )


def _reachable(mine: Mapping[str, OwnColumn]) -> dict[str, tuple[str, Way, bool]]:
    """The kinds that a dataset does not hold and that lookups lead to or from: the own kind at its end, the way, and
    whether it leads to the own kind."""
    found: dict[str, tuple[str, Way, bool]] = {}
    out = {code for kind in mine for code in ways_from(kind)}
    for code in sorted(code for code in out - mine.keys() if does_join(code)):
        way = best_way(mine, code)
        found[code] = (way[0].source, way, False)
    for code in sorted(one for one in sources() - mine.keys() - found.keys() if does_join(one)):
        ways = [(ways_from(code)[kind], kind) for kind in mine if kind in ways_from(code)]
        if ways:
            way, kind = min(ways, key=lambda one: len(one[0]))
            found[code] = (kind, way, True)
    return found

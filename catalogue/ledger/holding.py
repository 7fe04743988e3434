"""What is held back until a person has looked: removals, changes that lose much, and floods of additions.

The last good version goes on being served. What is held falls away by itself when the portal lists it as before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    delete,
    false,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from catalogue.ledger.book import Book
from catalogue.ledger.portals import portal_id
from catalogue.ledger.schema import entries, gathered, held_back, runs
from catalogue.ledger.undecided import count_undecided
from catalogue.ledger.withdrawal import withdraw_entries
from catalogue.quarantine import Bounds, Fill, Filled, bounds_of, halved, words_for

_LEARNED_FROM = 5  # complete runs


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """One thing that a person must look at. `kind` is "removal", "change" or "addition"; `dataset` is the identifier
    here, "" for an addition; `since` the instant of the run that held it first; `decision` "", "release" or "keep"."""

    kind: str
    key: str
    dataset: str
    title: str
    reason: str
    run: int
    since: str
    decision: str


def list_held_back(
    connection: Connection, slug: str, *, kind: str = "", limit: int = 10_000
) -> tuple[HeldBack, ...]:
    """What is held back of a portal, the undecided first, then by kind and title."""
    names = ("kind", "key", "title", "reason", "run", "since", "decision")
    wanted = (
        select(*(held_back.c[name] for name in names), held_back.c.entry_id.label("dataset"))
        .where(held_back.c.portal_id == portal_id(connection, slug))
        .order_by(held_back.c.decision, held_back.c.kind.desc(), held_back.c.title, held_back.c.key)
        .limit(limit)
    )
    rows = connection.execute(wanted.where(held_back.c.kind == kind) if kind else wanted).mappings()
    return tuple(HeldBack(**row) for row in rows)


def list_held_removals(connection: Connection, slug: str, *, limit: int = 10_000) -> tuple[HeldBack, ...]:
    """The datasets that would be gone if nobody had to look first."""
    return list_held_back(connection, slug, kind="removal", limit=limit)


def count_held_back(connection: Connection, slug: str = "") -> dict[str, int]:
    """How much waits for a person, by the portal's slug; of one portal if given."""
    return count_undecided(connection, held_back, slug)


def release_held(connection: Connection, slug: str, *, kind: str = "", now: str) -> dict[str, int]:
    """Lets through what is held, of one kind if given: removals at once, since a person has looked; changes and
    additions at the next harvest, which brings them again. Returns how many of each kind."""
    mine = _undecided(connection, slug, kind)
    counted = _by_kind(connection, mine)
    gone = list(connection.scalars(select(held_back.c.entry_id).where(mine, held_back.c.kind == "removal")))
    withdraw_entries(connection, gone, now=now)
    connection.execute(delete(held_back).where(mine, held_back.c.kind == "removal"))
    connection.execute(update(held_back).where(mine).values(decision="release"))
    return counted


def keep_held(connection: Connection, slug: str, *, kind: str = "") -> dict[str, int]:
    """Leaves everything as it is, of one kind if given, and asks no more about it; returns how many of each kind."""
    mine = _undecided(connection, slug, kind)
    counted = _by_kind(connection, mine)
    connection.execute(update(held_back).where(mine).values(decision="keep"))
    return counted


def _undecided(connection: Connection, slug: str, kind: str) -> ColumnElement[bool]:
    mine = and_(held_back.c.portal_id == portal_id(connection, slug), held_back.c.decision == "")
    return mine & (held_back.c.kind == kind) if kind else mine


def count_by_kind(connection: Connection, slug: str) -> dict[str, int]:
    """How much waits for a person of each kind."""
    return _by_kind(connection, _undecided(connection, slug, ""))


def _by_kind(connection: Connection, mine: ColumnElement[bool]) -> dict[str, int]:
    wanted = select(held_back.c.kind, func.count()).where(mine).group_by(held_back.c.kind)
    return {kind: count for kind, count in connection.execute(wanted)}


def learn_bounds(book: Book) -> Bounds:
    """How many records the portal may list, by its settings or by its last five complete runs."""
    listed = runs.c.counts["listed"].as_integer()
    wanted = (
        select(listed)
        .where(runs.c.portal_id == book.run.portal_id, runs.c.finished != "", listed.is_not(None))
        .order_by(runs.c.id.desc())
        .limit(_LEARNED_FROM)
    )
    return bounds_of(book.portal.settings, list(book.connection.scalars(wanted)))


def hold_removals(book: Book, gone: ColumnElement[bool], reason: str) -> None:
    """Lists the datasets that would go."""
    names = (entries.c.key, entries.c.id.label("entry_id"), entries.c.title)
    _hold(book, "removal", select(*names).where(gone), reason)


def forget_removals(book: Book) -> None:
    """No removal is held any more, save what a person has decided to keep."""
    _drop(book, "removal", but=select(entries.c.key).where(false()))


def hold_changes(book: Book) -> None:
    """Keeps back changes that take away what far fewer datasets would then have; see catalogue.quarantine."""
    lost = halved(_held_fill(book), _listed_fill(book))
    released, kept = (gathered.c.key.in_(_decided(book, "change", told)) for told in ("release", "keep"))
    losing = or_(false(), *(_loses(flag) for flag in lost)) & ~released
    chosen = (
        select(gathered.c.key)
        .join(entries, book.mine & (entries.c.key == gathered.c.key))
        .where(_outcome(book, "read"), entries.c.state != "withdrawn")
        .where(losing | (kept & or_(*(_loses(flag) for flag in Filled))))
    )
    _put_aside(book, chosen, "held")
    wanted = (
        select(gathered.c.key, entries.c.id.label("entry_id"), entries.c.title)
        .join(entries, book.mine & (entries.c.key == gathered.c.key))
        .where(_outcome(book, "held"))
    )
    _hold(book, "change", wanted, f"{words_for(lost)} would go")


def hold_additions(book: Book, bounds: Bounds, *, listed: int) -> None:
    """Keeps back what is new where a portal lists more than it may."""
    if bounds.most is not None and listed > bounds.most:
        chosen = (
            select(gathered.c.key)
            .outerjoin(entries, book.mine & (entries.c.key == gathered.c.key))
            .where(_outcome(book, "read"), entries.c.id.is_(None))
            .where(gathered.c.key.not_in(_decided(book, "addition", "release")))
        )
        _put_aside(book, chosen, "over")
    wanted = select(gathered.c.key, literal("").label("entry_id"), gathered.c.title).where(
        _outcome(book, "over")
    )
    _hold(book, "addition", wanted, f"{listed:,} are listed; at most {bounds.most or 0:,} were expected")


def _put_aside(book: Book, keys: Select[Any], outcome: str) -> None:
    """What this run does not commit."""
    aside = update(gathered).where(gathered.c.run_id == book.run.id, gathered.c.key.in_(keys))
    count = book.connection.execute(aside.values(outcome=outcome)).rowcount
    if count:
        book.counts["held_changes" if outcome == "held" else "held_additions"] = count


def _hold(book: Book, kind: str, wanted: Select[Any], reason: str) -> None:
    """Puts what is held now in the place of the list of the run before; what stays keeps since when it is held."""
    _drop(book, kind, but=select(wanted.subquery().c.key))
    told = {"reason": reason, "run": book.run.number}
    book.connection.execute(update(held_back).where(_of_kind(book, kind)).values(**told))
    found = wanted.subquery()
    there = select(held_back.c.key).where(_of_kind(book, kind))
    fixed = {"portal_id": book.run.portal_id, "kind": kind, "since": book.now, "decision": ""} | told
    more = [literal(value).label(name) for name, value in fixed.items()]
    rows = select(found.c.key, found.c.entry_id, found.c.title, *more).where(found.c.key.not_in(there))
    book.connection.execute(insert(held_back).from_select(["key", "entry_id", "title", *fixed], rows))


def _drop(book: Book, kind: str, *, but: Select[Any]) -> None:
    """Forgets what is held no longer. What this run did not meet stays where absence says nothing, and a removal
    that a person has decided against stays as long as the dataset is not listed."""
    settled = _of_kind(book, kind) & held_back.c.key.not_in(but)
    met = held_back.c.key.in_(select(gathered.c.key).where(gathered.c.run_id == book.run.id))
    if kind == "removal":
        settled &= met | (held_back.c.decision != "keep")
    elif not book.knows_absence:
        settled &= met
    book.connection.execute(delete(held_back).where(settled))


def _held_fill(book: Book) -> Fill:
    """What the datasets held have."""
    having = [_sum(entries.c.filled.bitwise_and(flag.value) != 0) for flag in Filled]
    wanted = (
        select(func.count(), *having).select_from(entries).where(book.mine, entries.c.state != "withdrawn")
    )
    count, *sums = book.connection.execute(wanted).one()
    return Fill(datasets=count, having=dict(zip(Filled, sums, strict=True)), losing={})


def _listed_fill(book: Book) -> Fill:
    """What datasets would have after this run, and what would be taken away. Of a run that knows what is gone these
    are the records that it met; of another also what it did not meet, since a few changes are no sample of a portal."""
    filled = case((gathered.c.outcome == "read", gathered.c.filled), else_=entries.c.filled)
    having = [_sum(filled.bitwise_and(flag.value) != 0) for flag in Filled]
    losing = [_sum((gathered.c.outcome == "read") & _loses(flag)) for flag in Filled]
    counted = select(func.count(), *having, *losing)
    of_run = gathered.c.run_id == book.run.id
    if book.knows_absence:
        mine = book.mine & (entries.c.key == gathered.c.key)
        met = of_run & gathered.c.outcome.in_(("read", "same"))
        wanted = counted.select_from(gathered).outerjoin(entries, mine).where(met)
    else:
        told = of_run & (entries.c.key == gathered.c.key)
        wanted = (
            counted.select_from(entries)
            .outerjoin(gathered, told)
            .where(book.mine, entries.c.state != "withdrawn")
        )
    count, *sums = book.connection.execute(wanted).one()
    half = len(having)
    return Fill(
        datasets=count,
        having=dict(zip(Filled, sums[:half], strict=True)),
        losing=dict(zip(Filled, sums[half:], strict=True)),
    )


def _sum(told: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((told, 1), else_=0)), 0)


def _loses(flag: Filled) -> ColumnElement[bool]:
    """Whether a record would take away what the dataset has."""
    has = entries.c.filled.bitwise_and(flag.value) != 0
    return has & (gathered.c.filled.bitwise_and(flag.value) == 0)


def _outcome(book: Book, outcome: str) -> ColumnElement[bool]:
    return and_(gathered.c.run_id == book.run.id, gathered.c.outcome == outcome)


def _of_kind(book: Book, kind: str) -> ColumnElement[bool]:
    return and_(held_back.c.portal_id == book.run.portal_id, held_back.c.kind == kind)


def _decided(book: Book, kind: str, decision: str) -> Select[Any]:
    return select(held_back.c.key).where(_of_kind(book, kind), held_back.c.decision == decision)

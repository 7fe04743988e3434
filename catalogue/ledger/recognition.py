"""Recognition: before a run is committed, its new keys are held against what it did not meet.

A complete run knows what is gone. What it is certain of takes its new key; of what is doubtful, or follows from a move
of the portal, nothing is done but to propose it: the record waits, and the dataset stays as it was.

A partial run, or one that asked for changes only, does not know what is gone: a dataset that it did not meet may stand
on a page that it did not read. A new record that looks like such a dataset waits for a run that knows. Adding it would
show one dataset twice, and renaming the old one could take the name of a dataset that is still listed; while it waits
nothing is lost, since what it may be is served as before. A record that looks like nothing held is added at once.

Sets are compared in SQL, and snapshots are unpacked only where something is gone and something new; of each there
remain some numbers (catalogue.identity.traces).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, exists, insert, literal, or_, select, update

from catalogue.clock import shifted
from catalogue.identity.matching import Pair, match_traces
from catalogue.identity.traces import Clue, Trace, kind_of, trace_of
from catalogue.ledger.book import Book
from catalogue.ledger.renaming import Renaming, rename
from catalogue.ledger.schema import changes, entries, former_keys, gathered, matches, runs
from catalogue.snapshot import unpack_entry, unsqueeze

_REMEMBERED = timedelta(days=366)  # how long a withdrawn dataset may still come back under another name
_CHUNK = 400
_STREAMED = 500


def recognise(book: Book) -> None:
    """Gives datasets that are listed under new keys their keys, and lets wait what a person must decide."""
    pairs: tuple[Pair, ...] = ()
    if _any(book, _new(book)) and _any(book, _unmet(book)):
        _follow_former_keys(book)
        pairs = _matched(book)
    if book.knows_absence:
        _apply(book, pairs)
    else:
        _wait(book, gathered.c.key.in_(select(matches.c.key).where(_mine(book), matches.c.decision == "")))
        _wait_for(book, [pair.come for pair in pairs])


def _new(book: Book, *columns: ColumnElement[Any]) -> Select[Any]:
    """What the run read under keys that no dataset has."""
    return (
        select(gathered.c.key, *columns)
        .outerjoin(entries, book.mine & (entries.c.key == gathered.c.key))
        .where(gathered.c.run_id == book.run.id, gathered.c.outcome == "read", entries.c.id.is_(None))
    )


def _unmet(book: Book, *columns: ColumnElement[Any]) -> Select[Any]:
    """The datasets that the run did not meet. One withdrawn long ago has been forgotten."""
    remembered = or_(entries.c.state != "withdrawn", entries.c.last_changed > shifted(book.now, -_REMEMBERED))
    return select(entries.c.key, *columns).where(book.mine, remembered, *(~met for met in _met(book)))


def _met(book: Book) -> tuple[ColumnElement[bool], ...]:
    """That a dataset's record was read, or was there and could not be read."""
    names = entries.c.key, literal("rejected:").concat(entries.c.key)
    return tuple(exists().where(gathered.c.run_id == book.run.id, gathered.c.key == name) for name in names)


def _any(book: Book, wanted: Select[Any]) -> bool:
    return book.connection.execute(wanted.limit(1)).first() is not None


def _follow_former_keys(book: Book) -> None:
    """A key that a dataset had before is its key again, unless the one it has now is listed too."""
    named = _new(book).subquery()
    wanted = (
        select(former_keys.c.key, entries.c.id, entries.c.key.label("present"))
        .join(named, named.c.key == former_keys.c.key)
        .join(entries, entries.c.id == former_keys.c.entry_id)
        .where(former_keys.c.portal_id == book.run.portal_id, *(~met for met in _met(book)))
        .order_by(former_keys.c.at, former_keys.c.key)
    )
    found = {row.id: row for row in book.connection.execute(wanted)}
    if book.knows_absence:
        evidence = "the name that it had here before"
        _rename(
            book,
            [
                Renaming(entry=row.id, old=row.present, new=row.key, evidence=evidence)
                for row in found.values()
            ],
        )
    else:
        _wait_for(book, [row.key for row in found.values()])


def _matched(book: Book) -> tuple[Pair, ...]:
    """The pairs of this run. A run that asked for changes only met next to nothing, so that it looks at datasets of
    the same titles alone: to unpack all of a large portal for each new record would take seconds."""
    come = list(_traces(book, _new(book, gathered.c.entry, gathered.c.position)))
    held = _unmet(book, changes.c.snapshot, entries.c.position).join(changes, changes.c.n == entries.c.change)
    if not book.run.full:
        held = held.where(
            entries.c.title.in_(_new(book, gathered.c.title).with_only_columns(gathered.c.title))
        )
    asked = _clues(come)
    gone = [trace for trace in _traces(book, held) if not asked.isdisjoint(trace.clues)]
    both = _clues(gone) & asked
    never = {(gone, come) for gone, come in book.connection.execute(_refused(book))}
    return match_traces(gone, come, staying=_staying(book, both), never=never) if both else ()


def _traces(book: Book, wanted: Select[Any]) -> Iterator[Trace]:
    rows = book.connection.execute(wanted, execution_options={"yield_per": _STREAMED})
    for key, packed, position in rows:
        yield trace_of(key, unpack_entry(unsqueeze(packed)).dataset, position=position)


def _clues(traces: Sequence[Trace]) -> set[int]:
    return {clue for trace in traces for clue in trace.clues if kind_of(clue) is not Clue.ISSUED}


def _staying(book: Book, asked: set[int]) -> set[int]:
    """Which of some clues datasets have that are still listed under their own keys."""
    wanted = (
        select(entries.c.key, changes.c.snapshot, entries.c.position)
        .join(gathered, (gathered.c.run_id == book.run.id) & (gathered.c.key == entries.c.key))
        .join(changes, changes.c.n == entries.c.change)
        .where(book.mine)
    )
    return {clue for trace in _traces(book, wanted) for clue in trace.clues if clue in asked}


def _refused(book: Book) -> Select[Any]:
    return (
        select(entries.c.key, matches.c.key)
        .join(entries, entries.c.id == matches.c.entry_id)
        .where(_mine(book), matches.c.decision == "rejected")
    )


def _apply(book: Book, pairs: Sequence[Pair]) -> None:
    """What is certain is renamed, what is not is proposed. A dataset withdrawn before comes back for certain or not."""
    held = _known(book, [pair.gone for pair in pairs])
    certain, doubtful = [], []
    for pair in pairs:
        if not pair.doubt and not held[pair.gone]["moved"]:
            certain.append(pair)
        elif held[pair.gone]["state"] != "withdrawn":
            doubtful.append(pair)
    _rename(
        book,
        [
            Renaming(entry=held[pair.gone]["id"], old=pair.gone, new=pair.come, evidence=pair.evidence)
            for pair in certain
        ],
    )
    _propose(book, [_proposal(pair, held[pair.gone]) for pair in doubtful])
    _wait_for(book, [pair.come for pair in doubtful])


def _known(book: Book, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
    """By key: a dataset's identifier and state, and whether it was last met before the portal moved."""
    moved = runs.c.site.is_not(None) & runs.c.site.not_in(("", book.portal.site))
    wanted = (
        select(entries.c.key, entries.c.id, entries.c.state, moved.label("moved"))
        .outerjoin(runs, runs.c.id == entries.c.last_run)
        .where(book.mine)
    )
    return {
        row["key"]: dict(row)
        for start in range(0, len(keys), _CHUNK)
        for row in book.connection.execute(
            wanted.where(entries.c.key.in_(keys[start : start + _CHUNK]))
        ).mappings()
    }


def _rename(book: Book, made: Sequence[Renaming]) -> None:
    rename(book.connection, book.run.portal_id, made, run=book.run.number, now=book.now)
    book.counts.update({"recognised": len(made)} if made else {})


def _proposal(pair: Pair, held: dict[str, Any]) -> dict[str, Any]:
    plain = {"key": pair.come, "evidence": pair.evidence, "doubt": pair.doubt}
    return plain | {"entry_id": held["id"], "moved": bool(held["moved"]), "decision": ""}


def _propose(book: Book, made: Sequence[dict[str, Any]]) -> None:
    """Puts the proposals of this run in the place of earlier ones; one that was made before keeps since when."""
    named = book.mine & (entries.c.key == matches.c.key)
    done = (matches.c.decision == "rejected") & exists().where(named)
    since = select(matches.c.key, matches.c.entry_id, matches.c.since).where(_mine(book))
    before = {(key, entry): told for key, entry, told in book.connection.execute(since)}
    told = select(gathered.c.key).where(gathered.c.run_id == book.run.id, gathered.c.outcome == "same")
    open_ = (matches.c.decision == "") & matches.c.key.not_in(told)  # the portal's answer was one remembered
    book.connection.execute(delete(matches).where(_mine(book), or_(open_, done)))
    common = {"portal_id": book.run.portal_id, "run": book.run.number, "title": ""}
    rows = [one | common | {"since": before.get((one["key"], one["entry_id"]), book.now)} for one in made]
    if rows:
        book.connection.execute(
            delete(matches).where(_mine(book), matches.c.key.in_([one["key"] for one in rows]))
        )
        book.connection.execute(insert(matches), rows)
        title = select(gathered.c.title).where(
            gathered.c.run_id == book.run.id, gathered.c.key == matches.c.key
        )
        book.connection.execute(update(matches).where(_mine(book)).values(title=title.scalar_subquery()))


def _mine(book: Book) -> ColumnElement[bool]:
    return matches.c.portal_id == book.run.portal_id


def _wait_for(book: Book, keys: Sequence[str]) -> None:
    for start in range(0, len(keys), _CHUNK):
        _wait(book, gathered.c.key.in_(keys[start : start + _CHUNK]))


def _wait(book: Book, those: ColumnElement[bool]) -> None:
    """Records that this run does not commit."""
    read = and_(gathered.c.run_id == book.run.id, gathered.c.outcome == "read")
    count = book.connection.execute(update(gathered).where(read, those).values(outcome="waiting")).rowcount
    book.counts.update({"waiting": count} if count else {})

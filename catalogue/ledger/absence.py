"""What a complete run did not meet: missing, withdrawn after the grace, or held back for a person to see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select, update

from catalogue.comparison import HeldState, Step, compare_absent
from catalogue.ledger.book import Book
from catalogue.ledger.holding import forget_removals, hold_removals
from catalogue.ledger.schema import entries, held_back, matches, runs
from catalogue.quarantine import Bounds, too_many_gone

_CHUNK = 400


def count_shown(book: Book) -> int:
    """How many datasets of the portal are shown and not missing; asked before a run adds its own, so that a portal
    that lists other things altogether is seen to have lost what it had."""
    return _count(book, book.mine & (entries.c.state == "live"))


def commit_absent(book: Book, *, shown: int, listed: int, bounds: Bounds) -> None:
    """Counts what the run did not meet, unless so much of what was `shown` is gone that a person must look.

    What a proposed match may still turn out to be is not absent, nor, while it is open whether a portal that moved
    took its datasets along, anything that was last met before the move; nor what a person has decided to keep.
    """
    absent = (
        book.mine & (entries.c.state != "withdrawn") & (entries.c.last_run != book.run.id) & ~_undecided(book)
    )
    gone = _count(book, absent & (entries.c.state == "live"))
    shown = min(shown, _shown_when_held(book) or shown)
    few = bounds.least is not None and listed < bounds.least and gone > 0
    if few or too_many_gone(gone=gone, shown=shown):
        book.counts["held"] = gone
        reason = (
            f"{listed:,} are listed; at least {bounds.least:,} were expected" if few else "too many at once"
        )
        hold_removals(book, absent & (entries.c.state == "live"), reason)
        return
    forget_removals(book)
    after = ""
    while rows := _next(book, absent, after):
        _miss(book, rows)
        after = rows[-1]["id"]


def _undecided(book: Book) -> ColumnElement[bool]:
    """Entries about which a person has still to decide, or has decided that they stay."""
    open_matches = select(matches.c.entry_id).where(
        matches.c.portal_id == book.run.portal_id, matches.c.decision == ""
    )
    kept = select(held_back.c.entry_id).where(
        held_back.c.portal_id == book.run.portal_id, held_back.c.decision == "keep"
    )
    undecided = entries.c.id.in_(open_matches) | entries.c.id.in_(kept)
    if book.connection.scalar(open_matches.where(matches.c.moved.is_(True)).limit(1)):
        elsewhere = select(runs.c.id).where(
            runs.c.portal_id == book.run.portal_id, runs.c.site.not_in(("", book.portal.site))
        )
        undecided |= entries.c.last_run.in_(elsewhere)
    return undecided


def _shown_when_held(book: Book) -> int | None:
    """How many were shown when removals that still wait were first held: what a portal added since makes them no
    smaller a loss."""
    waiting = (held_back.c.portal_id == book.run.portal_id) & (held_back.c.kind == "removal")
    since = select(func.min(held_back.c.since)).where(waiting, held_back.c.decision == "")
    wanted = select(runs.c.counts["shown"].as_integer()).where(
        runs.c.portal_id == book.run.portal_id, runs.c.finished == since.scalar_subquery()
    )
    return book.connection.scalar(wanted.order_by(runs.c.id).limit(1))


def _count(book: Book, wanted: ColumnElement[bool]) -> int:
    return book.connection.scalar(select(func.count()).select_from(entries).where(wanted)) or 0


def _next(book: Book, absent: ColumnElement[bool], after: str) -> Sequence[Any]:
    wanted = select(entries).where(absent, entries.c.id > after).order_by(entries.c.id).limit(_CHUNK)
    return book.connection.execute(wanted).mappings().all()


def _miss(book: Book, rows: Sequence[Any]) -> None:
    """Counts a few datasets as missing once more, and withdraws those whose grace is over."""
    states = (
        HeldState(row["state"], row["digest"], row["missing_since"], row["missing_runs"]) for row in rows
    )
    steps = [compare_absent(state, now=book.now) for state in states]
    book.counts.update(step.value for step in steps)
    missed = [
        {
            "entry": row["id"],
            "state": step.value,
            "missing_since": row["missing_since"] or book.now,
            "missing_runs": row["missing_runs"] + 1,
        }
        for row, step in zip(rows, steps, strict=True)
    ]
    book.connection.execute(update(entries).where(entries.c.id == bindparam("entry")), missed)
    book.repeat([one["entry"] for one in missed if one["state"] == Step.WITHDRAW.value], Step.WITHDRAW)

"""Proposed matches: records that may be datasets held under other keys, for a person to confirm or to reject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select, update

from catalogue.errors import PortalError
from catalogue.ledger.portals import portal_id
from catalogue.ledger.renaming import Renaming, rename
from catalogue.ledger.schema import entries, matches, runs
from catalogue.ledger.undecided import count_undecided


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedMatch:
    """A record (`key`, `title`) that may be the dataset held as `dataset` under `held_key`. `doubt` is "" where the
    evidence would do, and only the portal's move asks for a person; `moved` says that it moved."""

    key: str
    title: str
    dataset: str
    held_key: str
    held_title: str
    evidence: str
    doubt: str
    moved: bool
    run: int
    since: str


def list_matches(connection: Connection, slug: str, *, limit: int = 10_000) -> tuple[ProposedMatch, ...]:
    """A portal's undecided matches: those without doubt first, then by title."""
    rows = connection.execute(_undecided(connection, slug).limit(limit)).mappings()
    return tuple(ProposedMatch(**row) for row in rows)


def count_matches(connection: Connection, slug: str = "") -> dict[str, int]:
    """How many matches wait for a person, by the portal's slug; of one portal if given."""
    return count_undecided(connection, matches, slug)


def confirm_matches(connection: Connection, slug: str, keys: Sequence[str], *, now: str) -> int:
    """The datasets take the keys of these records (of all that wait where none is named), and keep their identifiers;
    the next harvest brings what the records say. Returns how many.

    Raises PortalError that names a key of which no match waits, or while a harvest of the portal goes on.
    """
    portal = portal_id(connection, slug)
    if connection.scalar(select(runs.c.id).where(runs.c.portal_id == portal, runs.c.finished == "")):
        raise PortalError(
            f"portals/{slug}: a harvest is going on, or was interrupted and waits; confirm after it"
        )
    chosen = _chosen(connection, slug, keys)
    made = [
        Renaming(
            entry=one.dataset,
            old=one.held_key,
            new=one.key,
            evidence=f"{one.evidence}; confirmed by a person",
        )
        for one in chosen
    ]
    last = connection.scalar(select(func.max(runs.c.number)).where(runs.c.portal_id == portal)) or 0
    rename(connection, portal, made, run=last, now=now)
    return len(chosen)


def reject_matches(connection: Connection, slug: str, keys: Sequence[str]) -> int:
    """These records (all that wait where none is named) are other datasets: the next harvest adds them, and what they
    were taken for is counted missing. Returns how many; raises PortalError that names a key of which no match waits."""
    portal = portal_id(connection, slug)
    chosen = _chosen(connection, slug, keys)
    for one in chosen:
        mine = (matches.c.portal_id == portal) & (matches.c.key == one.key)
        connection.execute(update(matches).where(mine).values(decision="rejected"))
    return len(chosen)


def _chosen(connection: Connection, slug: str, keys: Sequence[str]) -> list[ProposedMatch]:
    waiting = {one.key: one for one in list_matches(connection, slug)}
    for key in keys:
        if key not in waiting:
            raise PortalError(
                f"portals/{slug}: no match of {key!r} waits; `stook portal matches {slug}` lists them"
            )
    return [waiting[key] for key in dict.fromkeys(keys)] if keys else list(waiting.values())


def _undecided(connection: Connection, slug: str) -> Select[Any]:
    plain = ("key", "title", "evidence", "doubt", "moved", "run", "since")
    return (
        select(
            *(matches.c[name] for name in plain),
            entries.c.id.label("dataset"),
            entries.c.key.label("held_key"),
            entries.c.title.label("held_title"),
        )
        .join(entries, entries.c.id == matches.c.entry_id)
        .where(matches.c.portal_id == portal_id(connection, slug), matches.c.decision == "")
        .order_by(matches.c.doubt != "", matches.c.title, matches.c.key)
    )

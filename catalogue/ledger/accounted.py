"""The records behind each figure of a portal's last run and of its score, to work through one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text, cast, func, literal, select

from catalogue.comparison import Step
from catalogue.ledger.portals import portal_id
from catalogue.ledger.quality_schema import scores
from catalogue.ledger.schema import changes, entries, findings, held_back, matches, records, runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounted:
    """One record: its key at the portal, its title, its dataset here ("" for none), the address that it was read from
    ("" where it is not kept), and why it is listed, in a few words where that says more than the list itself."""

    key: str
    title: str
    dataset: str
    source: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Last:
    """The portal, and its last finished run."""

    portal: int
    run: int
    number: int
    finished: str


def records_failing(
    connection: Connection, slug: str, metric: str, *, limit: int, offset: int = 0
) -> tuple[Accounted, ...]:
    """The datasets shown that fail a metric as they are published, by title."""
    return _page(connection, slug, _failing(portal_id(connection, slug), metric), limit, offset)


def count_failing(connection: Connection, slug: str, metric: str) -> int:
    """How many they are."""
    return _count(connection, _failing(portal_id(connection, slug), metric))


def records_that(
    connection: Connection, slug: str, fate: str, *, limit: int, offset: int = 0
) -> tuple[Accounted, ...]:
    """What became of records in the portal's last run: those of one of the FATES, by title."""
    wanted = _of_fate(connection, slug, fate)
    return _page(connection, slug, wanted, limit, offset) if wanted is not None else ()


def count_that(connection: Connection, slug: str, fate: str) -> int:
    """How many they are."""
    wanted = _of_fate(connection, slug, fate)
    return _count(connection, wanted) if wanted is not None else 0


def _of_fate(connection: Connection, slug: str, fate: str) -> Select[Any] | None:
    """The records of a fate; None before the first run has ended."""
    number = portal_id(connection, slug)
    wanted = (
        select(runs.c.id, runs.c.number, runs.c.finished)
        .where(runs.c.portal_id == number, runs.c.finished != "")
        .order_by(runs.c.id.desc())
        .limit(1)
    )
    row = connection.execute(wanted).first()
    if row is None:
        return None
    return _FATES[fate](_Last(portal=number, run=row.id, number=row.number, finished=row.finished))


def _page(
    connection: Connection, slug: str, wanted: Select[Any], limit: int, offset: int
) -> tuple[Accounted, ...]:
    found = wanted.subquery()
    mine = (records.c.key == found.c.key) & (records.c.portal_id == portal_id(connection, slug))
    listed = (
        select(found, func.coalesce(records.c.source, "").label("source"))
        .outerjoin(records, mine)
        .order_by(found.c.title, found.c.key)
        .limit(limit)
        .offset(offset)
    )
    return tuple(Accounted(**row) for row in connection.execute(listed).mappings())


def _count(connection: Connection, wanted: Select[Any]) -> int:
    return connection.scalar(select(func.count()).select_from(wanted.subquery())) or 0


def _entries(why: ColumnElement[str], *where: ColumnElement[bool]) -> Select[Any]:
    names = (entries.c.key, entries.c.title, entries.c.id.label("dataset"), why.label("why"))
    return select(*names).where(*where)


def _failing(portal: int, metric: str) -> Select[Any]:
    """Of scores that are known: those that have the metric neither among what passes nor among what is not known."""
    mine = (entries.c.portal_id == portal) & (entries.c.state != "withdrawn")
    passes, unknown = _names(scores.c.passed_published, metric), _names(scores.c.unknown, metric)
    wanted = _entries(literal(""), mine, scores.c.published.is_not(None), ~passes, ~unknown)
    return wanted.join(scores, scores.c.entry_id == entries.c.id)


def _names(codes: ColumnElement[Any], metric: str) -> ColumnElement[bool]:
    """Whether a list in JSON names a metric: there each stands in quotes, so that none is part of another."""
    return cast(codes, Text).contains(f'"{metric}"', autoescape=True)


def _stepped(step: Step) -> Callable[[_Last], Select[Any]]:
    """The datasets to which the run did something that stands in the changes."""

    def of(last: _Last) -> Select[Any]:
        return _entries(
            literal(""), entries.c.portal_id == last.portal, entries.c.id.in_(_changed(last, step.value))
        )

    return of


def _changed(last: _Last, *kinds: str) -> Select[Any]:
    """A commit and its run end in the same instant; a decision of a person has another, or no run."""
    of_run = (changes.c.run == last.number) & (changes.c.at == last.finished)
    return select(changes.c.entry_id).where(of_run, changes.c.kind.in_(kinds) if kinds else of_run)


def _same(last: _Last) -> Select[Any]:
    """Met, and not one of those that the run changed, could not read, or had its change held back."""
    mine = (entries.c.portal_id == last.portal) & (entries.c.last_run == last.run)
    refused = select(findings.c.key).where(findings.c.portal_id == last.portal, findings.c.rejected.is_(True))
    held = select(held_back.c.key).where(held_back.c.portal_id == last.portal, held_back.c.kind == "change")
    but = entries.c.id.not_in(_changed(last)) & entries.c.key.not_in(refused) & entries.c.key.not_in(held)
    return _entries(literal(""), mine, but)


def _missing(last: _Last) -> Select[Any]:
    since = literal("missing since ").concat(entries.c.missing_since)
    return _entries(since, entries.c.portal_id == last.portal, entries.c.state == "missing")


def _rejected(last: _Last) -> Select[Any]:
    """Each record once, with the first reason in the alphabet where there are several."""
    mine = (entries.c.portal_id == findings.c.portal_id) & (entries.c.key == findings.c.key)
    return (
        select(
            findings.c.key,
            func.coalesce(func.min(entries.c.title), "").label("title"),
            func.coalesce(func.min(entries.c.id), "").label("dataset"),
            func.min(findings.c.message).label("why"),
        )
        .outerjoin(entries, mine)
        .where(findings.c.portal_id == last.portal, findings.c.rejected.is_(True))
        .group_by(findings.c.key)
    )


def _held(last: _Last) -> Select[Any]:
    why = held_back.c.kind.concat(": ").concat(held_back.c.reason)
    names = (
        held_back.c.key,
        held_back.c.title,
        func.coalesce(held_back.c.entry_id, "").label("dataset"),
        why.label("why"),
    )
    return select(*names).where(held_back.c.portal_id == last.portal, held_back.c.decision == "")


def _waiting(last: _Last) -> Select[Any]:
    why = literal("may be the dataset here: ").concat(matches.c.evidence)
    names = (matches.c.key, matches.c.title, matches.c.entry_id.label("dataset"), why.label("why"))
    return select(*names).where(matches.c.portal_id == last.portal, matches.c.decision == "")


def _shown(last: _Last) -> Select[Any]:
    return _entries(literal(""), entries.c.portal_id == last.portal, entries.c.state != "withdrawn")


_FATES: Mapping[str, Callable[[_Last], Select[Any]]] = {
    "added": _stepped(Step.ADD),
    "changed": _stepped(Step.CHANGE),
    "same": _same,
    "restored": _stepped(Step.RESTORE),
    "rejected": _rejected,
    "missing": _missing,
    "withdrawn": _stepped(Step.WITHDRAW),
    "held": _held,
    "waiting": _waiting,
    "shown": _shown,
}
FATES = tuple(_FATES)
"""What can become of a record: what was met first, then what was not, what waits for a person, and what is shown."""

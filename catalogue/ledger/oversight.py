"""What a person who looks after a portal must know beside its runs: its state, its schedule, what waits for them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from catalogue.ledger.holding import HeldBack, count_held_back, list_held_back
from catalogue.ledger.matches import ProposedMatch, count_matches, list_matches
from catalogue.ledger.portals import get_portal
from catalogue.ledger.schedules import portal_schedule
from catalogue.ledger.tally import Progress, progress_of_runs
from catalogue.ledger.watches import Watch, portal_watches
from catalogue.ledger.workers import Waiting, waiting_portals
from catalogue.schedule import Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Oversight:
    """One portal's. `robots` is "obey" or "api-consented", `consent` who agreed to the latter, and when; `sampled` says
    whether the first rows of its files are read; `held` and
    `matches` are the first of `held_count` and `match_count` that a person must decide; `filed` is "" or when it was
    due, where it waits for a worker or has one."""

    watch: Watch | None
    schedule: Schedule
    robots: str
    consent: str
    sampled: bool
    filed: str
    progress: Progress | None
    held: tuple[HeldBack, ...]
    held_count: int
    matches: tuple[ProposedMatch, ...]
    match_count: int


def oversee(connection: Connection, slug: str, *, every: float, limit: int = 50) -> Oversight:
    """What there is to know of a portal; `every` is the catalogue's own number of hours between two runs."""
    portal = get_portal(connection, slug)
    going = {one.slug: one for one in progress_of_runs(connection)}
    filed = {one.slug: one.due for one in waiting_portals(connection)}
    held = list_held_back(connection, slug, limit=limit)
    return Oversight(
        watch=portal_watches(connection).get(slug),
        schedule=portal_schedule(connection, slug, every=every),
        robots=portal.setting("robots", "obey"),
        consent=portal.setting("consent"),
        sampled=portal.setting("samples", "yes") != "no",
        filed=filed.get(slug, ""),
        progress=going.get(slug),
        held=tuple(one for one in held if not one.decision),
        held_count=count_held_back(connection, slug).get(slug, 0),
        matches=list_matches(connection, slug, limit=limit),
        match_count=count_matches(connection, slug).get(slug, 0),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """All portals' at one look: states by slug, what a person must decide by slug, what waits, goes on and works."""

    watches: dict[str, Watch]
    undecided: dict[str, int]
    waiting: tuple[Waiting, ...]
    going: tuple[Progress, ...]


def overview(connection: Connection) -> Overview:
    """The overview; what is held and proposed counts together."""
    held, matched = count_held_back(connection), count_matches(connection)
    return Overview(
        watches=dict(portal_watches(connection)),
        undecided={slug: held.get(slug, 0) + matched.get(slug, 0) for slug in held.keys() | matched.keys()},
        waiting=waiting_portals(connection),
        going=progress_of_runs(connection),
    )

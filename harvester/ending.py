"""The end of a run: judged, committed, and the next one planned, by its own process or by the one that watched it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import structlog
from sqlalchemy import Connection

from catalogue.clock import now_utc
from catalogue.comparison import Step, Verdict
from catalogue.ledger.commit import Ending, commit_run
from catalogue.ledger.filings import end_filing
from catalogue.ledger.holding import count_held_back
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.matches import count_matches
from catalogue.ledger.remembered import forget_unmet
from catalogue.ledger.runs import OpenRun, open_run
from catalogue.ledger.schedules import plan_next
from catalogue.ledger.shapes import held_shape, keep_shape, note_turn, sample_records
from catalogue.ledger.short_runs import note_total
from catalogue.ledger.status import portal_run
from catalogue.ledger.stopping import last_finished, note_death, unfinished_run
from catalogue.ledger.tally import tally
from catalogue.ledger.watches import watch_run
from catalogue.settings import Settings
from catalogue.watching import Outcome
from harvester.leaving import CANCELLED
from harvester.owner import own_name
from harvester.shape import Shape, Turn, compare_shapes, finding_of, shape_of
from harvester.telling.audience import audience_of
from harvester.verdict import Circumstances, judge

log = structlog.get_logger()

DEATHS = 3  # at one page: the page is what kills it


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """How a run is closed: the instant, the settings, and a verdict that what was read does not decide: PARTIAL
    where somebody cancelled it, FAILED where it is what kills its process."""

    now: str
    settings: Settings
    forced: Verdict | None = None
    chance: Callable[[], float] = random.random


def end_run(
    connection: Connection, slug: str, run: OpenRun, told: Circumstances, closing: Closing
) -> tuple[Ending, Counter[str]]:
    """Judges a run by what it read, commits it and plans the next; its ending and the counts of the commit."""
    end_filing(
        connection, slug
    )  # here, so that a worker killed after the commit leaves nothing to be run again
    found = tally(connection, run)
    ending = judge(found, told)
    if run.full:
        note_total(connection, run, found.declared)
    if closing.forced:
        ending = replace(ending, verdict=closing.forced)
    counts = commit_run(connection, run, ending, now=closing.now)
    if ending.verdict is Verdict.COMPLETE and run.full:
        forget_unmet(connection, run)
        _look_at_shape(connection, run, counts)
    _watch(connection, slug, run, closing)
    plan_next(connection, slug, now=closing.now, every=closing.settings.harvest_hours, chance=closing.chance)
    log.info("run ended", portal=slug, run=run.number, verdict=ending.verdict.value, **counts)
    return ending, counts


def _watch(connection: Connection, slug: str, run: OpenRun, closing: Closing) -> None:
    """Notes the portal's state after the run, as the ledger now tells of it, and what is to be told of a change."""
    ended = portal_run(connection, slug, run.number)
    if ended is None or not ended.verdict:
        return
    outcome = Outcome(
        verdict=Verdict(ended.verdict),
        held=bool(count_held_back(connection, slug) or count_matches(connection, slug)),
        reshaped=any(ended.shape.values()),
        cancelled=closing.forced is Verdict.PARTIAL,
    )
    watch_run(connection, slug, run.number, outcome, audience_of(closing.settings), now=closing.now)


def _look_at_shape(connection: Connection, run: OpenRun, counts: Mapping[str, int]) -> None:
    """Compares the fields of what a complete run met with those of the one before, where anything has changed."""
    held = held_shape(connection, run)
    if held and not any(counts.get(step.value) for step in (Step.ADD, Step.CHANGE, Step.RESTORE)):
        return
    now = shape_of(sample_records(connection, run))
    turn = compare_shapes(Shape(records=held[0], paths=held[1]), now) if held else Turn()
    if finding := finding_of(turn):
        note_turn(connection, run, finding, {"came": list(turn.came), "gone": list(turn.gone)})
    keep_shape(connection, run, now.records, now.paths)


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A run whose process is gone: why, from when it had worked, and a verdict that what was read does not decide."""

    reason: str
    since: str
    forced: Verdict | None = None


def conclude(ledger: Ledger, slug: str, settings: Settings, broken: Broken) -> Verdict | None:
    """Ends the run that a gone process left, with the reason in its sentence; None where it had ended itself.

    One that was gone before its run had begun gets a run all the same, so that nobody misses why there is none.
    """
    with ledger.writing() as connection:
        left = unfinished_run(connection, slug)
        run = left.run if left else None
        if run is None and last_finished(connection, slug) < broken.since:
            run = open_run(connection, slug, now=broken.since, owner=own_name(), mapper="")
        if run is None:
            return None
        closing = Closing(now=now_utc(), settings=settings, forced=broken.forced)
        ending, _ = end_run(
            connection, slug, run, Circumstances(reason=broken.reason, since=run.since), closing
        )
    return ending.verdict


def conclude_cancelled(ledger: Ledger, slug: str, settings: Settings) -> Verdict | None:
    """Ends a run that somebody cancelled while no process had it: PARTIAL, with what it had read."""
    with ledger.reading() as connection:
        left = unfinished_run(connection, slug)
    if left is None or not left.cancelled_by:
        return None
    reason = CANCELLED + left.cancelled_by
    broken = Broken(reason=reason, since=now_utc(), forced=Verdict.PARTIAL)
    return conclude(ledger, slug, settings, broken)


def after_death(ledger: Ledger, slug: str, settings: Settings, *, since: str) -> Verdict | None:
    """Notes that a run's process died. One that dies again and again at the same page is ended, FAILED.

    None while the run may be taken up again.
    """
    with ledger.writing() as connection:
        deaths, page = note_death(connection, slug)
    log.warning("run died", portal=slug, page=page, deaths=deaths)
    if 0 < deaths < DEATHS:
        return None
    place = f"{deaths} times in a row " + (f"at {page}" if page else "before its first page")
    reason = f"its process died {place if deaths else 'before it had begun'}"
    return conclude(ledger, slug, settings, Broken(reason=reason, since=since, forced=Verdict.FAILED))

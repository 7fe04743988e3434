"""What those who manage a portal do to it: each deed once, however often it is sent, with its line in the audit log.

Every function belongs into one transaction. It returns whether anything was done: where all is already as it was
wanted, nothing is, and nothing is told. PortalError says why a deed cannot be done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, select

from catalogue.clock import shifted
from catalogue.consent import Consent
from catalogue.errors import PortalError
from catalogue.ledger.audit import write_audit
from catalogue.ledger.consenting import set_consent
from catalogue.ledger.filings import is_filed
from catalogue.ledger.holding import keep_held, release_held
from catalogue.ledger.matches import confirm_matches, list_matches, reject_matches
from catalogue.ledger.portals import get_portal, set_next_run, set_paused
from catalogue.ledger.schedules import ScheduleChange, plan_next, portal_schedule, set_schedule
from catalogue.ledger.schema import portals
from catalogue.ledger.sparing import set_sampled
from catalogue.ledger.stopping import last_finished, unfinished_run
from catalogue.ledger.watches import portal_contact, set_contact
from catalogue.schedule import after_quiet

REST = timedelta(minutes=5)
"""How long a portal is left in peace after a run, whoever asks for another."""
MOST_HOURS, LEAST_HOURS = 24.0 * 31, 1.0
"""How seldom and how often the managers of a portal may have it harvested."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doer:
    """Who does something to which portal, and when; `every` is the catalogue's own number of hours between runs, and
    `chance` gives 0 to 1."""

    slug: str
    who: str
    now: str
    every: float
    chance: Callable[[], float]


def soonest_run(connection: Connection, slug: str, *, now: str, every: float) -> str:
    """When a run asked for now would begin: at once, after the rest that follows a run, or after quiet hours."""
    rested = last_finished(connection, slug)
    begin = max(now, shifted(rested, REST)) if rested else now
    return after_quiet(portal_schedule(connection, slug, every=every), begin, chance=lambda: 0.0)


def run_again(connection: Connection, doer: Doer) -> bool:
    """Makes the portal due as soon as may be; nothing where a run goes on, waits, or is due before."""
    if get_portal(connection, doer.slug).paused:
        raise PortalError(f"portals/{doer.slug}: it is paused; resume it first")
    if unfinished_run(connection, doer.slug) or is_filed(connection, doer.slug):
        return False
    at = soonest_run(connection, doer.slug, now=doer.now, every=doer.every)
    if _next_run(connection, doer.slug) <= at:
        return False
    set_next_run(connection, doer.slug, at=at)
    return _tell(connection, doer, "run again", due=at)


def pause(connection: Connection, doer: Doer, *, paused: bool) -> bool:
    """Stops the regular harvest, or lets it go on."""
    if get_portal(connection, doer.slug).paused == paused:
        return False
    set_paused(connection, doer.slug, paused=paused)
    return _tell(connection, doer, "paused" if paused else "resumed")


def reschedule(connection: Connection, doer: Doer, change: ScheduleChange) -> bool:
    """Changes how often and when not the portal is harvested, and plans its next run."""
    if change.every and not LEAST_HOURS <= change.every <= MOST_HOURS:
        raise PortalError(
            f"portals/{doer.slug}: every {change.every:g} hours; from {LEAST_HOURS:g} to {MOST_HOURS:g} were expected"
        )
    before = portal_schedule(connection, doer.slug, every=doer.every)
    set_schedule(connection, doer.slug, change)
    after = portal_schedule(connection, doer.slug, every=doer.every)
    if after == before:
        return False
    due = plan_next(connection, doer.slug, now=doer.now, every=doer.every, chance=doer.chance)
    return _tell(connection, doer, "rescheduled", schedule=after.sentence, due=due)


def tell_somebody_else(connection: Connection, doer: Doer, contact: str) -> bool:
    """Changes who is written to when the portal's state changes; "" for nobody. The log does not repeat the address."""
    if portal_contact(connection, doer.slug) == contact:
        return False
    set_contact(connection, doer.slug, contact)
    return _tell(connection, doer, "contact changed" if contact else "contact removed")


def release(connection: Connection, doer: Doer, kind: str) -> bool:
    """Lets through what is held back of a kind."""
    counted = release_held(connection, doer.slug, kind=kind, now=doer.now)
    return bool(counted) and _tell(connection, doer, "released", **counted)


def keep(connection: Connection, doer: Doer, kind: str) -> bool:
    """Leaves what is held back of a kind as it is."""
    counted = keep_held(connection, doer.slug, kind=kind)
    return bool(counted) and _tell(connection, doer, "kept", **counted)


def confirm(connection: Connection, doer: Doer, keys: Sequence[str]) -> bool:
    """These records are the datasets that they were taken for."""
    waiting = _waiting(connection, doer.slug, keys)
    if not waiting:
        return False
    confirm_matches(connection, doer.slug, waiting, now=doer.now)
    return _tell(connection, doer, "matches confirmed", keys=waiting)


def reject(connection: Connection, doer: Doer, keys: Sequence[str]) -> bool:
    """These records are other datasets."""
    waiting = _waiting(connection, doer.slug, keys)
    if not waiting:
        return False
    reject_matches(connection, doer.slug, waiting)
    return _tell(connection, doer, "matches rejected", keys=waiting)


def consent(connection: Connection, doer: Doer, given: Consent | None) -> bool:
    """Notes who agreed to the portal's interface being asked, and when; None where they agree no longer."""
    before = get_portal(connection, doer.slug).settings
    set_consent(connection, doer.slug, given)
    if get_portal(connection, doer.slug).settings == before:
        return False
    return _tell(
        connection, doer, "consent given" if given else "consent withdrawn", consent=str(given or "")
    )


def sample(connection: Connection, doer: Doer, *, sampled: bool) -> bool:
    """Says whether the first rows of the portal's files are read."""
    if not set_sampled(connection, doer.slug, sampled=sampled):
        return False
    return _tell(connection, doer, "samples allowed" if sampled else "samples stopped")


def _waiting(connection: Connection, slug: str, keys: Sequence[str]) -> list[str]:
    """Those of some keys about which nobody has decided yet."""
    wanted = set(keys)
    return [one.key for one in list_matches(connection, slug) if one.key in wanted]


def _next_run(connection: Connection, slug: str) -> str:
    return str(connection.scalar(select(portals.c.next_run).where(portals.c.slug == slug)) or "")


def _tell(connection: Connection, doer: Doer, action: str, **detail: object) -> bool:
    thing = f"portal/{doer.slug}"
    write_audit(connection, who=doer.who, action=action, thing=thing, detail=detail, now=doer.now)
    return True

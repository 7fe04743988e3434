"""Why a run leaves its portal before it is read: cancelled, quiet hours, or taken up by another process."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from catalogue.ledger.schedules import portal_schedule
from catalogue.ledger.stopping import unfinished_run
from catalogue.schedule import quiet_until
from harvester.owner import own_name

CANCELLED = "cancelled by "


@dataclass(frozen=True, slots=True)
class Leave:
    """That a run ends at this page. `reason` ends it for good; "" leaves it to be taken up later."""

    reason: str = ""


def leave_now(connection: Connection, slug: str, *, now: str, scheduled: bool) -> Leave | None:
    """Whether this process must leave its run now. Only a `scheduled` one keeps the portal's quiet hours: what a
    person started, a person decided."""
    left = unfinished_run(connection, slug)
    if left is None or left.owner != own_name():
        return Leave()  # this machine slept, or its clock is wrong, and another took the run for left behind
    if left.cancelled_by:
        return Leave(CANCELLED + left.cancelled_by)
    if scheduled and quiet_until(portal_schedule(connection, slug, every=1), now):
        return Leave()
    return None


def is_cancelled(reason: str) -> bool:
    """Whether a run was ended for this reason because somebody cancelled it."""
    return reason.startswith(CANCELLED)

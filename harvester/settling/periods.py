"""When: what a portal says of a period, with a first and a last day where it says them."""

from __future__ import annotations

from catalogue.model import PeriodOfTime
from harvester.settling.notes import Notes


def settle_period(period: PeriodOfTime, place: str, notes: Notes) -> PeriodOfTime | None:
    """A period whose values are settled already; None where nothing usable is left."""
    return period

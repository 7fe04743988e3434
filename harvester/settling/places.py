"""Where: what a portal says of an area, as a place that others name alike and a geometry that is checked."""

from __future__ import annotations

from catalogue.model import Location
from harvester.settling.notes import Notes


def settle_location(where: Location, place: str, notes: Notes) -> Location | None:
    """An area whose values are settled already; None where nothing usable is left."""
    return where

"""Removals that were filed for a worker: datasets withdrawn, the portal forgotten, store and index following."""

from __future__ import annotations

from dataclasses import dataclass, field

import structlog

from catalogue.clock import now_utc
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.registrations import forget_unproven
from catalogue.ledger.removals import carry_out_removal, filed_removals
from catalogue.ledger.reuse_filing import forget_drafts
from catalogue.projection import project
from catalogue.settings import Settings
from harvester.errand import Errand
from harvester.owner import is_alive, own_name

log = structlog.get_logger()


@dataclass(slots=True)
class Remover:
    """Carries out what is filed, and forgets what nobody has proven, or never sent."""

    settings: Settings
    ledger: Ledger
    errand: Errand = field(default_factory=lambda: Errand("remover"))

    def look(self) -> None:
        """Begins what is filed, unless it is still at it."""
        if self.errand.is_under_way:
            return
        with self.ledger.writing() as connection:
            forget_unproven(connection, now=now_utc())
            forget_drafts(connection, now=now_utc())
            filed = filed_removals(connection)
        if filed:
            self.errand.begin(lambda: remove_filed(self.settings, self.ledger))


def remove_filed(settings: Settings, ledger: Ledger) -> tuple[str, ...]:
    """Removes each portal that is filed and has no living run, and projects; the portals removed."""
    with ledger.reading() as connection:
        filed = filed_removals(connection)
    removed = tuple(slug for slug in filed if _removed(slug, ledger))
    if removed:
        project(settings, ledger)
    return removed


def _removed(slug: str, ledger: Ledger) -> bool:
    with ledger.writing() as connection:
        done = carry_out_removal(connection, slug, is_alive=_is_alive, now=now_utc())
    log.info("removed" if done else "removal waits for the run", portal=slug)
    return done


def _is_alive(owner: str) -> bool | None:
    return True if owner == own_name() else is_alive(owner)

"""Removals that were filed for a worker: datasets withdrawn, the portal forgotten, store and index following."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import structlog

from catalogue.clock import now_utc
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.registrations import forget_unproven
from catalogue.ledger.removals import carry_out_removal, filed_removals
from catalogue.projection import project
from catalogue.settings import Settings
from harvester.owner import is_alive, own_name

log = structlog.get_logger()

_PATIENCE_SECONDS = 5.0


@dataclass(slots=True)
class Remover:
    """Carries out what is filed in a thread of its own, since a large portal takes longer than a pulse may."""

    settings: Settings
    ledger: Ledger
    _thread: threading.Thread | None = None

    def look(self) -> None:
        """Begins what is filed, unless it is still at it; and forgets what nobody has proven."""
        if self._thread and self._thread.is_alive():
            return
        with self.ledger.writing() as connection:
            forget_unproven(connection, now=now_utc())
            filed = filed_removals(connection)
        if filed:
            self._thread = threading.Thread(target=self._carry_out, name="remover", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Waits a little; what is cut off has changed nothing, and is begun again by the next worker."""
        if self._thread:
            self._thread.join(_PATIENCE_SECONDS)

    def _carry_out(self) -> None:
        try:
            remove_filed(self.settings, self.ledger)
        except Exception as error:  # in a thread it would be seen by nobody; the next pulse begins it again
            log.error("removal failed", exc_info=error)


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

"""The dumps of a day: when they are due, and their making in a process of its own.

A mark beside them says for which day they were last begun, so that a day is tried once, whichever worker does it.
"""

from __future__ import annotations

import os

import structlog

from catalogue.dumps.making import is_being_made
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.status import last_change
from catalogue.processes import start
from catalogue.settings import Settings

log = structlog.get_logger()

_MARK = ".day"


def due_day(settings: Settings, ledger: Ledger, *, now: str) -> str:
    """The day (YYYY-MM-DD, UTC) whose dumps are due at an instant; "" where none are, as before the first harvest."""
    day, hour = now[:10], int(now[11:13])
    if settings.dumps_hour < 0 or hour < settings.dumps_hour or _begun(settings) >= day:
        return ""
    if is_being_made(settings.dumps_path):
        return ""
    with ledger.reading() as connection:
        return day if last_change(connection) else ""


def dump_in_process(day: str, settings: Settings) -> None:
    """Makes them, unless another worker has begun: beside harvests, whose threads are not to wait for it."""
    if _begun(settings) >= day:
        return
    settings.dumps_path.mkdir(parents=True, exist_ok=True)
    (settings.dumps_path / _MARK).write_text(day)
    process = start(["-m", "catalogue.cli", "export"], environment=os.environ, silent=True)
    status = process.wait()
    told = log.info if status == 0 else log.error
    told("dumps made" if status == 0 else "dumps not made", day=day, status=status)


def _begun(settings: Settings) -> str:
    mark = settings.dumps_path / _MARK
    return mark.read_text() if mark.is_file() else ""

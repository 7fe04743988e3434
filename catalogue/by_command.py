"""What a command did, in the audit log: whoever runs commands is known by the name of their account on the machine."""

from __future__ import annotations

import getpass

from sqlalchemy import Connection

from catalogue.clock import now_utc
from catalogue.ledger.audit import write_audit


def who_runs() -> str:
    """Who runs this command, as the log calls them; a machine that gives its processes no name has none."""
    try:
        return f"command:{getpass.getuser()}"
    except (KeyError, OSError):  # KeyError before Python 3.13
        return "command:"


def note_command(connection: Connection, action: str, slug: str, **detail: object) -> None:
    """Adds a line about a portal, in the transaction of what was done to it."""
    thing = f"portal/{slug}"
    write_audit(connection, who=who_runs(), action=action, thing=thing, detail=detail, now=now_utc())

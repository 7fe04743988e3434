"""The audit log: who changed what, and when. Its lines are only ever added."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert

from catalogue.ledger.people_schema import audit


def write_audit(
    connection: Connection, *, who: str, action: str, thing: str, detail: Mapping[str, Any], now: str
) -> None:
    """Adds a line, in the transaction of what it tells of. `thing` is an address here, such as "portal/leeds"."""
    line = {"at": now, "who": who, "action": action, "thing": thing, "detail": dict(detail)}
    connection.execute(insert(audit).values(**line))

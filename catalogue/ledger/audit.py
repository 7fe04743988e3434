"""The audit log: who changed what, and when. Its lines are only ever added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, select, true

from catalogue.ledger.people_schema import audit


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """Who did what to which thing, and when; `detail` is plain JSON, such as what was before and after."""

    n: int
    at: str
    who: str
    action: str
    thing: str
    detail: Mapping[str, Any]


def write_audit(
    connection: Connection, *, who: str, action: str, thing: str, detail: Mapping[str, Any], now: str
) -> None:
    """Adds a line, in the transaction of what it tells of. `thing` is an address here, such as "portal/leeds"."""
    line = {"at": now, "who": who, "action": action, "thing": thing, "detail": dict(detail)}
    connection.execute(insert(audit).values(**line))


def audit_lines(
    connection: Connection, *, thing: str = "", limit: int = 50, offset: int = 0
) -> tuple[AuditLine, ...]:
    """The newest lines first, of one thing where it is named."""
    wanted = select(audit).where(_about(thing)).order_by(audit.c.n.desc()).limit(limit).offset(offset)
    return tuple(AuditLine(**row) for row in connection.execute(wanted).mappings())


def count_audit(connection: Connection, *, thing: str = "") -> int:
    """How many lines there are."""
    return int(connection.scalar(select(func.count()).select_from(audit).where(_about(thing))) or 0)


def _about(thing: str) -> ColumnElement[bool]:
    return audit.c.thing == thing if thing else true()

"""Cautions of datasets that may single somebody out when they are joined, and what officers have said of them.

A caution is as its columns are: other columns make another digest, and what was said before of it no longer holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, delete, func, insert, select

from catalogue.columns.table import Table, to_table
from catalogue.document import first_text
from catalogue.errors import PortalError
from catalogue.identifiers.caution import Caution, cautions_of
from catalogue.ledger.audit import write_audit
from catalogue.ledger.columns_schema import caution_decisions, dataset_tables
from catalogue.ledger.schema import entries
from catalogue.model import Dataset
from catalogue.snapshot import unsqueeze

_TABLES, _SAID = dataset_tables.c, caution_decisions.c


class Decision(StrEnum):
    """What was said of a caution: it was looked at and nobody can be singled out, the data was taken down or changed,
    or that it is to be looked at again."""

    KEPT = "kept"
    MENDED = "mended"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What somebody who manages the portal has said, and when."""

    decision: Decision
    note: str
    by: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cautioned:
    """A dataset with its cautions, the gravest first; `decided` is None where nobody has said anything of its columns
    as they are now."""

    id: str
    title: str
    cautions: tuple[Caution, ...]
    decided: Decided | None = None


def caution_columns(tables: Sequence[Table], dataset: Dataset) -> dict[str, str]:
    """What a dataset's line says of caution: the code of the gravest, and a digest of what it was told of."""
    found = cautions_of(tables, about=_about(dataset))
    return {"caution": found[0].code if found else "", "evidence": _digest(tables) if found else ""}


def caution_of(connection: Connection, identifier: str, dataset: Dataset) -> Cautioned | None:
    """The cautions of one dataset; None where its columns call for none."""
    row = connection.execute(_told().where(_TABLES.entry_id == identifier)).mappings().first()
    return _cautioned(row, about=_about(dataset)) if row else None


def portal_cautions(
    connection: Connection, portal: str, *, decided: bool, limit: int, offset: int = 0
) -> tuple[Cautioned, ...]:
    """The datasets of a portal that call for caution, of which something was said or nothing yet."""
    wanted = (
        _told()
        .where(_TABLES.portal == portal, _is_decided(decided=decided))
        .order_by(_TABLES.caution, entries.c.title, _TABLES.entry_id)
        .limit(limit)
        .offset(offset)
    )
    rows = connection.execute(wanted).mappings()
    return tuple(one for row in rows if (one := _cautioned(row, about=row["title"])))


def count_cautions(connection: Connection, portal: str) -> Mapping[bool, int]:
    """How many datasets of a portal call for caution: of which something was said (True), or nothing yet."""
    decided = _SAID.decision.is_not(None)
    wanted = _told(decided, func.count()).where(_TABLES.portal == portal).group_by(decided)
    counted = {bool(said): int(number) for said, number in connection.execute(wanted)}
    return {False: 0, True: 0} | counted


def decide_caution(
    connection: Connection, identifier: str, decision: Decision, note: str, *, portal: str, who: str, now: str
) -> bool:
    """Keeps what somebody says of a dataset's caution, with its line in the audit log; whether anything changed.

    Raises PortalError where the portal has no such dataset that calls for caution.
    """
    row = connection.execute(_told().where(_TABLES.entry_id == identifier)).mappings().first()
    if row is None or row["portal"] != portal:
        raise PortalError(f"portals/{portal}: no dataset of it that calls for caution goes by this name")
    before = _decided(row)
    if (before == decision and row["note"] == note) or (before is None and decision is Decision.OPEN):
        return False
    mine = and_(_SAID.entry_id == identifier, _SAID.caution == row["caution"])
    connection.execute(delete(caution_decisions).where(mine))
    connection.execute(
        insert(caution_decisions).values(
            entry_id=identifier,
            caution=row["caution"],
            decision=decision.value,
            evidence=row["evidence"],
            note=note,
            by=who,
            at=now,
        )
    )
    detail = {"caution": row["caution"], "decision": decision.value, "note": note, "before": before or ""}
    write_audit(
        connection, who=who, action="caution decided", thing=f"dataset/{identifier}", detail=detail, now=now
    )
    return True


def _told(*columns: Any) -> Select[Any]:
    """The datasets that call for caution and are shown, with what was said of them as they are."""
    wanted = columns or (
        _TABLES.entry_id,
        _TABLES.portal,
        _TABLES.caution,
        _TABLES.evidence,
        _TABLES.body,
        entries.c.title,
        _SAID.decision,
        _SAID.note,
        _SAID.by,
        _SAID.at,
    )
    as_they_are = and_(
        _SAID.entry_id == _TABLES.entry_id,
        _SAID.caution == _TABLES.caution,
        _SAID.evidence == _TABLES.evidence,
        _SAID.decision != Decision.OPEN.value,
    )
    joined = dataset_tables.join(entries, entries.c.id == _TABLES.entry_id).outerjoin(
        caution_decisions, as_they_are
    )
    return select(*wanted).select_from(joined).where(_TABLES.caution != "", entries.c.state != "withdrawn")


def _is_decided(decided: bool) -> ColumnElement[bool]:
    return _SAID.decision.is_not(None) if decided else _SAID.decision.is_(None)


def _cautioned(row: RowMapping, *, about: str) -> Cautioned | None:
    tables = tuple(map(to_table, orjson.loads(unsqueeze(row["body"]))))
    found = cautions_of(tables, about=about)
    if not found:
        return None
    decision = _decided(row)
    decided = Decided(decision=decision, note=row["note"], by=row["by"], at=row["at"]) if decision else None
    return Cautioned(id=row["entry_id"], title=row["title"], cautions=found, decided=decided)


def _decided(row: RowMapping) -> Decision | None:
    return Decision(row["decision"]) if row["decision"] else None


def _about(dataset: Dataset) -> str:
    return first_text(dataset.title)


def _digest(tables: Sequence[Table]) -> str:
    """Of the columns, what they hold and what they tell of: not of what each sample shows anew."""
    columns = sorted(
        {
            (column.name, *sorted(one.kind for one in column.detections), *column.traits)
            for table in tables
            for column in table.columns
        }
    )
    return blake2b(orjson.dumps(columns), digest_size=8).hexdigest()

"""Lists of kin in the ledger: which there are, and what each publisher has of one; every list in pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, func, or_, select, tuple_

from catalogue.ledger.chunks import chunks
from catalogue.ledger.columns_schema import kin_members, kins


@dataclass(frozen=True, slots=True, kw_only=True)
class KinLine:
    """A kin in a list: its name in addresses, what people call it, and how much there is of it."""

    name: str
    label: str
    publishers: int
    datasets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What one body has of a kin: the newest of its `editions`, by its identifier."""

    bearer: str
    id: str
    editions: int


def find_kin(connection: Connection, name: str) -> KinLine | None:
    """The kin of that name, however many publishers it has."""
    row = connection.execute(select(kins).where(kins.c.name == name)).mappings().first()
    return _line(row) if row else None


def kin_now(connection: Connection, home: str) -> str:
    """The kin in which the datasets of a subject are now, where that is alone and was placed elsewhere; else ""."""
    columns = kin_members.c
    wanted = select(columns.kin).where(columns.home == home).order_by(columns.kin).limit(1)
    return str(connection.scalar(wanted) or "")


def list_kins(
    connection: Connection, terms: Sequence[str] = (), *, limit: int, offset: int = 0
) -> tuple[KinLine, ...]:
    """The kins of several publishers that hold every term in their name or label, those of most publishers first."""
    wanted = (
        select(kins)
        .where(*_asked(terms))
        .order_by(kins.c.publishers.desc(), kins.c.name)
        .limit(limit)
        .offset(offset)
    )
    return tuple(_line(row) for row in connection.execute(wanted).mappings())


def count_kins(connection: Connection, terms: Sequence[str] = ()) -> int:
    """How many there are of those."""
    return int(connection.scalar(select(func.count()).select_from(kins).where(*_asked(terms))) or 0)


def holdings_of(
    connection: Connection, name: str, *, without: str = "", limit: int, offset: int = 0
) -> tuple[Holding, ...]:
    """What each body has of a kin, but for one, by the bodies' slugs."""
    columns = kin_members.c
    newest = (
        select(columns.publisher, func.max(columns.edition).label("edition"), func.count().label("editions"))
        .where(columns.kin == name, columns.publisher != without)
        .group_by(columns.publisher)
        .order_by(columns.publisher)
        .limit(limit)
        .offset(offset)
    )
    found = {(row.publisher, row.edition): row.editions for row in connection.execute(newest)}
    return tuple(_holdings(connection, name, found))


def editions_of(
    connection: Connection, name: str, bearer: str, *, limit: int, offset: int = 0
) -> tuple[str, ...]:
    """The identifiers of all that one body has of a kin, the newest first."""
    columns = kin_members.c
    wanted = (
        select(columns.entry_id)
        .where(columns.kin == name, columns.publisher == bearer)
        .order_by(columns.edition.desc(), columns.entry_id)
        .limit(limit)
        .offset(offset)
    )
    return tuple(connection.scalars(wanted))


def count_editions(connection: Connection, name: str, bearer: str) -> int:
    """How many datasets one body has of a kin."""
    columns = kin_members.c
    wanted = select(func.count()).where(columns.kin == name, columns.publisher == bearer)
    return int(connection.scalar(wanted) or 0)


def _holdings(connection: Connection, name: str, found: dict[tuple[str, str], int]) -> Iterator[Holding]:
    columns, keys = kin_members.c, list(found)
    for chunk in chunks(keys):
        wanted = (
            select(columns.publisher, columns.edition, func.min(columns.entry_id).label("entry_id"))
            .where(columns.kin == name, tuple_(columns.publisher, columns.edition).in_(chunk))
            .group_by(columns.publisher, columns.edition)
            .order_by(columns.publisher)
        )
        for row in connection.execute(wanted):
            yield Holding(bearer=row.publisher, id=row.entry_id, editions=found[row.publisher, row.edition])


def _asked(terms: Sequence[str]) -> list[ColumnElement[bool]]:
    columns = kins.c
    held: list[ColumnElement[bool]] = [
        or_(columns.name.contains(term, autoescape=True), columns.label.contains(term, autoescape=True))
        for term in terms
    ]
    return [columns.publishers > 1, *held]


def _line(row: RowMapping | Any) -> KinLine:
    return KinLine(
        name=row["name"], label=row["label"], publishers=row["publishers"], datasets=row["datasets"]
    )

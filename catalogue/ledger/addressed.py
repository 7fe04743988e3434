"""Which dataset of ours an address on a portal means: as the evidence of copies keeps what each calls its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from catalogue.clusters.evidence import Evidence, Kind, read_address
from catalogue.ledger.schema import entries, evidence

MOST = 400
"""Addresses that are looked up at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """A dataset by its identifier and title."""

    id: str
    title: str


def datasets_at(connection: Connection, addresses: Iterable[str]) -> dict[str, Addressed]:
    """The dataset that each address names or is the page of, where that is just one; those of others are left out."""
    keys = {one: _key(one) for one in list(dict.fromkeys(addresses))[:MOST] if read_address(one)}
    wanted = (
        select(evidence.c.key, evidence.c.kind, entries.c.id, entries.c.title)
        .join(entries, entries.c.id == evidence.c.entry_id)
        .where(evidence.c.key.in_(set(keys.values())), entries.c.state != "withdrawn")
    )
    named: dict[str, dict[str, set[Addressed]]] = {}
    for row in connection.execute(wanted) if keys else ():
        kinds = named.setdefault(row.key, {})
        kinds.setdefault(row.kind, set()).add(Addressed(id=row.id, title=row.title))
    found = {one: _only(named.get(key, {})) for one, key in keys.items()}
    return {one: dataset for one, dataset in found.items() if dataset}


def _key(address: str) -> str:
    return Evidence(kind=Kind.NAME, said=read_address(address)).key


def _only(kinds: dict[str, set[Addressed]]) -> Addressed | None:
    """The one that has it for a name, else the one whose page it is: a page of many is none of theirs."""
    for kind in (Kind.NAME, Kind.PAGE):
        if datasets := kinds.get(kind.value):
            return next(iter(datasets)) if len(datasets) == 1 else None
    return None

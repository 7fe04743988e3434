"""What waits for operators, written into the ledger as a harvest and a registration would leave it."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from catalogue.entry import Entry
from catalogue.ledger.audit import AuditLine, audit_lines
from catalogue.ledger.checks_schema import registrations
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.people_schema import sign_ins
from catalogue.ledger.registrations import Way, ask_for_proof, file_registration
from catalogue.ledger.registrations import prove as prove_contact
from catalogue.ledger.schema import (
    changes,
    cluster_decisions,
    cluster_members,
    cluster_pairs,
    entries,
    held_back,
    notices,
)
from catalogue.ledger.schema import portals as portals_table
from catalogue.model import Dataset
from catalogue.registering.asked import Asked
from catalogue.snapshot import pack_entry, squeeze
from catalogue.values import Text
from vocab import load_vocabulary
from vocab.bodies import bodies_of

NOW = "2026-11-28T09:00:00Z"


def waiting(ledger: Ledger, *, title: str = "Parish data", email: str = "clerk@gmail.com") -> int:
    """A registration whose contact is proven, and that an operator must decide; its number."""
    asked = Asked(
        address=f"https://{title.split()[0].lower()}.example/",
        kind="ckan",
        title=title,
        body="",
        organisation="A parish",
        email=email,
    )
    with ledger.writing() as connection:
        held, _ = file_registration(connection, asked, token=f"t-{title}", check=None, now=NOW)
        ask_for_proof(connection, held, token=f"p-{title}", now=NOW)
        way = Way(held="", fresh=f"f-{title}")
        proven = prove_contact(
            connection, f"p-{title}", bodies=bodies_of(load_vocabulary()), way=way, now=NOW
        )
        assert proven
    return held.id


def dataset(connection: Connection, identifier: str, portal: str, title: str, publisher: str = "") -> None:
    """A dataset that is shown."""
    number = connection.scalar(select(portals_table.c.id).where(portals_table.c.slug == portal))
    entry = Entry(
        id=identifier, portal=portal, key=identifier, source="", dataset=Dataset(title=(Text(title),))
    )
    snapshot = squeeze(pack_entry(entry))
    row = {
        "entry_id": identifier,
        "kind": "added",
        "at": NOW,
        "run": 1,
        "mapper": "m",
        "first_seen": NOW,
        "snapshot": snapshot,
    }
    change = connection.execute(insert(changes).values(**row)).inserted_primary_key
    assert change
    told = {"digest": "d", "first_seen": NOW, "last_changed": NOW, "last_run": 1, "state": "live"}
    names = {"title": title, "publisher": "x", "publisher_name": publisher, "key": identifier}
    connection.execute(
        insert(entries).values(id=identifier, portal_id=number, change=change[0], **names, **told)
    )


def pair(connection: Connection, one: str, other: str) -> None:
    """Two datasets that may be one."""
    for identifier in (one, other):
        row = {"entry_id": identifier, "portal": "leeds", "first_seen": NOW, "says_copy": False, "size": 1}
        connection.execute(insert(cluster_members).values(**row))
    connection.execute(insert(cluster_pairs).values(a=one, b=other, sure=False, kinds="title"))


def held_removal(connection: Connection, portal: str, identifier: str) -> None:
    """A dataset that would be gone if nobody had to look first."""
    number = connection.scalar(select(portals_table.c.id).where(portals_table.c.slug == portal))
    row = {"portal_id": number, "kind": "removal", "key": identifier, "entry_id": identifier, "title": "T"}
    connection.execute(insert(held_back).values(**row, reason="r", run=1, since=NOW, decision=""))


def tidy(ledger: Ledger) -> None:
    """Takes all of that away; the portals that tests registered too."""
    with ledger.writing() as connection:
        for table in (held_back, cluster_decisions, cluster_pairs, cluster_members, entries, changes):
            connection.execute(delete(table))
        connection.execute(delete(registrations))
        connection.execute(delete(sign_ins))
        connection.execute(delete(notices))
        kept = portals_table.c.slug.in_(("leeds", "york"))
        connection.execute(delete(portals_table).where(~kept))


def log(ledger: Ledger, thing: str) -> list[AuditLine]:
    """What was written down about a thing, newest first."""
    with ledger.reading() as connection:
        return list(audit_lines(connection, thing=thing))

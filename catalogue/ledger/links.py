"""The links of the catalogue: every address that a dataset leads to, once, and how it stands.

Which they are follows the numbered changes with a mark of its own; how they stand is the checker's to write
(`catalogue/ledger/link_checks.py`), so that finding all of them again (`anew`) forgets no check.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, exists, insert, select

from catalogue.checking.address import host_of
from catalogue.ledger.chunks import chunks
from catalogue.ledger.following import follow, set_mark
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.quality_schema import checked_links, link_uses
from catalogue.ledger.used import drop_keys, known_digests
from catalogue.linkage.leading import Role, leads_of, link_digest
from catalogue.linkage.standing import State
from catalogue.snapshot import unpack_entry, unsqueeze

_MARK = "links"
_BATCH = 1000
_MOST = 2000  # links of one dataset that are told

Use = tuple[str, str, Role]
"""Which dataset leads to which address (by its digest), as what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address and how it stands. Instants are as in the ledger, "" where it was never so; `status`, `remark`,
    `media_type`, `length` (bytes) and `leads_to` (where redirects ended) are of the last check."""

    id: int
    url: str
    host: str
    state: State
    since: str
    status: int | None
    remark: str
    media_type: str
    length: int | None
    leads_to: str
    checked: str
    due: str
    failures: int
    first_failure: str


def follow_links(ledger: Ledger, *, anew: bool = False) -> None:
    """Brings the links up to the ledger's last change; `anew` looks at every dataset again."""
    if anew:
        with ledger.writing() as connection:
            set_mark(connection, _MARK, 0)
    follow(ledger, _MARK, _follow, batch=_BATCH)


def link_states(connection: Connection, entry_id: str) -> tuple[Link, ...]:
    """The links of one dataset, at most 2,000, in the order in which they were first met."""
    mine = exists().where(link_uses.c.link_id == checked_links.c.id, link_uses.c.entry_id == entry_id)
    wanted = select(checked_links).where(mine).order_by(checked_links.c.id).limit(_MOST)
    return tuple(read_link(row) for row in connection.execute(wanted).mappings())


def works(connection: Connection, urls: Iterable[str]) -> Mapping[str, State]:
    """How each of these addresses stands, as they were given; one that no dataset leads to was never asked."""
    digests = {url: link_digest(url) for url in urls}
    states: dict[str, State] = {}
    for chunk in chunks(sorted(set(digests.values()))):
        wanted = select(checked_links.c.digest, checked_links.c.state)
        rows = connection.execute(wanted.where(checked_links.c.digest.in_(chunk)))
        states |= {row.digest: State(row.state) for row in rows}
    return {url: states.get(digest, State.NEVER_ASKED) for url, digest in digests.items()}


def read_link(row: RowMapping) -> Link:
    """A line of the table as a link."""
    values = {name: row[name] for name in Link.__slots__}
    return Link(**values | {"state": State(row["state"])})


def _follow(connection: Connection, rows: Sequence[RowMapping]) -> None:
    last = {row["entry_id"]: row for row in rows}
    portals: dict[str, str] = {}
    addresses: dict[str, str] = {}
    wanted: set[Use] = set()
    for identifier, row in last.items():
        if row["kind"] == "withdrawn":
            continue
        entry = unpack_entry(unsqueeze(row["snapshot"]))
        portals[identifier] = entry.portal
        for url, role in leads_of(entry.dataset):
            digest = link_digest(url)
            addresses[digest] = url
            wanted.add((identifier, digest, role))
    held = _held_uses(connection, list(last))
    numbers = link_numbers(connection, addresses)
    _insert_uses(connection, wanted - held.keys(), numbers, portals)
    drop_uses(connection, [key for use, key in held.items() if use not in wanted])


def _held_uses(connection: Connection, identifiers: Sequence[str]) -> dict[Use, tuple[int, str, str]]:
    """What datasets were last seen to lead to, with the key of each line."""
    joined = select(link_uses, checked_links.c.digest).join(checked_links)
    found: dict[Use, tuple[int, str, str]] = {}
    for chunk in chunks(identifiers):
        for row in connection.execute(joined.where(link_uses.c.entry_id.in_(chunk))):
            use = (row.entry_id, row.digest, Role(row.role))
            found[use] = (row.link_id, row.entry_id, row.role)
    return found


def link_numbers(connection: Connection, addresses: Mapping[str, str]) -> dict[str, int]:
    """The number of each address by its digest; those met for the first time are due at once."""
    known = known_digests(connection, checked_links, list(addresses))
    fresh = [
        {"digest": digest, "url": url, "host": host_of(url)}
        for digest, url in sorted(addresses.items())
        if digest not in known
    ]
    if fresh:
        connection.execute(insert(checked_links), fresh)
    return known | known_digests(connection, checked_links, [one["digest"] for one in fresh])


def _insert_uses(
    connection: Connection, uses: Iterable[Use], numbers: Mapping[str, int], portals: Mapping[str, str]
) -> None:
    made: list[dict[str, Any]] = [
        {"link_id": numbers[digest], "entry_id": entry, "role": role.value, "portal": portals[entry]}
        for entry, digest, role in sorted(uses)
    ]
    if made:
        connection.execute(insert(link_uses), made)


def drop_uses(connection: Connection, keys: Sequence[tuple[int, str, str]]) -> None:
    """Takes uses away, and the links that no dataset leads to any more, with their checks."""
    drop_keys(connection, keys, link_uses, named=checked_links)

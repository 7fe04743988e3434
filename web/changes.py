"""A page of the changes, as JSON and as a feed (RFC 5005), oldest first."""

from __future__ import annotations

from catalogue.document import first_text
from catalogue.ledger.held import Change
from catalogue.profiles.changes import Fragment
from web.addresses import Addresses
from web.atom import Feed, FeedEntry, to_atom
from web.schema import COUNT, STRING, TEXT_OR_NULL, TRUTH, every, record

CHANGES_SCHEMA = record(
    "Changes",
    since=COUNT,
    until=COUNT,
    complete=TRUTH,
    next=TEXT_OR_NULL,
    changes=every(record("Change", n=COUNT, kind=STRING, at=STRING, id=STRING, iri=STRING, title=STRING)),
)


def changes_json(fragment: Fragment, iris: Addresses) -> dict[str, object]:
    """`until` is the number to go on from; `next` is null where there is nothing after it yet."""
    return {
        "since": fragment.since,
        "until": fragment.until,
        "complete": fragment.complete,
        "next": None if fragment.complete else iris.changes(fragment.until, ".json"),
        "changes": [_change_json(one, iris) for one in fragment.changes],
    }


def changes_atom(fragment: Fragment, iris: Addresses) -> bytes:
    """The same as a feed, each change an entry of its own."""
    return to_atom(
        Feed(
            title="Changes of the catalogue",
            address=iris.changes(fragment.since, ".atom"),
            page=iris.home(),
            next="" if fragment.complete else iris.changes(fragment.until, ".atom"),
            entries=tuple(_entry(one, iris) for one in fragment.changes),
        )
    )


def _change_json(change: Change, iris: Addresses) -> dict[str, object]:
    entry = change.snapshot.entry
    return {
        "n": change.n,
        "kind": change.kind,
        "at": change.at,
        "id": entry.id,
        "iri": iris.dataset(entry.id),
        "title": first_text(entry.dataset.title),
    }


def _entry(change: Change, iris: Addresses) -> FeedEntry:
    entry = change.snapshot.entry
    title = first_text(entry.dataset.title) or entry.id
    return FeedEntry(
        iri=iris.change(change.n),
        title=title,
        updated=change.at,
        summary=f"{title} was {change.kind}.",
        category=change.kind,
        page=iris.dataset(entry.id),
    )

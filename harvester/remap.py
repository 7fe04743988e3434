"""Remap: the records that are held, read again by today's mapping. No portal is asked for anything.

What would change is told first. When it is applied, a dataset that says something else becomes a change like any
other, which store and index follow; one that says the same is left alone. In small batches, each whole or not at
all, so that it may be killed at any moment: the next call goes on with what is still to be read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from catalogue.entry import Entry
from catalogue.errors import PortalError
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.portals import get_portal
from catalogue.ledger.remapping import Kept, Reread, commit_reread, count_unread, list_unread
from catalogue.portal import Portal
from catalogue.snapshot import pack_entry, with_id
from harvester.differences import Difference, differences
from harvester.record import Record
from harvester.road import SHARED_IDENTIFIER, mapper_version, settle_record, shown_of
from harvester.spider import PortalSpider
from harvester.spiders import spider_for
from vocab import Vocabulary, load_vocabulary
from vocab.vocabulary import SCHEMES_FOLDER

_BATCH = 200
_MOST_WAYS = (
    20_000  # kept apart: each title may change in a way of its own, and memory must not grow with a portal
)
_WEAK = "weak:"  # how harvester.record.weak_key marks a key that it had to make up

Told = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Sample:
    """One dataset in which a property changes."""

    dataset: str
    title: str
    before: str
    after: str


@dataclass(slots=True)
class Outlook:
    """What a new mapping changes, or has changed, in one portal's records.

    `records` were read anew; of their datasets `changed` say something else, and `rejected` could not be read any
    more and stay as they were. `properties` counts the changed datasets by property, `ways` by property, before and
    after. `appeared` and `vanished` count findings by rule. `refused` says why it was not done, "" where it was.
    """

    portal: str
    records: int = 0
    changed: int = 0
    rejected: int = 0
    refused: str = ""
    properties: Counter[str] = field(default_factory=Counter)
    ways: Counter[Difference] = field(default_factory=Counter)
    samples: dict[str, list[Sample]] = field(default_factory=lambda: defaultdict(list))
    appeared: Counter[str] = field(default_factory=Counter)
    vanished: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remap:
    """Today's mapping at work on what a ledger holds. `clock` gives the ledger's instants, `samples` is how many
    datasets are shown for each property, `folder` where the vocabularies are."""

    ledger: Ledger
    clock: Callable[[], str]
    samples: int = 3
    folder: Path = SCHEMES_FOLDER

    def count(self, slug: str) -> int:
        """How many records of a portal another mapping read last."""
        with self.ledger.reading() as connection:
            portal = get_portal(connection, slug)
            return count_unread(connection, slug, mapper_version(portal, self.folder))

    def run(self, slug: str, *, apply: bool, told: Told = lambda _done: None) -> Outlook:
        """Reads a portal's records anew and says what that changes; with `apply`, it is changed.

        `told` hears of each batch how many records it had.
        """
        with self.ledger.reading() as connection:
            portal = get_portal(connection, slug)
        reader = _Reader(spider_for(portal), self._vocabulary(), self.samples)
        mapper, outlook, after = mapper_version(portal, self.folder), Outlook(slug), ""
        while kept := self._next(portal, mapper, after):
            after = kept[-1].key
            reread = [reader.read(one) for one in kept]
            if apply and not self._commit(portal, mapper, reread, outlook):
                return outlook
            for one in reread:
                reader.note(one, outlook)
            told(len(kept))
        return outlook

    def _vocabulary(self) -> Vocabulary:
        return load_vocabulary() if self.folder == SCHEMES_FOLDER else load_vocabulary(self.folder)

    def _next(self, portal: Portal, mapper: str, after: str) -> tuple[Kept, ...]:
        with self.ledger.reading() as connection:
            return list_unread(connection, portal.slug, mapper, after=after, limit=_BATCH)

    def _commit(self, portal: Portal, mapper: str, reread: list[Reread], outlook: Outlook) -> bool:
        """Commits a batch; False, with the reason told, where a harvest has the portal in its hands."""
        try:
            with self.ledger.writing() as connection:
                if mapper_version(get_portal(connection, portal.slug), self.folder) != mapper:
                    raise PortalError(f"portals/{portal.slug}: its settings were changed meanwhile")
                commit_reread(connection, portal.slug, mapper, reread, now=self.clock())
        except PortalError as error:
            outlook.refused = str(error)
            return False
        return True


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads kept records, and notes what is different."""

    spider: PortalSpider
    vocabulary: Vocabulary
    samples: int

    def read(self, kept: Kept) -> Reread:
        """A kept record on the same road as one that a portal sends."""
        record = Record(
            key=kept.key,
            body=kept.body,
            media_type=kept.media_type,
            source=kept.source,
            weak=kept.key.startswith(_WEAK),
        )
        twice = any(finding.code == SHARED_IDENTIFIER for finding in kept.findings)
        settled = settle_record(record, self.spider, self.vocabulary, twice=twice)
        if settled.entry is None:
            return Reread(kept=kept, packed=None, findings=settled.findings)
        entry: Entry = with_id(settled.entry, kept.id)
        return Reread(kept=kept, packed=pack_entry(entry), findings=settled.findings, **shown_of(entry))

    def note(self, one: Reread, outlook: Outlook) -> None:
        """Counts what a new reading changes."""
        outlook.records += 1
        if one.packed is None:
            outlook.rejected += 1
            outlook.appeared.update(finding.code for finding in one.findings)
            return
        old, new = (Counter(found.code for found in side) for side in (one.kept.findings, one.findings))
        outlook.appeared += new - old
        outlook.vanished += old - new
        if one.is_changed:
            outlook.changed += 1
            before, after = orjson.loads(one.kept.packed), orjson.loads(one.packed)
            found = differences(before, after, self.vocabulary)
            outlook.properties.update({each.property for each in found})
            outlook.ways.update(one for one in found if one in outlook.ways or len(outlook.ways) < _MOST_WAYS)
            for each in found:
                shown = outlook.samples[each.property]
                if len(shown) < self.samples:
                    shown.append(Sample(one.kept.id, one.title, each.before, each.after))

"""The road of one page's records: published → draft → settled → checked, each record on its own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TypedDict

import structlog

import catalogue
from catalogue.entry import Entry
from catalogue.errors import RecordError
from catalogue.finding import Finding, Severity
from catalogue.ledger.runs import Known, Staged
from catalogue.portal import Portal
from catalogue.property import with_values
from catalogue.quality.claims import claims_published
from catalogue.quality.lists import lists_of
from catalogue.quarantine import filled_of
from catalogue.rules import check
from catalogue.snapshot import pack_entry, squeeze
from harvester.asking.terms import of_meaning
from harvester.record import Draft, Record
from harvester.settle import settle
from harvester.spider import PortalSpider
from vocab import Vocabulary
from vocab.vocabulary import SCHEMES_FOLDER

log = structlog.get_logger()

SHARED_IDENTIFIER = "identifier-used-twice"
_CLAIMED = ("claims.py", "lists.py", "file-types.csv", "media-types.csv")
"""What the claims of a published description are worked out by, in catalogue/quality."""

TWICE = "Give each dataset an identifier of its own, and list each once."


def mapper_version(portal: Portal, folder: Path = SCHEMES_FOLDER) -> str:
    """What an entry depends on beside its record: our mapping, the vocabularies, and the portal's own data."""
    digest = hashlib.sha256(our_mapping() if folder == SCHEMES_FOLDER else _digest(folder))
    told = (
        portal.kind,
        portal.body,
        portal.origin,
        portal.title,
        sorted(of_meaning(portal.settings).items()),
    )
    digest.update(repr(told).encode())
    return digest.hexdigest()[:16]


@cache
def our_mapping() -> bytes:
    """A digest of our code and vocabularies, taken once in a process and its forks.

    A process maps with what it has loaded. A digest taken later could be that of an upgrade put on the disk
    meanwhile, and its old readings would then be kept as readings of the new.
    """
    return _digest(SCHEMES_FOLDER)


def _digest(folder: Path) -> bytes:
    """A digest of the code, the tables and the vocabularies that make an entry of a record.

    A number that somebody must remember to raise would be forgotten once, and then old readings stay for good;
    after an upgrade that changes nothing here that matters, records are read once more to no effect.
    """
    ours, known, words = Path(__file__).parent, Path(catalogue.__file__).parent, SCHEMES_FOLDER.parent
    modules = (
        *ours.glob("*.py"), *ours.glob("settling/*.toml"), *ours.glob("settling/*.csv"), *ours.glob("drafting/*.toml"),
        *(path for part in ("drafting", "formats", "settling", "spiders") for path in ours.glob(f"{part}/*.py")),
        *known.glob("*.py"), known / "columns" / "table.py", known / "columns" / "datatypes.py",
        *(path for part in ("space", "text", "time") for path in known.glob(f"{part}/*.py")),
        *(known / "quality" / name for name in _CLAIMED),
        *words.rglob("*.py"), *words.glob("*.csv"),
    )  # fmt: skip
    files = (*sorted(modules), *sorted(folder.glob("*.ttl")))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).digest()


@dataclass(frozen=True, slots=True)
class Settled:
    """What one record became: an entry, or None where it was rejected, and all that was found on the way."""

    entry: Entry | None
    findings: tuple[Finding, ...]


def settle_record(record: Record, spider: PortalSpider, vocabulary: Vocabulary, *, twice: bool) -> Settled:
    """The road of one record, from its bytes to its entry. Nothing but its bytes, its portal and the vocabulary
    decides, so that the same record gives the same entry whether a portal sent it or the ledger kept it.

    `twice` says that its identifier is another dataset's as well. A bug of ours rejects this record only.
    """
    try:
        draft: Draft = spider.draft(record)
        entry, findings = settle(draft, record, spider.portal, vocabulary)
        said = claims_published(draft.dataset, entry.dataset, lists_of(vocabulary))
        entry = with_values(entry, claims=said)
        found = (*draft.findings, *findings, *_weak(record), *_shared(twice=twice), *check(entry))
    except RecordError as error:
        return Settled(None, (_violation("unreadable-record", str(error)),))
    except Exception as error:
        log.warning("record failed", portal=spider.portal.slug, key=record.key, exc_info=error)
        reason = f"this record could not be read because of a fault in our reader ({type(error).__name__})"
        return Settled(None, (_violation("fault-in-reader", reason),))
    return Settled(entry, found)


class Shown(TypedDict):
    """What lists of datasets show of an entry, and what it has of the things that are watched."""

    title: str
    publisher: str
    publisher_name: str
    filled: int


def shown_of(entry: Entry) -> Shown:
    """What lists of datasets show of an entry."""
    publisher = entry.dataset.publisher
    return Shown(
        title=entry.dataset.title[0].value,
        publisher=publisher.slug if publisher else "",
        publisher_name=publisher.name[0].value if publisher and publisher.name else "",
        filled=filled_of(entry.dataset),
    )


@dataclass(slots=True)
class PageRoad:
    """The road for the records of one page. It remembers which keys stood on the page already."""

    spider: PortalSpider
    portal: Portal
    vocabulary: Vocabulary
    page: str
    _turns: dict[str, int] = field(default_factory=dict)
    _bodies: set[tuple[str, str]] = field(default_factory=set)
    _rejected: int = 0
    _place: int = 0

    def walk(self, records: Iterable[Record], known: Known) -> Iterator[Staged]:
        """Each record, ready to be committed or rejected with its reason."""
        for record in records:
            self._place += 1
            yield replace(self._one(record, known), position=self._place)

    def reject(self, finding: Finding, key: str = "") -> Staged:
        """Something on the page that cannot become a record at all, with its reason."""
        self._rejected += 1
        name = key or f"{self.page[:16]}-{self._rejected}"
        return Staged(key=f"rejected:{name}", outcome="rejected", findings=(replace(finding, rejected=True),))

    def loose(self, finding: Finding, number: int) -> Staged:
        """Something on the page that is about no record; rejected where it says so."""
        return self.reject(finding) if finding.rejected else self.remark(finding, number)

    def remark(self, finding: Finding, number: int) -> Staged:
        """Something about the page itself."""
        return Staged(key=f"remark:{self.page[:16]}-{number}", outcome="remark", findings=(finding,))

    def _one(self, record: Record, known: Known) -> Staged:
        met = (known.pages.get(name, self.page) for name in names_of(record.key))
        if any(page != self.page for page in met):
            return self._repeated(record)
        if (record.key, record.digest) in self._bodies:
            return self._twice(record)
        self._bodies.add((record.key, record.digest))
        return self._settled(self._told_apart(record), known)

    def _told_apart(self, record: Record) -> Record:
        """A second record of the same key with other content gets a key of its own, by its turn on the page."""
        turn = self._turns[record.key] = self._turns.get(record.key, 0) + 1
        return record if turn == 1 else replace(record, key=f"{record.key}~{turn}")

    def _settled(self, record: Record, known: Known) -> Staged:
        if known.digests.get(record.key) == record.digest:
            return Staged(
                key=record.key,
                outcome="same",
                digest=record.digest,
                media_type=record.media_type,
                source=record.source,
            )
        twice = self._turns.get(record.key.rpartition("~")[0], 0) > 1
        settled = settle_record(record, self.spider, self.vocabulary, twice=twice)
        if settled.entry is None:
            return self.reject(settled.findings[0], record.key)
        return Staged(
            key=record.key,
            outcome="read",
            digest=record.digest,
            media_type=record.media_type,
            source=record.source,
            body=squeeze(record.body),
            entry=squeeze(pack_entry(settled.entry)),
            findings=settled.findings,
            **shown_of(settled.entry),
        )

    def _twice(self, record: Record) -> Staged:
        message = f"the record {record.key!r} stands twice on the same page, word for word; it was taken once"
        return self.reject(_violation("duplicate-record", message, TWICE))

    def _repeated(self, record: Record) -> Staged:
        message = f"the record {record.key!r} stood on an earlier page already; it was taken once"
        return replace(self.reject(_violation("repeated-record", message, TWICE)), outcome="repeated")


def names_of(key: str) -> tuple[str, str]:
    """The names under which a run may have met a record: read, and rejected."""
    return key, f"rejected:{key}"


def _violation(code: str, message: str, fix: str = "") -> Finding:
    sentence = message[:1].upper() + message[1:] + "."
    return Finding(code=code, severity=Severity.VIOLATION, message=sentence, fix=fix, rejected=True)


def _weak(record: Record) -> Iterator[Finding]:
    if record.weak:
        yield Finding(
            code="no-identifier",
            severity=Severity.WARNING,
            message="The record has no identifier, so a new title makes it look like a new dataset.",
            place="identifier",
            fix="Give each dataset an identifier that never changes.",
        )


def _shared(*, twice: bool) -> Iterator[Finding]:
    if twice:
        yield Finding(
            code=SHARED_IDENTIFIER,
            severity=Severity.WARNING,
            message="Another dataset on this portal has the same identifier.",
            place="identifier",
            fix=TWICE,
        )

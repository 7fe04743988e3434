"""The road of one page's records: published → draft → settled → checked, each record on its own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import structlog

from catalogue.errors import RecordError
from catalogue.finding import Finding, Severity
from catalogue.ledger.runs import Known, Staged
from catalogue.portal import Portal
from catalogue.rules import check
from catalogue.snapshot import pack_entry, squeeze
from harvester.record import Draft, Record
from harvester.settle import settle
from harvester.spider import PortalSpider
from vocab import Vocabulary
from vocab.vocabulary import SCHEMES_FOLDER

log = structlog.get_logger()

MAPPER = "1"  # raised when settle, a spider's draft or a rule changes what an entry says

TWICE = "Give each dataset an identifier of its own, and list each once."


def mapper_version(portal: Portal, folder: Path = SCHEMES_FOLDER) -> str:
    """What an entry depends on beside its record: our mapping, the vocabularies, and the portal's own data."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.ttl")):
        digest.update(path.read_bytes())
    digest.update(repr((portal.kind, portal.body, sorted(portal.settings.items()))).encode())
    return f"{MAPPER}-{digest.hexdigest()[:12]}"


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

    def walk(self, records: Iterable[Record], known: Known) -> Iterator[Staged]:
        """Each record, ready to be committed or rejected with its reason."""
        for record in records:
            yield self._one(record, known)

    def reject(self, finding: Finding, key: str = "") -> Staged:
        """Something on the page that cannot become a record at all, with its reason."""
        self._rejected += 1
        name = key or f"{self.page[:16]}-{self._rejected}"
        return Staged(key=f"rejected:{name}", outcome="rejected", findings=(replace(finding, rejected=True),))

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
        try:
            return self._drafted(record)
        except RecordError as error:
            return self.reject(_violation("unreadable-record", str(error)), record.key)
        except Exception as error:
            log.warning("record failed", portal=self.portal.slug, key=record.key, exc_info=error)
            reason = (
                f"this record could not be read because of a fault in our reader ({type(error).__name__})"
            )
            return self.reject(_violation("fault-in-reader", reason), record.key)

    def _drafted(self, record: Record) -> Staged:
        draft: Draft = self.spider.draft(record)
        entry, findings = settle(draft, record, self.portal, self.vocabulary)
        publisher = entry.dataset.publisher
        return Staged(
            key=record.key,
            outcome="read",
            digest=record.digest,
            media_type=record.media_type,
            source=record.source,
            body=squeeze(record.body),
            entry=squeeze(pack_entry(entry)),
            title=entry.dataset.title[0].value,
            publisher=publisher.slug if publisher else "",
            publisher_name=publisher.name[0].value if publisher and publisher.name else "",
            findings=(*draft.findings, *findings, *_weak(record), *self._turned(record), *check(entry)),
        )

    def _turned(self, record: Record) -> Iterator[Finding]:
        if self._turns.get(record.key.rpartition("~")[0], 0) > 1:
            yield Finding(
                code="identifier-used-twice",
                severity=Severity.WARNING,
                message="Another dataset on this portal has the same identifier.",
                place="identifier",
                fix=TWICE,
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

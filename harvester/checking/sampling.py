"""From the records of a dry run to the report of a check: pure, so that it can be made again after each page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalogue.checking.report import Blocking, Mean, Publisher, Report, SampleRecord
from catalogue.document import first_text, licence_of
from catalogue.entry import Entry
from catalogue.iri import is_web_address
from catalogue.ledger.staged import StagedRecord
from catalogue.quality.advice import Advice, advise
from catalogue.quality.claims import claims_here, claims_published
from catalogue.quality.lists import lists_of
from catalogue.quality.metrics import METRICS, band_of, points_of
from catalogue.quality.scoring import Passed, World, score
from catalogue.text.plain import plain_line
from harvester.checking.values import licence_sentence, shown_values
from harvester.record import Draft, Record
from harvester.spider import PortalSpider
from vocab import Vocabulary
from vocab.bodies import bodies_of

_UNASKED = World(links={}, conforms=None)  # a dry run asks for no file, and keeps no graph
_UNTOLD = frozenset({"access-url-works", "download-url-works", "conforms"})  # so it tells nothing of these
_MOST_BLOCKING = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A record as the report shows it, with both scores as far as they can be told."""

    record: SampleRecord
    entry: Entry | None = None
    published: Passed | None = None
    here: Passed | None = None


def look_at(staged: StagedRecord, spider: PortalSpider, vocabulary: Vocabulary) -> Looked:
    """One record, published beside shown."""
    if staged.entry is None:
        reason = staged.findings[0].message if staged.findings else "It could not be read."
        rejected = SampleRecord(
            key=staged.key, title="", source=staged.source, rejected=reason, findings=staged.findings
        )
        return Looked(record=rejected)
    entry, dataset = staged.entry, staged.entry.dataset
    draft = _drafted(staged, spider)
    lists = lists_of(vocabulary)
    claims = entry.claims or claims_published(draft.dataset, dataset, lists)
    published = score(dataset, claims, _UNASKED)
    here = score(dataset, claims_here(dataset, lists), _UNASKED)
    record = SampleRecord(
        key=staged.key,
        title=plain_line(first_text(dataset.title)),
        source=_page(entry),
        publisher=first_text(dataset.publisher.name) if dataset.publisher else "",
        licence=licence_sentence(licence_of(dataset), vocabulary),
        values=shown_values(draft.dataset, entry, vocabulary),
        findings=staged.findings,
        lacks=tuple(one.code for one in METRICS if one.code not in published.codes | _UNTOLD),
        published_points=points_of(published.codes),
        here_points=points_of(here.codes),
    )
    return Looked(record=record, entry=entry, published=published, here=here)


def report_of(looked: Sequence[Looked], kind: str, vocabulary: Vocabulary) -> Report:
    """What the records together say; who made the check adds what it knows beside them."""
    read = [one for one in looked if one.entry]
    return Report(
        kind=kind,
        read=len(read),
        rejected=len(looked) - len(read),
        blocking=_blocking(looked),
        advice=_advice(read, kind),
        published=_mean([one.published for one in read if one.published]),
        here=_mean([one.here for one in read if one.here]),
        publishers=_publishers(read, vocabulary),
        records=tuple(one.record for one in looked),
    )


def _drafted(staged: StagedRecord, spider: PortalSpider) -> Draft:
    """The record in the portal's words once more: a draft depends on nothing but its bytes."""
    return spider.draft(
        Record(key=staged.key, body=staged.body, media_type=staged.media_type, source=staged.source)
    )


def _page(entry: Entry) -> str:
    """Where a person finds the record: its own page at the portal, else the address that it was read from."""
    return next((one for one in (*entry.dataset.landing_page, entry.source) if is_web_address(one)), "")


def _blocking(looked: Sequence[Looked]) -> tuple[Blocking, ...]:
    """What keeps records out, the most frequent first."""
    reasons = Counter(
        one.record.findings[0].code for one in looked if one.record.rejected and one.record.findings
    )
    first = {
        one.record.findings[0].code: one.record.findings[0] for one in reversed(looked) if one.record.rejected
    }
    return tuple(
        Blocking(
            code=code,
            sentence=f"{_records(count)} could not be read: {first[code].message}",
            fix=first[code].fix,
        )
        for code, count in reasons.most_common(_MOST_BLOCKING)
    )


def _advice(read: Iterable[Looked], kind: str) -> tuple[Advice, ...]:
    failing: Mapping[str, int] = Counter(code for one in read for code in one.record.lacks)
    return advise(failing, kind)


def _mean(scores: Sequence[Passed]) -> Mean | None:
    """The mean of what is sure. Its band says how far it may rise by what only a harvest finds out."""
    if not scores:
        return None
    sure = sum(points_of(one.codes) for one in scores) / len(scores)
    most = sure + sum(points_of(one.unknown) for one in scores) / len(scores)
    low, high = band_of(sure).title, band_of(most).title
    band = low if low == high else f"{low} to {high}, once its links have been checked"
    return Mean(points=round(sure, 1), band=band)


def _publishers(read: Iterable[Looked], vocabulary: Vocabulary) -> tuple[Publisher, ...]:
    """The bodies whose records these are, those with most first."""
    agents = [one.entry.dataset.publisher for one in read if one.entry and one.entry.dataset.publisher]
    named = {agent.slug or first_text(agent.name): agent for agent in agents}
    counts = Counter(agent.slug or first_text(agent.name) for agent in agents)
    bodies = bodies_of(vocabulary)
    found = []
    for key, count in counts.most_common():
        agent = named[key]
        body = bodies.with_slug(agent.slug) if agent.slug else None
        found.append(
            Publisher(
                name=first_text(agent.name) or key,
                slug=agent.slug,
                code=body.code if body else "",
                datasets=count,
            )
        )
    return tuple(found)


def _records(count: int) -> str:
    return "1 record" if count == 1 else f"{count:,} records"

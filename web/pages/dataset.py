"""The page of one dataset, in the order people read: what it is, the data, the facts, how we know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

from catalogue.clusters.standing import ALONE, Other, Standing, reason
from catalogue.document import first_text
from catalogue.finding import Finding
from catalogue.ledger.cautions import Cautioned
from catalogue.ledger.held import Event, Held
from catalogue.ledger.link_checks import Check
from catalogue.ledger.renaming import FormerKey
from catalogue.linkage.leading import asked_as
from catalogue.quality.scores import Scores
from catalogue.values import Text
from web.columns.part import ColumnsPart, columns_part
from web.joining.rows import JoinsPart
from web.linking import RELATIONS, Linked
from web.pages.downloads import Download, make_download
from web.pages.extra import extra_facts
from web.pages.facts import Fact, FactReader, Value, link_value
from web.pages.glossary import Definition, Glossary
from web.pages.licence import LicenceLine, make_licence
from web.pages.link_told import LinkTold, tell_links
from web.pages.page import Alternate, Page
from web.pages.quality import ScoreBlock, make_scores
from web.pages.readings import Readings
from web.pages.reuse import StoriesPart
from web.pages.words import MappingRow, make_mappings
from web.plain.help import PlainHelp, make_help
from web.related import Relatives
from web.site import Site
from web.structured import data_block, page_speaker
from web.trust.fact import Grounds
from web.trust.panel import TrustPanel, make_panel, trust_facts

_SHOWN = [
    "title",
    "alternative",
    "description",
    "distribution",
    "license",
    "publisher",
    "contact_point",
    "keyword",
    "theme",
    "modified",
    "landing_page",
    *RELATIONS,
]
_MOST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetReading:
    """What the ledger says of one dataset. `grounds` are those of its trust panel, its links among them, `checks` the
    history of those by number; `standing` its place among its copies, `former` the names that the portal gave it
    before, `scores` its two scores (None before it has any), `misses` what the shapes of DCAT-AP found; `kin` names
    what others have of the same, "" where nobody has."""

    held: Held
    portal_title: str
    changes: tuple[Event, ...]
    findings: tuple[Finding, ...]
    grounds: Grounds
    checks: Mapping[int, tuple[Check, ...]] = field(default_factory=dict)
    standing: Standing = ALONE
    former: tuple[FormerKey, ...] = ()
    scores: Scores | None = None
    misses: tuple[Mapping[str, str], ...] = ()
    kin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What there is beside a dataset: the same from others, what it is linked with, what it joins with and whether that
    calls for caution, and what came of it."""

    relatives: Relatives
    linked: Linked
    joins: JoinsPart
    caution: Cautioned | None
    stories: StoriesPart


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One line of the dataset's history."""

    kind: str
    at: str
    run: int
    run_link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerRow:
    """A name that the portal gave the dataset before, and what its next one was recognised by."""

    key: str
    evidence: str
    at: str
    run: int
    run_link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRow:
    """The same dataset, or what may be it, at another portal; `why` says how we know. `leads` where it comes first."""

    title: str
    link: str
    portal: str
    portal_link: str
    why: str
    leads: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetPage(Page):
    """Everything the catalogue knows of one dataset. Dates are ISO 8601, "" where not stated."""

    template: ClassVar[str] = "dataset.html"
    id: str
    iri: str
    name: str
    lang: str
    state: str
    missing_since: str
    alternatives: tuple[Text, ...]
    descriptions: tuple[Text, ...]
    publisher: Value | None
    portal: str
    portal_title: str
    landing: tuple[Value, ...]
    downloads: tuple[Download, ...]
    checked_links: Mapping[str, LinkTold]
    facts: tuple[Fact, ...]
    themes: tuple[Value, ...]
    keywords: tuple[Text, ...]
    contacts: tuple[tuple[Fact, ...], ...]
    licence: LicenceLine
    plain: PlainHelp
    changed: str
    described: str
    trust: TrustPanel
    columns: ColumnsPart
    mappings: tuple[MappingRow, ...]
    findings: tuple[Finding, ...]
    history: tuple[ChangeRow, ...]
    former: tuple[FormerRow, ...]
    extra: tuple[Fact, ...]
    source: Value
    copies: tuple[CopyRow, ...]
    maybe: tuple[CopyRow, ...]
    relatives: Relatives
    compare_relatives: str
    linked: Linked
    joins: JoinsPart
    caution: Cautioned | None
    stories: StoriesPart
    resource_link: str
    definitions: tuple[Definition, ...]
    quality: ScoreBlock | None


def make_dataset_page(
    reading: DatasetReading, site: Site, alternates: tuple[Alternate, ...], beside: Beside
) -> DatasetPage:
    """The page of a dataset that is shown, missing or withdrawn."""
    snapshot = reading.held.snapshot
    entry, dataset = snapshot.entry, snapshot.entry.dataset
    glossary = Glossary(links=site.links, schemes=site.vocabulary.schemes)
    readings = Readings(entry.mappings)
    reader = FactReader(links=site.links, vocabulary=site.vocabulary, glossary=glossary, readings=readings)
    plain = replace(reader, glossary=None)
    licence = make_licence(dataset, plain)  # its sentence is what the licence means: no block says it again
    name = first_text(dataset.title) or "Without a title"
    return DatasetPage(
        title=name,
        alternates=alternates,
        structured=data_block(
            page_speaker(site).dataset(snapshot, portal=reading.portal_title, tables=reading.grounds.tables)
        ),
        id=entry.id,
        iri=site.iris.dataset(entry.id),
        name=name,
        lang=next((text.lang for text in dataset.title if text.value == name), ""),
        state=reading.held.state,
        missing_since=reading.held.missing_since,
        alternatives=tuple(text for text in (*dataset.title, *dataset.alternative) if text.value != name)[
            :_MOST
        ],
        descriptions=dataset.description,
        publisher=reader.publisher(dataset.publisher) if dataset.publisher else None,
        portal=entry.portal,
        portal_title=reading.portal_title,
        landing=tuple(link_value(address) for address in dataset.landing_page),
        checked_links=_checked_links(reading),
        downloads=tuple(make_download(one, reader, entry.id) for one in dataset.distribution[:_MOST]),
        themes=tuple(reader.term(term) for term in dataset.theme),
        facts=reader.facts(dataset, skip=_SHOWN),
        keywords=dataset.keyword[:_MOST],
        contacts=tuple(reader.facts(one) for one in dataset.contact_point),
        licence=licence,
        plain=make_help(dataset, reading.grounds.tables, site.vocabulary),
        changed=dataset.modified.value if dataset.modified else "",
        described=snapshot.last_changed,
        trust=make_panel(trust_facts(reading.grounds)),
        columns=columns_part(site, entry.id, dataset, reading.grounds.tables),
        mappings=make_mappings(entry.mappings, replace(plain, readings=None)),
        findings=reading.findings,
        history=tuple(_change(one, entry.portal, site) for one in reading.changes),
        former=tuple(_former(one, entry.portal, site) for one in reading.former),
        extra=extra_facts(dataset),
        source=link_value(entry.source),
        copies=tuple(_copy(one, reading.standing, site) for one in reading.standing.others),
        maybe=tuple(_copy(one, reading.standing, site) for one in reading.standing.maybe),
        relatives=beside.relatives,
        compare_relatives=site.links.compared_datasets(beside.relatives.compared(entry.id)),
        linked=beside.linked,
        joins=beside.joins,
        caution=beside.caution,
        stories=beside.stories,
        resource_link=site.links.resource(site.iris.dataset(entry.id)),
        definitions=glossary.definitions(),
        quality=make_scores(reading.scores, site.links, reading.misses),
    )


def _checked_links(reading: DatasetReading) -> dict[str, LinkTold]:
    """How its links stand, by the address as the record has it."""
    dataset = reading.held.snapshot.entry.dataset
    files = dataset.distribution[:_MOST]
    stated = [url for file in files for url in (*file.download_url, *file.access_url)]
    told = tell_links(reading.grounds.addresses, reading.checks)
    return {url: told[asked_as(url)] for url in (*stated, *dataset.landing_page) if asked_as(url) in told}


def _change(event: Event, portal: str, site: Site) -> ChangeRow:
    return ChangeRow(kind=event.kind, at=event.at, run=event.run, run_link=site.links.run(portal, event.run))


def _copy(other: Other, standing: Standing, site: Site) -> CopyRow:
    return CopyRow(
        title=other.title or "Without a title",
        link=site.links.dataset(other.id),
        portal=site.names.table().portals.get(other.portal, other.portal),
        portal_link=site.links.portal(other.portal),
        why=reason(other.kinds),
        leads=other.id == standing.cluster,
    )


def _former(one: FormerKey, portal: str, site: Site) -> FormerRow:
    return FormerRow(
        key=one.key, evidence=one.evidence, at=one.at, run=one.run, run_link=site.links.run(portal, one.run)
    )

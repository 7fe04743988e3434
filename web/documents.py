"""A dataset as plain JSON: what its page says, under names that need no vocabulary to read."""

from __future__ import annotations

from catalogue.clusters.standing import Other, reason
from catalogue.columns.merging import merge_tables
from catalogue.columns.said import names_of
from catalogue.document import first_text, licence_of
from catalogue.finding import Finding
from catalogue.model import Contact, Dataset, Distribution
from catalogue.values import Term, Text
from vocab import Vocabulary
from web.columns.written import TABLE_SCHEMA, table_json
from web.joining.written import BRIEF_SCHEMA, CAUTION_SCHEMA, brief_json, caution_json
from web.linking import links_json
from web.pages.dataset import Beside, DatasetReading
from web.pages.facts import FactReader, say_period
from web.pages.licence import make_licence
from web.plain.help import HELP_SCHEMA, help_json, make_help
from web.quality_json import SCORES_SCHEMA, scores_json
from web.related import Relative, Relatives
from web.schema import COUNT, COUNT_OR_NULL, NUMBER, STRING, TEXT_OR_NULL, every, or_null, record
from web.site import Site
from web.stories.written import REUSES_SCHEMA, reuses_json
from web.trust.fact import TRUST_SCHEMA, trust_json
from web.trust.panel import trust_facts

_TABLES = 50  # further ones stand at the address of its columns
_TERM_SCHEMA = record(published=TEXT_OR_NULL, iri=TEXT_OR_NULL, label=TEXT_OR_NULL)
_OTHERS_SCHEMA = every(record(id=STRING, iri=STRING, title=STRING, portal=STRING, because=STRING))
_LINKS_SCHEMA = every(
    record(
        property=STRING,
        label=STRING,
        count=NUMBER,
        to=every(record(iri=STRING, title=STRING, dataset=TEXT_OR_NULL)),
    )
)
DATASET_SCHEMA = record(
    "Dataset",
    id=STRING,
    iri=STRING,
    state={"enum": ["live", "missing", "withdrawn"]},
    title=STRING,
    titles=every(record(value=STRING, lang=TEXT_OR_NULL)),
    description=STRING,
    publisher=or_null(record(name=STRING, slug=TEXT_OR_NULL, iri=TEXT_OR_NULL)),
    licence=record(openness=STRING, sentence=STRING, stated=or_null(_TERM_SCHEMA), terms=TEXT_OR_NULL),
    distributions=every(
        record(
            title=STRING,
            description=STRING,
            format=or_null(_TERM_SCHEMA),
            bytes=COUNT_OR_NULL,
            access_urls=every(STRING),
            download_urls=every(STRING),
            services=every(STRING),
            licence=or_null(_TERM_SCHEMA),
        )
    ),
    themes=every(_TERM_SCHEMA),
    keywords=every(STRING),
    places=every(STRING),
    periods=every(STRING),
    frequency=or_null(_TERM_SCHEMA),
    languages=every(_TERM_SCHEMA),
    contacts=every(record(name=TEXT_OR_NULL, email=TEXT_OR_NULL, page=TEXT_OR_NULL, telephone=TEXT_OR_NULL)),
    columns=every(STRING),
    plain_help=HELP_SCHEMA,
    tables=every(TABLE_SCHEMA),
    dates=record(
        data_changed=TEXT_OR_NULL,
        first_published=TEXT_OR_NULL,
        description_changed_here=STRING,
        first_seen_here=STRING,
        last_checked_here=TEXT_OR_NULL,
        withdrawn_here=TEXT_OR_NULL,
    ),
    trust=TRUST_SCHEMA,
    landing_pages=every(STRING),
    portal=record(slug=STRING, title=STRING, iri=STRING),
    also_listed=_OTHERS_SCHEMA,
    joins=BRIEF_SCHEMA,
    caution=CAUTION_SCHEMA,
    reuses=REUSES_SCHEMA,
    links=record(outbound=_LINKS_SCHEMA, inbound=_LINKS_SCHEMA),
    perhaps_the_same=_OTHERS_SCHEMA,
    same_from_others=every(record(id=STRING, iri=STRING, title=STRING, publisher=STRING, why=STRING)),
    kin=or_null(record(name=STRING, iri=STRING, publishers=COUNT)),
    former_keys=every(record(key=STRING, recognised=STRING, run=NUMBER, evidence=STRING)),
    source=record(address=STRING, record=STRING),
    quality=or_null(SCORES_SCHEMA),
    mappings=every(record(property=STRING, published=STRING, mapped=TEXT_OR_NULL, how=STRING)),
    findings=every(
        record(code=STRING, severity=STRING, message=STRING, place=STRING, published=STRING, fix=STRING)
    ),
)


def dataset_json(reading: DatasetReading, site: Site, beside: Beside) -> dict[str, object]:
    """The whole page's content; what is not stated is null or an empty list."""
    snapshot = reading.held.snapshot
    entry, dataset = snapshot.entry, snapshot.entry.dataset
    vocabulary = site.vocabulary
    return {
        "id": entry.id,
        "iri": site.iris.dataset(entry.id),
        "state": reading.held.state,
        "title": first_text(dataset.title),
        "titles": _texts(dataset.title),
        "description": first_text(dataset.description),
        "publisher": _publisher(dataset, site),
        "licence": _licence(dataset, site),
        "distributions": [_distribution(one, vocabulary) for one in dataset.distribution],
        "themes": [_term(term, vocabulary) for term in dataset.theme],
        "keywords": [text.value for text in dataset.keyword],
        "places": [first_text(place.label) for place in dataset.spatial if place.label],
        "periods": [said for period in dataset.temporal if (said := say_period(period))],
        "frequency": _term(dataset.accrual_periodicity, vocabulary),
        "languages": [_term(term, vocabulary) for term in dataset.language],
        "contacts": [_contact(one) for one in dataset.contact_point],
        "columns": list(names_of(reading.grounds.tables)),
        "tables": [table_json(one, site.iris) for one in merge_tables(reading.grounds.tables)[:_TABLES]],
        "plain_help": help_json(make_help(dataset, reading.grounds.tables, vocabulary)),
        "dates": _dates(reading),
        "trust": trust_json(trust_facts(reading.grounds)),
        "landing_pages": list(dataset.landing_page),
        "portal": {
            "slug": entry.portal,
            "title": reading.portal_title,
            "iri": site.iris.portal(entry.portal),
        },
        "also_listed": [_other(one, site) for one in reading.standing.others],
        "perhaps_the_same": [_other(one, site) for one in reading.standing.maybe],
        "same_from_others": [_relative(one, site) for one in beside.relatives.found],
        "joins": brief_json(beside.joins, site.iris),
        "kin": _kin(beside.relatives, site),
        "caution": caution_json(beside.caution),
        "reuses": reuses_json(beside.stories, site.iris),
        "links": {
            "outbound": links_json(beside.linked.outbound),
            "inbound": links_json(beside.linked.inbound),
        },
        "former_keys": [
            {"key": one.key, "recognised": one.at, "run": one.run, "evidence": one.evidence}
            for one in reading.former
        ],
        "source": {"address": entry.source, "record": site.iris.source(entry.id)},
        "quality": scores_json(reading.scores),
        "mappings": [
            {"property": one.property, "published": one.word, "mapped": one.iri or None, "how": one.how}
            for one in entry.mappings
        ],
        "findings": [_finding(one) for one in reading.findings],
    }


def _kin(kin: Relatives, site: Site) -> dict[str, object] | None:
    if not kin.kin:
        return None
    return {"name": kin.kin, "iri": site.iris.kin(kin.kin), "publishers": kin.publishers}


def _relative(one: Relative, site: Site) -> dict[str, str]:
    return {
        "id": one.id,
        "iri": site.iris.dataset(one.id),
        "title": one.title,
        "publisher": one.publisher,
        "why": one.why,
    }


def _dates(reading: DatasetReading) -> dict[str, str | None]:
    snapshot, dataset = reading.held.snapshot, reading.held.snapshot.entry.dataset
    return {
        "data_changed": dataset.modified.value if dataset.modified else None,
        "first_published": dataset.issued.value if dataset.issued else None,
        "description_changed_here": snapshot.last_changed,
        "first_seen_here": snapshot.first_seen,
        "last_checked_here": reading.grounds.checked or None,
        "withdrawn_here": snapshot.last_changed if reading.held.state == "withdrawn" else None,
    }


def _publisher(dataset: Dataset, site: Site) -> dict[str, str | None] | None:
    agent = dataset.publisher
    if agent is None:
        return None
    iri = site.iris.organisation(agent.slug) if agent.slug else agent.iri
    return {"name": first_text(agent.name), "slug": agent.slug or None, "iri": iri or None}


def _licence(dataset: Dataset, site: Site) -> dict[str, object]:
    line = make_licence(dataset, FactReader(links=site.links, vocabulary=site.vocabulary))
    return {
        "openness": line.openness,
        "sentence": line.sentence,
        "stated": _term(licence_of(dataset), site.vocabulary),
        "terms": line.terms.text if line.terms else None,
    }


def _distribution(one: Distribution, vocabulary: Vocabulary) -> dict[str, object]:
    size = one.byte_size.value if one.byte_size else ""
    return {
        "title": first_text(one.title),
        "description": first_text(one.description),
        "format": _term(one.format, vocabulary),
        "bytes": int(size) if size.isascii() and size.isdigit() and len(size) < 16 else None,
        "access_urls": list(one.access_url),
        "download_urls": list(one.download_url),
        "services": [url for service in one.access_service for url in service.endpoint_url],
        "licence": _term(one.license, vocabulary),
    }


def _contact(contact: Contact) -> dict[str, str | None]:
    return {
        "name": first_text(contact.fn) or first_text(contact.organization_name) or None,
        "email": contact.has_email,
        "page": contact.has_url,
        "telephone": contact.has_telephone,
    }


def _term(term: Term | None, vocabulary: Vocabulary) -> dict[str, str | None] | None:
    if term is None:
        return None
    return {"published": term.word or None, "iri": term.iri or None, "label": vocabulary.label(term.iri)}


def _texts(texts: tuple[Text, ...]) -> list[dict[str, str | None]]:
    return [{"value": text.value, "lang": text.lang or None} for text in texts]


def _finding(finding: Finding) -> dict[str, str]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "place": finding.place,
        "published": finding.published,
        "fix": finding.fix,
    }


def _other(one: Other, site: Site) -> dict[str, object]:
    return {
        "id": one.id,
        "iri": site.iris.dataset(one.id),
        "title": one.title,
        "portal": one.portal,
        "because": reason(one.kinds),
    }

"""What the ledger knows of a dataset's joins."""

from __future__ import annotations

from sqlalchemy import Connection

from catalogue.clusters.standing import Standing
from catalogue.entry import Entry
from catalogue.joins.facts import facts_of
from catalogue.joins.nearness import surroundings_of
from catalogue.ledger.cautions import Cautioned, caution_of
from catalogue.ledger.joins import Joins, Subject, joins_of
from web.joining.rows import JoinsPart, JoinSpeaker
from web.site import Site


def subject_of(site: Site, entry: Entry, standing: Standing) -> Subject:
    """A dataset as what others are joined with."""
    facts = facts_of(entry.dataset, site.vocabulary)
    return Subject(
        id=entry.id,
        facts=facts,
        places=surroundings_of(facts.areas, site.vocabulary),
        cluster=standing.cluster,
    )


def find_joins(site: Site, connection: Connection, subject: Subject) -> Joins:
    """All its joins, of each kind the first few."""
    return joins_of(connection, subject, site.holders.holders(connection))


def speaker_of(site: Site, subject: Subject) -> JoinSpeaker:
    """Who makes the lines of its joins."""
    publishers = site.names.table().publishers
    return JoinSpeaker(site=site, id=subject.id, facts=subject.facts, publishers=publishers)


def joins_part(site: Site, entry: Entry, standing: Standing) -> tuple[JoinsPart, Cautioned | None]:
    """What a dataset's page says of its joins, and the caution that they call for."""
    subject = subject_of(site, entry, standing)
    with site.ledger.reading() as connection:
        joins = find_joins(site, connection, subject)
        caution = caution_of(connection, entry.id, entry.dataset)
    return speaker_of(site, subject).part(joins), caution

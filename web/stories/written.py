"""Stories for programs: JSON, a feed, statements, and the block of schema.org on a story's page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from catalogue.iri import is_web_address
from catalogue.ledger.links import Link
from catalogue.ledger.reuses import UsedDataset
from catalogue.reuses.graph import story_statements
from catalogue.reuses.kinds import label_of
from catalogue.reuses.story import Story, What
from catalogue.writing import link, literal
from vocab.namespaces import HYDRA, RDF, XSD
from web.addresses import Addresses
from web.atom import Feed, FeedEntry
from web.lists import to_ntriples
from web.pages.reuse import Evidence, StoriesPart
from web.schema import COUNT, STRING, TEXT_OR_NULL, TRUTH, every, or_null, record
from web.site import Site
from web.stories.told import evidence_told, used_datasets

STORY_SCHEMA = record(
    "Story",
    slug=STRING,
    iri=STRING,
    title=STRING,
    who=STRING,
    kind=STRING,
    changed=STRING,
    story=STRING,
    evidence=or_null(record(address=STRING, unreachable_since=TEXT_OR_NULL)),
    datasets=every(record(id=STRING, iri=STRING, title=STRING, state=STRING, publisher=TEXT_OR_NULL)),
    organisations=every(STRING),
    identifiers=every(STRING),
    told=STRING,
    modified=STRING,
    made_up=TRUTH,
)
STORIES_SCHEMA = record("Stories", total=COUNT, stories=every(STORY_SCHEMA), next=TEXT_OR_NULL)

REUSES_SCHEMA = record(count=COUNT, newest=every(record(iri=STRING, title=STRING)), list=STRING)
"""The stories of a thing among what else is told of it."""


def reuses_json(part: StoriesPart, iris: Addresses) -> dict[str, object]:
    """How many stories there are of a thing, the newest of them, and where all are."""
    return {
        "count": part.count,
        "newest": [{"iri": iris.reuse(one.slug), "title": one.title} for one in part.cards],
        "list": iris.base + part.all,
    }


def story_json(
    story: Story, datasets: Mapping[str, UsedDataset], checked: Link | None, iris: Addresses
) -> dict[str, object]:
    """One story, whole. `state` of a dataset is "live", "missing", "withdrawn" or "gone"."""
    said = story.content
    evidence = evidence_told(said, checked)
    return {
        "slug": story.slug,
        "iri": iris.reuse(story.slug),
        "title": said.title,
        "who": said.who,
        "kind": said.kind,
        "changed": said.changed,
        "story": said.story,
        "evidence": _evidence_json(evidence) if evidence else None,
        "datasets": [_dataset_json(one, iris) for one in used_datasets(said, datasets)],
        "organisations": list(said.names(What.ORGANISATION)),
        "identifiers": list(said.names(What.IDENTIFIER)),
        "told": story.told,
        "modified": story.modified,
        "made_up": story.made_up,
    }


def stories_feed(title: str, address: str, page: str, stories: Iterable[Story], iris: Addresses) -> Feed:
    """Stories as a feed, in the order given."""
    entries = tuple(
        FeedEntry(
            iri=iris.reuse(one.slug),
            title=one.content.title,
            updated=one.modified,
            summary=one.content.changed,
            author=one.content.who,
            category=label_of(one.content.kind),
        )
        for one in stories
    )
    return Feed(title=title, address=address, page=page, entries=entries)


def story_triples(story: Story, site: Site) -> bytes:
    """One story as N-Triples."""
    return to_ntriples(dict.fromkeys(story_statements(story, site.vocabulary, site.iris)))


def stories_triples(
    stories: Sequence[Story], site: Site, *, whole: str, here: str, following: str, total: int
) -> bytes:
    """The stories of the page at `here` as a part of the collection `whole`, each with all that it says."""
    collection, view = link(whole), link(here)
    statements = [
        (collection, RDF.type, link(HYDRA.Collection)),
        (collection, HYDRA.totalItems, literal(str(total), datatype=XSD.integer)),
        (collection, HYDRA.view, view),
        (view, RDF.type, link(HYDRA.PartialCollectionView)),
        *((collection, HYDRA.member, link(site.iris.reuse(one.slug))) for one in stories),
        *(each for one in stories for each in story_statements(one, site.vocabulary, site.iris)),
    ]
    if following:
        statements.append((view, HYDRA.next, link(following)))
    return to_ntriples(dict.fromkeys(statements))


def story_node(story: Story, datasets: Mapping[str, UsedDataset], iris: Addresses) -> dict[str, object]:
    """A story as a schema.org CreativeWork about the datasets that it used."""
    said = story.content
    about = [
        {"@type": "Dataset", "@id": iris.dataset(one.id), "name": one.title, "url": iris.dataset(one.id)}
        for one in used_datasets(said, datasets)
    ]
    node: dict[str, object] = {
        "@type": "CreativeWork",
        "@id": iris.reuse(story.slug),
        "url": iris.reuse(story.slug),
        "name": said.title,
        "abstract": said.changed,
        "creator": {"@type": "Organization", "name": said.who},
        "datePublished": story.told,
        "dateModified": story.modified,
        "about": about,
    }
    if is_web_address(said.evidence):
        node["citation"] = said.evidence
    return node


def _evidence_json(evidence: Evidence) -> dict[str, object]:
    return {"address": evidence.address, "unreachable_since": evidence.lost or None}


def _dataset_json(one: UsedDataset, iris: Addresses) -> dict[str, object]:
    return {
        "id": one.id,
        "iri": iris.dataset(one.id),
        "title": one.title,
        "state": one.state,
        "publisher": one.publisher or None,
    }

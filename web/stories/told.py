"""Stories made ready for pages: with the datasets, organisations and kinds of identifier that they used, named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from sqlalchemy import Connection

from catalogue.iri import is_web_address
from catalogue.ledger.links import Link
from catalogue.ledger.reuses import UsedDataset, datasets_of
from catalogue.linkage.standing import State as LinkState
from catalogue.reuses.kinds import label_of
from catalogue.reuses.story import Content, Story, What
from web.pages.reuse import Evidence, Joined, Publisher, StoryCard, StoryTold
from web.site import Site

_LONGEST_ADDRESS = 80


def make_cards(site: Site, connection: Connection, stories: Sequence[Story]) -> tuple[StoryCard, ...]:
    """Some stories in a few lines each, in their order."""
    datasets = datasets_of(connection, (one.content for one in stories))
    return tuple(make_card(site, one, datasets) for one in stories)


def make_card(site: Site, story: Story, datasets: Mapping[str, UsedDataset]) -> StoryCard:
    """One story in a few lines."""
    said = story.content
    return StoryCard(
        slug=story.slug,
        title=said.title,
        who=said.who,
        kind=label_of(said.kind),
        changed=said.changed,
        told=story.told,
        made_up=story.made_up,
        datasets=used_datasets(said, datasets),
        joined=joined_by(site, said),
    )


def tell_content(site: Site, connection: Connection, said: Content) -> StoryTold:
    """All that a story says, with what it used."""
    datasets = used_datasets(said, datasets_of(connection, (said,)))
    return StoryTold(
        said=said,
        kind=label_of(said.kind),
        datasets=datasets,
        joined=joined_by(site, said),
        publishers=publishers_of(site, said, datasets),
    )


def used_datasets(said: Content, datasets: Mapping[str, UsedDataset]) -> tuple[UsedDataset, ...]:
    """The datasets that a story used, by title."""
    return tuple(sorted((datasets[name] for name in said.names(What.DATASET)), key=lambda one: one.title))


def joined_by(site: Site, said: Content) -> tuple[Joined, ...]:
    """The kinds of identifier that it names; one that is known no more by its code."""
    found = ((code, site.vocabulary.find("identifier", code)) for code in said.names(What.IDENTIFIER))
    return tuple(
        Joined(label=concept.label() if concept else code, address=site.links.identifier(code))
        for code, concept in found
    )


def publishers_of(site: Site, said: Content, datasets: Iterable[UsedDataset]) -> tuple[Publisher, ...]:
    """Whose data was used: the publishers of the datasets, and organisations that the story names itself."""
    names = site.names.table().publishers
    found = {one.publisher: one.publisher_name or one.publisher for one in datasets if one.publisher}
    found |= {slug: names.get(slug, slug) for slug in said.names(What.ORGANISATION)}
    return tuple(
        Publisher(name=name, address=site.links.organisation(slug) if slug in names else "")
        for slug, name in sorted(found.items(), key=lambda each: each[1].casefold())
    )


def evidence_told(said: Content, link: Link | None) -> Evidence | None:
    """The evidence and how it stands; None where none is given."""
    if not is_web_address(said.evidence):
        return None
    failing = link is not None and link.state in (LinkState.FAILING, LinkState.DEAD)
    return Evidence(
        address=said.evidence,
        text=_shown(said.evidence),
        lost=link.first_failure if link and failing else "",
        dead=bool(link and link.state is LinkState.DEAD),
    )


def _shown(address: str) -> str:
    """An address as people read it, its host first, so that nobody is led where it does not say."""
    parts = urlsplit(address)
    text = f"{parts.netloc}{parts.path}".rstrip("/")
    return text if len(text) <= _LONGEST_ADDRESS else f"{text[: _LONGEST_ADDRESS - 1]}…"

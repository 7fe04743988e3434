"""The ties that people make: what several bodies have of the same, and stories of what good came of data."""

from __future__ import annotations

from functools import partial

from catalogue.ledger.kin_lists import KinLine
from catalogue.ledger.kin_ties import kins_of_body
from catalogue.ledger.reuses import count_reuses, reuses_of
from catalogue.reuses.story import Story
from web.linkages.tie import End, Tie, Wanted, Whole, tie_of, ways
from web.site import Site
from web.wording import say_count

_STORIES = 500


def kin_tie(site: Site, body: str, wanted: Wanted, whole: Whole) -> Tie | None:
    """What a body has of the same as others."""
    if not wanted.shows("kin"):
        return None
    with site.ledger.reading() as connection:
        found = kins_of_body(connection, body)
    return tie_of(ways()["kin"], found, wanted, partial(_kin, site), whole)


def story_tie(site: Site, what: str, name: str, wanted: Wanted, whole: Whole) -> Tie | None:
    """The stories in which a thing was used, the newest first."""
    way = ways()["stories"]
    if not wanted.shows(way.code):
        return None
    with site.ledger.reading() as connection:
        count = count_reuses(connection, what, name)
        stories = (
            reuses_of(connection, what, name, limit=_STORIES if wanted.tie else wanted.size) if count else ()
        )
    if wanted.tie:
        return tie_of(way, stories, wanted, partial(_story, site), whole)
    ends = tuple(_story(site, one) for one in stories)
    return (
        Tie(way=way, count=count, ends=ends, more=whole(way.code) if len(ends) < count else "")
        if count
        else None
    )


def _kin(site: Site, line: KinLine) -> End:
    return End(
        text=line.label,
        iri=site.iris.kin(line.name),
        address=site.links.kin(line.name),
        why=f"from {say_count(line.publishers, 'publisher')}",
    )


def _story(site: Site, story: Story) -> End:
    return End(
        text=story.content.title,
        iri=site.iris.reuse(story.slug),
        address=site.links.reuse(story.slug),
        why=story.content.who,
    )

"""The stories of a dataset, an organisation or a kind of identifier, for its page, and how a list is narrowed."""

from __future__ import annotations

from collections.abc import Mapping

from catalogue.ledger.reuses import Wanted, count_reuses, reuses_of
from catalogue.reuses.story import What
from web.addresses import Query
from web.negotiation import ATOM
from web.pages.reuse import Narrowing, StoriesPart
from web.site import Site
from web.stories.told import make_cards

_FEW = 3
_CALLED = {What.DATASET: "with the dataset", What.ORGANISATION: "with data of", What.IDENTIFIER: "joined by"}


def stories_part(site: Site, what: What, name: str) -> StoriesPart:
    """The newest stories in which a thing was used."""
    wanted = query_of(Wanted(**{what.value: name}))
    with site.ledger.reading() as connection:
        count = count_reuses(connection, what, name)
        found = reuses_of(connection, what, name, limit=_FEW) if count else ()
        cards = make_cards(site, connection, found)
    return StoriesPart(
        cards=cards,
        count=count,
        all=site.links.stories(wanted),
        feed=site.links.stories(wanted, ATOM.suffix),
        tell=site.links.tell_story(name if what is What.DATASET else ""),
    )


def query_of(wanted: Wanted) -> Query:
    """The parameters that narrow a list of stories; those that are empty are left out where they are written."""
    narrowed = [(name, getattr(wanted, name)) for name in ("theme", "dataset", "organisation", "identifier")]
    return [("q", wanted.text), *narrowed]


def narrowed_to(site: Site, wanted: Wanted, titles: Mapping[str, str]) -> tuple[Narrowing, ...]:
    """What all stories of a list used, in words; `titles` are those of datasets."""
    concept = site.vocabulary.find("identifier", wanted.identifier)
    called = {
        What.DATASET: titles.get(wanted.dataset, ""),
        What.ORGANISATION: site.names.table().publishers.get(wanted.organisation, ""),
        What.IDENTIFIER: concept.label() if concept else "",
    }
    return tuple(
        Narrowing(name=what.value, value=name, label=f"{_CALLED[what]} {label or name}")
        for what, label in called.items()
        if (name := getattr(wanted, what.value))
    )

"""The same from other councils, beside a dataset: what others have of its kin, and how alike it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from catalogue.ledger.kin import Kin, kin_of, kins_of_many
from catalogue.ledger.kin import Relative as Kindred
from web.pages.cards import Card
from web.site import Site

_COMPARED = 4  # datasets side by side


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """A dataset of another body, `why` it is taken for the same, and how many more that body has of it (`editions`
    counts it too)."""

    id: str
    title: str
    lang: str
    publisher: str
    why: str
    editions: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Relatives:
    """The kin of a dataset, named as in addresses, "" where nobody else has the same; `publishers` counts its own
    too. `found` are the likest, one of each other body."""

    kin: str = ""
    label: str = ""
    publishers: int = 0
    found: tuple[Relative, ...] = ()

    def compared(self, entry_id: str) -> list[str]:
        """The dataset and those to stand beside it."""
        return [entry_id, *(one.id for one in self.found)][:_COMPARED]


def find_relatives(site: Site, entry_id: str) -> Relatives:
    """The same from others, as a dataset's page shows it."""
    with site.ledger.reading() as connection:
        found = kin_of(connection, entry_id)
    return _told(found) if found and found.relatives else Relatives()


def with_kin(site: Site, cards: Sequence[Card]) -> tuple[Card, ...]:
    """Cards that say how many others publish the same."""
    with site.ledger.reading() as connection:
        kins = kins_of_many(connection, [one.id for one in cards])
    return tuple(_with_kin(one, kins.get(one.id)) for one in cards)


def _with_kin(card: Card, kin: Kin | None) -> Card:
    return replace(card, kin=kin.name, others=kin.publishers - 1) if kin else card


def _told(found: Kin) -> Relatives:
    return Relatives(
        kin=found.name,
        label=found.label,
        publishers=found.publishers,
        found=tuple(_relative(one) for one in found.relatives),
    )


def _relative(one: Kindred) -> Relative:
    return Relative(
        id=one.id,
        title=one.facts.title or "Without a title",
        lang=one.facts.lang,
        publisher=one.facts.publisher_name or "publisher not stated",
        why=one.likeness.why,
        editions=one.editions,
    )

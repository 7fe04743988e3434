"""The same from other councils, beside a dataset: what others have of its kin, and how alike it is."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.ledger.kin import Kin, kin_of
from catalogue.ledger.kin import Relative as Kindred
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

"""The stories of the demonstration: told as soon as the datasets that they are about have been harvested."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from catalogue.clock import now_utc
from catalogue.ledger.ledger import Ledger
from catalogue.reuses.bringing import Brought, load_stories, resolve, tell_brought
from vocab import Vocabulary, load_vocabulary

STORIES_FILE = Path(__file__).parent / "replay" / "stories.toml"
_WHO = "the demonstration"


@dataclass(slots=True)
class Teller:
    """Tells each of some stories once; one that was told before stays as it is."""

    ledger: Ledger
    left: tuple[Brought, ...]
    vocabulary: Vocabulary = field(default_factory=load_vocabulary)

    def look(self) -> None:
        """Tells those whose datasets are all here by now; the others are left for another time."""
        if not self.left:
            return
        with self.ledger.reading() as connection:
            ready = [one for one in self.left if not resolve(connection, one, self.vocabulary)[1]]
        for one in ready:
            with self.ledger.writing() as connection:
                tell_brought(connection, one, self.vocabulary, who=_WHO, now=now_utc())
        self.left = tuple(one for one in self.left if one not in ready)


def demonstration_stories(address: str, allow: tuple[str, ...]) -> tuple[Brought, ...]:
    """The bundled stories, with their evidence where the portals are served."""
    return load_stories(STORIES_FILE, base=address, allow=allow)

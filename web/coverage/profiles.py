"""The figures of bodies, read once for each state of the catalogue and each day."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from catalogue.coverage.subjects import subject_reader
from catalogue.indexes.protocol import Index
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.status import last_change
from vocab import Vocabulary
from web.coverage.profile import Profile, read_profile

_KEPT = 1_000  # bodies


@dataclass(slots=True)
class Profiles:
    """Reads a body's titles again only after the ledger or the index changed: two thousand take a tenth of a second."""

    ledger: Ledger
    index: Index
    vocabulary: Vocabulary
    now: Callable[[], str]
    _state: tuple[int, str, str] = (-1, "", "")
    _kept: OrderedDict[str, Profile] = field(default_factory=OrderedDict)
    _subjects: Callable[[str], frozenset[str]] | None = None
    _lock: Lock = field(default_factory=Lock)

    def of(self, slug: str, name: str) -> Profile:
        """The figures of the body with this slug and name, as they are now."""
        today = self.now()[:10]
        with self.ledger.reading() as connection:
            state = (last_change(connection), self.index.generation(), today)
            kept = self._get(slug, state)
            if kept is not None:
                return kept
            profile = read_profile(
                connection,
                self.index,
                self.vocabulary,
                slug=slug,
                name=name,
                subjects=self._reader(),
                today=today,
            )
        self._keep(slug, state, profile)
        return profile

    def _get(self, slug: str, state: tuple[int, str, str]) -> Profile | None:
        with self._lock:
            if state != self._state:
                self._state = state
                self._kept.clear()
            return self._kept.get(slug)

    def _keep(self, slug: str, state: tuple[int, str, str], profile: Profile) -> None:
        with self._lock:
            if state == self._state:
                self._kept[slug] = profile
                if len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)

    def _reader(self) -> Callable[[str], frozenset[str]]:
        """Made when it is first asked for: a site that shows no body need not prepare the topics."""
        with self._lock:
            if self._subjects is None:
                self._subjects = subject_reader(self.vocabulary)
            return self._subjects

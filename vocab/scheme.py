"""A vocabulary of one kind of thing, and the pure matching of a portal's word to a concept of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial

from vocab.concepts import Concept, How, Match
from vocab.folding import fold, is_address
from vocab.index import Entry, index_labels
from vocab.rules import LINKED_SCHEMES, PROSE, Habit, habits_for, says_nothing
from vocab.texts import Texts

REMEMBERED_WORDS = 4096
LONGEST_WORD = 400
"""Characters: what is longer is a text, which only habits of texts read, and of which no more than a digest is
remembered, so that a hostile portal cannot fill the memory."""

HIGHEST_CLIMB = 6
"""Steps up from an address in search of a concept's: from `by/4.0/legalcode.nl` it is one."""

_EXTENSION = re.compile(r"\.(?:html?|json|jsonld|ttl|rdf|php|txt)$")
_BARE_ADDRESS = re.compile(r"\s*(?:[\w-]{1,63}\.){1,6}[a-z]{2,12}/\S+\s*", re.IGNORECASE)


def _coins_nothing(_: str) -> Concept | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A concept scheme as one file of `vocab/schemes` states it; `modified` is a date such as 2025-01-31.

    `coin` gives the concept of a notation that is not listed but says by its form what it means, as the code of
    a ward does.
    """

    name: str
    title: str
    description: str
    source: str
    licence: str
    modified: str
    concepts: tuple[Concept, ...]
    coin: Callable[[str], Concept | None] = field(default=_coins_nothing, repr=False, compare=False)
    _index: Callable[[], Mapping[str, Entry]] = field(init=False, repr=False, compare=False)
    _codes: Mapping[str, Concept] = field(init=False, repr=False, compare=False)
    _habits: tuple[Habit, ...] = field(init=False, repr=False, compare=False)
    _reader: Callable[[], Texts | None] = field(init=False, repr=False, compare=False)
    _remembered: Callable[[str], Match | None] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # A frozen dataclass sets what follows from its fields in this way only.
        # Folding every label takes longer than reading the files: whoever matches no word does not wait for it.
        object.__setattr__(self, "_index", cache(partial(index_labels, self.concepts)))
        object.__setattr__(self, "_codes", {concept.code: concept for concept in self.concepts})
        object.__setattr__(self, "_habits", habits_for(self.name))
        object.__setattr__(self, "_reader", cache(self._make_texts))
        object.__setattr__(self, "_remembered", lru_cache(maxsize=REMEMBERED_WORDS)(self._match))

    @property
    def _labels(self) -> Mapping[str, Entry]:
        return self._index()

    def find(self, code: str) -> Concept | None:
        """The concept with exactly this notation."""
        return self._codes.get(code) or self.coin(code)

    def match(self, word: str) -> Match | None:
        """The one concept that a word means, or None where it says nothing, is unknown or could mean two."""
        if len(word) <= LONGEST_WORD:
            return self._remembered(word)
        texts = self._reader()
        return texts.read(word, "") if texts and texts.knows(word) else self._match(word)

    def _match(self, word: str) -> Match | None:
        folded = fold(word)
        entry = self._labels.get(folded) or self._coined(word)
        if entry is not None:
            return Match(concept=entry.concept, word=word, how=entry.how, label=entry.label, sure=entry.sure)
        if says_nothing(folded, self.name):
            return None
        return self._match_habit(word) or self._match_address(word, folded) or self._match_text(word, folded)

    def _match_habit(self, word: str) -> Match | None:
        for habit in self._habits:
            if len(word) > LONGEST_WORD and not habit.texts:
                continue
            label = habit.read(word)
            entry = (self._labels.get(fold(label)) or self._coined(label)) if label else None
            if entry is not None:
                return _by_rule(entry, word, habit.name, sure=habit.sure and entry.sure)
        return None

    def _coined(self, word: str) -> Entry | None:
        code = word.strip().upper()
        concept = self.coin(code)
        return Entry(concept=concept, how=How.NOTATION, label=code) if concept else None

    def _match_address(self, word: str, folded: str) -> Match | None:
        address = folded if is_address(folded) else _without_scheme(word)
        entry = self._at(address) if address else None
        return _by_rule(entry, word, "an address below the concept's own", sure=entry.sure) if entry else None

    def _match_text(self, word: str, folded: str) -> Match | None:
        texts = self._reader()
        return texts.read(word, folded) if texts else None

    def _make_texts(self) -> Texts | None:
        prose = PROSE.get(self.name)
        own = self._codes.get(prose.own) if prose else None
        if prose is None or own is None:
            return None
        return Texts(prose=prose, labels=self._labels, own=own, at=self._at, match=self.match)

    def _at(self, address: str) -> Entry | None:
        """What lives at an address without its fragment and query, or at the nearest address above it."""
        if self.name not in LINKED_SCHEMES:
            return None
        path = address.partition("#")[0].partition("?")[0].rstrip("/")
        for _ in range(HIGHEST_CLIMB):
            entry = self._labels.get(path) or self._labels.get(_EXTENSION.sub("", path))
            if entry:
                return entry
            path = path.rpartition("/")[0]
        return None


def _without_scheme(word: str) -> str:
    """The folded address that a word such as `creativecommons.org/licenses/by/4.0` means; "" for other words."""
    return fold(f"https://{word.strip()}") if _BARE_ADDRESS.fullmatch(word) else ""


def _by_rule(entry: Entry, word: str, rule: str, *, sure: bool) -> Match:
    return Match(concept=entry.concept, word=word, how=How.RULE, label=entry.label, rule=rule, sure=sure)

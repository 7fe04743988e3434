"""Whole texts: the one concept that a text names or links to, else terms of a publisher's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from vocab.concepts import Concept, How, Match
from vocab.folding import addresses_in, fold, is_address, plain
from vocab.index import Entry
from vocab.rules.prose import Prose

REMEMBERED_TEXTS = 4096
"""Texts whose meaning is kept, by digest: the same page of terms stands in every record of a portal."""

LONGEST_NAMING = 400
"""Characters up to which a text that names a licence is about that licence and nothing else."""

LONGEST_ADDRESS = 2_048
"""Characters up to which an address is one that a person could follow."""

_VERSION = re.compile(r"-\d[\d.]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meaning:
    """What a text means, without the text."""

    entry: Entry
    rule: str
    sure: bool
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Reads the texts of one scheme by its `prose`. `at` finds what lives at a folded address, `match` reads a word."""

    prose: Prose
    labels: Mapping[str, Entry]
    own: Concept
    at: Callable[[str], Entry | None]
    match: Callable[[str], Match | None]
    _known: dict[bytes, _Meaning | None] = field(default_factory=dict)

    def read(self, word: str, folded: str) -> Match | None:
        """The concept that a text means, or None where it is no text about the scheme at all."""
        digest = _digest(word)
        if digest not in self._known:
            if len(self._known) >= REMEMBERED_TEXTS:
                self._known.clear()
            self._known[digest] = self._judge(word, folded)
        found = self._known[digest]
        return _as_match(found, word) if found else None

    def knows(self, word: str) -> bool:
        """Whether the same text was read before, so that `read` needs nothing but its digest."""
        return _digest(word) in self._known

    def _judge(self, word: str, folded: str) -> _Meaning | None:
        if is_address(folded):
            return self._address(word.strip(), folded)
        parts = self.prose.parts(word)
        return self._parts(parts, word) if parts else self._text(word)

    def _address(self, word: str, folded: str) -> _Meaning | None:
        if len(word) > LONGEST_ADDRESS or self.prose.refused(folded):
            return None
        return self._own("an address of terms", sure="/" in folded[2:], link=self.prose.link(word))

    def _parts(self, parts: tuple[str, ...], word: str) -> _Meaning | None:
        """What all parts of a list mean that mean anything; two meanings are terms that somebody has to read."""
        matches = {match.concept.iri: match for part in parts if (match := self.match(part))}
        known = [match for match in matches.values() if match.concept is not self.own]
        if len(known) > 1:
            return self._own("a list of licences", link=self.prose.link(word))
        if not matches:
            return None
        if (
            known
            and known[0].concept.facts.get("open") == "true"
            and self.prose.limits(fold(" . ".join(parts)))
        ):
            return self._own("a licence with conditions beside it", link=self.prose.link(word))
        match = known[0] if known else next(iter(matches.values()))
        entry = Entry(concept=match.concept, how=match.how, label=match.label)
        return _Meaning(entry=entry, rule="an entry of a list", sure=match.sure, link=match.link)

    def _text(self, word: str) -> _Meaning | None:
        text = fold(plain(word).replace("©", " copyright "))
        named = self._entries(self.prose.named(text))
        linked = [entry for address in addresses_in(word) if (entry := self.at(address))]
        entries = _narrowed([*named, *linked])
        if len(entries) > 1:
            return self._own("a text with several licences", link=self.prose.link(word))
        if entries:
            return self._licensed(entries[0], word, text, named=bool(named))
        return self._stated(self.prose.states(text), word) or self._linked(word)

    def _licensed(self, entry: Entry, word: str, text: str, *, named: bool) -> _Meaning:
        if entry.concept.facts.get("open") == "true" and self.prose.limits(text):
            return self._own("a licence with conditions beside it", link=self.prose.link(word))
        sure = named and entry.sure and len(word) <= LONGEST_NAMING
        rule = "the only licence that a text names" if named else "a link in a text"
        return _Meaning(entry=entry, rule=rule, sure=sure)

    def _stated(self, label: str, word: str) -> _Meaning | None:
        entry = self.labels.get(fold(label)) if label else None
        if entry is None:
            return None
        if entry.concept is self.own:
            return self._own("a publisher's own statement", link=self.prose.link(word))
        return _Meaning(entry=entry, rule="a statement in words of the publisher's", sure=False)

    def _linked(self, word: str) -> _Meaning | None:
        """A few words that lead to a page of terms by its address."""
        link = self.prose.link(word)
        return (
            self._own("a link to terms", link=link) if link and not self.prose.refused(fold(link)) else None
        )

    def _entries(self, labels: Iterable[str]) -> list[Entry]:
        return [entry for label in labels if (entry := self.labels.get(fold(label)))]

    def _own(self, rule: str, *, sure: bool = True, link: str = "") -> _Meaning:
        entry = Entry(concept=self.own, how=How.RULE, label=self.own.label())
        return _Meaning(entry=entry, rule=rule, sure=sure, link=link)


def _narrowed(entries: list[Entry]) -> list[Entry]:
    """Each concept once; one without a version, or of a version only supposed, gives way to one of its family."""
    once = {entry.concept.iri: entry for entry in sorted(entries, key=lambda entry: entry.sure)}
    found = list(once.values())
    return [entry for entry in found if not (_is_vague(entry) and any(_outdoes(one, entry) for one in found))]


def _is_vague(entry: Entry) -> bool:
    return not entry.sure or not _VERSION.search(entry.concept.code)


def _outdoes(one: Entry, vague: Entry) -> bool:
    family = _VERSION.sub("", vague.concept.code)
    return one is not vague and not _is_vague(one) and _VERSION.sub("", one.concept.code) == family


def _as_match(found: _Meaning, word: str) -> Match:
    entry = found.entry
    return Match(
        concept=entry.concept,
        word=word,
        how=How.RULE,
        label=entry.label,
        rule=found.rule,
        sure=found.sure,
        link=found.link,
    )


def _digest(word: str) -> bytes:
    return blake2b(word.encode(errors="replace"), digest_size=16).digest()

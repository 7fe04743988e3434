"""How the words of one dataset were read, to be said where each value stands: what is the publisher's, what is ours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from catalogue.entry import Mapping
from catalogue.time.dates import Order, read_date
from vocab.namespaces import DCT
from web.reasons import short_reason

KEPT = 300
"""Characters of a published word that the road keeps."""

UNKNOWN = "as published; no term that we know"
FILLED = "not in the record; filled in by us"

_BY_MEDIA_TYPE = "media type"
_XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass(slots=True)
class Readings:
    """The mappings of an entry by what was read. A reason is given where its word stands first, and not again: a list
    of sixty files says it once."""

    mappings: Sequence[Mapping]
    _by_word: dict[tuple[str, str], Mapping] = field(init=False, repr=False)
    _told: set[tuple[str, str]] = field(init=False, repr=False, default_factory=set)

    def __post_init__(self) -> None:
        self._by_word = {(one.word, one.iri): one for one in reversed(self.mappings)}

    def of_term(self, word: str, iri: str) -> tuple[str, str]:
        """The published word and why it was read as the concept; the reason is "" where nothing is known of it."""
        mapping = self._by_word.get((word[:KEPT], iri)) or self._of_media_type(iri)
        return (mapping.word or word, self._why(mapping)) if mapping else (word, "")

    def is_unknown(self, word: str) -> bool:
        """Whether a word is one of a vocabulary's that nobody knows."""
        return (word[:KEPT], "") in self._by_word

    def of_thing(self, name: str, iri: str) -> tuple[str, str] | None:
        """The published word for a thing of a property, such as a place, and why it was read so; None where nothing is
        known of it. The word is "" for what was filled in."""
        found = (one for (_, read), one in self._by_word.items() if read == iri and one.property == name)
        mapping = next(found, None)
        return (mapping.word, self._why(mapping)) if mapping else None

    def first(self, name: str) -> tuple[str, str] | None:
        """As of_thing, of the first word of a property whatever it was read as."""
        mapping = next((one for one in self.mappings if one.property == name), None)
        return (mapping.word, self._why(mapping)) if mapping else None

    def of_date(self, value: str) -> str:
        """How a date was published, where that differs."""
        words = (word for word, iri in self._by_word if word and iri.startswith(_XSD))
        return next((word for word in words if _means(word, value)), "")

    def of_period(self, words: Iterable[str]) -> str:
        """Which of a period's words it was read from."""
        return next((word for word in words if (word[:KEPT], DCT.PeriodOfTime) in self._by_word), "")

    def _of_media_type(self, iri: str) -> Mapping | None:
        found = (one for (_, read), one in self._by_word.items() if iri and read == iri)
        return next((one for one in found if one.how == _BY_MEDIA_TYPE), None)

    def _why(self, mapping: Mapping) -> str:
        """The reason at the first mention, without the word that stands beside it anyway."""
        key = (mapping.word, mapping.iri)
        if key in self._told:
            return ""
        self._told.add(key)
        return short_reason(mapping.how, mapping.word)


def _means(word: str, value: str) -> bool:
    return any((read := read_date(word, order)) and read.value == value for order in Order)

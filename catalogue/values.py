"""The small values that a description is made of: text in a language, a word with its concept, a typed literal."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """Words for people. `lang` is a BCP 47 tag, or "" where the portal does not say."""

    value: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A value from a vocabulary: the `word` as the portal published it and the concept's `iri` ("" while unknown)."""

    word: str = ""
    iri: str = ""

    @property
    def known(self) -> bool:
        """Whether the word has been matched to a concept."""
        return bool(self.iri)


@dataclass(frozen=True, slots=True)
class Typed:
    """A literal with its datatype's IRI; a datatype of "" marks text that has not been read yet."""

    value: str
    datatype: str = ""

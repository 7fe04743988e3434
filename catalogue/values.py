"""The small values that a description is made of: text in a language, a word with its concept, a typed literal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

OWN_TERMS: Final = "urn:stook:licence:custom"
"""The concept for terms of a publisher's own, which many different texts and pages mean."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words for people. `lang` is a BCP 47 tag, or "" where the portal does not say."""

    value: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A value from a vocabulary: the `word` as the portal published it and the concept's `iri` ("" while unknown).

    `link` is the address that stands beside the word: in a draft the one that the portal gives, once settled that
    of the publisher's own terms; else "".
    """

    word: str = ""
    iri: str = ""
    link: str = ""

    @property
    def known(self) -> bool:
        """Whether the word has been matched to a concept."""
        return bool(self.iri)

    @property
    def own(self) -> bool:
        """Whether these are terms of the publisher's own: the concept does not say what they are."""
        return self.iri == OWN_TERMS


@dataclass(frozen=True, slots=True)
class Typed:
    """A literal with its datatype's IRI; a datatype of "" marks text that has not been read yet."""

    value: str
    datatype: str = ""

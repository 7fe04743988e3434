"""A portal's word for something that a vocabulary names: matched to its concept, or kept as a word."""

from __future__ import annotations

from dataclasses import replace

from catalogue.model import Distribution
from catalogue.plain import plain_text
from catalogue.property import Line
from catalogue.values import Term
from harvester.settling.notes import PUBLISHED, Notes
from vocab import fold
from vocab.rules import says_nothing


def settle_term(term: Term, line: Line, place: str, notes: Notes) -> Term | None:
    """A term with its concept where its word means one; the word alone, and a finding, where nobody knows it."""
    word = term.word.strip()
    code = notes.portal.correction(line.name, word)
    if code is not None and (settled := _corrected(word, code, line, place, notes)):
        return settled
    if not word or code == "" or says_nothing(fold(word), line.property.scheme):
        return None
    if not line.property.scheme:
        return Term(plain_text(word))
    match = notes.vocabulary.match(line.property.scheme, word)
    if match is None:
        return _unknown(word, line, place, notes)
    notes.mapped(place, word, match.concept.iri, match.reason)
    return Term(word[:PUBLISHED], match.concept.iri)


def _corrected(word: str, code: str, line: Line, place: str, notes: Notes) -> Term | None:
    """What a correction says that the word means on this portal; None where it names no concept."""
    concept = notes.vocabulary.find(line.property.scheme, code) if code and line.property.scheme else None
    if concept is None:
        return None
    notes.mapped(place, word, concept.iri, "correction for this portal")
    return Term(word[:PUBLISHED], concept.iri)


def _unknown(word: str, line: Line, place: str, notes: Notes) -> Term | None:
    """A word that nobody knows stays a word; never guessed."""
    tidy = plain_text(word)
    if not tidy:
        return None
    label = line.property.label
    notes.mapped(place, tidy, "", "")
    notes.unread(
        f"unknown-{line.property.scheme}",
        place,
        tidy,
        f"{label}: the word used is not in the shared vocabulary, so it is shown as published.",
        f"Use a usual name for {label.lower()}, or tell us what this one means.",
    )
    return Term(tidy[:2000])


def with_format(part: Distribution, notes: Notes) -> Distribution:
    """A distribution that states only a media type gets the file type that the media type means."""
    if part.media_type is None or (part.format and part.format.known):
        return part
    match = notes.vocabulary.match("file-type", part.media_type.word)
    if match is None:
        return part
    notes.mapped("distribution.format", part.media_type.word, match.concept.iri, "media type")
    return replace(
        part, format=Term(part.format.word if part.format else part.media_type.word, match.concept.iri)
    )

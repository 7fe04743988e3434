"""A portal's word for something that a vocabulary names: matched to its concept, or kept as a word."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from catalogue.finding import Finding, Severity
from catalogue.iri import read_iri
from catalogue.property import Line
from catalogue.text.plain import plain_text
from catalogue.values import OWN_TERMS, Term
from harvester.settling.notes import PUBLISHED, Notes
from vocab import Match, fold
from vocab.rules import says_nothing
from vocab.rules.formats import packed_as

_COMPRESSIONS = ("application/gzip", "application/x-bzip2")  # they hold one file; packages may hold many
_LONGEST = 2_000
"""Characters of a text that are kept where no concept stands for it."""


def settle_term(term: Term, line: Line, place: str, notes: Notes) -> Term | None:
    """A term with its concept where its word or its address means one; the word alone, and a finding, where nobody
    knows it."""
    word = term.word.strip() or term.link.strip()
    code = notes.portal.correction(line.name, word)
    if code is not None and (settled := _corrected(word, code, line, place, notes)):
        return settled
    if not word or code == "":
        return None
    scheme = line.property.scheme
    if not scheme:
        return None if says_nothing(fold(word)) else Term(plain_text(word))
    match = _match(word, term.link.strip(), scheme, notes)
    if match is None:
        return None if says_nothing(fold(word), scheme) else _unknown(word, line, place, notes)
    notes.mapped(place, word, match.concept.iri, match.reason)
    if match.concept.iri == OWN_TERMS:
        return _own_terms(word, match.link or term.link, place, notes)
    return Term(word[:PUBLISHED], match.concept.iri)


def _match(word: str, link: str, scheme: str, notes: Notes) -> Match | None:
    """What the address beside a word means, if it is a concept's; else what the word means, else the address."""
    linked = notes.vocabulary.match(scheme, link) if link else None
    if linked and linked.concept.iri != OWN_TERMS:
        return linked
    return notes.vocabulary.match(scheme, word) or linked


def _own_terms(word: str, link: str, place: str, notes: Notes) -> Term:
    """Terms of the publisher's own: their text as far as it is kept, and where they stand."""
    text = _plain(word)
    if not any(finding.code == "own-terms" for finding in notes.findings):
        notes.findings.append(
            Finding(
                code="own-terms",
                severity=Severity.INFO,
                message="The data has terms of its own, which everybody has to read before using it.",
                place=place,
                published=text[:PUBLISHED],
                fix="A standard licence, such as the Open Government Licence, would tell people at once "
                "what they may do.",
            )
        )
    return Term(text, OWN_TERMS, read_iri(link) or "")


@lru_cache(maxsize=256)
def _plain(word: str) -> str:
    """The text of terms as far as it is kept; remembered, since all records of a portal bear the same."""
    return plain_text(word)[:_LONGEST]


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
    return Term(tidy[:_LONGEST])


def implied_formats(part: Mapping[str, Any], notes: Notes) -> dict[str, Term]:
    """What a distribution's words for its format imply: a file type of its media type, and a package.

    `part` is the distribution's settled values by field.
    """
    implied = _type_of_media(part.get("format"), part.get("media_type"), notes)
    stated = implied or part.get("format")
    if stated and stated.known and not part.get("package_format") and not part.get("compress_format"):
        return ({"format": implied} if implied else {}) | _package(stated, notes)
    return {"format": implied} if implied else {}


def _type_of_media(stated: Term | None, media_type: Term | None, notes: Notes) -> Term | None:
    """The file type that a media type means, where a distribution states no file type that we know."""
    if media_type is None or (stated and stated.known):
        return None
    match = notes.vocabulary.match("file-type", media_type.word)
    if match is None:
        return None
    notes.mapped("distribution.format", media_type.word, match.concept.iri, "media type")
    return Term(stated.word if stated else media_type.word, match.concept.iri)


def _package(stated: Term, notes: Notes) -> dict[str, Term]:
    """A format that says that it comes packed ("xlsx (zip)") says so as a property of its own."""
    packed = packed_as(stated.word)
    package = notes.vocabulary.find("media-type", packed) if packed else None
    inside = notes.vocabulary.concept(stated.iri) if package else None
    if package is None or inside is None or inside.facts.get("mediaType") == package.code:
        return {}
    name = "compress_format" if package.code in _COMPRESSIONS else "package_format"
    notes.mapped(f"distribution.{name}", stated.word, package.iri, "format")
    return {name: Term(stated.word, package.iri)}

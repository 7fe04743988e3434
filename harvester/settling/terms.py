"""A portal's word for something that a vocabulary names: matched to its concept, or kept as a word."""

from __future__ import annotations

from catalogue.finding import Finding, Severity
from catalogue.iri import read_iri
from catalogue.model import Distribution
from catalogue.plain import plain_text
from catalogue.property import Line, with_values
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
    if not any(finding.code == "own-terms" for finding in notes.findings):
        notes.findings.append(
            Finding(
                code="own-terms",
                severity=Severity.INFO,
                message="The data has terms of its own, which everybody has to read before using it.",
                place=place,
                published=plain_text(word)[:PUBLISHED],
                fix="A standard licence, such as the Open Government Licence, would tell people at once "
                "what they may do.",
            )
        )
    return Term(plain_text(word)[:_LONGEST], OWN_TERMS, read_iri(link) or "")


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


def with_format(part: Distribution, notes: Notes) -> Distribution:
    """A distribution with what its words for the format imply: a file type of its media type, and a package."""
    return _with_package(_with_type_of_media(part, notes), notes)


def _with_type_of_media(part: Distribution, notes: Notes) -> Distribution:
    """A distribution that states only a media type gets the file type that the media type means."""
    if part.media_type is None or (part.format and part.format.known):
        return part
    match = notes.vocabulary.match("file-type", part.media_type.word)
    if match is None:
        return part
    notes.mapped("distribution.format", part.media_type.word, match.concept.iri, "media type")
    return with_values(
        part, format=Term(part.format.word if part.format else part.media_type.word, match.concept.iri)
    )


def _with_package(part: Distribution, notes: Notes) -> Distribution:
    """A distribution whose format says that it comes packed ("xlsx (zip)") says so itself, unless it did already."""
    word = part.format.word if part.format and part.format.known else ""
    package = notes.vocabulary.find("media-type", packed_as(word)) if word else None
    if package is None or part.format is None or part.package_format or part.compress_format:
        return part
    inside = notes.vocabulary.concept(part.format.iri)
    if inside is None or inside.facts.get("mediaType") == package.code:
        return part
    name = "compress_format" if package.code in _COMPRESSIONS else "package_format"
    notes.mapped(f"distribution.{name}", word, package.iri, "format")
    term = Term(word, package.iri)
    if name == "compress_format":
        return with_values(part, compress_format=term)
    return with_values(part, package_format=term)

"""From what was typed for a parameter to the term that it means, in N-Triples; and what there is to choose from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from catalogue.writing import link, literal
from vocab import Concept, fold
from web.linked.stored import Asked
from web.site import Site

LONGEST = 200
_MOST_CHOICES = 600
DAY = r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"


class ValueRefused(Exception):
    """What was given for a parameter means nothing; the message is a sentence. `unknown` says that it could be a name,
    but is nobody's here."""

    def __init__(self, sentence: str, *, unknown: bool = False) -> None:
        super().__init__(sentence)
        self.unknown = unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value that may be given, and what it is called."""

    value: str
    label: str


def read_term(asked: Asked, text: str, site: Site) -> str:
    """The term that was meant, or "" where nothing was given; ValueRefused says what was expected."""
    said = text.strip()
    if not said:
        if asked.optional:
            return ""
        raise ValueRefused(f"Give a value, such as “{asked.example}”.")
    if len(said) > LONGEST:
        raise ValueRefused(f"Give at most {LONGEST} characters.")
    match asked.kind:
        case "words":
            return literal(said)
        case "date":
            return _date(said)
        case "publisher":
            return _publisher(said, site)
        case "portal":
            return _portal(said, site)
        case scheme:
            return link(_concept(scheme, said, site).iri)


def choices_of(asked: Asked, site: Site) -> tuple[Choice, ...]:
    """What there is to choose from, by name: publishers, portals, the concepts that some dataset uses."""
    match asked.kind:
        case "words" | "date":
            return ()
        case "publisher":
            found = [Choice(value=slug, label=name) for slug, name in site.names.table().publishers.items()]
        case "portal":
            found = [
                Choice(value=slug, label=name or slug) for slug, name in site.names.table().portals.items()
            ]
        case scheme:
            found = [Choice(value=one.code, label=one.label()) for one in _used(scheme, site)]
    return tuple(sorted(found, key=lambda each: fold(each.label))[:_MOST_CHOICES])


def _date(said: str) -> str:
    """Days are compared as text, since datasets state them as years, months, days and instants."""
    if re.fullmatch(DAY, said) is None:
        raise ValueRefused("Give a day as 2026-01-31, a month as 2026-01 or a year as 2026.")
    return literal(said)


def _publisher(said: str, site: Site) -> str:
    slug = _named(said.removeprefix(site.iris.organisation("")), site.names.table().publishers, "publisher")
    return link(site.iris.organisation(slug))


def _portal(said: str, site: Site) -> str:
    slug = _named(said.removeprefix(site.iris.portal("")), site.names.table().portals, "portal")
    return link(site.iris.portal(slug))


def _named(said: str, names: Mapping[str, str], what: str) -> str:
    """The slug that was given, or that of the name that was given."""
    if said in names:
        return said
    wanted = fold(said)
    found = next((slug for slug, name in names.items() if fold(name) == wanted), None)
    if found is None:
        raise ValueRefused(f"No {what} here is called “{said[:80]}”.", unknown=True)
    return found


def _concept(scheme: str, said: str, site: Site) -> Concept:
    found = site.vocabulary.find(scheme, said) or site.vocabulary.concept(said)
    if found is None or found.scheme != scheme:
        match = site.vocabulary.match(scheme, said)
        found = match.concept if match else None
    if found is None:
        title = site.vocabulary.schemes[scheme].title
        raise ValueRefused(f"Nothing in the vocabulary “{title}” is called “{said[:80]}”.", unknown=True)
    return found


def _used(scheme: str, site: Site) -> list[Concept]:
    """The concepts of a vocabulary that some dataset uses; all of them while nobody can count."""
    counts = site.counts.table()
    concepts = site.vocabulary.schemes[scheme].concepts
    if counts is None:
        return list(concepts)
    prefix = f"{scheme}/"
    used = (
        site.vocabulary.find(scheme, key.removeprefix(prefix)) for key in counts if key.startswith(prefix)
    )
    return [one for one in used if one]

"""Whose a dataset is, where several units of one body publish: what a council's own portal lists is the council's."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.document import first_text
from catalogue.model import Agent
from catalogue.portal import Portal
from vocab import Vocabulary, fold
from vocab.bodies import bodies_of, looks_like_another, slug_of

_GATHERERS = frozenset({"community", "open data portal"})
"""Kinds of body whose portal carries what others publish."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The body whose portal it is, by its slug, and what it is called."""

    slug: str
    name: str


def home_of(portal: Portal, vocabulary: Vocabulary) -> Home | None:
    """The one body that a portal is of, as registered or as its settings say; None for a portal of many."""
    bodies = bodies_of(vocabulary)
    body = bodies.find(portal.body) if portal.body else None
    if portal.setting("lists") == "others" or (body and body.facts.get("tier") in _GATHERERS):
        return None
    if body:
        return Home(slug=slug_of(body), name=body.label())
    name = portal.setting("publisher")
    return Home(slug="-".join(fold(name).split())[:80], name=name) if name else None


def bearer_of(publisher: Agent | None, home: Home | None, vocabulary: Vocabulary) -> str:
    """The slug of whose it is: a body that we know, else an organisation that is plainly another's (a trust), else the
    portal's own, since a unit or a mapping team is part of it; "" where nobody knows."""
    slug = publisher.slug if publisher else ""
    if home is None or (slug and bodies_of(vocabulary).with_slug(slug)):
        return slug
    named = set(fold(first_text(publisher.name)).split()) if publisher else set()
    own = named & set(fold(home.name).split())
    return slug if looks_like_another(named - own) else home.slug

"""Bodies to compare one with: of the same kind, in the same region, else in the same nation."""

from __future__ import annotations

from collections.abc import Iterable

from vocab import Concept, Vocabulary
from vocab.bodies import bodies_of
from vocab.places import AREA

MOST = 8
"""So many bodies can be looked at side by side with one."""

_FEW = 3  # of so few in its region, those of its nation are asked too
_REGION = "E12"
_STEPS = 6


def likely_peers(body: Concept | None, slugs: Iterable[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The slugs of the bodies most like one, of those given, in the order given; none where we do not know the body."""
    if body is None or not body.facts.get("tier"):
        return ()
    bodies = bodies_of(vocabulary)
    known = ((slug, bodies.with_slug(slug)) for slug in slugs)
    alike = [(slug, one) for slug, one in known if one and one.iri != body.iri and _is_alike(one, body)]
    region = region_of(body, vocabulary)
    near = [slug for slug, one in alike if region and region_of(one, vocabulary) == region]
    rest = [slug for slug, _ in alike if slug not in near] if len(near) < _FEW else []
    return tuple((*near, *rest)[:MOST])


def region_of(body: Concept, vocabulary: Vocabulary) -> str:
    """The code of the region of England that a body is in; "" where it is in none, or nobody says."""
    waiting = [iri for iri in (body.facts.get("area", ""), body.facts.get("within", "")) if iri]
    for _ in range(_STEPS):
        codes = (iri.removeprefix(AREA) for iri in waiting)
        if region := next((code for code in codes if code.startswith(_REGION)), ""):
            return region
        places = (vocabulary.concept(iri) for iri in waiting)
        waiting = [wider for place in places if place for wider in place.broader]
    return ""


def _is_alike(one: Concept, body: Concept) -> bool:
    """Of the same kind and nation, and still there."""
    same = all(one.facts.get(name) == body.facts.get(name) for name in ("tier", "nation"))
    return same and one.scheme == body.scheme and not one.former

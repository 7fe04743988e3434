"""What a person may be about to name: things, types and properties that begin as typed, and a word about each."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from vocab import fold
from web.reconciling.entities import Entity, concept_entity, entities_at
from web.reconciling.kinds import KINDS
from web.reconciling.properties import PROPERTIES
from web.site import Site

A_PAGE = 10
_MOST = 100
"""How far a list can be paged through by `cursor`."""

Said = dict[str, object]


def suggest_entities(site: Site, prefix: str, cursor: int) -> list[Said]:
    """Concepts of each kind and datasets with a word that begins so, the kinds in turn."""
    wanted = min(cursor + A_PAGE, _MOST)
    kinds = [_concepts(site, scheme, prefix, wanted) for kind in KINDS.values() for scheme in kind.schemes]
    found = list(_in_turn([*kinds, _datasets(site, prefix, wanted)]))
    return [_entity_json(one) for one in found[cursor:wanted]]


def suggest_types(prefix: str, cursor: int) -> list[Said]:
    """The types of which a word begins so."""
    found = [kind for kind in KINDS.values() if _begins(prefix, kind.id, kind.name)]
    return [{**kind.reference(), "description": kind.about} for kind in found[cursor : cursor + A_PAGE]]


def suggest_properties(prefix: str, cursor: int) -> list[Said]:
    """The properties of which a word begins so."""
    found = [one for one in PROPERTIES.values() if _begins(prefix, one.id, one.name)]
    return [
        {**one.reference(), "description": _bearers(one.kinds)} for one in found[cursor : cursor + A_PAGE]
    ]


def fly_out(site: Site, service: str, identifier: str) -> str | None:
    """A few words about a thing, a type or a property, as HTML; None for what is not known."""
    if service == "entity":
        one = entities_at(site, [identifier]).get(identifier)
        return _words(one.name, f"{one.kind.name}. {one.about}") if one else None
    if service == "type":
        kind = KINDS.get(identifier)
        return _words(kind.name, kind.about) if kind else None
    known = PROPERTIES.get(identifier)
    return _words(known.name, _bearers(known.kinds)) if known else None


def _concepts(site: Site, scheme: str, prefix: str, limit: int) -> list[Entity]:
    if scheme not in site.vocabulary.schemes:
        return []
    named = site.labels.table(scheme).suggest(prefix, limit=limit)
    return [concept_entity(site, one.concept) for one in named]


def _datasets(site: Site, prefix: str, limit: int) -> list[Entity]:
    titles = [
        one.code for one in site.completions.offer(prefix, limit) if one.kind.value == "title" and one.code
    ]
    ids = [site.links.dataset(code)[1:] for code in titles]
    found = entities_at(site, ids)
    return [found[one] for one in ids if one in found]


def _in_turn(lists: Iterable[list[Entity]]) -> Iterable[Entity]:
    """The first of each list, then the second of each, and so on."""
    left = [one for one in lists if one]
    while left:
        yield from (one[0] for one in left)
        left = [rest for one in left if (rest := one[1:])]


def _entity_json(one: Entity) -> Said:
    return one.reference() | {"description": one.about, "notable": [one.kind.reference()]}


def _begins(prefix: str, *names: str) -> bool:
    words = fold(prefix)
    return any(f" {words}" in f" {fold(name)}" for name in names)


def _bearers(kinds: Iterable[str]) -> str:
    return "Of: " + ", ".join(KINDS[kind].name.lower() for kind in kinds)


def _words(name: str, about: str) -> str:
    return f"<p><strong>{escape(name)}</strong></p><p>{escape(about)}</p>"

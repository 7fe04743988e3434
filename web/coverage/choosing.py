"""Bodies chosen to be looked at side by side, and those that a name finds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from starlette.datastructures import QueryParams

from catalogue.ledger.status import Organisation
from catalogue.portal import SLUG
from vocab import Concept, fold
from vocab.bodies import bodies_of
from web.pages.coverage import Chooser, Option
from web.site import Site

_FOUND = 12  # names that are offered at once
_LONGEST = 100


def read_chosen(parameters: QueryParams, name: str, *, most: int) -> tuple[str, ...]:
    """The slugs that a request names, each once, in its order; what is no slug is as if it had not been said."""
    given = (slug for slug in parameters.getlist(name)[: 4 * most] if SLUG.fullmatch(slug))
    return tuple(dict.fromkeys(given))[:most]


def make_chooser(
    site: Site,
    *,
    action: str,
    field: str,
    chosen: Sequence[Organisation],
    text: str,
    most: int,
    without: Iterable[str] = (),
) -> Chooser:
    """The form at an address; of the publishers that fit a text, those `without` a place in it are left out."""
    text = text[:_LONGEST].strip()
    taken = {*without, *(one.slug for one in chosen)}
    fitting = [one for one in find_named(site, text) if one.slug not in taken] if text else []
    return Chooser(
        action=action,
        field=field,
        text=text,
        chosen=tuple(_option(one, site) for one in chosen),
        found=tuple(_option(one, site) for one in fitting[:_FOUND]),
        more=max(0, len(fitting) - _FOUND),
        most=most,
    )


def find_named(site: Site, text: str) -> tuple[Organisation, ...]:
    """The publishers in whose names, the official ones in any language among them, each word of a text begins a word;
    by name, all of them for no text."""
    words = fold(text).split()
    found = site.names.table().organisations
    if not words:
        return found
    bodies = bodies_of(site.vocabulary)
    return tuple(one for one in found if _fits(words, _called(one, bodies.with_slug(one.slug))))


def _called(one: Organisation, body: Concept | None) -> str:
    also = (label.text for label in (*body.labels, *body.alternatives)) if body else ()
    return " ".join((one.name, one.slug, *also))


def _fits(words: Sequence[str], name: str) -> bool:
    parts = fold(name.replace("-", " ")).split()
    return all(any(part.startswith(word) for part in parts) for word in words)


def _option(one: Organisation, site: Site) -> Option:
    return Option(
        slug=one.slug,
        name=one.name or one.slug,
        datasets=one.datasets,
        address=site.links.organisation(one.slug),
    )

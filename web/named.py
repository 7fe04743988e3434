"""How often a thing is named, and as what: counted in the store, once for each state of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from catalogue.errors import StoreError
from catalogue.stores import StoreReader
from web.resource.naming import property_label
from web.resource.reading import count_inbound
from web.site import Site

_INTO = "into"
_MOST = 12  # properties on a page


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedAs:
    """Under which property a thing is named, how often, and where all that do so are listed."""

    label: str
    count: int
    address: str


def find_named(site: Site, iri: str) -> tuple[NamedAs, ...]:
    """As what an IRI is named, the most frequent first; nothing while the store cannot say."""
    try:
        counts = _counts(site.store, site.store.generation(), iri)  # type: ignore[arg-type] # it is hashable
    except StoreError:
        return ()
    ranked = sorted(counts, key=lambda each: -each[1])[:_MOST]
    return tuple(
        NamedAs(
            label=property_label(term),
            count=count,
            address=site.links.resource(iri, way=_INTO, listed=term),
        )
        for term, count in ranked
    )


@lru_cache(maxsize=2048)
def _counts(store: StoreReader, _generation: str, iri: str) -> tuple[tuple[str, int], ...]:
    """Counting what names a theme of twenty thousand datasets takes some milliseconds: not for every visitor."""
    return tuple(count_inbound(store, iri).items())

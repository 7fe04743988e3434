"""How a catalogue in pages says where the next one is, and how much there is (https://www.hydra-cg.com/spec/)."""

from __future__ import annotations

from urllib.parse import urljoin

from pyoxigraph import BlankNode

from catalogue.iri import is_web_address, read_iri
from catalogue.reading import Triples
from vocab.namespaces import HYDRA


def next_pages(triples: Triples, url: str) -> tuple[str, ...]:
    """The addresses that follow: `next` of a view or `nextPage` of a paged collection, IRI or text, relative
    ones resolved against `url`; the page itself is none."""
    found = (
        read_iri(urljoin(url, value.value.strip()))
        for name in (HYDRA.nextPage, HYDRA.next)
        for value in triples.values(name)
        if not isinstance(value, BlankNode) and value.value.strip()
    )
    return tuple(
        dict.fromkeys(address for address in found if address and is_web_address(address) and address != url)
    )


def total_items(triples: Triples) -> int | None:
    """How many items the collection declares; the largest where several do."""
    counts = [text for value in triples.values(HYDRA.totalItems) if (text := value.value.strip()).isdecimal()]
    return max(map(int, counts), default=None)

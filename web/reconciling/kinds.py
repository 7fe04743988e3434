"""The kinds of thing that a cell can be reconciled with, which the API calls types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A type of the API. `schemes` are the vocabularies that list its things; a dataset is in none."""

    id: str
    name: str
    about: str
    schemes: tuple[str, ...] = ()

    def reference(self) -> dict[str, str]:
        """As a candidate names its types."""
        return {"id": self.id, "name": self.name}


DATASET = Kind(id="dataset", name="Dataset", about="A dataset of this catalogue, by its title.")

KINDS: Mapping[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind(
            id="body",
            name="Public body",
            about="A council or another public body, present or abolished.",
            schemes=("council", "body"),
        ),
        Kind(
            id="place", name="Place", about="A nation, a region or the area of a council.", schemes=("place",)
        ),
        Kind(id="licence", name="Licence", about="Terms under which data may be used.", schemes=("licence",)),
        Kind(id="theme", name="Theme", about="What data is about, at its widest.", schemes=("theme",)),
        Kind(
            id="identifier",
            name="Kind of identifier",
            about="A scheme of references, such as UPRN.",
            schemes=("identifier",),
        ),
        DATASET,
    )
}

BY_SCHEME: Mapping[str, Kind] = {scheme: kind for kind in KINDS.values() for scheme in kind.schemes}
"""The kind of each vocabulary's concepts."""

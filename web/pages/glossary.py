"""The definitions that a page holds ready, each once, to be opened where its term stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from catalogue.links import Links
from vocab import Concept, Scheme

_MOST = 60
_NOT_ID = re.compile(r"[^A-Za-z0-9-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One block of a page: what a concept is called, in which list, and what it means; `id` is its name there."""

    id: str
    label: str
    scheme: str
    text: str
    address: str


@dataclass(slots=True, kw_only=True)
class Glossary:
    """Gathers what a page defines: a term where it stands first, and no more than sixty of them."""

    links: Links
    schemes: Mapping[str, Scheme]
    _held: dict[str, Definition] = field(default_factory=dict)

    def define(self, concept: Concept) -> str:
        """The id of the block that defines a concept, for the term's first mention; "" at every later one.

        A concept that nobody has defined gets none.
        """
        if not concept.definition or concept.iri in self._held or len(self._held) >= _MOST:
            return ""
        name = f"means-{concept.scheme}-{_NOT_ID.sub('-', concept.code)}"
        taken = {one.id for one in self._held.values()}
        block = Definition(
            id=name if name not in taken else f"{name}-{len(taken)}",
            label=concept.label(),
            scheme=self.schemes[concept.scheme].title,
            text=concept.definition,
            address=self.links.vocabulary(concept.scheme, concept.code),
        )
        self._held[concept.iri] = block
        return block.id

    def definitions(self) -> tuple[Definition, ...]:
        """The blocks, in the order of their terms."""
        return tuple(self._held.values())

"""The concepts that stand beside one, by which property: what its page and its linkages both tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vocab import Concept
from vocab.namespaces import DCT, SKOS
from web.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What stands in one relation to a concept: each a concept, or the IRI of one that no vocabulary here has."""

    label: str
    property: str
    ends: tuple[Concept | str, ...]


def relations_of(site: Site, concept: Concept) -> Iterator[Relation]:
    """What a concept stands beside, in words; what is directly below it is not among them."""
    thesaurus, known = site.thesaurus, site.vocabulary.concept
    own_matches = [iri for iri in concept.exact_matches if known(iri)]
    same = [*own_matches, *_iris(thesaurus.same.get(concept.iri, ()))]
    stated: tuple[tuple[str, str, Iterable[str]], ...] = (
        ("Part of", SKOS.broader, concept.broader),
        ("Related", SKOS.related, concept.related),
        ("Belongs to, in other lists", SKOS.broadMatch, concept.broad_matches),
        (
            "Holds, in other lists",
            SKOS.narrowMatch,
            _iris(thesaurus.narrow_matches.get(concept.iri, ())),
        ),
        ("The same in another list", SKOS.exactMatch, same),
        ("Whose area it is", DCT.spatial, _iris(thesaurus.owners.get(concept.iri, ()))),
        ("Replaced by", DCT.isReplacedBy, concept.replaced_by),
        ("Took over from", DCT.replaces, _iris(thesaurus.replaces.get(concept.iri, ()))),
    )
    for label, term, iris in stated:
        unique = [iri for iri in dict.fromkeys(iris) if iri != concept.iri]
        if unique:
            yield Relation(label=label, property=term, ends=tuple(known(iri) or iri for iri in unique))


def _iris(concepts: Iterable[Concept]) -> list[str]:
    return [one.iri for one in concepts]

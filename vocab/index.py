"""From folded labels to the one concept that each of them means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from vocab.concepts import Concept, How
from vocab.folding import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A label that means a concept; `sure` as in Match."""

    concept: Concept
    how: How
    label: str
    sure: bool = True


def index_labels(concepts: Iterable[Concept]) -> Mapping[str, Entry]:
    """Each folded label with its meaning. A label that two concepts bear means neither, and is left out."""
    entries: dict[str, list[Entry]] = {}
    for concept in concepts:
        for folded, entry in own_labels(concept).items():
            entries.setdefault(folded, []).append(entry)
    settled = ((folded, _settle(rivals)) for folded, rivals in entries.items())
    return {folded: entry for folded, entry in settled if entry is not None}


def shared_labels(concepts: Iterable[Concept]) -> Mapping[str, tuple[str, ...]]:
    """Folded labels that two or more present concepts bear, with their codes: slips in a vocabulary."""
    codes: dict[str, tuple[str, ...]] = {}
    for concept in concepts:
        if not concept.former:
            for folded in own_labels(concept):
                codes[folded] = (*codes.get(folded, ()), concept.code)
    return {folded: bearers for folded, bearers in codes.items() if len(bearers) > 1}


def own_labels(concept: Concept) -> dict[str, Entry]:
    """Each folded name of a concept, with how strongly it names it."""
    labels: dict[str, Entry] = {}
    for entry in _entries(concept):
        labels.setdefault(fold(entry.label), entry)
    return labels


def _entries(concept: Concept) -> Iterator[Entry]:
    """All ways to name a concept, the strongest first."""
    ways = (
        (How.IRI, (concept.iri, *concept.exact_matches)),
        (How.NOTATION, (concept.code,)),
        (How.PREFERRED, tuple(label.text for label in concept.labels)),
        (How.ALTERNATIVE, tuple(label.text for label in concept.alternatives)),
        (How.HIDDEN, concept.hidden),
    )
    for how, texts in ways:
        for text in texts:
            yield Entry(concept=concept, how=how, label=text)
    for text in concept.likely:
        yield Entry(concept=concept, how=How.HIDDEN, label=text, sure=False)


def _settle(rivals: list[Entry]) -> Entry | None:
    """The only meaning; where an abolished council and its namesake share a name, the one that exists."""
    if len(rivals) == 1:
        return rivals[0]
    present = [entry for entry in rivals if not entry.concept.former]
    choice = present or rivals
    return choice[0] if len(choice) == 1 else None

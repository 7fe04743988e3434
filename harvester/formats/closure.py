"""All that a document says of one dataset, as N-Triples that depend on its content alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias, TypeGuard

from pyoxigraph import BlankNode, Literal, NamedNode

from catalogue.reading import Node, Triples
from vocab.namespaces import DCAT, RDF, SKOS

Statement: TypeAlias = tuple[Node, str, Any]

_OTHERS = frozenset((DCAT.Dataset, DCAT.DatasetSeries, DCAT.Catalog, DCAT.CatalogRecord, SKOS.ConceptScheme))
_DEPTH = 4  # dataset, distribution, service, its contact: a node further away is somebody else's
_LIMIT = 5_000  # statements of one dataset
_ROUNDS = 8


def closure(subject: Node, triples: Triples) -> list[Statement]:
    """What is said of a subject and of the nodes it leads to, up to other datasets, catalogues and schemes.

    Nameless nodes always belong to it; named ones where the document describes them.
    """
    found: list[Statement] = []
    seen: set[Node] = {subject}
    pending = [(subject, 0)]
    for node, depth in pending:
        for name, values in triples.about(node).items():
            found.extend((node, name, value) for value in values if not _says_nothing(value))
            for value in values:
                if value not in seen and _belongs(value, node, depth, triples):
                    seen.add(value)
                    pending.append((value, depth + 1))
        if len(found) > _LIMIT:
            break
    return found


def canonical(statements: Iterable[Statement]) -> bytes:
    """Statements as sorted N-Triples, nameless nodes named by what they say and who speaks of them.

    Neither the order of the statements nor the names that the document gave to its nodes changes a byte.
    """
    found = list(statements)
    names = _names(found)
    lines = {f"{_shown(s, names)} <{p}> {_shown(o, names)} .\n" for s, p, o in found}
    return "".join(sorted(lines)).encode()


def _belongs(value: Any, speaker: Node, depth: int, triples: Triples) -> TypeGuard[Node]:
    if isinstance(value, BlankNode):
        return True
    if not isinstance(value, NamedNode) or depth + 1 >= _DEPTH:
        return False
    if SKOS.Concept in _types(speaker, triples):  # a concept leads through its scheme to all the others
        return False
    return bool(triples.about(value)) and not _OTHERS & _types(value, triples)


def _says_nothing(value: object) -> bool:
    return isinstance(value, Literal) and not value.value.strip()


def _types(node: Node, triples: Triples) -> set[str]:
    return {value.value for value in triples.about(node).get(RDF.type, ())}


def _names(statements: list[Statement]) -> dict[BlankNode, str]:
    """A name for every nameless node: colours refined by their neighbours' until they settle."""
    colours = dict.fromkeys(_nameless(statements), "_:")
    if not colours:
        return {}
    for _ in range(_ROUNDS):
        refined = _refined(statements, colours)
        settled = len(set(refined.values())) == len(set(colours.values()))
        colours = refined
        if settled:
            break
    order = sorted(colours, key=colours.__getitem__)
    return {node: f"_:b{number}" for number, node in enumerate(order)}


def _refined(statements: list[Statement], colours: dict[BlankNode, str]) -> dict[BlankNode, str]:
    said: dict[BlankNode, list[str]] = {node: [colour] for node, colour in colours.items()}
    for subject, name, value in statements:
        if isinstance(subject, BlankNode):
            said[subject].append(f"> {name} {_shown(value, colours)}")
        if isinstance(value, BlankNode):
            said[value].append(f"< {name} {_shown(subject, colours)}")
    return {node: _digest(sorted(parts)) for node, parts in said.items()}


def _nameless(statements: list[Statement]) -> Iterator[BlankNode]:
    for subject, _, value in statements:
        yield from (node for node in (subject, value) if isinstance(node, BlankNode))


def _shown(term: Any, names: dict[BlankNode, str]) -> str:
    return names[term] if isinstance(term, BlankNode) else str(term)


def _digest(parts: list[str]) -> str:
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()
